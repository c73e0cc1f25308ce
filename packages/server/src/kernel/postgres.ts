import pg from 'pg'
import {
  assertChannel,
  type Database,
  decoderOf,
  encodeParameter,
  isStalePlanError,
  type Row,
  type Sql,
  type Statement,
  TransactionAbortedError,
} from './database.ts'

export type PostgresOptions = {
  readonly connectionString: string
  /** Connections kept at most; each open transaction takes one. */
  readonly poolSize?: number | undefined
  readonly statementTimeoutMs?: number | undefined
  readonly lockTimeoutMs?: number | undefined
}

/** A database on a PostgreSQL server. The pool is there for what brings its own statements (jobs). */
export type PostgresDatabase = Database & {
  readonly kind: 'postgres'
  /** As much as is promised of it, in words of our own: whoever installs this has no types of `pg`. */
  readonly pool: { readonly query: (text: string, values?: unknown[]) => Promise<{ readonly rows: unknown[] }> }
}

const DEFAULT_POOL_SIZE = 16
const CONNECT_TIMEOUT_MS = 10_000
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 60_000
const MAX_PREPARED_COUNT = 500
const RECONNECT_FIRST_MS = 100
const RECONNECT_LAST_MS = 5_000
const OLDEST_SERVER = 150_000

const types = { getTypeParser: decoderOf } as unknown as pg.CustomTypesConfig

/** Connects (so that a wrong address fails here) and checks the server's version. */
export async function openPostgres(options: PostgresOptions): Promise<PostgresDatabase> {
  const pool = openPool(options)
  const prepared = preparedNames()
  const listening = new Set<() => Promise<void>>()
  let closed: Promise<void> | undefined
  const database: PostgresDatabase = {
    kind: 'postgres',
    pool,
    execute: (statement) => executeOn(pool, prepared, statement),
    transaction: (work) => transact(pool, prepared, work),
    inLine: (work) => inLine(pool, prepared, work),
    script: (text) => runScript(pool, text),
    listen: async (channel, onMessage) => {
      const stop = await keepListening(options.connectionString, channel, onMessage)
      listening.add(stop)
      return () => {
        listening.delete(stop)
        return stop()
      }
    },
    close: () => {
      closed ??= Promise.all([...listening].map((stop) => stop())).then(() => pool.end())
      return closed
    },
  }
  await checkServer(database)
  return database
}

function openPool(options: PostgresOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    max: options.poolSize ?? DEFAULT_POOL_SIZE,
    keepAlive: true,
    // Only `inLine` gives a connection a statement before the last was answered.
    pipeline: true,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    options: '-c TimeZone=UTC -c plan_cache_mode=force_generic_plan',
    ...(options.statementTimeoutMs === undefined ? {} : { statement_timeout: options.statementTimeoutMs }),
    ...(options.lockTimeoutMs === undefined ? {} : { lock_timeout: options.lockTimeoutMs }),
  })
  // A connection lost while idle, or between two statements of a transaction, says so by an event that ends the
  // process when nobody listens. The pool drops the client by itself; the next statement on it fails by itself.
  pool.on('error', ignore)
  pool.on('connect', (client) => client.on('error', ignore))
  return pool
}

function ignore(): void {}

async function checkServer(database: PostgresDatabase): Promise<void> {
  try {
    const text = `select current_setting('server_version_num')::int as version`
    const [row] = await database.execute<{ version: number }>({ text, values: [] })
    if ((row?.version ?? 0) < OLDEST_SERVER) throw new Error(`PostgreSQL 15 or later is needed, not ${row?.version}`)
  } catch (error) {
    await database.close()
    throw error
  }
}

type PreparedNames = {
  /** The name to prepare a text under, or undefined when there are too many already. */
  readonly nameOf: (text: string) => string | undefined
  /** Gives the text a new name, so that every connection prepares it again. */
  readonly renew: (text: string) => void
}

function preparedNames(): PreparedNames {
  const names = new Map<string, string>()
  let lastNumber = 0
  const renew = (text: string): string => {
    lastNumber += 1
    const name = `siyu_${lastNumber}`
    names.set(text, name)
    return name
  }
  const nameOf = (text: string) => names.get(text) ?? (names.size < MAX_PREPARED_COUNT ? renew(text) : undefined)
  return { nameOf, renew }
}

type Queryable = Pick<pg.Pool | pg.PoolClient, 'query'>

async function run<R extends Row>(target: Queryable, prepared: PreparedNames, statement: Statement): Promise<R[]> {
  const name = prepared.nameOf(statement.text)
  const result = await target.query<R & pg.QueryResultRow>({
    ...(name === undefined ? {} : { name }),
    text: statement.text,
    values: statement.values.map(encodeParameter),
    types,
    queryMode: 'extended',
  } as pg.QueryConfig)
  return result.rows
}

/** Runs one statement by itself; prepares it again when a migration has changed the table under it. */
async function executeOn<R extends Row>(
  target: Queryable,
  prepared: PreparedNames,
  statement: Statement,
): Promise<R[]> {
  try {
    return await run<R>(target, prepared, statement)
  } catch (error) {
    if (!isStalePlanError(error)) throw error
    prepared.renew(statement.text)
    return run<R>(target, prepared, statement)
  }
}

/** The connection goes back once everything was answered. */
async function inLine<T>(pool: pg.Pool, prepared: PreparedNames, work: (sql: Sql) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  const sent: Promise<unknown>[] = []
  const execute: Sql['execute'] = <R extends Row>(statement: Statement) => {
    const answer = executeOn<R>(client, prepared, statement)
    sent.push(answer)
    return answer
  }
  try {
    return await work({ execute })
  } finally {
    void Promise.allSettled(sent).then(() => client.release())
  }
}

async function transact<T>(pool: pg.Pool, prepared: PreparedNames, work: (sql: Sql) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  const open = openSql(client, prepared)
  try {
    await client.query('begin isolation level read committed')
    const result = await work(open.sql)
    await open.finish()
    const { command } = await client.query('commit')
    if (command === 'ROLLBACK') throw new TransactionAbortedError()
    return result
  } catch (error) {
    await open.finish()
    broken = await failureOf(client.query('rollback'))
    throw error
  } finally {
    client.release(broken)
  }
}

/** Statements of one transaction, one after the other; refused once it is over. */
function openSql(client: pg.PoolClient, prepared: PreparedNames): { sql: Sql; finish: () => Promise<void> } {
  let over = false
  let last: Promise<unknown> = Promise.resolve()
  const execute: Sql['execute'] = async <R extends Row>(statement: Statement): Promise<readonly R[]> => {
    if (over) throw new Error('the transaction is over')
    const result = last.then(() => run<R>(client, prepared, statement))
    last = result.catch((error: unknown) => {
      if (isStalePlanError(error)) prepared.renew(statement.text)
    })
    return result
  }
  const finish = async (): Promise<void> => {
    over = true
    await last
  }
  return { sql: { execute }, finish }
}

async function failureOf(promise: Promise<unknown>): Promise<Error | undefined> {
  try {
    await promise
    return undefined
  } catch (error) {
    return error as Error
  }
}

async function runScript(pool: pg.Pool, text: string): Promise<void> {
  const client = await pool.connect()
  const failure = await failureOf(client.query(text))
  // A script may fail inside its own begin: the connection is not given back in that state.
  client.release(failure)
  if (failure !== undefined) throw failure
}

/** LISTEN on a connection of its own, which is made again whenever it is lost. */
async function keepListening(
  connectionString: string,
  channel: string,
  onMessage: (payload: string) => void,
): Promise<() => Promise<void>> {
  assertChannel(channel)
  let stopped = false
  let retry: NodeJS.Timeout | undefined
  const connect = (): Promise<pg.Client> =>
    connectListener(connectionString, channel, onMessage, () => reconnectAfter(RECONNECT_FIRST_MS))
  const reconnectAfter = (delayMs: number): void => {
    if (!stopped) retry = setTimeout(() => reconnect(delayMs), delayMs).unref()
  }
  const reconnect = async (delayMs: number): Promise<void> => {
    try {
      current = await connect()
      if (stopped) await current.end()
    } catch {
      reconnectAfter(Math.min(delayMs * 2, RECONNECT_LAST_MS))
    }
  }
  let current = await connect()
  return async () => {
    stopped = true
    clearTimeout(retry)
    await current.end()
  }
}

async function connectListener(
  connectionString: string,
  channel: string,
  onMessage: (payload: string) => void,
  onLost: () => void,
): Promise<pg.Client> {
  const client = new pg.Client({ connectionString, keepAlive: true, connectionTimeoutMillis: CONNECT_TIMEOUT_MS })
  client.on('error', ignore)
  client.on('notification', (message) => {
    if (message.channel === channel) onMessage(message.payload ?? '')
  })
  try {
    await client.connect()
    await client.query(`listen ${channel}`)
  } catch (error) {
    await client.end().catch(ignore)
    throw error
  }
  client.once('end', onLost)
  return client
}
