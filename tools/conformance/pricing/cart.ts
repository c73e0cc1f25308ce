import type { PricedLine, QuoteFacts } from '../../../packages/core/src/pricing/index.ts'
import { shippingOf, taxCategoryOf, taxesOf } from './charges.ts'
import { type Gaps, minorOf, type NeutralCart, type NeutralLine, unknownKeys } from './neutral.ts'
import { NOW, type Rules, rulesOf } from './rules.ts'
import { idOf, knownBy, type Manner } from './terms.ts'

/** A cart said to Siyu: the facts to quote, and the names its figures are read back by. */
export type Cart = {
  readonly facts: QuoteFacts
  readonly rules: Rules
  /** The line each source line became; none for one that was not ordered. */
  readonly lineIds: ReadonlyMap<string, string>
  /** What could not be said; the case is skipped when there is anything. */
  readonly gaps: readonly string[]
}

const LINE = ['id', 'sku', 'spu', 'qty', 'unitPrice', 'lineSubtotal', 'categories', 'facets', 'minUnitPrice']
const CART = ['kind', 'currency', 'exponent', 'pricesIncludeTax', 'lines', 'shipping', 'promotions', 'codes']
const CART_MORE = ['customer', 'taxRates', 'taxStrategy', 'taxCalculator', 'catalogPromotions', 'reachedByEdits']

/** A list price per unit; a gap where a line's subtotal is not a whole number of them. */
function listOf(line: NeutralLine, gaps: Gaps): number {
  if (line.lineSubtotal === undefined) return minorOf(line.unitPrice, gaps)
  const subtotal = minorOf(line.lineSubtotal, gaps)
  if (subtotal % line.qty !== 0) gaps.push('the subtotal of a line is not a whole price per unit')
  return Math.floor(subtotal / line.qty)
}

/** Line ids keep the order of the cart: spare minor units go to the earlier id. */
function lineOf(line: NeutralLine, index: number, manner: Manner, gaps: Gaps): PricedLine {
  const known = [...LINE, 'taxCategory', 'taxLines', 'selected', ...knownBy(manner, 'line')]
  unknownKeys(line, known, 'a line', gaps)
  if (!Number.isSafeInteger(line.qty) || line.qty < 1) gaps.push('a line has no units')
  const sku = idOf(line.sku ?? line.id)
  const facets = (line.facets ?? []).map((facet) => [`facet:${facet}`, 'yes'])
  return {
    lineId: `l${String(index).padStart(4, '0')}`,
    skuId: sku,
    productId: line.spu === undefined ? sku : idOf(line.spu),
    title: { zh: line.id, en: line.id },
    quantity: line.qty,
    listMinor: listOf(line, gaps),
    memberPrices: [],
    floorMinor: line.minUnitPrice,
    categories: line.categories,
    attributes: { ...Object.fromEntries(facets), line: line.id },
    taxCategory: taxCategoryOf(line),
  }
}

function placeOf(cart: NeutralCart): QuoteFacts['place'] {
  const shippingMethodId = cart.shipping?.[0] ? idOf(cart.shipping[0].id) : null
  return { channel: null, communityId: null, shopId: null, region: 'anywhere', shippingMethodId }
}

function shopperOf({ customer }: NeutralCart): QuoteFacts['shopper'] {
  if (!customer) return undefined
  const orderNumber = customer.completedOrders === undefined ? null : customer.completedOrders + 1
  return { tags: customer.groups ?? [], segmentIds: [], joinedAt: null, orderNumber }
}

/** A neutral cart as facts. Coupons are the ones the shopper entered, all of them. Lines not ordered are left out. */
export function cartOf(cart: NeutralCart, manner: Manner): Cart {
  const gaps: Gaps = []
  unknownKeys(cart, [...CART, ...CART_MORE, ...knownBy(manner, 'cart')], 'the cart', gaps)
  const ordered = cart.lines.filter(({ selected }) => selected !== false)
  const rules = rulesOf({ ...cart, lines: ordered }, manner, gaps)
  const lines = ordered.map((line, index) => lineOf(line, index, manner, gaps))
  const facts: QuoteFacts = {
    currency: cart.currency,
    lines,
    tierId: null,
    promotions: rules.promotions,
    coupons: rules.coupons,
    couponIds: rules.coupons.map(({ id }) => id),
    points: null,
    shopper: shopperOf(cart),
    place: placeOf(cart),
    usage: rules.usage,
    couponUsage: rules.usage,
    shipping: shippingOf(cart, gaps),
    taxes: taxesOf({ ...cart, lines: ordered }, gaps),
    now: NOW,
  }
  const lineIds = new Map(ordered.map(({ id }, index) => [id, lines[index]?.lineId ?? '']))
  return { facts, rules, lineIds, gaps: [...new Set(gaps)] }
}
