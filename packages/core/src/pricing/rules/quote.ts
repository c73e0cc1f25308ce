import { MAX_AMOUNT } from '../../kernel/index.ts'
import { summarise, taxRuns } from '../../taxes/index.ts'
import type { Explanation, Quote, QuoteLine, QuoteShipping, Reduction, UnitRun } from '../schema.ts'
import { applyCoupons } from './coupons.ts'
import type { PricedLine, QuoteFacts } from './facts.ts'
import { lanesOf, runLane } from './lanes.ts'
import { applyPoints } from './points.ts'
import { applyPrices } from './prices.ts'
import { lowerShipping, shippingList } from './shipping.ts'
import { type Cause, flush, type Gift, type Observer, openWorld, type Run, type World } from './world.ts'

/**
 * What a basket costs, to the unit, and why. Layers, each on what the earlier left and never below a floor: the best
 * unit price, promotions on items, on the order, coupons, points, shipping, taxes. The order in which the lines stand
 * changes nothing.
 * @throws RangeError when the list price of the basket passes {@link MAX_AMOUNT}; `checkQuoteInput` refuses it
 */
export function quote(facts: QuoteFacts): Quote {
  return quoteWith(facts, null)
}

/** {@link quote}, with someone who is told of every rule when its turn comes. */
export function quoteWith(facts: QuoteFacts, observe: Observer | null): Quote {
  const world = openWorld(facts, observe)
  if (!(world.listTotal <= MAX_AMOUNT))
    throw new RangeError(`a basket of ${world.listTotal} is more than ${MAX_AMOUNT}`)
  const explain: Explanation[] = []
  const lanes = lanesOf(facts.promotions)
  applyPrices(world, lanes.price, explain)
  if (lanes.items.length > 0) {
    runLane(world, lanes.items, explain)
    world.afterItems = world.left.slice()
    world.afterTotal = world.leftTotal
  }
  if (lanes.order.length > 0) runLane(world, lanes.order, explain)
  const coupons = applyCoupons(world, lanes.shipping, explain)
  // Shipping sees the goods before points, as the search for coupons does; what it says comes after.
  const said: Explanation[] = []
  const listMinor = shippingList(world)
  const lowered = lowerShipping(world, [...lanes.shipping, ...coupons.shipping], listMinor, said)
  const pointsCount = applyPoints(world, explain)
  explain.push(...said)
  return close(world, pointsCount, closeShipping(facts, listMinor, lowered), coupons.search, explain)
}

function close(
  world: World,
  pointsCount: number,
  shipping: QuoteShipping | null,
  search: Quote['search'],
  explain: readonly Explanation[],
): Quote {
  const { facts } = world
  const lines = closeLines(world)
  let [listMinor, payableMinor, taxMinor, reductionMinor] = [0, 0, 0, 0]
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] as QuoteLine
    listMinor += line.listMinor
    payableMinor += line.payableMinor
    taxMinor += line.taxMinor
  }
  reductionMinor = listMinor - world.leftTotal
  const pointsSaid = pointsCount === 0 ? undefined : explain.find(({ source }) => source === 'points')
  return {
    currency: facts.currency,
    lines,
    listMinor,
    reductionMinor,
    payableMinor: payableMinor + (shipping?.payableMinor ?? 0),
    taxMinor: taxMinor + (shipping?.taxMinor ?? 0),
    taxes: facts.taxes ? summarise([...lines.map(({ taxes }) => taxes), shipping?.taxes ?? []]) : [],
    shipping,
    pointsCount,
    pointsMinor: pointsSaid?.minor ?? 0,
    couponIds: explain.filter(({ source, minor }) => source === 'coupon' && minor > 0).map(({ ruleId }) => ruleId),
    search,
    explain,
    quotedAt: facts.now,
  }
}

/** The lines in the order they came in, each with what every rule took of it, and the gifts after them. */
function closeLines(world: World): readonly QuoteLine[] {
  flush(world, world.every)
  const reductions = reductionsOf(world)
  const closed = world.lines.map((line, at) => closeLine(world, line, at, reductions[at] as readonly Reduction[]))
  const gifts = world.gifts.map((gift) => giftLine(world, gift))
  if (world.lines === world.facts.lines) return gifts.length === 0 ? closed : [...closed, ...gifts]
  const places = new Map(closed.map((line) => [line.lineId, line]))
  return [...world.facts.lines.map(({ lineId }) => places.get(lineId) as QuoteLine), ...gifts]
}

/** What each cause took of each line, from the log. */
function reductionsOf({ lines, logLine, logMinor, causes, starts }: World): readonly (readonly Reduction[])[] {
  const reductions: Reduction[][] = []
  for (let at = 0; at < lines.length; at += 1) reductions.push([])
  let at = 0
  for (let place = 0; place < causes.length; place += 1) {
    const { source, id: ruleId, funder } = causes[place] as Cause
    const end = place + 1 < causes.length ? (starts[place + 1] as number) : logLine.length
    for (; at < end; at += 1) {
      ;(reductions[logLine[at] as number] as Reduction[]).push({
        source,
        ruleId,
        funder,
        minor: logMinor[at] as number,
      })
    }
  }
  return reductions
}

function closeLine(world: World, line: PricedLine, at: number, reductions: readonly Reduction[]): QuoteLine {
  const open = world.units[at] as readonly Run[]
  const { taxes } = world.facts
  const leftMinor = world.left[at] as number
  const head = headOf(line, line.quantity, reductions, null)
  const pointsCount = open.reduce((sum, run) => sum + run.count * run.pointsCount, 0)
  if (!taxes || taxes.rates.length === 0) {
    const runs = open.map((run) => closeRun(line, run, run.count, 0, 0))
    return { ...head, payableMinor: leftMinor, taxMinor: 0, pointsCount, taxes: noTaxes, runs }
  }
  const tax = taxRuns(taxes, line.taxCategory ?? null, open)
  const isOnTop = taxes.mode === 'on_top'
  const runs = tax.units.map(({ count, share, index }) => {
    return closeRun(line, open[index] as Run, count, share, isOnTop ? share : 0)
  })
  const payableMinor = leftMinor + (isOnTop ? tax.taxMinor : 0)
  return { ...head, payableMinor, taxMinor: tax.taxMinor, pointsCount, taxes: tax.rows, runs }
}

const noTaxes: QuoteLine['taxes'] = []

type Head = Pick<
  QuoteLine,
  'lineId' | 'skuId' | 'productId' | 'title' | 'quantity' | 'listMinor' | 'reductions' | 'giftOf'
>

function headOf(
  { lineId, skuId, productId, title, listMinor }: Omit<PricedLine, 'quantity'>,
  quantity: number,
  reductions: readonly Reduction[],
  giftOf: string | null,
): Head {
  return { lineId, skuId, productId, title, quantity, listMinor: quantity * listMinor, reductions, giftOf }
}

function closeRun(
  { listMinor }: PricedLine,
  { reductions, base, pointsCount }: Run,
  count: number,
  taxMinor: number,
  onTopMinor: number,
): UnitRun {
  return { count, listMinor, reductions, payableMinor: base + onTopMinor, taxMinor, pointsCount }
}

/** The longest a line id may be. */
const MAX_ID = 64

/** A gift costs its list price, which the promotion takes off again: so the map says what it was worth and who paid. */
function giftLine({ gifts }: World, gift: Gift): QuoteLine {
  const { rule, sku, count } = gift
  const { id: ruleId, source, funder } = rule
  const { listMinor } = sku
  const place = gifts.filter((other) => other.rule === rule).indexOf(gift)
  const lineId = `gift.${place === 0 ? '' : `${place}.`}${ruleId}`.slice(0, MAX_ID)
  const worth = listMinor === 0 ? [] : [{ source, ruleId, funder, minor: count * listMinor }]
  const unit = listMinor === 0 ? [] : [{ source, funder, minor: listMinor }]
  return {
    ...headOf({ ...sku, lineId }, count, worth, ruleId),
    payableMinor: 0,
    taxMinor: 0,
    pointsCount: 0,
    taxes: noTaxes,
    runs: [{ count, listMinor, reductions: unit, payableMinor: 0, taxMinor: 0, pointsCount: 0 }],
  }
}

function closeShipping(
  { taxes }: QuoteFacts,
  listMinor: number | null,
  reductions: readonly Reduction[],
): QuoteShipping | null {
  if (listMinor === null) return null
  const base = reductions.reduce((left, { minor }) => left - minor, listMinor)
  if (!taxes) return { listMinor, reductions, payableMinor: base, taxMinor: 0, taxes: [] }
  const { taxMinor, rows } = taxRuns(taxes, 'shipping', [{ count: 1, base }])
  const payableMinor = base + (taxes.mode === 'on_top' ? taxMinor : 0)
  return { listMinor, reductions, payableMinor, taxMinor, taxes: rows }
}
