/**
 * Medusa: promotions on carts (its `computeActions`) and order totals.
 *
 * Medusa never rounds and allows fractions of its unit, so the engine runs here in a far finer minor unit, and figures
 * are compared to a ten-thousandth of the source's unit. Medusa lowers every shipping method of an order by itself; a
 * quote knows one sum for shipping, so shipping methods are put into the basket as lines of their own, told apart by
 * tags. Promotions run in the order of the list, buy-get ones first; a code's promotion is one that only applies when
 * its code was entered. An earlier computation is replaced as a whole: a quote has no memory.
 */
import type { PricedLine, Quote, QuoteFacts } from '../../../packages/core/src/pricing/index.ts'
import { quote } from '../../../packages/core/src/pricing/index.ts'
import type { Case, Suite, Verdict } from '../types.ts'
import { differsFromMedusa } from './medusa-differences.ts'
import {
  type Cart,
  cartKeys,
  inOrder,
  lineTags,
  type MedusaPromotion,
  pairs,
  promotionOf,
} from './medusa-promotions.ts'
import { judgeTotals } from './medusa-totals.ts'
import { type Amount, isSameAmount, type Scale, scaleFor, toMinor } from './scale.ts'
import { compare, onlyKeys, skipping, unmapped } from './unmapped.ts'

type Adjustment = { promotion: string; line?: string; shipping?: string; amount: Amount }

export const medusa: Suite = skipping((testCase) => {
  const kind = testCase.input['kind'] ?? 'cart'
  if (kind === 'totals') return judgeTotals(testCase)
  return kind === 'cart' ? judgeCart(testCase) : unmapped(`kind ${String(kind)} is not mapped`)
})

function judgeCart({ input, expect }: Case): Verdict {
  const cart = input as unknown as Cart
  onlyKeys('the cart', cart, cartKeys)
  const scale = scaleFor(cart.lines.map(({ qty, lineSubtotal }) => ({ amount: lineSubtotal, parts: qty })))
  const running = inOrder(cart)
  const facts = factsOf(cart, running, scale)
  const difference = differsFromMedusa(cart, running, facts)
  if (difference !== null) return unmapped(difference)
  const got = read(cart, quote(facts))
  return compare(expect, got, (a, b) => sameList(a, b, scale))
}

function factsOf(cart: Cart, running: readonly MedusaPromotion[], scale: Scale): QuoteFacts {
  return {
    currency: cart.currency,
    lines: linesOf(cart, scale),
    tierId: null,
    promotions: running.map((each, at) => promotionOf(each, at, scale)),
    coupons: [],
    couponIds: null,
    points: null,
    shopper: { tags: pairs(cart.contextAttrs), segmentIds: [], joinedAt: null, orderNumber: null },
    usage: new Map(running.flatMap((each) => usageOf(each, scale))),
    now: 0,
  }
}

function linesOf({ lines, shipping = [] }: Cart, scale: Scale): readonly PricedLine[] {
  return [
    ...lines.map(({ id, qty, lineSubtotal, attrs }) => {
      const subtotalMinor = toMinor(lineSubtotal, scale)
      return pricedLine(id, qty, subtotalMinor / qty, [lineTags.goods], attrs)
    }),
    ...shipping.map(({ id, price, attrs }) => pricedLine(id, 1, toMinor(price, scale), [lineTags.shipping], attrs)),
  ]
}

function pricedLine(
  id: string,
  quantity: number,
  listMinor: number,
  tags: readonly string[],
  attributes: Cart['contextAttrs'] = {},
): PricedLine {
  const entries = Object.entries(attributes).map(([path, value]) => [path, single(path, value)])
  return {
    lineId: id,
    skuId: id,
    productId: id,
    title: { zh: id, en: id },
    quantity,
    listMinor,
    memberPrices: [],
    tags,
    attributes: Object.fromEntries(entries),
  }
}

function single(path: string, value: unknown): string {
  return typeof value === 'object' ? unmapped(`${path} of a line has several values, an attribute has one`) : `${value}`
}

function usageOf({ id, budget }: MedusaPromotion, scale: Scale): readonly (readonly [string, Usage])[] {
  if (budget === undefined || budget.limit === null) return []
  const none = { usesLeft: null, memberUsesLeft: null, budgetLeftMinor: null }
  const left = Math.max(0, Number(budget.limit) - Number(budget.used))
  if (budget.type === 'usage') return [[id, { ...none, usesLeft: left }]]
  return budget.type === 'spend'
    ? [[id, { ...none, budgetLeftMinor: toMinor(left, scale) }]]
    : unmapped(`a budget of type ${budget.type}`)
}

type Usage = NonNullable<QuoteFacts['usage']> extends ReadonlyMap<string, infer Value> ? Value : never

function read({ lines, shipping = [] }: Cart, priced: Quote): Readonly<Record<string, unknown>> {
  const methods = new Set(shipping.map(({ id }) => id))
  const adjustments = priced.lines.flatMap(({ lineId, reductions }) =>
    reductions.map(({ ruleId, minor }) => ({
      promotion: ruleId,
      ...(methods.has(lineId) ? { shipping: lineId } : { line: lineId }),
      amount: minor,
    })),
  )
  const spent = priced.explain.filter(({ reason }) => reason === 'budget_spent' || reason === 'uses_spent')
  const earlier = [...lines, ...shipping].flatMap(({ existingAdjustments = [] }) => existingAdjustments)
  return {
    adjustments,
    budgetExceeded: spent.map(({ ruleId }) => ruleId),
    removedAdjustments: earlier.map(({ id }) => id),
  }
}

/** Lists of ids or of adjustments; their order says nothing. */
function sameList(expected: unknown, got: unknown, scale: Scale): boolean {
  if (!Array.isArray(expected) || !Array.isArray(got) || expected.length !== got.length) return false
  const rest: unknown[] = [...got]
  return expected.every((each) => {
    const at = rest.findIndex((other) => isSameItem(each, other, scale))
    if (at >= 0) rest.splice(at, 1)
    return at >= 0
  })
}

function isSameItem(expected: unknown, got: unknown, scale: Scale): boolean {
  if (typeof expected === 'string') return expected === got
  const [a, b] = [expected as Adjustment, got as Adjustment]
  onlyKeys('an expected adjustment', a, ['promotion', 'line', 'shipping', 'amount'])
  const isSamePlace = a.promotion === b.promotion && a.line === b.line && a.shipping === b.shipping
  return isSamePlace && isSameAmount(a.amount, b.amount, scale)
}
