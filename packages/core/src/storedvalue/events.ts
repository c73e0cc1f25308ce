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
