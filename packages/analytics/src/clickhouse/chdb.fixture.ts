import { createServer, type IncomingMessage, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'

/** What is used of chDB, the engine of ClickHouse inside a process. */
type Result = { readonly bytes: () => Uint8Array }
type Session = {
  readonly queryAsync: (text: string, options?: { readonly format: string }) => Promise<Result>
  readonly queryBindAsync: (text: string, parameters: object, options?: { readonly format: string }) => Promise<Result>
  readonly cleanup: () => void
}
type Chdb = { readonly Session: new () => Session }

/** A ClickHouse for tests: the real engine behind its HTTP protocol, as far as the official client speaks it here. */
export type ChdbServer = {
  readonly url: string
  /** The next requests are answered 503, after or before they were done. */
  readonly failNext: (when: 'before' | 'after') => void
  readonly close: () => Promise<void>
}

/** `npm run setup:clickhouse` puts the engine there: half a gigabyte that nobody else has to install. */
const FOLDER = fileURLToPath(new URL('../../../../node_modules/.siyu-clickhouse/', import.meta.url))

function findChdb(): Chdb | undefined {
  try {
    return createRequire(`${FOLDER}package.json`)('chdb') as Chdb
  } catch {
    return undefined
  }
}

const chdb: Chdb | undefined = findChdb()

/** Why there is no ClickHouse here, or undefined. */
export const clickhouseSkip: string | undefined =
  chdb === undefined ? 'chdb is not installed: npm run setup:clickhouse' : undefined

export async function startChdb(): Promise<ChdbServer> {
  if (chdb === undefined) throw new Error(clickhouseSkip)
  const session = new chdb.Session()
  await session.queryAsync('create database if not exists siyu')
  await session.queryAsync('use siyu')
  let failing: 'before' | 'after' | undefined
  const server = createServer(async (request, response) => {
    const text = await bodyOf(request)
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    const planned = failing
    failing = undefined
    if (planned === 'before') return response.writeHead(503).end('Code: 1. unavailable')
    try {
      const result = await run(session, url.searchParams, text)
      if (planned === 'after') return response.writeHead(503).end('Code: 1. lost')
      return response.writeHead(200, { 'x-clickhouse-summary': '{}' }).end(result)
    } catch (error) {
      return response.writeHead(500).end(error instanceof Error ? error.message : String(error))
    }
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    failNext: (when) => {
      failing = when
    },
    close: async () => {
      await stop(server)
      session.cleanup()
    },
  }
}

/** Settings the client sends beside the statement; chDB takes them within it. */
const SETTINGS = ['insert_deduplication_token', 'max_partitions_per_insert_block', 'mutations_sync']

const JSON_ROWS = { format: 'JSONEachRow' }

/** An insert has its statement in the address and its rows in the body; everything else is all body. */
async function run(session: Session, search: URLSearchParams, body: string): Promise<Uint8Array> {
  const parameters = Object.fromEntries(
    [...search].filter(([name]) => name.startsWith('param_')).map(([name, value]) => [name.slice(6), unescaped(value)]),
  )
  const settings = SETTINGS.filter((name) => search.has(name)).map((name) => `${name} = '${search.get(name)}'`)
  const clause = settings.length === 0 ? '' : ` settings ${settings.join(', ')}`
  const statement = search.get('query')
  const insert = statement?.replace(/ FORMAT /i, `${clause} format `)
  const result =
    insert === undefined
      ? await session.queryBindAsync(body + clause, parameters, JSON_ROWS)
      : await session.queryAsync(`${insert} ${body}`, JSON_ROWS)
  return result.bytes()
}

/** Text parameters travel as in tab-separated files. */
function unescaped(value: string): string {
  const letters: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', 0: '\0' }
  return value.replace(/\\(.)/gs, (_, letter: string) => letters[letter] ?? letter)
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request.setEncoding('utf8')) body += chunk
  return body
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((done) => server.close(() => done()))
}
