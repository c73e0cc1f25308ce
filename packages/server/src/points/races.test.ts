import type { CreditedActivity, HouseholdInvitation, ImportedPoints, PointsBalance } from '@siyu/core/points'
import { noActivities, noSharing } from '@siyu/core/points'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stockUp, TEA } from '../kernel/testing/goods.ts'
import { breaches } from '../kernel/testing/invariants.ts'
import { openPair, type Pair, skip, tally, times } from '../kernel/testing/pair.ts'
import { adjustPoints, buy, newOrderId, place, rowsOf } from '../kernel/testing/sale.ts'
import { newKey, type Reply, type Shop, type SignedIn, START } from '../kernel/testing/shop.ts'
import { rebuilt, stateOf } from '../kernel/testing/state.ts'

type Failure = { readonly error?: { readonly code: string } }

const MEMBER_COUNT = 40

describe.skipIf(skip !== undefined)(
  `points of two servers on one PostgreSQL${skip === undefined ? '' : ` (skipped: ${skip})`}`,
  () => {
    let shops: Pair
    let members: readonly SignedIn[]

    beforeAll(async () => {
      shops = await openPair()
      await stockUp(shops[0], TEA, 1_000)
      members = await Promise.all(
        times(MEMBER_COUNT, (n) => shopOf(n).signIn(`138000001${String(n).padStart(2, '0')}`)),
      )
      for (const { memberId } of members) await adjustPoints(shops[0], memberId, 1_000)
      const activities = {
        ...{ ...noActivities, reviewCount: 5, profileCount: 5, checkIn: null },
        checkIn: { dayCounts: [5], bonuses: [], cycleDays: null },
        caps: [{ kinds: ['check_in', 'profile'], period: 'day', maxCount: 7 }],
      }
      await shops[0].call('PUT', '/v1/points/activities/settings', activities, { secret: true })
      const sharing = { ...noSharing, allowed: true, maxMembers: 2, maxPerDayCount: 100 }
      await shops[0].call('PUT', '/v1/points/sharing', sharing, { secret: true })
    })
    afterAll(async () => {
      const { database } = shops[0].database
      expect(await breaches(database)).toEqual([])
      await shops[0].server.outbox.drain()
      expect(await rebuilt(database)).toEqual(await stateOf(database))
      await shops[1].close()
      await shops[0].close()
      expect([...shops[0].faults, ...shops[1].faults]).toEqual([])
    })

    const shopOf = (n: number): Shop => shops[n % 2] as Shop
    const member = (n: number): SignedIn => members[n] as SignedIn
    /** A call as a client of ours makes it: what is busy is asked again, under the same key. */
    const ask = async <T>(n: number, who: SignedIn | null, path: string, body: object): Promise<Reply<T & Failure>> => {
      const key = newKey()
      for (let attempt = 1; ; attempt += 1) {
        const as = who === null ? { secret: true, key } : { token: who.accessToken, key }
        const answer = await shopOf(n + attempt).call<T & Failure>('POST', path, body, as)
        if (answer.status !== 503 || attempt === 10) return answer
      }
    }
    const spendable = async ({ accessToken: token }: SignedIn) =>
      (await shops[0].call<PointsBalance>('GET', '/v1/points', undefined, { token })).body.spendableCount

    const saveItem = async (id: string, more: object): Promise<void> => {
      const item = {
        ...{ id, skuId: 'sku_tea', pointsCount: 100, cashMinor: 0, perMemberLimit: null, totalLimit: null },
        ...{ startsAt: START, endsAt: null, tierIds: null, active: true, ...more },
      }
      expect((await shops[0].call('PUT', `/v1/points/items/${id}`, item, { secret: true })).status).toBe(200)
    }
    const redeem = (n: number, who: SignedIn, itemId: string) =>
      ask(n, who, '/v1/orders/redemptions', {
        ...{ orderId: newOrderId(), itemId, quantity: 1, expectedPointsCount: 100, expectedPayableMinor: 0 },
      })

    it('of 40 who want the last piece of an item at once exactly one gets it', async () => {
      await saveItem('itm_last', { totalLimit: 1 })
      const answers = await Promise.all(times(MEMBER_COUNT, (n) => redeem(n, member(n), 'itm_last')))
      expect(tally(answers)).toEqual({ done: 1, '409 item_sold_out': 39 })
      const items = await rowsOf<{ id: string; redeemed_count: number }>(shops[0], 'points_items')
      expect(items.find(({ id }) => id === 'itm_last')?.redeemed_count).toBe(1)
    })

    it('of 40 who want the last seven exactly seven do', async () => {
      await saveItem('itm_seven', { totalLimit: 7 })
      const answers = await Promise.all(times(MEMBER_COUNT, (n) => redeem(n, member(n), 'itm_seven')))
      expect(tally(answers)).toEqual({ done: 7, '409 item_sold_out': 33 })
    })

    it('one member at many devices gets no more than the limit, and spends no point twice', async () => {
      await saveItem('itm_two', { perMemberLimit: 2 })
      const answers = await Promise.all(times(12, (n) => redeem(n, member(0), 'itm_two')))
      expect(tally(answers)).toEqual({ done: 2, '409 item_limit_reached': 10 })
      const poor = member(1)
      const had = await spendable(poor)
      await adjustPoints(shops[0], poor.memberId, 150 - had)
      await saveItem('itm_any', {})
      expect(tally(await Promise.all(times(12, (n) => redeem(n, poor, 'itm_any'))))).toEqual({
        ...{ done: 1, '402 points_insufficient': 11 },
      })
      expect(await spendable(poor)).toBe(50)
    })

    it('two devices check in at once: one credit', async () => {
      const before = await Promise.all(members.slice(2, 12).map(spendable))
      const answers = await Promise.all(
        times(20, (n) => ask<CreditedActivity>(n, member(2 + (n % 10)), '/v1/points/check-ins', {})),
      )
      expect(tally(answers)).toEqual({ done: 10, '409 already_checked_in': 10 })
      const after = await Promise.all(members.slice(2, 12).map(spendable))
      expect(after).toEqual(before.map((count) => count + 5))
    })

    it('different activities at once stay under their common cap', async () => {
      const crowd = members.slice(12, 22)
      for (const { accessToken: token } of crowd) await shops[0].call('PUT', '/v1/member', { name: 'x' }, { token })
      const before = await Promise.all(crowd.map(spendable))
      const profile = { activity: { kind: 'profile' } }
      await Promise.all(
        crowd.flatMap((who, n) => [
          ask(n, who, '/v1/points/check-ins', {}),
          ask(n + 1, who, '/v1/points/activities', profile),
        ]),
      )
      expect(await Promise.all(crowd.map(spendable))).toEqual(before.map((count) => count + 7))
    })

    it('an invitation is good for one, and a household never passes its size', async () => {
      const invited = await ask<HouseholdInvitation>(0, member(22), '/v1/points/household/invitations', {})
      const { code } = invited.body
      const answers = await Promise.all(
        times(10, (n) => ask(n, member(23 + n), '/v1/points/household/members', { code })),
      )
      expect(tally(answers)).toEqual({ done: 1, '404 invitation_missing': 9 })
      const [household] = await rowsOf<{ member_count: number }>(shops[0], 'points_households')
      expect(household?.member_count).toBe(2)
    })

    it('sending at once, both ways, keeps the sum, the limit and every balance', async () => {
      const accounts = await rowsOf<{ member_id: string; household_id: string | null }>(shops[0], 'points_accounts')
      const ids = accounts.filter((account) => account.household_id !== null).map((account) => account.member_id)
      const [one, two] = ids.map((id) => members.find(({ memberId }) => memberId === id)) as [SignedIn, SignedIn]
      const sum = (await spendable(one)) + (await spendable(two))
      const answers = await Promise.all(
        times(24, (n) => {
          const [from, to] = n % 2 === 0 ? [one, two] : [two, one]
          return ask(n, from, '/v1/points/transfers', { toMemberId: to.memberId, count: 30 })
        }),
      )
      expect(tally(answers)).toEqual({ done: 6, '409 transfer_limit_reached': 18 })
      expect((await spendable(one)) + (await spendable(two))).toBe(sum)
    })

    it('the same balances brought in from two sides at once come in once', async () => {
      const rows = times(50, (n) => ({
        ...{ reference: `old:${n}`, memberId: member(n % 10).memberId, count: 3, expiresAt: null },
      }))
      const before = await Promise.all(members.slice(0, 10).map(spendable))
      const answers = await Promise.all(times(4, (n) => ask<ImportedPoints>(n, null, '/v1/points/imports', { rows })))
      expect(tally(answers)).toEqual({ done: 4 })
      const imported = answers.flatMap(({ body }) => body.rows).filter(({ outcome }) => outcome === 'imported')
      expect(imported.length).toBe(50)
      expect(await Promise.all(members.slice(0, 10).map(spendable))).toEqual(before.map((count) => count + 15))
    })

    it('odoo#238806: earned, spent and refunded from two sides at once, an order leaves no point and takes each once', async () => {
      const who = await shops[0].signIn('13800001901')
      for (let round = 0; round < 3; round += 1) {
        const order = await buy(shops[0], who.accessToken, { lines: { sku_tea: 2 } })
        const earned = await spendable(who)
        expect(earned).toBe(100)
        const takeAway = (n: number) =>
          ask(n, null, '/v1/points/adjustments', { memberId: who.memberId, deltaCount: -earned, reason: 'spent' })
        const giveBack = (n: number) =>
          ask(n, null, `/v1/orders/${order.id}/refunds`, { lines: [{ lineId: 'sku_tea', quantity: 2 }], reason: 'r' })
        const [spent, again, one, two] = await Promise.all([takeAway(0), takeAway(1), giveBack(0), giveBack(1)])
        expect(tally([one, two])).toMatchObject({ done: 1 })
        const spentCount = [spent, again].filter(({ status }) => status === 200).length
        expect(spentCount).toBeLessThanOrEqual(1)
        const { body } = await shops[1].call<PointsBalance>('GET', '/v1/points', undefined, { token: who.accessToken })
        // What was spent before the refund is owed; nothing is kept either way.
        expect(body).toMatchObject({ spendableCount: 0, pendingCount: 0, debtCount: spentCount * earned })
        if (spentCount > 0) await adjustPoints(shops[0], who.memberId, earned)
      }
    })

    it('frappe/erpnext#32951: the points of a return are gone, also those of a part, however the returns fall together', async () => {
      const who = await shops[0].signIn('13800001902')
      const order = await buy(shops[0], who.accessToken, { lines: { sku_tea: 8 } })
      const parts = await Promise.all(
        times(8, (n) =>
          ask(n, null, `/v1/orders/${order.id}/refunds`, { lines: [{ lineId: 'sku_tea', quantity: 1 }], reason: 'r' }),
        ),
      )
      expect(tally(parts)).toEqual({ done: 8 })
      const rows = await rowsOf<{ order_id: string; refund: { pointsClawedCount: number } }>(shops[0], 'order_refunds')
      const clawed = rows.filter(({ order_id: id }) => id === order.id).map(({ refund }) => refund.pointsClawedCount)
      expect(clawed).toEqual(Array(8).fill(50))
      expect(await spendable(who)).toBe(0)
    })

    it('macrozheng/mall useIntegration: what an order takes of points is known to it, and comes back from whichever of two cancels it', async () => {
      const who = await shops[0].signIn('13800001903')
      await adjustPoints(shops[0], who.memberId, 300)
      const order = await place(shops[0], who.accessToken, { lines: { sku_tea: 1 }, pointsCount: 300 })
      expect(order.pointsCount).toBe(300)
      expect(await spendable(who)).toBe(0)
      const cancels = await Promise.all(times(4, (n) => ask(n, who, `/v1/orders/${order.id}/cancellation`, {})))
      expect(tally(cancels)).toEqual({ done: 1, '409 order_not_cancellable': 3 })
      expect(await spendable(who)).toBe(300)
      // There points and growth of a gift were promised and never given: here both come with the goods.
      const kept = await buy(shops[0], who.accessToken, { lines: { sku_tea: 1 }, pointsCount: 300 })
      expect(kept.payableMinor).toBe(47_00)
      expect(await spendable(who)).toBe(47)
      const growth = await rowsOf<{ order_id: string; amount_count: number }>(shops[0], 'growth_entries')
      expect(growth.filter(({ order_id: id }) => id === kept.id).map(({ amount_count: count }) => count)).toEqual([47])
    })

    it('a freeze and a redemption at once: whichever comes first counts', async () => {
      const who = member(39)
      await saveItem('itm_race', {})
      const before = await spendable(who)
      const [frozen, ...answers] = await Promise.all([
        ask(0, null, `/v1/members/${who.memberId}/points/freezes`, { reason: 'race' }),
        ...times(6, (n) => redeem(n, who, 'itm_race')),
      ])
      expect(frozen?.status).toBe(200)
      const { done = 0, '403 points_frozen': refused = 0 } = tally(answers)
      expect(done + refused).toBe(6)
      await ask(0, null, `/v1/members/${who.memberId}/points/unfreezes`, { reason: 'over' })
      expect(await spendable(who)).toBe(before - 100 * done)
    })
  },
)
