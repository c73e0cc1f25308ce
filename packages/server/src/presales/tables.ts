import type { Presale } from '@siyu/core/presales'
import type { TableSpec } from '../kernel/tables.ts'

export type PresaleTables = {
  /** What is left of it is in its bucket; whether it takes orders is what the clock says. */
  presales: Presale & { readonly brandId: string; readonly version: number }
}

export const presaleSpecs: { readonly [N in keyof PresaleTables]: TableSpec } = {
  presales: { name: 'presales', key: ['brand_id', 'id'], versioned: true, kind: 'state' },
}
