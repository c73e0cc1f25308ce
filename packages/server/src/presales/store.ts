import type { BucketSlot, StockSlot } from '@siyu/core/inventory'
import type { Words } from '@siyu/core/kernel'
import { MAX_PRESALES, type Presale, type PresaleEvent, type PresaleSales } from '@siyu/core/presales'
import { type Expression, type RawBuilder, sql } from 'kysely'
import { isShown } from '../catalog/index.ts'
import { shelfOfSku } from '../inventory/index.ts'
import type { Apply } from '../kernel/apply.ts'
import type { Call } from '../kernel/call.ts'
import type { TimeCursor } from '../kernel/cursor.ts'
import { guarded, type Load, many, one } from '../kernel/read.ts'
import { tablesOf } from '../kernel/tables.ts'
import { writerOf } from '../kernel/write.ts'
import { type PresaleTables, presaleSpecs } from './tables.ts'

const db = tablesOf<PresaleTables>()
const writer = writerOf<PresaleTables>(presaleSpecs)

/** A presale as it is now: orders freeze what they need of it, so nothing waits for its version. */
export function loadPresale({ brandId }: Call, presaleId: string): Load<Presale | undefined> {
  return one(db.selectFrom('presales').selectAll().where('brandId', '=', brandId).where('id', '=', presaleId))
}

/** A presale; guarded. */
export function loadPresaleToSave(call: Call, presaleId: string): Load<PresaleTables['presales'] | undefined> {
  const rows = db.selectFrom('presales').selectAll().where('brandId', '=', call.brandId)
  return guarded(presaleSpecs.presales, one(rows.where('id', '=', presaleId)))
}

/** The SKU that a presale sells, as a sub-query. */
export function skuOfPresale({ brandId }: Call, presaleId: string): Expression<string> {
  return sql<string>`(select sku_id from presales where brand_id = ${brandId} and id = ${presaleId})`
}

const bucketId: RawBuilder<string> = sql`f.id || '/' || f.sku_id`

const bucketSlots: RawBuilder<readonly BucketSlot[]> = sql`(select coalesce(json_agg(json_build_object('slot', k.slot,
    'limitCount', k.limit_count, 'takenCount', k.taken_count) order by k.slot), '[]') from bucket_slots k
  where k.brand_id = f.brand_id and k.bucket_id = ${bucketId})`

/** What is left in the bucket of a presale, and what of it the member has. */
export function loadPresaleBucket(
  { brandId }: Call,
  memberId: string,
  presaleId: string,
): Load<{ readonly slots: readonly BucketSlot[]; readonly takenCount: number | null } | undefined> {
  return one(sql<{ readonly slots: readonly BucketSlot[]; readonly takenCount: number | null }>`select
      ${bucketSlots} as slots, (select b.taken_count from bucket_members b where b.brand_id = f.brand_id
        and b.member_id = ${memberId} and b.bucket_id = ${bucketId}) as taken_count
    from presales f where f.brand_id = ${brandId} and f.id = ${presaleId}`)
}

/** A presale with its goods. */
export type PresaleOfferRow = Presale & {
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

/** Presales whose goods can be bought and that are not over, those that begin first in front; or one, whenever. */
export function loadPresaleOffers(
  { brandId, now }: Call,
  memberId: string | null,
  presaleId?: string,
): Load<readonly PresaleOfferRow[]> {
  const wanted = presaleId === undefined ? sql`f.ends_at > ${now}` : sql`f.id = ${presaleId}`
  return many(sql<PresaleOfferRow>`select f.*, p.id as product_id, p.title, s.title as sku_title, p.image_url,
      s.list_minor, t.on_hand_count, t.held_count, t.slots, ${bucketSlots} as bucket,
      coalesce((select b.taken_count from bucket_members b where b.brand_id = f.brand_id
        and b.member_id = ${memberId} and b.bucket_id = ${bucketId}), 0) as member_count
    from presales f
    join skus s on s.brand_id = f.brand_id and s.id = f.sku_id and s.active
    join products p on p.brand_id = s.brand_id and p.id = s.product_id and ${isShown(now)}
    cross join ${shelfOfSku}
    where f.brand_id = ${brandId} and ${wanted} order by f.starts_at, f.id limit ${MAX_PRESALES}`)
}

/** All presales with how far their orders are, newest start first, behind one of them. */
export function loadAllPresales(
  { brandId }: Call,
  before: TimeCursor | null,
  limit: number,
): Load<readonly PresaleSales[]> {
  const [at, id] = [before?.at ?? Number.MAX_SAFE_INTEGER, before?.id ?? '']
  const orders = (condition: RawBuilder<unknown>) => sql`(select count(*) from orders o where o.brand_id = f.brand_id
    and o.deposit is not null and o.campaign ->> 'id' = f.id and ${condition})`
  return many(sql<PresaleSales>`select f.*,
      (select coalesce(sum(k.taken_count), 0)::bigint from bucket_slots k where k.brand_id = f.brand_id
        and k.bucket_id = ${bucketId}) as taken_count,
      ${orders(sql`o.status = 'created'`)} as created_count,
      ${orders(sql`o.status = 'deposited'`)} as deposited_count,
      ${orders(sql`o.paid_at is not null`)} as paid_count,
      ${orders(sql`o.deposit_end = 'kept'`)} as kept_count
    from presales f where f.brand_id = ${brandId} and (f.starts_at, f.id) < (${at}::bigint, ${id})
    order by f.starts_at desc, f.id desc limit ${limit}`)
}

/** How many presales still take orders, or will. */
export function loadPresaleCount({ brandId, now }: Call): Load<{ readonly count: number } | undefined> {
  return one(sql<{ readonly count: number }>`select count(*) as count from presales
    where brand_id = ${brandId} and ends_at > ${now}`)
}

export const applyPresales: Apply<PresaleEvent> = {
  presale_saved: ({ presale: { id, ...terms }, created }, { brandId }) => [
    created ? writer.insert('presales', { brandId, id, ...terms }) : writer.change('presales', { brandId, id }, terms),
  ],
}
