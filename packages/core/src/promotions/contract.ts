import * as z from 'zod/mini'
import { Empty, type Endpoint, listOf, type Schema } from '../kernel/index.ts'
import { Promotion } from './schema.ts'

export type PromotionList = { readonly items: readonly Promotion[] }
export const PromotionList: Schema<PromotionList> = z.object({ items: listOf(Promotion, 200) })

/** The promotions that run now, without their budgets. */
export const listPromotions: Endpoint<Empty, PromotionList> = {
  name: 'promotions.list',
  method: 'GET',
  path: '/v1/promotions',
  access: 'public',
  input: Empty,
  output: PromotionList,
  refusals: {},
}

export type PromotionsContract = {
  readonly list: typeof listPromotions
}
export const promotionsContract: PromotionsContract = {
  list: listPromotions,
}
