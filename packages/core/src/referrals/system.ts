import * as z from 'zod/mini'
import { AmountMinor, type Endpoint, Id, type Schema } from '../kernel/index.ts'
import { Withdrawal } from './withdrawals.ts'

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

/** What a provider says of a pay-out. */
export type PayoutNote = {
  readonly withdrawalId: string
  readonly outcome: 'processing' | 'paid' | 'failed'
  /** What it paid, or is about to. */
  readonly amountMinor: number
  readonly reference: string | null
}
export const PayoutNote: Schema<PayoutNote> = z.object({
  withdrawalId: Id,
  outcome: z.enum(['processing', 'paid', 'failed']),
  amountMinor: AmountMinor,
  reference: z.nullable(Id),
})

/** Record what a provider says of a pay-out. */
export const notePayout: Endpoint<
  PayoutNote,
  Withdrawal,
  'withdrawal_missing' | 'withdrawal_not_paying' | 'withdrawal_amount_differs'
> = {
  name: 'referrals.notePayout',
  method: 'POST',
  path: '/v1/withdrawals/notes',
  access: 'system',
  input: PayoutNote,
  output: Withdrawal,
  refusals: { withdrawal_missing: 404, withdrawal_not_paying: 409, withdrawal_amount_differs: 409 },
}
