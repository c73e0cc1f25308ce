import type { FlashSession } from '@siyu/core/flashsales'
import type { TableSpec } from '../kernel/tables.ts'

export type FlashSaleTables = {
  /** What is left of its items is in buckets; whether it is open is what the clock says. */
  flashSessions: FlashSession & { readonly brandId: string; readonly version: number }
}

export const flashSaleSpecs: { readonly [N in keyof FlashSaleTables]: TableSpec } = {
  flashSessions: { name: 'flash_sessions', key: ['brand_id', 'id'], versioned: true, kind: 'state' },
}
