import { accept, type CodeOf, csvText, type Decision, refuse } from '../../kernel/index.ts'
import { roundRate } from '../../money/index.ts'
import { periodKey } from '../../promotions/index.ts'
import type { WithdrawInput, withdraw } from '../contract/withdrawals.ts'
import type { approveWithdrawal, PayoutRow, rejectWithdrawal, settleWithdrawal } from '../operators/withdrawals.ts'
import type { PayoutShared, ShareFacts, SharePaid, WithdrawalPartBack } from '../shares.ts'
import type { notePayout, PayoutNote } from '../system.ts'
import {
  firstWithdrawalTerms,
  type Withdrawal,
  type WithdrawalApproved,
  type WithdrawalEvent,
  type WithdrawalFailed,
  type WithdrawalPaid,
  type WithdrawalRejected,
  type WithdrawalRequested,
  type WithdrawalSent,
  type WithdrawalsBatched,
  type WithdrawalTerms,
} from '../withdrawals.ts'

/** What one withdrawal costs, and how it uses the free amount of its month. */
export type WithdrawalFee = {
  readonly feeFreeMinor: number
  readonly chargedMinor: number
  /** What was left of the free amount before. */
  readonly freeLeftMinor: number
  readonly feeMinor: number
}

/** The fee of a withdrawal, after others of its month. */
export function withdrawalFee(
  { feeBps, feeMinor, freeMinor }: Pick<WithdrawalTerms, 'feeBps' | 'feeMinor' | 'freeMinor'>,
  amountMinor: number,
  usedMinor: number,
): WithdrawalFee {
  const freeLeftMinor = Math.max(0, freeMinor - usedMinor)
  const feeFreeMinor = Math.min(amountMinor, freeLeftMinor)
  const chargedMinor = amountMinor - feeFreeMinor
  return { feeFreeMinor, chargedMinor, freeLeftMinor, feeMinor: roundRate(chargedMinor, feeBps) + feeMinor }
}

export type WithdrawFacts = {
  readonly memberId: string
  readonly withdrawalId: string
  readonly input: Pick<WithdrawInput, 'amountMinor' | 'method'>
  readonly terms: WithdrawalTerms | undefined
  /** Below zero when commission that was withdrawn has been reversed: that has to be earned back first. */
  readonly availableMinor: number
  /** What the member took out, by month; what was not paid is not in it. */
  readonly months: readonly { readonly periodKey: string; readonly amountMinor: number }[]
  readonly now: number
  readonly zoneOffsetMinutes: number
}

/** A member takes commission out. It leaves what is available at once, so it cannot be asked for twice. */
export function takeOut(facts: WithdrawFacts): Decision<WithdrawalRequested, CodeOf<typeof withdraw>> {
  const { input, terms = firstWithdrawalTerms, availableMinor, months, now } = facts
  const { amountMinor, method } = input
  const { minMinor, maxMinor, methods, reviewFromMinor } = terms
  if (!methods.includes(method)) return refuse('withdrawal_method_off', { methods })
  if (amountMinor < minMinor) return refuse('withdrawal_below_min', { minMinor })
  if (amountMinor > maxMinor) return refuse('withdrawal_above_max', { maxMinor })
  if (amountMinor > availableMinor) return refuse('commission_insufficient', { availableMinor })
  const month = periodKey('month', now, facts.zoneOffsetMinutes)
  const usedMinor = months.find((each) => each.periodKey === month)?.amountMinor ?? 0
  const { feeMinor } = withdrawalFee(terms, amountMinor, usedMinor)
  if (feeMinor >= amountMinor) return refuse('withdrawal_eaten_by_fee', { feeMinor })
  const { memberId, withdrawalId } = facts
  const isApproved = amountMinor < reviewFromMinor
  return accept({
    type: 'withdrawal_requested',
    ...{ memberId, withdrawalId, amountMinor, feeMinor, method, periodKey: month, isApproved },
  })
}

/** What reaches the member's account. */
export function payoutMinor({ amountMinor, feeMinor, taxMinor }: Withdrawal): number {
  return amountMinor - feeMinor - taxMinor
}

export type ApproveFacts = { readonly withdrawal: Withdrawal | undefined; readonly taxMinor: number }

/** Somebody looked at it and wants it paid. */
export function approve(facts: ApproveFacts): Decision<WithdrawalApproved, CodeOf<typeof approveWithdrawal>> {
  const { withdrawal, taxMinor } = facts
  if (withdrawal === undefined) return refuse('withdrawal_missing')
  const { id: withdrawalId, memberId, status, amountMinor, feeMinor } = withdrawal
  if (status !== 'requested') return refuse('withdrawal_not_open', { status })
  if (taxMinor >= amountMinor - feeMinor) return refuse('withdrawal_tax_too_high', { maxMinor: amountMinor - feeMinor })
  return accept({ type: 'withdrawal_approved', memberId, withdrawalId, taxMinor })
}

export type RejectFacts = { readonly withdrawal: Withdrawal | undefined }

/** It will not be paid. */
export function reject({ withdrawal }: RejectFacts): Decision<WithdrawalRejected, CodeOf<typeof rejectWithdrawal>> {
  if (withdrawal === undefined) return refuse('withdrawal_missing')
  const { status } = withdrawal
  if (status !== 'requested' && status !== 'approved') return refuse('withdrawal_not_open', { status })
  return accept(rejected(withdrawal))
}

function rejected({ id: withdrawalId, memberId, amountMinor }: Withdrawal): WithdrawalRejected {
  return { type: 'withdrawal_rejected', memberId, withdrawalId, amountMinor }
}

/** What a member who leaves asked for and nobody has set out to pay is not paid. */
export function dropWithdrawals(withdrawals: readonly Withdrawal[]): readonly WithdrawalRejected[] {
  return withdrawals.filter(({ status }) => status === 'requested' || status === 'approved').map(rejected)
}

/** Approved withdrawals that go out together; nothing for none. */
export function batch(batchId: string, withdrawals: readonly Withdrawal[]): readonly WithdrawalsBatched[] {
  const items = withdrawals.map(({ id: withdrawalId, memberId }) => ({ memberId, withdrawalId }))
  return items.length === 0 ? [] : [{ type: 'withdrawals_batched', batchId, items }]
}

type Settled = WithdrawalSent | WithdrawalPaid | WithdrawalFailed | PayoutShared | WithdrawalPartBack

export type SettleFacts = {
  readonly withdrawal: Withdrawal | undefined
  /** Its parts that are paid out of payments; absent for none. */
  readonly shares?: readonly ShareState[] | undefined
  readonly outcome: 'paid' | 'failed'
  readonly reference: string | null
}

/** What became of a pay-out by hand; not while parts of it are on their way. */
export function settle(facts: SettleFacts): Decision<Settled, CodeOf<typeof settleWithdrawal>> {
  const { withdrawal, outcome, reference, shares = [] } = facts
  if (withdrawal === undefined) return refuse('withdrawal_missing')
  const { status } = withdrawal
  const isPayable = (status === 'approved' || status === 'paying') && !shares.some(isOpen)
  if (!isPayable) return refuse('withdrawal_not_paying', { status })
  return accept(...outcomeOf(withdrawal, shares, outcome, reference))
}

type ShareState = Pick<ShareFacts, 'paymentId' | 'amountMinor' | 'paidMinor'>

function isOpen({ paidMinor }: ShareState): boolean {
  return paidMinor === null
}

/** One that failed is credited back, but for what was paid of it out of payments. */
function outcomeOf(
  withdrawal: Withdrawal,
  shares: readonly ShareState[],
  outcome: 'paid' | 'failed',
  reference: string | null,
): readonly Settled[] {
  const { id: withdrawalId, memberId, amountMinor } = withdrawal
  const of = { memberId, withdrawalId }
  const sharedMinor = shares.reduce((sum, { paidMinor }) => sum + (paidMinor ?? 0), 0)
  if (outcome === 'paid') return [{ type: 'withdrawal_paid', ...of, reference }]
  if (sharedMinor === 0) return [{ type: 'withdrawal_failed', ...of, amountMinor, reference }]
  const leftMinor = payoutMinor(withdrawal) - sharedMinor
  return [
    { type: 'withdrawal_paid', ...of, reference },
    { type: 'withdrawal_part_back', ...of, amountMinor: leftMinor },
  ]
}

export type NotePayoutFacts = Pick<SettleFacts, 'withdrawal' | 'shares'> & { readonly note: PayoutNote }

/**
 * What a provider says of a pay-out. Said again it changes nothing; a success is only believed for the amount that was
 * to be paid.
 */
export function noteOutcome(facts: NotePayoutFacts): Decision<Settled, CodeOf<typeof notePayout>> {
  const { withdrawal, note, shares = [] } = facts
  if (withdrawal === undefined) return refuse('withdrawal_missing')
  const { id: withdrawalId, memberId, status, reference: before } = withdrawal
  const { outcome, reference, amountMinor } = note
  if (status !== 'approved' && status !== 'paying') return refuse('withdrawal_not_paying', { status })
  if (outcome === 'paid' && amountMinor !== payoutMinor(withdrawal)) {
    return refuse('withdrawal_amount_differs', { amountMinor, expectedMinor: payoutMinor(withdrawal) })
  }
  if (note.shares !== undefined) return noteShares(withdrawal, shares, note.shares)
  if (outcome !== 'processing') return accept(...outcomeOf(withdrawal, shares, outcome, reference))
  if (status === 'paying' && before === reference) return accept()
  return accept({ type: 'withdrawal_sent', memberId, withdrawalId, reference })
}

/** What was paid out of payments, once it is known of all of them and before the rest is transferred. */
function noteShares(
  { id: withdrawalId, memberId }: Withdrawal,
  shares: readonly ShareState[],
  told: readonly SharePaid[],
): Decision<PayoutShared, 'withdrawal_amount_differs'> {
  const open = shares.filter(isOpen)
  if (open.length === 0) return accept()
  const paid = open.map(({ paymentId, amountMinor }) => {
    const said = told.find((each) => each.paymentId === paymentId)
    return { paymentId, amountMinor: said?.amountMinor ?? 0, plannedMinor: amountMinor }
  })
  const more = paid.find(({ amountMinor, plannedMinor }) => amountMinor > plannedMinor)
  if (more !== undefined) {
    return refuse('withdrawal_amount_differs', { amountMinor: more.amountMinor, expectedMinor: more.plannedMinor })
  }
  const known = paid.map(({ paymentId, amountMinor }) => ({ paymentId, amountMinor }))
  return accept({ type: 'payout_shared', memberId, withdrawalId, shares: known })
}

/** A withdrawal after what a decision about it made happen. */
export function withdrawalAfter(before: Withdrawal, events: readonly WithdrawalEvent[], now: number): Withdrawal {
  return events.length === 0 ? before : Object.assign({ ...before, movedAt: now }, ...events.map(moved))
}

function moved(event: WithdrawalEvent): Partial<Withdrawal> {
  switch (event.type) {
    case 'withdrawal_requested':
      return { status: event.isApproved ? 'approved' : 'requested' }
    case 'withdrawal_approved':
      return { status: 'approved', taxMinor: event.taxMinor }
    case 'withdrawal_rejected':
      return { status: 'rejected' }
    case 'withdrawals_batched':
      return { status: 'paying', batchId: event.batchId }
    case 'payout_split':
      return { status: 'paying' }
    case 'payout_shared':
      return {}
    case 'withdrawal_part_back':
      return { backMinor: event.amountMinor }
    case 'withdrawal_sent':
      return { status: 'paying', reference: event.reference }
    case 'withdrawal_paid':
      return { status: 'paid', reference: event.reference }
    case 'withdrawal_failed':
      return { status: 'failed', reference: event.reference }
  }
}

const COLUMNS = ['withdrawal', 'member', 'name', 'account', 'method', 'amount', 'fee', 'tax', 'pay', 'status'] as const

/** Withdrawals as CSV with a head line, for a bank or for accounting; amounts in the minor unit. */
export function payoutCsv(rows: readonly PayoutRow[]): string {
  const cells = rows.map(({ withdrawal, account, name }) => {
    const { id, memberId, method, amountMinor, feeMinor, taxMinor, status } = withdrawal
    const amounts = [amountMinor, feeMinor, taxMinor, payoutMinor(withdrawal)]
    return [id, memberId, name ?? '', account ?? '', method, ...amounts, status]
  })
  return csvText([COLUMNS, ...cells])
}
