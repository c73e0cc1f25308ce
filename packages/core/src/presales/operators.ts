import { type Endpoint, type Page, PageInput, pageOf } from '../kernel/index.ts'
import { PresaleSales } from './operator-schema.ts'
import { Presale } from './schema.ts'

/** All presales with how far their orders are, newest start first. */
export const listAllPresales: Endpoint<PageInput, Page<PresaleSales>> = {
  name: 'presales.all',
  method: 'GET',
  path: '/v1/admin/presales',
  access: 'operator',
  input: PageInput,
  output: pageOf(PresaleSales),
  refusals: {},
}

/**
 * Make a presale or replace it. Its SKU stays the same, and orders keep what they were placed under. A deposit that may
 * be kept is at most 20 % of what is paid: 民法典 art. 586.
 */
export const savePresale: Endpoint<
  Presale,
  Presale,
  | 'presale_windows_crossed'
  | 'presale_sku_fixed'
  | 'sku_missing'
  | 'price_above_list'
  | 'deposit_worth_low'
  | 'deposit_not_below_price'
  | 'deposit_above_share'
  | 'bucket_below_taken'
  | 'presales_full'
> = {
  name: 'presales.save',
  method: 'PUT',
  path: '/v1/presales/:id',
  access: 'operator',
  input: Presale,
  output: Presale,
  refusals: {
    presale_windows_crossed: 409,
    presale_sku_fixed: 409,
    sku_missing: 404,
    price_above_list: 409,
    deposit_worth_low: 409,
    deposit_not_below_price: 409,
    deposit_above_share: 409,
    bucket_below_taken: 409,
    presales_full: 409,
  },
}

export type PresalesAdminContract = {
  readonly all: typeof listAllPresales
  readonly save: typeof savePresale
}
export const presalesAdminContract: PresalesAdminContract = {
  all: listAllPresales,
  save: savePresale,
}
