import type { StockSlot } from '@siyu/core/inventory'
import type { Words } from '@siyu/core/kernel'
import { MAX_MALL, type MallEvent, type MallItemRow } from '@siyu/core/points'
import { type RawBuilder, sql } from 'kysely'
import { shelfOfSku } from '../../inventory/index.ts'
import type { Apply } from '../../kernel/apply.ts'
import type { Call } from '../../kernel/call.ts'
import { given, type Load, many, one } from '../../kernel/read.ts'
import { tablesOf } from '../../kernel/tables.ts'
import { writerOf } from '../../kernel/write.ts'
import { type MallTables, mallSpecs } from './tables.ts'

const db = tablesOf<MallTables>()
const writer = writerOf<MallTables>(mallSpecs)

const columns = [
  ...(['id', 'skuId', 'pointsCount', 'cashMinor', 'perMemberLimit', 'totalLimit', 'startsAt', 'endsAt'] as const),
  ...(['tierIds', 'active', 'redeemedCount'] as const),
] as const

/** One item of the mall. */
export function loadItem(call: Call, itemId: string): Load<MallItemRow | undefined> {
  return one(db.selectFrom('pointsItems').select(columns).where('brandId', '=', call.brandId).where('id', '=', itemId))
}

/** All items, those that start last first. */
export function loadItems(call: Call): Load<readonly MallItemRow[]> {
  const rows = db.selectFrom('pointsItems').select(columns).where('brandId', '=', call.brandId)
  return many(rows.orderBy('startsAt', 'desc').orderBy('id').limit(MAX_MALL))
}

/** An item with its goods and their stock. */
export type ShelfItem = {
  readonly item: MallItemRow
  readonly productId: string
  readonly title: Words
  readonly skuTitle: Words
  readonly imageUrl: string | null
  readonly listMinor: number
  readonly onHandCount: number
  readonly heldCount: number
  readonly slots: readonly StockSlot[]
  readonly memberCount: number
}

/** What the mall shows: items that are not over, of goods that can be bought, fewest points first. */
export function loadShelf({ brandId, now }: Call, memberId: string | null): Load<readonly ShelfItem[]> {
  return many<ShelfItem>(sql`select ${itemJson} as item, p.id as product_id, p.title, s.title as sku_title, p.image_url,
      s.list_minor, t.on_hand_count, t.held_count, t.slots, coalesce((select sum(r.count - r.returned_count)
        from points_redemptions r where r.brand_id = i.brand_id and r.member_id = ${memberId}
        and r.item_id = i.id), 0) as member_count
    from points_items i
    join skus s on s.brand_id = i.brand_id and s.id = i.sku_id and s.active
    join products p on p.brand_id = s.brand_id and p.id = s.product_id
      and siyu_shown(p.published, p.publish_from, p.publish_until, ${now}::bigint)
    cross join ${shelfOfSku}
    where i.brand_id = ${brandId} and i.active and (i.ends_at is null or i.ends_at > ${now})
      and s.list_minor > i.cash_minor
    order by i.points_count, i.id limit ${MAX_MALL}`)
}

const itemJson: RawBuilder<MallItemRow> = sql`json_build_object('id', i.id, 'skuId', i.sku_id,
  'pointsCount', i.points_count, 'cashMinor', i.cash_minor, 'perMemberLimit', i.per_member_limit,
  'totalLimit', i.total_limit, 'startsAt', i.starts_at, 'endsAt', i.ends_at, 'tierIds', i.tier_ids,
  'active', i.active, 'redeemedCount', i.redeemed_count)`

/** How many items the mall has. */
export function loadItemCount({ brandId }: Call): Load<{ readonly count: number } | undefined> {
  return one(sql<{ readonly count: number }>`select count(*) as count from points_items where brand_id = ${brandId}`)
}

/** Pieces of an item a member has, those that came back aside. Orders that change it change the points account too. */
export function loadRedeemedCount(
  { brandId }: Call,
  memberId: string | null,
  itemId: string,
): Load<{ readonly count: number } | undefined> {
  if (memberId === null) return given(undefined)
  return one(sql<{ readonly count: number }>`select coalesce(sum(count - returned_count), 0) as count
    from points_redemptions where brand_id = ${brandId} and member_id = ${memberId} and item_id = ${itemId}`)
}

/** The list price of a SKU that can be bought. */
export function loadListPrice({ brandId }: Call, skuId: string): Load<{ readonly listMinor: number } | undefined> {
  return one(sql<{ readonly listMinor: number }>`select list_minor from skus
    where brand_id = ${brandId} and id = ${skuId} and active`)
}

export const applyMall: Apply<MallEvent> = {
  points_item_saved: ({ item, created }, { brandId }) => {
    const { id, ...terms } = item
    if (created) return [writer.insert('pointsItems', { brandId, id, ...terms, redeemedCount: 0 })]
    return [writer.change('pointsItems', { brandId, id }, terms)]
  },
  points_item_redeemed: ({ memberId, orderId, itemId, count }, { brandId }) => [
    writer.change('pointsItems', { brandId, id: itemId }, {}, { redeemedCount: count }),
    writer.insert('pointsRedemptions', { brandId, memberId, orderId, itemId, count, returnedCount: 0 }),
  ],
  points_item_returned: ({ memberId, orderId, itemId, count }, { brandId }) => [
    writer.change('pointsItems', { brandId, id: itemId }, {}, { redeemedCount: -count }),
    writer.change('pointsRedemptions', { brandId, memberId, orderId }, {}, { returnedCount: count }),
  ],
}
