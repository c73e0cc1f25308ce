export type { OrderCampaign, OrderDeposited } from './campaign.ts'
export { DepositEnd, DepositTerms, Forfeit, OrderWait } from './campaign.ts'
export type { OrdersContract } from './contract.ts'
export {
  CheckoutInput,
  cancelOrder,
  checkout,
  getOrder,
  listOrders,
  NewOrderId,
  ordersContract,
  RedeemItemInput,
  receiveOrder,
  redeemItem,
} from './contract.ts'
export type {
  OrderAddressSet,
  OrderDetailEvent,
  OrderInvoiceIssued,
  OrderInvoiceRequested,
  OrderNoted,
} from './details.ts'
export {
  getOrderDetails,
  Invoice,
  InvoiceRequest,
  OrderDetails,
  OrderNote,
  RequestInvoiceInput,
  requestInvoice,
  SetOrderAddressInput,
  setOrderAddress,
} from './details.ts'
export type {
  OrderCancelled,
  OrderCompleted,
  OrderEvent,
  OrderPaid,
  OrderPlaced,
  OrderReceived,
  OrderRefunded,
  OrderReleased,
  OrderSettingsSaved,
  OrderShipmentCorrected,
  OrderShipmentSent,
  OrderShipped,
} from './events.ts'
export { OrderSettings } from './operator-schema.ts'
export type { OrdersAdminContract } from './operators.ts'
export {
  CorrectShipmentInput,
  callOffOrder,
  completeOrder,
  correctShipment,
  getDetailsOfOrder,
  getOrderSettings,
  ImportedOrder,
  ImportOrderInput,
  IssueInvoiceInput,
  importOrder,
  issueInvoice,
  ListAllOrdersInput,
  listAllOrders,
  NoteOrderInput,
  noteOrder,
  ordersAdminContract,
  RefundOrderInput,
  refundOrder,
  ShipOrderInput,
  saveOrderSettings,
  shipOrder,
} from './operators.ts'
export type { CampaignSale, SellCode, SellEvent, SellFacts } from './rules/campaign.ts'
export { sell } from './rules/campaign.ts'
export type { AskInvoiceFacts, DetailFacts, NoteFacts, SetAddressFacts } from './rules/details.ts'
export { annotate, askInvoice, issue, setAddress } from './rules/details.ts'
export type { EarnMemberFacts, EarnSettings } from './rules/earning.ts'
export { earnBasis, earnFacts, earnPreview } from './rules/earning.ts'
export { completedAt, depositBackMinor, evolve, orderOf } from './rules/evolve.ts'
export {
  configureOrders,
  firstOrderSettings,
  fulfilmentOf,
  parcelsOf,
  unsentCount,
  unsentLines,
} from './rules/fulfilment.ts'
export type { CelebrateFacts, GiftEvent, GiftFacts, GivenGift, GrowthFacts } from './rules/gifts.ts'
export { birthdayGift, celebrate, giveGift, withActivityGrowth, withUpgradeGift } from './rules/gifts.ts'
export type { ImportSaleEvent, ImportSaleFacts } from './rules/import.ts'
export { importSale } from './rules/import.ts'
export type { OrderCommand, OrderTerms } from './rules/moves.ts'
export { canMove, checkoutOrigin, dueMinor, goodsOf, keptLines, keptMinor, moves, partDue } from './rules/moves.ts'
export type { PiecesBack } from './rules/pieces.ts'
export { piecesBack, replacedOf, splitPieces } from './rules/pieces.ts'
export type { PlaceOrderEvent, PlaceOrderFacts } from './rules/place.ts'
export { placeOrder } from './rules/place.ts'
export type { CompleteEvent, CompleteFacts, EndingSale, ReceiveEvent } from './rules/receive.ts'
export { autoComplete, autoReceive, canReceive, complete, receive } from './rules/receive.ts'
export type { RedeemEvent, RedeemFacts } from './rules/redeem.ts'
export { redeem } from './rules/redeem.ts'
export type { RefundableSale, RefundEvent, RefundFacts } from './rules/refund.ts'
export { refund } from './rules/refund.ts'
export type { CancelEvent, CancelFacts, PayEarning, PayEvent, PayFacts } from './rules/settle.ts'
export { callOff, cancel, expire, pay } from './rules/settle.ts'
export type { CorrectShipmentFacts, ShipEvent, ShipFacts } from './rules/ship.ts'
export { correct, ship } from './rules/ship.ts'
export type { ReadShipments, ShipmentToImport } from './rules/shipments.ts'
export { readShipments, shipmentColumns } from './rules/shipments.ts'
export type { TimelineStep } from './rules/timeline.ts'
export { timelineOf } from './rules/timeline.ts'
export type { FrozenPricing, LineReplaced, OrderLeftTeam, OrderUpline, RefundRecord } from './schema.ts'
export {
  Carrier,
  FulfilmentTerms,
  GiftQuantity,
  LineQuantity,
  MAX_EXPECTED_GIFTS,
  MAX_SHIPMENTS,
  Order,
  OrderIdInput,
  OrderLine,
  OrderParcel,
  OrderStatus,
  Refund,
  Shipment,
  TrackingNumber,
} from './schema.ts'
export {
  ImportedShipments,
  ImportShipmentsInput,
  importShipments,
  MAX_SHIPMENT_ROWS,
  RefusedRow,
} from './shipments.ts'
export { autoCompleteOrder, autoReceiveOrder, expireOrder } from './system.ts'
