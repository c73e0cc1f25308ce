import type { MallItemRow } from '@siyu/core/points'
import type { TableSpec } from '../../kernel/tables.ts'

export type MallTables = {
  /** Many redeem at once, so there is no version: the count is added to, and a CHECK holds it below the limit. */
  pointsItems: MallItemRow & { readonly brandId: string }
  /** Which order took how many pieces of which item. */
  pointsRedemptions: {
    readonly brandId: string
    readonly memberId: string
    readonly orderId: string
    readonly itemId: string
    readonly count: number
    readonly returnedCount: number
  }
}

export const mallSpecs: { readonly [N in keyof MallTables]: TableSpec } = {
  pointsItems: { name: 'points_items', key: ['brand_id', 'id'], versioned: false, kind: 'state' },
  pointsRedemptions: {
    name: 'points_redemptions',
    key: ['brand_id', 'member_id', 'order_id'],
    versioned: false,
    kind: 'state',
  },
}
