import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Database } from './kernel/database.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './kernel/embedded.ts'
import { openPostgres } from './kernel/postgres.ts'
import { testServer } from './kernel/testing/postgres.ts'
import { freePort, type Running, startSiyu } from './kernel/testing/process.ts'

const LONG = process.env.SIYU_LONG !== undefined
const SERVER_COUNT = LONG ? 4 : 2
const CLIENT_COUNT = LONG ? 64 : 16
const MEMBER_COUNT = LONG ? 40 : 10
const TRAFFIC_MS = LONG ? 60_000 : 8_000
/** Time between two kills: by turns a server, and a process of PostgreSQL that serves one. */
const KILL_EVERY_MS = 2_000
/** Clients that give up on a command after this; whether it was done, they never learn. */
const IMPATIENT_MS = 400
const PATIENCE_MS = 90_000
const SLOW_MS = 300_000

const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))
const skip = 'skip' in (await testServer()) ? ' (skipped: no PostgreSQL)' : undefined

let postgres: EmbeddedPostgres
let folder: string
let database: Database
beforeAll(async () => {
  if (skip !== undefined) return
  postgres = await startEmbeddedPostgres({ durable: true, maxConnections: 200 })
  folder = await mkdtemp(join(tmpdir(), 'siyu-chaos-'))
}, SLOW_MS)
afterAll(async () => {
  await database?.close()
  await postgres?.stop()
  if (folder !== undefined) await rm(folder, { recursive: true, force: true })
})

/** One of several servers of a shop. */
type Server = { readonly port: number; running: Running | undefined }

async function start(server: Server): Promise<void> {
  const environment = { DATABASE_URL: postgres.url }
  server.running = startSiyu(['dev', '--port', String(server.port), '--data-dir', folder], environment)
  await server.running.says('Siyu is ready').catch(() => undefined)
}

async function kill(server: Server): Promise<void> {
  server.running?.child.kill('SIGKILL')
  await server.running?.ended
}

/** Ends a process of PostgreSQL as a fault would: the whole server recovers, and every connection is lost. */
async function killBackend(): Promise<boolean> {
  const admin = await openPostgres({ connectionString: postgres.url, poolSize: 1 }).catch(() => undefined)
  const rows = await admin
    ?.execute<{ pid: number }>({
      text: `select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
        and query not like '%pg_stat_activity%' order by query_start desc limit 1`,
      values: [],
    })
    .catch(() => [])
  const pid = rows?.[0]?.pid
  if (pid !== undefined) process.kill(pid, 'SIGKILL')
  await admin?.close().catch(() => undefined)
  return pid !== undefined
}

/** What a client did, and whether it was told so. */
type Told = {
  readonly reference: string
  readonly memberId: string
  readonly kind: 'earn' | 'spend'
  status: number | null
}

type Traffic = {
  readonly servers: readonly Server[]
  readonly secretKey: string
  readonly memberIds: readonly string[]
  readonly told: Told[]
  open: boolean
}

/** Asks some server, again and again under one key, until it is answered or patience ends. */
async function ask(
  { servers, secretKey }: Pick<Traffic, 'servers' | 'secretKey'>,
  path: string,
  key: string,
  body: object,
  patienceMs: number,
): Promise<{ readonly status: number; readonly body: unknown } | null> {
  const headers = { authorization: `Bearer ${secretKey}`, 'idempotency-key': key, 'content-type': 'application/json' }
  for (const endsAt = Date.now() + patienceMs; Date.now() < endsAt; await sleep(20)) {
    const { port } = servers[Math.floor(Math.random() * servers.length)] as Server
    const init = { method: 'POST', headers, body: JSON.stringify(body), signal: AbortSignal.timeout(5_000) }
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, init)
      .then(async (response) => ({ status: response.status, body: await response.json() }))
      .catch(() => undefined)
    if (answer !== undefined && answer.status < 500 && answer.status !== 429) return answer
  }
  return null
}

/** Earns and redeems for members at random, one of them much more often than the others. */
async function client(traffic: Traffic, number: number): Promise<void> {
  const { memberIds, told } = traffic
  for (let count = 0; traffic.open; count += 1) {
    const memberId = memberIds[Math.random() < 0.3 ? 0 : Math.floor(Math.random() * memberIds.length)] as string
    const reference = `ref-${number}-${count}`
    const kind = Math.random() < 0.6 ? 'earn' : 'spend'
    const each: Told = { reference, memberId, kind, status: null }
    told.push(each)
    const [path, body] =
      kind === 'earn'
        ? ['/v1/points/earnings', { memberId, basisMinor: 100_00 + count, reference }]
        : ['/v1/points/redemptions', { memberId, count: 1 + (count % 40), reference }]
    const patienceMs = Math.random() < 0.1 ? IMPATIENT_MS : PATIENCE_MS
    const answer = await ask(traffic, path as string, reference, body as object, patienceMs)
    each.status = answer?.status ?? null
    expect([200, 402, 409, null], JSON.stringify(answer?.body)).toContain(each.status)
  }
}

async function newMembers(shop: Pick<Traffic, 'servers' | 'secretKey'>): Promise<readonly string[]> {
  const ids = Array.from({ length: MEMBER_COUNT }, async (_, number) => {
    const input = { externalId: `chaos-${number}` }
    const answer = await ask(shop, '/v1/sessions/mint', `member-${number}`, input, PATIENCE_MS)
    if (answer?.status !== 200) throw new Error(`no member: ${JSON.stringify(answer)}`)
    return (answer.body as { memberId: string }).memberId
  })
  return Promise.all(ids)
}

async function killAround(
  servers: readonly Server[],
): Promise<{ readonly servers: number; readonly backends: number }> {
  const killed = { servers: 0, backends: 0 }
  for (const endsAt = Date.now() + TRAFFIC_MS; Date.now() < endsAt || killed.servers < 2; ) {
    await sleep(KILL_EVERY_MS)
    const victim = servers[killed.servers % servers.length] as Server
    await kill(victim)
    killed.servers += 1
    await start(victim)
    await sleep(KILL_EVERY_MS)
    if (await killBackend()) killed.backends += 1
  }
  return killed
}

type EntryRow = { readonly reference: string; readonly owner_id: string; readonly kind: string; readonly n: number }

it.skipIf(skip !== undefined)(
  `killed servers and database processes lose and double nothing${skip ?? ''}`,
  async () => {
    const servers: Server[] = []
    for (let number = 0; number < SERVER_COUNT; number += 1) {
      const server: Server = { port: await freePort(), running: undefined }
      await start(server)
      servers.push(server)
    }
    const { secretKey } = JSON.parse(await readFile(join(folder, 'state.json'), 'utf8')) as { secretKey: string }
    const memberIds = await newMembers({ servers, secretKey })
    const traffic: Traffic = { servers, secretKey, memberIds, told: [], open: true }
    const clients = Array.from({ length: CLIENT_COUNT }, (_, number) => client(traffic, number))
    const killed = await killAround(servers)
    traffic.open = false
    await Promise.all(clients)
    await Promise.all(servers.map(kill))

    database = await openPostgres({ connectionString: postgres.url })
    const entries = await database.execute<EntryRow>({
      text: `select substr(reference, 5) as reference, owner_id, kind, count(*)::int as n from ledger_entries
        where book = 'points' and reference like 'ext/ref-%' group by 1, 2, 3`,
      values: [],
    })
    const posted = new Map(entries.map((entry) => [entry.reference, entry]))
    const { told } = traffic
    const done = told.filter(({ status }) => status === 200)
    const unknown = told.filter(({ status }) => status === null)
    for (const { reference, memberId, kind } of done) {
      expect(posted.get(reference), reference).toEqual({ reference, owner_id: memberId, kind, n: 1 })
    }
    for (const { reference } of told.filter(({ status }) => status === 402 || status === 409))
      expect(posted.has(reference)).toBe(false)
    for (const { reference } of unknown) expect(posted.get(reference)?.n ?? 1, reference).toBe(1)
    const asked = new Set(told.map(({ reference }) => reference))
    expect(entries.filter(({ reference, n }) => !asked.has(reference) || n !== 1)).toEqual([])
    expect(killed.servers).toBeGreaterThan(1)
    expect(killed.backends).toBeGreaterThan(0)
    expect(done.length).toBeGreaterThan(CLIENT_COUNT)

    const last: Server = { port: await freePort(), running: undefined }
    await start(last)
    const audited = await ask({ servers: [last], secretKey }, '/v1/ledger/audit', 'audit', {}, PATIENCE_MS)
    await kill(last)
    expect(audited).toMatchObject({ status: 200, body: { differences: [] } })
    console.info(
      `chaos: ${done.length} done, ${unknown.length} never answered, ${told.length} asked; ` +
        `${killed.servers} servers and ${killed.backends} database processes killed`,
    )
  },
  SLOW_MS,
)
