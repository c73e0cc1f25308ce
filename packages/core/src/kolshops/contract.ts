import * as z from 'zod/mini'
import { Day, Empty, type Endpoint, Id, listOf, type Schema } from '../kernel/index.ts'
import {
  KolShop,
  type KolShopPage,
  KolShopRecord,
  type KolShopSelection,
  KolShopStats,
  KolShopStatus,
  MAX_OWN_PRICES,
  OwnPrice,
  PriceableSku,
  pageShape,
  selectionShape,
} from './schema.ts'

export type ShopRef = { readonly shopId: string }
export const ShopRef: Schema<ShopRef> = z.object({ shopId: Id })

/** An open shop with its products. Prices are the caller's, or the shop's where that is lower. */
export const getKolShop: Endpoint<ShopRef, KolShop, 'shop_missing'> = {
  name: 'kolshops.get',
  method: 'GET',
  path: '/v1/kol-shops/:shopId',
  access: 'public',
  input: ShopRef,
  output: KolShop,
  refusals: { shop_missing: 404 },
}

export type OwnKolShop = { readonly shop: KolShopRecord | null }
export const OwnKolShop: Schema<OwnKolShop> = z.object({ shop: z.nullable(KolShopRecord) })

/** One's own shop, whatever its state; null for none. */
export const ownKolShop: Endpoint<Empty, OwnKolShop> = {
  name: 'kolshops.mine',
  method: 'GET',
  path: '/v1/kol-shop',
  access: 'member',
  input: Empty,
  output: OwnKolShop,
  refusals: {},
}

/** A shop and its state. */
export type KolShopState = { readonly shopId: string; readonly status: KolShopStatus }
export const KolShopState: Schema<KolShopState> = z.object({ shopId: Id, status: KolShopStatus })

export const ApplyKolShopInput: Schema<KolShopPage> = z.object(pageShape)

/** Ask for a shop of one's own, or once more after a no. */
export const applyKolShop: Endpoint<KolShopPage, KolShopState, 'shop_exists' | 'promoter_minor'> = {
  name: 'kolshops.apply',
  method: 'POST',
  path: '/v1/kol-shop',
  access: 'member',
  input: ApplyKolShopInput,
  output: KolShopState,
  refusals: { shop_exists: 409, promoter_minor: 403 },
}

export type EditKolShopInput = KolShopPage & KolShopSelection
export const EditKolShopInput: Schema<EditKolShopInput> = z.object({ ...pageShape, ...selectionShape })

/** Change the page, the selection and the coupon of one's own shop. */
export const editKolShop: Endpoint<
  EditKolShopInput,
  KolShopState,
  'shop_missing' | 'shop_move_illegal' | 'product_missing' | 'shop_coupon_missing'
> = {
  name: 'kolshops.edit',
  method: 'PUT',
  path: '/v1/kol-shop',
  access: 'member',
  input: EditKolShopInput,
  output: KolShopState,
  refusals: { shop_missing: 404, shop_move_illegal: 409, product_missing: 404, shop_coupon_missing: 404 },
}

export type PriceableSkus = { readonly items: readonly PriceableSku[] }
export const PriceableSkus: Schema<PriceableSkus> = z.object({ items: listOf(PriceableSku, MAX_OWN_PRICES) })

/** The SKUs of one's own selection, with what they cost and what one may ask for them. */
export const ownKolShopPrices: Endpoint<Empty, PriceableSkus, 'shop_missing'> = {
  name: 'kolshops.prices',
  method: 'GET',
  path: '/v1/kol-shop/prices',
  access: 'member',
  input: Empty,
  output: PriceableSkus,
  refusals: { shop_missing: 404 },
}

export type PriceKolShopInput = { readonly prices: readonly OwnPrice[] }
export const PriceKolShopInput: Schema<PriceKolShopInput> = z.object({ prices: listOf(OwnPrice, MAX_OWN_PRICES) })

/** Say what SKUs cost in one's own shop, from the brand's floor up to the list price, in place of what was said. */
export const priceKolShop: Endpoint<
  PriceKolShopInput,
  KolShopState,
  'shop_missing' | 'shop_move_illegal' | 'sku_missing' | 'shop_price_fixed' | 'shop_price_out_of_range'
> = {
  name: 'kolshops.price',
  method: 'PUT',
  path: '/v1/kol-shop/prices',
  access: 'member',
  input: PriceKolShopInput,
  output: KolShopState,
  refusals: {
    shop_missing: 404,
    shop_move_illegal: 409,
    sku_missing: 404,
    shop_price_fixed: 409,
    shop_price_out_of_range: 409,
  },
}

/** Days of the brand's calendar, both included. */
export type ShopDaysInput = { readonly from: string; readonly until: string }
export const ShopDaysInput: Schema<ShopDaysInput> = z.object({ from: Day, until: Day })

/** What one's own shop did, by day. */
export const ownKolShopStats: Endpoint<ShopDaysInput, KolShopStats, 'shop_missing' | 'days_too_many'> = {
  name: 'kolshops.stats',
  method: 'GET',
  path: '/v1/kol-shop/statistics',
  access: 'member',
  input: ShopDaysInput,
  output: KolShopStats,
  refusals: { shop_missing: 404, days_too_many: 409 },
}

export type KolShopsContract = {
  readonly get: typeof getKolShop
  readonly mine: typeof ownKolShop
  readonly apply: typeof applyKolShop
  readonly edit: typeof editKolShop
  readonly prices: typeof ownKolShopPrices
  readonly price: typeof priceKolShop
  readonly stats: typeof ownKolShopStats
}
export const kolShopsContract: KolShopsContract = {
  get: getKolShop,
  mine: ownKolShop,
  apply: applyKolShop,
  edit: editKolShop,
  prices: ownKolShopPrices,
  price: priceKolShop,
  stats: ownKolShopStats,
}
