import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PGlite } from '@electric-sql/pglite'
import { createCollector } from './collector/index.ts'
import {
  analytics0101,
  analytics0102,
  analytics0103,
  analytics0104,
  analyticsMigration,
  duplicatesMigration,
  type EventStore,
  postgresEventStore,
  type Sql,
} from './warehouse/index.ts'

/** What the loopback server does with one request instead of answering it properly. */
export type Fault =
  | { readonly status: number; readonly headers?: Record<string, string> }
  | 'hang'
  /** Stores the batch, then cuts the connection before the answer. */
  | 'cutAfterStore'
  | undefined

export type Loopback = {
  readonly url: string
  readonly store: EventStore
  readonly sql: Sql
  /** Bodies of the requests so far. */
  readonly bodies: string[]
  readonly setFault: (fault: (body: string, serial: number) => Fault) => void
  /** Event names with how often each is stored. */
  readonly storedNames: () => Promise<readonly string[]>
  readonly close: () => Promise<void>
}

export function pgliteSql(database: PGlite): Sql {
  return {
    execute: async ({ text, values }) => (await database.query<Record<string, unknown>>(text, [...values])).rows,
  }
}

let migrated: Promise<Blob> | undefined

/** A PGlite database with the migrations run; they are run once per worker. */
export async function openDatabase(): Promise<PGlite> {
  migrated ??= migrate()
  return PGlite.create({ loadDataDir: await migrated })
}

async function migrate(): Promise<Blob> {
  const database = await PGlite.create()
  for (const { text } of [
    analyticsMigration,
    analytics0101,
    analytics0102,
    duplicatesMigration,
    analytics0103,
    analytics0104,
  ]) {
    await database.exec(text)
  }
  const snapshot = await database.dumpDataDir('none')
  await database.close()
  return snapshot
}

/** Deleting from small tables is quicker than truncating them. */
export async function emptyTables(database: PGlite): Promise<void> {
  const tables = ['events', 'messages', 'identities', 'dead_letters', 'duplicates', 'queue', 'targets']
  await database.exec(tables.map((table) => `delete from analytics_${table};`).join('\n'))
}

/** The real collector over real HTTP and PGlite; `page` answers every GET with that HTML. */
export async function startLoopback(page: () => string = () => ''): Promise<Loopback> {
  const database = await openDatabase()
  const sql = pgliteSql(database)
  const store = postgresEventStore(sql)
  const keys = (writeKey: string) => (writeKey === 'pk_test' ? 'brand_a' : undefined)
  const collect = createCollector({ store, now: Date.now, keys })
  const bodies: string[] = []
  let fault: (body: string, serial: number) => Fault = () => undefined
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const body = await textOf(incoming)
    if (incoming.method === 'GET') {
      outgoing.setHeader('content-type', 'text/html; charset=utf-8')
      return outgoing.end(page())
    }
    const chosen = incoming.method === 'POST' ? fault(body, bodies.push(body) - 1) : undefined
    if (chosen === 'hang') return undefined
    if (typeof chosen === 'object') return outgoing.writeHead(chosen.status, { ...chosen.headers, ...CORS }).end()
    const reply = await collect(toRequest(incoming, body))
    if (chosen === 'cutAfterStore') return incoming.socket.destroy()
    outgoing.writeHead(reply.status, Object.fromEntries(reply.headers))
    return outgoing.end(await reply.text())
  }
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    store,
    sql,
    bodies,
    setFault: (next) => {
      fault = next
    },
    storedNames: async () =>
      (await store.list({ brandId: 'brand_a', limit: 1000 })).map(({ event }) => event).toSorted(),
    close: async () => {
      await stop(server)
      await database.close()
    },
  }
}

const CORS = { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'retry-after' }

function toRequest(incoming: IncomingMessage, body: string): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers)) if (typeof value === 'string') headers.set(name, value)
  const method = incoming.method ?? 'GET'
  const init = method === 'POST' ? { method, headers, body } : { method, headers }
  return new Request(`http://127.0.0.1${incoming.url}`, init)
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of incoming.setEncoding('utf8')) body += chunk
  return body
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}
