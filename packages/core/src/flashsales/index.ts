export type { FlashSalesContract } from './contract.ts'
export {
  BuyFlashInput,
  buyFlash,
  FlashSaleList,
  FlashSaleRef,
  flashSalesContract,
  getFlashSale,
  listFlashSales,
  MAX_FLASH_SALES,
  MAX_SESSIONS,
} from './contract.ts'
export type { FlashEvent, FlashSessionSaved } from './events.ts'
export type { FlashItemSales } from './operator-schema.ts'
export { FlashItem, FlashSession, FlashSessionSales } from './operator-schema.ts'
export type { FlashSalesAdminContract } from './operators.ts'
export { flashSalesAdminContract, listFlashSessions, saveFlashSession } from './operators.ts'
export type { BuyFlashFacts, OfferFacts, SaveSessionFacts } from './rules.ts'
export { buy, flashState, leftOf, phaseOf, saveSession } from './rules.ts'
export type { FlashOffer, FlashPiece, FlashTerms } from './schema.ts'
export { FlashPhase, FlashSale, FlashState, MAX_FLASH_ITEMS } from './schema.ts'
