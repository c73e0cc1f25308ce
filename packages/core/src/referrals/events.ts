import type { LinkEvent } from './links.ts'
import type { CommissionPlan } from './operator-schema.ts'
import type { CommissionRuleSaved } from './rates.ts'
import type { CommissionLine, CountedCommission } from './schema.ts'
import type { ShareEvent } from './shares.ts'
import type { WithdrawalEvent } from './withdrawals.ts'

type OfPayee = { readonly orderId: string; readonly payeeId: string; readonly level: 1 | 2 }

/** A member was bound to the referrer whose code they came with. */
export type MemberBound = {
  readonly type: 'member_bound'
  readonly memberId: string
  readonly referrerId: string
  readonly code: string
  /** They were bound before: to whom, and the root of the tree they leave. Absent for a first binding. */
  readonly from?: { readonly referrerId: string; readonly rootId: string } | undefined
}

/** An order was paid: commission frozen on it, pending. */
export type CommissionAccrued = OfPayee & {
  readonly type: 'commission_accrued'
  readonly lines: readonly CommissionLine[]
  readonly amountMinor: number
  /** What counts on the caps of rules, by period; absent for nothing. */
  readonly counted?: readonly CountedCommission[] | undefined
}

/** An order was paid after a promoter frozen on it had left: none of it is theirs. */
export type CommissionWithheld = OfPayee & { readonly type: 'commission_withheld'; readonly reason: 'payee_left' }

/** The order was completed; the return window runs until `releaseAt`. */
export type CommissionFrozen = OfPayee & {
  readonly type: 'commission_frozen'
  /** What was still pending and is frozen now. */
  readonly amountMinor: number
  readonly releaseAt: number
}

/** The return window is over. */
export type CommissionReleased = OfPayee & { readonly type: 'commission_released'; readonly amountMinor: number }

/** Doubts keep it from being released, until they are cleared. */
export type CommissionHeld = OfPayee & { readonly type: 'commission_held'; readonly reason: string }

/** Nothing holds it back any more; it is released when its return window is over. */
export type CommissionCleared = OfPayee & { readonly type: 'commission_cleared' }

/** A refund took this much of it back, from where it stood. */
export type CommissionReversed = OfPayee & {
  readonly type: 'commission_reversed'
  readonly refundId: string
  readonly amountMinor: number
  readonly lines: readonly { readonly lineId: string; readonly amountMinor: number }[]
  readonly from: 'pending' | 'frozen' | 'available'
  /** What this payee keeps of the order after the reversal; 0 ends it. */
  readonly keptMinor: number
}

/** An operator changed the plan; orders already paid keep theirs. */
export type CommissionConfigured = { readonly type: 'commission_configured'; readonly plan: CommissionPlan }

/** Everything that can happen to referrals and commission. */
export type ReferralEvent =
  | MemberBound
  | CommissionAccrued
  | CommissionWithheld
  | CommissionFrozen
  | CommissionReleased
  | CommissionHeld
  | CommissionCleared
  | CommissionReversed
  | CommissionConfigured
  | CommissionRuleSaved
  | LinkEvent
  | ShareEvent
  | WithdrawalEvent
