import { connect, createServer, type Server, type Socket } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CommitForm } from './commit.ts'
import type { Database } from './database.ts'
import { createApp } from './http.ts'
import { openPostgres } from './postgres.ts'
import { type TestDatabase, testDatabases } from './testing/postgres.ts'
import { countRows } from './testing/rows.ts'
import { BRAND, callOf, engineOf, leftOf, runTake, setCounter, TALLY, take } from './testing/tally.ts'
import { createTokens } from './tokens.ts'

/** A line to the database that can be cut at one exact moment. */
type Line = {
  readonly url: string
  /** The next chunk from this side that contains `marker` is not passed on; the line is dead instead. */
  readonly cutAt: (side: 'request' | 'answer', marker: Buffer) => void
  readonly cutCount: () => number
  readonly close: () => Promise<void>
}

async function openLine(url: string): Promise<Line> {
  const target = new URL(url)
  const sockets = new Set<Socket>()
  let cut: { readonly side: string; readonly marker: Buffer } | undefined
  let cutCount = 0
  const pipe = (side: string, from: Socket, to: Socket): void => {
    from.on('data', (chunk) => {
      if (cut?.side !== side || !chunk.includes(cut.marker)) return void to.write(chunk)
      cut = undefined
      cutCount += 1
      from.destroy()
      to.destroy()
    })
    from.on('error', () => to.destroy())
    from.on('close', () => to.destroy())
    sockets.add(from)
  }
  const server: Server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname)
    pipe('request', client, upstream)
    pipe('answer', upstream, client)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const through = new URL(url)
  through.host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  return {
    url: through.href,
    cutAt: (side, marker) => {
      cut = { side, marker }
    },
    cutCount: () => cutCount,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((done) => server.close(done))
    },
  }
}

/** What the database answers once a commit is done: the outcome as a column of four bytes, or the tag of COMMIT. */
const COMMITTED: Readonly<Record<CommitForm, Buffer>> = {
  composed: Buffer.from('\0\0\0\x04done'),
  transaction: Buffer.from('COMMIT\0'),
}
const CLAIM = Buffer.from('insert into requests')
const ONE = { takes: [{ id: 'tea', count: 1 }], blind: false }
const FORMS: readonly CommitForm[] = ['composed', 'transaction']
const postgres = (await testDatabases()).find(({ kind }) => kind === 'postgres')

describe.skipIf(postgres?.skip !== undefined)(`a commit whose outcome is not known, ${postgres?.title}`, () => {
  let fresh: TestDatabase
  let direct: Database
  let line: Line
  let database: Database
  beforeAll(async () => {
    fresh = await (postgres as NonNullable<typeof postgres>).create(TALLY)
    direct = fresh.database
    line = await openLine(fresh.url as string)
    database = await openPostgres({ connectionString: line.url, poolSize: 2 })
  })
  beforeEach(() => direct.script('truncate requests, events, counters, notes, note_lines'))
  afterAll(async () => {
    await database.close()
    await line.close()
    await direct.close()
  })

  it('finds every reply when the answer to eight commits in one statement was lost: 10 times', async () => {
    const ids = Array.from({ length: 8 }, (_, n) => `tea${n}`)
    for (const id of ids) await setCounter(direct, id, 10)
    const engine = { ...engineOf(database), form: 'composed' as const }
    const before = line.cutCount()
    for (let round = 0; round < 10; round += 1) {
      line.cutAt('answer', COMMITTED.composed)
      const takes = ids.map((id) => runTake(engine, { takes: [{ id, count: 1 }], blind: false }, `${id}-${round}`))
      for (const outcome of await Promise.all(takes)) {
        expect(outcome).toMatchObject({ kind: 'done', output: { leftCounts: [10 - round] }, replayed: true })
      }
    }
    expect(line.cutCount() - before).toBe(10)
    for (const id of ids) expect(await leftOf(direct, id)).toBe(0)
    expect(await countRows(direct)).toMatchObject({ requests: 80, events: 80 })
  })

  for (const form of FORMS) {
    it(`finds its reply when the answer was lost: 20 times, ${form}`, async () => {
      await setCounter(direct, 'tea', 20)
      const before = line.cutCount()
      for (let round = 0; round < 20; round += 1) {
        line.cutAt('answer', COMMITTED[form])
        const outcome = await runTake({ ...engineOf(database), form }, ONE, `${form}-${round}`)
        expect(outcome).toEqual({
          kind: 'done',
          output: { leftCounts: [20 - round] },
          replayed: true,
          dryRun: false,
        })
      }
      expect(line.cutCount() - before).toBe(20)
      expect(await leftOf(direct, 'tea')).toBe(0)
      expect(await countRows(direct)).toMatchObject({ requests: 20, events: 20 })
    })

    it(`does it once when the commit never arrived: 10 times, ${form}`, async () => {
      await setCounter(direct, 'tea', 10)
      const before = line.cutCount()
      for (let round = 0; round < 10; round += 1) {
        line.cutAt('request', CLAIM)
        // A new connection prepares its statements again, so that the text to cut at goes over the line.
        const other = await openPostgres({ connectionString: line.url, poolSize: 1 })
        const outcome = await runTake({ ...engineOf(other), form }, ONE, `${form}-${round}`)
        await other.close()
        expect(outcome).toMatchObject({ kind: 'done', replayed: false })
      }
      expect(line.cutCount() - before).toBe(10)
      expect(await leftOf(direct, 'tea')).toBe(0)
      expect(await countRows(direct)).toMatchObject({ requests: 10, events: 10 })
    })
  }
})

describe.skipIf(postgres?.skip !== undefined)(`a commit that cannot be had, over HTTP, ${postgres?.title}`, () => {
  let fresh: TestDatabase
  const faults: unknown[] = []
  beforeAll(async () => {
    fresh = await (postgres as NonNullable<typeof postgres>).create(TALLY)
  })
  beforeEach(() => fresh.database.script('truncate requests, events, counters, notes, note_lines'))
  afterAll(() => fresh.database.close())

  /** One call of `take` through HTTP on this database. */
  async function post(database: Database, body: object, key: string): Promise<Response> {
    const { newId, hash, now } = callOf()
    const app = createApp({
      engine: engineOf(database),
      routes: [take],
      tokens: createTokens('a secret of the tests, longer than 32 characters'),
      findKey: async () => ({ id: 'key_sk', brandId: BRAND, kind: 'secret', origins: ['*'], scopes: ['*'] }),
      limit: async () => 0,
      now: () => now,
      newId,
      hash,
      onFault: ({ error }) => faults.push(error),
    })
    const headers = { authorization: 'Bearer sk_test', 'idempotency-key': key }
    return app.request('/v1/takes', { method: 'POST', headers, body: JSON.stringify(body) })
  }

  async function expectBusy(response: Response): Promise<void> {
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('1')
    expect(await response.json()).toEqual({ error: { code: 'busy', requestId: expect.stringMatching(/^req_/) } })
    expect(faults).toEqual([])
  }

  it('says 503 with Retry-After when the tries are used up, and keeps nothing under the key', async () => {
    const gone = { takes: [{ id: 'gone', count: 1 }], blind: true }
    await expectBusy(await post(fresh.database, gone, 'k1'))
    expect(await countRows(fresh.database)).toMatchObject({ requests: 0, events: 0 })
    await setCounter(fresh.database, 'gone', 1)
    expect((await post(fresh.database, gone, 'k1')).status).toBe(200)
  })

  it('says 503 when a row stays locked', async () => {
    await setCounter(fresh.database, 'tea', 5)
    const connectionString = fresh.url as string
    const impatient = await openPostgres({ connectionString, poolSize: 1, lockTimeoutMs: 50 })
    await fresh.database.transaction(async (sql) => {
      await sql.execute({ text: 'update counters set left_count = left_count', values: [] })
      await expectBusy(await post(impatient, ONE, 'k1'))
    })
    expect((await post(impatient, ONE, 'k1')).status).toBe(200)
    await impatient.close()
  })

  it('says 503 when the database is not there, and works again when it is', async () => {
    await setCounter(fresh.database, 'tea', 5)
    const first = await openLine(fresh.url as string)
    const database = await openPostgres({ connectionString: first.url, poolSize: 2 })
    await first.close()
    await expectBusy(await post(database, ONE, 'k1'))
    await database.close()
    expect((await post(fresh.database, ONE, 'k1')).status).toBe(200)
    expect(await leftOf(fresh.database, 'tea')).toBe(4)
  })
})
