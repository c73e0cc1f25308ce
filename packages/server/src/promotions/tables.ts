import type { Promotion } from '@siyu/core/promotions'
import type { TableSpec } from '../kernel/tables.ts'

export type PromotionTables = { promotions: Promotion & { readonly brandId: string } }

export const promotionSpecs: { readonly [N in keyof PromotionTables]: TableSpec } = {
  promotions: { name: 'promotions', key: ['brand_id', 'id'], versioned: false, kind: 'state' },
}
