import { dayMs } from '../../kernel/index.ts'
import type { Condition, ItemFilter } from '../../promotions/index.ts'
import type { EarnMinimum, EarnRule } from '../earning.ts'
import { daysIn, localOf } from './calendar.ts'

/** A line of a purchase, as rules of earning see it. Amounts are of all its units. */
export type EarnLine = {
  readonly lineId: string
  readonly skuId: string
  readonly productId: string
  readonly categories: readonly string[]
  readonly tags: readonly string[]
  readonly attributes: Readonly<Record<string, string>>
  readonly quantity: number
  readonly listMinor: number
  /** After member and timed prices. */
  readonly itemMinor: number
  /** Paid in money: what points covered is not in it. */
  readonly netMinor: number
}

/** Who buys, where and when, as far as rules of earning ask. Null: not known, so what asks for it does not hold. */
export type EarnContext = {
  readonly tierId: string | null
  readonly tags: readonly string[]
  readonly segmentIds: readonly string[]
  readonly joinedAt: number | null
  readonly orderNumber: number | null
  /** Month and day such as `02-29`. Personal data: never in an event. */
  readonly birthday: string | null
  readonly place: {
    readonly channel: string | null
    readonly communityId: string | null
    readonly shopId: string | null
    readonly region: string | null
    readonly shippingMethodId: string | null
  }
  readonly now: number
  /** Minutes the brand's zone is ahead of UTC at `now`. */
  readonly zoneOffsetMinutes: number
}

/** Whether a filter fits a line: every list it has names the line, and its unit price is within the bounds. */
export function fits(filter: ItemFilter, line: EarnLine): boolean {
  const { skuIds, productIds, categories, tags, attributes = [], except } = filter
  const { unitFromMinor = 0, unitToMinor = Number.MAX_SAFE_INTEGER, fullPriceOnly } = filter
  const unit = line.itemMinor / line.quantity
  return (
    skuIds?.includes(line.skuId) !== false &&
    productIds?.includes(line.productId) !== false &&
    (categories === undefined || sharesAny(categories, line.categories)) &&
    (tags === undefined || sharesAny(tags, line.tags)) &&
    attributes.every(({ name, values }) => values.includes(line.attributes[name] as string)) &&
    unit >= unitFromMinor &&
    unit <= unitToMinor &&
    (fullPriceOnly !== true || line.itemMinor === line.listMinor) &&
    (except === undefined || !fits(except, line))
  )
}

function sharesAny(some: readonly string[], others: readonly string[]): boolean {
  return some.some((each) => others.includes(each))
}

/** The lines a rule names. */
export function linesOf({ items, except = [] }: EarnRule, lines: readonly EarnLine[]): readonly EarnLine[] {
  return lines.filter(
    (line) => (items === undefined || fits(items, line)) && !except.some((filter) => fits(filter, line)),
  )
}

/** A condition that is asked again of what is kept. */
type Minimum = Extract<Condition, { readonly kind: 'subtotal_at_least' | 'quantity_at_least' }>

function isMinimum(condition: Condition): condition is Minimum {
  return condition.kind === 'subtotal_at_least' || condition.kind === 'quantity_at_least'
}

/** What a rule asks again of what is kept, with the lines it is measured on; null: on all of them. */
export function minimaOf(
  { conditions = [] }: EarnRule,
  own: readonly EarnLine[],
  lines: readonly EarnLine[],
): readonly EarnMinimum[] {
  return conditions.filter(isMinimum).map((condition) => {
    const counted = condition.items === undefined ? own : lines.filter((line) => fits(condition.items ?? {}, line))
    const lineIds = idsOf(counted, lines)
    return condition.kind === 'subtotal_at_least'
      ? { minor: condition.minor, lineIds }
      : { count: condition.count, lineIds }
  })
}

/** The ids of some lines; null when they are all of them. */
export function idsOf(some: readonly EarnLine[], lines: readonly EarnLine[]): readonly string[] | null {
  return some.length === lines.length ? null : some.map(({ lineId }) => lineId)
}

/** Whether everything else a rule asks for holds. */
export function conditionsHold(
  { conditions = [] }: EarnRule,
  own: readonly EarnLine[],
  lines: readonly EarnLine[],
  context: EarnContext,
): boolean {
  return conditions.every((condition) => isMinimum(condition) || holds(condition, own, lines, context))
}

function holds(
  condition: Condition,
  own: readonly EarnLine[],
  lines: readonly EarnLine[],
  context: EarnContext,
): boolean {
  switch (condition.kind) {
    case 'all':
      return condition.of.every((each) => holds(each, own, lines, context))
    case 'any':
      return condition.of.some((each) => holds(each, own, lines, context))
    case 'not':
      return !holds(condition.of, own, lines, context)
    case 'subtotal_at_least':
      return sumOf(countedBy(condition, own, lines), ({ netMinor }) => netMinor) >= condition.minor
    case 'quantity_at_least':
      return sumOf(countedBy(condition, own, lines), ({ quantity }) => quantity) >= condition.count
    default:
      return (leaves[condition.kind] as (context: EarnContext, condition: Condition) => boolean)(context, condition)
  }
}

function countedBy({ items }: Minimum, own: readonly EarnLine[], lines: readonly EarnLine[]): readonly EarnLine[] {
  return items === undefined ? own : lines.filter((line) => fits(items, line))
}

function sumOf(lines: readonly EarnLine[], amountOf: (line: EarnLine) => number): number {
  return lines.reduce((sum, line) => sum + amountOf(line), 0)
}

type Leaf = Exclude<Condition['kind'], Minimum['kind'] | 'all' | 'any' | 'not'>

const leaves: {
  readonly [K in Leaf]: (context: EarnContext, condition: Extract<Condition, { readonly kind: K }>) => boolean
} = {
  tier_in: ({ tierId }, { tierIds }) => tierId !== null && tierIds.includes(tierId),
  member_tag_in: (context, { tags }) => sharesAny(tags, context.tags),
  segment_in: (context, { segmentIds }) => sharesAny(segmentIds, context.segmentIds),
  joined_within: ({ joinedAt, now }, { days }) => joinedAt !== null && now - joinedAt <= days * dayMs,
  order_number: ({ orderNumber }, { from, to }) =>
    orderNumber !== null && orderNumber >= from && orderNumber <= (to ?? orderNumber),
  channel_in: ({ place }, { channels }) => isIn(channels, place.channel),
  community_in: ({ place }, { communityIds }) => isIn(communityIds, place.communityId),
  shop_in: ({ place }, { shopIds }) => isIn(shopIds, place.shopId),
  region_in: ({ place }, { regions }) => regions.some((region) => place.region?.startsWith(region) === true),
  shipping_method_in: ({ place }, { methodIds }) => isIn(methodIds, place.shippingMethodId),
  // Sunday is 0 in a `Date` and 7 here.
  weekday_in: (context, { days }) => days.includes(wallOf(context).getUTCDay() || 7),
  minutes_between: (context, { from, to }) => {
    const minute = Math.floor((wallOf(context).getTime() % dayMs) / 60_000)
    return from < to ? from <= minute && minute < to : from <= minute || minute < to
  },
}

function isIn(values: readonly string[], value: string | null): boolean {
  return value !== null && values.includes(value)
}

function wallOf({ now, zoneOffsetMinutes }: EarnContext): Date {
  return localOf(now, zoneOffsetMinutes)
}

/** Whether today is one of these days of the month. */
export function isMonthDay({ monthDays }: EarnRule, context: EarnContext): boolean {
  if (monthDays === undefined) return true
  const wall = wallOf(context)
  const day = wall.getUTCDate()
  return monthDays.includes(day) || (monthDays.includes(31) && day === daysIn(wall))
}

/** Whether it is the member's birthday, or its month, as far as a rule asks. */
export function isBirthday({ birthday: wanted }: EarnRule, context: EarnContext): boolean {
  if (wanted === undefined) return true
  const { birthday } = context
  const wall = wallOf(context)
  if (birthday === null || Number(birthday.slice(0, 2)) !== wall.getUTCMonth() + 1) return false
  return wanted === 'month' || wall.getUTCDate() === Math.min(Number(birthday.slice(3)), daysIn(wall))
}
