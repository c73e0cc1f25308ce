/**
 * A value bound to a statement. JSON goes in as text with an explicit cast in the statement (`$1::jsonb`),
 * arrays as flat arrays of one element type (`$1::text[]`).
 */
export type SqlParameter = SqlScalar | readonly SqlScalar[]
type SqlScalar = string | number | boolean | null

/** One SQL statement as data: text with `$1` placeholders, and the values for them. */
export type Statement = { readonly text: string; readonly values: readonly SqlParameter[] }

/** One row, keyed by column name. */
export type Row = Readonly<Record<string, unknown>>

/** Whatever can run one statement: a database, or an open transaction. */
export type Sql = { readonly execute: <R extends Row = Row>(statement: Statement) => Promise<readonly R[]> }

/**
 * The storage port. Both adapters return the same types: int2, int4, int8 as number (an int8 beyond 2^53 throws),
 * numeric as string, float as number, json and jsonb parsed, timestamptz as an ISO string in UTC, bytea as Uint8Array,
 * arrays as arrays, everything else as PostgreSQL's own text.
 */
export type Database = Sql & {
  readonly kind: 'pglite' | 'postgres'
  /** READ COMMITTED transaction; commits when `work` resolves, rolls back when it throws. */
  readonly transaction: <T>(work: (sql: Sql) => Promise<T>) => Promise<T>
  /**
   * One connection that is sent statements without waiting for the answer to the one before: they are run in the order
   * they are given, and each stands by itself, whatever becomes of the others. What `work` gives is given on at once.
   */
  readonly inLine: <T>(work: (sql: Sql) => Promise<T>) => Promise<T>
  /** Several statements without values, all or nothing as long as the text itself has no begin or commit. */
  readonly script: (text: string) => Promise<void>
  /**
   * LISTEN on a channel (lower-case letters, digits, `_`); resolves to the function that stops it.
   * What is sent while a lost connection is being made again is missed, so a listener polls as well.
   */
  readonly listen: (channel: string, onMessage: (payload: string) => void) => Promise<() => Promise<void>>
  readonly close: () => Promise<void>
}

/** What a database error means to the one who sent the statement. */
export type DatabaseFault =
  | { readonly kind: 'retry'; readonly reason: 'serialization' | 'deadlock' | 'unique' | 'check' | 'conflict' }
  /** Nothing was changed; the database is overloaded, locked or not reachable. */
  | { readonly kind: 'busy' }
  /** The connection was lost while a statement was under way: it may or may not have been committed. */
  | { readonly kind: 'unknown_outcome' }
  | { readonly kind: 'fault' }

/** The SQLSTATE the kernel raises itself when a guard of a composed statement does not hold. */
export const CONFLICT_SQLSTATE = 'SY001'

/** `work` swallowed the error of a statement, so PostgreSQL rolled back instead of committing. */
export class TransactionAbortedError extends Error {
  readonly code = '25P02'
  constructor() {
    super('the transaction was rolled back: a statement in it failed and its error was swallowed')
    this.name = 'TransactionAbortedError'
  }
}

const RETRY_REASONS: Readonly<Record<string, Extract<DatabaseFault, { kind: 'retry' }>['reason']>> = {
  '40001': 'serialization',
  '40P01': 'deadlock',
  '23505': 'unique',
  '23514': 'check',
  [CONFLICT_SQLSTATE]: 'conflict',
}
const BUSY_CODES: ReadonlySet<string> = new Set(['55P03', '57014', '53300', 'ECONNREFUSED'])
const LOST_CODES: ReadonlySet<string> = new Set([
  ...['ECONNRESET', 'EPIPE', 'ETIMEDOUT'],
  ...['57P01', '57P02', '57P03', '57P05', '25P03'],
])
/** pg's words when no connection could be had at all: nothing was sent yet. */
const NOT_CONNECTED = /^(timeout exceeded when trying to connect|Connection terminated due to connection timeout)/
const LOST = /^(Connection terminated|Client has encountered a connection error)/
const STALE_PLAN = 'cached plan must not change result type'

/** Sorts an error of either adapter; looks through `cause`. */
export function faultOf(error: unknown): DatabaseFault {
  for (let current = error; current instanceof Error; current = current.cause) {
    const fault = faultOfOne(codeOf(current), current.message)
    if (fault !== undefined) return fault
  }
  return { kind: 'fault' }
}

function faultOfOne(code: string, message: string): DatabaseFault | undefined {
  const reason = RETRY_REASONS[code]
  if (reason !== undefined) return { kind: 'retry', reason }
  if (BUSY_CODES.has(code) || NOT_CONNECTED.test(message)) return { kind: 'busy' }
  if (LOST_CODES.has(code) || /^08...$/.test(code) || LOST.test(message)) return { kind: 'unknown_outcome' }
  return isStalePlan(code, message) ? { kind: 'retry', reason: 'conflict' } : undefined
}

function isStalePlan(code: string, message: string): boolean {
  return code === '0A000' && message.includes(STALE_PLAN)
}

/** A prepared statement whose table has changed since; it runs when prepared again. */
export function isStalePlanError(error: unknown): boolean {
  return error instanceof Error && isStalePlan(codeOf(error), error.message)
}

/** The SQLSTATE or system error code of an error, or an empty string. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : ''
}

/** Channel names go into LISTEN as they are, so only plain ones are let through. */
export function assertChannel(channel: string): void {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(channel)) throw new Error(`not a plain channel name: ${channel}`)
}

/** A parameter as PostgreSQL text; null stays null. */
export function encodeParameter(parameter: SqlParameter): string | null {
  if (parameter === null) return null
  if (typeof parameter === 'object') return `{${parameter.map(encodeElement).join(',')}}`
  if (parameter === undefined) throw new TypeError('undefined is not a SQL value: pass null')
  return String(parameter)
}

function encodeElement(element: SqlScalar): string {
  if (typeof element !== 'string') return encodeParameter(element) ?? 'NULL'
  return `"${/["\\]/.test(element) ? element.replaceAll(/["\\]/g, '\\$&') : element}"`
}

type Decode = (text: string) => unknown

const SCALAR_DECODERS: Readonly<Record<number, Decode>> = {
  16: (text) => text === 't',
  17: (text) => new Uint8Array(Buffer.from(text.slice(2), 'hex')),
  20: decodeInteger,
  21: Number,
  23: Number,
  26: Number,
  700: Number,
  701: Number,
  114: JSON.parse as Decode,
  3802: JSON.parse as Decode,
  1184: decodeMoment,
}

/** Array type → element type: bool, bytea, int2, int4, int8, oid, floats, numeric, json, times, texts, uuid. */
const ELEMENT_TYPES: Readonly<Record<number, number>> = {
  ...{ 1000: 16, 1001: 17, 1005: 21, 1007: 23, 1016: 20, 1028: 26, 1021: 700, 1022: 701, 1231: 1700 },
  ...{ 199: 114, 3807: 3802, 1185: 1184, 1115: 1114, 1182: 1082 },
  ...{ 1002: 18, 1003: 19, 1009: 25, 1014: 1042, 1015: 1043, 2951: 2950 },
}

/** How the text of a PostgreSQL type (by its oid) becomes a JavaScript value. */
export function decoderOf(typeOid: number): Decode {
  const element = ELEMENT_TYPES[typeOid]
  if (element === undefined) return SCALAR_DECODERS[typeOid] ?? ((text) => text)
  const decode = decoderOf(element)
  return (text) => decodeArray(text, decode)
}

function decodeInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 ${text} is beyond what a number holds exactly (2^53)`)
  return value
}

function decodeMoment(text: string): string {
  const parts = /^(\d{4,}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)\+00$/.exec(text)
  return parts === null ? text : `${parts[1]}T${parts[2]}Z`
}

function decodeArray(text: string, decode: Decode): readonly unknown[] {
  const tokens = text.slice(text.indexOf('{')).matchAll(/[{}]|"((?:[^"\\]|\\.)*)"|[^{},"]+/gs)
  const open: unknown[][] = [[]]
  for (const [token, quoted] of tokens) {
    const last = open.at(-1) as unknown[]
    if (token === '{') {
      const inner: unknown[] = []
      last.push(inner)
      open.push(inner)
    } else if (token === '}') open.pop()
    else if (quoted !== undefined) last.push(decode(quoted.replaceAll(/\\(.)/gs, '$1')))
    else last.push(token === 'NULL' ? null : decode(token))
  }
  return open[0]?.[0] as readonly unknown[]
}
