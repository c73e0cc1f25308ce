export { chasePayments, chaseRefunds } from './chase.ts'
export type { RefundLoads } from './facts.ts'
export { loadRefund, refundFacts } from './facts.ts'
export { paymentsPart } from './member.ts'
export { mountNotices } from './notices.ts'
export type {
  NewProviderPayment,
  NoticeReply,
  NoticeRequest,
  NoticeResult,
  PaymentProvider,
  ProviderNotice,
  ProviderOpened,
  ProviderPayment,
  ProviderRefund,
  ProviderStatus,
  RefundStatus,
  StatementLine,
  StatementSpan,
} from './provider.ts'
export { ProviderDeclined, testPaymentProvider } from './provider.ts'
export { paymentRoutes } from './routes.ts'
export { endSharings } from './sharing.ts'
export { applyPayments } from './store.ts'
export type { StripeOptions } from './stripe/provider.ts'
export { stripePayments } from './stripe/provider.ts'
export { paymentSpecs } from './tables.ts'
export type { BookedPayment, BookedRefund, PaymentFault, TestProvider, TestProviderOptions } from './test-provider.ts'
export { openTestProvider } from './test-provider.ts'
export type { WechatPay, WechatPayOptions } from './wechat-pay/provider.ts'
export { wechatPay } from './wechat-pay/provider.ts'
export type {
  ProfitSharing,
  SharingPart,
  SharingReceiver,
  SharingStatus,
} from './wechat-pay/sharing.ts'
