import { type AgeBand, mayTakePart } from '../../compliance/index.ts'
import { accept, type CodeOf, type Decision, dayMs, refuse } from '../../kernel/index.ts'
import { floorRatio, sumOf } from '../../money/index.ts'
import type {
  CommissionConfigured,
  CommissionFrozen,
  CommissionReleased,
  CommissionReversed,
  CommissionWithheld,
} from '../events.ts'
import type { CommissionPlan } from '../operator-schema.ts'
import type { CommissionLine, CommissionState, Upline } from '../schema.ts'
import type { releaseCommission } from '../system.ts'
import { isValid } from './binding.ts'

/** Somebody up the line of a shopper. */
export type Promoter = {
  readonly memberId: string
  /** 1 for the referrer, 2 for theirs. */
  readonly level: number
  readonly ageBand: AgeBand
  /** Their account is closed, or about to be. */
  readonly hasLeft: boolean
  readonly tierId: string | null
  /** When the member below was bound to them. */
  readonly boundAt: number | null
}

/** Who may be paid for an order. */
export type Payees = {
  readonly referrerId: string | null
  readonly grandReferrerId: string | null
  readonly referrerTierId: string | null
}

/**
 * Who of them may be paid: nobody under 18, nobody who has left, nobody whose binding has run out. None of these is
 * replaced by who is above them.
 */
export function payees(promoters: readonly Promoter[], plan: Pick<CommissionPlan, 'binding'>, now: number): Payees {
  const validDays = plan.binding?.validDays
  const at = (level: number): Promoter | undefined => {
    const found = promoters.find((promoter) => promoter.level === level)
    const isPaid = found !== undefined && !found.hasLeft && mayTakePart(found.ageBand, 'commission')
    return isPaid && isValid(found.boundAt, validDays, now) ? found : undefined
  }
  const [first, second] = [at(1), at(2)]
  return {
    referrerId: first?.memberId ?? null,
    grandReferrerId: second?.memberId ?? null,
    referrerTierId: first?.tierId ?? null,
  }
}

/** What is recorded instead of the commission of promoters who left between checkout and payment. */
export function withhold(orderId: string, uplines: readonly Upline[]): readonly CommissionWithheld[] {
  return uplines.map(({ payeeId, level }) => ({
    type: 'commission_withheld',
    ...{ orderId, payeeId, level },
    reason: 'payee_left',
  }))
}

/** A commission with what happened to it so far. */
export type CommissionFacts = {
  readonly payeeId: string
  readonly level: 1 | 2
  readonly state: CommissionState
  readonly amountMinor: number
  readonly reversedMinor: number
  /** When it becomes available; null until it is frozen. */
  readonly releaseAt: number | null
  /** Since when it is held back from release; null when it is not. */
  readonly heldAt: number | null
  readonly heldReason: string | null
  readonly lines: readonly (CommissionLine & { readonly reversedMinor: number })[]
}

export type FreezeFacts = {
  readonly orderId: string
  readonly uplines: readonly Upline[]
  readonly commissions: readonly CommissionFacts[]
  readonly now: number
}

/** The order arrived: what is pending waits for its return window, as frozen with the order, to pass. */
export function freeze({ orderId, uplines, commissions, now }: FreezeFacts): readonly CommissionFrozen[] {
  const pending = commissions.filter(({ state }) => state === 'pending')
  return pending.map(({ payeeId, level, amountMinor: accruedMinor, reversedMinor }) => {
    const days = uplines.find((each) => each.payeeId === payeeId && each.level === level)?.freezeDays ?? 0
    const amountMinor = accruedMinor - reversedMinor
    return { type: 'commission_frozen', orderId, payeeId, level, amountMinor, releaseAt: now + days * dayMs }
  })
}

export type ReleaseFacts = {
  readonly orderId: string
  readonly commission: CommissionFacts | undefined
  readonly now: number
}

/** The return window is over: what is left of the commission is the payee's. */
export function release(facts: ReleaseFacts): Decision<CommissionReleased, CodeOf<typeof releaseCommission>> {
  const { orderId, commission, now } = facts
  if (commission === undefined) return refuse('commission_missing')
  const { payeeId, level, state, releaseAt, heldAt } = commission
  if (state !== 'frozen' || releaseAt === null || now < releaseAt) return refuse('commission_not_due', { releaseAt })
  if (heldAt !== null) return refuse('commission_held', { heldAt })
  const amountMinor = commission.amountMinor - commission.reversedMinor
  return accept({ type: 'commission_released', orderId, payeeId, level, amountMinor })
}

export type ReverseFacts = {
  readonly orderId: string
  readonly refundId: string
  readonly commissions: readonly CommissionFacts[]
  /** Money of each line that is not refunded, this refund included. A line not named keeps all of its own. */
  readonly kept: readonly KeptLine[]
}

/** What is kept of a line: its money, and its units, which only fixed sums ask for. */
export type KeptLine = {
  readonly lineId: string
  readonly netMinor: number
  readonly quantity?: number | undefined
}

/**
 * A refund takes back, line by line, C − ⌊C · kept net / net⌋ − what was reversed before (a line of net 0 keeps
 * nothing); of a fixed sum per unit, by the units that are kept. So it does not matter in how many parts, or in which
 * order, units come back.
 */
export function reverse(facts: ReverseFacts): readonly CommissionReversed[] {
  return facts.commissions.flatMap((commission) => reverseOne(commission, facts))
}

function reverseOne(commission: CommissionFacts, facts: ReverseFacts): readonly CommissionReversed[] {
  const { payeeId, level, state } = commission
  const lines = commission.lines
    .map((line) => ({ lineId: line.lineId, amountMinor: dueOf(line, facts.kept) }))
    .filter(({ amountMinor }) => amountMinor > 0)
  if (state === 'reversed' || lines.length === 0) return []
  const amountMinor = sumOf(lines.map((line) => line.amountMinor))
  const keptMinor = commission.amountMinor - commission.reversedMinor - amountMinor
  const { orderId, refundId } = facts
  return [
    { type: 'commission_reversed', orderId, payeeId, level, refundId, amountMinor, lines, from: state, keptMinor },
  ]
}

function dueOf(line: CommissionFacts['lines'][number], kept: readonly KeptLine[]): number {
  const left = kept.find(({ lineId }) => lineId === line.lineId)
  const keptMinor = keptOf(line, left?.netMinor ?? line.netMinor, left?.quantity)
  return Math.max(0, line.amountMinor - keptMinor - line.reversedMinor)
}

function keptOf(line: CommissionLine, keptNetMinor: number, keptCount: number | undefined): number {
  const { netMinor, amountMinor, fixedCount } = line
  if (netMinor === 0 || keptNetMinor === 0) return 0
  if (typeof fixedCount !== 'number') return floorRatio(amountMinor, keptNetMinor, netMinor)
  return Math.min(keptNetMinor, floorRatio(amountMinor, Math.min(fixedCount, keptCount ?? fixedCount), fixedCount))
}

/** Replaces the plan. Orders already placed keep theirs. */
export function configure(plan: CommissionPlan): CommissionConfigured {
  return { type: 'commission_configured', plan }
}
