import type { GroupTeam } from '@siyu/core/groupbuys'
import type { Order } from '@siyu/core/orders'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stockUp, TEA } from '../kernel/testing/goods.ts'
import { breaches } from '../kernel/testing/invariants.ts'
import { openPair, type Pair, skip } from '../kernel/testing/pair.ts'
import { newOrderId, openPayment, type Refused, rowsOf, simulate } from '../kernel/testing/sale.ts'
import type { Reply, Shop } from '../kernel/testing/shop.ts'
import { testPaymentProvider } from '../payments/index.ts'
import { sweep } from '../sweeps.ts'

const JOINER_COUNT = process.env.SIYU_LONG === undefined ? 60 : 200
const SIZE_COUNT = 5
/** Fewer seats than joiners: some find every team full. */
const TEAM_COUNT = Math.floor((JOINER_COUNT * 0.8) / SIZE_COUNT)
const HOUR_MS = 3_600_000

type OrderRow = { readonly id: string; readonly status: string; readonly campaign: { readonly teamId: string } }
type TeamRow = { readonly id: string; readonly state: string; readonly seat_count: number }

describe.skipIf(skip !== undefined)('group buys on postgres, two servers on one database', () => {
  let shops: Pair
  let tokens: readonly string[]
  beforeAll(async () => {
    shops = await openPair()
    await stockUp(shops[0], TEA, 1_000)
    tokens = await Promise.all(
      Array.from({ length: JOINER_COUNT + TEAM_COUNT }, async (_, n) => {
        return (await shops[0].signIn(`136${String(n).padStart(8, '0')}`)).accessToken
      }),
    )
  }, 120_000)
  afterAll(async () => {
    if (shops === undefined) return
    for (const shop of shops) expect(shop.faults).toEqual([])
    expect(await breaches(shops[0].database.database)).toEqual([])
    await shops[1].close()
    await shops[0].close()
  })
  const shopOf = (n: number): Shop => shops[n % 2] as Shop
  const seat = () => ({ orderId: newOrderId(), quantity: 1, expectedPayableMinor: 30_00 })
  const join = (n: number, teamId: string) =>
    shopOf(n).call<Order & Refused>('POST', `/v1/group-teams/${teamId}/orders`, seat(), { token: tokens[n] })

  it('litemall#159, litemall#283, CRMEB#27, yudao (no lock): never seats more than the size, fills what is paid, and refunds everybody else who paid', async () => {
    const [shop] = shops
    const campaign = {
      ...{ name: { zh: '拼团', en: 'Group' }, skuId: 'sku_tea', priceMinor: 30_00, sizeCount: SIZE_COUNT },
      ...{ openHours: 1, perMemberCount: 1, bucketCount: null },
      ...{ startsAt: shop.clock.now, endsAt: shop.clock.now + 10 * HOUR_MS },
    }
    await shop.call('PUT', '/v1/group-buys/grp_rush', campaign, { secret: true })
    const leaders = await Promise.all(
      Array.from({ length: TEAM_COUNT }, (_, n) => {
        const input = { teamId: `team_${n}`, ...seat() }
        const token = tokens[JOINER_COUNT + n]
        return shopOf(n).call<Order & Refused>('POST', '/v1/group-buys/grp_rush/teams', input, { token })
      }),
    )
    // Everybody wants the first teams; who finds one full goes to the next.
    const seats = await Promise.all(
      Array.from({ length: JOINER_COUNT }, async (_, n): Promise<Reply<Order & Refused>> => {
        for (let at = n % 2; at < TEAM_COUNT; at += 1) {
          const reply = await join(n, `team_${at}`)
          if (reply.status === 200 || reply.body.error?.code !== 'team_full') return reply
        }
        return join(n, 'team_0')
      }),
    )
    const codes = new Set(seats.map(({ status, body }) => (status === 200 ? 'done' : body.error?.code)))
    expect([...codes].sort()).toEqual(['done'].concat(codes.size > 1 ? ['team_full'] : []))
    const all = [...seats, ...leaders].filter(({ status }) => status === 200)
    const teams = await rowsOf<TeamRow>(shop, 'group_teams')
    expect(Math.max(...teams.map(({ seat_count: count }) => count))).toBe(SIZE_COUNT)
    expect(teams.reduce((sum, { seat_count: count }) => sum + count, 0)).toBe(all.length)

    // All but every seventh pay, at once, while the teams are settled.
    const tokenOf = new Map([...seats, ...leaders].map(({ body }, n) => [body.id, tokens[n] as string] as const))
    await Promise.all(
      all.map(async ({ body: { id } }, n) => {
        if (n % 7 === 6) return
        const token = tokenOf.get(id) as string
        const payment = await openPayment(shopOf(n), token, id)
        expect((await simulate(shopOf(n), token, payment.id, 'succeed')).body.status).toBe('succeeded')
        if (n % 10 === 0) await sweep(shopOf(n).server, [])
      }),
    )
    for (const each of shops) each.clock.now += HOUR_MS
    await Promise.all(shops.map(({ server }) => sweep(server, [testPaymentProvider])))
    await sweep(shop.server, [testPaymentProvider])

    const orders = (await rowsOf<OrderRow>(shop, 'orders')).filter((order) => order.campaign !== null)
    const after = new Map((await rowsOf<TeamRow>(shop, 'group_teams')).map(({ id, state }) => [id, state]))
    expect(new Set(after.values())).toEqual(new Set(['filled', 'expired']))
    for (const [teamId, state] of after) {
      const statuses = orders.filter((order) => order.campaign.teamId === teamId).map(({ status }) => status)
      if (state === 'filled') expect([teamId, ...statuses]).toEqual([teamId, ...Array(SIZE_COUNT).fill('paid')])
      else expect(statuses.filter((status) => status !== 'refunded' && status !== 'cancelled')).toEqual([])
    }
    for (const [teamId] of [...after].filter(([, state]) => state === 'expired')) {
      const seen = await shop.call<GroupTeam>('GET', `/v1/group-teams/${teamId}`)
      expect([seen.body.state, seen.body.members]).toEqual(['expired', []])
    }
    const refunds = await rowsOf<{ readonly order_id: string; readonly refunded_at: number | null }>(
      shop,
      'payment_refunds',
    )
    const refunded = orders.filter(({ status }) => status === 'refunded').map(({ id }) => id)
    expect(refunds.map(({ order_id: id }) => id).sort()).toEqual(refunded.sort())
    expect(refunds.every(({ refunded_at: at }) => at !== null)).toBe(true)
  }, 120_000)
})
