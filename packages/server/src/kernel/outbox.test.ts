import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from './database.ts'
import { type Outbox, openOutbox, type Published } from './outbox.ts'
import { openPostgres } from './postgres.ts'
import { type TestDatabase, testDatabases } from './testing/postgres.ts'
import { BRAND, engineOf, runNote, TALLY } from './testing/tally.ts'

const note = (words: string, noteId: string) => ({ noteId, words, memberId: `mem_${noteId}` })

async function until(isTrue: () => boolean, what: string): Promise<void> {
  for (let n = 0; n < 1_000 && !isTrue(); n += 1) await new Promise((next) => setTimeout(next, 10))
  if (!isTrue()) expect.fail(`not within 10 s: ${what}`)
}

function fail(error: unknown): void {
  throw error
}

function heardBy(outbox: Outbox): Published[] {
  const heard: Published[] = []
  outbox.subscribe((event) => heard.push(event))
  return heard
}

const SLOW = `insert into events (brand_id, id, type, at, principal, step, data)
  values ($1, 'evt_slow', 'slow', 1, 'x', 0, '{}')`
const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1)

for (const kind of await testDatabases()) {
  describe.skipIf(kind.skip !== undefined)(kind.title, () => {
    let database: Database
    beforeAll(async () => {
      database = (await kind.create(TALLY)).database
    })
    beforeEach(() => database.script('truncate requests, events, counters, notes, note_lines'))
    afterAll(() => database.close())

    it('publishes what is committed, once, in order, with its data', async () => {
      const outbox = await openOutbox(database, fail)
      const heard = heardBy(outbox)
      const engine = engineOf(database, outbox.kick)
      for (const words of ['one', 'two']) await runNote(engine, note(words, 'a'))
      await outbox.drain()
      await outbox.drain()
      expect(heard.map(({ position, type, memberId }) => [position, type, memberId])).toEqual([
        [1, 'note_made', 'mem_a'],
        [2, 'note_touched', 'mem_a'],
        [3, 'note_changed', null],
        [4, 'note_touched', 'mem_a'],
      ])
      expect(heard[3]?.data).toEqual({ type: 'note_touched', memberId: 'mem_a', noteId: 'a', place: 2 })
      await outbox.close()
    })

    it('publishes after a restart what a dead process had committed', async () => {
      await runNote(engineOf(database), note('one', 'a'))
      const outbox = await openOutbox(database, fail)
      const heard = heardBy(outbox)
      await outbox.drain()
      expect(heard.map(({ position }) => position)).toEqual([1, 2])
      await outbox.close()
    })

    it('keeps the order of a command and of a member, whatever the clock and the ids say', async () => {
      for (let n = 1; n <= 40; n += 1) await runNote(engineOf(database), note(`words ${n}`, 'a'))
      const outbox = await openOutbox(database, fail)
      const heard = heardBy(outbox)
      await outbox.drain()
      const places = heard.flatMap(({ data }) => ('place' in data ? [data.place] : []))
      expect(places).toEqual(numbers(40))
      expect(heard.slice(0, 4).map(({ type }) => type)).toEqual([
        'note_made',
        'note_touched',
        'note_changed',
        'note_touched',
      ])
      await outbox.close()
    })
  })
}

const postgres = (await testDatabases()).find(({ kind }) => kind === 'postgres')

describe.skipIf(postgres?.skip !== undefined)(`two servers, ${postgres?.title}`, () => {
  let fresh: TestDatabase
  let databases: readonly [Database, Database]
  beforeAll(async () => {
    fresh = await (postgres as NonNullable<typeof postgres>).create(TALLY)
    databases = [fresh.database, await openPostgres({ connectionString: fresh.url as string, poolSize: 8 })]
  })
  beforeEach(() => databases[0].script('truncate requests, events, counters, notes, note_lines'))
  afterAll(async () => {
    await databases[1].close()
    await databases[0].close()
  })

  it('give positions without gaps or doubles while both commit and publish, and keep each member in order', async () => {
    const outboxes = await Promise.all(databases.map((database) => openOutbox(database, fail)))
    const heard = outboxes.map(heardBy)
    const engines = databases.map((database, n) => engineOf(database, (outboxes[n] as Outbox).kick))
    const [noteCount, writeCount] = [8, 20]
    const total = noteCount * writeCount * 2
    await Promise.all(
      numbers(noteCount).map(async (id) => {
        for (const n of numbers(writeCount)) {
          const outcome = await runNote(engines[(id + n) % 2] as (typeof engines)[0], note(`words ${n}`, `not_${id}`))
          expect(outcome.kind).toBe('done')
        }
      }),
    )
    await until(() => heard.every(({ length }) => length >= total), 'both heard everything')
    for (const events of heard) {
      expect(events.map(({ position }) => position)).toEqual(numbers(total))
      expect(new Set(events.map(({ id }) => id)).size).toBe(total)
      for (const id of numbers(noteCount)) {
        const own = events.filter(({ memberId }) => memberId === `mem_not_${id}`)
        expect(own.flatMap(({ data }) => ('place' in data ? [data.place] : []))).toEqual(numbers(writeCount))
      }
    }
    await Promise.all(outboxes.map((outbox) => outbox.close()))
    expect(heard.map(({ length }) => length)).toEqual([total, total])
  })

  it('give each event one position when both publish at the same moment: 100 rounds', async () => {
    const outboxes = await Promise.all(databases.map((database) => openOutbox(database, fail)))
    const heard = outboxes.map(heardBy)
    for (const n of numbers(100)) {
      await runNote(engineOf(databases[n % 2] as Database), note(`words ${n}`, 'a'))
      await Promise.all(outboxes.map((outbox) => outbox.drain()))
    }
    for (const outbox of outboxes) await outbox.drain()
    for (const events of heard) expect(events.map(({ position }) => position)).toEqual(numbers(200))
    await Promise.all(outboxes.map((outbox) => outbox.close()))
  })

  it('do not lose an event whose commit is older than its becoming visible', async () => {
    const outbox = await openOutbox(databases[0], fail)
    const heard = heardBy(outbox)
    await databases[1].transaction(async (sql) => {
      await sql.execute({
        text: SLOW,
        values: [BRAND],
      })
      await runNote(engineOf(databases[0]), note('one', 'a'))
      await outbox.drain()
      expect(heard.map(({ type }) => type)).toEqual(['note_made', 'note_touched'])
    })
    await outbox.drain()
    expect(heard.map(({ position, type }) => [position, type])[2]).toEqual([3, 'slow'])
    await outbox.close()
  })

  it('never number an event anew: one publishes at a time, whatever became visible meanwhile', async () => {
    const outboxes = await Promise.all(databases.map((database) => openOutbox(database, fail)))
    const heard = outboxes.map(heardBy)
    const { first } = await databases[1].transaction(async (holder) => {
      const started = await databases[1].transaction(async (slow) => {
        await slow.execute({ text: SLOW, values: [BRAND] })
        await runNote(engineOf(databases[0]), note('one', 'a'))
        await holder.execute({ text: 'select 1 from events for update', values: [] })
        const publishing = (outboxes[0] as Outbox).drain()
        const text = `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
        while ((await holder.execute({ text, values: [] })).length === 0)
          await new Promise((next) => setTimeout(next, 2))
        return { publishing }
      })
      const second = (outboxes[1] as Outbox).drain()
      await new Promise((next) => setTimeout(next, 100))
      return { first: Promise.all([started.publishing, second]) }
    })
    await first
    for (const outbox of outboxes) await outbox.drain()
    const text = 'select position, id from events order by position'
    const stored = await databases[0].execute({ text, values: [] })
    expect(stored.map(({ position }) => position)).toEqual([1, 2, 3])
    for (const events of heard) expect(events.map(({ position, id }) => ({ position, id }))).toEqual(stored)
    await Promise.all(outboxes.map((outbox) => outbox.close()))
  })
})
