/**
 * What the work itself costs: a loop over numbers for exactly this mix, without explanation, money map, limits or
 * stacking. It is a floor, not an alternative.
 */
import type { Outcome, System } from './contest.ts'
import type { Basket, Rule } from './workload.ts'

/** Kinds as numbers, so that choosing one is a comparison of two integers. */
const kinds = { category: 0, skus: 1, order: 2, buy_get: 3 } as const
type Compiled = Omit<Rule, 'kind'> & { readonly kind: number }

/** What is left to pay for each line; adjustments as triples of line, rule, amount. Shared: one basket at a time. */
const left: Float64Array = new Float64Array(1024)
const rows: Int32Array = new Int32Array(600_000)

export function buildTight(basket: Basket, rules: readonly Rule[]): System {
  const compiled = rules.map((rule): Compiled => ({ ...rule, kind: kinds[rule.kind] }))
  const run = (): number => price(basket, compiled)
  return { run, isAsync: false, outcome: () => outcomeOf(run()) }
}

function outcomeOf(used: number): Outcome {
  let discountMinor = 0
  for (let at = 2; at < used; at += 3) discountMinor += rows[at] ?? 0
  return { adjustmentCount: used / 3, discountMinor }
}

/** How many numbers of `rows` were written. */
function price({ lines, group }: Basket, rules: readonly Compiled[]): number {
  let subtotal = 0
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] as Basket['lines'][number]
    subtotal += left[at] = line.unitMinor * line.quantity
  }
  // Found anew for every basket, as a basket is new every time.
  const categories = new Map<string, number[]>()
  const skus = new Map<string, number[]>()
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] as Basket['lines'][number]
    put(categories, line.category, at)
    put(skus, line.skuId, at)
  }
  let used = 0
  for (let at = 0; at < rules.length; at += 1) {
    const rule = rules[at] as Compiled
    if (subtotal < rule.minimumMinor || rule.group !== group) continue
    if (rule.kind === 0) used = takeShare(categories.get(rule.category), rule.percent, at, used)
    else if (rule.kind === 1) used = takeShares(skus, rule, at, used)
    else if (rule.kind === 2) used = takeSum(lines.length, rule.offMinor, at, used)
    else used = takeUnit(lines, categories.get(rule.category), at, used)
  }
  return used
}

function put(map: Map<string, number[]>, key: string, at: number): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [at])
  else list.push(at)
}

function takeShares(skus: Map<string, number[]>, { skuIds, percent }: Compiled, rule: number, from: number): number {
  let used = from
  for (let at = 0; at < skuIds.length; at += 1) used = takeShare(skus.get(skuIds[at] as string), percent, rule, used)
  return used
}

function takeShare(places: readonly number[] | undefined, percent: number, rule: number, from: number): number {
  if (places === undefined) return from
  let used = from
  for (let at = 0; at < places.length; at += 1) {
    const line = places[at] as number
    used = take(line, rule, Math.round(((left[line] as number) * percent) / 100), used)
  }
  return used
}

/** Splits by cumulative rounding: adds up exactly and needs no sorting, but the spare units go to other lines. */
function takeSum(lineCount: number, offMinor: number, rule: number, from: number): number {
  let whole = 0
  for (let line = 0; line < lineCount; line += 1) whole += left[line] as number
  if (whole <= 0) return from
  const minor = Math.min(offMinor, whole)
  let [used, passed, given] = [from, 0, 0]
  for (let line = 0; line < lineCount; line += 1) {
    passed += left[line] as number
    const until = Math.floor((minor * passed) / whole)
    used = take(line, rule, until - given, used)
    given = until
  }
  return used
}

function takeUnit(lines: Basket['lines'], places: readonly number[] | undefined, rule: number, from: number): number {
  if (places === undefined) return from
  let count = 0
  let cheapest = lines[places[0] as number] as Basket['lines'][number]
  let line = places[0] as number
  for (let at = 0; at < places.length; at += 1) {
    const each = lines[places[at] as number] as Basket['lines'][number]
    count += each.quantity
    if (each.unitMinor < cheapest.unitMinor) [cheapest, line] = [each, places[at] as number]
  }
  return count < 3 ? from : take(line, rule, Math.min(left[line] as number, cheapest.unitMinor), from)
}

function take(line: number, rule: number, minor: number, used: number): number {
  if (minor <= 0) return used
  left[line] = (left[line] as number) - minor
  rows[used] = line
  rows[used + 1] = rule
  rows[used + 2] = minor
  return used + 3
}
