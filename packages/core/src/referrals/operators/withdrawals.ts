import * as z from 'zod/mini'
import {
  AmountMinor,
  type Endpoint,
  Id,
  Label,
  listOf,
  MAX_PAGE,
  type Page,
  type PageInput,
  pageOf,
  type Schema,
} from '../../kernel/index.ts'
import { Withdrawal, WithdrawalStatus } from '../withdrawals.ts'

/** A withdrawal with where its money goes to; null once the member was erased. */
export type PayoutRow = {
  readonly withdrawal: Withdrawal
  readonly account: string | null
  readonly name: string | null
}
export const PayoutRow: Schema<PayoutRow> = z.object({
  withdrawal: Withdrawal,
  account: z.nullable(z.string()),
  name: z.nullable(z.string()),
})

export type PayoutsInput = PageInput & { readonly status?: WithdrawalStatus | undefined }
export const PayoutsInput: Schema<PayoutsInput> = z.object({
  cursor: z.optional(z.string().check(z.maxLength(200))),
  limit: z.optional(z.int().check(z.gte(1), z.lte(MAX_PAGE))),
  status: z.optional(WithdrawalStatus),
})

/** Withdrawals of all members, newest first. */
export const listPayouts: Endpoint<PayoutsInput, Page<PayoutRow>> = {
  name: 'referrals.payouts',
  method: 'GET',
  path: '/v1/admin/withdrawals',
  access: 'operator',
  input: PayoutsInput,
  output: pageOf(PayoutRow),
  refusals: {},
}

export type ApproveWithdrawalInput = {
  readonly withdrawalId: string
  /** Income tax to be withheld from it. */
  readonly taxMinor?: number | undefined
  /** How the tax was reckoned and declared. */
  readonly taxNote?: string | undefined
}
export const ApproveWithdrawalInput: Schema<ApproveWithdrawalInput> = z.object({
  withdrawalId: Id,
  taxMinor: z.optional(AmountMinor),
  taxNote: z.optional(Label),
})

/** Approve what was asked for. */
export const approveWithdrawal: Endpoint<
  ApproveWithdrawalInput,
  Withdrawal,
  'withdrawal_missing' | 'withdrawal_not_open' | 'withdrawal_tax_too_high'
> = {
  name: 'referrals.approve',
  method: 'POST',
  path: '/v1/withdrawals/:withdrawalId/approval',
  access: 'operator',
  input: ApproveWithdrawalInput,
  output: Withdrawal,
  refusals: { withdrawal_missing: 404, withdrawal_not_open: 409, withdrawal_tax_too_high: 409 },
}

export type RejectWithdrawalInput = { readonly withdrawalId: string; readonly reason: string }
export const RejectWithdrawalInput: Schema<RejectWithdrawalInput> = z.object({ withdrawalId: Id, reason: Label })

/** Refuse what was asked for or approved and is not on its way yet; it is credited back. */
export const rejectWithdrawal: Endpoint<
  RejectWithdrawalInput,
  Withdrawal,
  'withdrawal_missing' | 'withdrawal_not_open'
> = {
  name: 'referrals.reject',
  method: 'POST',
  path: '/v1/withdrawals/:withdrawalId/rejection',
  access: 'operator',
  input: RejectWithdrawalInput,
  output: Withdrawal,
  refusals: { withdrawal_missing: 404, withdrawal_not_open: 409 },
}

/** The most withdrawals of one batch. */
export const MAX_BATCH = 200

export type PayoutBatch = { readonly batchId: string | null; readonly items: readonly PayoutRow[] }
export const PayoutBatch: Schema<PayoutBatch> = z.object({
  batchId: z.nullable(Id),
  items: listOf(PayoutRow, MAX_BATCH),
})

/** Take approved withdrawals that are paid by hand into a batch, the oldest first. `batchId` is null for none. */
export const batchWithdrawals: Endpoint<Readonly<Record<never, never>>, PayoutBatch> = {
  name: 'referrals.batch',
  method: 'POST',
  path: '/v1/payout-batches',
  access: 'operator',
  input: z.object({}),
  output: PayoutBatch,
  refusals: {},
}

export type SettleWithdrawalInput = {
  readonly withdrawalId: string
  readonly outcome: 'paid' | 'failed'
  /** The number of the transfer, or a code of why it failed. */
  readonly reference: string | null
}
export const SettleWithdrawalInput: Schema<SettleWithdrawalInput> = z.object({
  withdrawalId: Id,
  outcome: z.enum(['paid', 'failed']),
  reference: z.nullable(Id),
})

/** Record what became of a pay-out by hand; what failed is credited back. */
export const settleWithdrawal: Endpoint<
  SettleWithdrawalInput,
  Withdrawal,
  'withdrawal_missing' | 'withdrawal_not_paying'
> = {
  name: 'referrals.settle',
  method: 'POST',
  path: '/v1/withdrawals/:withdrawalId/outcome',
  access: 'operator',
  input: SettleWithdrawalInput,
  output: Withdrawal,
  refusals: { withdrawal_missing: 404, withdrawal_not_paying: 409 },
}

export type WithdrawalsAdminContract = {
  readonly payouts: typeof listPayouts
  readonly approve: typeof approveWithdrawal
  readonly reject: typeof rejectWithdrawal
  readonly batch: typeof batchWithdrawals
  readonly settle: typeof settleWithdrawal
}
export const withdrawalsAdminContract: WithdrawalsAdminContract = {
  payouts: listPayouts,
  approve: approveWithdrawal,
  reject: rejectWithdrawal,
  batch: batchWithdrawals,
  settle: settleWithdrawal,
}
