import type { BucketSlot, HeldPieces, Location, Shelf, StockHold, StockMovement, StockRow } from '@siyu/core/inventory'
import { bySku, MAX_LOCATIONS } from '@siyu/core/inventory'
import { type RawBuilder, sql } from 'kysely'
import type { Call } from '../kernel/call.ts'
import type { TimeCursor } from '../kernel/cursor.ts'
import { guarded, type Load, many, one } from '../kernel/read.ts'
import { tablesOf } from '../kernel/tables.ts'
import { type InventoryTables, inventorySpecs } from './tables.ts'

const db = tablesOf<InventoryTables>()

const sums = sql`coalesce(sum(k.on_hand_count), 0)::bigint as on_hand_count,
  coalesce(sum(k.held_count), 0)::bigint as held_count, coalesce(sum(k.sold_count), 0)::bigint as sold_count`
const slotJson = sql`json_agg(json_build_object('locationId', k.location_id, 'slot', k.slot,
  'onHandCount', k.on_hand_count, 'heldCount', k.held_count, 'soldCount', k.sold_count,
  'backorderCount', k.backorder_count) order by l.rank, l.id, k.slot)`

/**
 * The open shelves of the SKU of `s`, as a part of FROM under the name `t`: its sums, how many pieces may be owed, and
 * its slots, those to be served from first in front.
 */
export const shelfOfSku: RawBuilder<unknown> = sql`lateral (
  select ${sums}, coalesce(sum(k.backorder_count), 0)::bigint as backorder_count, coalesce(${slotJson}, '[]') as slots
  from stock k join locations l on l.brand_id = k.brand_id and l.id = k.location_id and l.active
  where k.brand_id = s.brand_id and k.sku_id = s.id) t`

/** The stock of these SKUs with their slots: of open locations only, or of all. One that is not there is no SKU. */
export function loadStock(call: Call, skuIds: readonly string[], of: 'open' | 'all'): Load<readonly Shelf[]> {
  return many<Shelf>(sql`select k.sku_id, ${sums}, ${slotJson} as slots
    from stock k join locations l on l.brand_id = k.brand_id and l.id = k.location_id
    where k.brand_id = ${call.brandId} and k.sku_id = any(${skuIds}::text[]) and (l.active or ${of === 'all'})
    group by k.sku_id`)
}

/** Those of these that are locations. */
export function loadLocationIds(call: Call, ids: readonly string[]): Load<readonly string[]> {
  const query = db
    .selectFrom('locations')
    .select('id')
    .where('brandId', '=', call.brandId)
    .where(sql<boolean>`id = any(${ids}::text[])`)
  return { query, pick: (rows) => rows.map(({ id }) => String(id)) }
}

/** All locations, those served from first in front; guarded. */
export function loadLocations(call: Call): Load<readonly (Location & { readonly version: number })[]> {
  return guarded(
    inventorySpecs.locations,
    many(
      db
        .selectFrom('locations')
        .select(['id', 'name', 'rank', 'active', 'version'])
        .where('brandId', '=', call.brandId)
        .orderBy('rank')
        .orderBy('id')
        .limit(MAX_LOCATIONS),
    ),
  )
}

type PolicyRow = InventoryTables['stockPolicies']

/** How a SKU is kept; undefined where nobody has said. */
export function loadPolicy(call: Call, skuId: string): Load<PolicyRow | undefined> {
  return one(db.selectFrom('stockPolicies').selectAll().where('brandId', '=', call.brandId).where('skuId', '=', skuId))
}

/** The last time a SKU crossed its threshold. */
export function loadLastCrossing(call: Call, skuId: string): Load<InventoryTables['stockCrossings'] | undefined> {
  return one(
    db
      .selectFrom('stockCrossings')
      .selectAll()
      .where('brandId', '=', call.brandId)
      .where('skuId', '=', skuId)
      .orderBy('number', 'desc')
      .limit(1),
  )
}

/** What operators see of the stock of SKUs that are not hidden: one, or a page after an id. */
export function loadStockRows(
  call: Call,
  { skuId, afterId = '', low = false }: StockWanted,
  limit: number,
): Load<readonly StockRow[]> {
  const free = sql`(t.on_hand_count - t.held_count)`
  const isLow = sql`coalesce(${free} <= y.low_stock_count, false)`
  const perLocation = sql`(select coalesce(json_agg(json_build_object('locationId', q.location_id,
      'onHandCount', q.on_hand_count, 'heldCount', q.held_count, 'soldCount', q.sold_count)
      order by q.rank, q.location_id), '[]')
    from (select k.location_id, l.rank, ${sums} from stock k
      join locations l on l.brand_id = k.brand_id and l.id = k.location_id
      where k.brand_id = s.brand_id and k.sku_id = s.id group by k.location_id, l.rank) q)`
  return many<StockRow>(sql`select s.id as sku_id, s.product_id, p.title as product_title, s.title,
      t.on_hand_count, t.held_count, t.sold_count, ${perLocation} as locations, ${isLow} as is_low,
      json_build_object('skuId', s.id, 'backorderCount', coalesce(y.backorder_count, 0),
        'lowStockCount', y.low_stock_count, 'slotCount', coalesce(y.slot_count, 1)) as policy
    from skus s join products p on p.brand_id = s.brand_id and p.id = s.product_id
    cross join lateral (select ${sums} from stock k where k.brand_id = s.brand_id and k.sku_id = s.id) t
    left join stock_policies y on y.brand_id = s.brand_id and y.sku_id = s.id
    where s.brand_id = ${call.brandId} and s.id > ${afterId} and (${isLow} or not ${low})
      and (${skuId ?? null}::text is null and s.active or s.id = ${skuId ?? null})
    order by s.id limit ${limit}`)
}

export type StockWanted = {
  readonly skuId?: string | undefined
  readonly afterId?: string | undefined
  readonly low?: boolean | undefined
}

export type MovementRow = StockMovement & { readonly bucket: string; readonly eventId: string }

/** The cards of a SKU as one, newest first, behind a movement. */
export function loadMovements(
  { brandId }: Call,
  skuId: string,
  before: TimeCursor | null,
  limit: number,
): Load<readonly MovementRow[]> {
  const [at, id] = [before?.at ?? Number.MAX_SAFE_INTEGER, before?.id ?? '']
  const place = sql`concat_ws(':', m.event_id, k.location_id, m.slot, m.number)`
  return many<MovementRow>(sql`select k.location_id, m.slot, m.number, m.kind, m.amount, m.balance, m.reference, m.at,
      m.bucket, m.event_id, (select n.words from personal_notes n
        where n.brand_id = m.brand_id and n.owner_id = ${skuId} and n.id = coalesce(m.reference, m.event_id)) as reason
    from stock k join stock_movements m on m.brand_id = k.brand_id and m.bucket = k.bucket and m.slot = k.slot
    where k.brand_id = ${brandId} and k.sku_id = ${skuId} and (m.at < ${at} or m.at = ${at} and ${place} < ${id})
    order by m.at desc, ${place} desc limit ${limit}`)
}

/** Where a page of movements goes on. */
export function movementCursor({ eventId, locationId, slot, number, at }: MovementRow): TimeCursor {
  return { at, id: [eventId, locationId, slot, number].join(':') }
}

const heldColumns = ['id', 'takes', 'status', 'expiresAt', 'openedAt', 'version'] as const
export type HoldRow = HeldPieces & { readonly openedAt: number; readonly version: number }

/** A hold outside orders; guarded. */
export function loadHold(call: Call, holdId: string): Load<HoldRow | undefined> {
  const query = db.selectFrom('stockHolds').select(heldColumns).where('brandId', '=', call.brandId)
  return guarded(inventorySpecs.stockHolds, one(query.where('id', '=', holdId)))
}

/** Holds outside orders, newest first. */
export function loadHolds(call: Call, before: TimeCursor | null, limit: number): Load<readonly HoldRow[]> {
  const all = db.selectFrom('stockHolds').select(heldColumns).where('brandId', '=', call.brandId)
  const page =
    before === null ? all : all.where(sql<boolean>`(opened_at, id) < (${before.at}::bigint, ${before.id}::text)`)
  return many(page.orderBy('openedAt', 'desc').orderBy('id', 'desc').limit(limit))
}

/** A hold without where its pieces lie. */
export function holdOf({ id, takes, status, expiresAt, openedAt }: Omit<HoldRow, 'version'>): StockHold {
  return { id, lines: bySku(takes), status, expiresAt, openedAt }
}

/** The buckets of a campaign by id, also of what it no longer sells; each with its slots in their order. */
export function loadBuckets(
  { brandId }: Call,
  { of: campaignId }: { readonly of: string },
): Load<ReadonlyMap<string, readonly BucketSlot[]>> {
  const rows = sql<{ readonly bucketId: string; readonly slots: readonly BucketSlot[] }>`select bucket_id,
      json_agg(json_build_object('slot', slot, 'limitCount', limit_count, 'takenCount', taken_count)
        order by slot) as slots
    from bucket_slots where brand_id = ${brandId} and starts_with(bucket_id, ${`${campaignId}/`}) group by bucket_id`
  const { query, pick } = many(rows)
  return { query, pick: (found) => new Map(pick(found).map(({ bucketId, slots }) => [bucketId, slots])) }
}

/** The slots of one bucket. */
export function loadBucketSlots({ brandId }: Call, bucketId: string): Load<readonly BucketSlot[]> {
  return many(sql<BucketSlot>`select slot, limit_count, taken_count from bucket_slots
    where brand_id = ${brandId} and bucket_id = ${bucketId} order by slot limit 64`)
}

/** Pieces a member took of a bucket; undefined for one who never did. */
export function loadBucketMember(
  { brandId }: Call,
  memberId: string,
  bucketId: string,
): Load<{ readonly takenCount: number } | undefined> {
  return one(sql<{ readonly takenCount: number }>`select taken_count from bucket_members
    where brand_id = ${brandId} and member_id = ${memberId} and bucket_id = ${bucketId}`)
}
