import { accept, type CodeOf, type Decision, MAX_AMOUNT, refuse } from '../kernel/index.ts'
import type { StoredValueGranted, StoredValueHeld } from './events.ts'
import type { grantStoredValue } from './operators.ts'
import type { StoredValue } from './schema.ts'

/** What can be spent now. */
export function availableMinor({ balanceMinor, heldMinor }: Pick<StoredValue, 'balanceMinor' | 'heldMinor'>): number {
  return balanceMinor - heldMinor
}

export type GrantFacts = {
  readonly account: StoredValue | undefined
  readonly grantId: string
  readonly deltaMinor: number
}

/** Puts in, or takes out what no order holds. */
export function grant({
  account,
  grantId,
  deltaMinor,
}: GrantFacts): Decision<StoredValueGranted, CodeOf<typeof grantStoredValue>> {
  if (account === undefined) return refuse('member_missing')
  const available = availableMinor(account)
  if (available + deltaMinor < 0) return refuse('stored_value_insufficient', { availableMinor: available })
  if (account.balanceMinor + deltaMinor > MAX_AMOUNT) return refuse('stored_value_too_large', { maxMinor: MAX_AMOUNT })
  return accept({ type: 'stored_value_granted', memberId: account.memberId, grantId, deltaMinor })
}

export type HoldFacts = {
  readonly memberId: string
  readonly orderId: string
  /** What the shopper wants to pay by it; at most the price of the order is taken. */
  readonly wantedMinor: number
  readonly payableMinor: number
  readonly availableMinor: number
}

/** Sets aside what an order is to be paid by. Nothing where nothing is wanted. */
export function holdStoredValue(facts: HoldFacts): Decision<StoredValueHeld, 'stored_value_insufficient'> {
  const { memberId, orderId, wantedMinor, payableMinor, availableMinor: available } = facts
  if (wantedMinor > available) return refuse('stored_value_insufficient', { availableMinor: available })
  const amountMinor = Math.min(wantedMinor, payableMinor)
  return amountMinor === 0 ? accept() : accept({ type: 'stored_value_held', memberId, orderId, amountMinor })
}
