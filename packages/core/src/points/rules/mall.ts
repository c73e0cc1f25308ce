import { available, type Shelf } from '../../inventory/index.ts'
import { accept, type CodeOf, type Decision, type Refusal, refuse } from '../../kernel/index.ts'
import type { MAX_MALL } from '../contract/mall.ts'
import type { MallItem, MallItemRow, MallItemState, PointsItemReturned, PointsItemSaved } from '../mall.ts'
import type { saveMallItem } from '../operators/mall.ts'

/** What the ids of items begin with. */
const ITEM_PREFIX = 'itm_'

export type SaveItemFacts = {
  readonly item: MallItem
  /** List price of the SKU; undefined when there is no such SKU. */
  readonly listMinor: number | undefined
  /** The item as it is; undefined for a new one. */
  readonly known: Pick<MallItemRow, 'redeemedCount'> | undefined
  /** How many items the mall has. */
  readonly itemCount: number
  readonly maxItems: typeof MAX_MALL
}

/** Makes an item or replaces it. Points must be worth something, so the money stays below the list price. */
export function saveItem(facts: SaveItemFacts): Decision<PointsItemSaved, CodeOf<typeof saveMallItem>> {
  const { item, listMinor, known, itemCount, maxItems } = facts
  const { startsAt, endsAt, cashMinor, totalLimit } = item
  if (listMinor === undefined) return refuse('sku_missing', { skuId: item.skuId })
  if (endsAt !== null && endsAt <= startsAt) return refuse('item_window_empty')
  if (cashMinor >= listMinor) return refuse('cash_not_below_list', { listMinor })
  const redeemedCount = known?.redeemedCount ?? 0
  if (totalLimit !== null && totalLimit < redeemedCount) return refuse('limit_below_redeemed', { redeemedCount })
  if (known === undefined && itemCount >= maxItems) return refuse('mall_full', { maxItems })
  return accept({ type: 'points_item_saved', item, created: known === undefined })
}

export type OfferFacts = {
  readonly item: MallItemRow
  readonly stock: Pick<Shelf, 'onHandCount' | 'heldCount' | 'slots'>
  /** The shopper's tier; null for a visitor. */
  readonly tierId: string | null
  /** Pieces of the item the shopper has, those that came back aside. */
  readonly memberCount: number
  readonly now: number
}

/** What is left of an item: of its bucket, and of the stock. */
export function leftOf({ item, stock }: Pick<OfferFacts, 'item' | 'stock'>): number {
  const { totalLimit, redeemedCount } = item
  const inBucket = totalLimit === null ? Number.MAX_SAFE_INTEGER : totalLimit - redeemedCount
  return Math.max(0, Math.min(inBucket, available(stock)))
}

/** Whether a shopper can have one piece of an item, or the first thing in the way. */
export function itemState(facts: OfferFacts): MallItemState {
  const { item, tierId, memberCount, now } = facts
  if (now < item.startsAt) return 'not_started'
  if (!item.active || (item.endsAt !== null && now >= item.endsAt)) return 'ended'
  if (!isForTier(item, tierId)) return 'tier_too_low'
  if (item.perMemberLimit !== null && memberCount >= item.perMemberLimit) return 'limit_reached'
  return leftOf(facts) === 0 ? 'sold_out' : 'open'
}

function isForTier({ tierIds }: MallItem, tierId: string | null): boolean {
  return tierIds === null || (tierId !== null && tierIds.includes(tierId))
}

export type ItemFacts = {
  readonly item: MallItemRow | undefined
  readonly quantity: number
  readonly tierId: string
  readonly memberCount: number
  readonly now: number
}

export type ItemCode = 'item_missing' | 'item_not_open' | 'tier_too_low' | 'item_limit_reached' | 'item_sold_out'

/** Why a member cannot have so many pieces of an item, points and stock aside; undefined when they can. */
export function itemRefusal({ item, quantity, tierId, memberCount, now }: ItemFacts): Refusal<ItemCode> | undefined {
  if (item === undefined || !item.active) return { code: 'item_missing' }
  const { startsAt, endsAt, perMemberLimit, totalLimit, redeemedCount } = item
  if (now < startsAt || (endsAt !== null && now >= endsAt))
    return { code: 'item_not_open', detail: { startsAt, endsAt } }
  if (!isForTier(item, tierId)) return { code: 'tier_too_low', detail: { tierIds: item.tierIds } }
  const ownLeft = perMemberLimit === null ? quantity : Math.max(0, perMemberLimit - memberCount)
  if (quantity > ownLeft) return { code: 'item_limit_reached', detail: { leftCount: ownLeft } }
  const left = totalLimit === null ? quantity : totalLimit - redeemedCount
  return quantity > left ? { code: 'item_sold_out', detail: { leftCount: left } } : undefined
}

/** A line of an order, as far as it tells which item its points paid by. */
type RedeemedLine = {
  readonly reductions: readonly { readonly source: string; readonly ruleId: string }[]
  /** Pieces that come back. */
  readonly quantity: number
}

/** The pieces of mall items among lines that come back; the money map of an order names the item of a line. */
export function itemsBack(
  owner: { readonly memberId: string; readonly orderId: string },
  lines: readonly RedeemedLine[],
): readonly PointsItemReturned[] {
  return lines.flatMap(({ reductions, quantity }) => {
    const itemId = itemOf(reductions)
    if (itemId === undefined || quantity === 0) return []
    return [{ type: 'points_item_returned' as const, ...owner, itemId, count: quantity }]
  })
}

function itemOf(reductions: RedeemedLine['reductions']): string | undefined {
  return reductions.find(({ source, ruleId }) => source === 'points' && ruleId.startsWith(ITEM_PREFIX))?.ruleId
}
