import { sql } from 'kysely'
import type { Row, Sql, Statement } from './database.ts'
import { openMemory } from './memory.ts'
import { type Part, partOf, type Query, shifted } from './prepared.ts'
import { camel, snake, type TableSpec } from './tables.ts'

/** One named part of a read: a query, and what becomes of its rows. */
export type Load<T> = {
  readonly query: Query<unknown>
  readonly pick: (rows: readonly Row[]) => T
  /** Its first row is all that is wanted, which the database finds and prints in half the steps. */
  readonly single?: boolean
  /** The rows' versions must not have moved when the decision is committed; a row whose version is null may. */
  readonly guard?: TableSpec
}

/** Everything a command or query reads, by name. It becomes one statement. */
export type Loads = { readonly [name: string]: Load<unknown> }

/** What a set of loads gives. */
export type Loaded<L extends Loads> = { readonly [K in keyof L]: L[K] extends Load<infer T> ? T : never }

/** The version of a row that a decision relied on. */
export type Guard = { readonly table: TableSpec; readonly row: Row }

/** The first row of a query, or undefined. */
export function one<R>(query: Query<R>): Load<R | undefined> {
  return { query, pick: (rows) => rows[0] as R | undefined, single: true }
}

/** All rows of a query, in its order. A query must carry its own limit. */
export function many<R>(query: Query<R>): Load<readonly R[]> {
  return { query, pick: (rows) => rows as readonly R[] }
}

/** The same load, with the promise that its rows are unchanged at commit. The query selects the key and the version. */
export function guarded<T>(table: TableSpec, load: Load<T>): Load<T> {
  if (!table.versioned) throw new Error(`${table.name} has no version to guard`)
  return { ...load, guard: table }
}

/** A value that is not read but stands among the facts. */
export function given<T>(value: T): Load<T> {
  return { query: sql`select 1 where false`, pick: () => value }
}

/** One statement for all loads: each is a JSON row or an array of them, so both databases give the same types. */
export function readStatement(loads: Loads): Statement {
  const parts = Object.entries(loads).map(([name, { query, single = false }]) => ({ name, single, ...partOf(query) }))
  const values = parts.flatMap((part) => part.values)
  return { text: textOf(parts), values }
}

type Named = Part & { readonly name: string; readonly single: boolean }

const MAX_TEXTS = 5_000
const remember = openMemory<string>(MAX_TEXTS)

/** Parts that were all compiled before make the same text every time. */
function textOf(parts: readonly Named[]): string {
  if (parts.some(({ id }) => id === undefined)) return joined(parts)
  return remember(parts.map(({ id, name, single }) => `${id} ${name} ${single}`).join(), () => joined(parts))
}

function joined(parts: readonly Named[]): string {
  let before = 0
  const columns = parts.map(({ name, single, text, values }) => {
    const own = shifted(text, before)
    before += values.length
    const found = single
      ? `row_to_json(q) from (${own}) q limit 1`
      : `coalesce(json_agg(q), '[]'::json) from (${own}) q`
    return `(select ${found}) as "${snake(name)}"`
  })
  return `select ${columns.join(', ')}`
}

/** Loads with the statement made of them, which takes longer than many a database takes to answer it. */
export type PreparedRead<L extends Loads> = { readonly loads: L; readonly statement: Statement }

/** Makes the statement, to run it once or more often. */
export function prepareRead<L extends Loads>(loads: L): PreparedRead<L> {
  return { loads, statement: readStatement(loads) }
}

/** What was read, with the versions it rests on. */
export type Reading<L extends Loads> = { readonly facts: Loaded<L>; readonly guards: readonly Guard[] }

/** Runs the loads as one statement. */
export function read<L extends Loads>(database: Sql, loads: L): Promise<Reading<L>> {
  return runRead(database, prepareRead(loads))
}

/** Runs a statement made before. */
export async function runRead<L extends Loads>(
  database: Sql,
  { loads, statement }: PreparedRead<L>,
): Promise<Reading<L>> {
  return readingOf({ loads, statement }, await database.execute(statement))
}

/** What the rows of its statement say. */
export function readingOf<L extends Loads>({ loads }: PreparedRead<L>, [row = {}]: readonly Row[]): Reading<L> {
  const facts: Record<string, unknown> = {}
  const guards: Guard[] = []
  for (const [name, load] of Object.entries(loads)) {
    const found = row[snake(name)] as Row | readonly Row[] | null
    const rows = (Array.isArray(found) ? found : found === null ? [] : [found]).map(camelRow)
    facts[name] = load.pick(rows)
    const table = load.guard
    if (table !== undefined) guards.push(...guardsOf(table, rows))
  }
  return { facts: facts as Loaded<L>, guards }
}

function guardsOf(table: TableSpec, rows: readonly Row[]): readonly Guard[] {
  return rows.filter(({ version }) => version !== null).map((row) => ({ table, row }))
}

function camelRow(row: Row): Row {
  const result: Record<string, unknown> = {}
  for (const name in row) result[camel(name)] = row[name]
  return result
}
