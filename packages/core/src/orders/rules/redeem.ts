import { bySku, hold, type StockHeld } from '../../inventory/index.ts'
import { accept, type CodeOf, type Decision, MAX_AMOUNT, type Refusal, refuse } from '../../kernel/index.ts'
import {
  itemRefusal,
  type MallItem,
  type MallItemRow,
  type PointsHeld,
  type PointsItemRedeemed,
  takeLots,
} from '../../points/index.ts'
import { isTooLarge, type PricedSku, type Quote, type QuoteLine, quote, quoteFactsOf } from '../../pricing/index.ts'
import type { redeemItem } from '../contract.ts'
import type { OrderPlaced } from '../events.ts'
import { type OrderTermsFacts, orderPlaced, type PlaceOrderFacts, stockTaken } from './place.ts'

type Code = CodeOf<typeof redeemItem>

export type RedeemFacts = OrderTermsFacts &
  Pick<PlaceOrderFacts, 'isTaken' | 'stocks' | 'lots' | 'isFrozen' | 'expectedPayableMinor'> & {
    readonly item: MallItemRow | undefined
    readonly quantity: number
    /** The member's tier. */
    readonly tierId: string
    /** Pieces of the item the member has, those that came back aside. */
    readonly memberCount: number
    readonly expectedPointsCount: number
  }

export type RedeemEvent = OrderPlaced | StockHeld | PointsHeld | PointsItemRedeemed

/**
 * Turns points into an order of one mall item. Its price is the list price, brought down to the money part by points
 * alone, so that paying, cancelling and refunding it read a money map like that of any order. No promotion, coupon or
 * shipping is in it. Stock, bucket and points are held together, or nothing happens.
 */
export function redeem(facts: RedeemFacts): Decision<RedeemEvent, Code> {
  const { item, quantity, pricing, lots, isFrozen, orderId, now } = facts
  if (facts.isTaken) return refuse('order_exists')
  const early = itemRefusal({ ...facts })
  if (early !== undefined || item === undefined) return { ok: false, refusal: early ?? { code: 'item_missing' } }
  const sku = pricing.skus.find(({ skuId, listMinor }) => skuId === item.skuId && listMinor > item.cashMinor)
  if (sku === undefined) return refuse('sku_missing', { skuId: item.skuId })
  const pointsCount = item.pointsCount * quantity
  if (Math.max(pointsCount, sku.listMinor * quantity) > MAX_AMOUNT) return tooLarge
  const quoted = quoteItem(facts, item, sku)
  if (isTooLarge(quoted)) return tooLarge
  const changed = changedPrice(facts, quoted)
  if (changed !== undefined) return { ok: false, refusal: changed }
  const spendableCount = pricing.points?.spendableCount ?? 0
  if (isFrozen) return refuse('points_frozen')
  const takes = pointsCount <= spendableCount ? takeLots(lots, pointsCount, now) : undefined
  if (takes === undefined) return refuse('points_insufficient', { spendableCount })
  const held = hold(facts.stocks, bySku(quoted.lines), orderId)
  if (!held.ok) return held.refusal.code === 'sku_missing' ? refuse('sku_missing', { skuId: sku.skuId }) : held
  const { memberId } = facts
  return accept<RedeemEvent>(
    { ...orderPlaced(facts, quoted), ...stockTaken(held.events), frozen: null },
    ...held.events,
    { type: 'points_held', memberId, orderId, takes },
    { type: 'points_item_redeemed', memberId, orderId, itemId: item.id, count: quantity },
  )
}

const tooLarge = refuse('basket_too_large', { maxMinor: MAX_AMOUNT })

function changedPrice(
  { expectedPayableMinor, expectedPointsCount }: RedeemFacts,
  { payableMinor, pointsCount }: Quote,
): Refusal<Code> | undefined {
  const isSame = payableMinor === expectedPayableMinor && pointsCount === expectedPointsCount
  return isSame ? undefined : { code: 'price_changed', detail: { payableMinor, pointsCount } }
}

/** The quote of the item: so many points pay exactly what the list price is above the money part, piece by piece. */
function quoteItem({ pricing, quantity }: RedeemFacts, item: MallItem, sku: PricedSku): Quote {
  const { id, pointsCount, cashMinor } = item
  const settings = {
    redeemCount: pointsCount,
    redeemMinor: sku.listMinor - cashMinor,
    redeemMaxBps: 10_000,
    redeemStepCount: pointsCount,
    redeemMinimumCount: 0,
  }
  const wantedCount = pointsCount * quantity
  const alone = {
    ...pricing,
    ...{ promotions: [], coupons: [], gifts: [], usage: [], couponUsage: [], shipping: null },
    // The money part is all that is paid, so tax can only be in it.
    taxes: pricing.taxes && { ...pricing.taxes, mode: 'inside' as const },
    skus: [{ ...sku, memberPrices: [], shopPriceMinor: null, floorMinor: 0 }],
    points: { spendableCount: wantedCount, settings },
  }
  const lines = [{ lineId: sku.skuId, skuId: sku.skuId, quantity }]
  const quoted = quote(quoteFactsOf(alone, { lines, couponIds: [], pointsCount: wantedCount }))
  return { ...quoted, lines: quoted.lines.map((line) => ofItem(line, id)) }
}

/** The money map says which item the points of a line paid by, so that what comes back finds its bucket. */
function ofItem(line: QuoteLine, itemId: string): QuoteLine {
  const reductions = line.reductions.map((each) => (each.source === 'points' ? { ...each, ruleId: itemId } : each))
  return { ...line, reductions }
}
