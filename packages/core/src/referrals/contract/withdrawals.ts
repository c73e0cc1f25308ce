import * as z from 'zod/mini'
import { AmountMinor, type Endpoint, Id, type Page, PageInput, pageOf, type Schema } from '../../kernel/index.ts'
import { Withdrawal } from '../withdrawals.ts'

export type WithdrawInput = {
  readonly amountMinor: number
  readonly method: string
  /** Where the money goes to, as the method knows it: an openid, a bank account. */
  readonly account: string
  /** Whose account that is. */
  readonly name: string
}
export const WithdrawInput: Schema<WithdrawInput> = z.object({
  amountMinor: AmountMinor,
  method: Id,
  account: z.string().check(z.minLength(1), z.maxLength(128)),
  name: z.string().check(z.minLength(1), z.maxLength(64)),
})

/** Take available commission out. It is debited at once. */
export const withdraw: Endpoint<
  WithdrawInput,
  Withdrawal,
  | 'withdrawal_method_off'
  | 'withdrawal_below_min'
  | 'withdrawal_above_max'
  | 'commission_insufficient'
  | 'withdrawal_eaten_by_fee'
> = {
  name: 'referrals.withdraw',
  method: 'POST',
  path: '/v1/withdrawals',
  access: 'member',
  input: WithdrawInput,
  output: Withdrawal,
  refusals: {
    withdrawal_method_off: 409,
    withdrawal_below_min: 409,
    withdrawal_above_max: 409,
    commission_insufficient: 409,
    withdrawal_eaten_by_fee: 409,
  },
}

/** One's own withdrawals, newest first. */
export const listWithdrawals: Endpoint<PageInput, Page<Withdrawal>> = {
  name: 'referrals.withdrawals',
  method: 'GET',
  path: '/v1/withdrawals',
  access: 'member',
  input: PageInput,
  output: pageOf(Withdrawal),
  refusals: {},
}

export type WithdrawalsContract = {
  readonly withdraw: typeof withdraw
  readonly withdrawals: typeof listWithdrawals
}
export const withdrawalsContract: WithdrawalsContract = {
  withdraw,
  withdrawals: listWithdrawals,
}
