import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database, SqlParameter, Statement } from './database.ts'
import { prepared } from './prepared.ts'
import { many, one, read, readStatement } from './read.ts'
import { type BrandRead, readKindOf, readTogether } from './read-together.ts'
import { testDatabases } from './testing/postgres.ts'

const BRAND = 'brd_1'
const TABLE = `create table things (brand_id text, id text, count bigint, good boolean, at bigint, kinds jsonb);
insert into things select 'brd_' || n % 2, 'thing_' || n, n, n % 3 = 0, nullif(n % 5, 0), jsonb_build_array('k' || n % 4)
  from generate_series(1, 40) n`

type Of = { readonly brandId: string; readonly id: string | ReturnType<typeof sql<string>> }
type Thing = { readonly id: string; readonly count: number }
const things = ({ brandId, id }: Of) =>
  sql<Thing>`select id, count from things where brand_id = ${brandId} and id = ${id} limit ${1}`

/** Every type of value a read is asked with. */
const text = `select (select json_agg(q) from (select id from things where brand_id = $1 and count > $2 and good = $3
  and at is not distinct from $4 and id = any($5::text[]) and id <> $6 order by id limit $7) q) as found,
  (select count(*) from things where brand_id = $1) as total`
const asked = (...values: SqlParameter[]): BrandRead => ({ brandId: BRAND, statement: { text, values } })
const ids = Array.from({ length: 40 }, (_, n) => `thing_${n}`)

for (const kind of await testDatabases()) {
  describe.skipIf(kind.skip !== undefined)(`reads, ${kind.title}`, () => {
    let database: Database
    beforeAll(async () => {
      database = (await kind.create()).database
      await database.script(TABLE)
    })
    afterAll(() => database.close())

    it('compile a prepared query once, and give what it would give built anew', async () => {
      let madeCount = 0
      const thingOf = prepared((of: Of) => {
        madeCount += 1
        return things(of)
      })
      const loads = (id: string) => ({ thing: one(thingOf({ brandId: BRAND, id })), all: many(sql`select 1 as n`) })
      for (const id of ['thing_3', 'thing_5', 'thing_2', "o'clock"]) {
        const { facts } = await read(database, loads(id))
        const count = Number(id.split('_')[1])
        expect(facts).toEqual({ thing: count % 2 === 1 ? { id, count } : undefined, all: [{ n: 1 }] })
      }
      expect(madeCount).toBe(1)
      const found = one(thingOf({ brandId: BRAND, id: sql<string>`(select 'thing_' || ${7}::int)` }))
      expect((await read(database, { found, again: found })).facts.again).toEqual({ id: 'thing_7', count: 7 })
    })

    it('give the first row of a query or none, and every row of one that asks for many', async () => {
      const some = sql`select id from things where count < 3 order by count`
      const none = sql`select id from things where false`
      const loads = { first: one(some), all: many(some), nothing: one(none), nobody: many(none) }
      const { facts } = await read(database, loads)
      expect(facts.first).toEqual((facts.all as readonly unknown[])[0])
      expect((facts.all as readonly unknown[]).length).toBeGreaterThan(1)
      expect([facts.nothing, facts.nobody]).toEqual([undefined, []])
    })

    it('have the same text whatever is asked, and each its own values', () => {
      const thingOf = prepared(things)
      const of = (id: string): Statement =>
        readStatement({ a: one(thingOf({ brandId: BRAND, id })), b: one(thingOf({ brandId: 'brd_0', id: 'x' })) })
      expect(of('thing_1').text).toBe(of('thing_2').text)
      expect(of('thing_1').values).toEqual([BRAND, 'thing_1', 1, 'brd_0', 'x', 1])
    })

    it('that go together give what each gives alone, for every type of value', async () => {
      const reads = [
        asked(BRAND, 3, true, null, ids, 'thing_15', 5),
        asked(BRAND, -1, false, null, ids.slice(0, 9), 'it\'s $1 \\ "', 9),
        asked(BRAND, 1000, true, null, [], '{}', 1),
        asked(BRAND, 0, true, null, ['thing_15', 'a,"b"'], '', 3),
      ]
      expect(new Set(reads.map(readKindOf)).size).toBe(1)
      const alone = await Promise.all(reads.map(({ statement }) => database.execute(statement)))
      expect(await readTogether(database, reads)).toEqual(alone)
      expect(alone.map(([row]) => (row?.found as unknown[] | null)?.length ?? 0)).toEqual([0, 1, 0, 1])
    })

    it('are of one kind only with the same brand, and where the same values are missing', () => {
      const kinds = [
        asked(BRAND, 1, true, null, ids, 'a', 1),
        asked(BRAND, 1, true, 2, ids, 'a', 1),
        { ...asked(BRAND, 1, true, null, ids, 'a', 1), brandId: 'brd_0' },
        asked('brd_0', 1, true, null, ids, 'a', 1),
      ].map(readKindOf)
      expect(new Set(kinds).size).toBe(4)
    })
  })
}
