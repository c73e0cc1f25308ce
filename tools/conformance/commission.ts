import { minorFromDecimal } from '../../packages/core/src/money/index.ts'
import {
  accrue,
  CommissionRate,
  type CommissionRounding,
  commissionRange,
  type FrozenRule,
  withdrawalFee,
} from '../../packages/core/src/referrals/index.ts'
import type { Case, Suite, Verdict } from './types.ts'
import { compared, skipped } from './verdict.ts'

const ops: Readonly<Record<string, Suite>> = { lineCommission, productRange, saleCommission, payoutFee }

/** Commission against `@siyu/core/referrals`. */
export const commissionSuite: Suite = (testCase) => {
  const name = String(testCase.input['op'])
  return ops[name]?.(testCase) ?? skipped(`no such rule of commission here: ${name}`)
}

type LineInput = { basis: number | null; percent: string | null; fixed: number | null }

/** A fixed sum wins over a share at the source; here a rule is one or the other. */
function lineCommission({ input, expect }: Case): Verdict {
  const { basis, percent, fixed } = input as LineInput
  const rate = fixed === null ? { bps: bpsOf(percent ?? '0') } : { fixedMinor: fixed }
  return judged(expect, { netMinor: basis ?? 0, quantity: 1 }, rate)
}

type RangeInput = { globalPercent: string; skus: readonly { price: number; percent?: string; fixed?: number }[] }

/** What a promoter reads beside a product: the range over its SKUs, each with a rate of its own or the plan's. */
function productRange({ input, expect }: Case): Verdict {
  const { globalPercent, skus } = input as RangeInput
  const goods = skus.map(({ price: netMinor }, at) => ({ lineId: `sku ${at}`, netMinor, quantity: 1 }))
  const rules = skus.flatMap(({ percent, fixed }, at): readonly FrozenRule[] => {
    if (percent === undefined && fixed === undefined) return []
    const rate = fixed === undefined ? { bps: bpsOf(percent ?? '0') } : { fixedMinor: fixed }
    return [{ ruleId: `rule ${at}`, lineIds: [`sku ${at}`], rate, funder: 'brand' }]
  })
  const { minMinor: min, maxMinor: max } = commissionRange({ ...upline, bps: bpsOf(globalPercent), rules }, goods)
  return compared(expect, { min, max })
}

type SaleInput = { type: string; percent?: string; fixed?: number; saleAmount: number; quantity: number }

/** The source rounds half a minor unit up, which a plan may say. What is no rate is refused when it is written. */
function saleCommission({ input, expect }: Case): Verdict {
  const { type, percent = '0', fixed = 0, saleAmount: netMinor, quantity } = input as SaleInput
  const rates: Readonly<Record<string, unknown>> = { flat: { fixedMinor: fixed }, percent: { bps: bpsOf(percent) } }
  const written = CommissionRate.safeParse(rates[type])
  return judged(expect, { netMinor, quantity }, written.success ? written.data : null, 'half_up')
}

type FeeInput = { payout: number; feePercent: string; waiverLimit: number; waiverUsed: number; extraFee: number }

function payoutFee({ input, expect }: Case): Verdict {
  const { payout, feePercent, waiverLimit: freeMinor, waiverUsed, extraFee: feeMinor } = input as FeeInput
  const fee = withdrawalFee({ feeBps: bpsOf(feePercent), feeMinor, freeMinor }, payout, waiverUsed)
  const got = { feeFreeAmount: fee.feeFreeMinor, feeChargedAmount: fee.chargedMinor }
  return compared(expect, { ...got, freeTierRemaining: fee.freeLeftMinor, fee: fee.feeMinor })
}

type Sold = { readonly netMinor: number; readonly quantity: number }

const upline = { payeeId: 'payee', level: 1, bps: 0, capBps: 10_000, freezeDays: 0 } as const

function judged(
  expect: Case['expect'],
  sold: Sold,
  rate: CommissionRate | null,
  rounding: CommissionRounding = 'down',
): Verdict {
  const rules = [{ ruleId: 'rule', lineIds: ['line'], rate, funder: 'brand' }] as const
  const granted = { counters: [], now: 0, zoneOffsetMinutes: 0 }
  const uplines = [{ ...upline, rounding, rules }]
  const accrued = accrue({ orderId: 'order', lines: [{ lineId: 'line', ...sold }], uplines, granted })
  return compared(expect, { commission: accrued.reduce((sum, { amountMinor }) => sum + amountMinor, 0) })
}

/** Sources write rates with at most two places; a finer one would be a bug of the case. */
function bpsOf(percent: string): number {
  const bps = minorFromDecimal(percent, 2, 'trunc')
  if (bps !== minorFromDecimal(percent, 2, 'expand')) throw new Error(`${percent} % is no whole number of basis points`)
  return bps
}
