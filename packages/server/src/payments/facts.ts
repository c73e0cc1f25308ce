import type { Order, OrderTerms, RefundOrderInput } from '@siyu/core/orders'
import type { Payment, RefundPaidOrderFacts } from '@siyu/core/payments'
import type { LotTake, PointsLot, PointsSettings } from '@siyu/core/points'
import type { PromotionUse } from '@siyu/core/promotions'
import type { CommissionFacts } from '@siyu/core/referrals'
import type { TierSettings } from '@siyu/core/tiers'
import type { Call } from '../kernel/call.ts'
import { growthFacts } from '../orders/index.ts'

/** What a refund loads. */
export type RefundRows = {
  readonly order: (Order & OrderTerms) | undefined
  readonly payment: Payment | undefined
  readonly account: { readonly debtCount: number } | undefined
  readonly lots: readonly (PointsLot & { readonly expiredCount: number })[]
  readonly spend: { readonly takes: readonly LotTake[] } | undefined
  readonly earning: { readonly lotId: string } | undefined
  readonly settings: PointsSettings
  readonly tier: { readonly growthCount: number; readonly tierId: string } | undefined
  readonly tiers: TierSettings
  readonly commissions: readonly CommissionFacts[]
  readonly promotionUses: readonly PromotionUse[]
}

/** The rows of a refund as the rule wants them. */
export function refundFacts(rows: RefundRows, input: RefundOrderInput, call: Call): RefundPaidOrderFacts {
  const { order, lots, earning, settings, commissions, promotionUses } = rows
  const { lines, thresholds, shippingMinor } = input
  const ownLotId = earning?.lotId ?? null
  const sale = order && {
    ...{ order, terms: order, lots, ownLotId, settings, commissions, promotionUses },
    spentTakes: rows.spend?.takes ?? [],
    expiredCount: lots.find(({ id }) => id === ownLotId)?.expiredCount ?? 0,
    debtCount: rows.account?.debtCount ?? 0,
    growth: growthFacts(rows.tier, rows.tiers),
  }
  return {
    ...{ sale, payment: rows.payment, lines, thresholds, shippingMinor },
    refundId: call.newId('rfd'),
    newId: call.newId,
    now: call.now,
  }
}
