import { readFile } from 'node:fs/promises'
import type { AuditReport } from '@siyu/core/ledger'
import type { Order } from '@siyu/core/orders'
import { QuoteLine } from '@siyu/core/pricing'
import { describe, expect, it } from 'vitest'
import type { Database } from './kernel/database.ts'
import { migrate } from './kernel/migrate.ts'
import { breaches } from './kernel/testing/invariants.ts'
import { testDatabases } from './kernel/testing/postgres.ts'
import { countRows } from './kernel/testing/rows.ts'
import { pay, refund } from './kernel/testing/sale.ts'
import { openShop } from './kernel/testing/shop.ts'
import { rebuilt, stateOf } from './kernel/testing/state.ts'
import { migrations } from './migrations.ts'
import { testPaymentProvider } from './payments/index.ts'
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
    const typed = await reasonsOf(database)
    expect(typed.length).toBeGreaterThan(2)
    expect(before).toMatchObject({ members: 2, orders: 3, coupons: 1, payment_refunds: 2, points_lots: 5 })

    const applied = await migrate(database, migrations)
    expect(applied).toEqual(migrations.slice(15).map(({ id }) => id))
    expect(applied[0]).toBe('0015_grace_lots')
    const settings = (before.settings ?? 0) + 7
    const after = await countRows(database)
    const { points_entries: historyCount = 0, ...kept } = before
    expect(after).toMatchObject({ ...kept, settings, siyu_migrations: migrations.length })
    const made = Object.keys(after).filter((table) => !(table in before) && after[table] !== 0)
    expect(made.sort()).toEqual([
      ...['growth_entries', 'ledger_accounts', 'ledger_entries', 'ledger_seal_heads', 'locations'],
      ...['personal_notes', 'stock_cards', 'stock_movements', 'stored_value_accounts', 'tier_programs'],
    ])
    const posted = await database.execute<{ book: string; n: number }>({
      text: 'select book, count(*)::int as n from ledger_entries group by 1 order by 1',
      values: [],
    })
    expect(posted).toEqual([
      { book: 'commission', n: 2 },
      { book: 'points', n: historyCount },
    ])
    // What operators typed has left the journal, word for word.
    const notes = 'select words from personal_notes order by words collate "C"'
    expect((await database.execute({ text: notes, values: [] })).map(({ words }) => words)).toEqual(typed)
    expect(await reasonsOf(database)).toEqual([])
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
    const fund = testPaymentProvider
    // This refund, and the money of a year ago that came too late.
    expect(await sweep(shop.server, [fund])).toMatchObject({ refundedCount: 2 })
    shop.clock.now += 31 * DAY_MS
    await sweep(shop.server, [fund])

    expect(await breaches(database)).toEqual([])
    await shop.server.outbox.drain()
    expect(await rebuilt(database)).toEqual(await stateOf(database))
    const audited = await shop.call<AuditReport>('POST', '/v1/ledger/audit', {}, { secret: true })
    expect(audited.body.differences).toEqual([])
    expect(shop.faults).toEqual([])
    await shop.close()
  })

  it.skipIf(kind.skip !== undefined)(
    'has its rules, orders and carts in the form of now, journal and all',
    async () => {
      const fresh = await kind.create()
      const { database } = fresh
      await database.script(await readFile(FIXTURE, 'utf8'))
      await liveOn(database)
      await migrate(database, migrations)

      const rowsOf = async (query: string): Promise<readonly unknown[]> =>
        (await database.execute({ text: `select to_jsonb(t) as row from (${query}) t`, values: [] })).map(
          ({ row }) => row,
        )
      expect(
        await rowsOf('select id, conditions, items, stacking, limits, created_at from promotions order by id'),
      ).toEqual([
        { ...none, id: 'prm_all', conditions: [AT_LEAST], created_at: LEFT_AT },
        {
          ...{ ...none, id: 'prm_some', conditions: [AT_LEAST], created_at: LEFT_AT },
          items: { skuIds: ['sku_tea', 'sku_pot'] },
        },
      ])
      const nothing = { skuIds: ['sku_tea'], except: { skuIds: ['sku_tea'] } }
      const terms = 'conditions, items, stacking'
      expect(await rowsOf(`select ${terms} from coupon_templates where id = 'tpl_never'`)).toEqual([
        { conditions: [], items: nothing, stacking: null },
      ])
      expect(await rowsOf(`select ${terms} from coupons where id = 'cou_cup'`)).toEqual([
        { conditions: [AT_LEAST], items: { skuIds: ['sku_cup'] }, stacking: null },
      ])
      expect(await rowsOf(`select coupon_ids, shipping, taxes from orders where id = 'ord_old'`)).toEqual([
        { coupon_ids: ['cou_cup'], shipping: null, taxes: [] },
      ])
      expect(await rowsOf(`select line from order_lines where order_id = 'ord_old'`)).toEqual([{ line: LINE_NOW }])
      expect(QuoteLine.parse(LINE_NOW)).toEqual(LINE_NOW)
      expect(await rowsOf(`select coupon_ids from carts order by member_id = '${BEN}'`)).toEqual([
        { coupon_ids: [] },
        { coupon_ids: ['cou_cup'] },
      ])
      // Every line that was ever frozen, and every reply that is kept for a retry, is what a client of now understands.
      const frozen = (await rowsOf('select line from order_lines')) as readonly { line: unknown }[]
      expect(frozen.map(({ line }) => QuoteLine.safeParse(line).success)).toEqual([true, true, true, true, true])
      const kept = `select endpoint, reply from requests where status = 'done' and endpoint in ('orders.checkout', 'carts.setOptions')`
      for (const { reply } of (await rowsOf(kept)) as readonly { reply: object }[]) {
        expect(reply).toMatchObject({ couponIds: expect.any(Array) })
        expect(reply).not.toHaveProperty('couponId')
      }

      const shop = await openShop({ database: fresh, now: LEFT_AT })
      await shop.server.outbox.drain()
      expect(await rebuilt(database)).toEqual(await stateOf(database))
      await shop.close()
    },
  )
})

/** Every reason an operator typed that stands in the journal. */
async function reasonsOf(database: Database): Promise<readonly unknown[]> {
  const text = `select words from (
      select coalesce(data ->> 'reason', data -> 'refund' ->> 'reason') as words from events
      where type <> 'order_cancelled') e
    where words is not null order by words collate "C"`
  return (await database.execute({ text, values: [] })).map(({ words }) => words)
}

const ANN = 'mem_01kjkb3q002ksbhmcxwnvn3amd'
const BEN = 'mem_01kjkb3q00hvbj0jq8avmtz7py'
const AT_LEAST = { kind: 'subtotal_at_least', minor: 40_00 }
const none = { items: null, stacking: null, limits: null }
const skus = (...skuIds: readonly string[]) => ({ kind: 'skus', skuIds })
const off = (source: string, ruleId: string, minor: number) => ({ source, ruleId, funder: 'brand', minor })
const LINE = {
  ...{ lineId: 'sku_tea', skuId: 'sku_tea', productId: 'prd_tea', title: { zh: '茶', en: 'Tea' }, quantity: 3 },
  ...{ listMinor: 150_00, payableMinor: 119_97, pointsCount: 0 },
}
const RUN = { listMinor: 50_00, pointsCount: 0 }
/** Two promotions and a coupon on three units, the coupon's spare cent on the last one. */
const LINE_BEFORE = {
  ...LINE,
  runs: [
    {
      ...{ ...RUN, count: 2, payableMinor: 40_00 },
      reductions: [
        off('promotion', 'prm_some', 5_00),
        off('promotion', 'prm_all', 2_00),
        off('coupon', 'cou_cup', 3_00),
      ],
    },
    {
      ...{ ...RUN, count: 1, payableMinor: 39_97 },
      reductions: [off('promotion', 'prm_all', 7_02), off('coupon', 'cou_cup', 3_01)],
    },
  ],
}
const unitOff = (source: string, minor: number) => ({ source, funder: 'brand', minor })
const LINE_NOW = {
  ...{ ...LINE, taxMinor: 0, taxes: [], giftOf: null },
  reductions: [off('promotion', 'prm_some', 10_00), off('promotion', 'prm_all', 11_02), off('coupon', 'cou_cup', 9_01)],
  runs: [
    {
      ...{ ...RUN, count: 2, payableMinor: 40_00, taxMinor: 0 },
      reductions: [unitOff('promotion', 7_00), unitOff('coupon', 3_00)],
    },
    {
      ...{ ...RUN, count: 1, payableMinor: 39_97, taxMinor: 0 },
      reductions: [unitOff('promotion', 7_02), unitOff('coupon', 3_01)],
    },
  ],
}

/** What the shop of before did after the fixture was taken: events and rows as that version wrote them. */
async function liveOn(database: Database): Promise<void> {
  let step = 0
  const put = async (table: string, row: object): Promise<void> => {
    const text = `insert into ${table} select * from jsonb_populate_record(null::${table}, $1::jsonb)`
    await database.execute({ text, values: [JSON.stringify({ brand_id: 'brd_test', ...row })] })
  }
  const journal = async (memberId: string | null, data: { readonly type: string }): Promise<void> => {
    step += 1
    const text = `insert into events (brand_id, id, type, at, member_id, principal, step, data)
      values ('brd_test', $1, $2, $3, $4, 'key_sk', 0, $5::jsonb)`
    await database.execute({ text, values: [`evt_old_${step}`, data.type, LEFT_AT, memberId, JSON.stringify(data)] })
  }
  const effect = { kind: 'amount_off', minor: 1 }
  const terms = { name: { zh: '旧', en: 'Old' }, effect, funder: 'brand' }
  for (const [id, conditions] of [
    ['prm_some', [skus('sku_tea', 'sku_cup', 'sku_pot'), AT_LEAST, skus('sku_pot', 'sku_tea', 'sku_jar')]],
    ['prm_all', [AT_LEAST]],
  ] as const) {
    const promotion = { ...{ ...terms, id, conditions, priority: 0 }, startsAt: 5, endsAt: null, active: true }
    await journal(null, { ...{ type: 'promotion_saved', promotion }, ...{ created: true } })
    await put('promotions', { ...{ ...terms, id, conditions, priority: 0 }, starts_at: 5, ends_at: null, active: true })
  }

  const validity = { kind: 'relative', days: 7 }
  const never = { ...terms, id: 'tpl_never', conditions: [skus('sku_tea'), skus('sku_cup')], validity, active: false }
  const limits = { totalLimit: null, perMemberLimit: 1, claimFrom: 5, claimUntil: null }
  await journal(null, { type: 'coupon_template_saved', ...{ template: { ...never, ...limits }, created: true } })
  const rowLimits = { total_limit: null, per_member_limit: 1, claim_from: 5, claim_until: null, issued_count: 1 }
  await put('coupon_templates', { ...never, ...rowLimits })

  const cup = { ...terms, id: 'cou_cup', conditions: [skus('sku_cup'), AT_LEAST], status: 'issued' }
  const coupon = { ...cup, templateId: 'tpl_never', orderId: null, validFrom: 5, validUntil: 6 }
  await journal(BEN, { type: 'coupon_claimed', ...{ memberId: BEN, coupon, claimNumber: 1 } })
  const own = {
    member_id: BEN,
    template_id: 'tpl_never',
    claim_number: 1,
    order_id: null,
    valid_from: 5,
    valid_until: 6,
  }
  await put('coupons', { ...cup, ...own, version: 1 })

  const frozen = { currency: 'CNY', costs: [], uplines: [], origin: 'checkout' }
  const order = {
    ...{ ...frozen, orderId: 'ord_old', memberId: BEN, lines: [LINE_BEFORE], couponId: 'cou_cup', pointsCount: 0 },
    ...{ listMinor: 150_00, payableMinor: 119_97, placedAt: 5, paymentDueAt: 6 },
    ...{ earnBps: 0, multiplierBps: 0, growthBps: 0 },
  }
  await journal(BEN, { type: 'order_placed', ...order })
  await put('orders', {
    ...{ ...frozen, id: 'ord_old', member_id: BEN, coupon_id: 'cou_cup', points_count: 0, version: 1 },
    ...{ list_minor: 150_00, payable_minor: 119_97, placed_at: 5, payment_due_at: 6, status: 'created' },
    ...{ earn_bps: 0, multiplier_bps: 0, growth_bps: 0, refunded_minor: 0, paid_at: null, completed_at: null },
  })
  await put('order_lines', {
    ...{ member_id: BEN, order_id: 'ord_old', line_id: 'sku_tea', place: 0, sku_id: 'sku_tea', quantity: 3 },
    ...{ refunded_count: 0, line: LINE_BEFORE },
  })

  for (const [memberId, couponId] of [
    [ANN, null],
    [BEN, 'cou_cup'],
  ] as const) {
    await journal(memberId, { type: 'cart_options_set', ...{ memberId, couponId, pointsCount: 7 } })
    const text = 'update carts set coupon_id = $1, points_count = 7 where member_id = $2'
    await database.execute({ text, values: [couponId, memberId] })
  }
}
