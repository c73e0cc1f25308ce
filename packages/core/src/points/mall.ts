import * as z from 'zod/mini'
import { AmountMinor, Count, Id, listOf, Moment, Quantity, type Schema, Words } from '../kernel/index.ts'

/** Ids of mall items begin with `itm_`: an order names its item as the rule that its points paid by. */
const ItemId: Schema<string> = z.string().check(z.regex(/^itm_[A-Za-z0-9_.-]{1,60}$/))

const ItemPoints = z.int().check(z.gte(1), z.lte(1_000_000_000))

/** A SKU that points buy in the points mall 积分商城, whole or with some money. */
export type MallItem = {
  readonly id: string
  readonly skuId: string
  /** Points for one piece. */
  readonly pointsCount: number
  /** Money for one piece beside them, below its list price; 0 for points alone. */
  readonly cashMinor: number
  /** The most pieces one member gets, those that came back aside; null for no limit. */
  readonly perMemberLimit: number | null
  /** The bucket of the item: the most pieces of all members together; null for what is in stock. */
  readonly totalLimit: number | null
  readonly startsAt: number
  /** First moment it is over; null for never. */
  readonly endsAt: number | null
  /** The tiers that may; null for all. */
  readonly tierIds: readonly string[] | null
  readonly active: boolean
}
const limit = z.nullable(Quantity)
const itemShape = {
  id: ItemId,
  skuId: Id,
  pointsCount: ItemPoints,
  cashMinor: AmountMinor,
  perMemberLimit: limit,
  totalLimit: limit,
  startsAt: Moment,
  endsAt: z.nullable(Moment),
  tierIds: z.nullable(listOf(Id, 100, 1)),
  active: z.boolean(),
}
export const MallItem: Schema<MallItem> = z.object(itemShape)

/** An item as operators see it. */
export type MallItemRow = MallItem & {
  /** Pieces redeemed that have not come back. */
  readonly redeemedCount: number
}
export const MallItemRow: Schema<MallItemRow> = z.object({ ...itemShape, redeemedCount: Count })

/** Why a shopper can or cannot have an item now, points and stock aside. */
export type MallItemState = 'open' | 'not_started' | 'ended' | 'sold_out' | 'tier_too_low' | 'limit_reached'

/** An item as shoppers see it. */
export type MallOffer = Pick<MallItem, 'id' | 'skuId' | 'pointsCount' | 'cashMinor' | 'perMemberLimit'> & {
  readonly productId: string
  readonly title: Words
  readonly skuTitle: Words
  readonly imageUrl: string | null
  readonly listMinor: number
  readonly startsAt: number
  readonly endsAt: number | null
  /** The tiers it is for; null for all. */
  readonly tierIds: readonly string[] | null
  /** What is left of its bucket and of the stock. */
  readonly leftCount: number
  /** Visitors have no tier and have redeemed nothing: what is for some tiers is `tier_too_low` for them. */
  readonly state: MallItemState
}
export const MallOffer: Schema<MallOffer> = z.object({
  id: ItemId,
  skuId: Id,
  pointsCount: ItemPoints,
  cashMinor: AmountMinor,
  perMemberLimit: limit,
  productId: Id,
  title: Words,
  skuTitle: Words,
  imageUrl: z.nullable(z.string()),
  listMinor: AmountMinor,
  startsAt: Moment,
  endsAt: z.nullable(Moment),
  tierIds: itemShape.tierIds,
  leftCount: Count,
  state: z.enum(['open', 'not_started', 'ended', 'sold_out', 'tier_too_low', 'limit_reached']),
})

/** An item was made or replaced. */
export type PointsItemSaved = { readonly type: 'points_item_saved'; readonly item: MallItem; readonly created: boolean }

type OfOrder = { readonly memberId: string; readonly orderId: string; readonly itemId: string; readonly count: number }
/** Pieces of an item went into an order. */
export type PointsItemRedeemed = OfOrder & { readonly type: 'points_item_redeemed' }
/** Pieces came back: the order was cancelled, timed out or refunded. */
export type PointsItemReturned = OfOrder & { readonly type: 'points_item_returned' }

export type MallEvent = PointsItemSaved | PointsItemRedeemed | PointsItemReturned
