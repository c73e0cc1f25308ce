import { dayMs } from '../../kernel/index.ts'
import type { Expiry } from '../schema.ts'
import { localOf, momentOf, type OffsetAt, plusMonths } from './calendar.ts'

/** How lots end here: the policy, and the clock on the brand's wall. */
export type Life = { readonly expiry: Expiry; readonly offsetAt: OffsetAt }

const monthsIn = { month: 1, quarter: 3, year: 12 } as const

/** First moment a lot that becomes spendable at `activeAt` can no longer be spent; null for never. */
export function endOf({ expiry, offsetAt }: Life, activeAt: number): number | null {
  switch (expiry.kind) {
    case 'never':
      return null
    case 'days':
    case 'rolling':
      return activeAt + expiry.days * dayMs
    case 'months':
      return momentOf(plusMonths(localOf(activeAt, offsetAt(activeAt)), expiry.months), offsetAt)
    case 'end_of':
      return momentOf(endOfPeriod(localOf(activeAt, offsetAt(activeAt)), expiry.period, expiry.plus), offsetAt)
    case 'date':
      return activeAt < expiry.at ? expiry.at : null
  }
}

/** Midnight after the last day of the period, and of so many more periods. */
function endOfPeriod(local: Date, period: keyof typeof monthsIn, plus: number): number {
  const length = monthsIn[period]
  const first = local.getUTCMonth() - (local.getUTCMonth() % length)
  return Date.UTC(local.getUTCFullYear(), first + length * (1 + plus), 1)
}
