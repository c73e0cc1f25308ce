import * as z from 'zod/mini'
import { type Endpoint, Id, type Schema } from '../kernel/index.ts'

export type ReleaseCommissionInput = { readonly orderId: string; readonly payeeId: string }
export const ReleaseCommissionInput: Schema<ReleaseCommissionInput> = z.object({ orderId: Id, payeeId: Id })
export type ReleasedCommission = { readonly amountMinor: number }
export const ReleasedCommission: Schema<ReleasedCommission> = z.object({ amountMinor: z.int() })

/** Make a frozen commission available when its return window is over; found by the sweep. */
export const releaseCommission: Endpoint<
  ReleaseCommissionInput,
  ReleasedCommission,
  'commission_missing' | 'commission_not_due' | 'commission_held'
> = {
  name: 'referrals.release',
  method: 'POST',
  path: '/v1/commission/releases',
  access: 'system',
  input: ReleaseCommissionInput,
  output: ReleasedCommission,
  refusals: { commission_missing: 404, commission_not_due: 409, commission_held: 409 },
}
