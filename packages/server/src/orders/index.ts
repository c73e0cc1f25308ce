export type { SellLoads, SellRows } from './campaign.ts'
export { loadSell, sellFacts } from './campaign.ts'
export { ordersPart } from './member.ts'
export { withoutReasons, withReasons } from './reasons.ts'
export { orderRoutes } from './routes.ts'
export type { OrderRow } from './store.ts'
export {
  applyOrders,
  claimWrites,
  loadOrder,
  loadOrderOfPayment,
  loadOwnOrder,
  memberOfMembership,
  memberOfOrder,
  orderOfPayment,
  replaceWrites,
} from './store.ts'
export { dueOrders } from './sweep.ts'
export { orderSpecs } from './tables.ts'
