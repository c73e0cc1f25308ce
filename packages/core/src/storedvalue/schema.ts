import * as z from 'zod/mini'
import { AmountMinor, Delta, Label, Moment, type Schema } from '../kernel/index.ts'

/** 储值: money a member has with the shop, and what of it open orders hold. What can be spent is the difference. */
export type StoredValue = {
  readonly memberId: string
  readonly balanceMinor: number
  readonly heldMinor: number
}
export const StoredValue: Schema<StoredValue> = z.object({
  memberId: z.string(),
  balanceMinor: AmountMinor,
  heldMinor: AmountMinor,
})

/** A line of a member's statement. */
export type StoredValueEntry = {
  /** Place in the account: 1, 2, 3 … without a gap. */
  readonly number: number
  /** grant · spend · return. */
  readonly kind: string
  readonly deltaMinor: number
  readonly balanceMinor: number
  /** The order it belongs to. */
  readonly orderId: string | null
  readonly at: number
}
export const StoredValueEntry: Schema<StoredValueEntry> = z.object({
  number: z.int(),
  kind: Label,
  deltaMinor: Delta,
  balanceMinor: AmountMinor,
  orderId: z.nullable(z.string()),
  at: Moment,
})
