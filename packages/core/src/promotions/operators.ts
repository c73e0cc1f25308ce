import * as z from 'zod/mini'
import { type Endpoint, Moment, type Page, PageInput, pageOf, type Schema } from '../kernel/index.ts'
import { Promotion } from './schema.ts'
import { PromotionUsage } from './usage.ts'

/** A promotion as operators see it. */
export type PromotionRow = {
  readonly promotion: Promotion
  /** Of all members together in the period that runs now; null when that is not limited, and so not counted. */
  readonly usage: PromotionUsage | null
  readonly createdAt: number
}
export const PromotionRow: Schema<PromotionRow> = z.object({
  promotion: Promotion,
  usage: z.nullable(PromotionUsage),
  createdAt: Moment,
})

/** All promotions, those that do not run included, newest first, with what was used of their limits. */
export const listAllPromotions: Endpoint<PageInput, Page<PromotionRow>> = {
  name: 'promotions.all',
  method: 'GET',
  path: '/v1/admin/promotions',
  access: 'operator',
  input: PageInput,
  output: pageOf(PromotionRow),
  refusals: {},
}

/** Make a promotion or replace it whole: what is left out is emptied. */
export const savePromotion: Endpoint<
  Promotion,
  Promotion,
  'promotion_window_empty' | 'condition_empty' | 'ladder_unordered' | 'effect_empty' | 'limit_below_used'
> = {
  name: 'promotions.save',
  method: 'PUT',
  path: '/v1/promotions/:id',
  access: 'operator',
  input: Promotion,
  output: Promotion,
  refusals: {
    promotion_window_empty: 409,
    condition_empty: 409,
    ladder_unordered: 409,
    effect_empty: 409,
    limit_below_used: 409,
  },
}

export type PromotionsAdminContract = {
  readonly all: typeof listAllPromotions
  readonly save: typeof savePromotion
}
export const promotionsAdminContract: PromotionsAdminContract = {
  all: listAllPromotions,
  save: savePromotion,
}
