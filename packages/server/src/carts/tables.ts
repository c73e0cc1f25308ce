import type { Cart } from '@siyu/core/carts'
import type { TableSpec } from '../kernel/tables.ts'

export type CartTables = {
  /** One per member, made at joining. */
  carts: Cart & { readonly brandId: string; readonly memberId: string; readonly version: number }
}

export const cartSpecs: { readonly [N in keyof CartTables]: TableSpec } = {
  carts: { name: 'carts', key: ['brand_id', 'member_id'], versioned: true, kind: 'state' },
}
