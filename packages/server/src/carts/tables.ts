import type { Address, Cart, SeenLine } from '@siyu/core/carts'
import type { TableSpec } from '../kernel/tables.ts'

export type CartTables = {
  /** One per member, made at joining. Every change of the address book moves its version. */
  carts: Cart & {
    readonly brandId: string
    readonly memberId: string
    readonly seen: readonly SeenLine[]
    /** Where the next order goes to. */
    readonly addressId: string | null
    readonly version: number
  }
  addresses: Address & { readonly brandId: string; readonly memberId: string; readonly savedAt: number }
}

export const cartSpecs: { readonly [N in keyof CartTables]: TableSpec } = {
  carts: { name: 'carts', key: ['brand_id', 'member_id'], versioned: true, kind: 'state' },
  addresses: { name: 'addresses', key: ['brand_id', 'member_id', 'id'], versioned: false, kind: 'personal' },
}
