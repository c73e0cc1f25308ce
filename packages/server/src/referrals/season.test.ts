import type { CommissionPlan, CommissionRule, Referral, Withdrawal } from '@siyu/core/referrals'
import { expect, it } from 'vitest'
import { points, prize, publishedCampaign } from '../campaigns/campaign.fixture.ts'
import { stockUp, TEA } from '../kernel/testing/goods.ts'
import { breaches } from '../kernel/testing/invariants.ts'
import { buy, pay, place, type Refused, refund, rowsOf } from '../kernel/testing/sale.ts'
import { openShop, type Shop, START } from '../kernel/testing/shop.ts'
import { rebuilt, stateOf } from '../kernel/testing/state.ts'
import { sweep } from '../sweeps.ts'

const isLong = process.env['SIYU_LONG'] === '1'
const SEEDS = isLong ? [1, 2, 3, 4, 5, 6] : [1]
const STEPS = isLong ? 400 : 70
const DAY_MS = 86_400_000
const MEMBERS = 8

const PLAN: CommissionPlan = {
  depth: 2,
  levelBps: [1_333, 777],
  ...{ capBps: 1_900, freezeDays: 2 },
  acknowledgement: { by: 'owner', at: 0, note: 'checked with counsel' },
  binding: { mode: 'last_touch', validDays: 60, protectionDays: 1 },
  withdrawals: {
    ...{ minMinor: 1, maxMinor: 1_000_00, feeBps: 77, feeMinor: 0, freeMinor: 5_00, reviewFromMinor: 3_00 },
    methods: ['manual'],
  },
}
const RULE: CommissionRule = {
  ...{ id: 'rul_tea', name: { zh: '茶', en: 'Tea' }, priority: 1, active: true, startsAt: 0, endsAt: null },
  ...{ levels: [{ fixedMinor: 3_33 }, { bps: 99 }], caps: { monthMinor: 40_00, orderMinor: 8_88 }, funder: 'platform' },
}

/** Beside commission, a campaign rewards both sides for first orders that are kept. */
const INVITE = {
  kind: 'invite',
  each: points('each', 4),
  eachMaxCount: 3,
  steps: [{ friendCount: 2, prize: prize('two', 9, { kind: 'stored_value', amountMinor: 5_00 }) }],
  friend: points('friend', 99),
} as const

function chanceOf(seed: number): (below: number) => number {
  let state = seed * 7_919
  return (below) => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
}

const phoneOf = (n: number): string => `1380000${String(n).padStart(4, '0')}`

/** Lines of which a promoter keeps more than the frozen terms give on what is kept of the line. */
const ABOVE_PLAN = `select l.order_id, l.line_id, l.payee_id from commission_lines l
  join order_lines o on (o.brand_id, o.order_id, o.line_id) = (l.brand_id, l.order_id, l.line_id)
  where l.amount_minor - l.reversed_minor > case when l.fixed_count is null
    then ceil(l.bps::numeric * l.net_minor * (o.quantity - o.refunded_count) / o.quantity / 10000) else
    333 * (o.quantity - o.refunded_count) end`

type Order = { readonly id: string; readonly left: Record<string, number>; readonly buyer: number }

async function play(shop: Shop, seed: number): Promise<readonly Order[]> {
  const below = chanceOf(seed)
  const orders: Order[] = []
  const signIn = (n: number) => shop.signIn(phoneOf(n))
  const codeOf = async (n: number) => {
    const { accessToken: token } = await signIn(n)
    return (await shop.call<Referral>('GET', '/v1/referral', undefined, { token })).body.code
  }
  for (let n = 0; n < MEMBERS; n += 1) await shop.signIn(phoneOf(n), n === 0 ? undefined : await codeOf(below(n)))
  for (let step = 0; step < STEPS; step += 1) {
    const [dice, who] = [below(100), below(MEMBERS)]
    const { accessToken: token } = await signIn(who)
    if (dice < 10) {
      await shop.call<Refused>('POST', '/v1/referral/binding', { code: await codeOf(below(MEMBERS)) }, { token })
    } else if (dice < 45) {
      const lines = { sku_tea: below(3), sku_odd: 1 + below(2) }
      if (below(4) === 0) await pay(shop, token, (await place(shop, token, { lines })).id)
      else orders.push({ id: (await buy(shop, token, { lines })).id, left: { ...lines }, buyer: who })
    } else if (dice < 65) {
      const order = orders[below(Math.max(1, orders.length))]
      const [skuId, left = 0] = Object.entries(order?.left ?? {})[below(2)] ?? []
      if (order === undefined || skuId === undefined || left === 0) continue
      const count = 1 + below(left)
      expect((await refund(shop, order.id, { [skuId]: count })).status).toBe(200)
      order.left[skuId] = left - count
    } else if (dice < 80) {
      const input = { amountMinor: 1 + below(9_00), method: 'manual', account: '6222', name: '王' }
      await shop.call('POST', '/v1/withdrawals', input, { token })
    } else if (dice < 90) {
      await decide(shop, below)
    } else {
      shop.clock.now += below(4) * DAY_MS
      await sweep(shop.server, [])
    }
  }
  return orders
}

/** An operator looks at what waits. */
async function decide(shop: Shop, below: (limit: number) => number): Promise<void> {
  for (const { id, status } of await rowsOf<Withdrawal>(shop, 'withdrawals')) {
    const post = (path: string, input: object) =>
      shop.call('POST', `/v1/withdrawals/${id}/${path}`, input, { secret: true })
    if (status === 'requested' && below(3) > 0) await post('approval', { taxMinor: below(2) })
    else if (status === 'requested') await post('rejection', { reason: 'no' })
    if (status === 'paying') await post('outcome', { outcome: below(4) === 0 ? 'failed' : 'paid', reference: null })
  }
  await shop.call('POST', '/v1/payout-batches', {}, { secret: true })
}

it.each(SEEDS)(
  'season %i: nobody keeps more than the terms give on what is kept, and undoing all of it ends at zero',
  async (seed) => {
    const shop = await openShop({ referrals: PLAN })
    const { database } = shop.server.engine
    await stockUp(shop, TEA, 1_000)
    const [tea] = TEA.skus
    const odd = { ...TEA, id: 'prd_odd', skus: [{ ...tea, id: 'sku_odd', listMinor: 33_33, memberPrices: [] }] }
    await stockUp(shop, odd as typeof TEA, 1_000)
    const rule = { ...RULE, items: { productIds: ['prd_tea'] } }
    expect((await shop.call('PUT', `/v1/commission/rules/${rule.id}`, rule, { secret: true })).status).toBe(200)

    await publishedCampaign(shop, INVITE, { endsAt: START + 90 * DAY_MS, awardAt: START + 200 * DAY_MS })
    const orders = await play(shop, seed)
    shop.clock.now += 8 * DAY_MS
    await sweep(shop.server, [])
    // A long season's first orders were counted on the way.
    const counted = (await rowsOf<{ type: string }>(shop, 'events')).filter(
      ({ type }) => type === 'campaign_order_counted',
    )
    expect(counted.length).toBeGreaterThan(0)
    expect(await breaches(database)).toEqual([])
    expect(await database.execute({ text: ABOVE_PLAN, values: [] })).toEqual([])
    const accrued = await rowsOf<{ state: string }>(shop, 'commissions')
    expect(accrued.length).toBeGreaterThan(5)
    expect(orders.length).toBeGreaterThan(5)

    // Everything comes back: what was bought, and what waits to be paid out.
    const all = await rowsOf<{ id: string; status: string }>(shop, 'orders')
    for (const { id } of all.filter(({ status }) => status === 'paid' || status === 'completed')) {
      const lines = await database.execute<{ line_id: string; left: number }>({
        text: 'select line_id, (quantity - refunded_count)::int as left from order_lines where order_id = $1',
        values: [id],
      })
      const left = lines.filter((line) => line.left > 0).map((line) => [line.line_id, line.left])
      expect((await refund(shop, id, Object.fromEntries(left))).status).toBe(200)
    }
    for (const { id, status } of await rowsOf<Withdrawal>(shop, 'withdrawals')) {
      if (!['requested', 'approved'].includes(status)) continue
      await shop.call('POST', `/v1/withdrawals/${id}/rejection`, { reason: 'undone' }, { secret: true })
    }
    const [sums] = await database.execute<Record<string, number>>({
      text: `select (select coalesce(sum(amount_minor - reversed_minor), 0)::int from commissions) as kept,
      (select (sum(pending_minor) + sum(frozen_minor))::int from commission_accounts) as waiting,
      (select sum(available_minor)::int from commission_accounts) as available,
      (select coalesce(sum(amount_minor), 0)::int from withdrawals where status in ('paying', 'paid')) as out`,
      values: [],
    })
    expect(sums).toMatchObject({ kept: 0, waiting: 0 })
    expect(sums?.['available']).toBe(0 - (sums?.['out'] ?? 0))
    expect(await breaches(database)).toEqual([])
    await shop.server.outbox.drain()
    expect(await rebuilt(database)).toEqual(await stateOf(database))
    expect(shop.faults).toEqual([])
    await shop.close()
  },
)
