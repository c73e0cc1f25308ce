import { minorFromDecimal } from '../../packages/core/src/money/index.ts'
import { accrue } from '../../packages/core/src/referrals/index.ts'
import type { Case, Suite, Verdict } from './types.ts'
import { compared, skipped } from './verdict.ts'

const missing: Readonly<Record<string, string>> = {
  productRange: 'the range of commission shown for a product: no API yet',
  payoutFee: 'fees of a payout: no API yet',
}

const ops: Readonly<Record<string, Suite>> = { lineCommission, saleCommission }

/** Commission against `@siyu/core/referrals`. */
export const commissionSuite: Suite = (testCase) => {
  const name = String(testCase.input['op'])
  return ops[name]?.(testCase) ?? skipped(missing[name] ?? `no such rule of commission here: ${name}`)
}

type LineInput = { basis: number | null; percent: string | null; fixed: number | null }

function lineCommission({ input, expect }: Case): Verdict {
  const { basis, percent, fixed } = input as LineInput
  if (fixed !== null) return skipped('a fixed commission per line: no API yet')
  return judged(expect, basis ?? 0, percent ?? '0')
}

type SaleInput = { type: string; percent?: string; saleAmount: number }

function saleCommission({ input, expect }: Case): Verdict {
  const { type, percent = '0', saleAmount } = input as SaleInput
  if (type !== 'percent') return skipped(`a commission of the kind ${type}: no API yet`)
  if ((saleAmount * bpsOf(percent)) % 10_000 !== 0) return skipped('half up at the source: rounded down here')
  return judged(expect, saleAmount, percent)
}

function judged(expect: Case['expect'], netMinor: number, percent: string): Verdict {
  const upline = { payeeId: 'payee', level: 1, bps: bpsOf(percent), capBps: 10_000, freezeDays: 0 } as const
  const accrued = accrue({ orderId: 'order', lines: [{ lineId: 'line', netMinor }], uplines: [upline] })
  return compared(expect, { commission: accrued.reduce((sum, { amountMinor }) => sum + amountMinor, 0) })
}

/** Sources write rates with at most two places; a finer one would be a bug of the case. */
function bpsOf(percent: string): number {
  const bps = minorFromDecimal(percent, 2, 'trunc')
  if (bps !== minorFromDecimal(percent, 2, 'expand')) throw new Error(`${percent} % is no whole number of basis points`)
  return bps
}
