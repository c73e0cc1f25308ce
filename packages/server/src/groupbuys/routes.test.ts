import type { GroupCampaign, GroupTeam } from '@siyu/core/groupbuys'
import type { Order } from '@siyu/core/orders'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stockUp, TEA } from '../kernel/testing/goods.ts'
import { breaches } from '../kernel/testing/invariants.ts'
import { newOrderId, openPayment, pay, type Refused, refund, rowsOf, simulate } from '../kernel/testing/sale.ts'
import { newKey, openShop, type Shop, type SignedIn } from '../kernel/testing/shop.ts'
import { testPaymentProvider } from '../payments/index.ts'
import { sweep } from '../sweeps.ts'

const HOUR_MS = 3_600_000
const MEMBER_COUNT = 4

let shop: Shop
let members: readonly SignedIn[]
beforeAll(async () => {
  shop = await openShop()
  await stockUp(shop, TEA, 200)
  await pass(0)
  await shop.call('PUT', '/v1/member', { name: '王小明' }, { token: tokenOf(0) })
})
afterAll(async () => {
  expect(shop.faults).toEqual([])
  expect(await breaches(shop.database.database)).toEqual([])
  await shop.close()
})

/** Lets time go by; access tokens live for minutes only. */
async function pass(ms: number): Promise<void> {
  shop.clock.now += ms
  const phones = Array.from({ length: MEMBER_COUNT }, (_, n) => `1370000000${n}`)
  members = await Promise.all(phones.map((phone) => shop.signIn(phone)))
  await sweep(shop.server, [testPaymentProvider])
}
const tokenOf = (n: number) => (members[n] as SignedIn).accessToken
const codeOf = (reply: { readonly body: Refused }) => reply.body.error?.code

let campaignCount = 0
async function openCampaign(change: Partial<GroupCampaign> = {}): Promise<GroupCampaign> {
  campaignCount += 1
  const campaign: GroupCampaign = {
    ...{ id: `grp_${campaignCount}`, name: { zh: '拼团', en: 'Group' }, skuId: 'sku_tea', priceMinor: 30_00 },
    ...{ sizeCount: 2, openHours: 2, perMemberCount: 10, bucketCount: null },
    ...{ startsAt: shop.clock.now, endsAt: shop.clock.now + 100 * HOUR_MS, ...change },
  }
  const saved = await shop.call('PUT', `/v1/group-buys/${campaign.id}`, campaign, { secret: true })
  expect(saved.status).toBe(200)
  return campaign
}
const seatInput = () => ({ orderId: newOrderId(), quantity: 1, expectedPayableMinor: 30_00 })
const open = (campaign: GroupCampaign, teamId: string, member = 0) =>
  shop.call<Order & Refused>(
    ...(['POST', `/v1/group-buys/${campaign.id}/teams`, { teamId, ...seatInput() }] as const),
    { token: tokenOf(member) },
  )
const join = (teamId: string, member: number) =>
  shop.call<Order & Refused>('POST', `/v1/group-teams/${teamId}/orders`, seatInput(), { token: tokenOf(member) })
const teamOf = async (teamId: string, member = 3) =>
  (await shop.call<GroupTeam & Refused>('GET', `/v1/group-teams/${teamId}`, undefined, { token: tokenOf(member) })).body
const orderOf = async (orderId: string, member: number) =>
  (await shop.call<Order>('GET', `/v1/orders/${orderId}`, undefined, { token: tokenOf(member) })).body
const receive = (orderId: string, member: number) =>
  shop.call<Order & Refused>('POST', `/v1/orders/${orderId}/receipt`, {}, { token: tokenOf(member) })
const settled = () => sweep(shop.server, [testPaymentProvider])

describe('group buys', () => {
  it('let the orders of a team go on once every seat is paid, and not before', async () => {
    const campaign = await openCampaign()
    const first = await open(campaign, 'team_full', 0)
    expect(first).toMatchObject({ status: 200, body: { payableMinor: 30_00, waitsFor: 'group' } })
    const second = await join('team_full', 1)
    expect(codeOf(await join('team_full', 2))).toBe('team_full')
    await pay(shop, tokenOf(0), first.body.id)
    expect(codeOf(await receive(first.body.id, 0))).toBe('group_pending')
    expect(await settled()).toMatchObject({ settledTeamCount: 0 })
    expect(await teamOf('team_full')).toMatchObject({
      ...{ state: 'open', missingCount: 0, orderId: null },
      members: [
        { name: '王*', isLeader: true, isPaid: true, isMe: false },
        { name: null, isLeader: false, isPaid: false, isMe: false },
      ],
    })
    await pay(shop, tokenOf(1), second.body.id)
    expect(await settled()).toMatchObject({ settledTeamCount: 1, teamRefundCount: 0 })
    expect(await teamOf('team_full', 1)).toMatchObject({ state: 'filled', orderId: second.body.id })
    expect(await orderOf(first.body.id, 0)).toMatchObject({ status: 'paid', waitsFor: null })
    expect((await receive(first.body.id, 0)).status).toBe(200)
    expect(codeOf(await join('team_full', 2))).toBe('team_closed')
    expect(await settled()).toMatchObject({ settledTeamCount: 0, teamRefundCount: 0 })
  })

  it('refund everybody who paid, once, when a team ends before it is full', async () => {
    const campaign = await openCampaign({ sizeCount: 3, bucketCount: 5 })
    const [first, second] = [await open(campaign, 'team_late', 0), await join('team_late', 1)]
    await pay(shop, tokenOf(0), first.body.id)
    await pay(shop, tokenOf(1), second.body.id)
    await pass(2 * HOUR_MS)
    expect(await teamOf('team_late')).toMatchObject({ state: 'expired' })
    for (const [order, member] of [
      [first.body, 0],
      [second.body, 1],
    ] as const) {
      expect(await orderOf(order.id, member)).toMatchObject({ status: 'refunded', refundedMinor: 30_00 })
    }
    expect(await settled()).toMatchObject({ settledTeamCount: 0, teamRefundCount: 0 })
    const refunds = await rowsOf<{ readonly order_id: string }>(shop, 'payment_refunds')
    expect(refunds.filter(({ order_id: id }) => id === first.body.id)).toHaveLength(1)
    const [slots, seats] = [await rowsOf(shop, 'bucket_slots'), await rowsOf(shop, 'group_seats')]
    expect(slots.filter((row) => Object.values(row).includes(`${campaign.id}/sku_tea`))).not.toContainEqual(
      expect.objectContaining({ taken_count: 1 }),
    )
    expect(seats).toContainEqual(expect.objectContaining({ team_id: 'team_late', state: 'freed' }))
  })

  it('free a seat that is not paid in time, for somebody else', async () => {
    const campaign = await openCampaign()
    await open(campaign, 'team_slow', 0)
    const second = await join('team_slow', 1)
    const again = await join('team_slow', 1)
    expect(codeOf(again)).toBe('team_joined')
    await pay(shop, tokenOf(1), second.body.id)
    await pass(HOUR_MS)
    expect(await teamOf('team_slow')).toMatchObject({ state: 'open', missingCount: 1, members: [{ isPaid: true }] })
    const third = await join('team_slow', 2)
    await pay(shop, tokenOf(2), third.body.id)
    await settled()
    expect(await teamOf('team_slow')).toMatchObject({ state: 'filled' })
  })

  it('give back money that comes too late, for an order that ended and for one that nobody had ended yet', async () => {
    const campaign = await openCampaign({ openHours: 1, sizeCount: 3 })
    const [first, second] = [await open(campaign, 'team_gone', 0), await join('team_gone', 1)]
    const late = await openPayment(shop, tokenOf(0), first.body.id)
    await pass(HOUR_MS)
    const came = await simulate(shop, tokenOf(0), late.id, 'succeed')
    expect(came.body).toMatchObject({ status: 'refund_due' })
    expect(await orderOf(second.body.id, 1)).toMatchObject({ status: 'cancelled' })

    const third = await open(campaign, 'team_late_2', 2)
    const payment = await openPayment(shop, tokenOf(2), third.body.id)
    shop.clock.now += HOUR_MS
    // The notice comes before the sweep does.
    const notice = { paymentId: payment.id, outcome: 'succeeded', amountMinor: 30_00 }
    expect(await shop.server.run(shop.brandId, 'payments.note', notice, newKey())).toMatchObject({ kind: 'done' })
    await pass(0)
    await settled()
    expect(await orderOf(third.body.id, 2)).toMatchObject({ status: 'refunded', refundedMinor: 30_00 })
  })

  it('give up the seat of an order that is refunded before the team is full', async () => {
    const campaign = await openCampaign()
    const first = await open(campaign, 'team_left', 0)
    await pay(shop, tokenOf(0), first.body.id)
    expect((await refund(shop, first.body.id, { sku_tea: 1 })).status).toBe(200)
    expect(await teamOf('team_left')).toMatchObject({ missingCount: 2, members: [] })
    expect((await join('team_left', 1)).status).toBe(200)
  })

  it('are listed with what is left, with open teams, and with one’s own', async () => {
    const campaign = await openCampaign({ bucketCount: 7 })
    await open(campaign, 'team_list', 0)
    const offers = await shop.call<{ readonly items: readonly GroupCampaign[] }>('GET', '/v1/group-buys')
    expect(offers.body.items.find(({ id }) => id === campaign.id)).toMatchObject({ leftCount: 6, listMinor: 50_00 })
    const teams = await shop.call<{ readonly items: readonly GroupTeam[] }>(
      ...(['GET', `/v1/group-buys/${campaign.id}/teams`] as const),
    )
    expect(teams.body.items).toMatchObject([{ id: 'team_list', missingCount: 1, members: [{ name: '王*' }] }])
    expect(JSON.stringify(teams.body)).not.toContain('小明')
    const mine = await shop.call<{ readonly items: readonly GroupTeam[] }>(
      ...(['GET', '/v1/group-teams', undefined, { token: tokenOf(0) }] as const),
    )
    expect(mine.body.items[0]).toMatchObject({ id: 'team_list' })
    const all = await shop.call<{ readonly items: readonly GroupCampaign[] }>(
      ...(['GET', '/v1/admin/group-buys', undefined, { secret: true }] as const),
    )
    expect(all.body.items.find(({ id }) => id === campaign.id)).toMatchObject({ openTeamCount: 1 })
    expect(codeOf({ body: await teamOf('team_none') })).toBe('team_missing')
    expect(codeOf(await open({ ...campaign, id: 'grp_none' }, 'team_x'))).toBe('campaign_missing')
    expect(codeOf(await open(campaign, 'team_list', 1))).toBe('team_exists')
  })
})
