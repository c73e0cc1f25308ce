import { accept, type CodeOf, type Decision, MAX_AMOUNT, refuse, type Words } from '../../kernel/index.ts'
import type { Currency } from '../../money/index.ts'
import {
  type EarnContext,
  type EarnLine,
  type EarnProgram,
  type EarnTerms,
  earn,
  earnFor,
  type Life,
  type PointsEarned,
} from '../../points/index.ts'
import type { QuoteLine } from '../../pricing/index.ts'
import { growthFor, moveGrowth, type TierMoveEvent } from '../../tiers/index.ts'
import type { OrderCompleted, OrderPaid, OrderPlaced } from '../events.ts'
import type { ImportOrderInput, importOrder } from '../operators.ts'
import { earnBasis } from './earning.ts'
import { orderOf } from './evolve.ts'
import { type GiftEvent, type GrowthFacts, withUpgradeGift } from './gifts.ts'

export type ImportSaleFacts = {
  readonly input: ImportOrderInput
  /** Made from the external id, so that the same order always has the same one. */
  readonly orderId: string
  /** The order was brought in before. */
  readonly isTaken: boolean
  readonly member: (GrowthFacts & { readonly debtCount: number }) | undefined
  /** What the catalogue knows about the SKUs of the lines, by SKU. */
  readonly skus: ReadonlyMap<
    string,
    { readonly productId: string; readonly title: Words; readonly unitCostMinor: number } & Partial<
      Pick<EarnLine, 'categories' | 'tags' | 'attributes'>
    >
  >
  readonly program: EarnProgram
  /** Who bought, as far as rules of earning ask. */
  readonly context: Omit<EarnContext, 'now' | 'zoneOffsetMinutes'>
  readonly tierMultiplierBps: number
  readonly life: Life
  readonly growthBps: number
  readonly currency: Currency
  /** Id of the lot the order may earn. */
  readonly lotId: string
}

export type ImportSaleEvent = OrderPlaced | OrderPaid | OrderCompleted | PointsEarned | TierMoveEvent | GiftEvent

/**
 * Brings in a sale that another system completed: it was placed, paid and completed at its own moment, its points live
 * from then, and it counts as growth of that day. Stock and commission are not touched. Again, nothing happens.
 */
export function importSale(facts: ImportSaleFacts): Decision<ImportSaleEvent, CodeOf<typeof importOrder>> {
  const { input, member, skus } = facts
  if (facts.isTaken) return accept()
  if (member === undefined) return refuse('member_missing')
  const unknown = input.lines.find(({ skuId }) => !skus.has(skuId))
  if (unknown !== undefined) return refuse('sku_missing', { skuId: unknown.skuId })
  const ids = input.lines.map(({ lineId }) => lineId)
  const repeated = ids.find((lineId, index) => ids.indexOf(lineId) < index)
  if (repeated !== undefined) return refuse('line_repeated', { lineId: repeated })
  const listMinor = input.lines.reduce((sum, { quantity, priceMinor }) => sum + quantity * priceMinor, 0)
  if (listMinor > MAX_AMOUNT) return refuse('basket_too_large', { maxMinor: MAX_AMOUNT })
  return accept(...imported(facts, member))
}

function imported(facts: ImportSaleFacts, member: NonNullable<ImportSaleFacts['member']>): readonly ImportSaleEvent[] {
  const { input, orderId, lotId, growthBps, life } = facts
  const { memberId, placedAt } = input
  const placed = placedOf(facts)
  const { debtCount } = member
  const deltaCount = growthFor(placed.payableMinor, growthBps)
  const credit = { lotId, terms: placed.earn, isHeldByOrder: true, used: new Map(), life, debtCount }
  const basis = earnBasis({ shipping: null, refunds: [] }, orderOf(placed).lines, placed.payableMinor)
  const earned = earn({ memberId, orderId, ...credit, basis, activeAt: placedAt, now: placedAt })
  return [
    placed,
    { type: 'order_paid', orderId, memberId, paidAt: placedAt },
    { type: 'order_completed', orderId, memberId, completedAt: placedAt },
    ...earned,
    ...withUpgradeGift(member, moveGrowth(member.tier, { deltaCount, orderId, earnedAt: placedAt }), earned),
  ]
}

function placedOf(facts: ImportSaleFacts): OrderPlaced {
  const { input, orderId, skus, currency, growthBps } = facts
  const { memberId, placedAt, origin } = input
  const lines = input.lines.map((line) => lineOf(line, skus))
  const totalMinor = lines.reduce((sum, { payableMinor }) => sum + payableMinor, 0)
  const costs = input.lines.map(({ lineId, skuId }) => ({
    lineId,
    unitCostMinor: skus.get(skuId)?.unitCostMinor ?? 0,
  }))
  const amounts = { listMinor: totalMinor, payableMinor: totalMinor, pointsCount: 0, couponIds: [] }
  const charges = { shipping: null, taxes: [], frozen: null }
  const terms = { uplines: [], earn: earnTermsOf(facts, lines), growthBps, origin, ...charges }
  const moments = { placedAt, paymentDueAt: placedAt }
  return { type: 'order_placed', orderId, memberId, currency, lines, ...amounts, ...moments, costs, ...terms }
}

/** The terms of the moment of the sale. Caps of periods are left out: they are about what is credited from now on. */
function earnTermsOf(
  { program, context, tierMultiplierBps, skus, life, input }: ImportSaleFacts,
  lines: readonly QuoteLine[],
): EarnTerms {
  const { placedAt: now } = input
  const { terms } = earnFor({
    ...{ ...context, program, tierMultiplierBps, now, zoneOffsetMinutes: life.offsetAt(now), shippingMinor: 0 },
    lines: lines.map((line) => {
      const { categories = [], tags = [], attributes = {} } = skus.get(line.skuId) ?? {}
      const { lineId, skuId, productId, quantity, listMinor, payableMinor: netMinor } = line
      const amounts = { quantity, listMinor, itemMinor: listMinor, netMinor }
      return { lineId, skuId, productId, categories, tags, attributes, ...amounts }
    }),
  })
  return { ...terms, caps: [], parts: terms.parts.map((part) => ({ ...part, cap: null })) }
}

function lineOf(line: ImportOrderInput['lines'][number], skus: ImportSaleFacts['skus']): QuoteLine {
  const { lineId, skuId, quantity, priceMinor } = line
  const { productId = skuId, title = { zh: skuId, en: skuId } } = skus.get(skuId) ?? {}
  const totalMinor = priceMinor * quantity
  const none = { taxMinor: 0, pointsCount: 0, reductions: [] }
  const run = { count: quantity, listMinor: priceMinor, payableMinor: priceMinor, ...none }
  const amounts = { listMinor: totalMinor, payableMinor: totalMinor, ...none, taxes: [], giftOf: null }
  return { lineId, skuId, productId, title, quantity, ...amounts, runs: [run] }
}
