import type { TaxRow } from '../../taxes/index.ts'
import type { Explanation, Quote, QuoteLine, QuoteShipping, Reduction, UnitRun } from '../schema.ts'
import type { PricedLine } from './facts.ts'
import { type Found, listed, lowered, type Rule, reduction, runsOf, type World } from './world.ts'

/** What comes after the goods. */
export type Closed = {
  readonly shipping: QuoteShipping | null
  /** Points spent, and what they paid. */
  readonly points: { readonly count: number; readonly minor: number }
  readonly taxes: Taxes | null
}

/** Runs the layers after the goods, with the rules on shipping. */
export type ClosingLayers = (world: World, shippingRules: readonly Rule[], explain: Explanation[]) => Closed

export type Units = Pick<UnitRun, 'count' | 'payableMinor'>

/** What is to pay for units with their taxes, in all and by unit. */
export type Taxed<Run> = Pick<QuoteLine, 'payableMinor' | 'taxMinor' | 'taxes'> & { readonly runs: readonly Run[] }

export type Taxes = {
  /** The taxes on what costs so much. */
  readonly on: <Run extends Units>(category: string | null, minor: number, runs: readonly Run[]) => Taxed<Run>
  readonly summarise: (rows: readonly (readonly TaxRow[])[]) => readonly TaxRow[]
}

const nothingMore: Closed = { shipping: null, points: { count: 0, minor: 0 }, taxes: null }

/** The quote that a basket ends in. */
export function closeQuote(
  world: World,
  explain: readonly Explanation[],
  { shipping, points, taxes }: Closed = nothingMore,
  found?: Found,
): Quote {
  const { currency, coupons, couponIds, now } = world.facts
  const lines = closeLines(world, taxes)
  let [listMinor, payableMinor, taxMinor] = [0, shipping?.payableMinor ?? 0, shipping?.taxMinor ?? 0]
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] as QuoteLine
    listMinor += line.listMinor
    payableMinor += line.payableMinor
    taxMinor += line.taxMinor
  }
  return {
    currency,
    lines,
    listMinor,
    reductionMinor: listMinor - world.left.total,
    payableMinor,
    taxMinor,
    taxes: taxes ? taxes.summarise([...lines.map((line) => line.taxes), shipping?.taxes ?? []]) : [],
    shipping,
    pointsCount: points.count,
    pointsMinor: points.minor,
    couponIds: explain.filter(({ source, reason }) => source === 'coupon' && !reason).map(({ ruleId }) => ruleId),
    search: {
      proven: coupons.length === 0 || (!couponIds && found?.proven === true),
      bestPayableMinor: couponIds && found && found.payableMinor < payableMinor ? found.payableMinor : null,
    },
    explain,
    quotedAt: now,
  }
}

/** The lines in the order they came in, each with what every rule took of it, and the gifts after them. */
function closeLines(world: World, taxes: Taxes | null): readonly QuoteLine[] {
  const { lines, order, left, points, gifts } = world
  const reductions = reductionsOf(world)
  const closed: QuoteLine[] = []
  for (let at = 0; at < lines.length; at += 1) {
    const priced = lines[at] as PricedLine
    const runs = runsOf(world, at)
    const line = closeLine(priced, left.by[at] as number, runs, reductions[at] ?? [], points[at] ?? 0)
    const { taxCategory = null } = priced
    closed[order[at] as number] = taxes ? { ...line, ...taxes.on(taxCategory, line.payableMinor, runs) } : line
  }
  if (gifts.length > 0) closed.push(...giftLines(world))
  return closed
}

/** What each cause took of each line. */
function reductionsOf({ log }: World): readonly (readonly Reduction[] | undefined)[] {
  const reductions: Reduction[][] = []
  for (const { cause, lines, shares } of log) {
    const known: (Reduction | undefined)[] = []
    for (let at = 0; at < lines.length; at += 1) {
      const line = lines[at] as number
      const minor = shares[at] as number
      if (minor === 0) continue
      let taken = known[minor]
      if (!taken) {
        taken = reduction(cause, minor)
        if (minor < lines.length) known[minor] = taken
      }
      reductions[line] ??= []
      reductions[line].push(taken)
    }
  }
  return reductions
}

const noRows: Quote['taxes'] = []

function closeLine(
  { lineId, skuId, productId, title, quantity, listMinor }: PricedLine,
  payableMinor: number,
  runs: readonly UnitRun[],
  reductions: readonly Reduction[],
  pointsCount: number,
  giftOf: string | null = null,
): QuoteLine {
  return {
    lineId,
    skuId,
    productId,
    title,
    quantity,
    listMinor: quantity * listMinor,
    payableMinor,
    taxMinor: 0,
    pointsCount,
    reductions,
    taxes: noRows,
    giftOf,
    runs,
  }
}

/** A gift costs its list price, which the promotion takes off again: so the map says what it was worth and who paid. */
function giftLines({ gifts, lines }: World): readonly QuoteLine[] {
  let number = 0
  return gifts.map(({ rule, sku, count }) => {
    do number += 1
    while (lines.some((line) => line.lineId === `gift.${number}`))
    const { listMinor } = sku
    const worth = listMinor === 0 ? [] : [reduction(rule, count * listMinor)]
    const runs = [lowered(listed(count, listMinor), count, listMinor, rule)]
    return closeLine({ ...sku, lineId: `gift.${number}`, quantity: count }, 0, runs, worth, 0, rule.id)
  })
}
