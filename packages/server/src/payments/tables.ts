import type { PaymentPart, PaymentStatus } from '@siyu/core/payments'
import type { TableSpec } from '../kernel/tables.ts'

export type PaymentTables = {
  payments: {
    readonly brandId: string
    readonly orderId: string
    readonly id: string
    readonly memberId: string
    readonly provider: string
    readonly amountMinor: number
    readonly refundedMinor: number
    /** The provider's own number of it. */
    readonly reference: string | null
    /** What came, and in which currency where that is another; null while nothing has. */
    readonly paidMinor: number | null
    readonly paidCurrency: string | null
    /** When we learnt of it. */
    readonly paidAt: number | null
    /** What was asked back of what came, never more than it. */
    readonly refundRequestedMinor: number
    readonly status: PaymentStatus
    readonly part: PaymentPart | null
    /** Commission may be paid out of it, or not any more; null for never. */
    readonly sharing: 'open' | 'ended' | null
    readonly at: number
    readonly version: number
  }
  paymentRefunds: {
    readonly brandId: string
    readonly paymentId: string
    readonly refundId: string
    readonly orderId: string
    readonly memberId: string
    readonly amountMinor: number
    readonly requestedAt: number
    /** When the provider paid it; null until then. */
    readonly refundedAt: number | null
    readonly version: number
  }
}

export const paymentSpecs: { readonly [N in keyof PaymentTables]: TableSpec } = {
  payments: { name: 'payments', key: ['brand_id', 'order_id', 'id'], versioned: true, kind: 'state' },
  paymentRefunds: {
    name: 'payment_refunds',
    key: ['brand_id', 'payment_id', 'refund_id'],
    versioned: true,
    kind: 'state',
  },
}
