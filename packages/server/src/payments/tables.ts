import type { PaymentStatus } from '@siyu/core/payments'
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
    readonly status: PaymentStatus
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
