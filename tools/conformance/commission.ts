import { minorFromDecimal } from '../../packages/core/src/money/index.ts'
import { accrue, type CommissionRate, withdrawalFee } from '../../packages/core/src/referrals/index.ts'
import type { Case, Suite, Verdict } from './types.ts'
import { compared, skipped } from './verdict.ts'

const missing: Readonly<Record<string, string>> = {
  productRange: 'the range of commission shown for a product: no API yet',
}

const ops: Readonly<Record<string, Suite>> = { lineCommission, saleCommission, payoutFee }

/** Commission against `@siyu/core/referrals`. */
export const commissionSuite: Suite = (testCase) => {
  const name = String(testCase.input['op'])
  return ops[name]?.(testCase) ?? skipped(missing[name] ?? `no such rule of commission here: ${name}`)
}

type LineInput = { basis: number | null; percent: string | null; fixed: number | null }

/** A fixed sum wins over a share at the source; here a rule is one or the other. */
function lineCommission({ input, expect }: Case): Verdict {
  const { basis, percent, fixed } = input as LineInput
  const rate = fixed === null ? { bps: bpsOf(percent ?? '0') } : { fixedMinor: fixed }
  return judged(expect, { netMinor: basis ?? 0, quantity: 1 }, rate)
}

type SaleInput = { type: string; percent?: string; fixed?: number; saleAmount: number; quantity: number }

function saleCommission({ input, expect }: Case): Verdict {
  const { type, percent = '0', fixed = 0, saleAmount: netMinor, quantity } = input as SaleInput
  const sold = { netMinor, quantity }
  if (type === 'flat') return judged(expect, sold, { fixedMinor: fixed })
  if (type !== 'percent') return skipped(`a rate that is neither a share nor a sum cannot be written: ${type}`)
  const isHalfUp = (netMinor * bpsOf(percent)) % 10_000 >= 5_000
  return isHalfUp
    ? skipped('half a minor unit and more is rounded up at the source: down here')
    : judged(expect, sold, { bps: bpsOf(percent) })
}

type FeeInput = { payout: number; feePercent: string; waiverLimit: number; waiverUsed: number; extraFee: number }

function payoutFee({ input, expect }: Case): Verdict {
  const { payout, feePercent, waiverLimit: freeMinor, waiverUsed, extraFee: feeMinor } = input as FeeInput
  const fee = withdrawalFee({ feeBps: bpsOf(feePercent), feeMinor, freeMinor }, payout, waiverUsed)
  const got = { feeFreeAmount: fee.feeFreeMinor, feeChargedAmount: fee.chargedMinor }
  return compared(expect, { ...got, freeTierRemaining: fee.freeLeftMinor, fee: fee.feeMinor })
}

type Sold = { readonly netMinor: number; readonly quantity: number }

function judged(expect: Case['expect'], sold: Sold, rate: CommissionRate): Verdict {
  const rules = [{ ruleId: 'rule', lineIds: ['line'], rate, funder: 'brand' }] as const
  const upline = { payeeId: 'payee', level: 1, bps: 0, capBps: 10_000, freezeDays: 0, rules } as const
  const granted = { counters: [], now: 0, zoneOffsetMinutes: 0 }
  const accrued = accrue({ orderId: 'order', lines: [{ lineId: 'line', ...sold }], uplines: [upline], granted })
  return compared(expect, { commission: accrued.reduce((sum, { amountMinor }) => sum + amountMinor, 0) })
}

/** Sources write rates with at most two places; a finer one would be a bug of the case. */
function bpsOf(percent: string): number {
  const bps = minorFromDecimal(percent, 2, 'trunc')
  if (bps !== minorFromDecimal(percent, 2, 'expand')) throw new Error(`${percent} % is no whole number of basis points`)
  return bps
}
