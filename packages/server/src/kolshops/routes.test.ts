import type { Product } from '@siyu/core/catalog'
import type { Page } from '@siyu/core/kernel'
import type { KolShop, KolShopRecord, KolShopState, KolShopStats, PriceableSkus } from '@siyu/core/kolshops'
import type { Order } from '@siyu/core/orders'
import type { CommissionBalance, Referral, ShareLink } from '@siyu/core/referrals'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { stockUp, TEA, template } from '../kernel/testing/goods.ts'
import { breaches } from '../kernel/testing/invariants.ts'
import {
  fillCart,
  newOrderId,
  pay,
  place,
  quoteOf,
  type Refused,
  receive,
  refund,
  rowsOf,
} from '../kernel/testing/sale.ts'
import { openShop, type Shop, type SignedIn } from '../kernel/testing/shop.ts'
import { sweep } from '../sweeps.ts'

const DAY_MS = 86_400_000
const secret = { secret: true }
const page = { name: '阿安的茶铺', story: '每天一泡好茶。', bannerUrl: 'https://cdn.example/banner.jpg' }
const CUP: Product = {
  ...TEA,
  ...{
    id: 'prd_cup',
    title: { zh: '杯', en: 'Cup' },
    skus: [{ ...(TEA.skus[0] as Product['skus'][0]), id: 'sku_cup' }],
  },
}

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
  await stockUp(shop, TEA, 100)
  await stockUp(shop, CUP, 100)
})
afterAll(async () => {
  expect(shop.faults).toEqual([])
  expect(await breaches(shop.database.database)).toEqual([])
  await shop.close()
})

const ANN = '13800000001'
/** Access tokens live for minutes only. */
const tokenOf = async (phone: string): Promise<string> => (await shop.signIn(phone)).accessToken
const apply = async (phone: string, input: object = page) => {
  const { body } = await shop.call<KolShopState & Refused>('POST', '/v1/kol-shop', input, {
    token: await tokenOf(phone),
  })
  return body
}
const edit = async (phone: string, change: object) => {
  const input = { ...page, productIds: [], couponTemplateId: null, ...change }
  return shop.call<KolShopState & Refused>('PUT', '/v1/kol-shop', input, { token: await tokenOf(phone) })
}
const move = async (shopId: string, way: string, reason: string | null = null) => {
  const path = `/v1/admin/kol-shops/${shopId}/moves`
  return (await shop.call<KolShopState & Refused>('POST', path, { move: way, reason }, secret)).body
}
const mine = async (phone: string) => {
  const as = { token: await tokenOf(phone) }
  return (await shop.call<{ shop: KolShopRecord | null }>('GET', '/v1/kol-shop', undefined, as)).body.shop
}
const visit = async (shopId: string) => shop.call<KolShop & Refused>('GET', `/v1/kol-shops/${shopId}`)
const statsOf = async (shopId: string, days = 'from=2026-03-01&until=2026-04-30') => {
  const path = `/v1/admin/kol-shops/${shopId}/statistics?${days}`
  return (await shop.call<KolShopStats & Refused>('GET', path, undefined, secret)).body
}
/** A shop that is open with these products, and the code of its link. */
async function opened(phone: string, productIds: readonly string[]): Promise<{ shopId: string; code: string }> {
  const { shopId } = await apply(phone)
  expect((await edit(phone, { productIds })).status).toBe(200)
  expect(await move(shopId, 'approve')).toEqual({ shopId, status: 'open' })
  return { shopId, code: (await visit(shopId)).body.code }
}
/** What the SKU costs in a shop and nowhere else. */
async function priceIn(shopId: string, priceMinor: number): Promise<void> {
  const [sku] = TEA.skus
  const shopPrices = [{ kind: 'shop', key: shopId, priceMinor }]
  const saved = await shop.call('PUT', '/v1/products/prd_tea', { ...TEA, skus: [{ ...sku, shopPrices }] }, secret)
  expect(saved.status).toBe(200)
}

it('a shop is applied for, rejected with a reason, applied for again and approved', async () => {
  const { shopId, status } = await apply(ANN)
  expect(status).toBe('applied')
  expect((await apply(ANN)).error?.code).toBe('shop_exists')
  expect((await visit(shopId)).body.error?.code).toBe('shop_missing')
  expect((await move(shopId, 'reject')).error?.code).toBe('shop_reason_missing')
  expect(await move(shopId, 'reject', '请补充店铺介绍')).toEqual({ shopId, status: 'rejected' })
  expect(await mine(ANN)).toMatchObject({ status: 'rejected', reason: '请补充店铺介绍', code: null, name: page.name })
  expect(await apply(ANN, { ...page, story: '三十年老茶客。' })).toEqual({ shopId, status: 'applied' })

  const queue = await shop.call<Page<KolShopRecord>>('GET', '/v1/admin/kol-shops?status=applied', undefined, secret)
  expect(queue.body.items).toMatchObject([{ id: shopId, story: '三十年老茶客。' }])
  expect(await move(shopId, 'approve')).toEqual({ shopId, status: 'open' })
  expect((await move(shopId, 'approve')).error?.code).toBe('shop_move_illegal')
  expect((await move('shp_nobody', 'approve')).error?.code).toBe('shop_missing')
  expect(await mine(ANN)).toMatchObject({ status: 'open', reason: null, decidedAt: shop.clock.now })
  const links = await shop.call<Page<{ kind: string; target: object }>>('GET', '/v1/referral-links', undefined, secret)
  expect(links.body.items).toMatchObject([{ kind: 'kol', target: { kind: 'shop', id: shopId } }])
  expect((await shop.call('GET', '/v1/admin/kol-shops', undefined, { token: await tokenOf(ANN) })).status).toBe(403)
  const events = JSON.stringify(await rowsOf(shop, 'events'))
  expect([events.includes(page.name), events.includes('请补充')]).toEqual([false, false])
})

it('a promoter chooses products, their order and a coupon; what is not there is refused', async () => {
  await shop.call('PUT', '/v1/coupon-templates/tpl_ten', template('tpl_ten', null, shop.clock.now), secret)
  const codeOf = async (change: object) => (await edit(ANN, change)).body.error?.code
  expect(await codeOf({ productIds: ['prd_tea', 'prd_gone'] })).toBe('product_missing')
  expect(await codeOf({ couponTemplateId: 'tpl_gone' })).toBe('shop_coupon_missing')
  expect((await edit(ANN, { productIds: Array.from({ length: 51 }, (_, n) => `prd_${n}`) })).status).toBe(400)
  expect((await edit(ANN, { bannerUrl: 'javascript:alert(1)' })).status).toBe(400)
  const wanted = { productIds: ['prd_tea', 'prd_cup', 'prd_tea'], couponTemplateId: 'tpl_ten', name: '阿安茶铺' }
  const { shopId } = (await edit(ANN, wanted)).body
  const { body } = await visit(shopId)
  expect(body).toMatchObject({ name: '阿安茶铺', couponTemplateId: 'tpl_ten', bannerUrl: page.bannerUrl })
  expect(body.products.map(({ id }) => id)).toEqual(['prd_tea', 'prd_cup'])
  // A product that is taken off the shelves is not shown, and comes back by itself.
  await shop.call('PUT', '/v1/products/prd_cup', { ...CUP, published: false }, secret)
  expect((await visit(shopId)).body.products.map(({ id }) => id)).toEqual(['prd_tea'])
  await shop.call('PUT', '/v1/products/prd_cup', CUP, secret)
  expect((await edit('13800000099', {})).body.error?.code).toBe('shop_missing')
})

it('nobody under 18 gets one', async () => {
  const token = await tokenOf('13800000017')
  await shop.call('PUT', '/v1/member', { name: '小明', birthday: '2012-01-01' }, { token })
  expect((await apply('13800000017')).error?.code).toBe('promoter_minor')
})

it('who comes by its link buys at its price, and its figures follow the money', async () => {
  const { shopId, code } = await opened('13800000002', ['prd_tea'])
  await priceIn(shopId, 40_00)
  expect((await visit(shopId)).body.products[0]?.skus[0]).toMatchObject({ listMinor: 50_00, priceMinor: 40_00 })
  const come = (visitorId: string, token?: string) =>
    shop.call('POST', '/v1/referral/visits', { code, visitorId, via: 'link' }, { token })
  expect((await come('visitor-one')).body).toEqual({ code, kind: 'kol', target: { kind: 'shop', id: shopId } })
  await come('visitor-two')
  const buyer: SignedIn = await shop.signIn('13800000003', code)
  const inShop = { lines: { sku_tea: 3 }, place: { shopId } }
  expect((await quoteOf(shop, buyer.accessToken, { lines: { sku_tea: 3 } })).payableMinor).toBe(150_00)
  const order = await place(shop, buyer.accessToken, inShop)
  expect(order.payableMinor).toBe(120_00)
  expect((await statsOf(shopId)).total).toEqual({
    ...{ visitCount: 2, orderCount: 0, netSalesMinor: 0, commissionMinor: 0 },
  })
  await pay(shop, buyer.accessToken, order.id)
  const first = { visitCount: 2, orderCount: 1, netSalesMinor: 120_00, commissionMinor: 12_00 }
  expect(await statsOf(shopId)).toEqual({ days: [{ day: '2026-03-01', ...first }], total: first })

  await receive(shop, buyer.accessToken, order.id)
  await refund(shop, order.id, { sku_tea: 1 })
  shop.clock.now += DAY_MS
  await come('visitor-one')
  // Somebody who was brought by nobody: it is a sale of the shop, and no commission of its promoter.
  const passer = await shop.signIn('13800000004')
  const second = await place(shop, passer.accessToken, { ...inShop, lines: { sku_tea: 1 } })
  await pay(shop, passer.accessToken, second.id)
  const kept = { visitCount: 2, orderCount: 1, netSalesMinor: 80_00, commissionMinor: 8_00 }
  const next = { visitCount: 1, orderCount: 1, netSalesMinor: 40_00, commissionMinor: 0 }
  const token = await tokenOf('13800000002')
  const { body } = await shop.call<KolShopStats>(
    ...(['GET', '/v1/kol-shop/statistics?from=2026-03-01&until=2026-03-31', undefined, { token }] as const),
  )
  expect(body).toEqual({
    days: [
      { day: '2026-03-01', ...kept },
      { day: '2026-03-02', ...next },
    ],
    total: { visitCount: 3, orderCount: 2, netSalesMinor: 120_00, commissionMinor: 8_00 },
  })
  const balance = await shop.call<CommissionBalance>('GET', '/v1/commission', undefined, { token })
  expect(balance.body.pendingMinor + balance.body.frozenMinor).toBe(body.total.commissionMinor)
  expect((await statsOf(shopId, 'from=2026-03-02&until=2026-03-02')).days).toEqual([{ day: '2026-03-02', ...next }])
  expect((await statsOf(shopId, 'from=2026-01-01&until=2026-12-31')).error?.code).toBe('days_too_many')
  for (const from of ['2026-13-99', '2026-02-99', '2026-02-30']) {
    const path = `/v1/kol-shop/statistics?from=${from}&until=2026-03-01`
    expect((await shop.call('GET', path, undefined, { token })).status).toBe(400)
  }
  expect((await statsOf('shp_nobody')).error?.code).toBe('shop_missing')
})

it('a shop that is not open has neither prices nor sales, whatever a device says', async () => {
  const { shopId } = await opened('13800000005', ['prd_tea'])
  await priceIn(shopId, 30_00)
  const { accessToken: token } = await shop.signIn('13800000006')
  const basket = { lines: { sku_tea: 1 }, place: { shopId } }
  await fillCart(shop, token, basket)
  const shown = await quoteOf(shop, token, basket)
  expect(shown.payableMinor).toBe(30_00)
  expect(await move(shopId, 'suspend', '图片不合规')).toEqual({ shopId, status: 'suspended' })
  expect((await visit(shopId)).body.error?.code).toBe('shop_missing')
  expect((await edit('13800000005', {})).body.error).toMatchObject({ code: 'shop_move_illegal' })
  const input = { orderId: newOrderId(), expectedPayableMinor: shown.payableMinor, place: { shopId } }
  const late = await shop.call<Refused>('POST', '/v1/orders', input, { token })
  expect(late.body.error).toMatchObject({ code: 'price_changed', detail: { payableMinor: 50_00 } })
  const order = await place(shop, token, basket)
  await pay(shop, token, order.id)
  const rows = await rowsOf<{ id: string; shop_id: string | null }>(shop, 'orders')
  expect(rows.find(({ id }) => id === order.id)).toMatchObject({ shop_id: null })
  expect((await statsOf(shopId)).total.orderCount).toBe(0)

  const before = (await mine('13800000005'))?.code
  expect(await move(shopId, 'reopen')).toEqual({ shopId, status: 'open' })
  expect((await visit(shopId)).body.code).toBe(before)
  expect((await quoteOf(shop, token, basket)).payableMinor).toBe(30_00)
})

it('a promoter sets prices within the brand’s floor, and they count in the shop alone', async () => {
  const { shopId } = await opened('13800000020', ['prd_cup', 'prd_tea'])
  const floored = (floorMinor: number) =>
    shop.call('PUT', '/v1/products/prd_cup', { ...CUP, skus: [{ ...CUP.skus[0], floorMinor }] }, secret)
  expect((await floored(30_00)).status).toBe(200)
  const as = async () => ({ token: await tokenOf('13800000020') })
  const priced = async (...prices: readonly (readonly [string, number])[]) => {
    const input = { prices: prices.map(([skuId, priceMinor]) => ({ skuId, priceMinor })) }
    const { body } = await shop.call<KolShopState & Refused>('PUT', '/v1/kol-shop/prices', input, await as())
    return body.error ?? body.status
  }
  expect(await priced(['sku_cup', 29_99])).toMatchObject({
    ...{ code: 'shop_price_out_of_range', detail: { skuId: 'sku_cup', floorMinor: 30_00, listMinor: 50_00 } },
  })
  expect(await priced(['sku_tea', 40_00])).toMatchObject({ code: 'shop_price_fixed' })
  expect(await priced(['sku_none', 40_00])).toMatchObject({ code: 'sku_missing' })
  expect(await priced(['sku_cup', 36_00])).toBe('open')
  const { body } = await shop.call<PriceableSkus>('GET', '/v1/kol-shop/prices', undefined, await as())
  expect(body.items).toMatchObject([
    { skuId: 'sku_cup', listMinor: 50_00, floorMinor: 30_00, priceMinor: 36_00 },
    { skuId: 'sku_tea', floorMinor: null, priceMinor: null },
  ])
  const shown = async () => (await visit(shopId)).body.products[0]?.skus[0]?.priceMinor
  const { accessToken: token } = await shop.signIn('13800000021')
  const costs = async (place?: { shopId: string }) =>
    (await quoteOf(shop, token, { lines: { sku_cup: 2 }, place })).payableMinor
  expect([await shown(), await costs({ shopId }), await costs()]).toEqual([36_00, 72_00, 100_00])
  const order = await place(shop, token, { lines: { sku_cup: 2 }, place: { shopId } })
  expect(order.payableMinor).toBe(72_00)
  // A floor that rises lifts the price, and one that goes takes it along.
  await floored(40_00)
  expect([await shown(), await costs({ shopId })]).toEqual([40_00, 80_00])
  await floored(0)
  expect([await shown(), await costs({ shopId })]).toEqual([50_00, 100_00])
  await floored(30_00)
  expect(await priced()).toBe('open')
  expect(await costs({ shopId })).toBe(100_00)
  const nobody = { token: await tokenOf('13800000021') }
  const missing = await shop.call<Refused>('GET', '/v1/kol-shop/prices', undefined, nobody)
  expect(missing.body.error?.code).toBe('shop_missing')
})

it('what is bought at a campaign’s price in a shop is the shop’s sale, by the rules of its promoter', async () => {
  const { shopId, code } = await opened('13800000010', ['prd_cup'])
  const { now } = shop.clock
  const window = { name: { zh: '活动', en: 'Sale' }, startsAt: now, endsAt: now + 3 * DAY_MS }
  const terms = { skuId: 'sku_cup', priceMinor: 20_00, bucketCount: 9, perMemberCount: 9 }
  const deposit = {
    depositMinor: 5_00,
    forfeit: 'refund',
    balanceFrom: now + 3 * DAY_MS,
    balanceUntil: now + 4 * DAY_MS,
  }
  const rule = { name: window.name, priority: 1, active: true, startsAt: 0, endsAt: null, funder: 'brand' }
  const saved = [
    ['flash-sales/fls_shop', { ...window, items: [{ ...terms, slotCount: 1 }] }],
    ['group-buys/grp_shop', { ...window, ...terms, sizeCount: 2, openHours: 24 }],
    ['presales/pre_shop', { ...window, ...terms, ...deposit, depositWorthMinor: 5_00, shipsFrom: window.endsAt }],
    ['commission/rules/rul_shop', { ...rule, levels: [{ bps: 3_000 }], items: { skuIds: ['sku_cup'] } }],
  ] as const
  for (const [path, body] of saved) expect((await shop.call('PUT', `/v1/${path}`, body, secret)).status, path).toBe(200)

  const { accessToken: token } = await shop.signIn('13800000011', code)
  const buy = async (path: string, more: object, at: object = { shopId }) => {
    const input = { ...more, orderId: newOrderId(), quantity: 1, expectedPayableMinor: 20_00, place: at }
    const { status, body } = await shop.call<Order & Refused>('POST', `/v1/${path}`, input, { token })
    expect([status, body.error?.code], path).toEqual([200, undefined])
    return body.id
  }
  const flash = await buy('flash-sales/fls_shop/orders', { skuId: 'sku_cup' })
  const others = [
    await buy('group-buys/grp_shop/teams', { teamId: 'team_shop' }),
    await buy('presales/pre_shop/orders', { terms: deposit }),
  ]
  const elsewhere = await buy('flash-sales/fls_shop/orders', { skuId: 'sku_cup' }, {})
  await move(shopId, 'suspend', '图片不合规')
  const closed = await buy('flash-sales/fls_shop/orders', { skuId: 'sku_cup' })
  await move(shopId, 'reopen')
  const rows = await rowsOf<{ id: string; shop_id: string | null }>(shop, 'orders')
  const shopOf = (orderId: string) => rows.find(({ id }) => id === orderId)?.shop_id
  expect([flash, ...others].map(shopOf)).toEqual([shopId, shopId, shopId])
  expect([elsewhere, closed].map(shopOf)).toEqual([null, null])
  await pay(shop, token, flash)
  await pay(shop, token, elsewhere)
  const total = { visitCount: 0, orderCount: 1, netSalesMinor: 20_00, commissionMinor: 6_00 }
  expect((await statsOf(shopId)).total).toEqual(total)
  const commissions = await rowsOf<{ order_id: string; amount_minor: number }>(shop, 'commissions')
  expect(commissions.find(({ order_id }) => order_id === elsewhere)?.amount_minor).toBe(2_00)
  await shop.call('PUT', '/v1/commission/rules/rul_shop', { ...rule, levels: [{ bps: 3_000 }], active: false }, secret)
})

it('the link of a suspended shop is closed: it neither leads, binds nor counts, until the shop opens again', async () => {
  const { shopId, code } = await opened('13800000008', [])
  const ann = (await mine('13800000008'))?.memberId
  const come = async (visitorId: string) => {
    const visit = { code, visitorId, via: 'link' }
    return (await shop.call<Refused & { code: string }>('POST', '/v1/referral/visits', visit)).body
  }
  const referrerOf = async (phone: string) => {
    const token = (await shop.signIn(phone, code)).accessToken
    return (await shop.call<Referral>('GET', '/v1/referral', undefined, { token })).body.referrerId
  }
  const bind = async (phone: string) => {
    const { accessToken: token } = await shop.signIn(phone)
    return (await shop.call<Referral & Refused>('POST', '/v1/referral/binding', { code }, { token })).body
  }
  await come('visitor-early')
  expect(await move(shopId, 'suspend', '图片不合规')).toEqual({ shopId, status: 'suspended' })
  expect((await come('visitor-late')).error?.code).toBe('link_closed')
  expect(await referrerOf('13800000081')).toBeNull()
  expect((await bind('13800000082')).error?.code).toBe('code_unknown')
  const links = await shop.call<Page<ShareLink>>('GET', '/v1/referral-links?kind=kol', undefined, secret)
  expect(links.body.items.find((each) => each.code === code)).toMatchObject({
    ...{ closedAt: shop.clock.now, visitCount: 1 },
  })

  expect(await move(shopId, 'reopen')).toEqual({ shopId, status: 'open' })
  expect((await come('visitor-late')).code).toBe(code)
  expect(await referrerOf('13800000083')).toBe(ann)
  expect((await bind('13800000082')).referrerId).toBe(ann)
  expect((await statsOf(shopId)).total.visitCount).toBe(2)
})

it('two decisions at once are one, and a promoter who leaves takes the shop along', async () => {
  const { shopId } = await apply('13800000007')
  const both = await Promise.all([move(shopId, 'approve'), move(shopId, 'approve')])
  expect(both.map(({ error }) => error?.code).sort()).toEqual(['shop_move_illegal', undefined])
  const links = await rowsOf<{ target: { id?: string } }>(shop, 'referral_links')
  expect(links.filter(({ target }) => target.id === shopId)).toHaveLength(1)

  const asked = { agreesToLosses: true, waivesCommission: true }
  await shop.call('POST', '/v1/data-requests/deletion', asked, { token: await tokenOf('13800000007') })
  shop.clock.now += 8 * DAY_MS
  await sweep(shop.server, [])
  expect((await visit(shopId)).body.error?.code).toBe('shop_missing')
  shop.clock.now += 3_600_000
  await sweep(shop.server, [])
  const listed = await shop.call<Page<KolShopRecord>>('GET', '/v1/admin/kol-shops?status=closed', undefined, secret)
  expect(listed.body.items).toMatchObject([{ id: shopId, name: '', story: '' }])
})
