import type { Coupon, CouponTemplate } from '@siyu/core/coupons'
import { explainTree, type PricingFacts, type Quote, type QuoteInput, quote, quoteFactsOf } from '@siyu/core/pricing'
import type { Promotion } from '@siyu/core/promotions'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { promotion, stockUp, TEA, template } from '../kernel/testing/goods.ts'
import { openShop, type Shop, START } from '../kernel/testing/shop.ts'

const numRuns = process.env.SIYU_LONG ? 2_000 : 100
const skuIds = ['sku_tea', 'sku_cup', 'sku_cake'] as const

let shop: Shop
let token: string
let couponIds: readonly string[] = []

async function put(path: string, body: object): Promise<void> {
  const { status, body: answer } = await shop.call('PUT', path, body, { secret: true })
  if (status !== 200) throw new Error(`${path}: ${JSON.stringify(answer)}`)
}

function rule(id: string, terms: Partial<Promotion>): Promotion {
  return { ...promotion(id, START), conditions: [], ...terms }
}

const rules: readonly Promotion[] = [
  rule('prm_flash', {
    effect: { kind: 'set_price', minor: 24_00, per: 'unit', maxUnits: 2 },
    items: { tags: ['new'] },
  }),
  rule('prm_three', {
    effect: { kind: 'buy_get', buyCount: 2, getCount: 1, bps: 10_000 },
    items: { categories: ['cup'] },
  }),
  rule('prm_full', {
    effect: {
      kind: 'ladder',
      by: 'amount',
      steps: [
        { from: 80_00, off: { minor: 5_00 } },
        { from: 200_00, off: { bps: 1_000 } },
      ],
    },
    stacking: { group: 'full', mode: 'best' },
  }),
  rule('prm_wecom', {
    conditions: [
      {
        kind: 'any',
        of: [
          { kind: 'channel_in', channels: ['wecom'] },
          { kind: 'tier_in', tierIds: ['gold'] },
        ],
      },
    ],
    effect: { kind: 'percent_off', bps: 700, capMinor: 9_00 },
    stacking: { group: 'full', mode: 'best' },
  }),
  rule('prm_gift', { effect: { kind: 'gift', skuId: 'sku_cake', count: 1, everyMinor: 100_00, maxTimes: 2 } }),
  rule('prm_budget', {
    effect: { kind: 'amount_off', minor: 3_00 },
    limits: { budgetMinor: 500_00, maxUsesPerMember: 2 },
  }),
  rule('prm_ship', {
    conditions: [{ kind: 'quantity_at_least', count: 4 }],
    effect: { kind: 'shipping_off', off: { bps: 10_000 } },
  }),
]

const templates: readonly CouponTemplate[] = [
  { ...template('tpl_sum', null, START), stacking: {} },
  { ...template('tpl_share', null, START), stacking: {}, effect: { kind: 'percent_off', bps: 1_200, capMinor: 20_00 } },
  { ...template('tpl_alone', null, START), effect: { kind: 'amount_off', minor: 13_00 } },
]

beforeAll(async () => {
  shop = await openShop()
  const [sku] = TEA.skus as [(typeof TEA.skus)[number]]
  await stockUp(shop, { ...TEA, tags: ['new'] }, 100)
  const cup = { ...sku, id: 'sku_cup', listMinor: 33_33, floorMinor: 12_00, weightGrams: 420, taxCategory: 'ware' }
  await stockUp(shop, { ...TEA, id: 'prd_cup', category: 'cup', skus: [cup] }, 100)
  const cake = { ...sku, id: 'sku_cake', listMinor: 9_99, memberPrices: [], weightGrams: 90 }
  const shopPrices = [{ kind: 'community' as const, key: 'com_1', priceMinor: 8_88 }]
  await stockUp(shop, { ...TEA, id: 'prd_cake', category: 'cake', skus: [{ ...cake, shopPrices }] }, 5)
  for (const each of rules) await put(`/v1/promotions/${each.id}`, each)
  for (const each of templates) await put(`/v1/coupon-templates/${each.id}`, each)
  const zone = { ...{ firstSize: 500, firstMinor: 8_00, extraSize: 250, extraMinor: 1_50 }, freeFromCount: null }
  const zones = [
    { ...zone, regions: [], freeFromMinor: 199_00 },
    { ...zone, regions: ['44'], freeFromMinor: null },
  ]
  await put('/v1/shipping', {
    refund: 'with_last_unit',
    templates: [{ id: 'shp_1', name: { zh: '快递', en: 'Parcel' }, mode: 'weight', zones }],
  })
  const rates = [
    { name: 'VAT', category: null, bps: 600 },
    { name: 'ware', category: 'ware', bps: 333 },
  ]
  await put('/v1/taxes', { mode: 'on_top', rates })
  const signedIn = await shop.signIn('13800138000')
  token = signedIn.accessToken
  const claimed = templates.map(({ id }) => shop.call<Coupon>('POST', '/v1/coupons', { templateId: id }, { token }))
  couponIds = (await Promise.all(claimed)).map(({ body }) => body.id)
  const gift = { memberId: signedIn.memberId, deltaCount: 700, reason: 'gift' }
  await shop.call('POST', '/v1/points/adjustments', gift, { secret: true })
})
afterAll(async () => {
  expect(shop.faults).toEqual([])
  await shop.close()
})

const anyInput: fc.Arbitrary<QuoteInput & { readonly isMember: boolean; readonly chosen: readonly number[] | null }> =
  fc.record({
    lines: fc.uniqueArray(
      fc.record({
        lineId: fc.constantFrom('l3', 'l1', 'l2'),
        skuId: fc.constantFrom(...skuIds),
        quantity: fc.integer({ min: 1, max: 6 }),
      }),
      { selector: ({ lineId }) => lineId, maxLength: 3 },
    ),
    pointsCount: fc.constantFrom(0, 300, 700, 9_999),
    place: fc.record({
      channel: fc.constantFrom(null, 'wecom'),
      communityId: fc.constantFrom(null, 'com_1'),
      region: fc.constantFrom(null, '4403', '11'),
    }),
    isMember: fc.boolean(),
    chosen: fc.oneof(fc.constant(null), fc.subarray([0, 1, 2])),
  })

describe('the price a browser works out from pricing.facts', { timeout: 600_000 }, () => {
  it('is the price the server quotes, for members and visitors, to the last field', async () => {
    await fc.assert(
      fc.asyncProperty(anyInput, async ({ isMember, chosen, ...basket }) => {
        const as = isMember ? token : undefined
        const input = { ...basket, couponIds: isMember ? (chosen?.map((at) => couponIds[at] ?? '') ?? null) : null }
        const asked = { skuIds, couponIds: input.couponIds, place: input.place }
        const facts = await shop.call<PricingFacts>('POST', '/v1/pricing-facts', asked, { token: as })
        const quoted = await shop.call<Quote>('POST', '/v1/quotes', input, { token: as })
        expect([facts.status, quoted.status]).toEqual([200, 200])
        const preview = quote(quoteFactsOf(facts.body, input))
        expect({ ...preview, quotedAt: 0 }).toEqual({ ...quoted.body, quotedAt: 0 })
        expect(explainTree(quoteFactsOf(facts.body, input)).quote).toEqual(preview)
      }),
      { numRuns },
    )
  })
})
