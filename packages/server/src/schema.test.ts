import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from './kernel/database.ts'
import { stockUp, TEA, template } from './kernel/testing/goods.ts'
import { testDatabases } from './kernel/testing/postgres.ts'
import { adjustPoints, buy, claim, refund, rowsOf } from './kernel/testing/sale.ts'
import { openShop, type Shop, START } from './kernel/testing/shop.ts'
import { migrations } from './migrations.ts'
import { tableSpecs } from './tables.ts'

/** Tables of the event warehouse: written by the collector, not by commands. */
const WAREHOUSE = [
  ...['analytics_dead_letters', 'analytics_events', 'analytics_identities', 'analytics_messages'],
  ...['analytics_duplicates', 'analytics_queue', 'analytics_targets'],
]
/** Words that name something of a person in a column or in an event. */
const PERSONAL =
  /phone|e?mail|address(?!_?id$)|birth|gender|avatar|openid|unionid|password|secret|token|full_?name|nick/i

describe.each(await testDatabases())('on $title', (kind) => {
  let shop: Shop
  beforeAll(async () => {
    if (kind.skip !== undefined) return
    shop = await openShop({ on: kind.kind })
  })
  afterAll(async () => shop?.close())
  const list = async <T extends object>(text: string): Promise<readonly T[]> =>
    (shop.database.database as Database).execute({ text, values: [] }) as Promise<readonly T[]>
  const keysOf = async (): Promise<ReadonlyMap<string, readonly string[]>> => {
    const rows = await list<{ name: string; columns: readonly string[] }>(`
      select c.relname as name, array_agg(a.attname::text order by k.place) as columns
      from pg_constraint p join pg_class c on c.oid = p.conrelid
        cross join unnest(p.conkey) with ordinality as k(number, place)
        join pg_attribute a on a.attrelid = c.oid and a.attnum = k.number
      where p.contype = 'p' and c.relnamespace = 'public'::regnamespace group by c.relname`)
    return new Map(rows.map(({ name, columns }) => [name, columns]))
  }
  const columnsOf = async (
    table: string,
  ): Promise<readonly { name: string; type: string; generated: string | null }[]> =>
    list(`select column_name as name, data_type as type, coalesce(column_default, identity_generation) as generated
      from information_schema.columns where table_schema = 'public' and table_name = '${table}'`)
  const test = it.skipIf(kind.skip !== undefined)

  test('every table has a primary key that starts with the brand', async () => {
    const tables = await list<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'public' order by 1`,
    )
    const keys = await keysOf()
    const others = tables.map(({ name }) => name).filter((name) => name !== 'siyu_migrations')
    expect(others.length).toBeGreaterThan(25)
    expect(others.filter((name) => keys.get(name)?.[0] !== 'brand_id')).toEqual([])
    expect(others.sort()).toEqual([...tableSpecs.map(({ name }) => name), ...WAREHOUSE].sort())
  })

  test('what the code believes of a table is so', async () => {
    const keys = await keysOf()
    for (const { name, key, versioned } of tableSpecs) {
      expect(keys.get(name), name).toEqual(key)
      const version = (await columnsOf(name)).find((column) => column.name === 'version')
      expect(version === undefined ? undefined : [version.type, version.generated], name).toEqual(
        versioned ? ['bigint', '1'] : undefined,
      )
    }
  })

  test('no foreign keys and no numbered keys', async () => {
    expect(
      await list(`select conname from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`),
    ).toEqual([])
    const keys = await keysOf()
    for (const [table, key] of keys) {
      for (const { name, generated } of await columnsOf(table)) {
        const isNumbered = generated !== null && /nextval|BY DEFAULT|ALWAYS/.test(generated)
        expect(isNumbered && key.includes(name), `${table}.${name}`).toBe(false)
      }
    }
  })

  test('tables that a replay rebuilds name nothing of a person', async () => {
    for (const { name, kind: tableKind } of tableSpecs) {
      if (tableKind !== 'state') continue
      const personal = (await columnsOf(name)).filter((column) => PERSONAL.test(column.name))
      // The title of a product, a coupon or the brand is a JSON of two languages; a person's name would be text.
      const names = (await columnsOf(name)).filter((column) => column.name === 'name' && column.type !== 'jsonb')
      expect([...personal, ...names], name).toEqual([])
    }
  })

  test('events of a sale hold nothing of a person', async () => {
    await stockUp(shop, TEA, 100)
    await shop.call('PUT', '/v1/coupon-templates/tpl_one', template('tpl_one', null, START), { secret: true })
    const phone = '13812345678'
    const { memberId, accessToken: token } = await shop.signIn(phone)
    await shop.call('PUT', '/v1/member', { name: '欧阳小燕' }, { token })
    await adjustPoints(shop, memberId, 100)
    const { id: couponId } = await claim(shop, token, 'tpl_one')
    const order = await buy(shop, token, { lines: { sku_tea: 2 }, couponIds: [couponId], pointsCount: 50 })
    await refund(shop, order.id, { sku_tea: 1 })
    const events = await rowsOf<{ type: string; data: object }>(shop, 'events')
    expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(['profile_updated', 'order_refunded']))
    const text = JSON.stringify(events)
    for (const secret of [phone, phone.slice(3), '欧阳', token]) expect(text).not.toContain(secret)
    const personal = events.flatMap(({ type, data }) =>
      fieldsOf(data)
        .filter((field) => PERSONAL.test(field))
        .map((field) => `${type}.${field}`),
    )
    expect(personal).toEqual([])
    const kept = JSON.stringify(await rowsOf(shop, 'requests'))
    expect([phone, '欧阳', token].filter((secret) => kept.includes(secret))).toEqual([])
    expect(shop.faults).toEqual([])
  })
})

/** Names of the fields of a value, at any depth. */
function fieldsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(fieldsOf)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => [name, ...fieldsOf(inner)])
}

it('migrations are numbered once each', () => {
  const ids = migrations.map(({ id }) => id)
  expect(new Set(ids.map((id) => id.slice(0, 4))).size).toBe(ids.length)
})
