import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import { openMemory } from './memory.ts'

const MAX_REMEMBERED = 10_000

/**
 * What the kernel must know of a table. `key` is its primary key in SQL names, the brand first. A versioned table has a
 * `version bigint not null default 1` that goes up with every change and lets a command notice that its facts moved.
 */
export type TableSpec = {
  readonly name: string
  readonly key: readonly string[]
  readonly versioned: boolean
  /** `state` is rebuilt from events; `personal` can be erased and is outside journal and replay; `kernel` is ours. */
  readonly kind: 'state' | 'personal' | 'kernel'
}

/** What a column takes and gives: text, numbers, flags, null, or JSON: objects and lists, never bare text. */
export type Value = string | number | boolean | null | object

/** A typed builder of queries that are only compiled, never run by it: TS names in camelCase, SQL in snake_case. */
export function tablesOf<Tables>(): Kysely<Tables> {
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: snakeCompiler,
    },
  })
}

/** Names change where the text is written; Kysely's plugin copies each query twice to change them in it. */
function snakeCompiler(): PostgresQueryCompiler {
  const sanitizeIdentifier = (name: string): string => snake(name).replaceAll('"', '""')
  return Object.assign<PostgresQueryCompiler, object>(new PostgresQueryCompiler(), { sanitizeIdentifier })
}

/** `points_lots` for `pointsLots`. */
export const snake: (name: string) => string = remembered((name) =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
)

/** `pointsLots` for `points_lots`. */
export const camel: (name: string) => string = remembered((name) =>
  name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
)

/** Remembers what a function made of each text. Names of columns, shapes and statements are few. */
export function remembered<T>(make: (text: string) => T): (text: string) => T {
  const memory = openMemory<T>(MAX_REMEMBERED)
  return (text) => memory(text, () => make(text))
}
