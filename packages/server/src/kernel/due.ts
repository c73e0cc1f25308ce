import type { Outcome } from './command.ts'

/** How many rows are worked on beside each other. */
const BESIDE = 16

/**
 * Works on due rows one after the other, and counts those that were dealt with. One that fails holds up no other: what
 * it threw goes to the errors.
 */
export async function each<T>(
  errors: unknown[],
  rows: readonly T[],
  work: (row: T) => Promise<Outcome | undefined>,
): Promise<number> {
  let count = 0
  for (const row of rows) {
    const outcome = await work(row).catch((error: unknown) => {
      errors.push(error)
      return undefined
    })
    if (outcome?.kind === 'done') count += 1
  }
  return count
}

/** The same with a few at a time, for rows that do not wait for each other. */
export async function eachBeside<T>(
  errors: unknown[],
  rows: readonly T[],
  work: (row: T) => Promise<Outcome | undefined>,
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
