import { dayMs } from '@siyu/core/kernel'
import type {
  KolShopDay,
  KolShopEvent,
  KolShopPage,
  KolShopRecord,
  KolShopStatus,
  OwnPrice,
  PriceableSku,
  ShopDaysInput,
} from '@siyu/core/kolshops'
import { MAX_OWN_PRICES, MAX_SHOP_DAYS, MAX_SHOP_PRODUCTS } from '@siyu/core/kolshops'
import { type RawBuilder, sql } from 'kysely'
import { loadShopProducts, type ShelfProduct } from '../catalog/index.ts'
import { type CountedTemplate, loadTemplatesIn } from '../coupons/index.ts'
import type { Apply } from '../kernel/apply.ts'
import { type Call, memberOf } from '../kernel/call.ts'
import type { TimeCursor } from '../kernel/cursor.ts'
import { given, guarded, type Load, many, one } from '../kernel/read.ts'
import { type Write, writerOf } from '../kernel/write.ts'
import { type KolShopTables, kolShopSpecs } from './tables.ts'

const writer = writerOf<KolShopTables>(kolShopSpecs)

/** A shop with its page; the name of one that was erased is empty. */
export type ShopRow = KolShopRecord & {
  readonly hasPage: boolean
  readonly prices: readonly OwnPrice[]
  readonly version: number
}

const columns = sql`s.*, p.member_id is not null as has_page, coalesce(p.name, '') as name,
  coalesce(p.story, '') as story, p.banner_url, n.words as reason`
const tables = sql`kol_shops s
  left join kol_shop_pages p on p.brand_id = s.brand_id and p.member_id = s.member_id
  left join personal_notes n on n.brand_id = s.brand_id and n.owner_id = s.member_id and n.id = s.id`

function shopRow(condition: RawBuilder<unknown>): Load<ShopRow | undefined> {
  return one(sql<ShopRow>`select ${columns} from ${tables} where ${condition}`)
}

/** A member's own shop; guarded. */
export function loadShopOf({ brandId }: Call, memberId: string): Load<ShopRow | undefined> {
  return guarded(kolShopSpecs.kolShops, shopRow(sql`s.brand_id = ${brandId} and s.member_id = ${memberId}`))
}

/** A shop to be decided about; guarded. */
export function loadShop({ brandId }: Call, shopId: string): Load<ShopRow | undefined> {
  return guarded(kolShopSpecs.kolShops, shopRow(sql`s.brand_id = ${brandId} and s.id = ${shopId}`))
}

/** A shop that is open, as its visitors may see it. */
export function loadShownShop({ brandId }: Call, shopId: string): Load<ShopRow | undefined> {
  return shopRow(sql`s.brand_id = ${brandId} and s.id = ${shopId} and s.status = 'open'`)
}

/** An open shop as its prices and its sales need it. */
export type OpenShop = { readonly id: string; readonly prices: readonly OwnPrice[] }

/** The shop somebody says they buy in, if it is open. */
export function loadOpenShop({ brandId }: Call, shopId: string | null | undefined): Load<OpenShop | undefined> {
  if (shopId == null) return given(undefined)
  return one(sql<OpenShop>`select id, prices from kol_shops
    where brand_id = ${brandId} and id = ${shopId} and status = 'open'`)
}

/** What an open shop sells and can be seen now, in no order. */
export function loadSelection(call: Call, shopId: string): Load<readonly ShelfProduct[]> {
  const ids = sql`select jsonb_array_elements_text(s.product_ids) from kol_shops s
    where s.brand_id = ${call.brandId} and s.id = ${shopId}`
  return loadShopProducts(call, ids, MAX_SHOP_PRODUCTS)
}

/** The SKUs of a member's selection, in its order. A floor of nothing leaves the promoter no price. */
export function loadPriceable({ brandId }: Call, memberId: string): Load<readonly PriceableSku[]> {
  return many(sql<PriceableSku>`select p.id as product_id, p.title, k.id as sku_id, k.title as sku_title, k.list_minor,
      nullif(k.floor_minor, 0) as floor_minor,
      (select (o ->> 'priceMinor')::bigint from jsonb_array_elements(s.prices) o where o ->> 'skuId' = k.id limit 1)
        as price_minor
    from kol_shops s
    cross join jsonb_array_elements_text(s.product_ids) with ordinality as e(id, place)
    join products p on p.brand_id = s.brand_id and p.id = e.id
    join skus k on k.brand_id = s.brand_id and k.product_id = p.id and k.active
    where s.brand_id = ${brandId} and s.member_id = ${memberId}
    order by e.place, k.position, k.id limit ${MAX_OWN_PRICES}`)
}

/** Which of these products there are. */
export function loadKnownIds(
  { brandId }: Call,
  productIds: readonly string[],
): Load<readonly { readonly id: string }[]> {
  return many(sql<{ readonly id: string }>`select id from products
    where brand_id = ${brandId} and id = any(${productIds}::text[]) order by id limit ${MAX_SHOP_PRODUCTS}`)
}

/** The template of a coupon that a shop is to offer; nothing for none. */
export function loadCoupon(call: Call, templateId: string | null): Load<readonly CountedTemplate[]> {
  return templateId === null ? given([]) : loadTemplatesIn(call, memberOf(call), sql`select ${templateId}`)
}

/** Shops of a status or of all, those that applied last in front. */
export function loadShops(
  { brandId }: Call,
  status: KolShopStatus | undefined,
  before: TimeCursor | null,
  limit: number,
): Load<readonly ShopRow[]> {
  const [at, id] = [before?.at ?? Number.MAX_SAFE_INTEGER, before?.id ?? '']
  const ofStatus = status === undefined ? sql`true` : sql`s.status = ${status}`
  return many(sql<ShopRow>`select ${columns} from ${tables}
    where s.brand_id = ${brandId} and ${ofStatus} and (s.applied_at, s.id) < (${at}::bigint, ${id})
    order by s.applied_at desc, s.id desc limit ${limit}`)
}

/** When somebody was born; null when it is not known. */
export function loadBirthDate(
  { brandId }: Call,
  memberId: string,
): Load<{ readonly birthday: string | null } | undefined> {
  return one(sql<{ readonly birthday: string | null }>`select birthday from member_profiles
    where brand_id = ${brandId} and member_id = ${memberId}`)
}

/**
 * Days of a shop on which something was. Orders count on the day of their payment in the brand's zone, with what was
 * kept of them since, and with the commission of the shop's own promoter that was not taken back.
 */
export function loadShopDays(
  { brandId }: Call,
  of: { readonly memberId: string } | { readonly shopId: string },
  { from, until }: ShopDaysInput,
): Load<readonly KolShopDay[]> {
  const shop = 'shopId' in of ? sql`s.id = ${of.shopId}` : sql`s.member_id = ${of.memberId}`
  // A zone is at most 14 hours off; the days themselves are compared as text.
  const [first, last] = [Date.parse(from) - dayMs, Date.parse(until) + 2 * dayMs]
  return many(sql<KolShopDay>`with shop as (
      select s.id, s.member_id, s.code, b.time_zone from kol_shops s join brands b on b.brand_id = s.brand_id
      where s.brand_id = ${brandId} and ${shop}
    ), sold as (
      select to_char(to_timestamp(o.paid_at / 1000.0) at time zone shop.time_zone, 'YYYY-MM-DD') as day,
        o.payable_minor - o.refunded_minor as net_minor,
        (select coalesce(sum(c.amount_minor - c.reversed_minor), 0) from commissions c
          where c.brand_id = o.brand_id and c.order_id = o.id and c.payee_id = shop.member_id) as commission_minor
      from shop join orders o on o.brand_id = ${brandId} and o.shop_id = shop.id
        and o.paid_at >= ${first}::bigint and o.paid_at < ${last}::bigint
    ), figures as (
      select day, 0 as visit_count, 1 as order_count, net_minor, commission_minor from sold
      union all
      select d.day, d.visit_count, 0, 0, 0 from shop
        join link_days d on d.brand_id = ${brandId} and d.code = shop.code
    )
    select day, sum(visit_count)::bigint as visit_count, sum(order_count)::bigint as order_count,
      sum(net_minor)::bigint as net_sales_minor, sum(commission_minor)::bigint as commission_minor
    from figures where day between ${from} and ${until} group by day order by day limit ${MAX_SHOP_DAYS}`)
}

/** The page of a shop, as it is written beside its events. */
export function pageWrites(
  { brandId }: Call,
  { memberId, hasPage }: { readonly memberId: string; readonly hasPage: boolean },
  { name, story, bannerUrl }: KolShopPage,
): readonly Write[] {
  const page = { name, story, bannerUrl }
  const key = { brandId, memberId }
  return [hasPage ? writer.change('kolShopPages', key, page) : writer.insert('kolShopPages', { ...key, ...page })]
}

export const applyKolShops: Apply<KolShopEvent> = {
  kol_shop_applied: ({ shopId: id, memberId, isFirst }, { brandId, at: appliedAt }) => [
    isFirst
      ? writer.insert('kolShops', {
          ...{ brandId, memberId, id, status: 'applied', code: null },
          ...{ productIds: [], couponTemplateId: null, prices: [], appliedAt, decidedAt: null },
        })
      : writer.change('kolShops', { brandId, memberId }, { status: 'applied', appliedAt }),
  ],
  kol_shop_changed: ({ memberId, productIds, couponTemplateId }, { brandId }) => [
    writer.change('kolShops', { brandId, memberId }, { productIds, couponTemplateId }),
  ],
  kol_shop_priced: ({ memberId, prices }, { brandId }) => [
    writer.change('kolShops', { brandId, memberId }, { prices }),
  ],
  kol_shop_moved: ({ memberId, to, code }, { brandId, at }) => [
    writer.change(
      'kolShops',
      { brandId, memberId },
      { status: to, decidedAt: at, ...(code === undefined ? {} : { code }) },
    ),
  ],
}
