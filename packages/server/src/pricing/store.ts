import type { Coupon } from '@siyu/core/coupons'
import { MAX_WALLET } from '@siyu/core/coupons'
import type { Shelf } from '@siyu/core/inventory'
import type { PointsSettings } from '@siyu/core/points'
import { MAX_CHOSEN_COUPONS, type Place } from '@siyu/core/pricing'
import type { Promotion } from '@siyu/core/promotions'
import type { ShippingSettings } from '@siyu/core/shipping'
import type { TaxSettings } from '@siyu/core/taxes'
import type { TierSettings } from '@siyu/core/tiers'
import { type RawBuilder, sql } from 'kysely'
import { type BrandRow, loadBrand, loadSettings } from '../brands/index.ts'
import type { SkuRow } from '../catalog/index.ts'
import { type CouponUsage, couponSpecs, loadCouponUsage } from '../coupons/index.ts'
import { shelfOfSku } from '../inventory/index.ts'
import type { Call } from '../kernel/call.ts'
import { given, guarded, type Load, many, one } from '../kernel/read.ts'
import { loadOpenShop, type OpenShop } from '../kolshops/index.ts'
import { type AccountRow, loadLots, loadPointsAccount } from '../points/index.ts'
import { loadPromotionUsage, loadRunningPromotions, type PromotionUsageLoads } from '../promotions/index.ts'
import { loadMemberTier, loadTierSettings } from '../tiers/index.ts'

/** The most SKUs that are given away at once. */
const MAX_GIFTS = 500

/** What public rules may ask about a member. */
export type ShopperRow = {
  readonly joinedAt: number
  /** Orders so far, those that were cancelled aside. */
  readonly orderCount: number
  readonly tags: readonly string[]
  readonly segmentIds: readonly string[]
}

/** A SKU with what is on its shelf. */
export type ShelfRow = SkuRow & Omit<Shelf, 'skuId'>

/** Everything a price depends on besides the goods. */
export type PricingLoads = PromotionUsageLoads & {
  readonly brand: Load<BrandRow | undefined>
  readonly tier: Load<{ readonly tierId: string; readonly growthCount: number } | undefined>
  readonly tiers: Load<TierSettings>
  readonly promotions: Load<readonly Promotion[]>
  readonly coupons: Load<readonly Coupon[]>
  readonly couponUsage: Load<ReadonlyMap<string, CouponUsage>>
  readonly account: Load<AccountRow | undefined>
  readonly lots: ReturnType<typeof loadLots>
  readonly points: Load<PointsSettings>
  readonly shopper: Load<ShopperRow | undefined>
  readonly gifts: Load<readonly ShelfRow[]>
  readonly shipping: Load<ShippingSettings>
  readonly taxes: Load<TaxSettings>
  /** The promoter's shop the shopper is in, if it is open. */
  readonly shop: Load<OpenShop | undefined>
}

/**
 * What a quote depends on, in one statement; a visitor's when `memberId` is null. `coupons` are those a quote looks at,
 * `giftIds` are SKUs that a draft gives away.
 */
export function loadPricing(
  call: Call,
  memberId: string | null,
  coupons: Load<readonly Coupon[]>,
  place: Place | undefined,
  giftIds: readonly string[] = [],
): PricingLoads {
  return {
    ...loadPromotionUsage(call, memberId),
    brand: loadBrand(call),
    tier: memberId === null ? given(undefined) : loadMemberTier(call, memberId),
    tiers: loadTierSettings(call),
    promotions: loadRunningPromotions(call),
    coupons,
    couponUsage: memberId === null ? given(new Map()) : loadCouponUsage(call, memberId),
    account: memberId === null ? given(undefined) : loadPointsAccount(call, memberId),
    lots: memberId === null ? given([]) : loadLots(call, memberId, null),
    points: loadSettings<PointsSettings>(call, 'points'),
    shopper: memberId === null ? given(undefined) : loadShopper(call, memberId),
    gifts: loadGifts(call, memberId, giftIds),
    shipping: loadSettings<ShippingSettings>(call, 'shipping'),
    taxes: loadSettings<TaxSettings>(call, 'taxes'),
    shop: loadOpenShop(call, place?.shopId),
  }
}

/** The coupons of a wallet that are not used and not over, and those asked for in whatever state. */
export function loadWallet(
  { brandId, now }: Call,
  memberId: string | null,
  couponIds: readonly string[],
): Load<readonly Coupon[]> {
  if (memberId === null) return given([])
  return many<Coupon>(sql`select * from coupons where brand_id = ${brandId} and member_id = ${memberId}
    and (${isOpen(now)} or id = any(${couponIds}::text[]))
    order by id = any(${couponIds}::text[]) desc, valid_until, id limit ${MAX_WALLET + MAX_CHOSEN_COUPONS}`)
}

/** The coupons a cart insists on, in whatever state; all that can be used when it leaves the choice open. Guarded. */
export function loadCartCoupons({ brandId, now }: Call, memberId: string): Load<readonly Coupon[]> {
  const isWanted = sql`case when c.coupon_ids is null then ${isOpen(now)} else c.coupon_ids @> to_jsonb(k.id) end`
  return guarded(
    couponSpecs.coupons,
    many<Coupon>(sql`select k.* from carts c
      join coupons k on k.brand_id = c.brand_id and k.member_id = c.member_id
      where c.brand_id = ${brandId} and c.member_id = ${memberId} and ${isWanted}
      order by k.valid_until, k.id limit ${MAX_WALLET + MAX_CHOSEN_COUPONS}`),
  )
}

function isOpen(now: number): RawBuilder<boolean> {
  return sql<boolean>`(status = 'issued' and valid_until > ${now})`
}

function loadShopper({ brandId }: Call, memberId: string): Load<ShopperRow | undefined> {
  return one<ShopperRow>(sql`select m.joined_at, coalesce(l.tags, '[]') as tags,
      coalesce(l.segment_ids, '[]') as segment_ids, (select count(*) from orders o
      where o.brand_id = m.brand_id and o.member_id = m.id and o.status <> 'cancelled') as order_count
    from members m left join member_labels l on l.brand_id = m.brand_id and l.member_id = m.id
    where m.brand_id = ${brandId} and m.id = ${memberId}`)
}

/** What promotions that run, and coupons of the wallet, give away. A gift need not be for sale. */
function loadGifts(
  { brandId, now }: Call,
  memberId: string | null,
  giftIds: readonly string[],
): Load<readonly ShelfRow[]> {
  return many<ShelfRow>(sql`select ${shelfColumns} ${shelfTables} where s.brand_id = ${brandId} and s.active and s.id in (
      select effect ->> 'skuId' from promotions where brand_id = ${brandId} and active and effect ->> 'kind' = 'gift'
        and starts_at <= ${now} and (ends_at is null or ends_at > ${now})
      union select effect ->> 'skuId' from coupons where brand_id = ${brandId} and member_id = ${memberId}
        and ${isOpen(now)} and effect ->> 'kind' = 'gift'
      union select unnest(${giftIds}::text[]))
    order by s.id limit ${MAX_GIFTS}`)
}

/** What {@link ShelfRow} is made of. */
export const shelfColumns: RawBuilder<unknown> = sql`s.id, s.title, s.list_minor, s.cost_minor, s.member_prices,
  s.shop_prices, s.floor_minor, s.weight_grams, s.volume_ml, s.tax_category, s.shipping_template_id, s.membership,
  s.product_id,
  p.title as product_title, p.category, p.tags, p.attributes, s.active and p.published as is_for_sale,
  t.on_hand_count, t.held_count, t.sold_count, t.slots`
const shelfTables = sql`from skus s
  join products p on p.brand_id = s.brand_id and p.id = s.product_id
  cross join ${shelfOfSku}`
