/**
 * Medusa's computeActions as its promotion module runs it for automatic promotions: the check of the rules, the
 * currency, the actions of each promotion, and the conversion of the amounts. What it reads from its database is given.
 */
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Build, System } from './contest.ts'
import type { Peer } from './peers.ts'
import type { Basket, Rule, WorkLine } from './workload.ts'

type Action = { readonly action: string; readonly amount: number }
type Condition = { attribute: string; operator: string; values: readonly { value: string }[] }
type Promotion = {
  readonly type: 'standard' | 'buyget'
  readonly rules: readonly Condition[]
  readonly application_method: { readonly target_type: 'items' | 'order'; readonly currency_code: string }
}
type Context = { readonly currency_code: string; readonly items: readonly unknown[] }

/** The functions of its module that the service calls. */
type Actions = {
  readonly sortByBuyGetType: (a: Promotion, b: Promotion) => number
  readonly getComputedActionsForItems: (
    promotion: Promotion,
    items: readonly unknown[],
    applied: Map<string, unknown>,
    allocation: 'across' | undefined,
  ) => readonly Action[]
  readonly getComputedActionsForBuyGet: (
    promotion: Promotion,
    items: readonly unknown[],
    applied: Map<string, unknown>,
    bought: Map<string, unknown>,
    gotten: Map<string, unknown>,
  ) => readonly Action[]
}
type Rules = {
  readonly areRulesValidForContext: (rules: readonly Condition[], context: Context, target: 'order') => boolean
}
type Framework = {
  readonly isPresent: (value: unknown) => boolean
  readonly transformPropertiesToBigNumber: (value: unknown, options: { include: readonly string[] }) => void
}
type Engine = { readonly actions: Actions; readonly rules: Rules; readonly framework: Framework }

/** Loads the module's own files; its framework's name leads to the part of it that is installed. */
export function loadMedusa({ folder, load }: Peer): Build {
  const home = pathToFileURL(join(folder, 'package.json')).href
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      specifier === '@medusajs/framework/utils'
        ? next('@medusajs/utils', { ...context, parentURL: home })
        : next(specifier, context),
  })
  const dist = join(folder, 'node_modules/@medusajs/promotion/dist/utils')
  try {
    const framework = load('@medusajs/utils') as Framework
    const actions = load(join(dist, 'compute-actions/index.js')) as Actions
    const rules = load(join(dist, 'validations/promotion-rule.js')) as Rules
    return (basket, promotions) => build({ actions, rules, framework }, basket, promotions)
  } finally {
    hooks.deregister()
  }
}

function build(engine: Engine, basket: Basket, rules: readonly Rule[]): System {
  const [context, promotions] = [contextOf(basket), rules.map(promotionOf)]
  const run = (): readonly Action[] => compute(engine, context, promotions)
  const outcome = (): { adjustmentCount: number; discountMinor: number } => {
    const found = run().filter(({ action }) => action === 'addItemAdjustment')
    return { adjustmentCount: found.length, discountMinor: found.reduce((sum, { amount }) => sum + Number(amount), 0) }
  }
  return { run, isAsync: false, outcome }
}

function compute({ actions, rules, framework }: Engine, context: Context, promotions: readonly Promotion[]): Action[] {
  const found: Action[] = []
  const [applied, bought, gotten] = [new Map(), new Map(), new Map()]
  for (const promotion of promotions.toSorted(actions.sortByBuyGetType)) {
    const { target_type, currency_code } = promotion.application_method
    const isCurrencyRight = !framework.isPresent(currency_code) || context.currency_code === currency_code
    if (!rules.areRulesValidForContext(promotion.rules, context, 'order') || !isCurrencyRight) continue
    if (promotion.type === 'buyget') {
      found.push(...actions.getComputedActionsForBuyGet(promotion, context.items, applied, bought, gotten))
    } else {
      const allocation = target_type === 'order' ? 'across' : undefined
      found.push(...actions.getComputedActionsForItems(promotion, context.items, applied, allocation))
    }
  }
  framework.transformPropertiesToBigNumber(found, { include: ['amount'] })
  return found
}

function contextOf({ lines, subtotalMinor, group }: Basket): Context {
  const customer = { group: { id: group } }
  return Object.assign(
    { currency_code: 'cny', customer, item_subtotal: subtotalMinor, shipping_methods: [] },
    { items: lines.map(itemOf) },
  )
}

function itemOf({ id, skuId, category, quantity, unitMinor }: WorkLine): unknown {
  const total = unitMinor * quantity
  const product = { category: { id: category } }
  return {
    id,
    quantity,
    subtotal: total,
    original_total: total,
    is_discountable: true,
    product,
    variant: { id: skuId },
  }
}

function promotionOf(rule: Rule): Promotion {
  const rules = [
    { attribute: 'item_subtotal', operator: 'gte', values: [{ value: String(rule.minimumMinor) }] },
    isIn('customer.group.id', [rule.group]),
  ]
  const head = { id: rule.id, code: rule.id.toUpperCase(), is_tax_inclusive: false, is_automatic: true, rules }
  if (rule.kind === 'buy_get') return { ...head, type: 'buyget', application_method: buyGet(rule) }
  return { ...head, type: 'standard', application_method: rule.kind === 'order' ? fixed(rule) : percentage(rule) }
}

function isIn(attribute: string, values: readonly string[]): Condition {
  return { attribute, operator: 'in', values: values.map((value) => ({ value })) }
}

type Method = Promotion['application_method']

function fixed({ offMinor }: Rule): Method {
  const what = { type: 'fixed', allocation: null, value: offMinor, target_rules: [] }
  return { target_type: 'order', currency_code: 'cny', ...what }
}

function percentage({ kind, percent, category, skuIds }: Rule): Method {
  const where = kind === 'category' ? isIn('items.product.category.id', [category]) : isIn('items.variant.id', skuIds)
  const what = { type: 'percentage', allocation: 'across', value: percent, target_rules: [where] }
  return { target_type: 'items', currency_code: 'cny', ...what }
}

function buyGet({ category }: Rule): Method {
  const where = [isIn('items.product.category.id', [category])]
  const counts = { buy_rules_min_quantity: 2, apply_to_quantity: 1, max_quantity: 1 }
  const what = { type: 'percentage', allocation: 'each', value: 100, target_rules: where, buy_rules: where, ...counts }
  return { target_type: 'items', currency_code: 'cny', ...what }
}
