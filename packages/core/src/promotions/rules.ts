import { accept, type CodeOf, type Decision, type Refusal, refuse } from '../kernel/index.ts'
import type { PromotionSaved } from './events.ts'
import type { savePromotion } from './operators.ts'
import { nextPeriodKey, periodKey, sharedLimits, type ZonedMoment } from './rules/usage.ts'
import type { Condition, Effect, ItemFilter, Limits, Promotion, Terms } from './schema.ts'
import type { PromotionCounter, PromotionLimitsSet } from './usage.ts'

export type SavePromotionFacts = ZonedMoment & {
  readonly promotion: Promotion
  /** The promotion is there already. */
  readonly exists: boolean
  /** What was counted for all members in the period that runs now and the one after it. */
  readonly counters: readonly PromotionCounter[]
}

/**
 * Make a promotion or replace it whole: what is left out is recorded as null, so that nothing of before remains. One
 * that could never do anything is refused, and so are limits below what was used of them. Limits stand in the counters
 * of this period and the next from now on; counting begins with the first limit.
 */
export function save(
  facts: SavePromotionFacts,
): Decision<PromotionSaved | PromotionLimitsSet, CodeOf<typeof savePromotion>> {
  const promotion = wholePromotion(facts.promotion)
  const { startsAt, endsAt } = promotion
  if (endsAt !== null && endsAt <= startsAt) return refuse('promotion_window_empty', { startsAt, endsAt })
  const refusal = termsRefusal(promotion) ?? limitsRefusal(promotion, facts)
  if (refusal !== undefined) return { ok: false, refusal }
  const saved: PromotionSaved = { type: 'promotion_saved', promotion, created: !facts.exists }
  return accept<PromotionSaved | PromotionLimitsSet>(saved, ...limitsSet(promotion, facts))
}

/** A promotion with nothing left out, as it is stored. */
export type WholePromotion = { readonly [K in keyof Required<Promotion>]: Exclude<Promotion[K], undefined> }

/** The promotion with nothing left out: what was absent is null. Limits that limit nothing are none. */
export function wholePromotion(promotion: Promotion): WholePromotion {
  const { items = null, stacking = null, limits = null } = promotion
  const isLimited = sharedLimits(limits) !== null || limits?.maxUsesPerMember !== undefined
  return { ...promotion, items, stacking, limits: isLimited ? limits : null }
}

function currentKeys(limits: Limits, { now, zoneOffsetMinutes }: ZonedMoment): readonly string[] {
  const period = limits.period ?? 'ever'
  const [current, next] = [periodKey, nextPeriodKey].map((keyOf) => keyOf(period, now, zoneOffsetMinutes))
  return [...new Set([current as string, next as string])]
}

/** The period after this one is opened too: who still sees the terms of before cannot open it under them. */
function limitsSet({ id, limits }: Promotion, facts: SavePromotionFacts): readonly PromotionLimitsSet[] {
  const shared = sharedLimits(limits)
  if (!limits || shared === null) return []
  return currentKeys(limits, facts).map((key) => {
    const created = facts.counters.every((counter) => counter.periodKey !== key)
    return { type: 'promotion_limits_set', promotionId: id, periodKey: key, ...shared, created }
  })
}

function limitsRefusal({ limits }: Promotion, facts: SavePromotionFacts): Refusal<'limit_below_used'> | undefined {
  const { maxUses, budgetMinor } = sharedLimits(limits) ?? { maxUses: null, budgetMinor: null }
  const keys = limits ? currentKeys(limits, facts) : []
  for (const { periodKey: key, usedCount, spentMinor } of facts.counters) {
    const isBelow = (maxUses ?? usedCount) < usedCount || (budgetMinor ?? spentMinor) < spentMinor
    if (isBelow && keys.includes(key)) {
      return { code: 'limit_below_used', detail: { periodKey: key, usedCount, spentMinor } }
    }
  }
  return undefined
}

/** Why the terms of a promotion or coupon could never do anything, or not what they seem to say. */
export type TermsCode = 'condition_empty' | 'ladder_unordered' | 'effect_empty'

/** The first flaw of a promotion's or coupon's terms: an empty range, steps that do not rise, an effect of nothing. */
export function termsRefusal({
  conditions,
  items,
  effect,
}: Pick<Terms, 'conditions' | 'items' | 'effect'>): Refusal<TermsCode> | undefined {
  const filters = [items, ...filtersOfEffect(effect)]
  if (conditions.some(isEmpty) || filters.some(fitsNothing)) return { code: 'condition_empty' }
  if (effect.kind === 'ladder' && !rises(effect.steps.map(({ from }) => from))) return { code: 'ladder_unordered' }
  return 'capMinor' in effect && effect.capMinor === 0 ? { code: 'effect_empty' } : undefined
}

function isEmpty(condition: Condition): boolean {
  switch (condition.kind) {
    case 'order_number':
      return condition.to !== null && condition.to < condition.from
    case 'subtotal_at_least':
    case 'quantity_at_least':
      return fitsNothing(condition.items)
    case 'all':
    case 'any':
      return condition.of.some(isEmpty)
    case 'not':
      return isEmpty(condition.of)
    default:
      return false
  }
}

function filtersOfEffect(effect: Effect): readonly (ItemFilter | undefined)[] {
  if (effect.kind === 'buy_get') return [effect.getItems]
  return effect.kind === 'bundle_price' ? effect.parts.map(({ items }) => items) : []
}

function fitsNothing(filter: ItemFilter | null | undefined): boolean {
  const { unitFromMinor, unitToMinor } = filter ?? {}
  return unitFromMinor !== undefined && unitToMinor !== undefined && unitToMinor < unitFromMinor
}

function rises(values: readonly number[]): boolean {
  return values.every((value, index) => index === 0 || value > (values[index - 1] as number))
}

/** Why a promotion does not run at this moment. */
export type IdleReason = 'inactive' | 'not_started' | 'ended'

/** Null when the promotion runs now, else why it does not. The end is the first moment it no longer applies. */
export function runs(promotion: Pick<Promotion, 'active' | 'startsAt' | 'endsAt'>, now: number): IdleReason | null {
  if (!promotion.active) return 'inactive'
  if (now < promotion.startsAt) return 'not_started'
  return promotion.endsAt !== null && now >= promotion.endsAt ? 'ended' : null
}

/** The order in which promotions apply: high priority first, then by id. */
export function byPriority(a: Pick<Promotion, 'id' | 'priority'>, b: Pick<Promotion, 'id' | 'priority'>): number {
  if (a.priority !== b.priority) return b.priority - a.priority
  if (a.id === b.id) return 0
  return a.id < b.id ? -1 : 1
}

/** A promotion as shoppers may read it: how much money it may cost is the brand's business. */
export function publicPromotion(promotion: Promotion): Promotion {
  if (!promotion.limits) return promotion
  const { budgetMinor: _, ...limits } = promotion.limits
  return { ...promotion, limits }
}
