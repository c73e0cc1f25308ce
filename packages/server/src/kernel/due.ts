import type { Outcome } from './command.ts'
import type { Sql } from './database.ts'

/** How many rows are worked on beside each other. */
const BESIDE = 16
/** How many rows of one kind are looked up together. */
const PAGE = 500

/** What going after due rows needs of the server. */
export type SweepPorts = {
  readonly sql: Sql
  readonly now: () => number
  readonly run: (brandId: string, endpoint: string, input: unknown, key: string) => Promise<Outcome>
}

/** Whether a row was dealt with: an outcome that is done, or a plain yes. */
type Dealt = Outcome | boolean | undefined

/**
 * Works on due rows one after the other, and counts those that were dealt with. One that fails holds up no other: what
 * it threw goes to the errors.
 */
export async function each<T>(
  errors: unknown[],
  rows: readonly T[],
  work: (row: T) => Promise<Dealt>,
): Promise<number> {
  let count = 0
  for (const row of rows) {
    const dealt = await work(row).catch((error: unknown) => {
      errors.push(error)
      return undefined
    })
    if (typeof dealt === 'object' ? dealt.kind === 'done' : dealt === true) count += 1
  }
  return count
}

/**
 * The same with all rows there are, page by page: `next` finds those after the last of the page before. So many that
 * keep failing do not stand in the way of newer ones.
 */
export async function eachPage<T>(
  errors: unknown[],
  next: (last: T | undefined, limit: number) => Promise<readonly T[]>,
  work: (row: T) => Promise<Dealt>,
): Promise<number> {
  let [count, last]: [number, T | undefined] = [0, undefined]
  for (;;) {
    const rows: readonly T[] = await next(last, PAGE)
    count += await each(errors, rows, work)
    last = rows.at(-1)
    if (rows.length < PAGE) return count
  }
}

/** The same with a few at a time, for rows that do not wait for each other. */
export async function eachBeside<T>(
  errors: unknown[],
  rows: readonly T[],
  work: (row: T) => Promise<Dealt>,
): Promise<number> {
  let count = 0
  for (let from = 0; from < rows.length; from += BESIDE) {
    const few = rows.slice(from, from + BESIDE)
    const done = await Promise.all(few.map((row) => each(errors, [row], work)))
    count += done.reduce((sum, one) => sum + one, 0)
  }
  return count
}

/** @throws AggregateError of what failed, if anything did */
export function throwAll(errors: readonly unknown[]): void {
  if (errors.length > 0) throw new AggregateError(errors, `${errors.length} due rows could not be dealt with`)
}
