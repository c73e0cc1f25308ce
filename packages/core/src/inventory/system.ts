import * as z from 'zod/mini'
import { type Endpoint, Id, type Schema } from '../kernel/index.ts'
import { StockHold } from './operator-schema.ts'
import { HoldRef } from './operators.ts'

/** Release a hold whose time is over. */
export const expireHold: Endpoint<HoldRef, StockHold, 'hold_missing' | 'hold_closed' | 'hold_not_due'> = {
  name: 'inventory.expireHold',
  method: 'POST',
  path: '/v1/holds/:holdId/expiry',
  access: 'system',
  input: HoldRef,
  output: StockHold,
  refusals: { hold_missing: 404, hold_closed: 409, hold_not_due: 409 },
}

export type NoteCrossingInput = { readonly skuId: string }
export const NoteCrossingInput: Schema<NoteCrossingInput> = z.object({ skuId: Id })
export type Crossing = { readonly isLow: boolean; readonly freeCount: number }
export const Crossing: Schema<Crossing> = z.object({ isLow: z.boolean(), freeCount: z.int() })

/** Note that the stock of a SKU fell to its threshold, or rose above it again; once per crossing. */
export const noteCrossing: Endpoint<NoteCrossingInput, Crossing, 'sku_missing' | 'stock_not_crossed'> = {
  name: 'inventory.noteCrossing',
  method: 'POST',
  path: '/v1/stock/:skuId/crossing',
  access: 'system',
  input: NoteCrossingInput,
  output: Crossing,
  refusals: { sku_missing: 404, stock_not_crossed: 409 },
}
