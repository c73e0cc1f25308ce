/**
 * Solidus: promotions in lanes, tax, and single questions to its calculators and conditions.
 *
 * Lanes run one after the other and in each lane the best discount per line wins: the first lane is our lane of items,
 * the second that of the order, and the promotions of each stand in one group of mode `best_per_line`. Thresholds are
 * measured on list prices, or on what is left where Solidus says discounted. A rule in another currency belongs to
 * another brand, since a brand has one currency.
 */

import { quote, unitParts } from '../../../packages/core/src/pricing/index.ts'
import type { Condition, Effect, Lane, Promotion } from '../../../packages/core/src/promotions/index.ts'
import type { ShippingSettings } from '../../../packages/core/src/shipping/index.ts'
import type { Case, Suite, Verdict } from '../types.ts'
import type { Cart } from './cart.ts'
import { cartOf } from './cart.ts'
import {
  bpsOf,
  type Gaps,
  minorOf,
  type NeutralAction,
  type NeutralCart,
  type NeutralCondition,
  type NeutralLine,
  type NeutralPromotion,
  type NeutralShipping,
  unknownKeys,
} from './neutral.ts'
import { judgeChoice, judgeEligibility } from './questions.ts'
import { judgeCart } from './read.ts'
import { differsFromSolidus } from './solidus-differences.ts'
import { type GiftAction, giftEffect, qualified, withGifts } from './solidus-gifts.ts'
import type { Manner } from './terms.ts'
import { betweenOf, ladderOf, steppedBy, type TieredAction } from './tiers.ts'
import { compare, onlyKeys, skipping, unmapped } from './unmapped.ts'

type Laned = NeutralPromotion & { lane?: string }
type Discounted = NeutralLine & { itemDiscount?: number; orderDiscountShare?: number }
type Shipped = NeutralShipping & { discount?: number }
type Neutral = Omit<NeutralCart, 'promotions' | 'lines' | 'shipping'> & {
  promotions: Laned[]
  lines: Discounted[]
  shipping?: Shipped[]
}

const manner: Manner = {
  unitPercent: 'line',
  lane: () => 'items',
  layer: () => 0,
  thresholds: 'list',
  knows: ['promotion.lane', 'condition.currency', 'condition.below', 'action.currency'],
  condition: (condition, cart, gaps) => betweenOf(condition) ?? discountedTotal(condition, cart, gaps),
  effect: effectOf,
}

export const solidus: Suite = skipping((testCase) => {
  const kind = testCase.input['kind'] ?? 'cart'
  if (kind === 'cart') return judge(testCase)
  if (kind === 'eligibility') return judgeEligibility(testCase, manner, (rule) => isSold(rule, testCase.input))
  if (kind === 'chooseBest') return judgeChoice(testCase, manner)
  if (kind === 'calculator') return judgeCalculator(testCase)
  return kind === 'refundUnit' ? judgeRefund(testCase) : unmapped(`kind ${String(kind)} is not mapped`)
})

function judge(testCase: Case): Verdict {
  const source = testCase.input as unknown as Neutral
  const cart = neutralOf(source)
  return judgeCart(testCase, cart, manner, {
    adds: (said) => withGifts(inLanes(said, source), cart),
    differs: (reading) => differsFromSolidus(cart, reading),
  })
}

function neutralOf(source: Neutral): NeutralCart {
  const sold = source.promotions
    .filter((promotion) => isSold(promotion, source))
    .flatMap((promotion) => {
      const isEntered = !promotion.code || source.codes?.includes(promotion.code)
      // A code lets a promotion into its lane; it does not make it a coupon that runs after all lanes.
      return isEntered ? [{ ...promotion, code: null }] : []
    })
  const granted = source.lines.flatMap((line, at) => grantedTo(line, at))
  const shipped = (source.shipping ?? []).reduce((sum, { discount = 0 }) => sum + Math.abs(discount), 0)
  const onShipping = { id: 'granted.shipping', code: null, actions: [fixedOff(shipped, { target: 'shipping' })] }
  const lines = source.lines.map(({ itemDiscount: _, orderDiscountShare: __, ...line }) => line)
  return {
    ...source,
    // Shipping alone is priced with a parcel around it that costs nothing.
    lines: lines.length === 0 ? [{ id: 'parcel', qty: 1, unitPrice: 0 }] : lines,
    ...(source.shipping ? { shipping: source.shipping.map(({ discount: _, ...method }) => method) } : {}),
    promotions: [
      ...granted,
      ...(shipped > 0 ? [onShipping] : []),
      ...sold.flatMap((promotion) => stepped(promotion, lines)),
    ],
  }
}

/** A discount the source has already granted to a line. */
function grantedTo(line: Discounted, at: number): NeutralPromotion[] {
  return [line.itemDiscount ?? 0, line.orderDiscountShare ?? 0].map(Math.abs).flatMap((amount, step) => {
    if (amount === 0) return []
    const action = fixedOff(amount, { target: 'line', filter: { lines: [line.id] } })
    return [{ id: `granted.${at}.${step}`, code: null, actions: [action] }]
  })
}

function fixedOff(amount: number, scope: Pick<NeutralAction, 'target' | 'filter'>): NeutralAction {
  return { type: 'fixed', amount, ...scope }
}

/** A percentage off every unit in complete groups, counted over all lines. */
const GROUPS = 'percentOfGroups'

/** Whether a promotion is in the currency of the order; Solidus does not mind the case of its letters. */
function isSold({ conditions = [], actions }: NeutralPromotion, { currency }: { currency?: unknown }): boolean {
  const parts = [...conditions, ...actions] as readonly { currency?: string }[]
  const named = parts.map((part) => part.currency).filter((each) => each !== undefined)
  if (named.includes('')) unmapped('a rule with a blank currency, which Solidus takes as no discount')
  return named.every((each) => each.toUpperCase() === String(currency).toUpperCase())
}

/** Tiers that one ladder cannot say become one promotion per step; groups over several lines are marked as such. */
function stepped(promotion: Laned, lines: readonly NeutralLine[]): Laned[] {
  const [action, ...more] = promotion.actions
  if (action === undefined || more.length > 0) return [promotion]
  if (action.groupSize && action.type === 'percent' && lines.length > 1) {
    return [{ ...promotion, actions: [{ ...action, type: GROUPS }] }]
  }
  if (action.type === 'addGift') return [{ ...promotion, actions: [qualified(promotion, action as GiftAction, lines)] }]
  return action.type === 'tiers' && !isLadder(action) ? steppedBy(promotion, action) : [promotion]
}

function isLadder({ basis, target, filter }: TieredAction): boolean {
  if (basis === 'targetTotal') return target === 'line' || (target === 'order' && filter === undefined)
  return basis === 'itemsTotal' && target === 'order' && filter === undefined
}

function effectOf(action: NeutralAction, _: NeutralPromotion, gaps: Gaps): Effect | null | undefined {
  if (action.type === 'tiers') {
    unknownKeys(action, ['type', 'target', 'basis', 'tiers', 'filter', 'currency'], 'tiers', gaps)
    return ladderOf(action, 'amount', (action as TieredAction).basis === 'targetTotal' ? 'left' : 'list', gaps)
  }
  if (action.type === 'addGift') return giftEffect(action as GiftAction, gaps)
  if (!action.groupSize || (action.type !== 'percent' && action.type !== GROUPS)) return undefined
  unknownKeys(action, ['type', 'target', 'percent', 'groupSize', 'filter', 'currency'], 'groups', gaps)
  const bps = bpsOf(action.percent, gaps)
  if (action.type === GROUPS) return { kind: 'buy_get', buyCount: 0, getCount: action.groupSize, bps }
  return { kind: 'percent_off', bps, capMinor: null, per: 'unit', groupCount: action.groupSize }
}

function discountedTotal(condition: NeutralCondition, _: NeutralCart, gaps: Gaps): Condition | null | undefined {
  if (condition.type !== 'discountedItemsTotal') return undefined
  unknownKeys(condition, ['type', 'op', 'value', 'currency'], 'a condition discountedItemsTotal', gaps)
  if (condition.op !== 'gte' && condition.op !== 'gt') gaps.push(`a condition with ${condition.op} is not mapped`)
  const minor = minorOf(condition.value, gaps) + (condition.op === 'gt' ? 1 : 0)
  return minor === 0 ? null : { kind: 'subtotal_at_least', minor, base: 'left', items: {} }
}

const LANES = ['pre', 'default', 'post']
const OURS: readonly Lane[] = ['items', 'order']

/** Puts every rule into the lane of its promotion, and the rules of a lane into one group when there are several. */
function inLanes(cart: Cart, source: Neutral): Cart {
  const laneOf = new Map(source.promotions.map(({ id, lane = 'default' }) => [id, lane]))
  const lanes = LANES.filter((lane) => [...laneOf.values()].includes(lane))
  if (lanes.length > OURS.length) return unmapped('more than two lanes of promotions')
  const unknown = [...laneOf.values()].find((lane) => !LANES.includes(lane))
  if (unknown !== undefined) return unmapped(`a lane ${unknown}`)
  const placed = (promotion: Promotion): Promotion => {
    const lane = laneOf.get(cart.rules.sourceOf.get(promotion.id) ?? '')
    if (lane === undefined) return { ...promotion, priority: 100 }
    const rivals = new Set([...laneOf].filter(([, other]) => other === lane).map(([id]) => id))
    if (rivals.size > 1 && promotion.effect.kind === 'shipping_off') {
      unmapped('on shipping the best promotion of a lane wins; here every one on shipping applies')
    }
    const rank = lanes.indexOf(lane)
    const group = rivals.size > 1 ? { group: lane, mode: 'best_per_line' as const } : {}
    return { ...promotion, priority: -rank, stacking: { ...promotion.stacking, lane: OURS[rank], ...group } }
  }
  return { ...cart, facts: { ...cart.facts, promotions: cart.facts.promotions.map(placed) } }
}

type Calculator = {
  calculator: string
  firstItem: number
  additionalItem: number
  maxItems: number
  quantity: number
  currency: string
}

/** So much for the first unit and so much for each further one: what a shipping template charges by count. */
function judgeCalculator({ input, expect }: Case): Verdict {
  const asked = input as unknown as Calculator
  const { calculator, firstItem, additionalItem, maxItems, quantity, currency } = asked
  const known = ['kind', 'calculator', 'firstItem', 'additionalItem', 'maxItems', 'quantity', 'currency', 'exponent']
  onlyKeys('the calculator', asked, known)
  if (calculator !== 'firstAndAdditional') return unmapped(`a calculator ${calculator}`)
  if (maxItems > 0 && quantity > maxItems) return unmapped('a template charges for every unit, without a most of them')
  const zone = { regions: [], firstSize: 1, firstMinor: firstItem, extraSize: 1, extraMinor: additionalItem }
  const zones = [{ ...zone, freeFromMinor: null, freeFromCount: null }]
  const template = { id: 'by-count', name: { zh: '按件', en: 'By count' }, mode: 'count' as const, zones }
  const shipping: ShippingSettings = { templates: [template], refund: 'never' }
  const lines = [{ id: 'goods', qty: quantity, unitPrice: 1 }]
  const { facts } = cartOf({ currency, exponent: 2, lines, promotions: [] }, manner)
  return compare(expect, { amount: quote({ ...facts, shipping }).shipping?.payableMinor })
}

type Refund = { currency: string; exponent: number; lines: NeutralLine[]; orderDiscount: number; refundQty: number }

/** What so many units of a line with its share of a discount on the order give back. */
function judgeRefund({ input, expect }: Case): Verdict {
  const { currency, exponent, lines, orderDiscount, refundQty, ...rest } = input as unknown as Refund
  onlyKeys('the refund', rest, ['kind'])
  const actions = [{ type: 'fixed', amount: Math.abs(orderDiscount), target: 'order' }]
  const promotions = orderDiscount === 0 ? [] : [{ id: 'discount', code: null, actions }]
  const cart = cartOf({ currency, exponent, lines, promotions }, manner)
  if (cart.gaps.length > 0) return unmapped(cart.gaps.join('; '))
  const [line, ...more] = quote(cart.facts).lines
  if (line === undefined || more.length > 0) return unmapped('a refund that does not say of which line')
  if (!Number.isInteger(Number(expect['refund']))) return unmapped('expects a refund in fractions of a minor unit')
  const { paidMinor } = unitParts(line, 0, refundQty)
  return compare(expect, { refund: paidMinor }, (a, b) => Number(a) === b)
}
