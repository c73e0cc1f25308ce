import { afterEach, describe, expect, it } from 'vitest'
import type { Database, Row } from './database.ts'
import { type Migration, MigrationChangedError, MigrationUnknownError, migrate } from './migrate.ts'
import { openPostgres } from './postgres.ts'
import { type TestDatabase, testDatabases } from './testing/postgres.ts'

const shelves: Migration = {
  id: '0001_shelves',
  text: `create table shelves (id int primary key);
-- ';' and ' in a comment do no harm
insert into shelves values (1)`,
}
const books: Migration = {
  id: '0002_books',
  text: 'create table books (id int primary key, shelf int references shelves); insert into books values (7, 1); -- end',
}

for (const kind of await testDatabases()) {
  describe.skipIf(kind.skip !== undefined)(kind.title, () => {
    const open: TestDatabase[] = []
    afterEach(async () => {
      await Promise.all(open.splice(0).map(({ database }) => database.close()))
    })
    const create = async (): Promise<TestDatabase> => {
      const fresh = await kind.create()
      open.push(fresh)
      return fresh
    }
    const rowsOf = (database: Database, text: string): Promise<readonly Row[]> => database.execute({ text, values: [] })

    it('applies all to a fresh database, tells of each, and nothing the second time', async () => {
      const { database } = await create()
      const steps: unknown[] = []
      const onProgress = (step: unknown) => steps.push(step)
      expect(await migrate(database, [shelves, books], { onProgress })).toEqual(['0001_shelves', '0002_books'])
      expect(await migrate(database, [shelves, books], { onProgress })).toEqual([])
      expect(steps).toEqual([
        { id: '0001_shelves', position: 1, count: 2 },
        { id: '0002_books', position: 2, count: 2 },
      ])
      const noted = await rowsOf(
        database,
        'select id, length(checksum) as size, applied_at from siyu_migrations order by id',
      )
      expect(noted).toMatchObject([{ id: '0001_shelves', size: 64 }, { id: '0002_books' }])
      expect(Math.abs(Number(noted[0]?.applied_at) - Date.now())).toBeLessThan(60_000)
    })

    it('adds a new one and keeps the data', async () => {
      const { database } = await create()
      await migrate(database, [shelves])
      await rowsOf(database, 'insert into shelves values (2)')
      expect(await migrate(database, [shelves, books])).toEqual(['0002_books'])
      expect(await rowsOf(database, 'select id from shelves order by id')).toEqual([{ id: 1 }, { id: 2 }])
      expect(await rowsOf(database, 'select id, shelf from books')).toEqual([{ id: 7, shelf: 1 }])
    })

    it('refuses a text that changed, but not its line ends', async () => {
      const { database } = await create()
      await migrate(database, [shelves])
      const crlf = { ...shelves, text: shelves.text.replaceAll('\n', '\r\n') }
      expect(await migrate(database, [crlf])).toEqual([])
      const changed = { ...shelves, text: `${shelves.text}, (3)` }
      await expect(migrate(database, [changed, books])).rejects.toBeInstanceOf(MigrationChangedError)
      expect(await rowsOf(database, `select to_regclass('books')::text as books`)).toEqual([{ books: null }])
    })

    it('refuses a newer database, and a list that repeats itself', async () => {
      const { database } = await create()
      await migrate(database, [shelves, books])
      const failure = await migrate(database, [shelves]).catch((error: unknown) => error)
      expect(failure).toBeInstanceOf(MigrationUnknownError)
      expect(failure).toMatchObject({ ids: ['0002_books'] })
      await expect(migrate(database, [shelves, shelves])).rejects.toThrow('two migrations are called 0001_shelves')
    })

    it('leaves nothing of one that fails, and everything before it', async () => {
      const { database } = await create()
      const broken = { id: '0002_broken', text: 'create table half (a int); insert into half values (1/0)' }
      const twice = { id: '0002_twice', text: 'insert into shelves values (2); insert into shelves values (2)' }
      await expect(migrate(database, [shelves, broken])).rejects.toThrow('division by zero')
      await expect(migrate(database, [shelves, twice])).rejects.toMatchObject({ code: '23505' })
      expect(await rowsOf(database, `select to_regclass('half')::text as half`)).toEqual([{ half: null }])
      expect(await rowsOf(database, 'select id from siyu_migrations')).toEqual([{ id: '0001_shelves' }])
      expect(await migrate(database, [shelves, books])).toEqual(['0002_books'])
    })

    it('is safe when several start at once', async () => {
      const fresh = await create()
      const lockTimeoutMs = 50
      const clients = await Promise.all(
        Array.from({ length: 4 }, async () =>
          fresh.url === undefined
            ? fresh.database
            : openPostgres({ connectionString: fresh.url, poolSize: 1, lockTimeoutMs, statementTimeoutMs: 100 }),
        ),
      )
      const slow = { id: '0003_slow', text: 'select pg_sleep(0.3); create table slow (a int)' }
      const applied = await Promise.all(clients.map((client) => migrate(client, [shelves, books, slow])))
      expect(applied.flat().toSorted()).toEqual(['0001_shelves', '0002_books', '0003_slow'])
      expect(await rowsOf(fresh.database, 'select count(*) from books')).toEqual([{ count: 1 }])
      await Promise.all(clients.map((client) => (client === fresh.database ? undefined : client.close())))
    })
  })
}
