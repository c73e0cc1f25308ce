import type { Database, Sql, SqlParameter, Statement } from './database.ts'
import type { Fragment, Place, Plan } from './fragments.ts'

/** What the first answer to a key was: kept with the key, given again to every retry. */
export type Receipt = {
  readonly brandId: string
  readonly principal: string
  readonly endpoint: string
  readonly key: string
  readonly inputHash: string
  readonly status: 'done' | 'refused'
  readonly reply: unknown
  readonly at: number
}

/** A decision ready to be committed. */
export type Commit = { readonly receipt: Receipt; readonly plan: Plan }

/**
 * `taken`: the key was answered meanwhile. `moved`: a row a decision relied on has moved, or a row it meant to change is
 * not there. Nothing was written then.
 */
export type CommitOutcome = 'done' | 'taken' | 'moved'

/** `transaction` locks, checks and writes statement by statement: the reference. `composed` is one statement: the fast one. */
export type CommitForm = 'transaction' | 'composed'

/** The columns of a request, in the order of `claimValues`. */
export const REQUEST_COLUMNS = 'brand_id, principal, endpoint, key, input_hash, status, reply, at'
const CLAIM = `insert into requests (${REQUEST_COLUMNS})
  values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8) on conflict do nothing returning 1`

/** Thrown inside a transaction to take it back. */
class MovedError extends Error {
  override readonly name = 'MovedError' as const
}

/**
 * Locks, checks the versions, claims the key and writes everything, step by step, or nothing at all. The claim comes
 * behind the locks in every form, so that a key and the rows behind it are never waited for in a circle.
 */
export async function commitSteps(database: Database, { receipt, plan }: Commit): Promise<CommitOutcome> {
  try {
    return await database.transaction((sql) => steps(sql, receipt, plan))
  } catch (error) {
    if (error instanceof MovedError) return 'moved'
    throw error
  }
}

async function steps(sql: Sql, receipt: Receipt, plan: Plan): Promise<CommitOutcome> {
  for (const lock of plan.locks) {
    const rows = await sql.execute<{ v: number | null; e: number | null }>(single(lock))
    const held = rows.filter(({ v, e }) => e === null || e === v)
    if (held.length !== lock.rows.length) throw new MovedError('a version has moved')
  }
  const claimed = await sql.execute({ text: CLAIM, values: claimValues(receipt) })
  if (claimed.length === 0) return 'taken'
  if (!(await writePlan(sql, plan))) throw new MovedError('a row is not there')
  return 'done'
}

/** Writes step by step, without locks; false when a row is not there. */
export async function writePlan(sql: Sql, { writes }: Plan): Promise<boolean> {
  for (const [index, write] of writes.entries()) {
    const next = writes[index + 1]
    if (next?.shape.joined === true) continue
    const head = write.shape.joined === true ? writes[index - 1] : undefined
    const rows = await sql.execute(head === undefined ? single(write) : linked(head, write))
    if (rows.length !== write.rows.length) return false
  }
  return true
}

/** A piece of a commit as a statement of its own. */
function single(fragment: Fragment): Statement {
  const { cell, from } = rowsOf(fragment, 1)
  return { text: fragment.shape.text({ cell, from, where: [] }), values: valuesOf(fragment) }
}

/** The entries of a log with the move of their head. */
function linked(head: Fragment, entries: Fragment): Statement {
  const moved = single(head)
  const { cell, from } = rowsOf(entries, moved.values.length + 1)
  const text = entries.shape.text({ cell, from: [...from, 'h'], where: [] })
  return { text: `with h as (${moved.text}) ${text}`, values: [...moved.values, ...valuesOf(entries)] }
}

/** How a text names the rows of a fragment whose parameters begin at `first`: one row by its values, more by `r`. */
export function rowsOf({ shape, rows }: Fragment, first: number): Pick<Place, 'cell' | 'from'> {
  if (rows.length === 1) return { cell: (column) => `$${first + shape.columns.indexOf(column)}`, from: [] }
  // Without the limit the planner expects a hundred rows and reads whole tables for two.
  const source = `jsonb_populate_recordset(null::${shape.table}, $${first}::jsonb) limit ${sizeOf(rows.length)}`
  return { cell: (column) => `r.${column}`, from: [`(select * from ${source}) r`] }
}

/** The parameters of a fragment, as `rowsOf` names them. */
export function valuesOf({ shape, rows }: Fragment): readonly SqlParameter[] {
  const [row] = rows
  if (row === undefined || rows.length > 1) return [JSON.stringify(rows)]
  return shape.columns.map((column) => {
    const value = row[column] ?? null
    return typeof value === 'object' && value !== null ? JSON.stringify(value) : value
  })
}

/** The next power of two: statements that differ in the number of their rows share a few texts. */
export function sizeOf(count: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, count)))
}

export function claimValues(receipt: Receipt): readonly SqlParameter[] {
  const { brandId, principal, endpoint, key, inputHash, status, reply, at } = receipt
  return [brandId, principal, endpoint, key, inputHash, status, JSON.stringify(reply ?? null), at]
}
