import * as z from 'zod/mini'
import { Empty, type Endpoint, listOf, type Schema } from '../../kernel/index.ts'
import { MallItem, MallItemRow, MallOffer } from '../mall.ts'

/** The most items of a mall that are listed. */
export const MAX_MALL = 500

export type MallOfferList = { readonly items: readonly MallOffer[] }
export const MallOfferList: Schema<MallOfferList> = z.object({ items: listOf(MallOffer, MAX_MALL) })

/** The points mall: what points buy, fewest points first. What is over or not for sale is not in it. */
export const listMall: Endpoint<Empty, MallOfferList> = {
  name: 'points.mall',
  method: 'GET',
  path: '/v1/points/mall',
  access: 'public',
  input: Empty,
  output: MallOfferList,
  refusals: {},
}

export type MallItemList = { readonly items: readonly MallItemRow[] }
export const MallItemList: Schema<MallItemList> = z.object({ items: listOf(MallItemRow, MAX_MALL) })

/** All items, newest start first, with what was redeemed of them. */
export const listMallItems: Endpoint<Empty, MallItemList> = {
  name: 'points.items',
  method: 'GET',
  path: '/v1/points/items',
  access: 'operator',
  input: Empty,
  output: MallItemList,
  refusals: {},
}

/** Make an item or replace it whole. Orders keep the terms they were placed under. */
export const saveMallItem: Endpoint<
  MallItem,
  MallItem,
  'sku_missing' | 'item_window_empty' | 'cash_not_below_list' | 'limit_below_redeemed' | 'mall_full'
> = {
  name: 'points.saveItem',
  method: 'PUT',
  path: '/v1/points/items/:id',
  access: 'operator',
  input: MallItem,
  output: MallItem,
  refusals: {
    sku_missing: 404,
    item_window_empty: 409,
    cash_not_below_list: 409,
    limit_below_redeemed: 409,
    mall_full: 409,
  },
}

export type MallContract = {
  readonly mall: typeof listMall
  readonly items: typeof listMallItems
  readonly saveItem: typeof saveMallItem
}
export const mallContract: MallContract = { mall: listMall, items: listMallItems, saveItem: saveMallItem }
