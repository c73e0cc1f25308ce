export type { PaymentsContract } from './contract.ts'
export {
  CreatePaymentInput,
  createPayment,
  getPayment,
  PaymentIdInput,
  paymentsContract,
  SimulatePaymentInput,
  simulatePayment,
} from './contract.ts'
export type {
  PaymentClosed,
  PaymentCreated,
  PaymentEvent,
  PaymentFailed,
  PaymentHeld,
  PaymentOpened,
  PaymentRefunded,
  PaymentRefundRequested,
  PaymentSharingEnded,
  PaymentSucceeded,
  PaymentUnexpected,
} from './events.ts'
export { PaymentRecord } from './operator-schema.ts'
export type { PaymentsAdminContract } from './operators.ts'
export {
  ListPaymentsInput,
  listPayments,
  paymentsAdminContract,
  ReviewPaymentInput,
  reviewPayment,
} from './operators.ts'
export type {
  ReconciliationDifference,
  ReconciliationKind,
  StatementLine,
} from './reconciliation.ts'
export {
  MAX_RECONCILED_DAYS,
  MAX_STATEMENT_LINES,
  ReconcileInput,
  ReconciliationReport,
  reconcilePayments,
} from './reconciliation.ts'
export type { DepositBackFacts, PaidBy, RefundPaidEvent, RefundPaidOrderFacts } from './rules/back.ts'
export { refundPaidOrder, withDepositBack } from './rules/back.ts'
export type {
  CreateFacts,
  NoteEvent,
  NoteFacts,
  ReviewFacts,
  SettleRefundFacts,
  SimulateFacts,
} from './rules/payment.ts'
export {
  create,
  noProvider,
  note,
  review,
  settleRefund,
  simulate,
  testNotice,
  testProvider,
} from './rules/payment.ts'
export type { BookLine, ReconcileFacts } from './rules/reconcile.ts'
export { reconcile, reconciliationCsv } from './rules/reconcile.ts'
export type { EndSharingFacts } from './rules/sharing.ts'
export { endShared } from './rules/sharing.ts'
export type { ReadStatement } from './rules/statement.ts'
export { readStatement, statementColumns } from './rules/statement.ts'
export type { PaymentAction } from './schema.ts'
export { OpenedPayment, Payment, PaymentPart, PaymentStatus } from './schema.ts'
export { endSharing, NoteRefundInput, notePayment, noteRefund, PaymentNotice } from './system.ts'
