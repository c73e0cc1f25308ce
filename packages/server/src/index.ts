export { hashPassword } from './brands/index.ts'
export type { AnalyticsOptions, ForwardOptions } from './collector.ts'
export { targetOf } from './collector.ts'
export type { Jobs } from './jobs.ts'
export { startJobs } from './jobs.ts'
export { keyHash } from './kernel/access.ts'
export type { CommitForm } from './kernel/commit.ts'
export type { Database } from './kernel/database.ts'
export { startEmbeddedPostgres } from './kernel/embedded.ts'
export type { Bindings } from './kernel/http.ts'
export type { RateLimitOptions } from './kernel/limits.ts'
export { openPglite } from './kernel/pglite.ts'
export { openPostgres } from './kernel/postgres.ts'
export type { CodeSender } from './members/index.ts'
export type {
  NewProviderPayment,
  NoticeReply,
  NoticeRequest,
  NoticeResult,
  PaymentFault,
  PaymentProvider,
  ProfitSharing,
  ProviderNotice,
  ProviderOpened,
  ProviderPayment,
  ProviderRefund,
  ProviderStatus,
  RefundStatus,
  StatementLine,
  StatementSpan,
  StripeOptions,
  TestProvider,
  TestProviderOptions,
  WechatPay,
  WechatPayOptions,
} from './payments/index.ts'
export { openTestProvider, ProviderDeclined, stripePayments, testPaymentProvider, wechatPay } from './payments/index.ts'
export type { Fault, Server, ServerOptions } from './server.ts'
export { createServer } from './server.ts'
export type { Swept } from './sweeps.ts'
export { sweep } from './sweeps.ts'
