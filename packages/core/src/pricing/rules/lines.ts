import { type Product, type ShopPlace, type Sku, shopPriceMinor } from '../../catalog/index.ts'
import { accept, type CodeOf, type Decision, MAX_AMOUNT, refuse } from '../../kernel/index.ts'
import type { quoteBasket } from '../contract.ts'
import type { PricedSku } from '../facts.ts'
import type { Quote } from '../schema.ts'
import type { PricedLine } from './facts.ts'

const maxTitle = 200
const nowhere: ShopPlace = { channel: null, communityId: null, shopId: null }

/** What a line to be priced takes from its product, and from its SKU. */
type ProductPart = Pick<Product, 'id' | 'title'> & Partial<Pick<Product, 'category' | 'tags' | 'attributes'>>
type SkuPart = Pick<Sku, 'id' | 'title' | 'listMinor' | 'memberPrices'> &
  Partial<Pick<Sku, 'shopPrices' | 'floorMinor' | 'weightGrams' | 'volumeMl' | 'taxCategory' | 'shippingTemplateId'>>

/** Makes the line to be priced of one SKU of a product; `place` decides which shop prices apply. */
export function pricedLine(
  lineId: string,
  product: ProductPart,
  sku: SkuPart,
  quantity: number,
  place: ShopPlace = nowhere,
): PricedLine {
  return { lineId, ...pricedSku(product, sku, place), quantity }
}

/** What a line takes from its product and SKU, whatever its quantity. */
export function pricedSku(product: ProductPart, sku: SkuPart, place: ShopPlace): PricedSku {
  const { floorMinor, weightGrams, volumeMl, taxCategory, shippingTemplateId } = sku
  return {
    skuId: sku.id,
    productId: product.id,
    title: {
      zh: `${product.title.zh} ${sku.title.zh}`.slice(0, maxTitle),
      en: `${product.title.en} ${sku.title.en}`.slice(0, maxTitle),
    },
    listMinor: sku.listMinor,
    memberPrices: sku.memberPrices,
    shopPriceMinor: shopPriceMinor(sku, place),
    categories: product.category === undefined ? [] : [product.category],
    tags: product.tags ?? [],
    attributes: product.attributes ?? {},
    ...{ floorMinor, weightGrams, volumeMl, taxCategory, shippingTemplateId },
  }
}

/**
 * Whether these lines can be quoted: every SKU is for sale, no line id stands twice, and the basket's list price is an
 * amount the contract can carry.
 */
export function checkQuoteInput(
  lines: readonly { readonly lineId: string; readonly skuId: string; readonly quantity: number }[],
  skus: ReadonlyMap<string, { readonly listMinor: number }>,
): Decision<never, CodeOf<typeof quoteBasket>> {
  const missing = lines.find(({ skuId }) => !skus.has(skuId))
  if (missing !== undefined) return refuse('sku_missing', { skuId: missing.skuId })
  const seen = new Set<string>()
  let listMinor = 0
  for (const { lineId, skuId, quantity } of lines) {
    if (seen.has(lineId)) return refuse('line_repeated', { lineId })
    seen.add(lineId)
    listMinor += quantity * (skus.get(skuId)?.listMinor ?? 0)
  }
  return listMinor > MAX_AMOUNT ? refuse('basket_too_large', { maxMinor: MAX_AMOUNT }) : accept()
}

/**
 * Whether a quote tells of more money than the contract can carry, which a basket that passed `checkQuoteInput` still
 * may: with gifts, with shipping by weight, or with taxes on top.
 */
export function isTooLarge({ listMinor, payableMinor, shipping }: Quote): boolean {
  const amounts = [listMinor, payableMinor, shipping?.listMinor ?? 0, shipping?.payableMinor ?? 0]
  return !amounts.every((minor) => minor <= MAX_AMOUNT)
}
