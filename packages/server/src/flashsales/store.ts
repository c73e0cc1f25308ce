import {
  type FlashEvent,
  type FlashItem,
  type FlashSession,
  MAX_FLASH_ITEMS,
  MAX_FLASH_SALES,
} from '@siyu/core/flashsales'
import type { BucketSlot, StockSlot } from '@siyu/core/inventory'
import type { Words } from '@siyu/core/kernel'
import { type RawBuilder, sql } from 'kysely'
import { isShown } from '../catalog/index.ts'
import { shelfOfSku } from '../inventory/index.ts'
import type { Apply } from '../kernel/apply.ts'
import type { Call } from '../kernel/call.ts'
import type { TimeCursor } from '../kernel/cursor.ts'
import { guarded, type Load, many, one } from '../kernel/read.ts'
import { tablesOf } from '../kernel/tables.ts'
import { writerOf } from '../kernel/write.ts'
import { type FlashSaleTables, flashSaleSpecs } from './tables.ts'

const db = tablesOf<FlashSaleTables>()
const writer = writerOf<FlashSaleTables>(flashSaleSpecs)

/** A session with the one item that is wanted; without its other items. */
export type SessionItem = Omit<FlashSession, 'items'> & { readonly item: FlashItem | null }

/** A session and its item of a SKU. */
export function loadSessionItem({ brandId }: Call, sessionId: string, skuId: string): Load<SessionItem | undefined> {
  return one(sql<SessionItem>`select f.id, f.name, f.starts_at, f.ends_at,
      (select i from jsonb_array_elements(f.items) i where i ->> 'skuId' = ${skuId} limit 1) as item
    from flash_sessions f where f.brand_id = ${brandId} and f.id = ${sessionId}`)
}

type SessionRow = FlashSaleTables['flashSessions']

/** A session; guarded. */
export function loadSession(call: Call, sessionId: string): Load<SessionRow | undefined> {
  const rows = db.selectFrom('flashSessions').selectAll().where('brandId', '=', call.brandId)
  return guarded(flashSaleSpecs.flashSessions, one(rows.where('id', '=', sessionId)))
}

/** Sessions that are not over, those that begin first in front; or one, also when it is over. */
export function loadSales(call: Call, sessionId?: string | undefined): Load<readonly SessionRow[]> {
  const rows = db.selectFrom('flashSessions').selectAll().where('brandId', '=', call.brandId)
  const wanted = sessionId === undefined ? rows.where('endsAt', '>', call.now) : rows.where('id', '=', sessionId)
  return many(wanted.orderBy('startsAt').orderBy('id').limit(MAX_FLASH_SALES))
}

/** What an item's shelf shows. */
export type FlashShelf = {
  readonly sessionId: string
  readonly item: FlashItem
  readonly productId: string
  readonly title: Words
  readonly skuTitle: Words
  readonly imageUrl: string | null
  readonly listMinor: number
  readonly onHandCount: number
  readonly heldCount: number
  readonly slots: readonly StockSlot[]
  readonly bucket: readonly BucketSlot[]
  readonly memberCount: number
}

const bucketSlots: RawBuilder<readonly BucketSlot[]> = sql`(select coalesce(json_agg(json_build_object('slot', k.slot,
    'limitCount', k.limit_count, 'takenCount', k.taken_count) order by k.slot), '[]') from bucket_slots k
  where k.brand_id = f.brand_id and k.bucket_id = f.id || '/' || (i ->> 'skuId'))`

/** The items of these sessions whose goods can be bought, in their order. */
export function loadShelves(
  { brandId, now }: Call,
  memberId: string | null,
  sessionId: string | undefined,
): Load<readonly FlashShelf[]> {
  const wanted = sessionId === undefined ? sql`f.ends_at > ${now}` : sql`f.id = ${sessionId}`
  return many<FlashShelf>(sql`select f.id as session_id, i as item, p.id as product_id, p.title, s.title as sku_title,
      p.image_url, s.list_minor, t.on_hand_count, t.held_count, t.slots, ${bucketSlots} as bucket,
      coalesce((select b.taken_count from bucket_members b where b.brand_id = f.brand_id
        and b.member_id = ${memberId} and b.bucket_id = f.id || '/' || (i ->> 'skuId')), 0) as member_count
    from (select * from flash_sessions f where f.brand_id = ${brandId} and ${wanted}
      order by f.starts_at, f.id limit ${MAX_FLASH_SALES}) f
    cross join lateral jsonb_array_elements(f.items) with ordinality as e(i, place)
    join skus s on s.brand_id = f.brand_id and s.id = i ->> 'skuId' and s.active
    join products p on p.brand_id = s.brand_id and p.id = s.product_id and ${isShown(now)}
    cross join ${shelfOfSku}
    order by f.starts_at, f.id, e.place limit ${MAX_FLASH_SALES * MAX_FLASH_ITEMS}`)
}

export type SessionSalesRow = FlashSession & { readonly taken: Readonly<Record<string, number>> }

/** All sessions, newest start first, behind one of them; with what was sold by SKU. */
export function loadSessions(
  { brandId }: Call,
  before: TimeCursor | null,
  limit: number,
): Load<readonly SessionSalesRow[]> {
  const [at, id] = [before?.at ?? Number.MAX_SAFE_INTEGER, before?.id ?? '']
  return many(sql<SessionSalesRow>`select f.id, f.name, f.starts_at, f.ends_at, f.items,
      (select coalesce(json_object_agg(q.sku_id, q.taken), '{}') from (
        select i ->> 'skuId' as sku_id, coalesce(sum(k.taken_count), 0)::bigint as taken
        from jsonb_array_elements(f.items) i
        left join bucket_slots k on k.brand_id = f.brand_id and k.bucket_id = f.id || '/' || (i ->> 'skuId')
        group by 1) q) as taken
    from flash_sessions f where f.brand_id = ${brandId} and (f.starts_at, f.id) < (${at}::bigint, ${id})
    order by f.starts_at desc, f.id desc limit ${limit}`)
}

/** How many sessions are not over. */
export function loadSessionCount({ brandId, now }: Call): Load<{ readonly count: number } | undefined> {
  return one(sql<{ readonly count: number }>`select count(*) as count from flash_sessions
    where brand_id = ${brandId} and ends_at > ${now}`)
}

export const applyFlashSales: Apply<FlashEvent> = {
  flash_session_saved: ({ session: { id, ...terms }, created }, { brandId }) => [
    created
      ? writer.insert('flashSessions', { brandId, id, ...terms })
      : writer.change('flashSessions', { brandId, id }, terms),
  ],
}
