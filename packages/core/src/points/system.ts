import * as z from 'zod/mini'
import { type Endpoint, Id, type Schema } from '../kernel/index.ts'

/** One lot past its end, found by the sweep. */
export type ExpireLotInput = { readonly memberId: string; readonly lotId: string }
export const ExpireLotInput: Schema<ExpireLotInput> = z.object({ memberId: Id, lotId: Id })
export type ExpiredLot = { readonly count: number }
export const ExpiredLot: Schema<ExpiredLot> = z.object({ count: z.int() })

/** Write the expiry of a lot whose end has passed. Spendable points never counted it after that moment. */
export const expireLot: Endpoint<ExpireLotInput, ExpiredLot, 'lot_missing' | 'lot_not_expired'> = {
  name: 'points.expireLot',
  method: 'POST',
  path: '/v1/points/expiries',
  access: 'system',
  input: ExpireLotInput,
  output: ExpiredLot,
  refusals: { lot_missing: 404, lot_not_expired: 409 },
}
