import type { Product } from '@siyu/core/catalog'
import {
  type PricingFacts,
  type Quote,
  type QuoteInput,
  quote,
  quoteFactsOf,
  type TestedQuote,
} from '@siyu/core/pricing'
import type { Promotion } from '@siyu/core/promotions'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { promotion, stockUp, TEA, template } from '../kernel/testing/goods.ts'
import { adjustPoints, buy, claim, type Refused } from '../kernel/testing/sale.ts'
import { openShop, type Shop, type SignedIn, START } from '../kernel/testing/shop.ts'

const DAY_MS = 86_400_000
const off = promotion('prm_off', START)
const promotions: readonly Promotion[] = [
  { ...off, limits: { maxUses: 100, budgetMinor: 99_99 } },
  { ...off, id: 'prm_first', conditions: [{ kind: 'order_number', from: 1, to: 1 }] },
  { ...off, id: 'prm_gift', effect: { kind: 'gift', skuId: 'sku_pin', count: 1 }, limits: { maxUsesPerMember: 1 } },
  { ...off, id: 'prm_group', conditions: [{ kind: 'community_in', communityIds: ['com_1'] }] },
  { ...off, id: 'prm_night', conditions: [{ kind: 'minutes_between', from: 0, to: 600 }] },
]
const cup: Product = {
  ...TEA,
  id: 'prd_cup',
  skus: TEA.skus.map((sku) => ({
    ...{ ...sku, id: 'sku_cup', listMinor: 20_00, floorMinor: 12_00, weightGrams: 400 },
    shopPrices: [{ kind: 'community' as const, key: 'com_1', priceMinor: 18_00 }],
    memberPrices: [
      { tierId: 'basic', priceMinor: 19_00 },
      { tierId: 'gold', priceMinor: 13_37 },
    ],
  })),
}
/** A gift that nobody can buy. */
const pin: Product = {
  ...cup,
  id: 'prd_pin',
  published: false,
  skus: cup.skus.map((sku) => ({ ...sku, id: 'sku_pin' })),
}

let shop: Shop
let ann: SignedIn

beforeAll(async () => {
  shop = await openShop()
  for (const product of [TEA, cup, pin]) await stockUp(shop, product, 50)
  for (const each of promotions) await put(`/v1/promotions/${each.id}`, each)
  await put('/v1/coupon-templates/tpl_ten', { ...template('tpl_ten', null, START), budgetMinor: 50_00 })
  await put('/v1/coupon-templates/tpl_five', {
    ...{ ...template('tpl_five', null, START), stacking: {}, perMemberLimit: 9, conditions: [] },
    effect: { kind: 'percent_off', bps: 500, capMinor: null },
  })
  await put('/v1/taxes', { mode: 'on_top', rates: [{ name: 'VAT', category: null, bps: 1_300 }] })
  const zone = { firstSize: 500, firstMinor: 8_00, extraSize: 500, extraMinor: 3_00, freeFromCount: null }
  const zones = [{ ...zone, regions: ['44'], freeFromMinor: 500_00 }]
  const templates = [{ id: 'std', name: { zh: '标准', en: 'Standard' }, mode: 'weight', zones }]
  await put('/v1/shipping', { templates, refund: 'never' })
  ann = await shop.signIn('13800000001')
  await adjustPoints(shop, ann.memberId, 700)
  for (const id of ['tpl_ten', 'tpl_five', 'tpl_five']) await claim(shop, ann.accessToken, id)
})
afterAll(async () => {
  expect(shop.faults).toEqual([])
  await shop.close()
})

async function put(path: string, body: object): Promise<void> {
  const { status, body: reply } = await shop.call('PUT', path, body, { secret: true })
  if (status !== 200) throw new Error(JSON.stringify(reply))
}

const lines = [
  { lineId: 'l1', skuId: 'sku_tea', quantity: 2 },
  { lineId: 'l2', skuId: 'sku_cup', quantity: 3 },
]
const factsFor = (input: object, token?: string) =>
  shop.call<PricingFacts>('POST', '/v1/pricing-facts', input, { token })
const quoteFor = (input: object, token?: string) => shop.call<Quote>('POST', '/v1/quotes', input, { token })

it('lets a device price exactly as the server does, for visitors and members, coupons, points and places', async () => {
  const couponIds = (await factsFor({ skuIds: [] }, ann.accessToken)).body.coupons.map(({ id }) => id)
  expect(couponIds).toHaveLength(3)
  const places = [
    undefined,
    { region: '4403' },
    { region: '99' },
    { communityId: 'com_1', channel: 'wechat', region: '44' },
  ]
  const choices = [undefined, null, [], couponIds.slice(0, 1), couponIds, ['cou_nobodys']]
  const payable = new Set<number>()
  for (const token of [undefined, ann.accessToken]) {
    for (const place of places) {
      const facts = (await factsFor({ skuIds: ['sku_tea', 'sku_cup', 'sku_none'], place }, token)).body
      for (const chosen of choices) {
        const basket: QuoteInput = { lines, couponIds: chosen, pointsCount: 555, place }
        const told = (await quoteFor(basket, token)).body
        expect(quote(quoteFactsOf(facts, basket))).toEqual(told)
        payable.add(told.payableMinor)
      }
    }
  }
  expect(payable.size).toBeGreaterThanOrEqual(12)
})

it('follows region and quantities without asking again, and knows no SKU that cannot be bought', async () => {
  const { body: facts } = await factsFor({ skuIds: ['sku_tea', 'sku_cup', 'sku_pin'] }, ann.accessToken)
  expect(facts.skus.map(({ skuId }) => skuId).toSorted()).toEqual(['sku_cup', 'sku_tea'])
  expect(facts.gifts.map(({ skuId, availableCount }) => [skuId, availableCount])).toEqual([['sku_pin', 50]])
  for (const region of ['44', '4403', '99']) {
    const basket = { lines: [{ lineId: 'l1', skuId: 'sku_cup', quantity: 7 }], place: { region } }
    expect(quote(quoteFactsOf(facts, basket))).toEqual((await quoteFor(basket, ann.accessToken)).body)
  }
})

it('tells nothing about costs, budgets, the prices of other tiers and the rest of the points program', async () => {
  const { body } = await factsFor({ skuIds: ['sku_tea', 'sku_cup'] }, ann.accessToken)
  const text = JSON.stringify(body)
  expect(text).not.toMatch(/cost|budgetMinor|Minor":1337|earnBps|clawback/i)
  expect(body.skus.find(({ skuId }) => skuId === 'sku_cup')?.memberPrices).toEqual([
    { tierId: 'basic', priceMinor: 19_00 },
  ])
  expect(body.points).toMatchObject({ spendableCount: 700 })
  expect(body.shopper).toEqual({ tags: [], segmentIds: [], joinedAt: START, orderNumber: 1 })
  expect(new Map(body.couponUsage).get('tpl_ten')).toMatchObject({ budgetLeftMinor: 50_00 })
  expect(new Map(body.usage).get('prm_off')).toMatchObject({ budgetLeftMinor: 99_99 })
  const visitor = (await factsFor({ skuIds: ['sku_cup'] })).body
  expect([visitor.tierId, visitor.points, visitor.coupons, visitor.skus[0]?.memberPrices]).toEqual([null, null, [], []])
  expect(visitor.shopper).toMatchObject({ joinedAt: null, orderNumber: null })
})

it('tells what is left of a budget only where it may say something about the price', async () => {
  const cid = await shop.signIn('13800000003')
  for (const [id, budgetMinor] of [
    ['rich', 10_000_00],
    ['poor', 9_999_99],
  ] as const) {
    await put(`/v1/promotions/prm_${id}`, { ...off, id: `prm_${id}`, limits: { maxUses: 7, budgetMinor } })
    await put(`/v1/coupon-templates/tpl_${id}`, { ...template(`tpl_${id}`, null, START), budgetMinor })
    await claim(shop, cid.accessToken, `tpl_${id}`)
  }
  const { body } = await factsFor({ skuIds: ['sku_cup'] }, cid.accessToken)
  const [usage, couponUsage] = [new Map(body.usage), new Map(body.couponUsage)]
  expect([usage.get('prm_rich'), usage.get('prm_poor')]).toMatchObject([
    { usesLeft: 7, budgetLeftMinor: null },
    { usesLeft: 7, budgetLeftMinor: 9_999_99 },
  ])
  expect([couponUsage.get('tpl_rich'), couponUsage.get('tpl_poor')]).toMatchObject([
    { budgetLeftMinor: null },
    { budgetLeftMinor: 9_999_99 },
  ])
  for (const id of ['prm_rich', 'prm_poor']) {
    await put(`/v1/promotions/${id}`, { ...off, id, active: false })
  }
})

it('refuses a basket whose taxes or shipping pass the largest amount, to operators too', async () => {
  const gem = { ...TEA, id: 'prd_gem', skus: TEA.skus.map((sku) => ({ ...sku, id: 'sku_gem', listMinor: 900_000_00 })) }
  await stockUp(shop, gem, 1)
  const basket = { lines: [{ lineId: 'l1', skuId: 'sku_gem', quantity: 10_000 }] }
  const refused = {
    status: 409,
    body: { error: { code: 'basket_too_large', detail: { maxMinor: 1_000_000_000_000 } } },
  }
  expect(await quoteFor(basket)).toMatchObject(refused)
  expect(await tested(basket)).toMatchObject(refused)
  expect((await quoteFor({ lines: [{ lineId: 'l1', skuId: 'sku_gem', quantity: 9_000 }] })).status).toBe(200)
})

it('counts the first order as the first until one was placed', async () => {
  const ben = await shop.signIn('13800000002')
  const basket = { lines: [{ lineId: 'l1', skuId: 'sku_tea', quantity: 1 }] }
  const reason = async (): Promise<unknown> =>
    (await quoteFor(basket, ben.accessToken)).body.explain.find(({ ruleId }) => ruleId === 'prm_first')?.reason
  expect(await reason()).toBeNull()
  await buy(shop, ben.accessToken, { lines: { sku_tea: 1 } })
  expect(await reason()).toBe('wrong_order_number')
})

const tested = (input: object, as: { readonly token?: string; readonly secret?: boolean } = { secret: true }) =>
  shop.call<TestedQuote & Refused>('POST', '/v1/admin/quotes', input, as)

it('shows an operator what a basket would cost a member, and why', async () => {
  const input = { lines, couponIds: null, pointsCount: 100, place: { region: '44' } }
  const { body } = await tested({ ...input, memberId: ann.memberId })
  expect(body.quote).toEqual((await quoteFor(input, ann.accessToken)).body)
  expect(body.tree).toMatchObject({ listMinor: body.quote.listMinor, payableMinor: body.quote.payableMinor })
  expect(body.tree.layers.map(({ layer }) => layer)).toEqual(['prices', 'promotions', 'coupons', 'points'])
  const group = body.tree.layers[1]?.rules.find(({ ruleId }) => ruleId === 'prm_group')
  expect(group?.conditions).toMatchObject([{ condition: { kind: 'community_in' }, held: false, reason: 'wrong_place' }])
  expect((await tested(input)).body.quote).toEqual((await quoteFor(input)).body)
})

it('tries a draft, and another moment, without saving anything', async () => {
  const draft = {
    ...off,
    id: 'prm_draft',
    startsAt: START + DAY_MS,
    effect: { kind: 'gift', skuId: 'sku_tea', count: 2 },
  }
  const now = await tested({ lines, promotion: draft })
  expect(now.body.quote.explain.find(({ ruleId }) => ruleId === 'prm_draft')?.reason).toBe('not_started')
  const later = await tested({ lines, promotion: draft, at: START + 2 * DAY_MS })
  expect(later.body.quote.lines.filter(({ giftOf }) => giftOf === 'prm_draft')).toMatchObject([{ quantity: 2 }])
  const instead = { ...off, effect: { kind: 'amount_off', minor: 7_00 } }
  const replaced = await tested({ lines, promotion: instead })
  expect(replaced.body.quote.explain.find(({ ruleId }) => ruleId === 'prm_off')?.minor).toBe(7_00)
  const after = await tested({ lines, at: START + 40 * DAY_MS })
  expect(after.body.quote.explain).toEqual([])
  expect((await quoteFor({ lines })).body.explain.find(({ ruleId }) => ruleId === 'prm_off')?.minor).toBe(5_00)
})

it('is for operators, and refuses what a quote refuses', async () => {
  expect((await tested({ lines }, { token: ann.accessToken })).status).toBe(403)
  const codes = []
  for (const input of [
    { lines, memberId: 'mem_nobody' },
    { lines: [{ lineId: 'l1', skuId: 'sku_pin', quantity: 1 }] },
    { lines: [lines[0], lines[0]] },
  ]) {
    codes.push((await tested(input)).body.error?.code)
  }
  expect(codes).toEqual(['member_missing', 'sku_missing', 'line_repeated'])
})
