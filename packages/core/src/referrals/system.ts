import * as z from 'zod/mini'
import { AmountMinor, Bps, Count, type Endpoint, Id, listOf, type Schema } from '../kernel/index.ts'
import { MAX_SHARES, SharePaid } from './shares.ts'
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
  /** What became of the parts that are paid out of payments, once that is known of all of them. */
  readonly shares?: readonly SharePaid[] | undefined
}
export const PayoutNote: Schema<PayoutNote> = z.object({
  withdrawalId: Id,
  outcome: z.enum(['processing', 'paid', 'failed']),
  amountMinor: AmountMinor,
  reference: z.nullable(Id),
  shares: z.optional(listOf(SharePaid, MAX_SHARES)),
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

export type SplitPayoutInput = {
  readonly withdrawalId: string
  /** The provider whose payments are paid out of, and the most of one that may be: 0 when it only transfers. */
  readonly provider: string
  readonly maxBps: number
  /** For so many days after a payment. */
  readonly withinDays: number
  /** Who gets it can be asked for it back. */
  readonly isReturnable: boolean
}
export const SplitPayoutInput: Schema<SplitPayoutInput> = z.object({
  withdrawalId: Id,
  provider: Id,
  maxBps: Bps,
  withinDays: Count,
  isReturnable: z.boolean(),
})

/**
 * Set an approved withdrawal on its way, before its provider is asked: settle which parts are paid out of the payments
 * that earned them. From then on nobody rejects it.
 */
export const splitPayout: Endpoint<SplitPayoutInput, Withdrawal, 'withdrawal_missing' | 'withdrawal_not_paying'> = {
  name: 'referrals.splitPayout',
  method: 'POST',
  path: '/v1/withdrawals/splits',
  access: 'system',
  input: SplitPayoutInput,
  output: Withdrawal,
  refusals: { withdrawal_missing: 404, withdrawal_not_paying: 409 },
}

export type ShareRef = { readonly withdrawalId: string; readonly paymentId: string }
export const ShareRef: Schema<ShareRef> = z.object({ withdrawalId: Id, paymentId: Id })
/** What is asked back of a part, and the number of the return. */
export type ShareReturn = { readonly amountMinor: number; readonly returnCount: number }
export const ShareReturn: Schema<ShareReturn> = z.object({ amountMinor: AmountMinor, returnCount: Count })

/** Ask for what was paid out of a payment and is not earned any more. */
export const returnShare: Endpoint<ShareRef, ShareReturn, 'share_missing' | 'share_return_not_due'> = {
  name: 'referrals.returnShare',
  method: 'POST',
  path: '/v1/withdrawals/returns',
  access: 'system',
  input: ShareRef,
  output: ShareReturn,
  refusals: { share_missing: 404, share_return_not_due: 409 },
}

export type NoteReturnInput = ShareRef & { readonly outcome: 'returned' | 'failed' }
export const NoteReturnInput: Schema<NoteReturnInput> = z.object({
  withdrawalId: Id,
  paymentId: Id,
  outcome: z.enum(['returned', 'failed']),
})

/** Record what a provider says of a return. */
export const noteReturn: Endpoint<NoteReturnInput, ShareReturn, 'share_missing'> = {
  name: 'referrals.noteReturn',
  method: 'POST',
  path: '/v1/withdrawals/return-notes',
  access: 'system',
  input: NoteReturnInput,
  output: ShareReturn,
  refusals: { share_missing: 404 },
}
