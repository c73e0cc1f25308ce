import * as z from 'zod/mini'
import { AmountMinor, Count, Label, type Schema } from '../kernel/index.ts'

/** The limits of one period of a promotion that all members share; null for no limit. */
export type SharedLimits = {
  readonly maxUses: number | null
  readonly budgetMinor: number | null
}

/** What all members together have used of a promotion in one period. The limits beside it are those it stands under. */
export type PromotionCounter = SharedLimits & {
  readonly promotionId: string
  /** `ever`, `2026-11-22`, `2026-W47` or `2026-11`, in the brand's zone. */
  readonly periodKey: string
  /** Orders it applied to, less those that gave it back. */
  readonly usedCount: number
  readonly spentMinor: number
}

/** How often one member has used a promotion in one period. */
export type MemberCounter = Pick<PromotionCounter, 'promotionId' | 'periodKey' | 'usedCount'>

/** What one order used of one promotion with limits. */
export type PromotionUse = {
  readonly promotionId: string
  readonly periodKey: string
  /** What it took off the order, shipping included. */
  readonly minor: number
  /** It is counted among the uses of all members. */
  readonly ofTotal: boolean
  /** It is counted among the uses of its member. */
  readonly ofMember: boolean
}

/** What was used of a promotion in the period that runs now. */
export type PromotionUsage = Pick<PromotionCounter, 'periodKey' | 'usedCount' | 'spentMinor'>
export const PromotionUsage: Schema<PromotionUsage> = z.object({
  periodKey: Label,
  usedCount: Count,
  spentMinor: AmountMinor,
})

/** A promotion with limits applied to an order. */
export type PromotionUsed = {
  readonly type: 'promotion_used'
  readonly promotionId: string
  readonly memberId: string
  readonly orderId: string
  readonly minor: number
  readonly periodKey: string
  /** The count of all members it goes into; `created` for the first of a period. Null when only members are counted. */
  readonly total: (SharedLimits & { readonly created: boolean }) | null
  /** The member's own count it goes into; null when members are not counted. */
  readonly member: { readonly created: boolean } | null
}

/** An order that was cancelled or came back whole gave its use of a promotion back. */
export type PromotionUnused = PromotionUse & {
  readonly type: 'promotion_unused'
  readonly memberId: string
  readonly orderId: string
}

/** A promotion was saved: what all members may use of it in this period, from now on. */
export type PromotionLimitsSet = SharedLimits & {
  readonly type: 'promotion_limits_set'
  readonly promotionId: string
  readonly periodKey: string
  /** True when nothing was counted for the period yet. */
  readonly created: boolean
}

/** Everything that can happen to the use of promotions. */
export type PromotionUsageEvent = PromotionUsed | PromotionUnused | PromotionLimitsSet
