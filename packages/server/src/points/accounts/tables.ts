import type { TableSpec } from '../../kernel/tables.ts'

export type AccountTables = {
  /** Why operators froze accounts and let them go, in their own words: outside of the journal, and erasable. */
  pointsFreezes: {
    readonly brandId: string
    readonly memberId: string
    readonly id: string
    readonly reason: string
    readonly writtenBy: string
    readonly at: number
  }
  /** Balances of other systems. The key refuses to bring one in twice. */
  pointsImports: {
    readonly brandId: string
    readonly reference: string
    readonly memberId: string
    readonly count: number
    readonly lotId: string
  }
}

export const accountSpecs: { readonly [N in keyof AccountTables]: TableSpec } = {
  pointsFreezes: {
    name: 'points_freezes',
    key: ['brand_id', 'member_id', 'id'],
    versioned: false,
    kind: 'personal',
  },
  pointsImports: { name: 'points_imports', key: ['brand_id', 'reference'], versioned: false, kind: 'state' },
}
