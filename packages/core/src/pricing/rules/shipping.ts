import { MAX_AMOUNT } from '../../kernel/index.ts'
import { type ParcelLine, shippingMinor } from '../../shipping/index.ts'
import type { Explanation, QuoteShipping } from '../schema.ts'
import type { PricedLine } from './facts.ts'
import { runLane } from './lanes.ts'
import type { Rule, World } from './world.ts'

/** What shipping this basket costs before anything is taken off; null when it is not known or not charged for. */
export function shippingList({ facts, lines, left, gifts }: World): number | null {
  const { shipping, place } = facts
  if (!shipping || shipping.templates.length === 0) return null
  const parcel = lines.map((line, at) => parcelOf(line, line.quantity, left.by[at] as number))
  for (const { sku, count } of gifts) parcel.push(parcelOf(sku, count, 0))
  const found = shippingMinor(shipping, place?.region ?? null, parcel)
  // What passes the largest amount is refused, whatever it is; as it is, it could be too large to reckon with.
  return found.ok ? Math.min(found.minor, MAX_AMOUNT + 1) : null
}

function parcelOf(
  { shippingTemplateId = null, weightGrams = 0, volumeMl = 0 }: Omit<PricedLine, 'lineId' | 'quantity'>,
  quantity: number,
  goodsMinor: number,
): ParcelLine {
  return { templateId: shippingTemplateId, quantity, weightGrams, volumeMl, goodsMinor }
}

/** What shipping costs before tax. Lets the shipping promotions and then the chosen coupons lower it. */
export function shippingCost(world: World, rules: readonly Rule[], explain: Explanation[]): QuoteShipping | null {
  const listMinor = shippingList(world)
  const open = { reductions: [], taxMinor: 0, taxes: [] }
  world.shipping = listMinor === null ? null : { listMinor, payableMinor: listMinor, ...open }
  runLane(world, rules, explain)
  return world.shipping
}
