import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Apply, DomainEvent } from './apply.ts'
import type { Engine } from './command.ts'
import type { CommitForm } from './commit.ts'
import type { Database, Row } from './database.ts'
import { linkHash, linkText } from './log.ts'
import { openOutbox } from './outbox.ts'
import { openPostgres } from './postgres.ts'
import { replay } from './replay.ts'
import { type TestDatabase, testDatabases } from './testing/postgres.ts'
import { countRows, watched } from './testing/rows.ts'
import { engineOf, runDrop, TALLY, tallyApply } from './testing/tally.ts'

const FORMS: readonly CommitForm[] = ['composed', 'transaction']
const dropOf = (id: string, amount: number, words: string | null = null) => ({ id, amount, words })
const apply = tallyApply as Apply<DomainEvent>

type EntryRow = { readonly amount: number; readonly balance: number; readonly number: number; readonly hash: string }

async function rowsOf<R extends Row>(database: Database, text: string, values: readonly string[] = []) {
  return database.execute<R>({ text, values })
}

const entriesOf = (database: Database, id: string) =>
  rowsOf<EntryRow & { words: string | null; place: number }>(
    database,
    'select number, amount, balance, words, place, hash from pot_entries where id = $1 order by number',
    [id],
  )

async function potOf(database: Database, id: string): Promise<Row | undefined> {
  return (await rowsOf(database, 'select entry_count, balance, head from pots where id = $1', [id]))[0]
}

/** Walks a chain from its beginning: numbers, balances, a link per run of equal hashes. Gives the links' sizes. */
async function verify(database: Database, id: string): Promise<readonly number[]> {
  const entries = await entriesOf(database, id)
  const sizes: number[] = []
  let [previous, balance] = ['', 0]
  for (let at = 0; at < entries.length; ) {
    const hash = entries[at]?.hash
    const end = entries.findIndex((entry, index) => index > at && entry.hash !== hash)
    const link = entries.slice(at, end < 0 ? entries.length : end)
    expect(hash).toBe(linkHash(previous, linkText(link.map(({ amount, words, place }) => [amount, words, place]))))
    for (const [index, entry] of link.entries()) {
      balance += entry.amount
      expect(entry).toMatchObject({ number: at + index + 1, balance })
    }
    sizes.push(link.length)
    at += link.length
    previous = hash as string
  }
  expect(await potOf(database, id)).toEqual({ entry_count: entries.length, balance, head: previous })
  return sizes
}

/** Everything the events alone determine here. */
async function potsOf(database: Database): Promise<unknown> {
  return [
    await rowsOf(database, 'select * from pots order by id'),
    await rowsOf(database, 'select * from pot_entries order by id, number'),
  ]
}

async function publishAll(database: Database): Promise<void> {
  const outbox = await openOutbox(database, (error) => expect(error).toBeUndefined())
  await outbox.drain()
  await outbox.close()
}

describe('the text of a link', () => {
  it('has a line per entry and nothing where there is null', () => {
    expect(
      linkText([
        [5, 'a', null, true],
        [-7, '', 'b', 0],
      ]),
    ).toBe('5|a||true\n-7||b|0')
  })

  it('is hashed behind the head before it', () => {
    // printf 'abc\n5|a' | sha256sum
    expect(linkHash('abc', '5|a')).toBe('efd957ff5bdd2dc686bae461aa017fbcea59a98a65b6c2c55666ebc3086ba0d1')
  })

  it('takes nothing that could be read as something else', () => {
    for (const value of ['a|b', 'a\nb']) expect(() => linkText([[1, value]])).toThrow('must not contain')
    expect(() => linkText([[1, { a: 1 }]])).toThrow('plain values')
  })
})

for (const kind of await testDatabases()) {
  for (const form of FORMS) {
    describe.skipIf(kind.skip !== undefined)(`appending, ${kind.title}, ${form}`, () => {
      let database: Database
      let engine: Engine
      beforeAll(async () => {
        database = (await kind.create(TALLY)).database
        engine = { ...engineOf(database), form }
      })
      beforeEach(() => database.script('truncate requests, events, pots, pot_entries'))
      afterAll(() => database.close())

      const make = (...made: string[]) => runDrop(engine, { made, drops: [] })
      const drop = (...drops: ReturnType<typeof dropOf>[]) => runDrop(engine, { made: [], drops })

      it('numbers, balances and chains what one command appends as one link', async () => {
        await make('tin')
        expect(await potOf(database, 'tin')).toEqual({ entry_count: 0, balance: 0, head: '' })
        await drop(dropOf('tin', 5, '茶'))
        await drop(dropOf('tin', 7), dropOf('tin', -2, ''), dropOf('tin', 1, 'c'))
        const first = linkHash('', '5|茶|0')
        const second = linkHash(first, '7||0\n-2||1\n1|c|2')
        expect(await entriesOf(database, 'tin')).toEqual([
          { number: 1, amount: 5, balance: 5, words: '茶', place: 0, hash: first },
          { number: 2, amount: 7, balance: 12, words: null, place: 0, hash: second },
          { number: 3, amount: -2, balance: 10, words: '', place: 1, hash: second },
          { number: 4, amount: 1, balance: 11, words: 'c', place: 2, hash: second },
        ])
        expect(await potOf(database, 'tin')).toEqual({ entry_count: 4, balance: 11, head: second })
      })

      it('appends to several owners at once, and to one that is made in the same commit', async () => {
        await make('tin', 'jar')
        await runDrop(engine, {
          made: ['new'],
          drops: [dropOf('jar', 1), dropOf('new', 2, 'x'), dropOf('tin', 3), dropOf('new', 4), dropOf('jar', 5)],
        })
        expect(await verify(database, 'tin')).toEqual([1])
        expect(await verify(database, 'jar')).toEqual([2])
        expect(await verify(database, 'new')).toEqual([2])
        expect(await potOf(database, 'new')).toMatchObject({ entry_count: 2, balance: 6 })
        await drop(dropOf('new', 1))
        expect(await verify(database, 'new')).toEqual([2, 1])
      })

      it('writes nothing when the owner is not there, or its CHECK says no', async () => {
        await make('tin')
        const before = await countRows(database)
        expect(await drop(dropOf('tin', 1), dropOf('gone', 1))).toEqual({ kind: 'busy' })
        expect(await drop(dropOf('tin', -1))).toEqual({ kind: 'busy' })
        expect(await countRows(database)).toEqual(before)
        await expect(drop(dropOf('tin', 1, 'a|b'))).rejects.toThrow('must not contain')
        expect(await potOf(database, 'tin')).toMatchObject({ entry_count: 0 })
      })

      it('is rebuilt row for row by a replay, wherever its batches end', async () => {
        await make('tin', 'jar')
        for (let n = 1; n <= 5; n += 1) await drop(dropOf('tin', n), dropOf('jar', n), dropOf('tin', -1, `n${n}`))
        await runDrop(engine, { made: ['new'], drops: [dropOf('new', 3), dropOf('tin', 1), dropOf('new', 4)] })
        await publishAll(database)
        const target = (await kind.create(TALLY)).database
        for (const batchCount of [1, 2, 4, 500]) {
          await target.script('truncate pots, pot_entries')
          expect(await replay(database, target, apply, { batchCount })).toBe(21)
          expect(await potsOf(target)).toEqual(await potsOf(database))
        }
        await target.close()
      })
    })
  }
}

const postgres = (await testDatabases()).find(({ kind }) => kind === 'postgres')

describe.skipIf(postgres?.skip !== undefined)(`two clients append, ${postgres?.title}`, () => {
  let fresh: TestDatabase
  let second: Database
  const faults: unknown[] = []
  beforeAll(async () => {
    fresh = await (postgres as NonNullable<typeof postgres>).create(TALLY)
    second = await openPostgres({ connectionString: fresh.url as string, poolSize: 8 })
  })
  beforeEach(() => fresh.database.script('truncate requests, events, pots, pot_entries'))
  afterAll(async () => {
    await second.close()
    await fresh.database.close()
  })

  for (const form of FORMS) {
    for (const perCommand of [1, 3]) {
      it(`40 commands of ${perCommand} at once make one chain without a gap, and no retry, ${form}`, async () => {
        faults.length = 0
        const failed = (error: unknown): void => void faults.push(error)
        const engines = [fresh.database, second].map((each) => ({ ...engineOf(watched(each, { failed })), form }))
        await runDrop(engines[0] as Engine, { made: ['tin', 'jar'], drops: [] })
        const drops = (n: number) =>
          Array.from({ length: perCommand }, (_, at) => dropOf('tin', n + at, at === 1 ? null : `n${n}`))
        const outcomes = await Promise.all(
          Array.from({ length: 40 }, (_, n) =>
            runDrop(engines[n % 2] as Engine, { made: [], drops: [...drops(n), dropOf('jar', 1)] }),
          ),
        )
        expect(outcomes.map(({ kind }) => kind)).toEqual(Array(40).fill('done'))
        expect(faults).toEqual([])
        expect(await verify(fresh.database, 'tin')).toEqual(Array(40).fill(perCommand))
        expect(await verify(fresh.database, 'jar')).toEqual(Array(40).fill(1))

        await publishAll(fresh.database)
        const target = (await (postgres as NonNullable<typeof postgres>).create(TALLY)).database
        await replay(fresh.database, target, apply, { batchCount: 7 })
        expect(await potsOf(target)).toEqual(await potsOf(fresh.database))
        await target.close()
      })
    }
  }
})
