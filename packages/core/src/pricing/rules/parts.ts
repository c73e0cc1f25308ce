import type { QuoteLine, UnitReduction } from '../schema.ts'

/** What some frozen units of a line are made of, component by component. */
export type UnitParts = {
  /** What was paid, tax included. */
  readonly paidMinor: number
  readonly taxMinor: number
  readonly pointsCount: number
  readonly pointsMinor: number
  readonly listMinor: number
  /** Summed over the units by source and funder. */
  readonly reductions: readonly UnitReduction[]
}

/**
 * The sum of the frozen units [from, to) of a line, in map order: what a refund of those units gives back. Parts that
 * follow each other add up to the whole in every component.
 * @throws RangeError when the units are not units of the line
 */
export function unitParts(line: Pick<QuoteLine, 'quantity' | 'runs'>, from: number, to: number): UnitParts {
  const isInside =
    Number.isSafeInteger(from) && Number.isSafeInteger(to) && 0 <= from && from <= to && to <= line.quantity
  if (!isInside) throw new RangeError(`no units ${from} to ${to} in a line of ${line.quantity}`)
  let [paidMinor, taxMinor, pointsCount, listMinor, start] = [0, 0, 0, 0, 0]
  const sums = new Map<string, UnitReduction>()
  for (const run of line.runs) {
    const units = Math.min(to, start + run.count) - Math.max(from, start)
    start += run.count
    if (units <= 0) continue
    paidMinor += units * run.payableMinor
    taxMinor += units * run.taxMinor
    pointsCount += units * run.pointsCount
    listMinor += units * run.listMinor
    for (const reduction of run.reductions) addTo(sums, reduction, units)
  }
  const reductions = [...sums.values()]
  const pointsMinor = reductions.reduce((sum, { source, minor }) => (source === 'points' ? sum + minor : sum), 0)
  return { paidMinor, taxMinor, pointsCount, pointsMinor, listMinor, reductions }
}

function addTo(sums: Map<string, UnitReduction>, reduction: UnitReduction, units: number): void {
  const key = `${reduction.source} ${reduction.funder}`
  sums.set(key, { ...reduction, minor: (sums.get(key)?.minor ?? 0) + units * reduction.minor })
}
