import type { TableSpec } from '../kernel/tables.ts'

export type StoredValueTables = {
  /** One per member, made with the member; the limits are CHECK constraints. */
  storedValueAccounts: {
    readonly brandId: string
    readonly memberId: string
    readonly balanceMinor: number
    readonly heldMinor: number
    readonly version: number
  }
}

export const storedValueSpecs: { readonly [N in keyof StoredValueTables]: TableSpec } = {
  storedValueAccounts: {
    name: 'stored_value_accounts',
    key: ['brand_id', 'member_id'],
    versioned: true,
    kind: 'state',
  },
}
