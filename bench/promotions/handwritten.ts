/**
 * The engine a shop would write for exactly this mix: objects instead of typed arrays, and a sum split by largest
 * remainder as ours is. No explanation, no money map, no limits, no stacking.
 */
import type { System } from './contest.ts'
import type { Basket, Rule, WorkLine } from './workload.ts'

type Adjustment = { readonly lineId: string; readonly ruleId: string; readonly minor: number }
type Row = { readonly line: WorkLine; leftMinor: number }

export function buildHandwritten(basket: Basket, rules: readonly Rule[]): System {
  const run = (): readonly Adjustment[] => price(basket, rules)
  const outcome = (): { adjustmentCount: number; discountMinor: number } => {
    const found = run()
    return { adjustmentCount: found.length, discountMinor: found.reduce((sum, { minor }) => sum + minor, 0) }
  }
  return { run, isAsync: false, outcome }
}

function price({ lines, group }: Basket, rules: readonly Rule[]): readonly Adjustment[] {
  const rows = lines.map((line): Row => ({ line, leftMinor: line.unitMinor * line.quantity }))
  const subtotalMinor = rows.reduce((sum, { leftMinor }) => sum + leftMinor, 0)
  const categories = groupRows(rows, ({ category }) => category)
  const skus = groupRows(rows, ({ skuId }) => skuId)
  const found: Adjustment[] = []
  for (const rule of rules) {
    if (subtotalMinor < rule.minimumMinor || rule.group !== group) continue
    if (rule.kind === 'order') takeSum(found, rule, rows)
    else if (rule.kind === 'category') takeShare(found, rule, categories.get(rule.category) ?? [])
    else if (rule.kind === 'buy_get') takeUnit(found, rule, categories.get(rule.category) ?? [])
    else for (const skuId of rule.skuIds) takeShare(found, rule, skus.get(skuId) ?? [])
  }
  return found
}

function groupRows(rows: readonly Row[], keyOf: (line: WorkLine) => string): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const group = groups.get(keyOf(row.line))
    if (group === undefined) groups.set(keyOf(row.line), [row])
    else group.push(row)
  }
  return groups
}

function takeShare(found: Adjustment[], rule: Rule, rows: readonly Row[]): void {
  for (const row of rows) take(found, rule, row, Math.round((row.leftMinor * rule.percent) / 100))
}

function takeSum(found: Adjustment[], rule: Rule, rows: readonly Row[]): void {
  const whole = rows.reduce((sum, { leftMinor }) => sum + leftMinor, 0)
  if (whole <= 0) return
  const minor = Math.min(rule.offMinor, whole)
  const shares = rows.map((row, at) => {
    const exact = (minor * row.leftMinor) / whole
    return { row, at, minor: Math.floor(exact), rest: exact - Math.floor(exact) }
  })
  const spare = minor - shares.reduce((sum, share) => sum + share.minor, 0)
  for (const share of shares.toSorted((a, b) => b.rest - a.rest).slice(0, spare)) share.minor += 1
  for (const share of shares) take(found, rule, share.row, share.minor)
}

function takeUnit(found: Adjustment[], rule: Rule, rows: readonly Row[]): void {
  const [first] = rows
  if (first === undefined || rows.reduce((sum, { line }) => sum + line.quantity, 0) < 3) return
  const cheapest = rows.reduce((best, row) => (row.line.unitMinor < best.line.unitMinor ? row : best), first)
  take(found, rule, cheapest, Math.min(cheapest.leftMinor, cheapest.line.unitMinor))
}

function take(found: Adjustment[], rule: Rule, row: Row, minor: number): void {
  if (minor <= 0) return
  row.leftMinor -= minor
  found.push({ lineId: row.line.id, ruleId: rule.id, minor })
}
