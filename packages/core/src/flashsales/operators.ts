import { type Endpoint, type Page, PageInput, pageOf } from '../kernel/index.ts'
import { FlashSession, FlashSessionSales } from './operator-schema.ts'

/** All sessions with what was sold, newest start first. */
export const listFlashSessions: Endpoint<PageInput, Page<FlashSessionSales>> = {
  name: 'flashsales.sessions',
  method: 'GET',
  path: '/v1/admin/flash-sales',
  access: 'operator',
  input: PageInput,
  output: pageOf(FlashSessionSales),
  refusals: {},
}

/** Make a session or replace it whole. Orders keep the price they were placed at; a bucket holds what was sold. */
export const saveFlashSession: Endpoint<
  FlashSession,
  FlashSession,
  | 'session_window_empty'
  | 'flash_item_repeated'
  | 'sku_missing'
  | 'price_not_below_list'
  | 'bucket_below_taken'
  | 'flash_sales_full'
> = {
  name: 'flashsales.save',
  method: 'PUT',
  path: '/v1/flash-sales/:id',
  access: 'operator',
  input: FlashSession,
  output: FlashSession,
  refusals: {
    session_window_empty: 409,
    flash_item_repeated: 409,
    sku_missing: 404,
    price_not_below_list: 409,
    bucket_below_taken: 409,
    flash_sales_full: 409,
  },
}

export type FlashSalesAdminContract = {
  readonly sessions: typeof listFlashSessions
  readonly save: typeof saveFlashSession
}
export const flashSalesAdminContract: FlashSalesAdminContract = {
  sessions: listFlashSessions,
  save: saveFlashSession,
}
