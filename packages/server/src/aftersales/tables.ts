import type { AftersalesCase } from '@siyu/core/aftersales'
import type { StockLine } from '@siyu/core/inventory'
import type { TableSpec } from '../kernel/tables.ts'

export type AftersalesTables = {
  /** What members and operators write about it are notes: the case's own id, and `<id>:answer`. */
  aftersalesCases: Omit<AftersalesCase, 'words' | 'answer'> & {
    readonly brandId: string
    /** What is held for it, and sold once it is sent. */
    readonly takes: readonly StockLine[]
    readonly version: number
  }
}

export const aftersalesSpecs: { readonly [N in keyof AftersalesTables]: TableSpec } = {
  aftersalesCases: {
    name: 'aftersales_cases',
    key: ['brand_id', 'member_id', 'id'],
    versioned: true,
    kind: 'state',
  },
}
