export type { KolShopsContract } from './contract.ts'
export {
  ApplyKolShopInput,
  applyKolShop,
  EditKolShopInput,
  editKolShop,
  getKolShop,
  KolShopState,
  kolShopsContract,
  OwnKolShop,
  ownKolShop,
  ownKolShopPrices,
  ownKolShopStats,
  PriceableSkus,
  PriceKolShopInput,
  priceKolShop,
  ShopDaysInput,
  ShopRef,
} from './contract.ts'
export type { KolShopApplied, KolShopChanged, KolShopEvent, KolShopMoved, KolShopPriced } from './events.ts'
export type { KolShopsAdminContract } from './operators.ts'
export {
  KolShopStatsInput,
  kolShopStats,
  kolShopsAdminContract,
  ListKolShopsInput,
  listKolShops,
  MoveKolShopInput,
  moveKolShop,
} from './operators.ts'
export type {
  ApplyKolShopFacts,
  EditKolShopFacts,
  KolShopCommand,
  KolShopFacts,
  MoveKolShopFacts,
  PriceKolShopFacts,
  ShopStatsFacts,
} from './rules.ts'
export { applyForShop, editShop, kolShopMoves, leaveShop, moveShop, priceShop, shopStats } from './rules.ts'
export type { KolShopDay, KolShopFigures, KolShopPage, KolShopSelection } from './schema.ts'
export {
  KolShop,
  KolShopRecord,
  KolShopStats,
  KolShopStatus,
  MAX_OWN_PRICES,
  MAX_SHOP_DAYS,
  MAX_SHOP_PRODUCTS,
  OwnPrice,
  PriceableSku,
} from './schema.ts'
