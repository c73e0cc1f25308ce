/** Systems that price the same basket, timed in turns so that a busy moment of the machine meets all of them. */
import { median } from '../measure.ts'
import type { Basket, Rule } from './workload.ts'

/** What one run found. */
export type Outcome = {
  /** How many times a rule lowered a line. */
  readonly adjustmentCount: number
  /** What was taken off in all; null when the system only says which rules apply. */
  readonly discountMinor: number | null
}

/** One way to price one basket, ready to run again and again. */
export type System = {
  readonly run: () => unknown
  /** True when `run` answers with a promise. */
  readonly isAsync: boolean
  readonly outcome: () => Outcome | Promise<Outcome>
}

/** Prepares what a shop would prepare once: rules in the system's own form, the basket as its input. */
export type Build = (basket: Basket, rules: readonly Rule[]) => System

const roundCount = 7
/** A round of a system runs for about this long, and at least once. */
const roundMs = 25
const warmUpMs = 150

/** Microseconds of one run of each system: the median of the rounds. */
export async function race<Name extends string>(
  systems: ReadonlyMap<Name, System>,
): Promise<ReadonlyMap<Name, number>> {
  const repeats = new Map<Name, number>()
  for (const [name, system] of systems) repeats.set(name, await warmUp(system))
  const found = new Map<Name, number[]>()
  for (let round = 0; round < roundCount; round += 1) {
    for (const [name, system] of systems) {
      const us = (await time(system, repeats.get(name) ?? 1)) * 1000
      found.set(name, [...(found.get(name) ?? []), us])
    }
  }
  return new Map([...found].map(([name, values]) => [name, median(values)]))
}

/** Runs until the compiler has settled, and finds how many runs make a round. */
async function warmUp(system: System): Promise<number> {
  const startedAt = performance.now()
  let count = 0
  for (let batch = 1; performance.now() - startedAt < warmUpMs; batch = Math.min(batch * 2, 1024)) {
    await time(system, batch)
    count += batch
  }
  const runMs = (performance.now() - startedAt) / count
  return Math.max(1, Math.round(roundMs / runMs))
}

/** Milliseconds of one run, out of so many. */
async function time({ run, isAsync }: System, repeat: number): Promise<number> {
  const startedAt = performance.now()
  if (isAsync) for (let index = 0; index < repeat; index += 1) await run()
  else for (let index = 0; index < repeat; index += 1) run()
  return (performance.now() - startedAt) / repeat
}
