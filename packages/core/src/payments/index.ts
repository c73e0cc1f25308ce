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
  CreateFacts,
  NoteEvent,
  NoteFacts,
  RefundPaidOrderFacts,
  SettleRefundFacts,
  SimulateFacts,
} from './rules.ts'
export {
  create,
  noProvider,
  note,
  refundPaidOrder,
  settleRefund,
  simulate,
  testNotice,
  testProvider,
} from './rules.ts'
export type {
  PaymentCreated,
  PaymentEvent,
  PaymentFailed,
  PaymentRefunded,
  PaymentRefundRequested,
  PaymentSucceeded,
  PaymentUnexpected,
} from './schema.ts'
export { Payment, PaymentStatus } from './schema.ts'
export { NoteRefundInput, notePayment, noteRefund, PaymentNotice } from './system.ts'
