import {
  type BucketCode,
  type BucketFacts,
  type BucketReturned,
  type BucketTaken,
  backToBucket,
  bySku,
  hold,
  type StockHeld,
  takeFromBucket,
} from '../../inventory/index.ts'
import { accept, type Decision, MAX_AMOUNT, refuse, type Words } from '../../kernel/index.ts'
import { isTooLarge, type PricedSku, type Quote, quote, quoteFactsOf } from '../../pricing/index.ts'
import type { Promotion } from '../../promotions/index.ts'
import type { DepositTerms, OrderCampaign, OrderWait } from '../campaign.ts'
import type { OrderPlaced } from '../events.ts'
import type { Order, OrderLeftTeam } from '../schema.ts'
import { type OrderTermsFacts, orderPlaced, type PlaceOrderFacts, stockTaken } from './place.ts'

/** What a campaign sells a piece for. */
export type CampaignSale = Pick<OrderCampaign, 'kind' | 'id' | 'teamId'> & {
  readonly name: Words
  readonly skuId: string
  readonly priceMinor: number
  readonly bucket: BucketFacts
  /** What the order waits for once it is paid. */
  readonly waitsFor?: OrderWait | undefined
  /** What of it is paid at once, where not all is. */
  readonly deposit?: DepositTerms | undefined
}

export type SellFacts = OrderTermsFacts &
  Pick<PlaceOrderFacts, 'isTaken' | 'stocks' | 'expectedPayableMinor'> & {
    readonly sale: CampaignSale
    readonly quantity: number
  }

export type SellCode =
  | 'order_exists'
  | BucketCode
  | 'sku_missing'
  | 'basket_too_large'
  | 'price_changed'
  | 'stock_insufficient'

export type SellEvent = OrderPlaced | StockHeld | BucketTaken

/**
 * An order of one line at the price of a campaign: flash sale, presale or group buy. Shipping and taxes are as for any
 * order; no other price, promotion, coupon or points go with it. Stock and bucket are taken together, or nothing is.
 */
export function sell(facts: SellFacts): Decision<SellEvent, SellCode> {
  const { sale, pricing, quantity, orderId, memberId } = facts
  if (facts.isTaken) return refuse('order_exists')
  const taken = takeFromBucket({ bucket: sale.bucket, memberId, orderId, quantity })
  if (!taken.ok) return taken
  const sku = pricing.skus.find(({ skuId }) => skuId === sale.skuId)
  if (sku === undefined) return refuse('sku_missing', { skuId: sale.skuId })
  if (sku.listMinor * quantity > MAX_AMOUNT) return tooLarge
  const campaign = { ...pricing, ...priceOf(sale, sku) }
  const quoted = quoteSale(campaign, facts)
  if (isTooLarge(quoted)) return tooLarge
  const { payableMinor } = quoted
  if (payableMinor !== facts.expectedPayableMinor) return refuse('price_changed', { payableMinor })
  const held = hold(facts.stocks, bySku(quoted.lines), orderId)
  if (!held.ok) return held
  const takes = taken.events.flatMap((event) => event.takes)
  const { kind, id, bucket, waitsFor, teamId, deposit } = sale
  const team = teamId === undefined ? {} : { teamId }
  const placed = orderPlaced({ ...facts, pricing: campaign }, quoted)
  const waiting = waitsFor === undefined ? {} : { waitsFor }
  const parts = deposit === undefined ? {} : { deposit }
  const of = { campaign: { kind, id, ...team, bucketId: bucket.bucketId, takes }, ...waiting, ...parts }
  return accept<SellEvent>({ ...placed, ...stockTaken(held.events), ...of }, ...held.events, ...taken.events)
}

const tooLarge = refuse('basket_too_large', { maxMinor: MAX_AMOUNT })

function quoteSale(pricing: SellFacts['pricing'], { place, quantity, sale }: SellFacts): Quote {
  const lines = [{ lineId: sale.skuId, skuId: sale.skuId, quantity }]
  return quote(quoteFactsOf(pricing, { lines, couponIds: [], pointsCount: 0, place }))
}

/** The price of the campaign as the only rule there is. */
function priceOf({ id, name, priceMinor }: CampaignSale, sku: PricedSku) {
  const price: Promotion = {
    ...{ id, name, conditions: [], effect: { kind: 'set_price', minor: priceMinor, per: 'unit' } },
    ...{ priority: 0, startsAt: 0, endsAt: null, active: true, funder: 'brand' },
  }
  return {
    ...{ promotions: [price], coupons: [], gifts: [], usage: [], couponUsage: [] },
    skus: [{ ...sku, memberPrices: [], shopPriceMinor: null, floorMinor: 0 }],
  }
}

/** What of an order's campaign comes back with so many of its pieces; with the last the seat in an open team. */
export function campaignBack(
  { id: orderId, memberId, lines, waitsFor }: Pick<Order, 'id' | 'memberId' | 'lines' | 'waitsFor'>,
  campaign: OrderCampaign | null | undefined,
  quantity: number,
): readonly (BucketReturned | OrderLeftTeam)[] {
  const beforeCount = lines.reduce((sum, { refundedCount }) => sum + refundedCount, 0)
  const wholeCount = lines.reduce((sum, { line }) => sum + line.quantity, 0)
  const isLeaving = waitsFor === 'group' && beforeCount + quantity === wholeCount
  const teamId = isLeaving ? campaign?.teamId : undefined
  return [
    ...backToBucket({ memberId, orderId }, campaign, beforeCount, quantity),
    ...(teamId === undefined ? [] : [{ type: 'order_left_team' as const, orderId, memberId, teamId }]),
  ]
}
