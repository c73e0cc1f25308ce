import { allocate, roundRate } from '../../../packages/core/src/money/index.ts'
import { quote } from '../../../packages/core/src/pricing/index.ts'
import type { Case, Verdict } from '../types.ts'
import { type Cart, cartOf } from './cart.ts'
import type { NeutralAction, NeutralCart, NeutralCondition, NeutralPromotion } from './neutral.ts'
import type { Manner } from './terms.ts'
import { bpsOf, compare, onlyKeys, unmapped } from './unmapped.ts'

/** A question about one rule: does it apply to a basket of which only a few figures are known? */
type Question = {
  currency: string
  exponent: number
  condition?: NeutralCondition
  conditions?: NeutralCondition[]
  voucher?: { type: string; value: number; target: string }
  context: Context
}

type Context = {
  itemsTotal?: number
  discountedItemsTotal?: number
  quantity?: number
  lines?: { sku: string; qty: number }[]
  completedOrders?: number | null
  customer?: { staff?: boolean; groups?: string[] } | null
}

const ANY_PRICE = 1_000
const ASKED = 'asked'

/** Kind `eligibility`: a basket that fits the context is quoted with the rule alone, and the rule applies or not. */
export function judgeEligibility(
  { input, expect }: Case,
  manner: Manner,
  sold: (promotion: NeutralPromotion) => boolean = () => true,
): Verdict {
  const question = input as unknown as Question
  onlyKeys('the question', question, ['kind', 'currency', 'exponent', 'condition', 'conditions', 'voucher', 'context'])
  const conditions = question.conditions ?? (question.condition ? [question.condition] : [])
  const promotion: NeutralPromotion = { id: ASKED, code: null, conditions, actions: [actionOf(question)] }
  const { currency, exponent, context } = question
  const basket = { currency, exponent, lines: linesOf(context), customer: customerOf(context), codes: [] }
  const cart = cartOf({ ...basket, promotions: sold(promotion) ? [promotion] : [] }, manner)
  if (cart.gaps.length > 0) return unmapped(cart.gaps.join('; '))
  const { explain } = quote(cart.facts)
  return compare(expect, { eligible: explain.some(({ minor }) => minor > 0) })
}

function actionOf({ voucher, exponent }: Question): NeutralAction {
  if (voucher === undefined) return { type: 'fixed', amount: 1, target: 'order' }
  const { type, value, target } = voucher
  if (type === 'PERCENTAGE') return { type: 'percent', percent: String(value), target }
  return type === 'FIXED' ? { type: 'fixed', amount: value * 10 ** exponent, target } : unmapped(`a voucher ${type}`)
}

/** Lines that cost so much and are so many; the last unit takes what does not divide. */
function linesOf(context: Context): NeutralCart['lines'] {
  onlyKeys('the context', context, contextKeys)
  const { lines, quantity = 1, itemsTotal, discountedItemsTotal } = context
  if (lines) return lines.map(({ sku, qty }, at) => ({ id: `${sku}.${at}`, sku, qty, unitPrice: ANY_PRICE }))
  if (itemsTotal !== undefined && discountedItemsTotal !== undefined && itemsTotal !== discountedItemsTotal) {
    return unmapped('a context with a total before and another after discounts')
  }
  const total = itemsTotal ?? discountedItemsTotal ?? quantity * ANY_PRICE
  const unitPrice = Math.floor(total / quantity)
  const rest = { id: 'rest', qty: 1, unitPrice: total - unitPrice * (quantity - 1) }
  return quantity === 1 ? [rest] : [{ id: 'goods', qty: quantity - 1, unitPrice }, rest]
}

const contextKeys = ['itemsTotal', 'discountedItemsTotal', 'quantity', 'lines', 'completedOrders', 'customer']

/** What is known of the shopper; staff carry a tag of that name. */
export const STAFF = 'staff'

function customerOf({ completedOrders, customer }: Context): NonNullable<NeutralCart['customer']> {
  if (customer) onlyKeys('the customer', customer, ['staff', 'groups'])
  const groups = [...(customer?.groups ?? []), ...(customer?.staff ? [STAFF] : [])]
  return typeof completedOrders === 'number' ? { groups, completedOrders } : { groups }
}

type Candidate = {
  id: string
  amount?: number
  percent?: string
  eligible?: boolean
  createdOrder?: number
  minBaseTotal?: number
}
type Choice = { currency: string; exponent: number; base?: number; candidates: Candidate[] }

/**
 * Kind `chooseBest`: the candidates are rules of one group of which only the best applies. Among equals the rule that
 * goes first wins, by priority; where the source lets the newest win, the newest has the highest priority.
 */
export function judgeChoice({ input, expect }: Case, manner: Manner): Verdict {
  const choice = input as unknown as Choice
  onlyKeys('the choice', choice, ['kind', 'currency', 'exponent', 'base', 'candidates'])
  const { currency, exponent, candidates } = choice
  const base = choice.base ?? candidates.reduce((sum, { amount = 0 }) => sum + amount, ANY_PRICE)
  const lines = [{ id: 'goods', qty: 1, unitPrice: base }]
  const cart = cartOf({ currency, exponent, lines, promotions: candidates.map(candidateOf), codes: [] }, manner)
  if (cart.gaps.length > 0) return unmapped(cart.gaps.join('; '))
  const priced = quote(inOneGroup(cart).facts)
  const winner = priced.explain.find(({ minor }) => minor > 0)
  const chosen = winner === undefined ? null : (cart.rules.sourceOf.get(winner.ruleId) ?? null)
  return compare(expect, { chosen, discount: priced.reductionMinor })
}

function candidateOf(candidate: Candidate): NeutralPromotion {
  onlyKeys('a candidate', candidate, ['id', 'amount', 'percent', 'eligible', 'createdOrder', 'minBaseTotal'])
  const { id, amount, percent, eligible = true, createdOrder = 0, minBaseTotal } = candidate
  const off = percent === undefined ? { type: 'fixed', amount: amount ?? 0 } : { type: 'percent', percent }
  const conditions = minBaseTotal === undefined ? [] : [{ type: 'itemsTotal', op: 'gte', value: minBaseTotal }]
  return {
    id,
    code: null,
    priority: createdOrder,
    enabled: eligible,
    conditions,
    actions: [{ ...off, target: 'order' }],
  }
}

function inOneGroup(cart: Cart): Cart {
  const promotions = cart.facts.promotions.map((promotion) => ({
    ...promotion,
    stacking: { ...promotion.stacking, group: 'candidates', mode: 'best' as const },
  }))
  return { ...cart, facts: { ...cart.facts, promotions } }
}

type Split = {
  currency: string
  exponent: number
  discount: { type: string; amount?: number; percent?: string }
  itemsTotal: number
  shippingTotal: number
}

/** Kind `splitAcrossItemsAndShipping`: a discount of no more than both is allocated over them. */
export function judgeSplit({ input, expect }: Case): Verdict {
  const split = input as unknown as Split
  onlyKeys('the split', split, ['kind', 'currency', 'exponent', 'discount', 'itemsTotal', 'shippingTotal'])
  const { discount, itemsTotal, shippingTotal } = split
  const total = itemsTotal + shippingTotal
  const minor = discount.percent === undefined ? discount.amount : roundRate(total, bpsOf(discount.percent))
  const [itemsShare, shippingShare] = allocate(Math.min(minor ?? 0, total), [itemsTotal, shippingTotal])
  return compare(expect, { itemsShare, shippingShare })
}
