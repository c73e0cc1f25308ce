import * as z from 'zod/mini'
import { Empty, type Endpoint, listOf, type Schema } from '../kernel/index.ts'
import { Promotion } from './schema.ts'

export type PromotionList = { readonly items: readonly Promotion[] }
export const PromotionList: Schema<PromotionList> = z.object({ items: listOf(Promotion, 200) })

/** The promotions that run now. */
export const listPromotions: Endpoint<Empty, PromotionList> = {
  name: 'promotions.list',
  method: 'GET',
  path: '/v1/promotions',
  access: 'public',
  input: Empty,
  output: PromotionList,
  refusals: {},
}

/** Make a promotion or replace it whole. */
export const savePromotion: Endpoint<Promotion, Promotion, 'promotion_window_empty'> = {
  name: 'promotions.save',
  method: 'PUT',
  path: '/v1/promotions/:id',
  access: 'operator',
  input: Promotion,
  output: Promotion,
  refusals: { promotion_window_empty: 409 },
}

export type PromotionsContract = { readonly list: typeof listPromotions; readonly save: typeof savePromotion }
export const promotionsContract: PromotionsContract = { list: listPromotions, save: savePromotion }
