import { accept, type CodeOf, type Decision, refuse } from '../kernel/index.ts'
import {
  allocateByWeights,
  allocateRunsByWeights,
  type BaseRun,
  type RunShare,
  roundRatio,
  sumOf,
} from '../money/index.ts'
import type { TaxSettingsSaved } from './events.ts'
import type { saveTaxSettings } from './operators.ts'
import type { TaxRate, TaxRow, TaxSettings } from './schema.ts'

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
  const bps = rates.map((rate) => rate.bps)
  const isInside = settings.mode === 'inside'
  const taxOf = (amountMinor: number): number => {
    return roundRatio(amountMinor, sumOf(bps), isInside ? 10_000 + sumOf(bps) : 10_000)
  }
  const grossMinor = sumOf(runs.map(({ count, base }) => count * base))
  const isPerUnit = settings.rounding === 'unit'
  const units = isPerUnit
    ? runs.map(({ count, base }, index) => ({ count, base, share: taxOf(base), index }))
    : allocateRunsByWeights(taxOf(grossMinor), runs)
  const taxMinor = sumOf(units.map(({ count, share }) => count * share))
  const rounded = isPerUnit ? units : [{ count: 1, share: taxMinor }]
  const splits = rounded.map(({ count, share }) => allocateByWeights(share, bps).map((minor) => count * minor))
  const baseMinor = isInside ? grossMinor - taxMinor : grossMinor
  return {
    rows: rates.map(({ name }, at) => {
      return { name, bps: bps[at] as number, baseMinor, taxMinor: sumOf(splits.map((split) => split[at] as number)) }
    }),
    taxMinor,
    units,
  }
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
