import type { PricedLine, Quote, QuoteFacts } from '../../../packages/core/src/pricing/index.ts'
import { quote } from '../../../packages/core/src/pricing/index.ts'
import type { Promotion } from '../../../packages/core/src/promotions/index.ts'
import type { ShippingSettings } from '../../../packages/core/src/shipping/index.ts'
import type { TaxSettings } from '../../../packages/core/src/taxes/index.ts'
import type { Case, Verdict } from '../types.ts'
import { type Amount, isSameAmount, type Scale, scaleFor, toMinor } from './scale.ts'
import { bpsOf, compare, onlyKeys, unmapped } from './unmapped.ts'

type Taxed = { id: string; taxPercent?: string; includedInPrice?: boolean; discount?: Amount }
type Line = Taxed & { unitPrice: Amount; qty: number }
type Method = Taxed & { price: Amount }
type Totals = { currency: string; lines: readonly Line[]; shipping?: readonly Method[] }

const parcel: Line = { id: 'parcel', unitPrice: 0, qty: 1 }
const taxed = ['id', 'taxPercent', 'includedInPrice', 'discount']

/** Medusa's order totals: each line has its own rate and a discount already granted, which is a promotion here. */
export function judgeTotals({ input, expect }: Case): Verdict {
  const totals = input as unknown as Totals
  onlyKeys('the order', totals, ['kind', 'currency', 'exponent', 'lines', 'shipping'])
  for (const line of totals.lines) onlyKeys('a line', line, [...taxed, 'unitPrice', 'qty'])
  for (const method of totals.shipping ?? []) onlyKeys('a shipping method', method, [...taxed, 'price'])
  const scale = scaleFor([])
  const got: Record<string, number> = {}
  for (const basket of basketsOf(totals)) {
    const facts = factsOf(basket, scale)
    const figures = read(quote(facts), quote({ ...facts, promotions: [] }))
    for (const [key, minor] of Object.entries(figures)) got[key] = (got[key] ?? 0) + minor
  }
  return compare(expect, got, (a, b) => isSameAmount(a, b, scale))
}

/**
 * A brand's prices carry tax in one way and a basket has one shipping sum. Every figure here is a sum over lines and
 * methods that know nothing of each other, so an order with both kinds of prices, or with several methods, is priced as
 * several baskets.
 */
function basketsOf({ currency, lines, shipping = [] }: Totals): readonly Totals[] {
  const isIncluded = ({ includedInPrice = false }: Taxed): boolean => includedInPrice
  const [method, ...others] = shipping
  const first = isIncluded(lines[0] ?? method ?? none)
  const fits = method !== undefined && isIncluded(method) === first
  const goods = [first, !first].map((mode) => lines.filter((line) => isIncluded(line) === mode))
  const alone = fits ? others : shipping
  return [
    { currency, lines: goods[0] ?? [], shipping: fits ? [method] : [] },
    { currency, lines: goods[1] ?? [] },
    ...alone.map((each) => ({ currency, lines: [], shipping: [each] })),
  ]
}

const none: Taxed = { id: 'none' }

function factsOf(totals: Totals, scale: Scale): QuoteFacts {
  const { currency, lines, shipping = [] } = totals
  const discounts = [
    ...lines.map((line, at) => discountOf(line, `line${at}`, false, scale)),
    ...shipping.map((method, at) => discountOf(method, `method${at}`, true, scale)),
  ]
  return {
    currency,
    // Shipping alone is priced with a parcel around it that costs nothing.
    lines: (lines.length === 0 ? [parcel] : lines).map((line) => pricedLine(line, scale)),
    tierId: null,
    promotions: discounts.flat(),
    coupons: [],
    couponIds: null,
    points: null,
    place: { channel: null, communityId: null, shopId: null, region: 'anywhere', shippingMethodId: null },
    shipping: shippingOf(shipping, scale),
    taxes: taxesOf(totals),
    now: 0,
  }
}

function pricedLine({ id, unitPrice, qty, taxPercent = '0' }: Line, scale: Scale): PricedLine {
  return {
    lineId: id,
    skuId: id,
    productId: id,
    title: { zh: id, en: id },
    quantity: qty,
    listMinor: toMinor(unitPrice, scale),
    memberPrices: [],
    taxCategory: `rate ${taxPercent}`,
  }
}

function discountOf(
  { id, discount = 0 }: Taxed,
  rule: string,
  isShipping: boolean,
  scale: Scale,
): readonly Promotion[] {
  const minor = toMinor(discount, scale)
  if (minor === 0) return []
  return [
    {
      id: rule,
      name: { zh: rule, en: rule },
      conditions: [],
      items: isShipping ? null : { skuIds: [id] },
      effect: isShipping ? { kind: 'shipping_off', off: { minor } } : { kind: 'amount_off', minor, per: 'line' },
      funder: 'brand',
      priority: 0,
      startsAt: 0,
      endsAt: null,
      active: true,
    },
  ]
}

function shippingOf(methods: readonly Method[], scale: Scale): ShippingSettings | null {
  const [method] = methods
  if (method === undefined) return null
  const sizes = { firstSize: 1_000_000_000, extraSize: 1, extraMinor: 0 }
  const zone = { regions: [], ...sizes, firstMinor: toMinor(method.price, scale), freeFromMinor: null }
  const name = { zh: '运费', en: 'Shipping' }
  return {
    templates: [{ id: 'flat', name, mode: 'count', zones: [{ ...zone, freeFromCount: null }] }],
    refund: 'never',
  }
}

function taxesOf({ lines, shipping = [] }: Totals): TaxSettings {
  const all: readonly Taxed[] = [...lines, ...shipping]
  if (all.some(({ includedInPrice, discount = 0 }) => includedInPrice && Number(discount) > 0)) {
    return unmapped('Medusa subtracts a discount from the net of a tax-inclusive price, a quote from the price')
  }
  const goods = [...new Set(lines.map(({ taxPercent = '0' }) => taxPercent))]
  return {
    mode: all.some(({ includedInPrice }) => includedInPrice === true) ? 'inside' : 'on_top',
    rates: [
      ...goods.map((percent) => ({ name: percent, category: `rate ${percent}`, bps: bpsOf(percent) })),
      ...shipping.map(({ taxPercent = '0' }) => ({ name: taxPercent, category: 'shipping', bps: bpsOf(taxPercent) })),
    ],
  }
}

/** The vocabulary of Medusa's totals, read from the order as it is and as it were without its discounts. */
function read(priced: Quote, plain: Quote): Readonly<Record<string, number>> {
  const itemTotal = priced.lines.reduce((sum, { payableMinor }) => sum + payableMinor, 0)
  const discountTotal = plain.payableMinor - priced.payableMinor
  const discountTaxTotal = plain.taxMinor - priced.taxMinor
  return {
    total: priced.payableMinor,
    subtotal: plain.payableMinor - plain.taxMinor,
    taxTotal: priced.taxMinor,
    discountTotal,
    discountTaxTotal,
    discountSubtotal: discountTotal - discountTaxTotal,
    originalTotal: plain.payableMinor,
    itemTotal,
    shippingTotal: priced.shipping?.payableMinor ?? 0,
  }
}
