import { summarise, type TaxSettings, taxRuns } from '../../taxes/index.ts'
import type { CouponSearch, Explanation, Quote, QuoteLine, QuoteShipping, Reduction, UnitRun } from '../schema.ts'
import type { PricedLine, QuoteFacts } from './facts.ts'
import { applyPoints } from './points.ts'
import { shippingCost } from './shipping.ts'
import { listed, lowered, type Rule, reduction, runsOf, type World } from './world.ts'

/** The last layers, shipping, points and taxes, and the quote they end in. */
export function closeQuote(
  world: World,
  shippingRules: readonly Rule[],
  explain: Explanation[],
  search: CouponSearch,
): Quote {
  const { facts } = world
  // Shipping sees the goods before points, as the search for coupons does; what it says comes after.
  const said: Explanation[] = []
  const shipping = closeShipping(world, shippingCost(world, shippingRules, said))
  const points = applyPoints(world, explain)
  explain.push(...said)
  const lines = closeLines(world)
  let [listMinor, payableMinor, taxMinor] = [0, shipping?.payableMinor ?? 0, shipping?.taxMinor ?? 0]
  for (const line of lines) {
    listMinor += line.listMinor
    payableMinor += line.payableMinor
    taxMinor += line.taxMinor
  }
  return {
    currency: facts.currency,
    lines,
    listMinor,
    reductionMinor: listMinor - world.left.total,
    payableMinor,
    taxMinor,
    taxes: facts.taxes ? summarise([...lines, ...(shipping ? [shipping] : [])].map(({ taxes }) => taxes)) : [],
    shipping,
    pointsCount: points.count,
    pointsMinor: points.minor,
    couponIds: explain.filter(({ source, reason }) => source === 'coupon' && !reason).map(({ ruleId }) => ruleId),
    search,
    explain,
    quotedAt: facts.now,
  }
}

/** The lines in the order they came in, each with what every rule took of it, and the gifts after them. */
function closeLines(world: World): readonly QuoteLine[] {
  const { facts, lines, order, gifts } = world
  const reductions = reductionsOf(world)
  const closed: QuoteLine[] = []
  for (let at = 0; at < lines.length; at += 1) {
    const own = reductions[at] ?? []
    closed[order ? (order[at] as number) : at] = closeLine(lines[at] as PricedLine, runsOf(world, at), own, facts, null)
  }
  if (gifts.length > 0) closed.push(...giftLines(world))
  return closed
}

/** What each cause took of each line. Where it took little of many, equal reductions are one and the same. */
function reductionsOf({ log }: World): readonly (readonly Reduction[] | undefined)[] {
  const reductions: Reduction[][] = []
  for (const { cause, lines, shares } of log) {
    const alike: Reduction[] = []
    for (let at = 0; at < lines.length; at += 1) {
      const [line, minor] = [lines[at] as number, shares[at] as number]
      if (minor === 0) continue
      const taken = alike[minor] ?? reduction(cause, minor)
      if (minor < lines.length) alike[minor] = taken
      const own = reductions[line]
      if (own) own.push(taken)
      else reductions[line] = [taken]
    }
  }
  return reductions
}

function closeLine(
  { lineId, skuId, productId, title, quantity, listMinor, taxCategory = null }: PricedLine,
  open: readonly UnitRun[],
  reductions: readonly Reduction[],
  { taxes }: Pick<QuoteFacts, 'taxes'>,
  giftOf: string | null,
): QuoteLine {
  const [runs, rows] = withTaxes(open, taxCategory, taxes)
  let [payableMinor, taxMinor, pointsCount] = [0, 0, 0]
  for (let at = 0; at < runs.length; at += 1) {
    const run = runs[at] as UnitRun
    payableMinor += run.count * run.payableMinor
    taxMinor += run.count * run.taxMinor
    pointsCount += run.count * run.pointsCount
  }
  return {
    lineId,
    skuId,
    productId,
    title,
    quantity,
    listMinor: quantity * listMinor,
    payableMinor,
    taxMinor,
    pointsCount,
    reductions,
    taxes: rows,
    giftOf,
    runs,
  }
}

const noRows: Quote['taxes'] = []

/** Units with their taxes, and the taxes of all of them by rate. */
function withTaxes<Units extends Pick<UnitRun, 'count' | 'payableMinor'>>(
  runs: readonly Units[],
  category: string | null,
  taxes: TaxSettings | null | undefined,
): readonly [readonly Units[], Quote['taxes']] {
  if (!taxes || taxes.rates.length === 0) return [runs, noRows]
  const bases = runs.map(({ count, payableMinor }) => ({ count, base: payableMinor }))
  const { units, rows } = taxRuns(taxes, category, bases)
  const taxed = units.map(({ count, base, share, index }) => {
    const payableMinor = base + (taxes.mode === 'on_top' ? share : 0)
    return { ...(runs[index] as Units), count, payableMinor, taxMinor: share }
  })
  return [taxed, rows]
}

function closeShipping({ facts }: World, open: QuoteShipping | null): QuoteShipping | null {
  if (!open) return null
  const units = [{ count: 1, payableMinor: open.payableMinor, taxMinor: 0 }]
  const [runs, taxes] = withTaxes(units, 'shipping', facts.taxes)
  const { payableMinor, taxMinor } = runs[0] as (typeof units)[number]
  return { ...open, payableMinor, taxMinor, taxes }
}

/** A gift costs its list price, which the promotion takes off again: so the map says what it was worth and who paid. */
function giftLines({ gifts, lines }: World): readonly QuoteLine[] {
  let number = 0
  return gifts.map(({ rule, sku, count }) => {
    do number += 1
    while (lines.some((line) => line.lineId === `gift.${number}`))
    const { listMinor } = sku
    const worth = listMinor === 0 ? [] : [reduction(rule, count * listMinor)]
    const run = lowered(listed(count, listMinor), count, listMinor, rule)
    return closeLine({ ...sku, lineId: `gift.${number}`, quantity: count }, [run], worth, {}, rule.id)
  })
}
