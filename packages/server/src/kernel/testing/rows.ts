import type { Database, Sql, Statement } from '../database.ts'

/** How many rows each table of the database has, by name. */
export async function countRows(database: Database): Promise<Readonly<Record<string, number>>> {
  const tables = await database.execute<{ name: string }>({
    text: `select relname::text as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1`,
    values: [],
  })
  const counts = tables.map(({ name }) => `(select count(*) from ${name}) as ${name}`)
  const [row] = await database.execute<Record<string, number>>({ text: `select ${counts.join()}`, values: [] })
  return row ?? {}
}

/** What a test sees of a database at work. */
export type Watch = {
  /** Run before each commit begins. */
  readonly beforeCommit?: () => Promise<unknown> | undefined
  /** Told of each statement that failed. */
  readonly failed?: (error: unknown) => void
}

/** The same database, watched: to stage races exactly. */
export function watched(database: Database, { beforeCommit, failed }: Watch): Database {
  const watch = (sql: Sql): Sql['execute'] => {
    return (statement) =>
      sql.execute<never>(statement).catch((error: unknown) => {
        failed?.(error)
        throw error
      })
  }
  const alone = (sql: Sql): Sql['execute'] => {
    return async (statement) => {
      if (isCommit(statement)) await beforeCommit?.()
      return watch(sql)(statement)
    }
  }
  return {
    ...database,
    execute: alone(database),
    inLine: (work) => database.inLine((sql) => work({ execute: alone(sql) })),
    transaction: async (work) => {
      await beforeCommit?.()
      return database.transaction((sql) => work({ execute: watch(sql) }))
    },
  }
}

export function isCommit({ text }: Statement): boolean {
  return text.includes('insert into requests')
}
