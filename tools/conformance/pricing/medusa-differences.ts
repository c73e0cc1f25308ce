import type { Quote, QuoteFacts } from '../../../packages/core/src/pricing/index.ts'
import { quote } from '../../../packages/core/src/pricing/index.ts'
import type { Cart, MedusaPromotion, Test } from './medusa-promotions.ts'
import { isEqual } from './unmapped.ts'

/** Where Medusa means something else than a quote does, for this very cart; null where both mean the same. */
export function differsFromMedusa(cart: Cart, running: readonly MedusaPromotion[], facts: QuoteFacts): string | null {
  const unlimited = quote({ ...facts, usage: undefined })
  const checks = [
    inBudgets(running, facts, unlimited),
    inBases(cart, running, unlimited),
    inBuyGet(cart, running, unlimited),
  ]
  return checks.find((reason) => reason !== null) ?? null
}

/** Medusa measures every adjustment against the budget, and buy-get not at all; a quote what the rule takes in all. */
function inBudgets(running: readonly MedusaPromotion[], { usage }: QuoteFacts, unlimited: Quote): string | null {
  for (const [id, { budgetLeftMinor }] of usage ?? []) {
    const taken = takenBy(id, unlimited).map(({ minor }) => minor)
    const total = taken.reduce((sum, minor) => sum + minor, 0)
    if (budgetLeftMinor === null || total <= budgetLeftMinor) continue
    if (running.some((each) => each.id === id && each.kind === 'buyget')) return 'Medusa lets buy-get pass its budget'
    if (taken.some((minor) => minor <= budgetLeftMinor)) {
      return 'a budget holds for each adjustment in Medusa, here for all a rule takes from an order'
    }
  }
  return null
}

/** Medusa takes all that a line was lowered before off the first units, a quote what these units were lowered. */
function inBases({ lines }: Cart, running: readonly MedusaPromotion[], unlimited: Quote): string | null {
  for (const { id, qty } of lines) {
    const reductions = unlimited.lines.find(({ lineId }) => lineId === id)?.reductions ?? []
    const partly = reductions.map(({ ruleId }) => {
      const { maxQuantity = qty, allocation, buyWhere } = running.find((each) => each.id === ruleId)?.actions[0] ?? {}
      return buyWhere === undefined && maxQuantity < qty ? allocation : undefined
    })
    if (partly.includes('across')) return 'a most of units per line for an amount shared over the lines'
    if (partly.slice(1).includes('each')) {
      return 'Medusa counts all earlier reductions of a line against the units of the next promotion'
    }
  }
  return null
}

/** Where bought and lowered units are of one kind, Medusa keeps the dearest as bought, a quote lowers them. */
function inBuyGet({ lines }: Cart, running: readonly MedusaPromotion[], unlimited: Quote): string | null {
  for (const { id, kind, actions } of running) {
    const { buyWhere = [], where = [] } = actions[0] ?? {}
    if (kind !== 'buyget' || !isEqual(buyWhere, where) || takenBy(id, unlimited).length === 0) continue
    const eligible = lines.filter(({ attrs = {} }) => where.every(({ path, values }) => isAmong(attrs[path], values)))
    if (eligible.length > 1) return 'which of several lines are bought and which are lowered is chosen otherwise'
  }
  return null
}

function isAmong(value: unknown, values: Test['values']): boolean {
  return values.map(String).includes(String(value))
}

function takenBy(id: string, { lines }: Quote): readonly { readonly lineId: string; readonly minor: number }[] {
  return lines.flatMap(({ lineId, reductions }) =>
    reductions.filter(({ ruleId }) => ruleId === id).map(({ minor }) => ({ lineId, minor })),
  )
}
