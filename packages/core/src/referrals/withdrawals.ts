import * as z from 'zod/mini'
import { AmountMinor, Bps, Id, listOf, Moment, type Schema } from '../kernel/index.ts'
import type { PayoutShared, PayoutSplit, WithdrawalPartBack } from './shares.ts'

/** How commission may be taken out. */
export type WithdrawalTerms = {
  /** The least and the most of one withdrawal. */
  readonly minMinor: number
  readonly maxMinor: number
  /** The fee: a share, rounded half up, of what is above the free amount of the calendar month, and a sum. */
  readonly feeBps: number
  readonly feeMinor: number
  readonly freeMinor: number
  /** From this amount on somebody has to approve it; 0 for every one. */
  readonly reviewFromMinor: number
  /** `manual`, or the names of providers that pay out. */
  readonly methods: readonly string[]
}
export const WithdrawalTerms: Schema<WithdrawalTerms> = z.object({
  minMinor: AmountMinor.check(z.gte(1)),
  maxMinor: AmountMinor.check(z.gte(1)),
  feeBps: Bps.check(z.lte(10_000)),
  feeMinor: AmountMinor,
  freeMinor: AmountMinor,
  reviewFromMinor: AmountMinor,
  methods: listOf(Id, 10, 1),
})

/** Terms of a brand that never set any: by hand, each approved, without a fee, from 1.00 to 50,000.00. */
export const firstWithdrawalTerms: WithdrawalTerms = {
  ...{ minMinor: 1_00, maxMinor: 50_000_00, feeBps: 0, feeMinor: 0, freeMinor: 0, reviewFromMinor: 0 },
  methods: ['manual'],
}

/**
 * requested: waits for approval · approved: waits for its pay-out · paying: in a batch, or with its provider · paid ·
 * rejected, failed: the commission is back.
 */
export type WithdrawalStatus = 'requested' | 'approved' | 'paying' | 'paid' | 'rejected' | 'failed'
export const WithdrawalStatus: Schema<WithdrawalStatus> = z.enum([
  ...(['requested', 'approved', 'paying', 'paid', 'rejected', 'failed'] as const),
])

/** Commission that a member takes out: debited when it is asked for, credited back when it is not paid. */
export type Withdrawal = {
  readonly id: string
  readonly memberId: string
  readonly amountMinor: number
  readonly feeMinor: number
  /** Income tax withheld (个人所得税), as an operator entered it. What is paid is amount − fee − tax. */
  readonly taxMinor: number
  /** Of a paid one, what was credited back all the same: it could not be paid, or was taken back; absent for 0. */
  readonly backMinor?: number | undefined
  readonly method: string
  readonly status: WithdrawalStatus
  readonly batchId: string | null
  /** The provider's number, or why it failed. */
  readonly reference: string | null
  readonly requestedAt: number
  /** When it came to its status. */
  readonly movedAt: number
}
export const Withdrawal: Schema<Withdrawal> = z.object({
  id: Id,
  memberId: Id,
  amountMinor: AmountMinor,
  feeMinor: AmountMinor,
  taxMinor: AmountMinor,
  backMinor: z.optional(AmountMinor),
  method: Id,
  status: WithdrawalStatus,
  batchId: z.nullable(Id),
  reference: z.nullable(Id),
  requestedAt: Moment,
  movedAt: Moment,
})

type OfMember = { readonly memberId: string; readonly withdrawalId: string }

/** A member asked for it; the amount is debited. */
export type WithdrawalRequested = OfMember & {
  readonly type: 'withdrawal_requested'
  readonly amountMinor: number
  readonly feeMinor: number
  readonly method: string
  /** The month whose free amount it uses, such as `2026-11`. */
  readonly periodKey: string
  /** It is small enough to need nobody's approval. */
  readonly isApproved: boolean
}
export type WithdrawalApproved = OfMember & { readonly type: 'withdrawal_approved'; readonly taxMinor: number }
/** It will not be paid; the amount is credited back. */
export type WithdrawalRejected = OfMember & { readonly type: 'withdrawal_rejected'; readonly amountMinor: number }
/** Several go out together, by hand. */
export type WithdrawalsBatched = {
  readonly type: 'withdrawals_batched'
  readonly batchId: string
  readonly items: readonly OfMember[]
}
/** Its provider has it. */
export type WithdrawalSent = OfMember & { readonly type: 'withdrawal_sent'; readonly reference: string | null }
export type WithdrawalPaid = OfMember & { readonly type: 'withdrawal_paid'; readonly reference: string | null }
/** The pay-out failed for good; the amount is credited back. */
export type WithdrawalFailed = OfMember & {
  readonly type: 'withdrawal_failed'
  readonly amountMinor: number
  readonly reference: string | null
}

export type WithdrawalEvent =
  | WithdrawalRequested
  | WithdrawalApproved
  | WithdrawalRejected
  | WithdrawalsBatched
  | WithdrawalSent
  | WithdrawalPaid
  | WithdrawalFailed
  | PayoutSplit
  | PayoutShared
  | WithdrawalPartBack
