import type { PaymentAction } from '@siyu/core/payments'
import type { PayoutProvider } from '../referrals/index.ts'

/** A payment as a provider is told of it. Nothing in it is personal but `payer`. */
export type ProviderPayment = {
  readonly brandId: string
  readonly paymentId: string
  readonly orderId: string
  readonly amountMinor: number
  readonly currency: string
  /** The provider's own number, once it has told one. */
  readonly reference: string | null
  /** When the payment was set out on. */
  readonly at: number
}

/** A payment to be opened. */
export type NewProviderPayment = ProviderPayment & {
  /** What is bought, in a few words the payer reads. */
  readonly description: string
  /** Until when it can be paid. */
  readonly expiresAt: number
  /** A way to pay that the provider has; its usual one without it. */
  readonly method?: string | undefined
  /** Who pays, as the provider knows them. */
  readonly payer?: string | undefined
  /** Its order pays commission, which may be paid out of it where the provider can do that. */
  readonly isShared?: boolean | undefined
}

/** A refund to be made, or asked about. */
export type ProviderRefund = {
  readonly brandId: string
  readonly refundId: string
  readonly paymentId: string
  readonly amountMinor: number
  readonly currency: string
  /** What the whole payment brought. */
  readonly paidMinor: number
  /** The provider's own number of the payment. */
  readonly reference: string | null
}

/** Where a payment stands at the provider. What came is only known once it succeeded. */
export type ProviderStatus =
  | {
      readonly outcome: 'succeeded'
      readonly amountMinor: number
      readonly currency: string
      readonly reference: string | null
    }
  | { readonly outcome: 'pending' | 'failed' | 'closed' }

/** settled: the money is back · processing: it is on its way, ask again. */
export type RefundStatus = 'settled' | 'processing'

/** What a notification says, after its signature was checked. */
export type ProviderNotice =
  | { readonly kind: 'payment'; readonly paymentId: string; readonly status: ProviderStatus }
  | { readonly kind: 'refund'; readonly paymentId: string; readonly refundId: string; readonly status: RefundStatus }

/** A notification as it came: nothing of it is trusted yet. */
export type NoticeRequest = {
  readonly headers: Headers
  /** The body, byte for byte: signatures are over it. */
  readonly body: string
  readonly now: number
}

/** An answer the provider understands. */
export type NoticeReply = { readonly status: number; readonly body: string }

/** What a provider's room makes of a notification. */
export type NoticeResult =
  | {
      readonly kind: 'verified'
      readonly notices: readonly ProviderNotice[]
      /** When all of them are recorded, and when one could not be, so that it is sent again. */
      readonly taken: NoticeReply
      readonly failed: NoticeReply
    }
  | { readonly kind: 'rejected'; readonly reply: NoticeReply; readonly reason: string }

/** One line of what a provider says went through its books. */
export type StatementLine = {
  readonly kind: 'payment' | 'refund'
  readonly paymentId: string
  /** Of a refund. */
  readonly refundId: string | null
  readonly reference: string | null
  readonly amountMinor: number
  readonly currency: string
  /** Whether the money has moved for good. */
  readonly settled: boolean
  readonly at: number
}

/**
 * A service that takes and gives back money. Every call carries an id of ours and may be made again with it; one that
 * rejects is made again later, unless with {@link ProviderDeclined}.
 */
export type PaymentProvider = {
  readonly name: string
  /** The brand whose account this is; all brands of the server without it. */
  readonly brandId?: string | undefined
  /** Makes the payment known to the provider. The answer is what the payer's device needs; the same for the same id. */
  readonly create: (payment: NewProviderPayment) => Promise<ProviderOpened>
  /** No money is taken any more. One that was paid meanwhile rejects; asking says so. */
  readonly close: (payment: ProviderPayment) => Promise<void>
  readonly query: (payment: ProviderPayment) => Promise<ProviderStatus>
  /** Pays a refund. Resolves when the provider has taken it on for good. */
  readonly refund: (refund: ProviderRefund) => Promise<RefundStatus>
  /** Checks the signature of a notification and reads it. Never throws for what a stranger can send. */
  readonly notify: (request: NoticeRequest) => Promise<NoticeResult>
  /** What went through the provider's books in a span of time, to be compared with ours. */
  readonly statement: (span: StatementSpan) => Promise<readonly StatementLine[]>
  /** Pays commission out from the same account, where it can. */
  readonly payouts?: PayoutProvider | undefined
}

export type ProviderOpened = { readonly reference: string | null; readonly action: PaymentAction | null }

/** Whole days of the provider's statements: from a moment until another, which is not in it any more. */
export type StatementSpan = { readonly brandId: string; readonly fromAt: number; readonly untilAt: number }

/** The provider will not do it, however often it is asked. Its message holds no secret and nothing personal. */
export class ProviderDeclined extends Error {
  readonly code: string
  constructor(provider: string, code: string) {
    super(`${provider} declined: ${code}`)
    this.name = 'ProviderDeclined'
    this.code = code
  }
}

/**
 * The built-in provider of shops in test mode: members play its counter through `payments.simulate`, it gives back at
 * once whatever is asked of it, and it has no books.
 */
export const testPaymentProvider: PaymentProvider = {
  name: 'test',
  create: async () => ({ reference: null, action: null }),
  close: async () => undefined,
  query: async () => ({ outcome: 'pending' }),
  refund: async () => 'settled',
  notify: async () => ({ kind: 'rejected', reply: { status: 404, body: '' }, reason: 'sends no notifications' }),
  statement: async () => [],
}
