import type { Explanation, Quote, Reason } from '../../pricing/index.ts'
import type { Base, Condition, ItemFilter, Promotion } from '../../promotions/index.ts'

/** Why a rule that took nothing may well take something once there is less in the basket: others stood in its way. */
const gaveWay: ReadonlySet<Reason> = new Set<Reason>([
  'better_in_group',
  'better_price',
  'excluded',
  'not_chosen',
  'budget_spent',
  'nothing_left',
])

/** What may rise, line for line, when other lines go: prices that were lowered for the company they were in. */
export type Moving = { readonly prices: boolean; readonly promotions: boolean }

/** What of this quote may rise on a part of its basket. */
export function movingIn({ explain }: Quote, promotions: readonly Promotion[]): Moving {
  const took = new Set(explain.flatMap(({ source, ruleId, minor }) => (minor > 0 ? [`${source} ${ruleId}`] : [])))
  return {
    prices: promotions.some(({ id, conditions, effect }) => {
      const isLimited = 'maxUnits' in effect || 'groupCount' in effect
      return took.has(`timed_price ${id}`) && (isLimited || conditions.some(counts))
    }),
    promotions: promotions.some(({ id }) => took.has(`promotion ${id}`)),
  }
}

/**
 * Whether a promotion took something of a basket, or could of a smaller one of the same shopper. What is wrong about
 * shopper, place or moment stays so, and a threshold that was not reached stays out of reach, unless it is turned round
 * (`not`) or counts what may rise.
 */
export function mayApply(
  { conditions, items, effect }: Promotion,
  { minor, reason }: Explanation,
  moving: Moving,
): boolean {
  if (minor > 0 || reason === null) return true
  if (effect.kind === 'shipping_off') return false
  if (gaveWay.has(reason)) return true
  switch (reason) {
    case 'condition_unmet':
    case 'below_subtotal':
    case 'below_quantity':
    case 'no_eligible_lines':
      return conditions.some((each) => turns(each, moving)) || risesFor(effect, moving) || isMoved(items, moving)
    case 'wrong_tier':
    case 'wrong_member':
    case 'wrong_order_number':
    case 'wrong_place':
    case 'wrong_time':
      // One of several ways may be open to the shopper, though another is what was spoken of.
      return conditions.some(({ kind }) => kind === 'any') && conditions.some((each) => turns(each, moving))
    default:
      return false
  }
}

/** Whether a condition that is not met may be met by less. */
function turns(condition: Condition, moving: Moving): boolean {
  switch (condition.kind) {
    case 'subtotal_at_least':
      return rises(condition.base, moving) || isMoved(condition.items, moving)
    case 'quantity_at_least':
      return isMoved(condition.items, moving)
    case 'not':
      return counts(condition.of)
    case 'all':
    case 'any':
      return condition.of.some((each) => turns(each, moving))
    default:
      return false
  }
}

/** Whether a condition, or one inside it, counts what is in the basket. */
function counts(condition: Condition): boolean {
  return insideOf(condition).some(({ kind }) => kind === 'subtotal_at_least' || kind === 'quantity_at_least')
}

/** A condition that has no others inside it, or all of those inside. */
export function insideOf(condition: Condition): readonly Condition[] {
  if (condition.kind === 'not') return insideOf(condition.of)
  return condition.kind === 'all' || condition.kind === 'any' ? condition.of.flatMap(insideOf) : [condition]
}

function rises(base: Base | undefined, { prices, promotions }: Moving): boolean {
  return base !== 'list' && (prices || (promotions && base !== undefined && base !== 'item_prices'))
}

/** Whether the steps of an effect count what may rise. */
function risesFor(effect: Promotion['effect'], moving: Moving): boolean {
  return (effect.kind === 'ladder' || effect.kind === 'every_full') && rises(effect.base, moving)
}

/** Whether which lines fit may change with their prices. */
function isMoved(filter: ItemFilter | null | undefined, moving: Moving): boolean {
  return moving.prices && [filter, filter?.except].some((each) => each && isPriced(each))
}

function isPriced({ unitFromMinor, unitToMinor, fullPriceOnly }: ItemFilter): boolean {
  return unitFromMinor !== undefined || unitToMinor !== undefined || fullPriceOnly === true
}
