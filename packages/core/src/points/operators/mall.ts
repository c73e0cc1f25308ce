import * as z from 'zod/mini'
import { Empty, type Endpoint, listOf, type Schema } from '../../kernel/index.ts'
import { MAX_MALL } from '../contract/mall.ts'
import { MallItem, MallItemRow } from '../mall.ts'

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

export type MallAdminContract = {
  readonly items: typeof listMallItems
  readonly saveItem: typeof saveMallItem
}
export const mallAdminContract: MallAdminContract = {
  items: listMallItems,
  saveItem: saveMallItem,
}
