import fc from 'fast-check'
import type { Coupon } from '../../coupons/index.ts'
import type { Condition, Effect, ItemFilter, Promotion, Stacking } from '../../promotions/index.ts'
import type { ShippingSettings } from '../../shipping/index.ts'
import type { TaxSettings } from '../../taxes/index.ts'
import type { GiftFacts, PointsFacts, PricedLine, QuoteFacts, RuleUsage } from './facts.ts'

/** The moment all baskets here are priced: Sunday 22 November 2026, 12:00 UTC. */
export const now: number = Date.UTC(2026, 10, 22, 12)

export const words = (text: string): { zh: string; en: string } => ({ zh: text, en: text })

/** A line whose id, SKU and product are told by one letter. */
export function lineOf(skuId: string, quantity: number, listMinor: number, more: Partial<PricedLine> = {}): PricedLine {
  return {
    ...{ lineId: skuId, skuId, productId: `prd_${skuId}`, title: words(skuId), quantity, listMinor, memberPrices: [] },
    ...more,
  }
}

export function promotionOf(id: string, effect: Effect, more: Partial<Promotion> = {}): Promotion {
  return {
    ...{ id, name: words(id), conditions: [], effect, priority: 0, startsAt: 0, endsAt: null, active: true },
    ...{ funder: 'platform', ...more },
  }
}

export function couponOf(id: string, effect: Effect, more: Partial<Coupon> = {}): Coupon {
  return {
    ...{ id, templateId: `tpl_${id}`, name: words(id), conditions: [], effect, funder: 'store', status: 'issued' },
    ...{ orderId: null, validFrom: 0, validUntil: now + 1_000, ...more },
  } as Coupon
}

export const plain: QuoteFacts = {
  ...{ currency: 'CNY', lines: [], tierId: null, promotions: [], coupons: [], couponIds: null, points: null, now },
}

export const off = (minor: number): Effect => ({ kind: 'amount_off', minor })
export const percent = (bps: number, capMinor: number | null = null): Effect => ({ kind: 'percent_off', bps, capMinor })
export const atLeast = (minor: number): Condition => ({ kind: 'subtotal_at_least', minor })
export const only = (...skuIds: readonly string[]): { readonly items: ItemFilter } => ({ items: { skuIds } })

const terms = { redeemCount: 100, redeemMinor: 100, redeemMaxBps: 5_000, redeemStepCount: 100, redeemMinimumCount: 100 }

export function pointsOf(
  requestedCount: number,
  spendableCount: number,
  changed: Partial<typeof terms> = {},
): PointsFacts {
  return { requestedCount, spendableCount, settings: { ...terms, ...changed } }
}

const skus = ['sku_a', 'sku_b', 'sku_c', 'sku_d', 'sku_e', 'sku_f'] as const
const categories = ['tea', 'cup', 'cake'] as const
const tags = ['new', 'sale', 'gift'] as const
const price = fc.oneof(fc.nat(3), fc.nat(500), fc.nat(20_000))
const positive = fc.integer({ min: 1, max: 20_000 })
const share = fc.oneof(fc.integer({ min: 1, max: 10_000 }), fc.constantFrom(500, 1_000, 3_333, 5_000, 10_000))

const anyLine: fc.Arbitrary<PricedLine> = fc.record({
  lineId: fc.constantFrom('l1', 'l2', 'l3', 'l4', 'l5', 'l6'),
  skuId: fc.constantFrom(...skus),
  productId: fc.constantFrom('prd_1', 'prd_2'),
  title: fc.constant(words('x')),
  quantity: fc.oneof({ arbitrary: fc.integer({ min: 1, max: 7 }), weight: 9 }, fc.integer({ min: 8, max: 400 })),
  listMinor: price,
  memberPrices: fc.array(fc.record({ tierId: fc.constantFrom('gold', 'black'), priceMinor: price }), { maxLength: 2 }),
  shopPriceMinor: fc.oneof({ arbitrary: fc.constant(null), weight: 4 }, price),
  floorMinor: fc.oneof({ arbitrary: fc.constant(0), weight: 5 }, fc.nat(300)),
  categories: fc.subarray([...categories], { maxLength: 2 }),
  tags: fc.subarray([...tags], { maxLength: 2 }),
  attributes: fc.constantFrom({}, { origin: 'yunnan' }, { origin: 'fujian' }),
  weightGrams: fc.nat(3_000),
  volumeMl: fc.nat(3_000),
  taxCategory: fc.constantFrom(null, 'food', 'book'),
})

const anyFilter: fc.Arbitrary<ItemFilter> = fc.oneof(
  fc.subarray([...skus], { minLength: 1 }).map((skuIds) => ({ skuIds })),
  fc.subarray([...categories], { minLength: 1 }).map((each) => ({ categories: each })),
  fc.subarray([...tags], { minLength: 1 }).map((each) => ({ tags: each })),
  fc.constant({ attributes: [{ name: 'origin', values: ['yunnan'] }] }),
  fc.nat(5_000).map((unitFromMinor) => ({ unitFromMinor })),
  fc.nat(5_000).map((unitToMinor) => ({ unitToMinor })),
  fc.constant({ fullPriceOnly: true }),
  fc.subarray([...skus], { minLength: 1 }).map((skuIds) => ({ except: { skuIds } })),
  fc.constant({}),
)

const per = fc.constantFrom(undefined, 'order', 'line', 'unit') as fc.Arbitrary<'order' | 'line' | 'unit' | undefined>
const choice = fc.oneof(
  { arbitrary: fc.constant({}), weight: 3 },
  fc.record({
    maxUnits: fc.integer({ min: 1, max: 6 }),
    maxUnitsPer: fc.constantFrom('order' as const, 'line' as const),
    first: fc.constantFrom('cheapest' as const, 'dearest' as const),
  }),
  fc.integer({ min: 1, max: 3 }).map((groupCount) => ({ groupCount })),
)
const base = fc.constantFrom(undefined, 'list', 'item_prices', 'item_promotions', 'left') as fc.Arbitrary<
  'list' | 'item_prices' | 'item_promotions' | 'left' | undefined
>
const anyOff = fc.oneof(
  positive.map((minor) => ({ minor })),
  share.map((bps) => ({ bps })),
)

/** Every effect with all its options. */
export const anyEffect: fc.Arbitrary<Effect> = fc.oneof(
  fc
    .tuple(positive, per, choice)
    .map(([minor, each, more]): Effect => ({ kind: 'amount_off', minor, per: each, ...more })),
  fc
    .tuple(share, fc.option(fc.nat(5_000)), per, choice)
    .map(([bps, capMinor, each, more]): Effect => ({ kind: 'percent_off', bps, capMinor, per: each, ...more })),
  fc
    .tuple(fc.nat(10_000), fc.constantFrom('order', 'line', 'unit'), choice)
    .map(([minor, each, more]) => ({ kind: 'set_price', minor, per: each, ...more }) as Effect),
  fc
    .tuple(fc.constantFrom('amount', 'quantity'), fc.array(anyOff, { minLength: 1, maxLength: 3 }), base, fc.nat(3_000))
    .map(([by, offs, on, step]): Effect => {
      const steps = offs.map((each, at) => ({ from: by === 'amount' ? (at + 1) * step : at * 2 + 1, off: each }))
      return { kind: 'ladder', by: by as 'amount', base: on, steps }
    }),
  fc
    .tuple(positive, positive, fc.option(fc.integer({ min: 1, max: 4 })), base)
    .map(
      ([everyMinor, minor, maxTimes, on]): Effect => ({ kind: 'every_full', everyMinor, minor, maxTimes, base: on }),
    ),
  fc
    .record({
      buyCount: fc.nat(3),
      getCount: fc.integer({ min: 1, max: 3 }),
      bps: share,
      getItems: fc.option(anyFilter, { nil: undefined }),
      takes: fc.constantFrom(undefined, 'cheapest' as const, 'dearest' as const),
      per: fc.constantFrom(undefined, 'order' as const, 'line' as const),
      maxTimes: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    })
    .map((each): Effect => ({ kind: 'buy_get', ...each })),
  fc
    .tuple(
      fc.array(fc.record({ items: fc.option(anyFilter, { nil: undefined }), count: fc.integer({ min: 1, max: 3 }) }), {
        minLength: 1,
        maxLength: 2,
      }),
      fc.nat(20_000),
    )
    .map(([parts, minor]): Effect => ({ kind: 'bundle_price', parts, minor })),
  fc.constantFrom<Effect>(
    { kind: 'gift', skuId: 'sku_gift', count: 1 },
    { kind: 'gift', skuId: 'sku_gift', count: 2, everyMinor: 5_000, maxTimes: 3 },
  ),
  anyOff.map((each): Effect => ({ kind: 'shipping_off', off: each })),
)

const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc.tuple(fc.nat(20_000), base).map(([minor, on]): Condition => ({ kind: 'subtotal_at_least', minor, base: on })),
  fc.nat(8_000).map((minor): Condition => ({ kind: 'subtotal_at_least', minor, items: {} })),
  fc.integer({ min: 1, max: 9 }).map((count): Condition => ({ kind: 'quantity_at_least', count })),
  fc.constantFrom<Condition>(
    { kind: 'tier_in', tierIds: ['gold'] },
    { kind: 'member_tag_in', tags: ['vip', 'mother'] },
    { kind: 'segment_in', segmentIds: ['seg_1'] },
    { kind: 'joined_within', days: 30 },
    { kind: 'order_number', from: 1, to: 1 },
    { kind: 'channel_in', channels: ['wecom'] },
    { kind: 'community_in', communityIds: ['com_1'] },
    { kind: 'shop_in', shopIds: ['shp_1'] },
    { kind: 'region_in', regions: ['44'] },
    { kind: 'weekday_in', days: [6, 7] },
    { kind: 'minutes_between', from: 1_200, to: 300 },
  ),
)
const anyCondition: fc.Arbitrary<Condition> = fc.oneof(
  { arbitrary: leaf, weight: 6 },
  fc.array(leaf, { minLength: 1, maxLength: 3 }).map((of): Condition => ({ kind: 'any', of })),
  fc.array(leaf, { minLength: 1, maxLength: 2 }).map((of): Condition => ({ kind: 'all', of })),
  leaf.map((of): Condition => ({ kind: 'not', of })),
)
const someTags = fc.subarray(['red', 'blue'], { maxLength: 2 })
const anyStacking: fc.Arbitrary<Stacking | null> = fc.oneof(
  { arbitrary: fc.constant(null), weight: 3 },
  { arbitrary: fc.constant({}), weight: 2 },
  fc.record({
    lane: fc.constantFrom('price' as const, 'items' as const, 'order' as const),
    group: fc.constantFrom('g', 'h'),
    mode: fc.constantFrom('stackable' as const, 'best' as const, 'best_per_line' as const, 'first' as const),
  }),
  fc.constant({ exclusive: true }),
  fc.record({ tags: someTags, neverWith: someTags }),
  fc.record({ tags: someTags, stackWith: someTags }),
)
const anyTerms = {
  conditions: fc.oneof(
    { arbitrary: fc.constant([]), weight: 2 },
    fc.array(anyCondition, { minLength: 1, maxLength: 2 }),
  ) as fc.Arbitrary<readonly Condition[]>,
  items: fc.oneof({ arbitrary: fc.constant(null), weight: 2 }, anyFilter) as fc.Arbitrary<ItemFilter | null>,
  effect: anyEffect,
  stacking: anyStacking,
  funder: fc.constantFrom('brand' as const, 'platform' as const, 'store' as const),
}
const anyPromotion = fc
  .record({ ...anyTerms, priority: fc.nat(2), endsAt: fc.constantFrom(null, null, now, now + 5) })
  .map(({ effect, ...more }) => promotionOf('pro', effect, more))
const anyCoupon = fc
  .record({ ...anyTerms, validUntil: fc.constantFrom(now, now + 5, now + 9, now + 99) })
  .map(({ effect, ...more }) => couponOf('cou', effect, more))

export const anyPoints: fc.Arbitrary<PointsFacts> = fc.record({
  requestedCount: fc.nat(20_000),
  spendableCount: fc.nat(20_000),
  settings: fc.record({
    redeemCount: fc.integer({ min: 1, max: 1_000 }),
    redeemMinor: fc.integer({ min: 1, max: 1_000 }),
    redeemMaxBps: fc.nat(10_000),
    redeemStepCount: fc.integer({ min: 1, max: 100 }),
    redeemMinimumCount: fc.nat(200),
  }),
})

const anyUsage = fc
  .array(
    fc.tuple(
      fc.constantFrom('pro_0', 'pro_1', 'tpl_cou_0', 'tpl_cou_1'),
      fc.record({
        usesLeft: fc.constantFrom(null, 0, 1),
        memberUsesLeft: fc.constantFrom(null, null, 0, 2),
        budgetLeftMinor: fc.option(fc.nat(5_000)),
      }),
    ),
    { maxLength: 2 },
  )
  .map((entries): ReadonlyMap<string, RuleUsage> => new Map(entries))

const zone = { firstSize: 1_000, firstMinor: 800, extraSize: 500, extraMinor: 300 }
const anyShipping: fc.Arbitrary<ShippingSettings | null> = fc.constantFrom<(ShippingSettings | null)[]>(null, null, {
  refund: 'with_last_unit',
  templates: [
    {
      ...{ id: 'tpl_1', name: words('t'), mode: 'weight' },
      zones: [
        { regions: [], ...zone, freeFromMinor: 9_900, freeFromCount: null },
        { regions: ['44'], ...zone, firstMinor: 500, freeFromMinor: null, freeFromCount: 5 },
      ],
    },
  ],
})
const anyTaxes: fc.Arbitrary<TaxSettings | null> = fc.oneof(
  { arbitrary: fc.constant(null), weight: 2 },
  fc.record({
    mode: fc.constantFrom('inside' as const, 'on_top' as const),
    rates: fc.constantFrom(
      [{ name: 'VAT', category: null, bps: 1_300 }],
      [
        { name: 'VAT', category: 'food', bps: 900 },
        { name: 'city', category: 'food', bps: 250 },
        { name: 'VAT', category: 'book', bps: 0 },
        { name: 'VAT', category: 'shipping', bps: 600 },
      ],
    ),
    rounding: fc.constantFrom('line' as const, 'unit' as const),
  }),
)
const gift: GiftFacts = {
  ...{ skuId: 'sku_gift', productId: 'prd_gift', title: words('gift'), listMinor: 1_500, memberPrices: [] },
  availableCount: 3,
}

/** Names rules by their places, so that no two share an id. */
function numbered<T extends { readonly id: string }>(rules: readonly T[], prefix: string): readonly T[] {
  return rules.map((rule, at) => ({ ...rule, id: `${prefix}_${at}` }))
}

/** Baskets over every feature of the engine. */
export const anyFacts: fc.Arbitrary<QuoteFacts> = fc.record({
  currency: fc.constant('CNY' as const),
  lines: fc.uniqueArray(anyLine, { selector: ({ lineId }) => lineId, maxLength: 6 }),
  tierId: fc.constantFrom(null, 'gold', 'black'),
  promotions: fc.array(anyPromotion, { maxLength: 5 }).map((list) => numbered(list, 'pro')),
  coupons: fc
    .array(anyCoupon, { maxLength: 4 })
    .map((list) => numbered(list, 'cou').map((each) => ({ ...each, templateId: `tpl_${each.id}` }))),
  couponIds: fc.oneof({ arbitrary: fc.constant(null), weight: 3 }, fc.subarray(['cou_0', 'cou_1', 'cou_2'])),
  points: fc.option(anyPoints),
  shopper: fc.record({
    tags: fc.subarray(['vip', 'young']),
    segmentIds: fc.subarray(['seg_1', 'seg_2']),
    joinedAt: fc.constantFrom(null, now - 86_400_000, now - 90 * 86_400_000),
    orderNumber: fc.constantFrom(null, 1, 2),
  }),
  place: fc.record({
    channel: fc.constantFrom(null, 'wecom'),
    communityId: fc.constantFrom(null, 'com_1'),
    shopId: fc.constantFrom(null, 'shp_1'),
    region: fc.constantFrom(null, '4403', '11'),
    shippingMethodId: fc.constant(null),
  }),
  zoneOffsetMinutes: fc.constantFrom(0, 480),
  usage: anyUsage,
  gifts: fc.constantFrom(new Map(), new Map([['sku_gift', gift]])),
  shipping: anyShipping,
  taxes: anyTaxes,
  now: fc.constant(now),
})
