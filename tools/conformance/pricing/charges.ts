import type { ShippingSettings } from '../../../packages/core/src/shipping/index.ts'
import type { TaxRate, TaxSettings } from '../../../packages/core/src/taxes/index.ts'
import { bpsOf, type Gaps, minorOf, type NeutralCart, type NeutralLine, unknownKeys } from './neutral.ts'

/** The category Siyu keeps for shipping. Those of goods carry a prefix, so that none is mistaken for it. */
const SHIPPING = 'shipping'

/** The tax category of a line; lines with the same tax lines share one. */
export function taxCategoryOf(line: NeutralLine): string | null {
  if (line.taxLines?.length) {
    return `taxes:${line.taxLines.map(({ name, percent }) => `${name} ${percent}`).join('; ')}`
  }
  return line.taxCategory ? `goods:${line.taxCategory}` : null
}

/** A rate that applies to something in this cart, and whether prices carry it. */
type Applied = TaxRate & { readonly included: boolean }

function goodsRates(cart: NeutralCart, gaps: Gaps): Applied[] {
  const used = new Map(cart.lines.map((line) => [taxCategoryOf(line), line]))
  const listed = (cart.taxRates ?? []).flatMap((rate) => {
    unknownKeys(rate, ['name', 'category', 'percent', 'includedInPrice'], 'a tax rate', gaps)
    const category = rate.category ? `goods:${rate.category}` : null
    if (category !== null && !used.has(category)) return []
    const name = rate.name ?? rate.category ?? 'tax'
    const included = rate.includedInPrice ?? cart.pricesIncludeTax ?? false
    return [{ name, category, bps: bpsOf(rate.percent, gaps), included }]
  })
  const own = [...used].flatMap(([category, line]) =>
    (line.taxLines ?? []).map(({ name, percent }) => {
      return { name, category, bps: bpsOf(percent, gaps), included: cart.pricesIncludeTax ?? false }
    }),
  )
  return [...listed, ...own]
}

function shippingRates(cart: NeutralCart, gaps: Gaps): Applied[] {
  const priced = (cart.shipping ?? []).filter(({ price }) => price > 0)
  const ratesOf = priced.map((shipping): Applied[] => {
    if (shipping.taxPercent !== undefined) {
      const bps = bpsOf(shipping.taxPercent, gaps)
      return [
        { name: shipping.taxName ?? SHIPPING, category: SHIPPING, bps, included: shipping.includedInPrice ?? false },
      ]
    }
    return (cart.taxRates ?? [])
      .filter(({ category }) => category && category === shipping.taxCategory)
      .map((rate) => ({
        name: rate.name ?? SHIPPING,
        category: SHIPPING,
        bps: bpsOf(rate.percent, gaps),
        included: rate.includedInPrice ?? cart.pricesIncludeTax ?? false,
      }))
  })
  const kinds = new Set(ratesOf.map((rates) => JSON.stringify(rates)))
  if (kinds.size > 1) gaps.push('several parcels are taxed differently; Siyu has one shipping charge per order')
  const rates = ratesOf[0] ?? []
  const bps = rates.reduce((sum, rate) => sum + rate.bps, 0)
  const uneven = priced.filter(({ price }) => (price * bps) % 10_000 !== 0)
  if (priced.length > 1 && uneven.length > 1)
    gaps.push('several parcels each round their tax; Siyu has one shipping charge')
  return rates
}

/** How this cart is taxed; null when nothing in it is. */
export function taxesOf(cart: NeutralCart, gaps: Gaps): TaxSettings | null {
  const rates = [...goodsRates(cart, gaps), ...shippingRates(cart, gaps)]
  if (cart.taxCalculator === 'decimal') gaps.push('the source keeps fractions of a minor unit; Siyu has none')
  const modes = new Set(rates.filter(({ bps }) => bps > 0).map(({ included }) => included))
  if (modes.size > 1) gaps.push('some prices carry their tax and others do not; in Siyu a brand has one way')
  if (rates.length === 0) return null
  const inside = modes.size === 0 ? (cart.pricesIncludeTax ?? false) : modes.has(true)
  return {
    mode: inside ? 'inside' : 'on_top',
    rates: rates.map(({ name, category, bps }) => ({ name, category, bps })),
    rounding: cart.taxStrategy ?? 'line',
  }
}

/** The shipping prices of the cart, added up, as a charge that does not grow with the basket; null for none. */
export function shippingOf(cart: NeutralCart, gaps: Gaps): ShippingSettings | null {
  if (!cart.shipping?.length) return null
  const known = ['id', 'price', 'taxCategory', 'taxPercent', 'taxName', 'includedInPrice']
  for (const shipping of cart.shipping) unknownKeys(shipping, known, 'shipping', gaps)
  const firstMinor = cart.shipping.reduce((sum, { price }) => sum + minorOf(price, gaps), 0)
  const size = { firstSize: 1_000_000_000, extraSize: 1, extraMinor: 0 }
  const zone = { regions: [], ...size, firstMinor, freeFromMinor: null, freeFromCount: null }
  const name = { zh: '运费', en: 'Shipping' }
  return { templates: [{ id: 'flat', name, mode: 'count', zones: [zone] }], refund: 'never' }
}
