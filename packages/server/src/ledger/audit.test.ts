import type { AuditReport } from '@siyu/core/ledger'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database, Row } from '../kernel/database.ts'
import { linkHash, linkText } from '../kernel/log.ts'
import { promotion, stockUp, TEA, template } from '../kernel/testing/goods.ts'
import { linksOf } from '../kernel/testing/links.ts'
import { adjustPoints, buy, claim, refund } from '../kernel/testing/sale.ts'
import { openShop, type Shop, START } from '../kernel/testing/shop.ts'
import { sealLedgers } from '../sweeps.ts'

const PLANTED_COUNT = 100
const SLOW_MS = 300_000
/** What a corruption may touch: kept aside, and put back after each. */
const TABLES = [
  ...['ledger_entries', 'ledger_accounts', 'ledger_seals', 'ledger_seal_heads', 'points_accounts', 'points_lots'],
  ...['commission_accounts', 'commissions', 'commission_lines', 'coupon_templates', 'promotion_counters', 'events'],
]

let shop: Shop
let database: Database
beforeAll(async () => {
  shop = await openShop({ referrals: { depth: 1, levelBps: [1_000], capBps: 3_000, freezeDays: 7 } })
  database = shop.database.database
  await stockUp(shop, TEA, 500)
  const ten = { ...template('tpl_ten', null, START), perMemberLimit: 20 }
  await shop.call('PUT', '/v1/coupon-templates/tpl_ten', ten, { secret: true })
  const five = {
    ...promotion('prm_five', START),
    limits: { maxUses: 100, budgetMinor: 900_00, period: 'month' as const },
  }
  expect((await shop.call('PUT', '/v1/promotions/prm_five', five, { secret: true })).status).toBe(200)
  for (let number = 1; number <= 4; number += 1) await season(number)
  await shop.server.outbox.drain()
  await sealLedgers(shop.server)
  await season(5)
  await shop.server.outbox.drain()
  await sealLedgers(shop.server)
  for (const table of TABLES) await database.script(`create table kept_${table} as table ${table}`)
}, SLOW_MS)
afterAll(async () => {
  expect(shop.faults).toEqual([])
  await shop.close()
})

let code: string | undefined

/** A member who buys twice, with coupon and points, and gives part of it back. */
async function season(number: number): Promise<void> {
  const member = await shop.signIn(`1380000000${number}`, code)
  const token = member.accessToken
  code = (await shop.call<{ code: string }>('GET', '/v1/referral', undefined, { token })).body.code
  await adjustPoints(shop, member.memberId, 300 + number)
  for (const quantity of [2, 3]) {
    const { id } = await claim(shop, token, 'tpl_ten')
    const order = await buy(shop, token, { lines: { sku_tea: quantity }, couponIds: [id], pointsCount: 100 })
    expect((await refund(shop, order.id, { sku_tea: 1 })).status).toBe(200)
  }
}

async function auditNow(): Promise<AuditReport> {
  return (await shop.call<AuditReport>('POST', '/v1/ledger/audit', {}, { secret: true })).body
}

async function restore(): Promise<void> {
  for (const table of TABLES) {
    const columns = table === 'events' ? 'overriding system value' : ''
    await database.script(`truncate ${table}; insert into ${table} ${columns} select * from kept_${table}`)
  }
}

async function rows<R extends Row>(text: string): Promise<readonly R[]> {
  return database.execute<R>({ text, values: [] })
}

type Entry = Row & {
  readonly owner_id: string
  readonly book: string
  readonly number: number
  readonly amount: number
  readonly kind: string
  readonly reference: string | null
  readonly event_id: string
  readonly at: number
  readonly hash: string
}

function where({ owner_id, book, number }: Entry): string {
  return `owner_id = '${owner_id}' and book = '${book}' and number = ${number}`
}

/** Writes an account's hashes, balances and head anew, as somebody with a hold on the database could. */
async function rechain({ owner_id, book }: Entry): Promise<void> {
  const account = `owner_id = '${owner_id}' and book = '${book}'`
  const entries = await rows<Entry>(`select * from ledger_entries where ${account} order by number`)
  let [head, balance] = ['', 0]
  for (const link of linksOf(entries)) {
    const cells = link.map(({ amount, kind, reference, event_id, at }) => [amount, kind, reference, event_id, at])
    head = linkHash(head, linkText(cells))
    for (const entry of link) {
      balance += entry.amount
      await database.script(`update ledger_entries set hash = '${head}', balance = ${balance} where ${where(entry)}`)
    }
  }
  await database.script(
    `update ledger_accounts set head = '${head}', balance = ${balance}, entry_count = ${entries.length} where ${account}`,
  )
}

/** What is changed, given one entry (or row) and some number; one statement, or several and more. */
type Corruption = (entry: Entry, some: number) => string | Promise<void>

const points = (entry: Entry): boolean => entry.book === 'points'

/** Steals with every record of the shop made to fit, but for the journal. */
const thief: Corruption = async (entry, some) => {
  await database.script(`update ledger_entries set amount = amount + ${some} where ${where(entry)}`)
  await rechain(entry)
  await database.script(`
    update points_accounts set balance_count = balance_count + ${some} where member_id = '${entry.owner_id}';
    update points_lots set remaining_count = remaining_count + ${some}, amount_count = amount_count + ${some}
      where id = (select max(id) from points_lots where member_id = '${entry.owner_id}')`)
}

const corruptions: Readonly<Record<string, Corruption>> = {
  amount: (entry, some) => `update ledger_entries set amount = amount + ${some} where ${where(entry)}`,
  amount_and_balance: (entry, some) =>
    `update ledger_entries set amount = amount + ${some}, balance = balance + ${some} where ${where(entry)}`,
  kind: (entry) => `update ledger_entries set kind = 'gift' where ${where(entry)}`,
  reference: (entry, some) => `update ledger_entries set reference = 'ord_${some}' where ${where(entry)}`,
  moment: (entry, some) => `update ledger_entries set at = at - ${some} where ${where(entry)}`,
  event_id: (entry, some) => `update ledger_entries set event_id = 'evt_${some}' where ${where(entry)}`,
  hash: (entry) => `update ledger_entries set hash = reverse(hash) where ${where(entry)}`,
  entry_gone: (entry) => `delete from ledger_entries where ${where(entry)}`,
  last_entry_gone: (
    entry,
  ) => `delete from ledger_entries where owner_id = '${entry.owner_id}' and book = '${entry.book}'
    and number = (select max(x.number) from ledger_entries x
      where x.owner_id = ledger_entries.owner_id and x.book = ledger_entries.book)`,
  entry_gone_and_rechained: async (entry) => {
    await database.script(`delete from ledger_entries where ${where(entry)}`)
    await rechain(entry)
  },
  entry_forged: async (entry, some) => {
    await database.script(`insert into ledger_entries select brand_id, owner_id, book, (select max(number) + 1
      from ledger_entries x where x.owner_id = '${entry.owner_id}' and x.book = '${entry.book}'), kind, ${some}, 0,
      reference, event_id, at, repeat('a', 64) from ledger_entries where ${where(entry)}`)
    await rechain(entry)
  },
  account_balance: ({ owner_id, book }, some) =>
    `update ledger_accounts set balance = balance + ${some} where owner_id = '${owner_id}' and book = '${book}'`,
  account_head: ({ owner_id, book }) =>
    `update ledger_accounts set head = '' where owner_id = '${owner_id}' and book = '${book}'`,
  account_count: ({ owner_id, book }, some) =>
    `update ledger_accounts set entry_count = entry_count + ${some} where owner_id = '${owner_id}' and book = '${book}'`,
  account_gone: ({ owner_id, book }) =>
    `delete from ledger_accounts where owner_id = '${owner_id}' and book = '${book}'`,
  numbers_swapped: ({ owner_id, book }) => `update ledger_entries set number = case number when 1 then 2 else 1 end
    + 1000000 where owner_id = '${owner_id}' and book = '${book}' and number in (1, 2);
    update ledger_entries set number = number - 1000000 where number > 1000000`,
  thief,
  thief_with_journal: async (entry, some) => {
    await thief(entry, some)
    await database.script(`update events set data = jsonb_set(data, '{count}',
      to_jsonb((data ->> 'count')::bigint + ${some})) where id = '${entry.event_id}'`)
  },
  points_balance: ({ owner_id }, some) =>
    `update points_accounts set balance_count = balance_count + ${some} where member_id = '${owner_id}'`,
  lot: ({ owner_id }, some) => `update points_lots set remaining_count = remaining_count + ${some},
    amount_count = amount_count + ${some} where id = (select min(id) from points_lots where member_id = '${owner_id}')`,
  lot_gone: ({ owner_id }) => `delete from points_lots where id = (select min(id) from points_lots
    where member_id = '${owner_id}' and remaining_count > 0)`,
  commission_account: (_entry, some) => `update commission_accounts set frozen_minor = frozen_minor + ${some}
    where member_id = (select min(member_id) from commission_accounts)`,
  commission: (_entry, some) => `update commissions set amount_minor = amount_minor + ${some}
    where order_id = (select min(order_id) from commissions)`,
  commission_line: (_entry, some) => `update commission_lines set reversed_minor = reversed_minor + ${some}
    where order_id = (select max(order_id) from commission_lines)`,
  template_spent: (_entry, some) => `update coupon_templates set spent_minor = spent_minor + ${some}`,
  promotion_spent: (_entry, some) => `update promotion_counters set spent_minor = spent_minor + ${some}`,
  seal_root: () => `update ledger_seals set root = reverse(root) where number = 1`,
  seal_hash: () => `update ledger_seals set hash = reverse(hash) where number = 2`,
  seal_gone: () => `delete from ledger_seals where number = 1`,
  last_seal_gone: () => `delete from ledger_seals where number = 2`,
  seal_place: () => `update ledger_seals set to_position = to_position - 1 where number = 2`,
  seal_head: () => `update ledger_seal_heads set balance = balance - 1`,
  event_gone: ({ event_id }) => `delete from events where id = '${event_id}'`,
  event_changed: ({ event_id }) => `update events set at = at + 1 where id = '${event_id}'`,
}

describe('an audit', () => {
  it('of the untouched shop is clean', async () => {
    const report = await auditNow()
    expect(report.differences).toEqual([])
    expect(report.entryCount).toBeGreaterThan(50)
    expect(report.sealCount).toBe(2)
    const owners = await rows(`select distinct owner_id from ledger_entries where book = 'budget' order by 1`)
    expect(owners).toEqual([{ owner_id: 'prm_five:2026-03' }, { owner_id: 'tpl_ten' }])
  })

  it(
    `finds every one of ${PLANTED_COUNT} planted corruptions, and names where it is`,
    async () => {
      const entries = await rows<Entry>('select * from ledger_entries order by owner_id, book, number')
      const names = Object.keys(corruptions)
      const missed: string[] = []
      for (let planted = 0; planted < PLANTED_COUNT; planted += 1) {
        const name = names[planted % names.length] as string
        const fitting = /thief|points|lot/.test(name) ? entries.filter(points) : entries
        const given = name === 'thief_with_journal' ? fitting.filter(({ kind }) => kind === 'adjust') : fitting
        const entry = given[(planted * 7919) % given.length] as Entry
        const change = await corruptions[name]?.(entry, 1 + (planted % 50))
        if (typeof change === 'string') await database.script(change)
        const { differences } = await auditNow()
        if (differences.length === 0) missed.push(`${name} ${where(entry)}`)
        for (const { check, expected, found } of differences) expect(expected, check).not.toBe(found)
        await restore()
      }
      expect(missed).toEqual([])
      expect((await auditNow()).differences).toEqual([])
    },
    SLOW_MS,
  )
})
