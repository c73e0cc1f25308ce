import type { GrowthFacts, Order, OrderTerms, RefundOrderInput } from '@siyu/core/orders'
import type { PaidBy, RefundPaidOrderFacts } from '@siyu/core/payments'
import type { LotTake, PointsLot, PointsSettings } from '@siyu/core/points'
import type { PromotionUse } from '@siyu/core/promotions'
import type { CommissionFacts } from '@siyu/core/referrals'
import type { Call } from '../kernel/call.ts'

/** What a refund loads. */
export type RefundRows = {
  readonly order: (Order & OrderTerms) | undefined
  readonly payment: PaidBy | undefined
  readonly account: { readonly debtCount: number } | undefined
  readonly lots: readonly (PointsLot & { readonly expiredCount: number })[]
  readonly spend: { readonly takes: readonly LotTake[] } | undefined
  readonly earning: { readonly lotId: string } | undefined
  readonly settings: PointsSettings
  readonly growth: GrowthFacts | undefined
  readonly commissions: readonly CommissionFacts[]
  readonly promotionUses: readonly PromotionUse[]
}

/** The rows of a refund as the rule wants them. */
export function refundFacts(rows: RefundRows, input: RefundOrderInput, call: Call): RefundPaidOrderFacts {
  const { order, growth, lots, earning, settings, commissions, promotionUses } = rows
  const { lines, thresholds, shippingMinor } = input
  const ownLotId = earning?.lotId ?? null
  const sale = order &&
    growth && {
      ...{ order, terms: order, lots, ownLotId, settings, commissions, promotionUses },
      spentTakes: rows.spend?.takes ?? [],
      expiredCount: lots.find(({ id }) => id === ownLotId)?.expiredCount ?? 0,
      debtCount: rows.account?.debtCount ?? 0,
      growth,
    }
  return {
    ...{ sale, payment: rows.payment, lines, thresholds, shippingMinor },
    refundId: call.newId('rfd'),
    newId: call.newId,
    now: call.now,
  }
}
