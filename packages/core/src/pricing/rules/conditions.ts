import type { Condition, ItemFilter } from '../../promotions/index.ts'
import type { Reason } from '../schema.ts'
import type { PricedLine } from './facts.ts'
import { measure, type Rule, type World } from './world.ts'

/** Why a rule does nothing, and what is missing when only that is. */
export type Unmet = {
  readonly reason: Reason
  readonly missingMinor: number | null
  readonly missingCount: number | null
}

export function unmet(reason: Reason): Unmet {
  return { reason, missingMinor: null, missingCount: null }
}

/** The places of the lines a filter fits, in rising order; all of them without a filter. */
export function linesFor(world: World, filter: ItemFilter | null | undefined): readonly number[] {
  if (filter === null || filter === undefined) return world.every
  let found = named(world, 'sku', filter.skuIds, world.every)
  found = named(world, 'product', filter.productIds, found)
  found = named(world, 'category', filter.categories, found)
  found = named(world, 'tag', filter.tags, found)
  if (filter.attributes !== undefined) {
    for (const { name, values } of filter.attributes) found = named(world, `=${name}`, values, found)
  }
  const { unitFromMinor = 0, unitToMinor, fullPriceOnly, except } = filter
  if (unitFromMinor > 0 || unitToMinor !== undefined || fullPriceOnly === true) {
    found = found.filter((line) => {
      const unit = (world.itemPrices[line] as number) / (world.lines[line] as PricedLine).quantity
      if (fullPriceOnly === true && world.itemPrices[line] !== world.list[line]) return false
      return unit >= unitFromMinor && (unitToMinor === undefined || unit <= unitToMinor)
    })
  }
  return except === undefined ? found : without(found, linesFor(world, except))
}

function without(lines: readonly number[], others: readonly number[]): readonly number[] {
  const gone = new Set(others)
  return lines.filter((line) => !gone.has(line))
}

function named(
  world: World,
  dimension: string,
  values: readonly string[] | undefined,
  among: readonly number[],
): readonly number[] {
  if (values === undefined) return among
  const index = indexOf(world, dimension)
  let found: readonly number[] = none
  let merged: number[] | null = null
  for (let at = 0; at < values.length; at += 1) {
    const more = index.get(values[at] as string)
    if (more === undefined) continue
    if (found.length === 0) found = more
    else {
      merged ??= found.slice()
      for (let place = 0; place < more.length; place += 1) insert(merged, more[place] as number)
      found = merged
    }
  }
  if (among === world.every || found.length === 0) return found
  const kept = new Set(among)
  return found.filter((line) => kept.has(line))
}

const none: readonly number[] = []

/** Puts a place where it belongs in a rising list, once. */
function insert(places: number[], place: number): void {
  let at = places.length
  while (at > 0 && (places[at - 1] as number) > place) at -= 1
  if (at > 0 && places[at - 1] === place) return
  if (at === places.length) places.push(place)
  else places.splice(at, 0, place)
}

function indexOf({ index, lines }: World, dimension: string): ReadonlyMap<string, readonly number[]> {
  const known = index.get(dimension)
  if (known !== undefined) return known
  const made = new Map<string, number[]>()
  const add = (key: string, line: number): void => {
    const places = made.get(key)
    if (places === undefined) made.set(key, [line])
    else if (places[places.length - 1] !== line) places.push(line)
  }
  for (let line = 0; line < lines.length; line += 1) {
    const facts = lines[line] as PricedLine
    if (dimension === 'sku') add(facts.skuId, line)
    else if (dimension === 'product') add(facts.productId, line)
    else for (const key of keysOf(facts, dimension)) add(key, line)
  }
  index.set(dimension, made)
  return made
}

function keysOf({ categories, tags, attributes }: PricedLine, dimension: string): readonly string[] {
  if (dimension === 'category') return categories ?? []
  if (dimension === 'tag') return tags ?? []
  const value = attributes?.[dimension.slice(1)]
  return value === undefined ? [] : [value]
}

/**
 * What keeps a rule from applying to this basket, if anything. A threshold is named only when all else holds, so that
 * "add 12.00 more" is true when it is said.
 */
export function unmetOf(world: World, rule: Rule, lines: readonly number[]): Unmet | null {
  world.observe?.(world, rule, lines)
  if (lines.length === 0 && rule.items !== null && world.every.length > 0) return unmet('no_eligible_lines')
  return unmetAll(world, rule.conditions, lines)
}

function unmetAll(world: World, conditions: readonly Condition[], lines: readonly number[]): Unmet | null {
  let threshold: Unmet | null = null
  for (let at = 0; at < conditions.length; at += 1) {
    const found = check(world, conditions[at] as Condition, lines)
    if (found === null) continue
    if (found.missingMinor === null && found.missingCount === null) return found
    threshold = threshold === null || further(found, threshold) ? found : threshold
  }
  return threshold
}

function further(a: Unmet, b: Unmet): boolean {
  return (a.missingMinor ?? 0) > (b.missingMinor ?? 0)
}

/** Null when the condition holds. Lines are what it counts when it names none of its own. */
export function check(world: World, condition: Condition, lines: readonly number[]): Unmet | null {
  switch (condition.kind) {
    case 'subtotal_at_least': {
      const counted = condition.items === undefined ? lines : linesFor(world, condition.items)
      const missingMinor = condition.minor - measure(world, counted, condition.base ?? 'item_prices')
      return missingMinor > 0 ? { reason: 'below_subtotal', missingMinor, missingCount: null } : null
    }
    case 'quantity_at_least': {
      const counted = condition.items === undefined ? lines : linesFor(world, condition.items)
      const missingCount = condition.count - unitsIn(world, counted)
      return missingCount > 0 ? { reason: 'below_quantity', missingMinor: null, missingCount } : null
    }
    case 'all':
      return unmetAll(world, condition.of, lines)
    case 'any':
      return unmetAny(world, condition.of, lines)
    case 'not':
      return check(world, condition.of, lines) === null ? unmet('condition_unmet') : null
    default:
      return aboutShopper(world, condition)
  }
}

function unmetAny(world: World, conditions: readonly Condition[], lines: readonly number[]): Unmet | null {
  let nearest: Unmet | null = null
  for (const condition of conditions) {
    const found = check(world, condition, lines)
    if (found === null) return null
    const isNearer = nearest === null || (nearest.missingMinor === null && nearest.missingCount === null)
    if (isNearer || (found.missingMinor !== null && nearest !== null && further(nearest, found))) nearest = found
  }
  return nearest
}

export function unitsIn({ lines }: World, places: readonly number[]): number {
  let count = 0
  for (const line of places) count += (lines[line] as PricedLine).quantity
  return count
}

type OfShopper = Exclude<
  Condition,
  { readonly kind: 'subtotal_at_least' | 'quantity_at_least' | 'all' | 'any' | 'not' }
>

const dayMs = 86_400_000

function aboutShopper({ facts }: World, condition: OfShopper): Unmet | null {
  const { shopper, place, tierId } = facts
  switch (condition.kind) {
    case 'tier_in':
      return oneOf(condition.tierIds, tierId, 'wrong_tier')
    case 'member_tag_in':
      return shared(condition.tags, shopper?.tags)
    case 'segment_in':
      return shared(condition.segmentIds, shopper?.segmentIds)
    case 'joined_within': {
      const joinedAt = shopper?.joinedAt ?? null
      return joinedAt !== null && facts.now - joinedAt <= condition.days * dayMs ? null : unmet('wrong_member')
    }
    case 'order_number': {
      const number = shopper?.orderNumber ?? null
      const isIn = number !== null && number >= condition.from && number <= (condition.to ?? number)
      return isIn ? null : unmet('wrong_order_number')
    }
    case 'channel_in':
      return oneOf(condition.channels, place?.channel, 'wrong_place')
    case 'community_in':
      return oneOf(condition.communityIds, place?.communityId, 'wrong_place')
    case 'shop_in':
      return oneOf(condition.shopIds, place?.shopId, 'wrong_place')
    case 'region_in': {
      const region = place?.region
      const isIn = typeof region === 'string' && condition.regions.some((each) => region.startsWith(each))
      return isIn ? null : unmet('wrong_place')
    }
    case 'shipping_method_in':
      return oneOf(condition.methodIds, place?.shippingMethodId, 'wrong_place')
    case 'weekday_in': {
      const days = Math.floor(localMs(facts) / dayMs)
      // 1 January 1970 was a Thursday.
      return condition.days.includes(((days + 3) % 7) + 1) ? null : unmet('wrong_time')
    }
    case 'minutes_between': {
      const minute = Math.floor((localMs(facts) % dayMs) / 60_000)
      const { from, to } = condition
      const isIn = from < to ? from <= minute && minute < to : from <= minute || minute < to
      return isIn ? null : unmet('wrong_time')
    }
  }
}

function localMs({ now, zoneOffsetMinutes = 0 }: World['facts']): number {
  return now + zoneOffsetMinutes * 60_000
}

function oneOf(values: readonly string[], value: string | null | undefined, reason: Reason): Unmet | null {
  return typeof value === 'string' && values.includes(value) ? null : unmet(reason)
}

function shared(values: readonly string[], own: readonly string[] | undefined): Unmet | null {
  return own?.some((value) => values.includes(value)) === true ? null : unmet('wrong_member')
}

/** Whether a condition may turn with what other rules have taken. */
export function isMoving(condition: Condition): boolean {
  if (condition.kind === 'subtotal_at_least') return condition.base === 'left'
  if (condition.kind === 'not') return isMoving(condition.of)
  return condition.kind === 'all' || condition.kind === 'any' ? condition.of.some(isMoving) : false
}
