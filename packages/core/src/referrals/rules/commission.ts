import { type AgeBand, mayTakePart } from '../../compliance/index.ts'
import { accept, type CodeOf, type Decision, refuse } from '../../kernel/index.ts'
import { allocate, floorRate, floorRatio } from '../../money/index.ts'
import type {
  CommissionAccrued,
  CommissionConfigured,
  CommissionFrozen,
  CommissionLine,
  CommissionPlan,
  CommissionReleased,
  CommissionReversed,
  CommissionState,
  CommissionWithheld,
  Upline,
} from '../schema.ts'
import type { releaseCommission } from '../system.ts'

const dayMs = 86_400_000

/** Somebody up the line of a shopper. */
export type Promoter = {
  readonly memberId: string
  /** 1 for the referrer, 2 for theirs. */
  readonly level: number
  readonly ageBand: AgeBand
  /** Their account is closed, or about to be. */
  readonly hasLeft: boolean
}

/** Who of them may be paid: nobody under 18, and nobody who has left. Neither is replaced by who is above them. */
export function payees(promoters: readonly Promoter[]): {
  readonly referrerId: string | null
  readonly grandReferrerId: string | null
} {
  const at = (level: number): string | null => {
    const found = promoters.find((promoter) => promoter.level === level)
    const isPaid = found !== undefined && !found.hasLeft && mayTakePart(found.ageBand, 'commission')
    return isPaid ? found.memberId : null
  }
  return { referrerId: at(1), grandReferrerId: at(2) }
}

/** Who is paid for an order of a member, and how much: the referrer, and theirs when the plan has a second level. */
export function uplines(
  plan: CommissionPlan,
  referrerId: string | null,
  grandReferrerId: string | null,
): readonly Upline[] {
  const { capBps, freezeDays } = plan
  const second = plan.depth === 2 ? grandReferrerId : null
  const [firstBps, secondBps = 0] = plan.levelBps
  const levels = [
    { payeeId: referrerId, level: 1, bps: firstBps } as const,
    { payeeId: referrerId === null ? null : second, level: 2, bps: secondBps } as const,
  ]
  return levels.flatMap(({ payeeId, level, bps }) =>
    payeeId === null || bps === 0 ? [] : [{ payeeId, level, bps, capBps, freezeDays }],
  )
}

export type AccrueFacts = {
  readonly orderId: string
  /** Money paid for each line: without points money and freight. */
  readonly lines: readonly { readonly lineId: string; readonly netMinor: number }[]
  readonly uplines: readonly Upline[]
}

/**
 * Commission of a paid order, line by line: ⌊net · bps / 10000⌋. When all levels together pass the cap, the cap is
 * allocated over the levels and then over their lines. Who would get nothing is left out.
 */
export function accrue({ orderId, lines, uplines }: AccrueFacts): readonly CommissionAccrued[] {
  const wanted = uplines.map(({ bps }) => lines.map(({ netMinor }) => floorRate(netMinor, bps)))
  const granted = underCap(wanted, capOf(lines, uplines))
  return uplines.flatMap(({ payeeId, level, bps }, index): readonly CommissionAccrued[] => {
    const amounts = granted[index] ?? []
    const amountMinor = sum(amounts)
    if (amountMinor === 0) return []
    const frozen = lines.map((line, at): CommissionLine => ({ ...line, bps, amountMinor: amounts[at] ?? 0 }))
    return [{ type: 'commission_accrued', orderId, payeeId, level, lines: frozen, amountMinor }]
  })
}

/** What is recorded instead of the commission of promoters who left between checkout and payment. */
export function withhold(orderId: string, uplines: readonly Upline[]): readonly CommissionWithheld[] {
  return uplines.map(({ payeeId, level }) => ({
    type: 'commission_withheld',
    ...{ orderId, payeeId, level },
    reason: 'payee_left',
  }))
}

function capOf(lines: AccrueFacts['lines'], uplines: readonly Upline[]): number {
  const capBps = Math.min(10_000, ...uplines.map((upline) => upline.capBps))
  return floorRate(sum(lines.map(({ netMinor }) => netMinor)), capBps)
}

function underCap(wanted: readonly (readonly number[])[], capMinor: number): readonly (readonly number[])[] {
  const totals = wanted.map(sum)
  if (sum(totals) <= capMinor) return wanted
  const shares = allocate(capMinor, totals)
  return wanted.map((amounts, index) => allocate(shares[index] ?? 0, amounts))
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0)
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
  readonly kept: readonly { readonly lineId: string; readonly netMinor: number }[]
}

/**
 * A refund takes back, line by line, C − ⌊C · kept net / net⌋ − what was reversed before (a line of net 0 keeps
 * nothing). So it does not matter in how many parts, or in which order, units come back.
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
  const amountMinor = sum(lines.map((line) => line.amountMinor))
  const keptMinor = commission.amountMinor - commission.reversedMinor - amountMinor
  const { orderId, refundId } = facts
  return [
    { type: 'commission_reversed', orderId, payeeId, level, refundId, amountMinor, lines, from: state, keptMinor },
  ]
}

function dueOf(line: CommissionFacts['lines'][number], kept: ReverseFacts['kept']): number {
  const keptNetMinor = kept.find(({ lineId }) => lineId === line.lineId)?.netMinor ?? line.netMinor
  const keptMinor = line.netMinor === 0 ? 0 : floorRatio(line.amountMinor, keptNetMinor, line.netMinor)
  return Math.max(0, line.amountMinor - keptMinor - line.reversedMinor)
}

/** Replaces the plan. Orders already placed keep theirs. */
export function configure(plan: CommissionPlan): CommissionConfigured {
  return { type: 'commission_configured', plan }
}
