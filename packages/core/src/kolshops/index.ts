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
  ownKolShopStats,
  ShopDaysInput,
  ShopRef,
} from './contract.ts'
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
  ShopStatsFacts,
} from './rules.ts'
export { applyForShop, editShop, kolShopMoves, leaveShop, moveShop, shopStats } from './rules.ts'
export type {
  KolShopApplied,
  KolShopChanged,
  KolShopDay,
  KolShopEvent,
  KolShopFigures,
  KolShopMoved,
  KolShopPage,
  KolShopSelection,
} from './schema.ts'
export { KolShop, KolShopRecord, KolShopStats, KolShopStatus, MAX_SHOP_DAYS, MAX_SHOP_PRODUCTS } from './schema.ts'
