import * as z from 'zod/mini'
import { AmountMinor, Id, type Schema } from '../kernel/index.ts'

/** The most payments one withdrawal is paid out of. */
export const MAX_SHARES = 50

/** A part of a withdrawal that is paid out of the very payment whose order earned it 分账. */
export type PayoutShare = { readonly paymentId: string; readonly orderId: string; readonly amountMinor: number }

/** What of a payment went to the payee. */
export type SharePaid = { readonly paymentId: string; readonly amountMinor: number }
export const SharePaid: Schema<SharePaid> = z.object({ paymentId: Id, amountMinor: AmountMinor })

/** Such a part with what became of it. */
export type ShareFacts = PayoutShare & {
  readonly memberId: string
  readonly withdrawalId: string
  /** What was paid of it; null until its provider has said so. */
  readonly paidMinor: number | null
  /** Who got it can be asked for it back: a merchant, no person. */
  readonly isReturnable: boolean
  readonly returnedMinor: number
  /** What is being asked back; 0 for nothing. */
  readonly returnMinor: number
  /** How often something was asked back: the number of the one under way. */
  readonly returnCount: number
}

type OfWithdrawal = { readonly memberId: string; readonly withdrawalId: string }
type OfShare = OfWithdrawal & { readonly paymentId: string; readonly amountMinor: number }

/** It is on its way to its provider: which parts are paid out of payments is settled, the rest is transferred. */
export type PayoutSplit = OfWithdrawal & {
  readonly type: 'payout_split'
  readonly shares: readonly PayoutShare[]
  readonly isReturnable: boolean
}
/** What was paid of them; what was not is transferred with the rest. */
export type PayoutShared = OfWithdrawal & { readonly type: 'payout_shared'; readonly shares: readonly SharePaid[] }
/** A part that could not be paid is credited back; the others were paid. */
export type WithdrawalPartBack = OfWithdrawal & {
  readonly type: 'withdrawal_part_back'
  readonly amountMinor: number
}
/** Commission that was paid out of a payment was taken back: who got it is asked for it. */
export type ShareReturnDue = OfShare & { readonly type: 'share_return_due' }
/** It came back, and makes up for the commission that was taken back. */
export type ShareReturned = OfShare & { readonly type: 'share_returned' }
/** It will not come back: the payee's later commission makes up for it. */
export type ShareReturnFailed = OfShare & { readonly type: 'share_return_failed' }

export type ShareEvent = ShareReturnDue | ShareReturned | ShareReturnFailed
