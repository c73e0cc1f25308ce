import { createHash, randomUUID } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import type { Database } from '../database.ts'
import { startEmbeddedPostgres } from '../embedded.ts'
import { openPglite } from '../pglite.ts'
import { openPostgres } from '../postgres.ts'

/** A state that many tests start from, prepared once per run. */
export type TestTemplate = {
  /** Tells templates apart. */
  readonly name: string
  readonly prepare: (database: Database) => Promise<unknown>
}

/** A fresh database; closing it also throws it away. */
export type TestDatabase = {
  readonly database: Database
  /** For more clients of the same database; PostgreSQL only. */
  readonly url?: string | undefined
}

export type TestDatabaseKind = {
  readonly kind: Database['kind']
  /** Name for a describe block; says why when the kind cannot run here. */
  readonly title: string
  /** Why this kind cannot run here, or undefined. */
  readonly skip: string | undefined
  readonly create: (template?: TestTemplate) => Promise<TestDatabase>
}

/** Where the tests' PostgreSQL server is: its address, or why there is none. */
export type TestServer = { readonly url: string } | { readonly skip: string }

/** Environment variables that carry the server from the set-up to the workers. */
export const URL_VARIABLE = 'SIYU_TEST_POSTGRES_URL'
export const SKIP_VARIABLE = 'SIYU_TEST_POSTGRES_SKIP'
/** Names a folder of this run where workers leave each other what they prepared for PGlite. */
export const TEMPLATES_VARIABLE = 'SIYU_TEST_TEMPLATES'

const MAX_CONNECTION_COUNT = 300
const TEST_POOL_SIZE = 8
const TEMPLATE_LOCK = 7_495_122
const EMPTY: TestTemplate = { name: 'empty', prepare: async () => undefined }

/** Both kinds of database, to run one suite over: `for (const kind of await testDatabases())`. */
export async function testDatabases(): Promise<readonly TestDatabaseKind[]> {
  const server = await testServer()
  const skip = 'skip' in server ? server.skip : undefined
  return [
    { kind: 'pglite', title: 'pglite', skip: undefined, create: createPglite },
    { kind: 'postgres', title: titleOf(skip), skip, create: createPostgres },
  ]
}

/** For long stories of rules that are the same on both: the last kind that runs here, and every one in the long run. */
export async function storyDatabases(): Promise<readonly TestDatabaseKind[]> {
  const kinds = (await testDatabases()).filter(({ skip }) => skip === undefined)
  return process.env.SIYU_LONG === undefined ? kinds.slice(-1) : kinds
}

function titleOf(skip: string | undefined): string {
  return skip === undefined ? 'postgres' : `postgres (skipped: ${skip})`
}

/** The server of this run; without a global set-up every worker starts one of its own. */
export async function testServer(): Promise<TestServer> {
  const url = process.env[URL_VARIABLE]
  if (url !== undefined) return { url }
  const skip = process.env[SKIP_VARIABLE]
  if (skip !== undefined) return { skip }
  ownServer ??= startTestServer()
  return ownServer
}

let ownServer: Promise<TestServer> | undefined

/** Starts a server for tests; it ends with this process at the latest. */
export async function startTestServer(): Promise<TestServer & { readonly stop: () => Promise<void> }> {
  try {
    return await startEmbeddedPostgres({ durable: false, maxConnections: MAX_CONNECTION_COUNT })
  } catch (error) {
    return { skip: error instanceof Error ? error.message : String(error), stop: async () => undefined }
  }
}

const snapshots = new Map<string, Promise<Blob>>()

/** A database in memory. */
export async function createPglite(template: TestTemplate = EMPTY): Promise<TestDatabase> {
  const known = snapshots.get(template.name)
  const snapshot = known ?? keptSnapshot(template)
  if (known === undefined) snapshots.set(template.name, snapshot)
  return { database: await openPglite({ snapshot: await snapshot }) }
}

/** Made once per run where there is a folder for it, else once per worker. */
async function keptSnapshot(template: TestTemplate): Promise<Blob> {
  const folder = process.env[TEMPLATES_VARIABLE]
  if (folder === undefined) return takeSnapshot(template)
  const file = join(folder, `${digestOf(template)}.tar`)
  const kept = await readFile(file).catch(() => undefined)
  if (kept !== undefined) return new Blob([kept])
  const snapshot = await takeSnapshot(template)
  // Written aside, so that nobody reads half of it.
  const draft = `${file}.${process.pid}`
  await writeFile(draft, new Uint8Array(await snapshot.arrayBuffer()))
  await rename(draft, file)
  return snapshot
}

function digestOf({ name }: TestTemplate): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 32)
}

async function takeSnapshot(template: TestTemplate): Promise<Blob> {
  const database = await openPglite()
  await template.prepare(database)
  const snapshot = await database.raw.dumpDataDir('none')
  await database.close()
  return snapshot
}

/** A database of the kind that is asked for, of `SIYU_TEST_DATABASE`, or the faster of those that run here. */
export async function createTestDatabase(
  template: TestTemplate = EMPTY,
  on?: string | undefined,
): Promise<TestDatabase> {
  const wanted = on ?? process.env.SIYU_TEST_DATABASE
  const hasPostgres = wanted === undefined && !('skip' in (await testServer()))
  return (wanted === 'postgres' || hasPostgres ? createPostgres : createPglite)(template)
}

/** A database of its own on the tests' server; throws with the reason when there is none. */
export async function createPostgres(template: TestTemplate = EMPTY): Promise<TestDatabase> {
  const server = await testServer()
  if ('skip' in server) throw new Error(`no PostgreSQL for tests: ${server.skip}`)
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await withAdmin(server.url, async (admin) => {
    const from = template === EMPTY ? 'template0' : await ensureTemplate(admin, server.url, template)
    await admin.query(`create database ${name} template ${from}`)
  })
  const url = urlOf(server.url, name)
  const database = await openPostgres({ connectionString: url, poolSize: TEST_POOL_SIZE })
  const close = async (): Promise<void> => {
    await database.close()
    await withAdmin(server.url, (admin) => admin.query(`drop database if exists ${name} with (force)`))
  }
  return { database: { ...database, close }, url }
}

/** Prepares the template under another name first, so that a half-prepared one is never copied. */
async function ensureTemplate(admin: pg.Client, serverUrl: string, template: TestTemplate): Promise<string> {
  const name = `template_${digestOf(template)}`
  await admin.query(`select pg_advisory_lock(${TEMPLATE_LOCK})`)
  const found = await admin.query('select from pg_database where datname = $1', [name])
  if (found.rowCount === 0) {
    await admin.query(`drop database if exists ${name}_draft with (force)`)
    await admin.query(`create database ${name}_draft template template0`)
    const database = await openPostgres({ connectionString: urlOf(serverUrl, `${name}_draft`), poolSize: 2 })
    await template.prepare(database).finally(() => database.close())
    await admin.query(`alter database ${name}_draft rename to ${name}`)
  }
  await admin.query(`select pg_advisory_unlock(${TEMPLATE_LOCK})`)
  return name
}

async function withAdmin<T>(serverUrl: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: urlOf(serverUrl, 'postgres') })
  await admin.connect()
  try {
    return await work(admin)
  } finally {
    await admin.end()
  }
}

function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${database}`
  return url.href
}
