import type { PointsBalance, PointsEntry, PointsPurchase, PointsRecord, RedeemedPoints } from '@siyu/core/points'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { storyDatabases } from '../kernel/testing/postgres.ts'
import { adjustPoints, type Refused, rowsOf } from '../kernel/testing/sale.ts'
import { newKey, openShop, type Shop } from '../kernel/testing/shop.ts'
import { rebuilt, stateOf } from '../kernel/testing/state.ts'

type Told = PointsPurchase & Partial<RedeemedPoints> & Refused

describe.each(await storyDatabases())('purchases made elsewhere, on $title', (kind) => {
  let shop: Shop
  beforeAll(async () => {
    if (kind.skip === undefined) shop = await openShop({ on: kind.kind })
  })
  afterAll(async () => {
    expect(shop?.faults ?? []).toEqual([])
    await shop?.close()
  })
  const test = it.skipIf(kind.skip !== undefined)
  const tell = (what: 'earnings' | 'redemptions' | 'refunds', input: object, key?: string) =>
    shop.call<Told>('POST', `/v1/points/${what}`, input, { secret: true, key })
  const balanceOf = async (token: string) =>
    (await shop.call<PointsBalance>('GET', '/v1/points', undefined, { token })).body

  test('earn, spend and come back by their own reference, each told any number of times', async () => {
    const { memberId, accessToken: token } = await shop.signIn('13800000001')
    const about = { memberId, reference: 'till-7' }
    const key = newKey()
    for (const each of [key, key, newKey()]) {
      expect((await tell('earnings', { ...about, basisMinor: 123_45 }, each)).body).toMatchObject({ earnedCount: 123 })
    }
    expect(await tell('earnings', { ...about, basisMinor: 1 })).toMatchObject({
      ...{ status: 409, body: { error: { code: 'reference_used', detail: { basisMinor: 123_45 } } } },
    })
    for (const _ of [1, 2]) {
      const spent = await tell('redemptions', { ...about, count: 100, payableMinor: 200_00 })
      expect(spent.body).toMatchObject({ spentCount: 100, minor: 1_00 })
    }
    expect(await balanceOf(token)).toMatchObject({ spendableCount: 23, heldCount: 0 })
    const half = await tell('refunds', { ...about, keptBasisMinor: 60_00, returnedCount: 40 })
    expect(half.body).toMatchObject({ returnedCount: 40, clawedCount: 63 })
    expect(await balanceOf(token)).toMatchObject({ spendableCount: 0, debtCount: 0 })
    for (const _ of [1, 2]) {
      const whole = await tell('refunds', { ...about, keptBasisMinor: 0, returnedCount: 100 })
      expect(whole.body).toEqual({ ...about, earnedCount: 123, clawedCount: 123, spentCount: 100, returnedCount: 100 })
    }
    expect(await balanceOf(token)).toMatchObject({ spendableCount: 0, debtCount: 0 })

    const { body: history } = await shop.call<{ items: PointsEntry[] }>('GET', '/v1/points/history', undefined, {
      token,
    })
    expect(new Set(history.items.map(({ reference, orderId }) => `${reference} ${orderId}`))).toEqual(
      new Set(['till-7 null']),
    )
    expect(history.items.reduce((sum, { deltaCount }) => sum + deltaCount, 0)).toBe(0)
  })

  test('refuse what cannot be, and change nothing', async () => {
    const { memberId } = await shop.signIn('13800000002')
    await adjustPoints(shop, memberId, 50)
    const before = await rowsOf(shop, 'ledger_entries')
    const about = { memberId, reference: 'till-8' }
    const refused: readonly (readonly [Parameters<typeof tell>[0], object, number, string])[] = [
      ['earnings', { ...about, memberId: 'mem_none', basisMinor: 1 }, 404, 'member_missing'],
      ['redemptions', { ...about, memberId: 'mem_none', count: 1 }, 404, 'member_missing'],
      ['redemptions', { ...about, count: 10, payableMinor: 19 }, 409, 'points_not_redeemable'],
      ['redemptions', { ...about, count: 51 }, 402, 'points_insufficient'],
      ['refunds', { ...about, keptBasisMinor: 0 }, 404, 'reference_missing'],
      ['earnings', { ...about, basisMinor: -1 }, 400, 'invalid_input'],
      ['earnings', { ...about, basisMinor: 1, reference: 'a b' }, 400, 'invalid_input'],
    ]
    for (const [what, input, status, code] of refused) {
      expect(await tell(what, input), code).toMatchObject({ status, body: { error: { code } } })
    }
    expect(await rowsOf(shop, 'ledger_entries')).toEqual(before)
    expect((await tell('redemptions', { ...about, count: 20 })).status).toBe(200)
    expect((await tell('refunds', { ...about, returnedCount: 21 })).body.error?.code).toBe('return_exceeded')
    expect((await tell('refunds', { ...about, keptBasisMinor: 1 })).body.error?.code).toBe('basis_exceeded')
  })

  test('yudao updatePointDecr: many tills at once spend what is there and not a point more', async () => {
    const { memberId, accessToken: token } = await shop.signIn('13800000003')
    await adjustPoints(shop, memberId, 100)
    const tills = Array.from({ length: 8 }, (_, till) =>
      tell('redemptions', { memberId, reference: `race-${till}`, count: 30 }),
    )
    const codes = (await Promise.all(tills)).map(({ status, body }) => body.error?.code ?? status)
    expect(codes.filter((code) => code === 200)).toHaveLength(3)
    expect(new Set(codes)).toEqual(new Set([200, 'points_insufficient']))
    expect(await balanceOf(token)).toMatchObject({ spendableCount: 10, debtCount: 0, heldCount: 0 })
  })

  test('odoo#222372: one reference told by two tills at once is credited once', async () => {
    const { memberId, accessToken: token } = await shop.signIn('13800000004')
    const input = { memberId, reference: 'twice', basisMinor: 50_00 }
    const replies = await Promise.all([tell('earnings', input), tell('earnings', input), tell('earnings', input)])
    expect(replies.map(({ body }) => body.earnedCount)).toEqual([50, 50, 50])
    expect(await balanceOf(token)).toMatchObject({ spendableCount: 50 })
  })

  test('operators read a member lot by lot, and who did what and why', async () => {
    const { memberId, accessToken: token } = await shop.signIn('13800000005')
    await adjustPoints(shop, memberId, 5)
    await tell('earnings', { memberId, reference: 'till-9', basisMinor: 9_00 })
    const path = `/v1/members/${memberId}/points`
    type Whole = PointsBalance & { lots: object[] } & Refused
    const { body } = await shop.call<Whole>('GET', path, undefined, { secret: true })
    expect(body).toMatchObject({ spendableCount: 14, expiring: [{ count: 14 }] })
    expect(body.lots).toHaveLength(2)
    const page = await shop.call<{ items: PointsRecord[] }>('GET', `${path}/history`, undefined, { secret: true })
    expect(
      page.body.items.map(({ kind, reference, reason, actor, shares }) => [kind, reference, reason, actor, shares]),
    ).toEqual(
      expect.arrayContaining([
        ['earn', 'till-9', null, 'key_sk', [{ ruleId: 'base', count: 9 }]],
        ['adjust', null, 'by hand', 'key_sk', []],
      ]),
    )
    expect((await shop.call('GET', path, undefined, { token })).status).toBe(403)
    const none = await shop.call<Refused>('GET', '/v1/members/mem_none/points', undefined, { secret: true })
    expect(none).toMatchObject({ status: 404, body: { error: { code: 'member_missing' } } })
  })

  test('the journal alone gives the same shop', async () => {
    const { database } = shop.database
    await shop.server.outbox.drain()
    expect(await rebuilt(database)).toEqual(await stateOf(database))
  })
})
