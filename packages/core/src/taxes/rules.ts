import { accept, type CodeOf, type Decision, refuse } from '../kernel/index.ts'
import { allocate, allocateRuns, type BaseRun, type RunShare, roundRatio } from '../money/index.ts'
import type { saveTaxSettings } from './contract.ts'
import type { TaxRate, TaxRow, TaxSettings, TaxSettingsSaved } from './schema.ts'

/** The tax of one line: by rate, altogether and of each unit. Σ count · share of `units` is always `taxMinor`. */
export type LineTax = {
  readonly rows: readonly TaxRow[]
  readonly taxMinor: number
  /** The runs passed in, in order; a run is split where some of its units carry one minor unit more. */
  readonly units: readonly RunShare[]
}

/** The rates on goods of a tax category, in the order of the settings: its own, and those of every category. */
export function ratesFor({ rates }: TaxSettings, category: string | null): readonly TaxRate[] {
  return rates.filter((rate) => rate.category === null || rate.category === category)
}

/**
 * The tax of one line whose units cost `base` each after all reductions. Inside the price, `base` contains the tax; on
 * top, it comes to it. Rounded half away from zero, once per line or once per unit as the settings say.
 * @throws RangeError when a count or base is not a whole number, or the line passes 2^53
 */
export function taxRuns(settings: TaxSettings, category: string | null, runs: readonly BaseRun[]): LineTax {
  const rates = ratesFor(settings, category)
  if (rates.length === 0) return { rows: [], taxMinor: 0, units: unitsOf(runs, () => 0) }
  const { mode, rounding } = settings
  const grossMinor = sum(runs.map(({ count, base }) => count * base))
  const perUnit = rounding === 'unit' ? runs.map(({ base }) => taxesOn(base, mode, rates)) : null
  const taxes =
    perUnit === null
      ? taxesOn(grossMinor, mode, rates)
      : rates.map((_, rate) => sum(runs.map(({ count }, index) => count * (perUnit[index]?.[rate] ?? 0))))
  const taxMinor = sum(taxes)
  const baseMinor = mode === 'inside' ? grossMinor - taxMinor : grossMinor
  return {
    rows: rates.map(({ name, bps }, rate) => ({ name, bps, baseMinor, taxMinor: taxes[rate] ?? 0 })),
    taxMinor,
    units: perUnit === null ? spread(taxMinor, grossMinor, runs) : unitsOf(runs, (index) => sum(perUnit[index] ?? [])),
  }
}

/** The tax on one amount: rounded once, then split over the rates. */
function taxesOn(amountMinor: number, mode: TaxSettings['mode'], rates: readonly TaxRate[]): readonly number[] {
  const bps = rates.map((rate) => rate.bps)
  const total = sum(bps)
  const taxMinor = roundRatio(amountMinor, total, mode === 'inside' ? 10_000 + total : 10_000)
  const scale = scaleOver(taxMinor, total)
  return allocate(
    taxMinor,
    bps.map((each) => each * scale),
  )
}

function unitsOf(runs: readonly BaseRun[], shareAt: (index: number) => number): readonly RunShare[] {
  return runs.map(({ count, base }, index) => ({ count, base, share: shareAt(index), index }))
}

/** The line's tax over its units, in proportion to what they cost. */
function spread(taxMinor: number, grossMinor: number, runs: readonly BaseRun[]): readonly RunShare[] {
  const scale = scaleOver(taxMinor, grossMinor)
  const scaled = runs.map(({ count, base }) => ({ count, base: base * scale }))
  return allocateRuns(taxMinor, scaled).map((part) => ({ ...part, base: part.base / scale }))
}

/** By how much weights must be stretched to hold the total; shares and the order of remainders stay as they were. */
function scaleOver(total: number, weight: number): number {
  return total > weight && weight > 0 ? Math.floor(total / weight) + 1 : 1
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0)
}

/** The rows of several lines as one summary: sums by name and rate, in the order they first appear. */
export function summarise(rows: readonly (readonly TaxRow[])[]): readonly TaxRow[] {
  const groups = new Map<string, TaxRow>()
  for (const row of rows.flat()) {
    const key = `${row.bps} ${row.name}`
    const { baseMinor = 0, taxMinor = 0 } = groups.get(key) ?? {}
    groups.set(key, { ...row, baseMinor: baseMinor + row.baseMinor, taxMinor: taxMinor + row.taxMinor })
  }
  return [...groups.values()]
}

/** Replace the rates: among those that meet on goods of one category, every name stands once. */
export function saveSettings(settings: TaxSettings): Decision<TaxSettingsSaved, CodeOf<typeof saveTaxSettings>> {
  const { rates } = settings
  const repeated = rates.find((rate, index) => rates.slice(0, index).some((earlier) => isRepeated(rate, earlier)))
  if (repeated !== undefined) return refuse('rate_repeated', { name: repeated.name, category: repeated.category })
  return accept({ type: 'tax_settings_saved', settings })
}

function isRepeated(rate: TaxRate, earlier: TaxRate): boolean {
  const meets = rate.category === null || earlier.category === null || rate.category === earlier.category
  return meets && rate.name === earlier.name
}
