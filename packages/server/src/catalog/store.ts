import { type CatalogEvent, type WholeProduct, type WholeSku, wholeProduct } from '@siyu/core/catalog'
import type { Shelf as StockShelf } from '@siyu/core/inventory'
import type { Words } from '@siyu/core/kernel'
import { type SelectQueryBuilder, sql } from 'kysely'
import { type InventoryTables, shelfOfSku, stockRowsForSku } from '../inventory/index.ts'
import type { Apply, Recorded } from '../kernel/apply.ts'
import type { Call } from '../kernel/call.ts'
import { guarded, type Load, many, one } from '../kernel/read.ts'
import { tablesOf } from '../kernel/tables.ts'
import { type Write, writerOf } from '../kernel/write.ts'
import { type CatalogTables, catalogSpecs } from './tables.ts'

const db = tablesOf<CatalogTables & InventoryTables>()
const writer = writerOf<CatalogTables>(catalogSpecs)

/** A SKU with what a basket needs of its product. */
export type SkuRow = WholeSku & {
  readonly productId: string
  readonly productTitle: Words
  /** Its product's, as are tags and attributes. */
  readonly category: string
  readonly tags: readonly string[]
  readonly attributes: Readonly<Record<string, string>>
  /** It is not hidden, and its product is published. */
  readonly isForSale: boolean
}

/** These SKUs, hidden ones included. */
export function loadSkus(call: Call, skuIds: readonly string[]): Load<readonly SkuRow[]> {
  return many(
    db
      .selectFrom('skus as s')
      .innerJoin('products as p', (join) => join.onRef('p.brandId', '=', 's.brandId').onRef('p.id', '=', 's.productId'))
      .select(['s.id', 's.title', 's.listMinor', 's.costMinor', 's.memberPrices', 's.productId', 's.shopPrices'])
      .select(['s.floorMinor', 's.weightGrams', 's.volumeMl', 's.taxCategory', 's.shippingTemplateId', 's.membership'])
      .select(['p.title as productTitle', 'p.category', 'p.tags', 'p.attributes'])
      .select(sql<boolean>`s.active and p.published`.as('isForSale'))
      .where('s.brandId', '=', call.brandId)
      .where(sql<boolean>`s.id = any(${skuIds}::text[])`),
  )
}

/** Whose these SKU ids are by now, hidden ones included. */
export function loadOwners(call: Call, skuIds: readonly string[]): Load<ReadonlyMap<string, string>> {
  const query = db
    .selectFrom('skus')
    .select(['id', 'productId'])
    .where('brandId', '=', call.brandId)
    .where(sql<boolean>`id = any(${skuIds}::text[])`)
  return { query, pick: (rows) => new Map(rows.map(({ id, productId }) => [String(id), String(productId)])) }
}

/** A product's row with the SKUs that are not hidden; guarded. */
export type ProductState = { readonly id: string; readonly activeSkuIds: readonly string[]; readonly version: number }

export function loadProductState(call: Call, productId: string): Load<ProductState | undefined> {
  const activeSkuIds = sql<readonly string[]>`coalesce((select json_agg(s.id order by s.position) from skus s
    where s.brand_id = p.brand_id and s.product_id = p.id and s.active), '[]'::json)`
  return guarded(
    catalogSpecs.products,
    one(
      db
        .selectFrom('products as p')
        .select(['p.id', 'p.version', activeSkuIds.as('activeSkuIds')])
        .where('p.brandId', '=', call.brandId)
        .where('p.id', '=', productId),
    ),
  )
}

/** A published product with what is on the shelf of each SKU. */
export type ShelfProduct = Omit<WholeProduct, 'skus'> & {
  readonly skus: readonly (ShelfSku & Omit<StockShelf, 'skuId' | 'soldCount'>)[]
}
type ShelfSku = Pick<
  WholeSku,
  'id' | 'title' | 'listMinor' | 'costMinor' | 'memberPrices' | 'floorMinor' | 'membership'
>

/** Published products in the order of their ids, after one of them. */
export function listShopProducts(
  call: Call,
  category: string | undefined,
  afterId: string,
  limit: number,
): Load<readonly ShelfProduct[]> {
  const all = shelf(call).where('p.id', '>', afterId)
  const inCategory = category === undefined ? all : all.where('p.category', '=', category)
  return many(inCategory.orderBy('p.id').limit(limit))
}

/** One published product. */
export function loadShopProduct(call: Call, productId: string): Load<ShelfProduct | undefined> {
  return one(shelf(call).where('p.id', '=', productId))
}

type Shelf = SelectQueryBuilder<{ p: CatalogTables['products'] }, 'p', ShelfProduct>

function shelf(call: Call): Shelf {
  const skus = sql`(select json_agg(json_build_object('id', s.id, 'title', s.title, 'listMinor', s.list_minor,
      'costMinor', s.cost_minor, 'floorMinor', s.floor_minor, 'memberPrices', s.member_prices,
      'membership', s.membership,
      'onHandCount', t.on_hand_count, 'heldCount', t.held_count, 'slots', t.slots) order by s.position)
    from skus s cross join ${shelfOfSku}
    where s.brand_id = p.brand_id and s.product_id = p.id and s.active)`
  const query = db
    .selectFrom('products as p')
    .select(['p.id', 'p.title', 'p.description', 'p.imageUrl', 'p.category', 'p.tags', 'p.attributes', 'p.published'])
    .select(skus.as('skus'))
    .where('p.brandId', '=', call.brandId)
    .where('p.published', '=', true)
  return query as unknown as Shelf
}

export const applyCatalog: Apply<CatalogEvent> = {
  product_saved: ({ product, created, skuChanges }, as) => {
    // Events from before tags, floors and sizes lack them.
    const { id, skus, ...terms } = wholeProduct(product)
    const { brandId } = as
    const head = created
      ? writer.insert('products', { brandId, id, ...terms })
      : writer.change('products', { brandId, id }, terms)
    const isNew = new Set(skuChanges.createdIds)
    return [
      head,
      ...skus.flatMap((sku, position) => skuWrites(sku, id, position, isNew.has(sku.id), as)),
      ...skuChanges.retiredIds.map((skuId) => writer.change('skus', { brandId, id: skuId }, { active: false })),
    ]
  },
}

/** A new SKU comes with its empty shelf. */
function skuWrites(sku: WholeSku, productId: string, position: number, isNew: boolean, as: Recorded): readonly Write[] {
  const { brandId } = as
  const { id, ...terms } = sku
  const row = { ...terms, productId, position, active: true }
  if (!isNew) return [writer.change('skus', { brandId, id }, row)]
  return [writer.insert('skus', { brandId, id, ...row }), ...stockRowsForSku(id, as)]
}
