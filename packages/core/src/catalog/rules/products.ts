import { accept, type CodeOf, type Decision, type Refusal, refuse } from '../../kernel/index.ts'
import type { ProductSaved } from '../events.ts'
import type { Product, ShopPrice, Sku, WholeProduct, WholeSku } from '../operator-schema.ts'
import type { importProducts, saveProduct } from '../operators.ts'
import type { MemberPrice, ShopProduct, SkuChanges } from '../schema.ts'
import type { ReadProducts } from './csv.ts'

export type SaveProductFacts = {
  readonly product: Product
  /** Which product each of these SKU ids belongs to by now, hidden SKUs included. */
  readonly owners: ReadonlyMap<string, string>
  /** The product is there already. */
  readonly exists: boolean
  /** SKUs of the product that are not hidden at this moment. */
  readonly activeSkuIds: readonly string[]
}

/**
 * Make a product or replace it whole: what is left out is recorded as empty, so that nothing of before remains. A SKU
 * id belongs to one product for ever, and stands in it once.
 */
export function save(facts: SaveProductFacts): Decision<ProductSaved, CodeOf<typeof saveProduct>> {
  const { product, owners } = facts
  const seen = new Set<string>()
  for (const { id: skuId } of product.skus) {
    const productId = seen.has(skuId) ? product.id : (owners.get(skuId) ?? product.id)
    if (seen.has(skuId) || productId !== product.id) return refuse('sku_taken', { skuId, productId })
    seen.add(skuId)
  }
  const odd = optionRefusal(product)
  if (odd !== undefined) return { ok: false, refusal: odd }
  if (isEmptyWindow(product)) return refuse('publish_window_empty')
  const above = product.skus.find(({ floorMinor = 0, listMinor }) => floorMinor > listMinor)
  if (above !== undefined) return refuse('floor_above_list', { skuId: above.id })
  const saved = { product: wholeProduct(product), created: !facts.exists, skuChanges: skuChanges(facts, seen) }
  return accept({ type: 'product_saved', ...saved })
}

/** A SKU that does not fit the options of its product, or the variant that stands twice. */
function optionRefusal({ options = [], skus }: Product): Refusal<CodeOf<typeof saveProduct>> | undefined {
  const met = new Map<string, string>()
  const ids = options.flatMap(({ id, values }) => [id, ...values.map((value) => `${id}/${value.id}`)])
  if (new Set(ids).size < ids.length) return { code: 'option_repeated' }
  for (const { id: skuId, choices = [] } of skus) {
    const fits = options.every(({ values }, at) => values.some(({ id }) => id === choices[at]))
    if (!fits || choices.length !== options.length) return { code: 'choices_unfit', detail: { skuId } }
    const same = options.length === 0 ? undefined : met.get(choices.join('/'))
    if (same !== undefined) return { code: 'variant_repeated', detail: { skuId, otherSkuId: same } }
    met.set(choices.join('/'), skuId)
  }
  return undefined
}

function isEmptyWindow({ publishFrom, publishUntil }: Product): boolean {
  return publishFrom != null && publishUntil != null && publishUntil <= publishFrom
}

/** The product with nothing left out: what was absent is empty, zero or null. */
export function wholeProduct(product: Product): WholeProduct {
  const {
    tags = [],
    attributes = {},
    options = [],
    media = [],
    publishFrom = null,
    publishUntil = null,
    skus,
  } = product
  const shown = { options, media, publishFrom, publishUntil }
  return { ...product, tags: [...new Set(tags)], attributes, ...shown, skus: skus.map(wholeSku) }
}

function wholeSku(sku: Sku): WholeSku {
  const { shopPrices = [], floorMinor = 0, weightGrams = 0, volumeMl = 0 } = sku
  const { taxCategory = null, shippingTemplateId = null, membership = null, choices = [], noReasonReturn = true } = sku
  const terms = { taxCategory, shippingTemplateId, membership, choices, noReasonReturn }
  return { ...sku, shopPrices, floorMinor, weightGrams, volumeMl, ...terms }
}

function skuChanges({ owners, activeSkuIds }: SaveProductFacts, named: ReadonlySet<string>): SkuChanges {
  return {
    createdIds: [...named].filter((skuId) => !owners.has(skuId)),
    updatedIds: [...named].filter((skuId) => owners.has(skuId)),
    retiredIds: activeSkuIds.filter((skuId) => !named.has(skuId)),
  }
}

/** The best unit price for a tier: its member price if it has one, never above the list price or below the floor. */
export function unitPriceMinor(
  sku: {
    readonly listMinor: number
    readonly floorMinor?: number | undefined
    readonly memberPrices: readonly MemberPrice[]
  },
  tierId: string | null,
): number {
  let best = sku.listMinor
  for (const price of sku.memberPrices) if (price.tierId === tierId && price.priceMinor < best) best = price.priceMinor
  return Math.max(best, sku.floorMinor ?? 0)
}

/** Where a shopper buys; null where nothing is known. */
export type ShopPlace = {
  readonly channel: string | null
  readonly communityId: string | null
  readonly shopId: string | null
}

/** Those of the prices that apply at a moment. */
export function runningPrices(prices: readonly ShopPrice[], now: number): readonly ShopPrice[] {
  return prices.filter(({ startsAt, endsAt }) => now >= (startsAt ?? now) && (endsAt == null || now < endsAt))
}

/** The lowest price of the lists that apply at this place; null when none does. It may lie above the list price. */
export function shopPriceMinor(
  sku: { readonly shopPrices?: readonly ShopPrice[] | undefined },
  place: ShopPlace,
): number | null {
  const keys = { channel: place.channel, community: place.communityId, shop: place.shopId }
  let best: number | null = null
  for (const { kind, key, priceMinor } of sku.shopPrices ?? []) {
    if (keys[kind] === key && (best === null || priceMinor < best)) best = priceMinor
  }
  return best
}

/**
 * A product as a shopper of this tier sees it: prices that are theirs, what is left (0 when not counted), and no costs
 * or floors.
 */
export function shopProduct(
  product: Product,
  availableCounts: ReadonlyMap<string, number>,
  tierId: string | null,
): ShopProduct {
  const { id, title, description, imageUrl, category, tags = [], attributes = {}, options = [], media = [] } = product
  const skus = product.skus.map((sku) => ({
    id: sku.id,
    title: sku.title,
    listMinor: sku.listMinor,
    priceMinor: unitPriceMinor(sku, tierId),
    availableCount: availableCounts.get(sku.id) ?? 0,
    choices: sku.choices ?? [],
    ...(sku.noReasonReturn === false ? { noReasonReturn: sku.noReasonReturn } : {}),
  }))
  return { id, title, description, imageUrl, category, tags, attributes, options, media, skus }
}

export type ImportFacts = {
  readonly read: ReadProducts
  readonly owners: ReadonlyMap<string, string>
  /** The products of the file that are there already, with their SKUs that are not hidden. */
  readonly known: ReadonlyMap<string, readonly string[]>
}

/** Save every product of a file, or none. A SKU may not move from one product to another within it either. */
export function importAll(facts: ImportFacts): Decision<ProductSaved, CodeOf<typeof importProducts>> {
  const { read, known } = facts
  if (!read.ok) return refuse('csv_invalid', { errors: read.errors })
  const owners = new Map(facts.owners)
  const events: ProductSaved[] = []
  for (const product of read.products) {
    const activeSkuIds = known.get(product.id)
    const exists = activeSkuIds !== undefined
    const saved = save({ product, owners: facts.owners, exists, activeSkuIds: activeSkuIds ?? [] })
    const row = read.rowOf.get(product.id)
    if (!saved.ok) return refuse(saved.refusal.code, { ...saved.refusal.detail, row })
    const twice = product.skus.find(({ id }) => (owners.get(id) ?? product.id) !== product.id)
    if (twice !== undefined) return refuse('sku_taken', { skuId: twice.id, productId: owners.get(twice.id), row })
    for (const { id } of product.skus) owners.set(id, product.id)
    events.push(...saved.events)
  }
  return accept(...events)
}
