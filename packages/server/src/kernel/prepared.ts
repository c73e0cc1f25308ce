import { type Expression, isExpression, sql } from 'kysely'
import type { SqlParameter } from './database.ts'
import { tablesOf } from './tables.ts'

/** A query with its values, compiled once for all values it is asked with. */
export type Prepared<R> = {
  /** Tells texts apart in this process. */
  readonly id: number
  /** With `$1`, `$2`, … for the values. */
  readonly text: string
  readonly values: readonly SqlParameter[]
  /** What a row is like; never there. */
  readonly row?: R
}

/** A query as it is built, or as it was once compiled. */
export type Query<R> = Expression<R> | Prepared<R>

/** What a prepared query is asked with; a sub-query makes one of its own. */
type Asked = { readonly [name: string]: SqlParameter | Expression<unknown> }

const db = tablesOf<Record<never, never>>()
let lastId = 0

/** A compiled query whose values are not there yet: where each comes from. */
type Compiled = { readonly id: number; readonly text: string; readonly places: readonly Place[] }
type Place = { readonly name: string } | { readonly constant: SqlParameter }

/**
 * A query that is built and compiled once, which takes longer than many a database takes to answer it. `make` must put
 * every value into the query as it is and must not look at it, because it is not there when the query is compiled.
 */
export function prepared<Values extends Asked, R>(
  make: (values: Values) => Expression<R>,
): (values: Values) => Query<R> {
  let compiled: Compiled | undefined
  return (values) => {
    if (Object.values(values).some((value) => isExpression(value))) return make(values)
    compiled ??= compile(make as (values: object) => Expression<R>, Object.keys(values))
    const { id, text, places } = compiled
    return { id, text, values: places.map((place) => valueAt(place, values)) }
  }
}

function valueAt(place: Place, values: Asked): SqlParameter {
  return 'name' in place ? (values[place.name] as SqlParameter) : place.constant
}

function compile(make: (values: object) => Expression<unknown>, names: readonly string[]): Compiled {
  const stand = new Map<unknown, string>(names.map((name) => [{ name }, name]))
  const given = Object.fromEntries([...stand].map(([it, name]) => [name, it]))
  const { text, values } = partOf(make(given))
  const places = values.map((value): Place => {
    const name = stand.get(value)
    return name === undefined ? { constant: value } : { name }
  })
  lastId += 1
  return { id: lastId, text, places }
}

/** A part of a statement: some text, and the values its `$1`, `$2`, … stand for. */
export type Part = Pick<Prepared<unknown>, 'text' | 'values'> & { readonly id?: number }

/** A query as text, compiled now unless it was before. */
export function partOf(query: Query<unknown>): Part {
  if ('text' in query) return query
  const { sql: text, parameters } = sql`${query}`.compile(db)
  return { text, values: parameters as Part['values'] }
}

/** A text whose `$1` is to become `$6` where five values go before. */
export function shifted(text: string, count: number): string {
  return count === 0 ? text : text.replace(/\$(\d+)/g, (_place, number: string) => `$${Number(number) + count}`)
}
