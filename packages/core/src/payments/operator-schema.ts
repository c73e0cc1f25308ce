import * as z from 'zod/mini'
import { AmountMinor, Id, type Schema } from '../kernel/index.ts'
import { type Payment, paymentFields } from './schema.ts'

/** A payment as operators see it. */
export type PaymentRecord = Payment & {
  readonly memberId: string
  /** The provider's own number of it, where there is one. */
  readonly reference: string | null
  /** What came, and in which currency; null while nothing has. */
  readonly paidMinor: number | null
  readonly paidCurrency: string | null
}
export const PaymentRecord: Schema<PaymentRecord> = z.object({
  ...paymentFields,
  memberId: Id,
  reference: z.nullable(z.string()),
  paidMinor: z.nullable(AmountMinor),
  paidCurrency: z.nullable(z.string()),
})
