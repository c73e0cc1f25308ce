import * as z from 'zod/mini'
import { AmountMinor, Bps, Count, Id, Label, listOf, Moment, Quantity, type Schema, Words } from '../kernel/index.ts'

/** Who bears a reduction: the brand, the platform it sells on, or the promoter's shop. */
export type Funder = 'brand' | 'platform' | 'store'
export const Funder: Schema<Funder> = z.enum(['brand', 'platform', 'store'])

/**
 * Which lines of a basket a rule speaks of. A line fits when every list given names it and its unit price (after item
 * prices) lies within the bounds, both included; an empty filter fits every line.
 */
export type ItemFilter = {
  readonly skuIds?: readonly string[] | undefined
  readonly productIds?: readonly string[] | undefined
  readonly categories?: readonly string[] | undefined
  readonly tags?: readonly string[] | undefined
  /** Every attribute named must have one of the values. */
  readonly attributes?: readonly { readonly name: string; readonly values: readonly string[] }[] | undefined
  readonly unitFromMinor?: number | undefined
  readonly unitToMinor?: number | undefined
  /** Only lines that still cost their list price. */
  readonly fullPriceOnly?: boolean | undefined
  /** Lines that fit this do not fit. */
  readonly except?: Omit<ItemFilter, 'except'> | undefined
}

const filterShape = {
  skuIds: z.optional(listOf(Id, 500, 1)),
  productIds: z.optional(listOf(Id, 500, 1)),
  categories: z.optional(listOf(Label, 100, 1)),
  tags: z.optional(listOf(Label, 100, 1)),
  attributes: z.optional(listOf(z.object({ name: Label, values: listOf(Label, 100, 1) }), 10, 1)),
  unitFromMinor: z.optional(AmountMinor),
  unitToMinor: z.optional(AmountMinor),
  fullPriceOnly: z.optional(z.boolean()),
}
export const ItemFilter: Schema<ItemFilter> = z.object({ ...filterShape, except: z.optional(z.object(filterShape)) })

/**
 * What an amount is measured on: `list` prices, `item_prices` (after member and timed prices, the default),
 * `item_promotions` (after the promotions on items), or what is `left` when the rule's turn comes.
 */
export type Base = 'list' | 'item_prices' | 'item_promotions' | 'left'
export const Base: Schema<Base> = z.enum(['list', 'item_prices', 'item_promotions', 'left'])

/** What must hold for a promotion or coupon to apply. `items` narrows what is counted; without it the rule's own do. */
export type Condition =
  /** The counted lines reach this amount 满. */
  | {
      readonly kind: 'subtotal_at_least'
      readonly minor: number
      readonly base?: Base | undefined
      readonly items?: ItemFilter | undefined
    }
  /** The counted lines reach this number of units. */
  | { readonly kind: 'quantity_at_least'; readonly count: number; readonly items?: ItemFilter | undefined }
  /** The shopper stands in one of these tiers. */
  | { readonly kind: 'tier_in'; readonly tierIds: readonly string[] }
  /** The shopper carries one of these tags. */
  | { readonly kind: 'member_tag_in'; readonly tags: readonly string[] }
  /** The shopper belongs to one of these segments. */
  | { readonly kind: 'segment_in'; readonly segmentIds: readonly string[] }
  /** The shopper joined at most so many days ago. */
  | { readonly kind: 'joined_within'; readonly days: number }
  /** This would be the shopper's how many-th order, ends included; 1 to 1 is the first order 首单. */
  | { readonly kind: 'order_number'; readonly from: number; readonly to: number | null }
  /** Where the shopper buys: a sales channel, a community 社群, or a promoter's shop. */
  | { readonly kind: 'channel_in'; readonly channels: readonly string[] }
  | { readonly kind: 'community_in'; readonly communityIds: readonly string[] }
  | { readonly kind: 'shop_in'; readonly shopIds: readonly string[] }
  /** Where the parcel goes, and how. */
  | { readonly kind: 'region_in'; readonly regions: readonly string[] }
  | { readonly kind: 'shipping_method_in'; readonly methodIds: readonly string[] }
  /** On these days of the week in the brand's zone; 1 is Monday, 7 Sunday. */
  | { readonly kind: 'weekday_in'; readonly days: readonly number[] }
  /** Between two minutes of the day in the brand's zone, the end excluded; over midnight when `to` is not later. */
  | { readonly kind: 'minutes_between'; readonly from: number; readonly to: number }
  | { readonly kind: 'all'; readonly of: readonly Condition[] }
  | { readonly kind: 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }

/** How deep all, any and not may be nested. */
export const MAX_CONDITION_DEPTH = 4

const DayMinute: Schema<number> = z.int().check(z.gte(0), z.lt(1_440))
const OrderNumber: Schema<number> = z.int().check(z.gte(1), z.lte(1_000_000))

const leaves = [
  z.object({
    kind: z.literal('subtotal_at_least'),
    minor: AmountMinor,
    base: z.optional(Base),
    items: z.optional(ItemFilter),
  }),
  z.object({ kind: z.literal('quantity_at_least'), count: Quantity, items: z.optional(ItemFilter) }),
  z.object({ kind: z.literal('tier_in'), tierIds: listOf(Id, 20, 1) }),
  z.object({ kind: z.literal('member_tag_in'), tags: listOf(Label, 100, 1) }),
  z.object({ kind: z.literal('segment_in'), segmentIds: listOf(Id, 100, 1) }),
  z.object({ kind: z.literal('joined_within'), days: z.int().check(z.gte(1), z.lte(3_650)) }),
  z.object({ kind: z.literal('order_number'), from: OrderNumber, to: z.nullable(OrderNumber) }),
  z.object({ kind: z.literal('channel_in'), channels: listOf(Label, 100, 1) }),
  z.object({ kind: z.literal('community_in'), communityIds: listOf(Id, 500, 1) }),
  z.object({ kind: z.literal('shop_in'), shopIds: listOf(Id, 500, 1) }),
  z.object({ kind: z.literal('region_in'), regions: listOf(Label, 500, 1) }),
  z.object({ kind: z.literal('shipping_method_in'), methodIds: listOf(Id, 100, 1) }),
  z.object({ kind: z.literal('weekday_in'), days: listOf(z.int().check(z.gte(1), z.lte(7)), 7, 1) }),
  z.object({ kind: z.literal('minutes_between'), from: DayMinute, to: DayMinute }),
] as const

/** Conditions nested at most `depth` deep: the depth is in the schema, so that nothing deeper can be sent. */
function conditionOf(depth: number): Schema<Condition> {
  if (depth === 0) return z.discriminatedUnion('kind', leaves)
  const inner = conditionOf(depth - 1)
  return z.discriminatedUnion('kind', [
    ...leaves,
    z.object({ kind: z.literal('all'), of: listOf(inner, 10, 1) }),
    z.object({ kind: z.literal('any'), of: listOf(inner, 10, 1) }),
    z.object({ kind: z.literal('not'), of: inner }),
  ])
}
export const Condition: Schema<Condition> = conditionOf(MAX_CONDITION_DEPTH)

/** A sum or a share in basis points. */
export type Off = { readonly minor: number } | { readonly bps: number }

/** Which units of the eligible ones an effect per unit takes. */
export type UnitChoice = {
  /** At most so many units, of the whole basket or of each line. */
  readonly maxUnits?: number | undefined
  readonly maxUnitsPer?: 'order' | 'line' | undefined
  /** Which units go first when not all are taken; without it, lines in their order. */
  readonly first?: 'cheapest' | 'dearest' | undefined
  /** Only units in complete groups of so many, counted per line. */
  readonly groupCount?: number | undefined
}

/** What a promotion or coupon does to the eligible lines. */
export type Effect =
  /** A fixed sum off the eligible lines together (`order`, the default), off each line, or off each unit 减. */
  | ({
      readonly kind: 'amount_off'
      readonly minor: number
      readonly per?: 'order' | 'line' | 'unit' | undefined
    } & UnitChoice)
  /**
   * A share off in basis points, rounded half away from zero once for the order (the default), for each line, or for
   * each unit; at most `capMinor` in all 折.
   */
  | ({
      readonly kind: 'percent_off'
      readonly bps: number
      readonly capMinor: number | null
      readonly per?: 'order' | 'line' | 'unit' | undefined
    } & UnitChoice)
  /** What the eligible lines together, each line, or each unit costs from now on; never more than before 特价. */
  | ({
      readonly kind: 'set_price'
      readonly minor: number
      readonly per: 'order' | 'line' | 'unit'
    } & UnitChoice)
  /** The highest step reached by the eligible amount or quantity gives its sum or share off 满减阶梯 N件N折. */
  | {
      readonly kind: 'ladder'
      readonly by: 'amount' | 'quantity'
      readonly base?: Base | undefined
      readonly steps: readonly { readonly from: number; readonly off: Off }[]
      readonly per?: 'order' | 'line' | undefined
    }
  /** A sum off for every full so much, at most `maxTimes` times 每满减. */
  | {
      readonly kind: 'every_full'
      readonly everyMinor: number
      readonly minor: number
      readonly maxTimes: number | null
      readonly base?: Base | undefined
    }
  /**
   * Of every `buyCount` + `getCount` units, `getCount` are lowered by `bps` (10,000: free), the cheapest ones unless
   * said otherwise. "3 for 2" is buy 2 get 1; the second unit at half price 第二件半价 is buy 1 get 1 at 5,000, `per`
   * line. With `getItems`, the lowered units are among those.
   */
  | {
      readonly kind: 'buy_get'
      readonly buyCount: number
      readonly getCount: number
      readonly bps: number
      readonly getItems?: ItemFilter | undefined
      readonly takes?: 'cheapest' | 'dearest' | undefined
      readonly per?: 'order' | 'line' | undefined
      readonly maxTimes?: number | undefined
    }
  /** So many units of each part cost `minor` together, the dearest first; any three for 100: one part 打包一口价. */
  | {
      readonly kind: 'bundle_price'
      readonly parts: readonly { readonly items?: ItemFilter | undefined; readonly count: number }[]
      readonly minor: number
      readonly maxTimes?: number | undefined
    }
  /** Adds units of a SKU for nothing, from stock; with `everyMinor`, so many for every full so much 满赠. */
  | {
      readonly kind: 'gift'
      readonly skuId: string
      readonly count: number
      readonly everyMinor?: number | undefined
      readonly maxTimes?: number | undefined
    }
  /** Off the shipping; 10,000 basis points are free shipping 包邮. */
  | { readonly kind: 'shipping_off'; readonly off: Off; readonly capMinor?: number | undefined }

const Positive: Schema<number> = AmountMinor.check(z.gte(1))
const Share: Schema<number> = Bps.check(z.gte(1), z.lte(10_000))
const Times: Schema<number> = z.int().check(z.gte(1), z.lte(1_000))
const Off: Schema<Off> = z.union([z.object({ minor: Positive }), z.object({ bps: Share })])
const Per = z.optional(z.enum(['order', 'line', 'unit']))
const unitChoice = {
  maxUnits: z.optional(Quantity),
  maxUnitsPer: z.optional(z.enum(['order', 'line'])),
  first: z.optional(z.enum(['cheapest', 'dearest'])),
  groupCount: z.optional(Quantity),
}

export const Effect: Schema<Effect> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('amount_off'), minor: Positive, per: Per, ...unitChoice }),
  z.object({ kind: z.literal('percent_off'), bps: Share, capMinor: z.nullable(AmountMinor), per: Per, ...unitChoice }),
  z.object({
    kind: z.literal('set_price'),
    minor: AmountMinor,
    per: z.enum(['order', 'line', 'unit']),
    ...unitChoice,
  }),
  z.object({
    kind: z.literal('ladder'),
    by: z.enum(['amount', 'quantity']),
    base: z.optional(Base),
    steps: listOf(z.object({ from: Count, off: Off }), 20, 1),
    per: z.optional(z.enum(['order', 'line'])),
  }),
  z.object({
    kind: z.literal('every_full'),
    everyMinor: Positive,
    minor: Positive,
    maxTimes: z.nullable(Times),
    base: z.optional(Base),
  }),
  z.object({
    kind: z.literal('buy_get'),
    buyCount: z.int().check(z.gte(0), z.lte(10_000)),
    getCount: z.int().check(z.gte(1), z.lte(10_000)),
    bps: Share,
    getItems: z.optional(ItemFilter),
    takes: z.optional(z.enum(['cheapest', 'dearest'])),
    per: z.optional(z.enum(['order', 'line'])),
    maxTimes: z.optional(Times),
  }),
  z.object({
    kind: z.literal('bundle_price'),
    parts: listOf(z.object({ items: z.optional(ItemFilter), count: z.int().check(z.gte(1), z.lte(1_000)) }), 10, 1),
    minor: AmountMinor,
    maxTimes: z.optional(Times),
  }),
  z.object({
    kind: z.literal('gift'),
    skuId: Id,
    count: z.int().check(z.gte(1), z.lte(1_000)),
    everyMinor: z.optional(Positive),
    maxTimes: z.optional(Times),
  }),
  z.object({ kind: z.literal('shipping_off'), off: Off, capMinor: z.optional(AmountMinor) }),
])

/** Where in the order of layers a promotion runs; without one, its effect decides. */
export type Lane = 'price' | 'items' | 'order'
export const Lane: Schema<Lane> = z.enum(['price', 'items', 'order'])

/** How a rule stands beside others. Without any of it, a rule stacks with everything. */
export type Stacking = {
  /**
   * `price`: competes with list, member and shop prices for the best unit price · `items`: before · `order`: after the
   * promotions on items. Coupons run after all of them.
   */
  readonly lane?: Lane | undefined
  /** Rules of one lane that share a group follow its mode. */
  readonly group?: string | undefined
  /**
   * stackable: all of the group apply · best: only the one that takes most · best_per_line: on each line only the one
   * that takes most there · first: only the first that takes anything. The first rule of the group decides the mode.
   */
  readonly mode?: 'stackable' | 'best' | 'best_per_line' | 'first' | undefined
  /** Applies only when nothing else of its lane has, and nothing else of the lane after it. */
  readonly exclusive?: boolean | undefined
  /** What this rule is called by the two lists of others. */
  readonly tags?: readonly string[] | undefined
  /** Applies only beside rules that carry one of these tags. */
  readonly stackWith?: readonly string[] | undefined
  /** Never applies beside rules that carry one of these tags. */
  readonly neverWith?: readonly string[] | undefined
}
const Tags = z.optional(listOf(Label, 20))
export const Stacking: Schema<Stacking> = z.object({
  lane: z.optional(Lane),
  group: z.optional(Label),
  mode: z.optional(z.enum(['stackable', 'best', 'best_per_line', 'first'])),
  exclusive: z.optional(z.boolean()),
  tags: Tags,
  stackWith: Tags,
  neverWith: Tags,
})

/**
 * What a promotion may cost and how often it may be used, per period in the brand's zone; a rule beyond it is skipped
 * whole.
 */
export type Limits = {
  /** Orders it may apply to. */
  readonly maxUses?: number | undefined
  readonly maxUsesPerMember?: number | undefined
  /** What it may take off in all. */
  readonly budgetMinor?: number | undefined
  readonly period?: 'ever' | 'day' | 'week' | 'month' | undefined
}
export const Limits: Schema<Limits> = z.object({
  maxUses: z.optional(Count),
  maxUsesPerMember: z.optional(Count),
  budgetMinor: z.optional(AmountMinor),
  period: z.optional(z.enum(['ever', 'day', 'week', 'month'])),
})

/** What promotions and coupons have in common: when, on what, what it does, beside what, and who bears it. */
export type Terms = {
  readonly name: Words
  /** All must hold. */
  readonly conditions: readonly Condition[]
  /** Which lines it counts and lowers; all of them without it. */
  readonly items?: ItemFilter | null | undefined
  readonly effect: Effect
  readonly stacking?: Stacking | null | undefined
  readonly funder: Funder
}

/** The fields of {@link Terms}, for the schemas of what carries them. */
export const termsShape: { readonly [K in keyof Required<Terms>]: Schema<Terms[K]> } = {
  name: Words,
  conditions: listOf(Condition, 10),
  items: z.optional(z.nullable(ItemFilter)),
  effect: Effect,
  stacking: z.optional(z.nullable(Stacking)),
  funder: Funder,
}

/** A rule that lowers the price of any basket it fits: full reduction 满减 and its kin. */
export type Promotion = Terms & {
  readonly id: string
  /** Higher goes first; equal ones by id. Each sees what the earlier left. */
  readonly priority: number
  readonly startsAt: number
  /** First moment it no longer applies; null for open end. */
  readonly endsAt: number | null
  readonly active: boolean
  readonly limits?: Limits | null | undefined
}
export const Promotion: Schema<Promotion> = z.object({
  id: Id,
  ...termsShape,
  priority: z.int().check(z.gte(-1_000), z.lte(1_000)),
  startsAt: Moment,
  endsAt: z.nullable(Moment),
  active: z.boolean(),
  limits: z.optional(z.nullable(Limits)),
})
