import { accept, type CodeOf, type Decision, dayMs, refuse } from '../../kernel/index.ts'
import type { EarnProgram, EarnTerms } from '../earning.ts'
import type { PointsActivated, PointsAdjusted, PointsConfigured, PointsEarned, PointsExpired } from '../events.ts'
import type { PointsLot } from '../operator-schema.ts'
import type { adjustPoints, configurePoints } from '../operators.ts'
import type { PointsSettings } from '../schema.ts'
import { creditOf, type EarnBasis } from './evaluate.ts'
import { endOf, type Life } from './expiry.ts'
import { spendable, takeLots } from './lots.ts'

/** When points of a purchase become spendable that is paid, or completed, now; null while that is not known yet. */
export function activeFrom(
  { activation: { after, delayDays } }: Pick<EarnProgram, 'activation'>,
  step: 'payment' | 'completion',
  now: number,
): number | null {
  return after === step ? now + delayDays * dayMs : null
}

export type EarnFacts = {
  readonly memberId: string
  /** The order, or the source id of a purchase made elsewhere. */
  readonly orderId: string
  /** Id of the lot to be. */
  readonly lotId: string
  /** Terms frozen with the purchase. */
  readonly terms: EarnTerms
  /** Whether the order holds the terms, so that the credit need not. */
  readonly isHeldByOrder: boolean
  /** What was paid; what points paid for earns nothing and is not in it. */
  readonly basis: EarnBasis
  /** What the member was credited on the caps of these terms already, by counter. */
  readonly used: ReadonlyMap<string, number>
  /** Null while the purchase may still be undone. */
  readonly activeAt: number | null
  readonly life: Life
  readonly debtCount: number
  readonly now: number
}

/**
 * Credits a purchase; nothing for none. Debt is paid when points become active, not while they are pending: a lot that
 * will be active at a moment to come pays it then.
 */
export function earn(facts: EarnFacts): readonly PointsEarned[] {
  const { memberId, orderId, lotId, terms, basis, activeAt, life, now } = facts
  const { count, shares, caps } = creditOf(terms, basis, facts.used)
  if (count === 0) return []
  const isActive = activeAt !== null && activeAt <= now
  return [
    {
      type: 'points_earned',
      ...{ memberId, orderId, lotId, count, shares, caps, activeAt },
      basisMinor: basis.lines.reduce((sum, { netMinor }) => sum + netMinor, 0),
      terms: facts.isHeldByOrder ? null : terms,
      expiresAt: activeAt === null ? null : endOf(life, activeAt),
      debtPaidCount: isActive ? Math.min(facts.debtCount, count) : 0,
    },
  ]
}

export type ActivateFacts = {
  readonly memberId: string
  /** The lot the purchase earned; undefined when it earned none. */
  readonly lot: PointsLot | undefined
  /** From when it can be spent; null: its moment has not come and is not known. */
  readonly activeAt: number | null
  readonly debtCount: number
  readonly life: Life
  readonly now: number
}

/** Pending points become spendable, now or later; their life starts then. Those that do now pay off debt first. */
export function activate(facts: ActivateFacts): readonly PointsActivated[] {
  const { memberId, lot, activeAt, debtCount, life, now } = facts
  if (lot === undefined || lot.activeAt !== null || lot.remainingCount === 0 || activeAt === null) return []
  const debtPaidCount = activeAt <= now ? Math.min(debtCount, lot.remainingCount) : 0
  const terms = { activeAt, expiresAt: endOf(life, activeAt), debtPaidCount }
  return [{ type: 'points_activated', memberId, orderId: lot.orderId, lotId: lot.id, ...terms }]
}

export type AdjustFacts = {
  readonly memberId: string
  readonly hasMember: boolean
  /** Positive gives, negative takes. */
  readonly deltaCount: number
  readonly lots: readonly PointsLot[]
  readonly debtCount: number
  readonly life: Life
  /** Id of the lot to be, when points are given. */
  readonly lotId: string
  readonly now: number
}

/** Gives points as a new lot or takes them as a purchase would; nothing for 0. By hand no debt is ever made. */
export function adjust(facts: AdjustFacts): Decision<PointsAdjusted, CodeOf<typeof adjustPoints>> {
  const { lots, deltaCount, debtCount, now } = facts
  if (!facts.hasMember) return refuse('member_missing')
  const spendableCount = spendable(lots, debtCount, now)
  const takes = deltaCount < 0 && -deltaCount <= spendableCount ? takeLots(lots, -deltaCount, now) : []
  if (deltaCount < 0 && -deltaCount > spendableCount) return refuse('points_insufficient', { spendableCount })
  if (deltaCount === 0 || takes === undefined) return accept()
  return accept(adjusted(facts, takes))
}

function adjusted(facts: AdjustFacts, takes: PointsAdjusted['takes']): PointsAdjusted {
  const { memberId, deltaCount, now } = facts
  const isGift = deltaCount > 0
  return {
    type: 'points_adjusted',
    memberId,
    lotId: isGift ? facts.lotId : null,
    count: Math.abs(deltaCount),
    takes,
    expiresAt: isGift ? endOf(facts.life, now) : null,
    activeAt: now,
    debtPaidCount: isGift ? Math.min(facts.debtCount, deltaCount) : 0,
  }
}

export type ConfigureFacts = { readonly settings: PointsSettings }

/** Replaces the program: every rule of earning has an id of its own, and a window it can hold in. */
export function configure({ settings }: ConfigureFacts): Decision<PointsConfigured, CodeOf<typeof configurePoints>> {
  const seen = new Set<string>()
  for (const { id: ruleId } of settings.earn.rules) {
    if (seen.has(ruleId)) return refuse('rule_repeated', { ruleId })
    seen.add(ruleId)
  }
  const empty = settings.earn.rules.find(({ startsAt = 0, endsAt = Number.MAX_SAFE_INTEGER }) => endsAt <= startsAt)
  if (empty !== undefined) return refuse('rule_window_empty', { ruleId: empty.id })
  return accept({ type: 'points_configured', settings })
}

/** The member leaves: what is in their lots ends at once, pending points too. Debt stays on the record. */
export function forfeit(memberId: string, lots: readonly PointsLot[]): readonly PointsExpired[] {
  return lots
    .filter(({ remainingCount }) => remainingCount > 0)
    .map(({ id: lotId, remainingCount: count }) => ({
      ...{ type: 'points_expired', memberId, lotId, count },
      cause: 'account_deleted',
    }))
}
