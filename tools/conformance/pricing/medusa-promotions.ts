import type { Condition, Effect, ItemFilter } from '../../../packages/core/src/promotions/index.ts'
import { Promotion } from '../../../packages/core/src/promotions/index.ts'
import { type Amount, type Scale, toMinor } from './scale.ts'
import { bpsOf, onlyKeys, unmapped } from './unmapped.ts'

/** A rule on an attribute of a line, a shipping method, the shopper or the basket. */
export type Test = { path: string; op: string; values: readonly (string | number)[] }

/** What a Medusa promotion does. */
type Action = {
  type: string
  target: string
  allocation?: string
  where?: readonly Test[]
  amount?: Amount
  percent?: string
  maxQuantity?: number
  buyWhere?: readonly Test[]
  buyMinQuantity?: number
  applyToQuantity?: number
}

export type MedusaPromotion = {
  id: string
  code: string | null
  automatic?: boolean
  kind?: string
  conditions: readonly (Test & { type: string })[]
  actions: readonly Action[]
  budget?: { campaign: string; type: string; limit: Amount | null; used: Amount }
}

type Earlier = { id: string; promotion: string }
type Attributes = Readonly<Record<string, string | number | readonly string[]>>

export type Cart = {
  currency: string
  lines: readonly {
    id: string
    qty: number
    lineSubtotal: Amount
    attrs?: Attributes
    existingAdjustments?: readonly Earlier[]
  }[]
  shipping?: readonly { id: string; price: Amount; attrs?: Attributes; existingAdjustments?: readonly Earlier[] }[]
  promotions: readonly MedusaPromotion[]
  codes: readonly string[]
  contextAttrs?: Attributes
  options?: { preventAutomatic?: boolean }
}

export const cartKeys: readonly string[] = [
  ...['currency', 'exponent', 'lines', 'shipping', 'promotions', 'codes', 'contextAttrs', 'options'],
]

/** What tells goods from shipping methods in one basket. */
export const lineTags: { readonly goods: string; readonly shipping: string } = { goods: 'goods', shipping: 'shipping' }

/** The promotions that may apply, in the order Medusa runs them. */
export function inOrder({ promotions, codes, options }: Cart): readonly MedusaPromotion[] {
  const isEntered = ({ code }: MedusaPromotion): boolean => code !== null && codes.includes(code)
  const runs = promotions.filter(
    (each) => isEntered(each) || ((each.automatic ?? each.code === null) && options?.preventAutomatic !== true),
  )
  return runs.toSorted((a, b) => Number(b.kind === 'buyget') - Number(a.kind === 'buyget'))
}

/** Attributes of the shopper or the basket, as tags a condition can ask for. */
export function pairs(attributes: Attributes = {}): readonly string[] {
  return Object.entries(attributes).flatMap(([path, value]) =>
    [value].flat().map((each: string | number) => `${path}=${each}`),
  )
}

export function promotionOf(promotion: MedusaPromotion, at: number, scale: Scale): Promotion {
  onlyKeys('a promotion', promotion, ['id', 'code', 'automatic', 'kind', 'conditions', 'actions', 'budget'])
  const [action, ...more] = promotion.actions
  if (action === undefined || more.length > 0) return unmapped(`a promotion of ${promotion.actions.length} actions`)
  onlyKeys('an action', action, actionKeys)
  const made: Promotion = {
    id: promotion.id,
    name: { zh: promotion.id, en: promotion.id },
    conditions: promotion.conditions.map(conditionOf),
    items: itemsOf(promotion, action),
    effect: promotion.kind === 'buyget' ? buyGet(action) : effectOf(action, scale),
    stacking: { lane: 'items' },
    funder: 'brand',
    priority: 1_000 - at,
    startsAt: 0,
    endsAt: null,
    active: true,
  }
  const path = Promotion.safeParse(made).error?.issues[0]?.path.join('.')
  return path === undefined ? made : unmapped(`a promotion whose ${path} is none a brand could set`)
}

const actionKeys = [
  ...['type', 'target', 'allocation', 'where', 'amount', 'percent', 'maxQuantity'],
  ...['buyWhere', 'buyMinQuantity', 'applyToQuantity'],
]

function conditionOf({ type, path, op, values }: Test & { type: string }): Condition {
  if (type !== 'attribute') return unmapped(`a condition of type ${type}`)
  const holds: Condition = { kind: 'member_tag_in', tags: values.map((value) => `${path}=${value}`) }
  if (op === 'ne') return { kind: 'not', of: holds }
  return op === 'eq' || op === 'in' ? holds : unmapped(`a condition with ${op} on an attribute`)
}

function itemsOf({ kind }: MedusaPromotion, { target, where = [], buyWhere = [] }: Action): ItemFilter {
  if (kind === 'buyget') return filterOf(buyWhere, lineTags.goods)
  return filterOf(where, target === 'shipping' ? lineTags.shipping : lineTags.goods)
}

function filterOf(tests: readonly Test[], tag: string): ItemFilter {
  const attributes = tests.map(({ path, op, values }) =>
    op === 'eq' || op === 'in'
      ? { name: path, values: values.map(String) }
      : unmapped(`a line is chosen by ${op} on an attribute`),
  )
  return { tags: [tag], ...(attributes.length > 0 ? { attributes } : {}) }
}

/** Of the units bought, the dearest others are lowered, once. */
function buyGet({ type, percent, buyMinQuantity, applyToQuantity, where = [] }: Action): Effect {
  if (type !== 'percent') return unmapped(`buy-get with ${type}`)
  if (where.length === 0) return unmapped('buy-get that does not say what is lowered')
  return {
    kind: 'buy_get',
    buyCount: buyMinQuantity ?? 0,
    getCount: applyToQuantity ?? 0,
    bps: bpsOf(percent),
    getItems: filterOf(where, lineTags.goods),
    takes: 'dearest',
    maxTimes: 1,
  }
}

function effectOf(action: Action, scale: Scale): Effect {
  const { type, amount, percent, allocation, maxQuantity, target } = action
  const per = allocation === 'each' ? 'line' : 'order'
  if (allocation !== 'each' && allocation !== 'across') return unmapped(`an allocation ${allocation}`)
  if (!['lines', 'order', 'shipping'].includes(target)) return unmapped(`an action on ${target}`)
  const units = maxQuantity === undefined ? {} : { maxUnits: maxQuantity, maxUnitsPer: 'line' as const }
  if (type === 'fixed') return { kind: 'amount_off', minor: toMinor(amount ?? 0, scale), per, ...units }
  if (type === 'percent') return { kind: 'percent_off', bps: bpsOf(percent), capMinor: null, per, ...units }
  return unmapped(`an action of type ${type}`)
}
