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

type OfOrder = { readonly memberId: string; readonly orderId: string; readonly amountMinor: number }

/** An operator topped up, or took away. */
export type StoredValueGranted = {
  readonly type: 'stored_value_granted'
  readonly memberId: string
  readonly grantId: string
  readonly deltaMinor: number
}
/** An order that waits for payment will take it. */
export type StoredValueHeld = OfOrder & { readonly type: 'stored_value_held' }
/** The order was cancelled. */
export type StoredValueReleased = OfOrder & { readonly type: 'stored_value_released' }
/** The order is paid. */
export type StoredValueSpent = OfOrder & { readonly type: 'stored_value_spent' }
/** Units of the order came back. */
export type StoredValueReturned = OfOrder & { readonly type: 'stored_value_returned'; readonly refundId: string }

/** Everything that can happen to stored value. */
export type StoredValueEvent =
  | StoredValueGranted
  | StoredValueHeld
  | StoredValueReleased
  | StoredValueSpent
  | StoredValueReturned
