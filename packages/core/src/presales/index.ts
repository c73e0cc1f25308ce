export type { PresalesContract } from './contract.ts'
export {
  BuyPresaleInput,
  buyPresale,
  getPresale,
  listPresales,
  MAX_PRESALES,
  PresaleList,
  PresaleRef,
  presalesContract,
} from './contract.ts'
export type { PresaleEvent, PresaleSaved } from './events.ts'
export { PresaleSales } from './operator-schema.ts'
export type { PresalesAdminContract } from './operators.ts'
export { listAllPresales, presalesAdminContract, savePresale } from './operators.ts'
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
export { Presale, PresaleOffer, PresaleState, PresaleTerms } from './schema.ts'
