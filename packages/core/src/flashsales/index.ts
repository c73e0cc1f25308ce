export type { FlashSalesContract } from './contract.ts'
export {
  BuyFlashInput,
  buyFlash,
  FlashSaleList,
  FlashSaleRef,
  flashSalesContract,
  getFlashSale,
  listFlashSales,
  listFlashSessions,
  MAX_FLASH_SALES,
  MAX_SESSIONS,
  saveFlashSession,
} from './contract.ts'
export type { BuyFlashFacts, OfferFacts, SaveSessionFacts } from './rules.ts'
export { buy, flashState, leftOf, phaseOf, saveSession } from './rules.ts'
export type { FlashEvent, FlashItemSales, FlashOffer, FlashSessionSaved } from './schema.ts'
export {
  FlashItem,
  FlashPhase,
  FlashSale,
  FlashSession,
  FlashSessionSales,
  FlashState,
  MAX_FLASH_ITEMS,
} from './schema.ts'
