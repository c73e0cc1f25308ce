import type { Base, Condition, ItemFilter } from '../../promotions/index.ts'
import type { Reason } from '../schema.ts'
import type { PricedLine } from './facts.ts'
import { measure, type Rule, sumOf, type World } from './world.ts'

/** Why a rule does nothing, and what is missing when only that is. */
export type Unmet = {
  readonly reason: Reason
  readonly missingMinor: number | null
  readonly missingCount: number | null
}

export function unmet(reason: Reason, missingMinor: number | null = null, missingCount: number | null = null): Unmet {
  return { reason, missingMinor, missingCount }
}

/** The places of the lines a filter fits, in rising order; all of them without a filter. */
export function linesFor(world: World, filter: ItemFilter | null | undefined): readonly number[] {
  if (!filter) return world.every
  let found = named(world, 'skuId', filter.skuIds, world.every)
  found = named(world, 'productId', filter.productIds, found)
  found = named(world, 'categories', filter.categories, found)
  found = named(world, 'tags', filter.tags, found)
  if (filter.attributes)
    for (const { name, values } of filter.attributes) found = named(world, `=${name}`, values, found)
  const { unitFromMinor = 0, unitToMinor = Number.MAX_SAFE_INTEGER, fullPriceOnly, except } = filter
  if (unitFromMinor > 0 || unitToMinor < Number.MAX_SAFE_INTEGER || fullPriceOnly) {
    found = found.filter((line) => {
      const minor = world.item_prices.by[line] as number
      const unit = minor / (world.lines[line] as PricedLine).quantity
      return unit >= unitFromMinor && unit <= unitToMinor && !(fullPriceOnly && minor !== world.list.by[line])
    })
  }
  return except ? among(found, linesFor(world, except), false) : found
}

/** Those lines that are, or are not, among others. */
function among(lines: readonly number[], others: readonly number[], areIn: boolean): readonly number[] {
  const known = new Set(others)
  return lines.filter((line) => known.has(line) === areIn)
}

/** What a filter names lines by: one of their fields, or an attribute. */
type Kind = 'skuId' | 'productId' | 'categories' | 'tags' | `=${string}`

/** Those of some lines that carry one of the values. */
function named(
  world: World,
  kind: Kind,
  values: readonly string[] | undefined,
  lines: readonly number[],
): readonly number[] {
  if (values === undefined) return lines
  const index = world.index.get(kind) ?? indexBy(world, kind)
  let found: readonly number[] = []
  for (let at = 0; at < values.length; at += 1) {
    const more = index.get(values[at] as string)
    if (more !== undefined) found = found.length === 0 ? more : merged(found, more)
  }
  return lines === world.every ? found : among(lines, found, true)
}

/** Two rising lists as one. */
function merged(places: readonly number[], more: readonly number[]): readonly number[] {
  const all = places.slice()
  for (const place of more) {
    let at = all.length
    while (at > 0 && (all[at - 1] as number) > place) at -= 1
    if (all[at - 1] !== place) all.splice(at, 0, place)
  }
  return all
}

function indexBy({ index, lines }: World, kind: Kind): ReadonlyMap<string, readonly number[]> {
  const made = new Map<string, number[]>()
  const add = (name: string, line: number): void => {
    const places = made.get(name)
    if (places === undefined) made.set(name, [line])
    else if (places[places.length - 1] !== line) places.push(line)
  }
  const isOfAttribute = isAttribute(kind)
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] as PricedLine
    const names = isOfAttribute ? line.attributes?.[kind.slice(1)] : line[kind]
    if (typeof names === 'string') add(names, at)
    else if (names !== undefined) for (let place = 0; place < names.length; place += 1) add(names[place] as string, at)
  }
  index.set(kind, made)
  return made
}

function isAttribute(kind: Kind): kind is `=${string}` {
  return kind.startsWith('=')
}

/**
 * What keeps a rule from applying to this basket, if anything. A threshold is named only when all else holds, so that
 * "add 12.00 more" is true when it is said.
 */
export function unmetOf(world: World, rule: Rule, lines: readonly number[]): Unmet | null {
  world.observe?.(world, rule, lines)
  if (lines.length === 0 && rule.items && world.every.length > 0) return unmet('no_eligible_lines')
  return unmetAll(world, rule.conditions, lines)
}

function unmetAll(world: World, conditions: readonly Condition[], lines: readonly number[]): Unmet | null {
  let lacking: Unmet | null = null
  for (let at = 0; at < conditions.length; at += 1) {
    const found = check(world, conditions[at] as Condition, lines)
    if (found === null) continue
    if (!isThreshold(found)) return found
    lacking = lacking === null ? found : both(lacking, found)
  }
  return lacking
}

/** Two thresholds that both must be reached. */
function both(a: Unmet, b: Unmet): Unmet {
  const most = (one: number | null, other: number | null): number | null => Math.max(one ?? 0, other ?? 0) || null
  return unmet(a.reason, most(a.missingMinor, b.missingMinor), most(a.missingCount, b.missingCount))
}

/** Of several of which one would do, the nearest. */
function unmetAny(world: World, conditions: readonly Condition[], lines: readonly number[]): Unmet | null {
  let nearest: Unmet | null = null
  for (const condition of conditions) {
    const found = check(world, condition, lines)
    if (found === null) return null
    if (nearest === null || distance(found) < distance(nearest)) nearest = found
  }
  return nearest
}

/** Whether only more in the basket is missing. */
export function isThreshold(why: Unmet): boolean {
  return distance(why) < Number.POSITIVE_INFINITY
}

/** How far a threshold is away; infinite when something else is in the way. */
function distance({ missingMinor, missingCount }: Unmet): number {
  return missingMinor ?? missingCount ?? Number.POSITIVE_INFINITY
}

/** Null when the condition holds. Lines are what it counts when it names none of its own. */
export function check(world: World, condition: Condition, lines: readonly number[]): Unmet | null {
  switch (condition.kind) {
    case 'subtotal_at_least':
      return below(world, countedBy(world, condition.items, lines), 'amount', condition.minor, condition.base)
    case 'quantity_at_least':
      return below(world, countedBy(world, condition.items, lines), 'quantity', condition.count)
    case 'all':
      return unmetAll(world, condition.of, lines)
    case 'any':
      return unmetAny(world, condition.of, lines)
    case 'not':
      return check(world, condition.of, lines) === null ? unmet('condition_unmet') : null
    default: {
      const [reason, holds] = abouts[condition.kind] as About<Condition>
      return holds(world.facts, condition) ? null : unmet(reason)
    }
  }
}

function countedBy(world: World, items: ItemFilter | undefined, lines: readonly number[]): readonly number[] {
  return items === undefined ? lines : linesFor(world, items)
}

/** What lines come to: an amount on a base, or their units. */
export function reached(world: World, lines: readonly number[], by: 'amount' | 'quantity', base?: Base): number {
  if (by === 'amount') return measure(world, lines, base)
  return sumOf(lines, (line) => (world.lines[line] as PricedLine).quantity)
}

/** What lines want to reach so much; null when they do. */
export function below(
  world: World,
  lines: readonly number[],
  by: 'amount' | 'quantity',
  from: number,
  base?: Base,
): Unmet | null {
  const missing = from - reached(world, lines, by, base)
  if (missing <= 0) return null
  return by === 'amount' ? unmet('below_subtotal', missing) : unmet('below_quantity', null, missing)
}

type Facts = World['facts']

/** Why a condition about the shopper, the place or the time does not hold, and whether it does. */
type About<C> = readonly [Reason, (facts: Facts, condition: C) => boolean]
type Abouts = {
  readonly [K in Exclude<Condition['kind'], 'subtotal_at_least' | 'quantity_at_least' | 'all' | 'any' | 'not'>]: About<
    Extract<Condition, { readonly kind: K }>
  >
}

const dayMs = 86_400_000

const abouts: Abouts = {
  tier_in: ['wrong_tier', ({ tierId }, { tierIds }) => isIn(tierIds, tierId)],
  member_tag_in: ['wrong_member', ({ shopper }, { tags }) => isAnyIn(tags, shopper?.tags)],
  segment_in: ['wrong_member', ({ shopper }, { segmentIds }) => isAnyIn(segmentIds, shopper?.segmentIds)],
  joined_within: [
    'wrong_member',
    ({ shopper, now }, { days }) => now - (shopper?.joinedAt ?? Number.NaN) <= days * dayMs,
  ],
  order_number: [
    'wrong_order_number',
    ({ shopper }, { from, to }) => {
      const number = shopper?.orderNumber ?? 0
      return number >= from && number <= (to ?? number)
    },
  ],
  channel_in: ['wrong_place', ({ place }, { channels }) => isIn(channels, place?.channel)],
  community_in: ['wrong_place', ({ place }, { communityIds }) => isIn(communityIds, place?.communityId)],
  shop_in: ['wrong_place', ({ place }, { shopIds }) => isIn(shopIds, place?.shopId)],
  region_in: ['wrong_place', ({ place }, { regions }) => regions.some((region) => place?.region?.startsWith(region))],
  shipping_method_in: ['wrong_place', ({ place }, { methodIds }) => isIn(methodIds, place?.shippingMethodId)],
  // 1 January 1970 was a Thursday.
  weekday_in: ['wrong_time', (facts, { days }) => days.includes(((Math.floor(localMs(facts) / dayMs) + 3) % 7) + 1)],
  minutes_between: [
    'wrong_time',
    (facts, { from, to }) => {
      const minute = Math.floor((localMs(facts) % dayMs) / 60_000)
      return from < to ? from <= minute && minute < to : from <= minute || minute < to
    },
  ],
}

function localMs({ now, zoneOffsetMinutes = 0 }: Facts): number {
  return now + zoneOffsetMinutes * 60_000
}

function isIn(values: readonly string[], value: string | null | undefined): boolean {
  return values.includes(value as string)
}

function isAnyIn(values: readonly string[], own: readonly string[] | undefined): boolean {
  return own?.some((value) => values.includes(value)) === true
}
