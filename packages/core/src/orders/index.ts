export type { OrdersContract } from './contract.ts'
export {
  CheckoutInput,
  cancelOrder,
  checkout,
  completeOrder,
  getOrder,
  ImportedOrder,
  ImportOrderInput,
  importOrder,
  listAllOrders,
  listOrders,
  NewOrderId,
  OrderIdInput,
  ordersContract,
  RedeemItemInput,
  RefundOrderInput,
  redeemItem,
  refundOrder,
} from './contract.ts'
export type { CampaignSale, SellCode, SellEvent, SellFacts } from './rules/campaign.ts'
export { sell } from './rules/campaign.ts'
export type { EarnMemberFacts, EarnSettings } from './rules/earning.ts'
export { earnBasis, earnFacts, earnPreview } from './rules/earning.ts'
export { evolve, orderOf } from './rules/evolve.ts'
export type { CelebrateFacts, GiftEvent, GiftFacts, GivenGift, GrowthFacts } from './rules/gifts.ts'
export { birthdayGift, celebrate, giveGift, withActivityGrowth, withUpgradeGift } from './rules/gifts.ts'
export type { ImportSaleEvent, ImportSaleFacts } from './rules/import.ts'
export { importSale } from './rules/import.ts'
export type { OrderCommand, OrderTerms } from './rules/moves.ts'
export { canMove, checkoutOrigin, dueMinor, goodsOf, keptLines, keptMinor, moves } from './rules/moves.ts'
export type { PiecesBack } from './rules/pieces.ts'
export { piecesBack, replacedOf, splitPieces } from './rules/pieces.ts'
export type { PlaceOrderEvent, PlaceOrderFacts } from './rules/place.ts'
export { placeOrder } from './rules/place.ts'
export type { RedeemEvent, RedeemFacts } from './rules/redeem.ts'
export { redeem } from './rules/redeem.ts'
export type { RefundableSale, RefundEvent, RefundFacts } from './rules/refund.ts'
export { refund } from './rules/refund.ts'
export type {
  CancelEvent,
  CancelFacts,
  CompleteEvent,
  CompleteFacts,
  PayEarning,
  PayEvent,
  PayFacts,
} from './rules/settle.ts'
export { cancel, complete, expire, pay } from './rules/settle.ts'
export type {
  FrozenPricing,
  LineReplaced,
  OrderCampaign,
  OrderCancelled,
  OrderCompleted,
  OrderEvent,
  OrderLeftTeam,
  OrderPaid,
  OrderPlaced,
  OrderRefunded,
  OrderReleased,
  OrderUpline,
  RefundRecord,
} from './schema.ts'
export {
  GiftQuantity,
  LineQuantity,
  MAX_EXPECTED_GIFTS,
  Order,
  OrderLine,
  OrderStatus,
  OrderWait,
  Refund,
} from './schema.ts'
export { expireOrder } from './system.ts'
