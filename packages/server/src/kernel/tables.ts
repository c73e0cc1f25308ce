import {
  CamelCasePlugin,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely'

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

/** What a column takes and gives: text, numbers, flags, null, or JSON. */
export type Value = string | number | boolean | null | object

/** A typed builder of queries that are only compiled, never run by it: TS names in camelCase, SQL in snake_case. */
export function tablesOf<Tables>(): Kysely<Tables> {
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
    plugins: [new CamelCasePlugin()],
  })
}

/** `points_lots` for `pointsLots`. */
export function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

const camelNames = new Map<string, string>()

/** `pointsLots` for `points_lots`. Column names are few, so they are remembered. */
export function camel(name: string): string {
  const known = camelNames.get(name)
  if (known !== undefined) return known
  const made = name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
  if (camelNames.size < 10_000) camelNames.set(name, made)
  return made
}
