import type { KolShopPage, KolShopSelection, KolShopStatus, OwnPrice } from '@siyu/core/kolshops'
import type { TableSpec } from '../kernel/tables.ts'

export type KolShopTables = {
  /** One for each member at most; whoever decides about it guards it. */
  kolShops: KolShopSelection & {
    readonly brandId: string
    readonly memberId: string
    readonly id: string
    readonly status: KolShopStatus
    readonly code: string | null
    readonly appliedAt: number
    readonly decidedAt: number | null
    readonly prices: readonly OwnPrice[]
    readonly version: number
  }
  /** What promoters say of their shops. */
  kolShopPages: KolShopPage & { readonly brandId: string; readonly memberId: string }
}

export const kolShopSpecs: { readonly [N in keyof KolShopTables]: TableSpec } = {
  kolShops: { name: 'kol_shops', key: ['brand_id', 'member_id'], versioned: true, kind: 'state' },
  kolShopPages: { name: 'kol_shop_pages', key: ['brand_id', 'member_id'], versioned: false, kind: 'personal' },
}
