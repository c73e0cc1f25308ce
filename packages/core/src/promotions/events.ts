import type { Promotion } from './schema.ts'
import type { PromotionUsageEvent } from './usage.ts'

/** A promotion was made or changed; the whole of it as it now is. */
export type PromotionSaved = {
  readonly type: 'promotion_saved'
  readonly promotion: Promotion
  /** True when the promotion is new. */
  readonly created: boolean
}

/** Everything that can happen to promotions. */
export type PromotionEvent = PromotionSaved | PromotionUsageEvent
