import { accept, type CodeOf, type Decision, refuse } from '../kernel/index.ts'
import { roundRate } from '../money/index.ts'
import type { savePromotion } from './contract.ts'
import type { Condition, Effect, Promotion, PromotionSaved } from './schema.ts'

export type SavePromotionFacts = {
  readonly promotion: Promotion
  /** The promotion is there already. */
  readonly exists: boolean
}

/** Make a promotion or replace it whole; one that could never run is refused. */
export function save(facts: SavePromotionFacts): Decision<PromotionSaved, CodeOf<typeof savePromotion>> {
  const { startsAt, endsAt } = facts.promotion
  if (endsAt !== null && endsAt <= startsAt) return refuse('promotion_window_empty', { startsAt, endsAt })
  return accept({ type: 'promotion_saved', promotion: facts.promotion, created: !facts.exists })
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
export function byPriority(a: Promotion, b: Promotion): number {
  if (a.priority !== b.priority) return b.priority - a.priority
  if (a.id === b.id) return 0
  return a.id < b.id ? -1 : 1
}

/** A basket as conditions see it: amounts after item prices, before any other reduction. {@link basketOf} makes it. */
export type Basket = {
  readonly tierId: string | null
  /** Amount of each line, all its units together. */
  readonly amounts: readonly number[]
  readonly subtotalMinor: number
  /** Positions of all lines. */
  readonly every: readonly number[]
  readonly bySku: ReadonlyMap<string, readonly number[]>
}

/** Prepares a basket once, so that many rules can be checked against it. */
export function basketOf(
  lines: readonly { readonly skuId: string; readonly amountMinor: number }[],
  tierId: string | null,
): Basket {
  const bySku = new Map<string, number[]>()
  let subtotalMinor = 0
  for (const [index, { skuId, amountMinor }] of lines.entries()) {
    subtotalMinor += amountMinor
    const found = bySku.get(skuId)
    if (found === undefined) bySku.set(skuId, [index])
    else found.push(index)
  }
  const amounts = lines.map((line) => line.amountMinor)
  return { tierId, amounts, subtotalMinor, every: lines.map((_, index) => index), bySku }
}

/** Whether all conditions of a rule hold: for which lines, or which one fails first. */
export type Eligibility =
  | { readonly ok: true; readonly lines: readonly number[] }
  | {
      readonly ok: false
      readonly reason: 'wrong_tier' | 'no_eligible_lines' | 'below_subtotal'
      /** How much more would do, when that is all that is missing. */
      readonly missingMinor: number | null
    }

/**
 * Checks the conditions of a promotion or coupon. Thresholds count the eligible lines only, after item prices and
 * before other reductions; `lines` are the positions of the eligible ones, in rising order.
 */
export function conditionsHold(conditions: readonly Condition[], basket: Basket): Eligibility {
  let lines = basket.every
  let thresholdMinor = 0
  let isTierRight = true
  for (const condition of conditions) {
    if (condition.kind === 'skus') lines = narrowed(lines, condition.skuIds, basket)
    else if (condition.kind === 'subtotal_at_least') thresholdMinor = Math.max(thresholdMinor, condition.minor)
    else if (basket.tierId === null || !condition.tierIds.includes(basket.tierId)) isTierRight = false
  }
  if (!isTierRight) return { ok: false, reason: 'wrong_tier', missingMinor: null }
  if (lines.length === 0 && basket.every.length > 0) {
    return { ok: false, reason: 'no_eligible_lines', missingMinor: null }
  }
  const missingMinor = thresholdMinor - eligibleMinor(lines, basket)
  return missingMinor > 0 ? { ok: false, reason: 'below_subtotal', missingMinor } : { ok: true, lines }
}

function narrowed(lines: readonly number[], skuIds: readonly string[], basket: Basket): readonly number[] {
  const found = new Set<number>()
  for (const skuId of skuIds) for (const index of basket.bySku.get(skuId) ?? []) found.add(index)
  return lines.filter((index) => found.has(index))
}

function eligibleMinor(lines: readonly number[], basket: Basket): number {
  if (lines === basket.every) return basket.subtotalMinor
  return lines.reduce((sum, index) => sum + (basket.amounts[index] ?? 0), 0)
}

/** What an effect takes off an amount: never more than the amount itself, in minor units. */
export function effectMinor(effect: Effect, eligibleMinor: number): number {
  if (effect.kind === 'amount_off') return Math.min(effect.minor, eligibleMinor)
  return Math.min(roundRate(eligibleMinor, effect.bps), effect.capMinor ?? eligibleMinor, eligibleMinor)
}
