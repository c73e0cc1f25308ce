import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Engine, Outcome } from './command.ts'
import type { CommitOutcome } from './commit.ts'
import { kindOf } from './composed.ts'
import { type Database, faultOf, type Sql, type Statement } from './database.ts'
import { planOf } from './fragments.ts'
import { openLane } from './lane.ts'
import { openPostgres } from './postgres.ts'
import { type TestDatabase, testDatabases } from './testing/postgres.ts'
import { potLog } from './testing/pots.ts'
import { countRows, isCommit, watched } from './testing/rows.ts'
import { BRAND, engineOf, leftOf, runDrop, runNote, runTake, setCounter, TALLY } from './testing/tally.ts'
import { openTraffic } from './traffic.ts'
import { openTurns } from './turns.ts'
import type { Write } from './write.ts'

const CLEAN = 'truncate requests, events, counters, notes, note_lines, pots, pot_entries'
const one = (id: string, count = 1) => ({ takes: [{ id, count }], blind: true })
const note = (noteId: string, words: string) => ({ noteId, words, memberId: 'mem_1' })
const READ = { brandId: 'brd_1', statement: { text: 'select 1 as n', values: [] } }
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Tells how many commits went as one statement. */
function counting(database: Database): { readonly database: Database; readonly sizes: number[] } {
  const sizes: number[] = []
  const counted = (sql: Sql): Sql['execute'] => {
    return (statement) => {
      if (isCommit(statement)) {
        const together = statement.text.includes('null::requests')
        sizes.push(together ? (JSON.parse(statement.values[0] as string) as unknown[]).length : 1)
      }
      return sql.execute(statement)
    }
  }
  const inLine: Database['inLine'] = (work) => database.inLine((sql) => work({ execute: counted(sql) }))
  return { database: { ...database, execute: counted(database), inLine }, sizes }
}

describe('a lane', () => {
  const sent: string[][] = []
  const lane = (choose?: (items: readonly string[]) => readonly string[]) =>
    openLane<string, string>({
      kindOf: ([kind = '']) => kind,
      ...(choose === undefined ? {} : { choose }),
      send: async (items) => {
        sent.push([...items])
        await pause(5)
        if (items.some((item) => item.endsWith('!'))) throw new Error(`no ${items}`)
        return items.map((item) => item.toUpperCase())
      },
      flightCount: 1,
      holdMs: 50,
      batchCount: 3,
      leastCount: 1,
    })
  beforeEach(() => {
    sent.length = 0
  })

  it('sends one at once, and together what came meanwhile: of one kind, and not too many', async () => {
    const send = lane()
    const first = send('a0')
    await pause(2)
    const rest = ['a1', 'b1', 'a2', 'a3', 'a4', 'b2'].map(send)
    expect(await Promise.all([first, ...rest])).toEqual(['A0', 'A1', 'B1', 'A2', 'A3', 'A4', 'B2'])
    expect(sent).toEqual([['a0'], ['a1', 'a2', 'a3'], ['b1', 'b2'], ['a4']])
  })

  it('sends each alone when they fail together, so that one error is one error', async () => {
    const send = lane()
    const first = send('a0')
    await pause(2)
    const results = await Promise.allSettled([first, send('a1'), send('a2!'), send('a3')])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
    expect(sent).toEqual([['a0'], ['a1', 'a2!', 'a3'], ['a1'], ['a2!'], ['a3']])
  })

  it('leaves for later what does not go together, and is not held up by what hangs', async () => {
    const send = lane((items) => items.slice(0, 1))
    expect(await Promise.all(['a1', 'a2', 'a3'].map(send))).toEqual(['A1', 'A2', 'A3'])
    expect(sent).toEqual([['a1'], ['a2'], ['a3']])
    const stuck = openLane<string, string>({
      ...{ kindOf: () => '', flightCount: 1, holdMs: 5, batchCount: 3, leastCount: 1 },
      send: ([item = '']) => (item === 'stuck' ? new Promise(() => undefined) : Promise.resolve([item])),
    })
    void stuck('stuck')
    await pause(2)
    expect(await stuck('next')).toBe('next')
  })
})

describe('turns', () => {
  it('run one after the other for one owner, whatever becomes of them, and side by side for two', async () => {
    const inTurn = openTurns()
    const log: string[] = []
    const work =
      (name: string, fails = false) =>
      async () => {
        log.push(`${name} begins`)
        await pause(2)
        log.push(`${name} ends`)
        if (fails) throw new Error(name)
        return name
      }
    const results = await Promise.allSettled([
      inTurn('x', READ, work('one', true)),
      inTurn('x', READ, work('two')),
      inTurn('y', READ, work('other')),
      inTurn('x', READ, work('three')),
    ])
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled', 'fulfilled'])
    expect(log.filter((line) => !line.startsWith('other'))).toEqual(
      ['one', 'two', 'three'].flatMap((name) => [`${name} begins`, `${name} ends`]),
    )
    expect(log.indexOf('other begins')).toBeLessThan(log.indexOf('two begins'))
  })

  it('do not wait for ever', async () => {
    const inTurn = openTurns()
    void inTurn('x', READ, () => new Promise(() => undefined))
    expect(await inTurn('x', READ, async () => 'late')).toBe('late')
  })
})

for (const kind of await testDatabases()) {
  describe.skipIf(kind.skip !== undefined)(`commits that go together, ${kind.title}`, () => {
    let database: Database
    beforeAll(async () => {
      database = (await kind.create(TALLY)).database
    })
    beforeEach(() => database.script(CLEAN))
    afterAll(() => database.close())

    /** A commit that changes a note whose version it relies on, as if it had been decided. */
    function change(id: string, key: string, version: number, relied: string = id) {
      const table = { name: 'notes', key: ['brand_id', 'id'], versioned: true, kind: 'state' } as const
      const writes: readonly Write[] = [
        { kind: 'change', table, key: { brandId: BRAND, id }, set: { words: key }, add: { touchedCount: 1 } },
        { kind: 'append', log: potLog, key: { brandId: BRAND, id }, amount: 1, row: { words: key, place: 0 } },
      ]
      const named = { brandId: BRAND, principal: 'opr', endpoint: 'tests.change', key }
      const receipt = { ...named, inputHash: 'h', status: 'done' as const, reply: { key }, at: 1 }
      return { receipt, plan: planOf([{ table, row: { id: relied, version } }], writes, BRAND) }
    }

    it('gives each its own outcome: one moved, one taken, one not there, and two done', async () => {
      const ids = ['a', 'b', 'c', 'd', 'f']
      for (const id of ids) await runNote(engineOf(database), note(id, 'begin'))
      await runDrop(engineOf(database), { made: [...ids, 'e'], drops: [] })
      const counted = counting(database)
      const { commit } = openTraffic(counted.database)
      expect(await commit(change('b', 'old', 1))).toBe('done')
      const before = await countRows(database)
      const works = [
        change('a', 'new', 1),
        change('b', 'old', 2),
        change('c', 'late', 7),
        change('d', 'good', 1),
        change('e', 'none', 1),
      ]
      expect(new Set(works.map(kindOf)).size).toBe(1)
      const outcomes: CommitOutcome[] = await Promise.all(works.map((work) => commit(work)))
      expect(outcomes).toEqual(['done', 'taken', 'moved', 'done', 'moved'])
      expect(counted.sizes).toEqual([1, 5])
      const notes = await database.execute({ text: 'select id, words, version from notes order by id', values: [] })
      expect(notes).toEqual([
        { id: 'a', words: 'new', version: 2 },
        { id: 'b', words: 'old', version: 2 },
        { id: 'c', words: 'begin', version: 1 },
        { id: 'd', words: 'good', version: 2 },
        { id: 'f', words: 'begin', version: 1 },
      ])
      const after = await countRows(database)
      expect(after).toMatchObject({
        requests: (before.requests ?? 0) + 2,
        pot_entries: (before.pot_entries ?? 0) + 2,
      })
    })

    it('keeps apart what touches the same row, relies on what another changes, or has the same key', async () => {
      for (const id of ['a', 'b']) await runNote(engineOf(database), note(id, 'begin'))
      await runDrop(engineOf(database), { made: ['a', 'b'], drops: [] })
      const counted = counting(database)
      const { commit } = openTraffic(counted.database)
      const outcomes = await Promise.all([
        commit(change('a', 'k1', 1)),
        commit(change('a', 'k2', 1)),
        commit(change('b', 'k1', 1)),
      ])
      expect(outcomes).toEqual(['done', 'moved', 'taken'])
      // The second and the third have nothing to do with each other.
      expect(counted.sizes).toEqual([1, 2])
      counted.sizes.length = 0
      const crossed = await Promise.all([commit(change('a', 'k3', 1, 'b')), commit(change('b', 'k4', 2, 'a'))])
      expect(crossed.sort()).toEqual(['done', 'moved'])
      expect(counted.sizes).toEqual([1, 1])
    })

    it('does not let a CHECK that fails for one fail the others', async () => {
      const counted = counting(database)
      const engine = engineOf(counted.database)
      const ids = ['a', 'b', 'c', 'd']
      for (const id of ids) await setCounter(database, id, id === 'b' ? 0 : 5)
      const outcomes = await Promise.all(ids.map((id) => runTake(engine, one(id))))
      expect(outcomes.map(({ kind: found }) => found)).toEqual(['done', 'busy', 'done', 'done'])
      expect(counted.sizes[0]).toBe(4)
      expect([await leftOf(database, 'a'), await leftOf(database, 'b')]).toEqual([4, 0])
      expect(await countRows(database)).toMatchObject({ requests: 3, events: 3 })
    })

    it('lets many add to one counter in one statement, and takes nobody’s part twice or below zero', async () => {
      const counted = counting(database)
      await setCounter(database, 'hot', 9)
      const keys = Array.from({ length: 12 }, (_, n) => `k${n}`)
      const engine = engineOf(counted.database)
      await runTake(engine, one('hot', 2), 'k0')
      const outcomes = await Promise.all(keys.map((key) => runTake(engine, one('hot', key === 'k0' ? 2 : 1), key)))
      expect(outcomes.filter(({ kind: found }) => found === 'done')).toHaveLength(8)
      expect(outcomes.filter(({ kind: found }) => found === 'busy')).toHaveLength(4)
      expect(await leftOf(database, 'hot')).toBe(0)
      expect(Math.max(...counted.sizes)).toBeGreaterThan(4)
      expect(await countRows(database)).toMatchObject({ requests: 8, events: 8 })
    })

    it('adds for those that are done only, when one of them is taken and one relies on what moved', async () => {
      await setCounter(database, 'hot', 100)
      for (const id of ['a', 'b', 'c']) await runNote(engineOf(database), note(id, 'begin'))
      const counted = counting(database)
      const { commit } = openTraffic(counted.database)
      const counters = { name: 'counters', key: ['brand_id', 'id'], versioned: false, kind: 'state' } as const
      const notes = { name: 'notes', key: ['brand_id', 'id'], versioned: true, kind: 'state' } as const
      const take = (key: string, id: string, version: number, count: number) => {
        const add = { leftCount: -count }
        const write = { kind: 'change', table: counters, key: { brandId: BRAND, id: 'hot' }, set: {}, add } as const
        const named = { brandId: BRAND, principal: 'opr', endpoint: 'tests.add', key }
        const receipt = { ...named, inputHash: 'h', status: 'done' as const, reply: { key }, at: 1 }
        return { receipt, plan: planOf([{ table: notes, row: { id, version } }], [write], BRAND) }
      }
      expect(await commit(take('old', 'a', 1, 1))).toBe('done')
      const works = [take('k1', 'a', 1, 2), take('old', 'b', 1, 4), take('k2', 'c', 7, 8), take('k3', 'b', 1, 16)]
      expect(await Promise.all(works.map((work) => commit(work)))).toEqual(['done', 'taken', 'moved', 'done'])
      expect(counted.sizes).toEqual([1, 4])
      expect(await leftOf(database, 'hot')).toBe(100 - 1 - 2 - 16)
    })

    /** Tells which statements were sent, and spoils what is read behind a commit. */
    const spied = (spoil: (sql: Sql, statement: Statement) => ReturnType<Sql['execute']>) => {
      const sent: string[] = []
      const nameOf = (statement: Statement) => (isCommit(statement) ? 'commit' : 'read')
      const execute: Database['execute'] = (statement) => {
        sent.push(nameOf(statement))
        return database.execute(statement)
      }
      const inLine: Database['inLine'] = (work) =>
        database.inLine((sql) => {
          const spying = (statement: Statement) => {
            sent.push(`${nameOf(statement)} in line`)
            return isCommit(statement) ? sql.execute(statement) : spoil(sql, statement)
          }
          return work({ execute: spying as Sql['execute'] })
        })
      return { database: { ...database, execute, inLine }, sent }
    }
    /** Six changes of one note at once; gives what each found and how it left it. */
    const line = async (on: Database) => {
      const engine = engineOf(on)
      const outcomes = await Promise.all(
        ['1', '2', '3', '4', '5', '6'].map((words) => runNote(engine, note('a', words))),
      )
      return outcomes.map((outcome) => (outcome.kind === 'done' ? outcome.output : outcome.kind))
    }
    const inOrder = [null, '1', '2', '3', '4', '5'].map((before, at) => ({ touchedCount: at + 1, before }))

    it('reads for whoever is behind on the way of the commit', async () => {
      const { database: spying, sent } = spied((sql, statement) => sql.execute(statement))
      expect(await line(spying)).toEqual(inOrder)
      const ahead = Array(5).fill(['commit in line', 'read in line']).flat()
      expect(sent).toEqual(['read', ...ahead, 'commit'])
    })

    it('reads again when what was read for it is lost', async () => {
      const { database: spying, sent } = spied(() => Promise.reject(new Error('connection lost')))
      expect(await line(spying)).toEqual(inOrder)
      expect(sent.filter((name) => name === 'read')).toHaveLength(6)
    })

    it('does not rest on what was read behind a commit that was none', async () => {
      const moves = [true]
      const beforeCommit = async () => {
        if (!moves.pop()) return
        await database.script(`insert into notes values ('${BRAND}', 'a', 'theirs', 7)`)
      }
      const theirs = ['theirs', '1', '2', '3', '4', '5'].map((before, at) => ({ touchedCount: at + 8, before }))
      expect(await line(watched(database, { beforeCommit }))).toEqual(theirs)
    })

    it('writes events of each command in their order', async () => {
      const engine = engineOf(database)
      await Promise.all(Array.from({ length: 12 }, (_, n) => runNote(engine, note(`n${n}`, 'x'))))
      const text = 'select id, step from events order by sequence'
      const rows = await database.execute<{ id: string; step: number }>({ text, values: [] })
      expect(rows).toHaveLength(24)
      const lastStep = new Map<string, number>()
      for (const { id, step } of rows) {
        const first = id.split('.')[0] as string
        expect(step).toBe((lastStep.get(first) ?? -1) + 1)
        lastStep.set(first, step)
      }
    })
  })
}

const postgres = (await testDatabases()).find(({ kind }) => kind === 'postgres')

describe.skipIf(postgres?.skip !== undefined)(`many commands at once, ${postgres?.title}`, () => {
  let fresh: TestDatabase
  let second: Database
  beforeAll(async () => {
    fresh = await (postgres as NonNullable<typeof postgres>).create(TALLY)
    second = await openPostgres({ connectionString: fresh.url as string, poolSize: 8 })
  })
  beforeEach(() => fresh.database.script(CLEAN))
  afterAll(async () => {
    await second.close()
    await fresh.database.close()
  })

  it('answers 200 commands over 50 owners exactly once, each sent twice, by two processes', async () => {
    const faults: string[] = []
    const failed = (error: unknown): void => void faults.push(faultOf(error).kind)
    const counted = [fresh.database, second].map((each) => counting(watched(each, { failed })))
    const engines = counted.map(({ database }) => engineOf(database))
    for (let n = 0; n < 50; n += 1) await setCounter(fresh.database, `c${n}`, 100)
    const calls = Array.from({ length: 200 }, (_, n) => n).flatMap((n) => [n, n])
    const outcomes: Outcome[] = await Promise.all(
      calls.map((n, index) => {
        const engine = engines[index % 2] as Engine
        return n % 2 === 0
          ? runTake(engine, one(`c${n % 50}`), `k${n}`)
          : runNote(engine, note(`n${n % 50}`, `${n}`), `k${n}`)
      }),
    )
    expect(outcomes.map(({ kind }) => kind)).toEqual(Array(400).fill('done'))
    for (let n = 0; n < 200; n += 1) {
      const both = outcomes.slice(2 * n, 2 * n + 2) as Extract<Outcome, { kind: 'done' }>[]
      expect(both.map(({ replayed }) => replayed).sort()).toEqual([false, true])
      expect(both[0]?.output).toEqual(both[1]?.output)
    }
    expect(await countRows(fresh.database)).toMatchObject({ requests: 200 })
    const text =
      'select sum(left_count)::int as left, (select sum(touched_count)::int from notes) as touched from counters'
    expect(await fresh.database.execute({ text, values: [] })).toEqual([{ left: 50 * 100 - 100, touched: 100 }])
    expect(Math.max(...counted.flatMap(({ sizes }) => sizes))).toBeGreaterThan(4)
    expect(faults.filter((kind) => kind !== 'retry')).toEqual([])
  })

  it('never deadlocks when batches of two processes lock the same rows', async () => {
    const faults: unknown[] = []
    const failed = (error: unknown): void => {
      const fault = faultOf(error)
      if (fault.kind !== 'retry' || fault.reason === 'deadlock') faults.push(error)
    }
    const engines = [fresh.database, second].map((each) => engineOf(watched(each, { failed })))
    for (let n = 0; n < 20; n += 1) await setCounter(fresh.database, `c${n}`, 10_000)
    for (let round = 0; round < 30; round += 1) {
      const takes = Array.from({ length: 20 }, (_, n) => [`c${n}`, `c${(n * 7 + 3) % 20}`])
      const outcomes = await Promise.all(
        takes.map((ids, n) =>
          runTake(engines[n % 2] as Engine, { takes: ids.map((id) => ({ id, count: 1 })), blind: true }),
        ),
      )
      expect(outcomes.map(({ kind }) => kind)).toEqual(Array(20).fill('done'))
    }
    expect(faults).toEqual([])
  })
})
