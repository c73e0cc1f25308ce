import type { ProviderStatus } from '../provider.ts'

/** A transaction as answers and notifications carry it. */
export type Transaction = {
  readonly out_trade_no: string
  readonly transaction_id?: string
  readonly trade_state: string
  readonly amount?: { readonly total: number; readonly currency?: string }
}

/** Where a transaction stands. One that was refunded had succeeded. */
export function statusOf({ trade_state: state, amount, transaction_id }: Transaction): ProviderStatus {
  const reference = transaction_id ?? null
  if (state === 'SUCCESS' || state === 'REFUND') {
    if (amount === undefined) throw new Error('wechat_pay: a transaction without its amount')
    return { outcome: 'succeeded', amountMinor: amount.total, currency: amount.currency ?? 'CNY', reference }
  }
  if (state === 'CLOSED' || state === 'REVOKED') return { outcome: 'closed' }
  return { outcome: state === 'PAYERROR' ? 'failed' : 'pending' }
}
