export type { PresalesContract } from './contract.ts'
export {
  BuyPresaleInput,
  buyPresale,
  getPresale,
  listAllPresales,
  listPresales,
  MAX_PRESALES,
  PresaleList,
  PresaleRef,
  presalesContract,
  savePresale,
} from './contract.ts'
export type { BuyPresaleFacts, PresaleOfferFacts, SavePresaleFacts } from './rules.ts'
export {
  balanceMinor,
  buy,
  leftOfPresale,
  MAX_FORFEIT_BPS,
  paidMinor,
  presaleState,
  save,
  termsOf,
} from './rules.ts'
export type { PresaleEvent, PresaleSaved } from './schema.ts'
export { Presale, PresaleOffer, PresaleSales, PresaleState, PresaleTerms } from './schema.ts'
