/** A value in a statement; arrays become PostgreSQL arrays. */
export type SqlScalar = string | number | boolean | null
export type Statement = { readonly text: string; readonly values: readonly (SqlScalar | readonly SqlScalar[])[] }

/** Runs one statement. `bigint` columns come back as numbers, `jsonb` columns as objects. */
export type Sql = { readonly execute: (statement: Statement) => Promise<readonly Record<string, unknown>[]> }
