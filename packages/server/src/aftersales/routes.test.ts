import type {
  AftersalesCase,
  AftersalesSettings,
  approveCase,
  arriveCase,
  OpenCaseInput,
  openCase,
} from '@siyu/core/aftersales'
import type { Coupon } from '@siyu/core/coupons'
import type { CodeOf } from '@siyu/core/kernel'
import type { Order } from '@siyu/core/orders'
import { unitParts } from '@siyu/core/pricing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stockUp, TEA, template } from '../kernel/testing/goods.ts'
import { breaches } from '../kernel/testing/invariants.ts'
import { adjustPoints, buy, claim, pay, place, refund, rowsOf } from '../kernel/testing/sale.ts'
import { newKey, openShop, type Shop, type SignedIn, START } from '../kernel/testing/shop.ts'
import { rebuilt, stateOf } from '../kernel/testing/state.ts'
import { sweep } from '../sweeps.ts'
import { ask, type CaseReply, type OwnCase, oneOf, parcel, steps } from './case.fixture.ts'

const DAY_MS = 86_400_000
const secret = { secret: true }
const [SKU] = TEA.skus
const product = (name: string, more: object = {}) =>
  ({ ...TEA, id: `prd_${name}`, skus: [{ ...SKU, id: `sku_${name}`, memberPrices: [], ...more }] }) as typeof TEA

let shop: Shop
let ann: SignedIn
let ben: SignedIn
beforeAll(async () => {
  shop = await openShop()
  for (const each of [TEA, product('green'), product('dear', { listMinor: 60_00 })]) await stockUp(shop, each, 200)
  await stockUp(shop, product('fresh', { noReasonReturn: false }), 200)
  await stockUp(shop, product('rare'), 1)
  ann = await shop.signIn('13800000001')
  ben = await shop.signIn('13800000002')
})
afterAll(async () => {
  const { database } = shop.database
  expect(await breaches(database)).toEqual([])
  await shop.server.outbox.drain()
  expect(await rebuilt(database)).toEqual(await stateOf(database))
  expect(shop.faults).toEqual([])
  await shop.close()
})

const again = async (): Promise<void> => {
  ann = await shop.signIn('13800000001')
  ben = await shop.signIn('13800000002')
}
const paid = async (lines: Readonly<Record<string, number>>): Promise<Order> => {
  const order = await place(shop, ann.accessToken, { lines })
  await pay(shop, ann.accessToken, order.id)
  return order
}
const got = (lines: Readonly<Record<string, number>>): Promise<Order> => buy(shop, ann.accessToken, { lines })
const read = async <T = Order>(path: string): Promise<T> =>
  (await shop.call<T>('GET', path, undefined, { token: ann.accessToken })).body
const stockOf = async (skuId: string): Promise<readonly [number, number, number]> => {
  type Row = { sku_id: string; on_hand_count: number; held_count: number; sold_count: number }
  const row = (await rowsOf<Row>(shop, 'stock')).find(({ sku_id }) => sku_id === skuId)
  return [row?.on_hand_count ?? 0, row?.held_count ?? 0, row?.sold_count ?? 0]
}
const opened = async (input: OpenCaseInput): Promise<OwnCase> => {
  const { status, body } = await ask(shop, ann.accessToken, input)
  expect([status, body.error]).toEqual([200, undefined])
  return { id: body.id, token: ann.accessToken }
}

describe('refund only', () => {
  it('before receipt: units are under the case, the refund is the order’s, the goods are there again', async () => {
    const { id } = await paid({ sku_tea: 3 })
    const [onHand, , sold] = await stockOf('sku_tea')
    const key = newKey()
    const input = { ...oneOf(id, 'refund_only', 'sku_tea', 2), reason: 'no_reason', words: '不想要了' } as const
    const asked = await ask(shop, ann.accessToken, input, key)
    expect(asked.body).toMatchObject({
      ...{
        orderId: id,
        memberId: ann.memberId,
        status: 'requested',
        words: '不想要了',
        answer: null,
        refundedMinor: 0,
      },
      ...{ openedAt: shop.clock.now, dueAt: shop.clock.now + 3 * DAY_MS, endedAt: null },
      lines: [
        {
          lineId: 'sku_tea',
          skuId: 'sku_tea',
          title: { zh: '茶 五十克', en: 'Tea 50 g' },
          quantity: 2,
          noReasonReturn: true,
        },
      ],
    })
    expect((await ask(shop, ann.accessToken, input, key)).body).toEqual(asked.body)
    expect((await read(`/v1/orders/${id}`)).lines[0]).toMatchObject({ refundedCount: 0, claimedCount: 2 })

    // An operator’s own refund takes what is under no case, and no more.
    const tooMuch = await refund(shop, id, { sku_tea: 2 })
    expect(tooMuch.body.error).toMatchObject({ code: 'case_open', detail: { lineId: 'sku_tea', leftCount: 1 } })
    const rest = await refund(shop, id, { sku_tea: 1 })
    expect([rest.status, rest.body.lines[0]]).toMatchObject([200, { refundedCount: 1, claimedCount: 2 }])

    const own = { id: asked.body.id, token: ann.accessToken }
    const approved = await steps.approve(shop, own)
    expect(approved.body).toMatchObject({
      ...{ status: 'refunded', refundedMinor: 100_00, endedBy: 'operator', dueAt: null, words: '不想要了' },
      lines: [{ acceptedCount: 2, goods: 'restock' }],
    })
    const order = await read(`/v1/orders/${id}`)
    expect(order).toMatchObject({ status: 'refunded', refundedMinor: 150_00 })
    expect(order.lines[0]).toMatchObject({ refundedCount: 3, claimedCount: 0 })
    expect(order.refunds.find((each) => each.id === approved.body.refundId)).toMatchObject({ paidMinor: 100_00 })
    expect(await stockOf('sku_tea')).toEqual([onHand + 3, 0, sold - 3])
    expect(await read<AftersalesCase>(`/v1/aftersales/${own.id}`)).toEqual(approved.body)
  })

  it('after receipt the goods stay where they are, and are written off under the id of the case', async () => {
    const { id } = await got({ sku_tea: 1 })
    const [onHand] = await stockOf('sku_tea')
    const own = await opened(oneOf(id, 'refund_only'))
    shop.clock.now += 1_000
    expect((await steps.approve(shop, own)).body).toMatchObject({ status: 'refunded', lines: [{ goods: 'scrap' }] })
    expect((await stockOf('sku_tea'))[0]).toBe(onHand)
    const cards = await shop.call<{ items: object[] }>('GET', '/v1/stock/sku_tea/movements', undefined, secret)
    expect(cards.body.items.slice(0, 2)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'loss', amount: -1, reference: own.id }),
        expect.objectContaining({ kind: 'return', amount: 1, reference: id }),
      ]),
    )
  })
})

describe('return and refund', () => {
  it('what the shop accepts is refunded, the rest is free for another case', async () => {
    const { id } = await got({ sku_tea: 3 })
    const [onHand, , sold] = await stockOf('sku_tea')
    const own = await opened({ ...oneOf(id, 'return_and_refund', 'sku_tea', 3), reason: 'no_reason' })
    expect((await steps.approve(shop, own)).body).toMatchObject({
      status: 'approved',
      dueAt: shop.clock.now + 7 * DAY_MS,
    })
    const sent = await steps.sendBack(shop, own)
    expect(sent.body).toMatchObject({ status: 'returning', returned: { ...parcel, at: shop.clock.now } })
    const lines = [{ lineId: 'sku_tea', acceptedCount: 2, goods: 'scrap' }]
    expect((await steps.arrive(shop, own, { lines })).body).toMatchObject({ status: 'refunded', refundedMinor: 100_00 })
    expect(await stockOf('sku_tea')).toEqual([onHand, 0, sold - 2])
    expect((await read(`/v1/orders/${id}`)).lines[0]).toMatchObject({ refundedCount: 2, claimedCount: 0 })
    const rest = await opened(oneOf(id, 'return_and_refund'))
    const none = [{ lineId: 'sku_tea', acceptedCount: 0, goods: 'restock' }]
    await steps.approve(shop, rest)
    expect((await steps.arrive(shop, rest, { lines: none })).body).toMatchObject({
      ...{ status: 'closed', endedBy: 'operator', refundedMinor: 0, lines: [{ acceptedCount: 0 }] },
    })
  })

  it('goods that are not sent back close their case by themselves, not a moment too soon', async () => {
    const { id } = await got({ sku_tea: 1 })
    const own = await opened(oneOf(id, 'return_and_refund'))
    await steps.approve(shop, own)
    const due = shop.clock.now + 7 * DAY_MS
    shop.clock.now = due - 1
    expect((await steps.expire(shop, own)).body.error).toMatchObject({ code: 'case_not_due' })
    await sweep(shop.server, [])
    await again()
    expect(await read(`/v1/aftersales/${own.id}`)).toMatchObject({ status: 'approved' })
    shop.clock.now = due
    expect(await sweep(shop.server, [])).toMatchObject({ closedCount: 1 })
    await again()
    expect(await read(`/v1/aftersales/${own.id}`)).toMatchObject({ status: 'closed', endedBy: 'timeout', endedAt: due })
    expect((await read(`/v1/orders/${id}`)).lines[0]).toMatchObject({ claimedCount: 0 })
    expect(await sweep(shop.server, [])).toMatchObject({ closedCount: 0 })
  })
})

describe('exchange', () => {
  it('holds, takes back, sends; a refund after it brings back what was sent, not what was sold', async () => {
    const { id } = await got({ sku_tea: 2 })
    const before = { tea: await stockOf('sku_tea'), green: await stockOf('sku_green') }
    const line = { lineId: 'sku_tea', quantity: 2, wantedSkuId: 'sku_green' }
    const own = await opened({ ...oneOf(id, 'exchange'), lines: [line] })
    await steps.approve(shop, own)
    expect(await stockOf('sku_green')).toEqual([before.green[0], before.green[1] + 2, before.green[2]])
    await steps.sendBack(shop, own)
    const lines = [{ lineId: 'sku_tea', acceptedCount: 1, goods: 'restock' }]
    expect((await steps.arrive(shop, own, { lines })).body).toMatchObject({ status: 'arrived' })
    expect(await stockOf('sku_tea')).toEqual([before.tea[0] + 1, 0, before.tea[2] - 1])
    expect(await stockOf('sku_green')).toEqual([before.green[0], before.green[1] + 1, before.green[2]])
    expect(await breaches(shop.database.database)).toEqual([])
    const sent = await steps.reship(shop, own)
    expect(sent.body).toMatchObject({ status: 'reshipped', sent: { ...parcel, at: shop.clock.now }, refundedMinor: 0 })
    expect(await stockOf('sku_green')).toEqual([before.green[0] - 1, before.green[1], before.green[2] + 1])
    shop.clock.now += 10 * DAY_MS
    await sweep(shop.server, [])
    await again()
    expect(await read(`/v1/aftersales/${own.id}`)).toMatchObject({ status: 'closed', endedBy: 'timeout' })
    expect(await breaches(shop.database.database)).toEqual([])

    expect((await refund(shop, id, { sku_tea: 2 })).body).toMatchObject({ status: 'refunded', refundedMinor: 100_00 })
    expect(await stockOf('sku_green')).toEqual(before.green)
    expect(await stockOf('sku_tea')).toEqual([before.tea[0] + 2, 0, before.tea[2] - 2])
  })

  it('takes the same once more without a wish, and gives what was held back when nothing comes of it', async () => {
    const { id } = await got({ sku_tea: 1 })
    const before = await stockOf('sku_tea')
    const own = await opened(oneOf(id, 'exchange'))
    await steps.approve(shop, own)
    expect(await stockOf('sku_tea')).toEqual([before[0], before[1] + 1, before[2]])
    expect((await steps.withdraw(shop, own)).body).toMatchObject({ status: 'withdrawn', endedBy: 'member' })
    expect(await stockOf('sku_tea')).toEqual(before)
  })
})

it('goods are sent once more before receipt, and the lost ones are written off', async () => {
  const { id } = await paid({ sku_tea: 1 })
  const before = await stockOf('sku_tea')
  const own = await opened({ ...oneOf(id, 'reship'), reason: 'missing' })
  expect((await steps.approve(shop, own)).body).toMatchObject({
    status: 'approved',
    dueAt: shop.clock.now + 5 * DAY_MS,
  })
  expect((await steps.reship(shop, own)).body).toMatchObject({ status: 'reshipped' })
  expect(await stockOf('sku_tea')).toEqual([before[0] - 1, before[1], before[2]])
  expect((await steps.close(shop, own)).body).toMatchObject({ status: 'closed' })
  expect((await refund(shop, id, { sku_tea: 1 })).status).toBe(200)
  expect(await stockOf('sku_tea')).toEqual([before[0], before[1], before[2] - 1])
})

it('vendure#4811, woocommerce#28436, litemall#163, odoo#221928: two cases give a discounted order back by its frozen shares, coupon and points once', async () => {
  await again()
  const token = ann.accessToken
  await adjustPoints(shop, ann.memberId, 100)
  await shop.call('PUT', '/v1/coupon-templates/tpl_ten', template('tpl_ten', null, shop.clock.now), secret)
  const before = await read<{ spendableCount: number }>('/v1/points')
  const coupon = await claim(shop, token, 'tpl_ten')
  const basket = { lines: { sku_tea: 3 }, couponIds: [coupon.id], pointsCount: 100 }
  const { id, payableMinor, lines } = await buy(shop, token, basket)
  expect(payableMinor).toBe(150_00 - 10_00 - 1_00)
  const statusOf = async () =>
    (await read<{ items: Coupon[] }>('/v1/coupons')).items.find((each) => each.id === coupon.id)?.status

  const first = await opened(oneOf(id, 'return_and_refund'))
  await steps.approve(shop, first)
  const back = await steps.arrive(shop, first)
  const [line] = lines
  expect(back.body.refundedMinor).toBe(line && unitParts(line.line, 0, 1).paidMinor)
  expect(await statusOf()).toBe('redeemed')
  // The rules of now are others: nothing of what was agreed is computed again.
  await stockUp(shop, { ...TEA, skus: TEA.skus.map((sku) => ({ ...sku, listMinor: 99_00 })) }, 1)
  const rest = await opened(oneOf(id, 'refund_only', 'sku_tea', 2))
  const whole = await steps.approve(shop, rest)
  await stockUp(shop, TEA, 1)
  expect(back.body.refundedMinor + whole.body.refundedMinor).toBe(payableMinor)
  expect(await read(`/v1/orders/${id}`)).toMatchObject({ status: 'refunded', refundedMinor: payableMinor })
  expect(await statusOf()).toBe('issued')
  expect(await read('/v1/points')).toMatchObject(before)
})

describe('every refusal through the front door', () => {
  let order: Order
  beforeAll(async () => {
    await again()
    order = await got({ sku_tea: 5, sku_fresh: 1, sku_dear: 1 })
  })
  const codeOf = async (reply: Promise<CaseReply>) => (await reply).body.error?.code
  const wish = (more: Partial<OpenCaseInput>) => ask(shop, ann.accessToken, { ...oneOf(order.id, 'exchange'), ...more })
  const swap = (wantedSkuId: string) => wish({ lines: [{ lineId: 'sku_tea', quantity: 1, wantedSkuId }] })

  it('of asking', async () => {
    const refusals: Record<CodeOf<typeof openCase>, () => Promise<CaseReply>> = {
      order_missing: () => ask(shop, ben.accessToken, oneOf(order.id, 'exchange')),
      order_not_refundable: async () => {
        const { id } = await place(shop, ann.accessToken, { lines: { sku_tea: 1 } })
        return wish({ orderId: id, kind: 'refund_only' })
      },
      order_imported: async () => {
        const lines = [{ lineId: 'old', skuId: 'sku_tea', quantity: 1, priceMinor: 1_00 }]
        const input = { externalId: 'x1', memberId: ann.memberId, placedAt: START, lines, origin: 'old shop' }
        const { body } = await shop.call<{ orderId: string }>('POST', '/v1/admin/orders/import', input, secret)
        return wish({ orderId: body.orderId })
      },
      line_missing: () => wish({ lines: [{ lineId: 'sku_none', quantity: 1 }] }),
      line_repeated: () => wish({ lines: [1, 1].map((quantity) => ({ lineId: 'sku_tea', quantity })) }),
      line_not_goods: async () => {
        const term = { tierId: 'gold', unit: 'days', count: 30 }
        await stockUp(shop, product('card', { membership: term }), 1)
        const { id } = await got({ sku_card: 1 })
        return ask(shop, ann.accessToken, oneOf(id, 'exchange', 'sku_card'))
      },
      quantity_exceeded: () => wish({ lines: [{ lineId: 'sku_tea', quantity: 6 }] }),
      case_open: async () => {
        await opened(oneOf(order.id, 'exchange', 'sku_tea', 4))
        return wish({ lines: [{ lineId: 'sku_tea', quantity: 2 }] })
      },
      cases_full: async () => {
        for (let count = 1; count < 50; count += 1) {
          await steps.withdraw(shop, await opened(oneOf(order.id, 'exchange')))
        }
        return wish({})
      },
      kind_not_open: async () => wish({ orderId: (await paid({ sku_tea: 1 })).id }),
      not_returnable: async () => {
        order = await got({ sku_tea: 1, sku_fresh: 1 })
        return wish({ reason: 'no_reason', lines: [{ lineId: 'sku_fresh', quantity: 1 }] })
      },
      return_window_over: async () => {
        shop.clock.now += 8 * DAY_MS
        await again()
        return wish({ reason: 'no_reason' })
      },
      sku_missing: () => swap('sku_none'),
      exchange_price_differs: () => swap('sku_dear'),
    }
    for (const [code, refused] of Object.entries(refusals)) {
      const cases = (await rowsOf(shop, 'aftersales_cases')).length
      expect(await codeOf(refused())).toBe(code)
      if (code !== 'case_open' && code !== 'cases_full') {
        expect((await rowsOf(shop, 'aftersales_cases')).length).toBe(cases)
      }
    }
    const { id } = await got({ sku_tea: 1 })
    shop.clock.now += 31 * DAY_MS
    await again()
    expect(await codeOf(wish({ orderId: id }))).toBe('return_window_over')
  })

  it('of the shop’s answers', async () => {
    const { id } = await got({ sku_tea: 2, sku_rare: 1 })
    const one = await opened(oneOf(id, 'refund_only'))
    const back = await opened(oneOf(id, 'return_and_refund'))
    const rare = await opened(oneOf(id, 'exchange', 'sku_rare'))
    const seen = { lineId: 'sku_tea', acceptedCount: 1, goods: 'restock' }
    const nobodys = { ...one, id: 'case_none' }
    const approving: Record<CodeOf<typeof approveCase>, () => Promise<CaseReply>> = {
      case_missing: () => steps.approve(shop, nobodys),
      shipping_exceeded: () => steps.approve(shop, one, { shippingMinor: 1 }),
      stock_insufficient: () => steps.approve(shop, rare),
      case_not_ready: async () => {
        await steps.approve(shop, back)
        return steps.approve(shop, back)
      },
    }
    const arriving: Record<CodeOf<typeof arriveCase>, () => Promise<CaseReply>> = {
      case_missing: () => steps.arrive(shop, nobodys),
      case_not_ready: () => steps.arrive(shop, one),
      line_missing: () => steps.arrive(shop, back, { lines: [{ ...seen, lineId: 'sku_rare' }] }),
      line_repeated: () => steps.arrive(shop, back, { lines: [seen, seen] }),
      quantity_exceeded: () => steps.arrive(shop, back, { lines: [{ ...seen, acceptedCount: 2 }] }),
      shipping_exceeded: () => steps.arrive(shop, back, { shippingMinor: 1 }),
    }
    for (const [code, refused] of [...Object.entries(approving), ...Object.entries(arriving)]) {
      expect(await codeOf(refused())).toBe(code)
    }
    for (const step of [
      steps.reject,
      steps.close,
      steps.reship,
      steps.withdraw,
      steps.sendBack,
      steps.expire,
    ] as const) {
      expect(await codeOf(step(shop, nobodys))).toBe('case_missing')
    }
    const rejected = await steps.reject(shop, rare)
    expect(rejected.body).toMatchObject({ status: 'rejected', answer: 'not so', endedBy: 'operator' })
    expect(await read(`/v1/aftersales/${rare.id}`)).toMatchObject({ answer: 'not so' })
  })

  it('of members at the shop’s door, and of what has the wrong form', async () => {
    const { id } = await got({ sku_tea: 1 })
    const own = await opened(oneOf(id, 'return_and_refund'))
    const as = { token: ann.accessToken }
    for (const what of ['approval', 'rejection', 'arrival', 'shipment', 'closing']) {
      const body = { reason: 'mine', ...parcel }
      expect((await shop.call('POST', `/v1/admin/aftersales/${own.id}/${what}`, body, as)).status).toBe(403)
    }
    expect((await shop.call('GET', '/v1/admin/aftersales', undefined, as)).status).toBe(403)
    expect((await shop.call('POST', `/v1/aftersales/${own.id}/expiry`, {}, as)).status).toBe(404)
    await steps.approve(shop, own)
    const odd = { carrier: 'SF', trackingNumber: '张三 13800000001' }
    const reply = await shop.call<{ error: object }>('POST', `/v1/aftersales/${own.id}/return`, odd, as)
    expect([reply.status, JSON.stringify(reply.body.error)]).toEqual([400, expect.stringContaining('trackingNumber')])
    expect(await read(`/v1/aftersales/${own.id}`)).toMatchObject({ status: 'approved', returned: null })
  })
})

it('the shop works off its queue by what is due, members see their own, page by page', async () => {
  const { id } = await got({ sku_tea: 3 })
  const first = await opened(oneOf(id, 'reship'))
  shop.clock.now += 1_000
  const second = await opened(oneOf(id, 'reship'))
  await steps.approve(shop, first)
  type Page = { readonly items: readonly AftersalesCase[]; readonly nextCursor: string | null }
  const queue = async (search: string): Promise<Page> =>
    (await shop.call<Page>('GET', `/v1/admin/aftersales?${search}`, undefined, secret)).body
  const due = (await queue('limit=100')).items
  expect(due.map(({ dueAt }) => dueAt)).toEqual(due.map(({ dueAt }) => dueAt).toSorted((a, b) => Number(a) - Number(b)))
  expect(due.map((each) => each.id)).toEqual(expect.arrayContaining([first.id, second.id]))
  const seen: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: Page = await queue(`limit=1${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`)
    seen.push(...page.items.map((each) => each.id))
    cursor = page.nextCursor
  }
  expect(seen).toEqual(due.map((each) => each.id))
  const withdrawn = await queue('status=withdrawn&limit=2')
  expect(withdrawn.items.map(({ status }) => status)).toEqual(['withdrawn', 'withdrawn'])
  const next = await queue(`status=withdrawn&limit=2&cursor=${encodeURIComponent(String(withdrawn.nextCursor))}`)
  expect(next.items[0]?.id).not.toBe(withdrawn.items[1]?.id)
  expect(Number(next.items[0]?.endedAt)).toBeLessThanOrEqual(Number(withdrawn.items[1]?.endedAt))

  const ofOrder = await read<Page>(`/v1/aftersales?orderId=${id}`)
  expect(ofOrder.items.map((each) => each.id)).toEqual([second.id, first.id])
  const theirs = await shop.call<Page>('GET', '/v1/aftersales', undefined, { token: ben.accessToken })
  expect(theirs.body.items).toEqual([])
})

it('a shopper is told before buying what cannot be returned without a reason', async () => {
  type Shown = { readonly skus: readonly { readonly noReasonReturn?: boolean }[] }
  expect((await read<Shown>('/v1/products/prd_fresh')).skus[0]).toMatchObject({ noReasonReturn: false })
  expect((await read<Shown>('/v1/products/prd_green')).skus[0]).not.toHaveProperty('noReasonReturn')
})

it('a member who leaves is waited for while a case is open', async () => {
  const { id } = await got({ sku_tea: 1 })
  const own = await opened(oneOf(id, 'return_and_refund'))
  const preview = () => read<{ blockedBy: readonly string[] }>('/v1/data-requests/deletion')
  expect((await preview()).blockedBy).toContain('case_open')
  const data = await read<{ concepts: Record<string, Record<string, readonly { id: string }[]>> }>('/v1/member/data')
  expect(data.concepts.aftersales?.aftersalesCases?.map((each) => each.id)).toContain(own.id)
})

it('the shop says how long returns are open; the law says how short they may not be', async () => {
  const { body } = await shop.call<AftersalesSettings>('GET', '/v1/aftersales-settings')
  expect(body).toMatchObject({ noReasonReturnDays: 7, aftersalesDays: 30 })
  const put = (settings: object, as: object = secret) => shop.call('PUT', '/v1/aftersales-settings', settings, as)
  expect((await put({ ...body, noReasonReturnDays: 6 })).status).toBe(400)
  expect((await put(body, { token: ann.accessToken })).status).toBe(403)
  const saved = { ...body, noReasonReturnDays: 15, returnAddress: '杭州市西湖区文三路 1 号' }
  expect((await put(saved)).body).toEqual(saved)
  expect((await shop.call('GET', '/v1/aftersales-settings')).body).toEqual(saved)
  const { id } = await got({ sku_tea: 1 })
  shop.clock.now += 12 * DAY_MS
  await again()
  expect((await ask(shop, ann.accessToken, { ...oneOf(id, 'return_and_refund'), reason: 'no_reason' })).status).toBe(
    200,
  )
})
