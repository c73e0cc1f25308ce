import { type EarnBasis, type EarnForFacts, type EarnLine, type EarnProgram, earnFor } from '../../points/index.ts'
import {
  type PricedSku,
  type PricingFacts,
  type Quote,
  type QuoteInput,
  type QuoteLine,
  quoteFactsOf,
} from '../../pricing/index.ts'
import type { Tier } from '../../tiers/index.ts'
import type { Order, OrderLine } from '../schema.ts'
import { shippingBackMinor } from './amounts.ts'
import { keptLines } from './moves.ts'

/** What earning needs beside the price: the program, and what only the member's own facts say. */
export type EarnMemberFacts = {
  readonly program: EarnProgram
  /** What the member's tier multiplies points by; 10,000 is once. */
  readonly tierMultiplierBps: number
  readonly birthday: string | null
}

/** The facts of earning of a quoted basket, so that a page can show what the order will earn. Gifts earn nothing. */
export function earnFacts(
  { lines, shipping }: Pick<Quote, 'lines' | 'shipping'>,
  pricing: PricingFacts,
  { program, tierMultiplierBps, birthday }: EarnMemberFacts,
): EarnForFacts {
  const skus = new Map(pricing.skus.map((sku) => [sku.skuId, sku]))
  const { tierId, shopper, place, now, zoneOffsetMinutes } = pricing
  return {
    ...{ program, tierMultiplierBps, birthday, tierId, place, now, zoneOffsetMinutes },
    ...shopper,
    lines: lines.filter(({ giftOf }) => giftOf === null).map((line) => earnLine(line, skus.get(line.skuId))),
    shippingMinor: shipping?.payableMinor ?? 0,
  }
}

/** What a device knows of earning beside the price. */
export type EarnSettings = {
  readonly program: EarnProgram
  readonly tiers: readonly Pick<Tier, 'id' | 'pointsMultiplierBps'>[]
  /** `1992-02-29`; null when unknown. */
  readonly birthday: string | null
}

/**
 * How many points a quoted basket would earn, ordered at the moment of these facts: the terms a checkout freezes. Caps
 * of a period are not in it: what they leave is only known when the order is paid.
 */
export function earnPreview(pricing: PricingFacts, input: QuoteInput, quoted: Quote, settings: EarnSettings): number {
  const { program, tiers, birthday } = settings
  const { place = pricing.place } = quoteFactsOf(pricing, input)
  const tier = tiers.find(({ id }) => id === pricing.tierId) ?? tiers[0]
  const own = { program, tierMultiplierBps: tier?.pointsMultiplierBps ?? 10_000, birthday: birthday?.slice(5) ?? null }
  return earnFor(earnFacts(quoted, { ...pricing, place }, own)).count
}

const itemSources: readonly string[] = ['member_price', 'timed_price', 'shop_price']

function earnLine(line: QuoteLine, sku: PricedSku | undefined): EarnLine {
  const { lineId, skuId, productId, quantity, listMinor, payableMinor: netMinor, reductions } = line
  const offMinor = reductions.reduce((sum, { source, minor }) => sum + (itemSources.includes(source) ? minor : 0), 0)
  const { categories = [], tags = [], attributes = {} } = sku ?? {}
  const amounts = { quantity, listMinor, itemMinor: listMinor - offMinor, netMinor }
  return { lineId, skuId, productId, categories, tags, attributes, ...amounts }
}

/** What of an order earns: of its units that have not come back, the money that is kept, and the shipping. */
export function earnBasis(
  order: Pick<Order, 'shipping' | 'refunds'>,
  lines: readonly OrderLine[],
  keptMinor: number,
  shippingNowMinor: number = 0,
): EarnBasis {
  const kept = new Map(keptLines(lines, keptMinor).map(({ lineId, netMinor }) => [lineId, netMinor]))
  const goods = lines.filter(({ line }) => line.giftOf === null)
  return {
    lines: goods.map(({ line, refundedCount }) => ({
      lineId: line.lineId,
      netMinor: kept.get(line.lineId) ?? 0,
      quantity: line.quantity - refundedCount,
    })),
    shippingMinor: (order.shipping?.payableMinor ?? 0) - shippingBackMinor(order) - shippingNowMinor,
  }
}
