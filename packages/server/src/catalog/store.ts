import { type CatalogEvent, MAX_CATEGORIES, type WholeSku, wholeProduct } from '@siyu/core/catalog'
import type { Words } from '@siyu/core/kernel'
import { type RawBuilder, sql } from 'kysely'
import { stockRowsForSku } from '../inventory/index.ts'
import type { Apply, Recorded } from '../kernel/apply.ts'
import type { Call } from '../kernel/call.ts'
import { guarded, type Load, many } from '../kernel/read.ts'
import { tablesOf } from '../kernel/tables.ts'
import { type Write, writerOf } from '../kernel/write.ts'
import { type CatalogTables, catalogSpecs } from './tables.ts'

const db = tablesOf<CatalogTables>()
const writer = writerOf<CatalogTables>(catalogSpecs)

/** Whether the product `p` is shown at a moment. */
export function isShown(now: number): RawBuilder<boolean> {
  return sql<boolean>`siyu_shown(p.published, p.publish_from, p.publish_until, ${now}::bigint)`
}

/** A SKU with what a basket needs of its product. */
export type SkuRow = Omit<WholeSku, 'choices' | 'noReasonReturn'> & {
  readonly productId: string
  readonly productTitle: Words
  /** Its product's, as are tags and attributes. */
  readonly category: string
  readonly tags: readonly string[]
  readonly attributes: Readonly<Record<string, string>>
  /** It is not hidden, and its product is shown now. */
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
      .select(sql<boolean>`s.active and ${isShown(call.now)}`.as('isForSale'))
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

export function loadProductStates(call: Call, productIds: readonly string[]): Load<readonly ProductState[]> {
  const activeSkuIds = sql<readonly string[]>`coalesce((select json_agg(s.id order by s.position) from skus s
    where s.brand_id = p.brand_id and s.product_id = p.id and s.active), '[]'::json)`
  return guarded(
    catalogSpecs.products,
    many(
      db
        .selectFrom('products as p')
        .select(['p.id', 'p.version', activeSkuIds.as('activeSkuIds')])
        .where('p.brandId', '=', call.brandId)
        .where(sql<boolean>`p.id = any(${productIds}::text[])`),
    ),
  )
}

/** All categories, by rank; guarded. */
export function loadCategories(call: Call): Load<readonly CatalogTables['categories'][]> {
  const rows = db.selectFrom('categories').selectAll().where('brandId', '=', call.brandId)
  return guarded(catalogSpecs.categories, many(rows.orderBy('rank').orderBy('id').limit(MAX_CATEGORIES)))
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
  category_saved: ({ category: { id, ...terms }, created }, { brandId }) => [
    created
      ? writer.insert('categories', { brandId, id, ...terms })
      : writer.change('categories', { brandId, id }, terms),
  ],
}

/** A new SKU comes with its empty shelf. */
function skuWrites(sku: WholeSku, productId: string, position: number, isNew: boolean, as: Recorded): readonly Write[] {
  const { brandId } = as
  const { id, ...terms } = sku
  const row = { ...terms, productId, position, active: true }
  if (!isNew) return [writer.change('skus', { brandId, id }, row)]
  return [writer.insert('skus', { brandId, id, ...row }), ...stockRowsForSku(id, as)]
}
