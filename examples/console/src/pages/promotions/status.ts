import { type Promotion, runs } from '@siyu/core/promotions'

/** Where a promotion stands now. */
export type PromotionStatus = 'running' | 'planned' | 'ended' | 'off'

export function statusOf(promotion: Promotion, now: number): PromotionStatus {
  const idle = runs(promotion, now)
  if (idle === null) return 'running'
  return ({ inactive: 'off', not_started: 'planned', ended: 'ended' } as const)[idle]
}

/** The colour of its tag, among those of orders. */
export const statusColors: Readonly<Record<PromotionStatus, string>> = {
  running: 'completed',
  planned: 'created',
  ended: 'cancelled',
  off: 'cancelled',
}
