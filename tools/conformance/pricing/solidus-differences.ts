import { roundRate } from '../../../packages/core/src/money/index.ts'
import type { NeutralAction, NeutralCart } from './neutral.ts'
import type { Reading } from './read.ts'
import { basesByLine, basesOf, firstTakesSpare, largestRemainders, roundedEach, sumOf } from './shares.ts'
import { bpsOf, isEqual } from './unmapped.ts'

/** Where Solidus comes to other figures than a quote by its own rules, for this very cart; null where it does not. */
export function differsFromSolidus({ promotions }: NeutralCart, reading: Reading): string | null {
  for (const { id, actions } of promotions) {
    for (const action of actions) {
      const found = inCap(id, action, reading) ?? inGroups(id, action, reading)
      if (found !== null) return found
    }
  }
  return null
}

function rulesOf(id: string, { cart }: Reading): readonly string[] {
  return [...cart.rules.sourceOf].filter(([, source]) => source === id).map(([rule]) => rule)
}

/** Solidus rounds a capped percentage on each line and splits the cap with the spare units on the first lines. */
function inCap(id: string, { type, target, percent, capAmount }: NeutralAction, reading: Reading): string | null {
  if (type !== 'percent' || target === 'shipping' || capAmount === undefined) return null
  for (const rule of rulesOf(id, reading)) {
    const bases = basesOf(reading.cart, rule)
    const rate = bpsOf(percent)
    const most = firstTakesSpare(Math.min(capAmount, sumOf(bases)), bases)
    const theirs = roundedEach(rate, bases).map((minor, at) => Math.min(minor, most[at] ?? 0))
    const ours = largestRemainders(Math.min(roundRate(sumOf(bases), rate), capAmount), bases)
    if (!isEqual(theirs, ours)) return 'spare units of a capped percentage go to the first lines in Solidus'
  }
  return null
}

/** Solidus counts complete groups over all lines and fills them line by line. */
function inGroups(id: string, { groupSize, type, percent }: NeutralAction, reading: Reading): string | null {
  if (groupSize === undefined) return null
  for (const rule of rulesOf(id, reading)) {
    const eligible = linesReached(reading, rule)
    const grouped = filled(eligible, groupSize)
    const rising = eligible.toSorted((a, b) => a.unitMinor - b.unitMinor)
    const ours =
      type === 'fixed'
        ? new Map(eligible.map(({ lineId, quantity }) => [lineId, quantity - (quantity % groupSize)]))
        : filled(rising, groupSize)
    if (eligible.some(({ lineId }) => (grouped.get(lineId) ?? 0) !== (ours.get(lineId) ?? 0))) {
      return 'groups are filled line by line over the whole order in Solidus'
    }
    if (type === 'fixed') continue
    const isRoundedApart = eligible.some(({ lineId, unitMinor }) => {
      const count = grouped.get(lineId) ?? 0
      return roundRate(unitMinor, bpsOf(percent)) * count !== roundRate(unitMinor * count, bpsOf(percent))
    })
    if (isRoundedApart) return 'a percentage of a group is rounded on the line in Solidus'
  }
  return null
}

type Reached = { readonly lineId: string; readonly quantity: number; readonly unitMinor: number }

function linesReached({ cart }: Reading, rule: string): readonly Reached[] {
  const bases = basesByLine(cart, rule)
  return cart.facts.lines
    .filter(({ lineId }) => bases.has(lineId))
    .map(({ lineId, quantity, listMinor }) => ({ lineId, quantity, unitMinor: listMinor }))
}

/** How many units of each line stand in complete groups when the lines are taken one after the other. */
function filled(lines: readonly Reached[], groupSize: number): ReadonlyMap<string, number> {
  const all = lines.reduce((sum, { quantity }) => sum + quantity, 0)
  let left = all - (all % groupSize)
  const counts = new Map<string, number>()
  for (const { lineId, quantity } of lines) {
    counts.set(lineId, Math.min(quantity, left))
    left -= Math.min(quantity, left)
  }
  return counts
}
