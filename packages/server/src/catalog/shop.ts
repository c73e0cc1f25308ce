import {
  runningPrices,
  type ShopPrice,
  type ShopProduct,
  shopPriceMinor,
  shopProduct,
  type WholeProduct,
  type WholeSku,
} from '@siyu/core/catalog'
import { available, type Shelf as StockShelf } from '@siyu/core/inventory'
import type { Page } from '@siyu/core/kernel'
import { pricesOfTier, type Tier } from '@siyu/core/tiers'
import { type RawBuilder, sql } from 'kysely'
import { shelfOfSku } from '../inventory/index.ts'
import type { Call } from '../kernel/call.ts'
import { pageBy } from '../kernel/cursor.ts'
import { type Load, many, one } from '../kernel/read.ts'
import { isShown } from './store.ts'

/** A published product with what is on the shelf of each SKU. */
export type ShelfProduct = Omit<WholeProduct, 'skus'> & {
  readonly skus: readonly (ShelfSku &
    Pick<StockShelf, 'onHandCount' | 'heldCount'> & { readonly backorderCount: number })[]
}
type ShelfSku = Pick<
  WholeSku,
  | 'id'
  | 'title'
  | 'listMinor'
  | 'costMinor'
  | 'memberPrices'
  | 'shopPrices'
  | 'floorMinor'
  | 'membership'
  | 'choices'
  | 'noReasonReturn'
>

/** What is looked for. */
export type Wanted = {
  readonly category?: string | undefined
  readonly tag?: string | undefined
  /** Words; none of them for the order of ids. */
  readonly search?: string | undefined
  /** Where the page before ended: an id, or with `search` how many came before. */
  readonly cursor?: string | undefined
}

/** At least so many of ten words or pairs of characters must be there. */
const LEAST_HITS_OF_TEN = 7
/** Nobody turns pages of search results beyond this. */
const MAX_FOUND = 1_000

/** Published products as somebody looks for them. */
export function listShopProducts(call: Call, wanted: Wanted, limit: number): Load<readonly ShelfProduct[]> {
  return many<ShelfProduct>(sql`select ${shelfColumns} from products p
    where p.brand_id = ${call.brandId} and ${isShown(call.now)} and ${matching(call, wanted)}
    ${ordered(wanted, limit)}`)
}

/** One published product. */
export function loadShopProduct(call: Call, productId: string): Load<ShelfProduct | undefined> {
  return one<ShelfProduct>(sql`select ${shelfColumns} from products p
    where p.brand_id = ${call.brandId} and p.id = ${productId} and ${isShown(call.now)}`)
}

/** Those of these products that are shown, in no order. */
export function loadShopProducts(
  { brandId, now }: Call,
  productIds: RawBuilder<unknown>,
  limit: number,
): Load<readonly ShelfProduct[]> {
  return many<ShelfProduct>(sql`select ${shelfColumns} from products p
    where p.brand_id = ${brandId} and p.id in (${productIds}) and ${isShown(now)} order by p.id limit ${limit}`)
}

/** All products with everything an operator sees, hidden SKUs aside. */
export function listWholeProducts(call: Call, wanted: Wanted, limit: number): Load<readonly WholeProduct[]> {
  const skus = sql`coalesce((select json_agg(json_build_object('id', s.id, 'title', s.title, 'listMinor', s.list_minor,
      'costMinor', s.cost_minor, 'memberPrices', s.member_prices, 'shopPrices', s.shop_prices,
      'floorMinor', s.floor_minor, 'weightGrams', s.weight_grams, 'volumeMl', s.volume_ml,
      'taxCategory', s.tax_category, 'shippingTemplateId', s.shipping_template_id, 'membership', s.membership,
      'choices', s.choices, 'noReasonReturn', s.no_reason_return) order by s.position)
    from skus s where s.brand_id = p.brand_id and s.product_id = p.id and s.active), '[]')`
  return many<WholeProduct>(sql`select p.id, p.title, p.description, p.image_url, p.category, p.tags, p.attributes,
      p.options, p.media, p.published, p.publish_from, p.publish_until, ${skus} as skus
    from products p where p.brand_id = ${call.brandId} and ${matching(call, wanted)} ${ordered(wanted, limit)}`)
}

/** A page of products in order of id; of what was searched for, the next one begins at a place, up to the last. */
export function pageOfFound<R extends { readonly id: string }, T>(
  rows: readonly R[],
  limit: number,
  { search = '', cursor }: Wanted,
  itemOf: (row: R) => T,
): Page<T> {
  if (search === '') return pageBy(rows, limit, ({ id }) => id, itemOf)
  const next = placeOf(cursor) + limit
  const page = pageBy(rows, limit, () => String(next), itemOf)
  return next < MAX_FOUND ? page : { ...page, nextCursor: null }
}

/** How many of something are left that lies on no shelf: as many as a line may have. */
const UNCOUNTED = 1_000_000

/** A product as this caller sees it. */
export function toShop(product: ShelfProduct, tier: Tier | undefined): ShopProduct {
  const leftOf = (sku: ShelfProduct['skus'][number]): number =>
    sku.membership === null ? available(sku) + sku.backorderCount : UNCOUNTED
  const counts = new Map(product.skus.map((sku) => [sku.id, leftOf(sku)]))
  const skus = product.skus.map((sku) => ({
    ...sku,
    memberPrices: pricesOfTier(sku.memberPrices, tier, sku.listMinor),
  }))
  return shopProduct({ ...product, skus }, counts, tier?.id ?? null)
}

/** A promoter's shop with the prices of its own. */
export type PricingShop = {
  readonly id: string
  readonly prices: readonly { readonly skuId: string; readonly priceMinor: number }[]
}

/** What a SKU costs by the promoter's own list: nothing where the brand has set no floor, or took it away again. */
export function pricesOfShop(
  shop: PricingShop | undefined,
  { id, floorMinor }: { readonly id: string; readonly floorMinor?: number | undefined },
): readonly ShopPrice[] {
  const own = shop?.prices.find(({ skuId }) => skuId === id)
  if (shop === undefined || own === undefined || (floorMinor ?? 0) === 0) return []
  return [{ kind: 'shop', key: shop.id, priceMinor: own.priceMinor }]
}

/** The same in a promoter's shop, at its prices where they are lower; never below what the SKU may cost. */
export function toKolShop(product: ShelfProduct, tier: Tier | undefined, shop: PricingShop, now: number): ShopProduct {
  const place = { channel: null, communityId: null, shopId: shop.id }
  const prices = new Map(
    product.skus.map(({ id, shopPrices, floorMinor }) => {
      const running = [...runningPrices(shopPrices, now), ...pricesOfShop(shop, { id, floorMinor })]
      const own = shopPriceMinor({ shopPrices: running }, place)
      return [id, own === null ? null : Math.max(own, floorMinor)] as const
    }),
  )
  const shown = toShop(product, tier)
  const skus = shown.skus.map((sku) => ({
    ...sku,
    priceMinor: Math.min(sku.priceMinor, prices.get(sku.id) ?? sku.priceMinor),
  }))
  return { ...shown, skus }
}

const shelfColumns: RawBuilder<unknown> = sql`p.id, p.title, p.description, p.image_url, p.category, p.tags,
  p.attributes, p.options, p.media, p.published, (select json_agg(json_build_object('id', s.id, 'title', s.title,
      'listMinor', s.list_minor, 'costMinor', s.cost_minor, 'floorMinor', s.floor_minor,
      'memberPrices', s.member_prices, 'shopPrices', s.shop_prices, 'membership', s.membership,
      'choices', s.choices, 'noReasonReturn', s.no_reason_return,
      'onHandCount', t.on_hand_count, 'heldCount', t.held_count, 'backorderCount', t.backorder_count)
      order by s.position)
    from skus s cross join ${shelfOfSku}
    where s.brand_id = p.brand_id and s.product_id = p.id and s.active) as skus`

function matching(call: Call, { category, tag, search = '', cursor = '' }: Wanted): RawBuilder<boolean> {
  const conditions = [
    category === undefined ? sql`true` : sql`p.category in ${within(call, category)}`,
    tag === undefined ? sql`true` : sql`p.tags @> to_jsonb(${tag}::text)`,
    search === '' ? sql`p.id > ${cursor}` : found(search),
  ]
  return sql`${sql.join(conditions, sql` and `)}`
}

/** A category and all that lie in it. */
function within({ brandId }: Call, category: string): RawBuilder<unknown> {
  return sql`(with recursive tree(id) as (select ${category}::text union
    select c.id from categories c join tree on c.parent_id = tree.id where c.brand_id = ${brandId})
    select id from tree)`
}

const anyOf = (search: string): RawBuilder<unknown> =>
  sql`array_to_string(siyu_wanted(${search}::text), ' | ')::tsquery`
const hitsOf = (search: string): RawBuilder<unknown> =>
  sql`(select count(*) from unnest(siyu_wanted(${search}::text)) w where p.search @@ w::tsquery)`

function found(search: string): RawBuilder<unknown> {
  return sql`p.search @@ ${anyOf(search)}
    and ${hitsOf(search)} * 10 >= ${LEAST_HITS_OF_TEN} * cardinality(siyu_wanted(${search}::text))`
}

function ordered({ search = '', cursor }: Wanted, limit: number): RawBuilder<unknown> {
  if (search === '') return sql`order by p.id limit ${limit}`
  const rank = sql`ts_rank(p.search, ${anyOf(search)})`
  return sql`order by ${hitsOf(search)} desc, ${rank} desc, p.id limit ${limit} offset ${placeOf(cursor)}`
}

function placeOf(cursor: string | undefined): number {
  return /^\d{1,4}$/.test(cursor ?? '') ? Number(cursor) : 0
}
