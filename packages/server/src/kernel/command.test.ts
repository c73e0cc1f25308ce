import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Engine, Outcome } from './command.ts'
import { type Database, faultOf, type Sql } from './database.ts'
import { openPostgres } from './postgres.ts'
import { type TestDatabase, testDatabases } from './testing/postgres.ts'
import { countRows, watched } from './testing/rows.ts'
import { BRAND, engineOf, FORM, leftOf, runNote, runTake, setCounter, TALLY } from './testing/tally.ts'

const one = (id: string, count = 1) => ({ takes: [{ id, count }], blind: false })
const note = (words: string, noteId = 'not_1') => ({ noteId, words, memberId: 'mem_1' })
const refused = (replayed: boolean): Outcome => ({ kind: 'refused', refusal: { code: 'counter_empty' }, replayed })
const done = (output: unknown, replayed = false): Outcome => ({ kind: 'done', output, replayed, dryRun: false })

async function noteRow(database: Database, id = 'not_1'): Promise<unknown> {
  const text = 'select words, touched_count, version from notes where brand_id = $1 and id = $2'
  return (await database.execute({ text, values: [BRAND, id] }))[0]
}

/** Runs `work` before the first commit that passes, once. */
function beforeFirstCommit(database: Database, work: () => Promise<unknown>): Database {
  let pending = true
  const beforeCommit = (): Promise<unknown> | undefined => {
    if (!pending) return undefined
    pending = false
    return work()
  }
  return watched(database, { beforeCommit })
}

for (const kind of await testDatabases()) {
  describe.skipIf(kind.skip !== undefined)(`${kind.title}, ${FORM}`, () => {
    let fresh: TestDatabase
    let database: Database
    let engine: Engine
    beforeAll(async () => {
      fresh = await kind.create(TALLY)
      database = fresh.database
      engine = engineOf(database)
    })
    beforeEach(() => database.script('truncate requests, events, counters, notes, note_lines'))
    afterAll(() => database.close())

    it('answers a repeated key with the first answer and does nothing again', async () => {
      await setCounter(database, 'a', 5)
      const first = await runTake(engine, one('a', 2), 'k1')
      expect(first).toEqual(done({ leftCounts: [5] }))
      expect(await runTake(engine, one('a', 2), 'k1')).toEqual(done({ leftCounts: [5] }, true))
      expect(await leftOf(database, 'a')).toBe(3)
      expect(await countRows(database)).toMatchObject({ requests: 1, events: 1 })
    })

    it('journals each event once, with its data, its place and who did it', async () => {
      await runNote(engine, note('one'), 'k1')
      await runNote(engine, note('one'), 'k1')
      const text = 'select type, at, member_id, principal, step, data, position from events order by step'
      const shared = { at: 1_772_323_200_000, member_id: 'mem_1', principal: 'opr_tally', position: null }
      const touched = { type: 'note_touched', memberId: 'mem_1', noteId: 'not_1', place: 1 }
      expect(await database.execute({ text, values: [] })).toEqual([
        { ...shared, type: 'note_made', step: 0, data: { type: 'note_made', ...note('one') } },
        { ...shared, type: 'note_touched', step: 1, data: touched },
      ])
    })

    it('keeps a refusal under its key, even when the answer would be yes by now', async () => {
      await setCounter(database, 'a', 0)
      expect(await runTake(engine, one('a'), 'k1')).toEqual(refused(false))
      await setCounter(database, 'a', 9)
      expect(await runTake(engine, one('a'), 'k1')).toEqual(refused(true))
      expect((await runTake(engine, one('a'), 'k2')).kind).toBe('done')
      expect(await leftOf(database, 'a')).toBe(8)
    })

    it('calls a key with other input a conflict, but not another spelling of the same', async () => {
      await setCounter(database, 'a', 5)
      await runTake(engine, one('a'), 'k1')
      expect(await runTake(engine, one('a', 2), 'k1')).toEqual({ kind: 'conflict' })
      const respelled = { blind: false, takes: [{ count: 1, id: 'a' }] }
      expect(await runTake(engine, respelled, 'k1')).toEqual(done({ leftCounts: [5] }, true))
      expect(await leftOf(database, 'a')).toBe(4)
    })

    it('decides again when a guarded row moved before the commit', async () => {
      await runNote(engine, note('one'))
      const raced = engineOf(beforeFirstCommit(database, () => runNote(engine, note('two'))))
      expect(await runNote(raced, note('three'))).toEqual(done({ touchedCount: 3, before: 'two' }))
      expect(await noteRow(database)).toEqual({ words: 'three', touched_count: 3, version: 3 })
    })

    it('decides a refusal again when what it rests on moved: a guard without a write is checked too', async () => {
      await runNote(engine, note('one'))
      const raced = engineOf(beforeFirstCommit(database, () => runNote(engine, note('two'))))
      expect(await runNote(raced, note('one'))).toEqual(done({ touchedCount: 3, before: 'two' }))
    })

    it('makes one row when two decide that it is not there', async () => {
      const raced = engineOf(beforeFirstCommit(database, () => runNote(engine, note('one'))))
      expect(await runNote(raced, note('two'))).toEqual(done({ touchedCount: 2, before: 'one' }))
      expect(await countRows(database)).toMatchObject({ notes: 1, note_lines: 2, requests: 2, events: 4 })
    })

    it('turns a CHECK that fails into a refusal after looking again', async () => {
      await setCounter(database, 'a', 1)
      const raced = engineOf(beforeFirstCommit(database, () => runTake(engine, one('a'))))
      expect(await runTake(raced, one('a'), 'late')).toEqual(refused(false))
      expect(await leftOf(database, 'a')).toBe(0)
      expect(await countRows(database)).toMatchObject({ requests: 2, events: 1 })
    })

    it('never loses a change of a row that is not there: all or nothing, and busy in the end', async () => {
      await setCounter(database, 'a', 5)
      const takes = [
        { id: 'a', count: 1 },
        { id: 'gone', count: 1 },
      ]
      let commits = 0
      const beforeCommit = (): undefined => {
        commits += 1
        return undefined
      }
      const counted = engineOf(watched(database, { beforeCommit }))
      expect(await runTake(counted, { takes, blind: true }, 'k1')).toEqual({ kind: 'busy' })
      expect(commits).toBe(12)
      expect(await leftOf(database, 'a')).toBe(5)
      expect(await countRows(database)).toMatchObject({ requests: 0, events: 0 })
      await setCounter(database, 'gone', 1)
      expect((await runTake(engine, { takes, blind: true }, 'k1')).kind).toBe('done')
      expect([await leftOf(database, 'a'), await leftOf(database, 'gone')]).toEqual([4, 0])
    })

    it('folds several changes of a row, and an insert and its changes, into one', async () => {
      await runNote(engine, note('one'))
      expect(await noteRow(database)).toEqual({ words: 'one', touched_count: 1, version: 1 })
      await runNote(engine, note('two'))
      expect(await noteRow(database)).toEqual({ words: 'two', touched_count: 2, version: 2 })
      await setCounter(database, 'a', 9)
      const twice = { id: 'a', count: 3 }
      await runTake(engine, { takes: [twice, twice], blind: false })
      expect(await leftOf(database, 'a')).toBe(3)
    })

    it('writes nothing in a dry run, whether the answer is yes or no', async () => {
      await setCounter(database, 'a', 1)
      const before = await countRows(database)
      expect(await runTake(engine, one('a'), 'k1', true)).toEqual({ ...done({ leftCounts: [1] }), dryRun: true })
      expect(await runTake(engine, one('a', 2), 'k2', true)).toEqual(refused(false))
      expect(await runNote(engine, note('one'), 'k3', true)).toMatchObject({ kind: 'done', dryRun: true })
      expect(await countRows(database)).toEqual(before)
      expect(await leftOf(database, 'a')).toBe(1)
      expect(await runTake(engine, one('a'), 'k1')).toEqual(done({ leftCounts: [1] }))
    })

    it('does not swallow a bug', async () => {
      const beforeCommit = (): Promise<never> => Promise.reject(new TypeError('a bug'))
      const broken = engineOf(watched(database, { beforeCommit }))
      await expect(runNote(broken, note('one'))).rejects.toThrow(new TypeError('a bug'))
    })

    it('gives one effect and one answer to a key that comes many times at once', async () => {
      await setCounter(database, 'a', 1_000)
      for (let round = 0; round < 20; round += 1) {
        const outcomes = await Promise.all([1, 2, 3, 4].map(() => runTake(engine, one('a'), `round-${round}`)))
        expect(outcomes.map((outcome) => outcome.kind === 'done' && outcome.output)).toEqual(
          Array(4).fill({ leftCounts: [1_000 - round] }),
        )
        expect(outcomes.filter((outcome) => outcome.kind === 'done' && outcome.replayed)).toHaveLength(3)
      }
      expect(await leftOf(database, 'a')).toBe(980)
      expect(await countRows(database)).toMatchObject({ requests: 20, events: 20 })
    })
  })
}

const postgres = (await testDatabases()).find(({ kind }) => kind === 'postgres')

describe.skipIf(postgres?.skip !== undefined)(`two clients, ${postgres?.title}, ${FORM}`, () => {
  let fresh: TestDatabase
  let database: Database
  let second: Database
  let [left, right]: Engine[] = []
  const faults: string[] = []
  const note1 = note('one')

  beforeAll(async () => {
    fresh = await (postgres as NonNullable<typeof postgres>).create(TALLY)
    database = fresh.database
    second = await openPostgres({ connectionString: fresh.url as string, poolSize: 8 })
    const failed = (error: unknown): void => {
      const fault = faultOf(error)
      faults.push(fault.kind === 'retry' ? fault.reason : fault.kind)
    }
    left = engineOf(watched(database, { failed }))
    right = engineOf(watched(second, { failed }))
  })
  beforeEach(async () => {
    faults.length = 0
    await database.script('truncate requests, events, counters, notes, note_lines')
  })
  afterAll(async () => {
    await second.close()
    await database.close()
  })

  it('never deadlocks when rows are named in opposite order: 200 tries of four', async () => {
    await setCounter(database, 'a', 10_000)
    await setCounter(database, 'b', 10_000)
    const there = { takes: ['a', 'b'].map((id) => ({ id, count: 1 })), blind: false }
    const back = { ...there, takes: there.takes.toReversed() }
    const engines = [left, right] as [Engine, Engine]
    for (let round = 0; round < 200; round += 1) {
      const outcomes = await Promise.all(
        [0, 1, 2, 3].map((n) => runTake(engines[n % 2] as Engine, n < 2 ? there : back)),
      )
      expect(outcomes.map(({ kind }) => kind)).toEqual(Array(4).fill('done'))
    }
    expect(faults).toEqual([])
    expect([await leftOf(database, 'a'), await leftOf(database, 'b')]).toEqual([9_200, 9_200])
  })

  it('gives both clients of one key the one answer: 100 tries', async () => {
    await setCounter(database, 'a', 100)
    for (let round = 0; round < 100; round += 1) {
      const both = await Promise.all(
        [left, right].map((engine) => runTake(engine as Engine, one('a'), `both-${round}`)),
      )
      const output = { leftCounts: [100 - round] }
      expect(both).toContainEqual(done(output))
      expect(both).toContainEqual(done(output, true))
    }
    expect(await leftOf(database, 'a')).toBe(0)
    expect(await countRows(database)).toMatchObject({ requests: 100, events: 100 })
  })

  it('gives a refusal to both clients of one key too: 50 tries', async () => {
    await setCounter(database, 'a', 0)
    for (let round = 0; round < 50; round += 1) {
      const both = await Promise.all([left, right].map((engine) => runTake(engine as Engine, one('a'), `no-${round}`)))
      expect(both).toContainEqual(refused(false))
      expect(both).toContainEqual(refused(true))
    }
    expect(await countRows(database)).toMatchObject({ requests: 50, events: 0 })
  })

  it('makes one row of many clients that all make it, and loses no change: 50 tries of four', async () => {
    for (let round = 0; round < 50; round += 1) {
      const noteId = `not_${round}`
      const writes = ['a', 'b', 'c', 'd'].map((words, n) =>
        runNote((n % 2 === 0 ? left : right) as Engine, note(words, noteId)),
      )
      const outputs = (await Promise.all(writes)).map((outcome) => outcome.kind === 'done' && outcome.output)
      const counts = outputs.map((output) => (output as { touchedCount: number }).touchedCount)
      expect(counts.toSorted()).toEqual([1, 2, 3, 4])
      expect(await noteRow(database, noteId)).toMatchObject({ touched_count: 4, version: 4 })
    }
    expect(faults.filter((fault) => fault === 'deadlock')).toEqual([])
  })

  /** Waits until a client of this database waits for a lock. */
  async function untilBlocked(sql: Sql): Promise<void> {
    const text = `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
    for (let n = 0; n < 2_000 && (await sql.execute({ text, values: [] })).length === 0; n += 1) {
      await new Promise((next) => setTimeout(next, 2))
    }
    expect(await sql.execute({ text, values: [] })).toHaveLength(1)
  }

  /** Starts `work` while another client holds a row it needs, and lets go when it waits for it. */
  async function behind(change: string, work: () => Promise<Outcome>): Promise<Outcome> {
    const { running } = await second.transaction(async (sql) => {
      await sql.execute({ text: change, values: [] })
      const started = work()
      await untilBlocked(sql)
      return { running: started }
    })
    return running
  }

  it('reads the version again after it waited for the row', async () => {
    await runNote(left as Engine, note1)
    const change = `update notes set words = 'other', version = version + 1`
    const outcome = await behind(change, () => runNote(left as Engine, note('two')))
    expect(outcome).toEqual(done({ touchedCount: 2, before: 'other' }))
    // It found the row moved before it wrote anything, so there was nothing to take back.
    expect(faults).toEqual([])
    expect(await noteRow(database)).toEqual({ words: 'two', touched_count: 2, version: 3 })
  })

  it('checks the counter after it waited for it', async () => {
    await setCounter(database, 'a', 1)
    const outcome = await behind('update counters set left_count = 0', () => runTake(left as Engine, one('a')))
    expect(outcome).toEqual(refused(false))
    expect(faults).toEqual(['check'])
  })

  it('waits for the holder of its key and takes over that answer', async () => {
    await setCounter(database, 'a', 5)
    await runTake(left as Engine, one('a'), 'k1')
    const rows = await database.execute({ text: 'select * from requests', values: [] })
    await database.script('truncate requests')
    const again = `insert into requests select * from json_populate_recordset(null::requests, '${JSON.stringify(rows)}')`
    const outcome = await behind(again, () => runTake(left as Engine, one('a'), 'k1'))
    expect(outcome).toEqual(done({ leftCounts: [5] }, true))
    expect(await leftOf(database, 'a')).toBe(4)
  })

  it('is busy, not refused, when a row stays locked; the key is free afterwards', async () => {
    await setCounter(database, 'a', 5)
    const impatient = await openPostgres({ connectionString: fresh.url as string, poolSize: 1, lockTimeoutMs: 50 })
    await second.transaction(async (sql) => {
      await sql.execute({ text: 'update counters set left_count = left_count', values: [] })
      expect(await runTake(engineOf(impatient), one('a'), 'k1')).toEqual({ kind: 'busy' })
    })
    await impatient.close()
    expect(await countRows(database)).toMatchObject({ requests: 0, events: 0 })
    expect(await runTake(left as Engine, one('a'), 'k1')).toEqual(done({ leftCounts: [5] }))
  })

  it('tries again when its connection is killed before the commit', async () => {
    await setCounter(database, 'a', 5)
    const kill = `select pg_terminate_backend(pid) from pg_stat_activity
      where wait_event_type = 'Lock' and datname = current_database()`
    const { running } = await second.transaction(async (sql) => {
      await sql.execute({ text: 'update counters set left_count = left_count', values: [] })
      const started = runTake(left as Engine, one('a'), 'k1')
      await untilBlocked(sql)
      expect(await sql.execute({ text: kill, values: [] })).toHaveLength(1)
      return { running: started }
    })
    expect(await running).toEqual(done({ leftCounts: [5] }))
    expect(faults).toEqual(['unknown_outcome'])
    expect(await leftOf(database, 'a')).toBe(4)
  })
})
