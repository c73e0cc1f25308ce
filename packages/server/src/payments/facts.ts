import type { RefundPaidOrderFacts } from '@siyu/core/payments'
import type { Expression } from 'kysely'
import type { Call } from '../kernel/call.ts'
import type { Load, Loaded } from '../kernel/read.ts'
import { loadOrder, memberOfOrder, type OrderRow } from '../orders/index.ts'
import { loadEarning, loadLots, loadSpend } from '../points/index.ts'
import { loadPromotionUses } from '../promotions/index.ts'
import { loadOrderCommissions } from '../referrals/index.ts'
import { growthFacts, loadGrowth } from '../tiers/index.ts'
import { loadPaidBy, type PaymentRow } from './store.ts'

/** What a refund may move. */
export type RefundLoads = ReturnType<typeof loadGrowth> & {
  readonly order: Load<OrderRow | undefined>
  readonly payments: Load<readonly PaymentRow[]>
  readonly lots: ReturnType<typeof loadLots>
  readonly spend: ReturnType<typeof loadSpend>
  readonly earning: ReturnType<typeof loadEarning>
  readonly commissions: ReturnType<typeof loadOrderCommissions>
  readonly promotionUses: ReturnType<typeof loadPromotionUses>
}

/** Everything that a refund of an order may move. */
export function loadRefund(call: Call, orderId: string | Expression<string>): RefundLoads {
  const memberId = memberOfOrder(call, orderId)
  return {
    ...loadGrowth(call, memberId),
    order: loadOrder(call, orderId),
    payments: loadPaidBy(call, orderId),
    lots: loadLots(call, memberId, orderId),
    spend: loadSpend(call, memberId, orderId),
    earning: loadEarning(call, memberId, orderId),
    commissions: loadOrderCommissions(call, orderId),
    promotionUses: loadPromotionUses(call, memberId, orderId),
  }
}

/** The rows of a refund as the rule wants them, whichever units it is about. */
export function refundFacts(rows: Loaded<RefundLoads>, call: Call): Omit<RefundPaidOrderFacts, 'lines'> {
  const { order, lots, earning, settings, commissions, promotionUses } = rows
  const growth = growthFacts(rows, call)
  const ownLotId = earning?.lotId ?? null
  const sale = order &&
    growth && {
      ...{ order, terms: order, lots, ownLotId, settings, commissions, promotionUses },
      spentTakes: rows.spend?.takes ?? [],
      expiredCount: lots.find(({ id }) => id === ownLotId)?.expiredCount ?? 0,
      debtCount: rows.account?.debtCount ?? 0,
      growth,
    }
  return { sale, payments: rows.payments, refundId: call.newId('rfd'), newId: call.newId, now: call.now }
}
