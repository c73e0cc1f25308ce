import { readFile } from 'node:fs/promises'
import type { Order } from '@siyu/core/orders'
import { describe, expect, it } from 'vitest'
import { migrate } from './kernel/migrate.ts'
import { breaches } from './kernel/testing/invariants.ts'
import { testDatabases } from './kernel/testing/postgres.ts'
import { countRows } from './kernel/testing/rows.ts'
import { pay, refund } from './kernel/testing/sale.ts'
import { openShop } from './kernel/testing/shop.ts'
import { rebuilt, stateOf } from './kernel/testing/state.ts'
import { migrations } from './migrations.ts'
import { sweep } from './sweeps.ts'

const DAY_MS = 86_400_000
/** What an earlier version left behind; `kernel/testing/make-fixture.ts` wrote it and says what happened there. */
const FIXTURE = new URL('../fixtures/database-1.sql', import.meta.url)
/** The moment the fixture was left at. */
const LEFT_AT = Date.UTC(2027, 2, 1, 0, 59)

describe.each(await testDatabases())('a shop of an earlier version, on $title', (kind) => {
  it.skipIf(kind.skip !== undefined)('loses nothing in the upgrade and goes on', async () => {
    const fresh = await kind.create()
    const { database } = fresh
    await database.script(await readFile(FIXTURE, 'utf8'))
    const before = await countRows(database)
    expect(before).toMatchObject({ members: 2, orders: 3, coupons: 1, payment_refunds: 2, points_lots: 5 })

    const applied = await migrate(database, migrations)
    expect(applied).toEqual(['0015_grace_lots'])
    expect(await countRows(database)).toEqual({ ...before, siyu_migrations: migrations.length })
    const lots = await database.execute<{ n: number }>({
      text: 'select amount_count as n from points_lots where is_grace order by 1',
      values: [],
    })
    expect(lots.map(({ n }) => n)).toEqual([13, 87])
    expect(await breaches(database)).toEqual([])

    const shop = await openShop({ database: fresh, now: LEFT_AT })
    const ben = await shop.signIn('13800000002')
    expect(ben.joined).toBe(false)
    const { accessToken: token } = ben
    const { body } = await shop.call<{ items: Order[] }>('GET', '/v1/orders', undefined, { token })
    expect(body.items.map(({ status }) => status)).toEqual(['created', 'cancelled', 'completed'])
    const [open, , old] = body.items as [Order, Order, Order]

    // The cup and the other tea of the sale a year ago: 30.08 + 45.13 of 120.33, its points back, its commission gone.
    const back = await refund(shop, old.id, { sku_cup: 1, sku_tea: 1 })
    expect(back).toMatchObject({ status: 200, body: { status: 'refunded', refundedMinor: 120_33 } })
    expect(back.body.refunds.at(-1)).toMatchObject({
      ...{ paidMinor: 75_21, pointsReturnedCount: 187, commissionMinor: 7_51, growthCount: 75 },
    })
    await pay(shop, token, open.id)
    const fund = { name: 'test', refund: async () => undefined }
    // This refund, and the money of a year ago that came too late.
    expect(await sweep(shop.server, [fund])).toMatchObject({ refundedCount: 2 })
    shop.clock.now += 31 * DAY_MS
    await sweep(shop.server, [fund])

    expect(await breaches(database)).toEqual([])
    await shop.server.outbox.drain()
    expect(await rebuilt(database)).toEqual(await stateOf(database))
    expect(shop.faults).toEqual([])
    await shop.close()
  })
})
