import * as z from 'zod/mini'
import { AmountMinor, Bps, Id, Label, Moment, type Schema } from '../kernel/index.ts'

/** Someone took the legal risk of a second level on themselves: who, when, why. */
export type DepthAcknowledgement = { readonly by: string; readonly at: number; readonly note: string }

/**
 * The commission plan. Depth 1 pays the direct referrer; depth 2 needs a recorded acknowledgement. A third level cannot
 * be written down here, nor stored (禁止传销条例 art. 7).
 */
export type CommissionPlan =
  | { readonly depth: 1; readonly levelBps: readonly [number]; readonly capBps: number; readonly freezeDays: number }
  | {
      readonly depth: 2
      readonly levelBps: readonly [number, number]
      readonly capBps: number
      readonly freezeDays: number
      readonly acknowledgement: DepthAcknowledgement
    }
const rate: Schema<number> = Bps.check(z.lte(5_000))
const freezeDays: Schema<number> = z.int().check(z.gte(0), z.lte(365))
export const CommissionPlan: Schema<CommissionPlan> = z.discriminatedUnion('depth', [
  z.object({ depth: z.literal(1), levelBps: z.tuple([rate]), capBps: Bps.check(z.lte(10_000)), freezeDays }),
  z.object({
    depth: z.literal(2),
    levelBps: z.tuple([rate, rate]),
    capBps: Bps.check(z.lte(10_000)),
    freezeDays,
    acknowledgement: z.object({ by: Label, at: Moment, note: Label }),
  }),
])

/** What a promoter up the line will be paid for an order, decided when it is placed; no plan is read later. */
export type Upline = {
  readonly payeeId: string
  readonly level: 1 | 2
  readonly bps: number
  /** The most all levels together may take of the order's net, in basis points. */
  readonly capBps: number
  /** Length of the return window after completion. */
  readonly freezeDays: number
}

/** One's own place in the referral tree. */
export type Referral = {
  /** The code friends sign up with: at most 24 characters of Crockford base32. */
  readonly code: string
  readonly referrerId: string | null
  /** How many joined directly through this code. */
  readonly directCount: number
}
export const Referral: Schema<Referral> = z.object({
  code: z.string(),
  referrerId: z.nullable(Id),
  directCount: z.int(),
})

/**
 * pending: paid, may be refunded · frozen: completed, in the return window · available: can be withdrawn · reversed:
 * nothing is left.
 */
export type CommissionState = 'pending' | 'frozen' | 'available' | 'reversed'
export const CommissionState: Schema<CommissionState> = z.enum(['pending', 'frozen', 'available', 'reversed'])

/** Why commission is held back: a code such as `self_referral`, never words about a person. */
export const HoldReason: Schema<string> = z.string().check(z.regex(/^[a-z][a-z0-9_]{1,47}$/))

/** What one order pays one promoter. */
export type Commission = {
  readonly orderId: string
  readonly level: 1 | 2
  readonly amountMinor: number
  readonly reversedMinor: number
  readonly state: CommissionState
  readonly at: number
  /** Since when it is held back from release, and the code of the reason; null when it is not. */
  readonly heldAt: number | null
  readonly heldReason: string | null
}
export const Commission: Schema<Commission> = z.object({
  orderId: Id,
  level: z.union([z.literal(1), z.literal(2)]),
  amountMinor: AmountMinor,
  reversedMinor: AmountMinor,
  state: CommissionState,
  at: Moment,
  heldAt: z.nullable(Moment),
  heldReason: z.nullable(HoldReason),
})

/** All of a promoter's commission by state. */
export type CommissionBalance = {
  readonly pendingMinor: number
  readonly frozenMinor: number
  readonly availableMinor: number
  readonly items: readonly Commission[]
}
export const CommissionBalance: Schema<CommissionBalance> = z.object({
  pendingMinor: z.int(),
  frozenMinor: z.int(),
  availableMinor: z.int(),
  items: z.array(Commission),
})

/** A commission as frozen on the order: per line, so that a refund of part of it reverses exactly that part. */
export type CommissionLine = {
  readonly lineId: string
  readonly netMinor: number
  readonly bps: number
  readonly amountMinor: number
}
export const CommissionLine: Schema<CommissionLine> = z.object({
  lineId: Id,
  netMinor: AmountMinor,
  bps: Bps,
  amountMinor: AmountMinor,
})

type OfPayee = { readonly orderId: string; readonly payeeId: string; readonly level: 1 | 2 }

/** A member was bound to the referrer whose code they came with. */
export type MemberBound = {
  readonly type: 'member_bound'
  readonly memberId: string
  readonly referrerId: string
  readonly code: string
}
/** An order was paid: commission frozen on it, pending. */
export type CommissionAccrued = OfPayee & {
  readonly type: 'commission_accrued'
  readonly lines: readonly CommissionLine[]
  readonly amountMinor: number
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
