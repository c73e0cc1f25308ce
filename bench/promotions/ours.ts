/** The same promotions in our own schema, priced by `quote` with explanations and money map, as a shop calls it. */
import { type PricedLine, type Quote, type QuoteFacts, quote } from '../../packages/core/src/pricing/index.ts'
import type { Condition, Effect, ItemFilter, Promotion } from '../../packages/core/src/promotions/index.ts'
import type { Outcome, System } from './contest.ts'
import type { Basket, Rule, WorkLine } from './workload.ts'

/** When everything here is priced. */
export const now: number = Date.UTC(2026, 10, 22)
const dayMs = 86_400_000

export function buildOurs(basket: Basket, rules: readonly Rule[]): System {
  const facts = factsOf(basket, rules)
  const run = (): Quote => quote(facts)
  return { run, isAsync: false, outcome: () => outcomeOf(run()) }
}

/** The same with a list of promotions that the engine has not seen, as when each request reads it from the database. */
export function buildUnprepared(basket: Basket, rules: readonly Rule[]): System {
  const facts = factsOf(basket, rules)
  const run = (): Quote => quote({ ...facts, promotions: facts.promotions.slice() })
  return { run, isAsync: false, outcome: () => outcomeOf(run()) }
}

/** Everything the price of a workload's basket depends on. */
export function factsOf({ lines, group }: Basket, rules: readonly Rule[]): QuoteFacts {
  const promotions = rules.map(promotionOf)
  const none = { coupons: [], couponIds: null, points: null }
  return { currency: 'CNY', lines: lines.map(lineOf), tierId: group, promotions, ...none, now }
}

function outcomeOf({ lines, reductionMinor }: Quote): Outcome {
  const adjustmentCount = lines.reduce((sum, { reductions }) => sum + reductions.length, 0)
  return { adjustmentCount, discountMinor: reductionMinor }
}

function lineOf({ id, skuId, category, quantity, unitMinor }: WorkLine): PricedLine {
  const title = { zh: `商品 ${skuId}`, en: `Article ${skuId}` }
  const ids = { lineId: id, skuId, productId: skuId, title }
  return { ...ids, quantity, listMinor: unitMinor, memberPrices: [], categories: [category] }
}

/** All in one lane and in their order, so that each sees what the earlier left, as in the other systems. */
function promotionOf(rule: Rule, index: number): Promotion {
  return {
    id: rule.id,
    name: { zh: `活动 ${index}`, en: `Promotion ${index}` },
    conditions: conditionsOf(rule),
    items: itemsOf(rule),
    effect: effectOf(rule),
    stacking: { lane: 'items' },
    funder: 'brand',
    priority: 1_000 - index,
    startsAt: now - dayMs,
    endsAt: now + dayMs,
    active: true,
  }
}

/** The minimum is of the whole basket at list prices, whatever lines the rule lowers. */
function conditionsOf({ minimumMinor, group }: Rule): readonly Condition[] {
  return [
    { kind: 'subtotal_at_least', minor: minimumMinor, base: 'list', items: {} },
    { kind: 'tier_in', tierIds: [group] },
  ]
}

function itemsOf({ kind, category, skuIds }: Rule): ItemFilter | null {
  if (kind === 'order') return null
  return kind === 'skus' ? { skuIds } : { categories: [category] }
}

function effectOf({ kind, percent, offMinor }: Rule): Effect {
  if (kind === 'order') return { kind: 'amount_off', minor: offMinor }
  if (kind === 'buy_get') return { kind: 'buy_get', buyCount: 2, getCount: 1, bps: 10_000, maxTimes: 1 }
  return { kind: 'percent_off', bps: percent * 100, capMinor: null, per: 'line' }
}
