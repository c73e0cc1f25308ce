import { commerceEvents } from '@siyu/analytics'
import type { RetentionInput } from '@siyu/core/insights'

const { productViewed, orderCompleted } = commerceEvents

/** What makes someone part of a cohort, and what counts as coming back. */
export type Question = Pick<RetentionInput, 'begin' | 'comeBack' | 'cohort'> & {
  readonly id: 'active' | 'repurchase' | 'buying'
}

export const questions: readonly [Question, ...Question[]] = [
  { id: 'active', begin: { event: null }, comeBack: { event: null }, cohort: 'first' },
  { id: 'repurchase', begin: { event: orderCompleted }, comeBack: { event: orderCompleted }, cohort: 'first' },
  { id: 'buying', begin: { event: productViewed }, comeBack: { event: orderCompleted }, cohort: 'every' },
]

/** How many periods are shown of each kind. */
export const periodCounts: Readonly<Record<RetentionInput['period'], number>> = { day: 14, week: 10, month: 12 }
