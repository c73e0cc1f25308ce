import type { Base, Condition, Effect, ItemFilter, Lane } from '../../../packages/core/src/promotions/index.ts'
import {
  bpsOf,
  type Gaps,
  minorOf,
  type NeutralAction,
  type NeutralCart,
  type NeutralCondition,
  type NeutralFilter,
  type NeutralPromotion,
  unknownKeys,
} from './neutral.ts'

/** How a suite runs its promotions. */
export type Manner = {
  /** Where a percentage on each unit is rounded. */
  readonly unitPercent: 'unit' | 'line'
  /** The lane of an action; undefined lets its effect decide. */
  readonly lane: (action: NeutralAction) => Lane | undefined
  /** When the lane of an action runs, low first, 0 without it; within one, priority and source order decide. */
  readonly layer?: ((action: NeutralAction) => number) | undefined
  /** What thresholds are measured on. */
  readonly thresholds: Base
  /** Input keys the suite maps by itself, such as `line.weight`, `promotion.lane`, `cart.surcharges`. */
  readonly knows?: readonly string[] | undefined
  /** The suite's own word for an action: null changes nothing, undefined leaves it to the general mapping. */
  readonly effect?: (action: NeutralAction, promotion: NeutralPromotion, gaps: Gaps) => Effect | null | undefined
  /** The suite's own word for a condition: null always holds, undefined leaves it to the general mapping. */
  readonly condition?: (condition: NeutralCondition, cart: NeutralCart, gaps: Gaps) => Condition | null | undefined
}

/** The keys of `where` a suite maps by itself. */
export function knownBy(manner: Manner, where: string): string[] {
  return (manner.knows ?? []).filter((key) => key.startsWith(`${where}.`)).map((key) => key.slice(where.length + 1))
}

/** An identifier Siyu accepts, made of one it may not. */
export function idOf(text: string): string {
  return text.replace(/[^A-Za-z0-9_.:-]/g, '-').replace(/^(?=[^A-Za-z0-9]|.?$)/, 'x')
}

const nonEmpty = <T>(list: readonly T[] | undefined): readonly T[] | undefined => (list?.length ? list : undefined)

/** The lines a filter speaks of. Several facets must all be there, so each is an attribute of its own. */
export function itemsOf(filter: NeutralFilter | undefined, gaps: Gaps): ItemFilter {
  if (!filter) return {}
  const known = ['categories', 'facets', 'skus', 'spus', 'minUnitPrice', 'maxUnitPrice', 'lines']
  unknownKeys(filter, known, 'a filter', gaps)
  const facets = (filter.facets ?? []).map((facet) => ({ name: `facet:${facet}`, values: ['yes'] }))
  const lines = filter.lines ? [{ name: 'line', values: filter.lines }] : []
  return {
    categories: nonEmpty(filter.categories),
    skuIds: nonEmpty(filter.skus?.map(idOf)),
    productIds: nonEmpty(filter.spus?.map(idOf)),
    attributes: nonEmpty([...facets, ...lines]),
    unitFromMinor: filter.minUnitPrice,
    unitToMinor: filter.maxUnitPrice,
  }
}

const amountOff = (per: 'order' | 'line' | 'unit', minor: number, action: NeutralAction): Effect | null =>
  minor === 0 ? null : { kind: 'amount_off', minor, per, ...choiceOf(action) }

function choiceOf(action: NeutralAction): object {
  return {
    ...(action.target === 'cheapestUnit' ? { maxUnits: 1, first: 'cheapest' } : {}),
    ...(action.maxQuantity ? { maxUnits: action.maxQuantity, maxUnitsPer: 'line' } : {}),
    ...(action.groupSize ? { groupCount: action.groupSize } : {}),
  }
}

function fixedOf(action: NeutralAction, gaps: Gaps): Effect | null {
  const minor = minorOf(action.amount, gaps)
  if (action.target === 'shipping') return minor === 0 ? null : { kind: 'shipping_off', off: { minor } }
  if (action.target === 'order' || action.target === 'lines') return amountOff('order', minor, action)
  if (action.target === 'line') return amountOff('line', minor, action)
  if (action.target === 'unit' || action.target === 'cheapestUnit') return amountOff('unit', minor, action)
  gaps.push(`a fixed amount off ${action.target} is not mapped`)
  return null
}

function percentOf(action: NeutralAction, manner: Manner, gaps: Gaps): Effect | null {
  const bps = bpsOf(action.percent, gaps)
  if (bps === 0) return null
  if (bps > 10_000) gaps.push('a percentage off is above 100')
  const capMinor = action.capAmount ?? null
  if (action.target === 'shipping') {
    return { kind: 'shipping_off', off: { bps }, ...(capMinor === null ? {} : { capMinor }) }
  }
  const per = ({ order: 'order', lines: 'order', line: 'line', unit: manner.unitPercent } as const)[
    (action.target ?? 'order') as 'order'
  ]
  if (per === undefined && action.target !== 'cheapestUnit')
    gaps.push(`a percentage off ${action.target} is not mapped`)
  return { kind: 'percent_off', bps, capMinor, per: per ?? 'unit', ...choiceOf(action) }
}

function setOf(action: NeutralAction, gaps: Gaps): Effect {
  const minor = minorOf(action.amount, gaps)
  if (action.type === 'setUnitPrice') return { kind: 'set_price', minor, per: 'unit' }
  return { kind: 'set_price', minor, per: action.target === 'line' ? 'line' : 'order' }
}

/** What an action does; null when it changes nothing. */
export function effectOf(
  action: NeutralAction,
  promotion: NeutralPromotion,
  manner: Manner,
  gaps: Gaps,
): Effect | null {
  const own = manner.effect?.(action, promotion, gaps)
  if (own !== undefined) return own
  const known = ['type', 'target', 'percent', 'amount', 'capAmount', 'maxQuantity', 'groupSize', 'filter']
  unknownKeys(action, [...known, ...knownBy(manner, 'action')], `an action of type ${action.type}`, gaps)
  if (action.type === 'fixed') return fixedOf(action, gaps)
  if (action.type === 'percent') return percentOf(action, manner, gaps)
  if (action.type === 'setTotal' || action.type === 'setUnitPrice') return setOf(action, gaps)
  gaps.push(`an action of type ${action.type} is not mapped`)
  return null
}

function atLeast(condition: NeutralCondition, count: number, items: ItemFilter): Condition | null {
  const from = condition.op === 'gt' ? count + 1 : count
  if (from < 1) return null
  const reached: Condition = { kind: 'quantity_at_least', count: from, items }
  if (condition.op !== 'eq') return reached
  return { kind: 'all', of: [reached, { kind: 'not', of: { ...reached, count: from + 1 } }] }
}

function reaches(condition: NeutralCondition, items: ItemFilter, manner: Manner, gaps: Gaps): Condition | null {
  if (condition.basis !== undefined) gaps.push(`a threshold on the ${condition.basis} amount is not mapped`)
  const minor = minorOf(condition.value, gaps) + (condition.op === 'gt' ? 1 : 0)
  if (condition.op === 'eq') gaps.push('a condition on an exact total is not mapped')
  return minor === 0 ? null : { kind: 'subtotal_at_least', minor, base: manner.thresholds, items }
}

const ONE = 1
/** Conditions on the lines of the cart; each names the lines it counts, all of them with `{}`. */
function cartConditionOf(
  condition: NeutralCondition,
  cart: NeutralCart,
  manner: Manner,
  gaps: Gaps,
): Condition | null | undefined {
  const count = condition.value ?? ONE
  const { sku, skus = sku === undefined ? [] : [sku], categories, category, facets } = condition
  if (condition.type === 'itemsTotal') return reaches(condition, {}, manner, gaps)
  if (condition.type === 'categoryTotal') {
    return reaches(condition, itemsOf({ categories: categories ?? [category ?? ''] }, gaps), manner, gaps)
  }
  if (condition.type === 'cartQuantity') return atLeast(condition, count, {})
  if (condition.type === 'containsProduct' || condition.type === 'skuQuantity') {
    return atLeast(condition, count, itemsOf({ skus }, gaps))
  }
  if (condition.type === 'containsCategory') {
    return atLeast(condition, count, itemsOf({ categories: categories ?? [category ?? ''] }, gaps))
  }
  if (condition.type === 'facetQuantity') return atLeast(condition, count, itemsOf({ facets: facets ?? [] }, gaps))
  if (condition.type === 'anyLineQuantity') {
    const lines = cart.lines.map((line) => atLeast(condition, count, itemsOf({ lines: [line.id] }, gaps)))
    const of = lines.filter((each) => each !== null)
    return of.length === 0 ? null : { kind: 'any', of }
  }
  return undefined
}

/** What must hold; null when it always does. */
export function conditionOf(
  condition: NeutralCondition,
  cart: NeutralCart,
  manner: Manner,
  gaps: Gaps,
): Condition | null {
  const own = manner.condition?.(condition, cart, gaps)
  if (own !== undefined) return own
  const known = ['type', 'op', 'value', 'basis', 'sku', 'skus', 'categories', 'category', 'facets', 'group', 'n', 'ids']
  unknownKeys(condition, [...known, ...knownBy(manner, 'condition')], `a condition ${condition.type}`, gaps)
  if (!['gte', 'gt', 'eq', undefined].includes(condition.op))
    gaps.push(`a condition with ${condition.op} is not mapped`)
  if (condition.type === 'customerGroup') return { kind: 'member_tag_in', tags: [condition.group ?? ''] }
  if (condition.type === 'nthOrder') return { kind: 'order_number', from: condition.n ?? ONE, to: condition.n ?? ONE }
  if (condition.type === 'shippingMethod') {
    return { kind: 'shipping_method_in', methodIds: (condition.ids ?? []).map(idOf) }
  }
  const mapped = cartConditionOf(condition, cart, manner, gaps)
  if (mapped !== undefined) return mapped
  gaps.push(`a condition ${condition.type} is not mapped`)
  return null
}
