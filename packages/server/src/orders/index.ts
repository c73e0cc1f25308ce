export { applyOrders, claimWrites, orderRowsForBrand, replaceWrites } from './apply.ts'
export type { SellLoads, SellRows } from './campaign.ts'
export { loadSell, sellFacts } from './campaign.ts'
export type { HeldLoads } from './held.ts'
export { heldSale, loadHeld } from './held.ts'
export { ordersPart } from './member.ts'
export { forMember, withoutReasons, withReasons } from './reasons.ts'
export { orderRoutes } from './routes.ts'
export type { OrderRow } from './store.ts'
export {
  loadOrder,
  loadOrderOfPayment,
  loadOwnOrder,
  memberOfMembership,
  memberOfOrder,
  orderOfPayment,
} from './store.ts'
export { dueCommands, dueOrders } from './sweep.ts'
export { orderSpecs } from './tables.ts'
