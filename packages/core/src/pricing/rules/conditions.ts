import { dayMs } from '../../kernel/index.ts'
import type { Condition, ItemFilter } from '../../promotions/index.ts'
import type { Explanation, Reason } from '../schema.ts'
import type { PricedLine } from './facts.ts'
import { kinds, namesOf } from './ready.ts'
import { type Measure, measure, nowhere, type Places, type Rule, UNLIMITED, type World } from './world.ts'

/** What came of a rule: what it took, or why nothing, and what is missing when only that is. */
export type Outcome = Pick<Explanation, 'minor' | 'reason' | 'missingMinor' | 'missingCount'>

export function unmet(
  reason: Reason | null,
  missingMinor: number | null = null,
  missingCount: number | null = null,
  minor = 0,
): Outcome {
  return { minor, reason, missingMinor, missingCount }
}

export function took(minor: number): Outcome {
  return unmet(null, null, null, minor)
}

/** The lines a rule counts and lowers. */
export function linesOf(world: World, { slot, items }: Rule): Places {
  return linesFor(world, items, slot === null ? world.every : (world.named[slot] ?? nowhere))
}

/** Those of some lines that a filter fits; all of them without a filter. */
export function linesFor(world: World, filter: ItemFilter | null | undefined, among: Places = world.every): Places {
  // A filter that says nothing is met by the lines themselves: what is asked of all of them is known.
  if (!filter || isEmpty(filter)) return among
  world.fitting ??= new Map()
  const found = world.fitting.get(filter) ?? among.filter((line) => fits(world, line, filter))
  world.fitting.set(filter, found)
  return found
}

/** Without making a list of its parts: this is asked for every rule. */
function isEmpty(filter: ItemFilter): boolean {
  for (const _ in filter) return false
  return true
}

function fits(world: World, at: number, filter: ItemFilter): boolean {
  const { attributes, unitFromMinor, unitToMinor, fullPriceOnly, except } = filter
  const line = world.lines[at] as PricedLine
  const minor = (world.item_prices ?? world.left).by[at] as number
  return (
    kinds.every(([list, own]) => !filter[list] || meets(filter[list], namesOf(line, own))) &&
    isWithin(unitFromMinor, minor / line.quantity, unitToMinor) &&
    (!fullPriceOnly || minor === world.list?.by[at]) &&
    !attributes?.some(({ name, values }) => !meets(values, [line.attributes?.[name]])) &&
    !(except && fits(world, at, except))
  )
}

/**
 * What keeps a rule from applying to this basket, if anything. A threshold is named only when all else holds, so that
 * "add 12.00 more" is true when it is said.
 */
export function unmetOf(world: World, rule: Rule, lines: Places): Outcome | null {
  world.observe?.(world, rule, lines)
  if (lines.length === 0 && world.every.length > 0) return unmet('no_eligible_lines')
  return unmetAll(world, rule.conditions, lines)
}

function unmetAll(world: World, conditions: readonly Condition[], lines: Places): Outcome | null {
  let lacking: Outcome | null = null
  for (let at = 0; at < conditions.length; at += 1) {
    const found = check(world, conditions[at] as Condition, lines)
    if (!found) continue
    if (!isThreshold(found)) return found
    lacking = lacking ? both(lacking, found) : found
  }
  return lacking
}

/** Two thresholds that both must be reached. */
function both(a: Outcome, b: Outcome): Outcome {
  const most = (one: number | null, other: number | null): number | null => Math.max(one ?? 0, other ?? 0) || null
  return unmet(a.reason, most(a.missingMinor, b.missingMinor), most(a.missingCount, b.missingCount))
}

/** Of several of which one would do, the nearest. */
function unmetAny(world: World, conditions: readonly Condition[], lines: Places): Outcome | null {
  let nearest: Outcome | null = null
  for (const condition of conditions) {
    const found = check(world, condition, lines)
    if (!found) return null
    if (!nearest || distance(found) < distance(nearest)) nearest = found
  }
  return nearest
}

/** Whether only more in the basket is missing. */
export function isThreshold(why: Outcome): boolean {
  return distance(why) < UNLIMITED
}

/** How far a threshold is away; infinite when something else is in the way. */
function distance({ missingMinor, missingCount }: Outcome): number {
  return missingMinor ?? missingCount ?? UNLIMITED
}

/** Null when the condition holds. Lines are what it counts when it names none of its own. */
export function check(world: World, condition: Condition, lines: Places): Outcome | null {
  switch (condition.kind) {
    case 'subtotal_at_least':
      return below(world, narrowed(world, condition.items, lines), condition.base, condition.minor)
    case 'quantity_at_least':
      return below(world, narrowed(world, condition.items, lines), 'quantity', condition.count)
    case 'all':
      return unmetAll(world, condition.of, lines)
    case 'any':
      return unmetAny(world, condition.of, lines)
    case 'not':
      return check(world, condition.of, lines) ? null : unmet('condition_unmet')
    default: {
      const reason = whyNot(world.facts, condition)
      return reason && unmet(reason)
    }
  }
}

/** The lines a filter fits, or those one has without it. */
export function narrowed(world: World, items: ItemFilter | undefined, lines: Places): Places {
  return items ? linesFor(world, items) : lines
}

/** What lines want to reach so much; null when they do. */
export function below(world: World, lines: Places, of: Measure | undefined, from: number): Outcome | null {
  const missing = from - measure(world, lines, of)
  if (missing <= 0) return null
  return of === 'quantity' ? unmet('below_quantity', null, missing) : unmet('below_subtotal', missing)
}

type AboutShopper = Exclude<
  Condition,
  { readonly kind: 'subtotal_at_least' | 'quantity_at_least' | 'all' | 'any' | 'not' }
>

/** Why a condition about the shopper, the place or the time does not hold. */
function whyNot(facts: World['facts'], condition: AboutShopper): Reason | null {
  const { shopper, place, now, zoneOffsetMinutes = 0 } = facts
  const localMs = now + zoneOffsetMinutes * 60_000
  switch (condition.kind) {
    case 'tier_in':
      return condition.tierIds.includes(facts.tierId as string) ? null : 'wrong_tier'
    case 'member_tag_in':
      return meets(condition.tags, shopper?.tags) ? null : 'wrong_member'
    case 'segment_in':
      return meets(condition.segmentIds, shopper?.segmentIds) ? null : 'wrong_member'
    case 'joined_within':
      return now - (shopper?.joinedAt ?? Number.NaN) <= condition.days * dayMs ? null : 'wrong_member'
    case 'order_number':
      return isWithin(condition.from, shopper?.orderNumber ?? 0, condition.to) ? null : 'wrong_order_number'
    case 'channel_in':
      return meets(condition.channels, [place?.channel]) ? null : 'wrong_place'
    case 'community_in':
      return meets(condition.communityIds, [place?.communityId]) ? null : 'wrong_place'
    case 'shop_in':
      return meets(condition.shopIds, [place?.shopId]) ? null : 'wrong_place'
    case 'region_in':
      return condition.regions.some((region) => place?.region?.startsWith(region)) ? null : 'wrong_place'
    case 'shipping_method_in':
      return meets(condition.methodIds, [place?.shippingMethodId]) ? null : 'wrong_place'
    case 'weekday_in':
      // 1 January 1970 was a Thursday.
      return meets(condition.days, [((Math.floor(localMs / dayMs) + 3) % 7) + 1]) ? null : 'wrong_time'
    case 'minutes_between': {
      const { from, to } = condition
      const minute = Math.floor((localMs % dayMs) / 60_000)
      const [isAfter, isBefore] = [from <= minute, minute < to]
      return (from < to ? isAfter && isBefore : isAfter || isBefore) ? null : 'wrong_time'
    }
  }
}

/** Whether a number lies between two, both included; where one of these is not given, there is no end. */
function isWithin(from: number | undefined, value: number, to: number | null | undefined): boolean {
  return (from ?? value) <= value && value <= (to ?? value)
}

/** Whether one of those given is wanted; all are where nothing is said. */
function meets<T>(values: readonly T[] | undefined, own: readonly (T | null | undefined)[] = []): boolean {
  return !values || own.some((value) => values.includes(value as T))
}
