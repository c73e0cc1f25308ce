import type { TableSpec } from '../../kernel/tables.ts'

export type ImportTables = {
  /** Balances of other systems. The key refuses to bring one in twice. */
  pointsImports: {
    readonly brandId: string
    readonly reference: string
    readonly memberId: string
    readonly count: number
    readonly lotId: string
  }
}

export const importSpecs: { readonly [N in keyof ImportTables]: TableSpec } = {
  pointsImports: { name: 'points_imports', key: ['brand_id', 'reference'], versioned: false, kind: 'state' },
}
