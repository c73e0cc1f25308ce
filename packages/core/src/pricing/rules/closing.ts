import { summarise, type TaxSettings, taxRuns } from '../../taxes/index.ts'
import type { Explanation, QuoteShipping } from '../schema.ts'
import type { Closed, Taxed, Taxes, Units } from './close.ts'
import { applyPoints } from './points.ts'
import { shippingCost } from './shipping.ts'
import type { Rule, World } from './world.ts'

/** The layers after the goods: shipping, points and taxes. */
export function closingLayers(world: World, shippingRules: readonly Rule[], explain: Explanation[]): Closed {
  const taxes = taxesOf(world.facts.taxes)
  // Shipping sees the goods before points, as the search for coupons does; what it says comes after.
  const said: Explanation[] = []
  const open = shippingCost(world, shippingRules, said)
  const points = applyPoints(world, explain)
  explain.push(...said)
  return { shipping: taxes ? withTaxes(open, taxes) : open, points, taxes }
}

function withTaxes(open: QuoteShipping | null, taxes: Taxes): QuoteShipping | null {
  if (!open) return null
  const { runs: _, ...taxed } = taxes.on('shipping', open.payableMinor, [{ ...open, count: 1 }])
  return { ...open, ...taxed }
}

/** The taxes by these settings; null when there are none. */
function taxesOf(settings: TaxSettings | null | undefined): Taxes | null {
  if (!settings || settings.rates.length === 0) return null
  const onTop = Number(settings.mode === 'on_top')
  const on = <Run extends Units>(category: string | null, minor: number, runs: readonly Run[]): Taxed<Run> => {
    const bases = runs.map(({ count, payableMinor }) => ({ count, base: payableMinor }))
    const { units, rows, taxMinor } = taxRuns(settings, category, bases)
    const taxed = units.map(({ count, base, share, index }) => {
      return { ...(runs[index] as Run), count, payableMinor: base + onTop * share, taxMinor: share }
    })
    return { payableMinor: minor + onTop * taxMinor, taxMinor, taxes: rows, runs: taxed }
  }
  return { on, summarise }
}
