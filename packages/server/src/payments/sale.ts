import type { PayFacts } from '@siyu/core/orders'
import type { PointsSettings } from '@siyu/core/points'
import type { TierFacts } from '@siyu/core/tiers'
import { loadBrand, loadSettings } from '../brands/index.ts'
import type { Call } from '../kernel/call.ts'
import type { Load, Loaded } from '../kernel/read.ts'
import { loadOrderOfPayment, memberOfMembership, type OrderRow, orderOfPayment } from '../orders/index.ts'
import {
  type IdRef,
  lifeOf,
  loadOrderCounters,
  loadPointsAccount,
  loadRollingLots,
  loadSpendOfPayment,
  ofPayment,
  usedOf,
} from '../points/index.ts'
import { loadCommissionCounters, loadLeftPayees } from '../referrals/index.ts'
import { loadTierFacts } from '../tiers/index.ts'
import { loadPayment } from './store.ts'

type Spend = { readonly takes: readonly { readonly lotId: string; readonly count: number }[] } | undefined

/** What paying an order needs. */
export function saleOf(
  { order, spend, ...rows }: PayRows,
  lotId: string,
  tier: TierFacts | undefined,
): Omit<PayFacts, 'now'> | undefined {
  if (order === undefined) return undefined
  const { account, lots, counters, settings, brand, left, commissionCounters } = rows
  const leftPayeeIds = left.map(({ memberId }) => memberId)
  const earning = {
    ...{ program: settings.earn, life: lifeOf(settings, brand), used: usedOf(counters), lots },
    debtCount: account?.debtCount ?? 0,
  }
  return { order, terms: order, heldTakes: spend?.takes ?? [], lotId, earning, tier, leftPayeeIds, commissionCounters }
}

export type EarningLoads = {
  readonly account: ReturnType<typeof loadPointsAccount>
  readonly lots: ReturnType<typeof loadRollingLots>
  readonly counters: ReturnType<typeof loadOrderCounters>
  readonly settings: Load<PointsSettings>
  readonly brand: ReturnType<typeof loadBrand>
  readonly left: ReturnType<typeof loadLeftPayees>
  readonly commissionCounters: ReturnType<typeof loadCommissionCounters>
}

/** The member's points, and how the program makes more of them. */
export function loadEarnings(call: Call, memberId: IdRef, orderId: IdRef): EarningLoads {
  return {
    account: loadPointsAccount(call, memberId),
    lots: loadRollingLots(call, memberId),
    counters: loadOrderCounters(call, memberId, orderId),
    settings: loadSettings<PointsSettings>(call, 'points'),
    brand: loadBrand(call),
    left: loadLeftPayees(call, orderId),
    commissionCounters: loadCommissionCounters(call, orderId),
  }
}

export type PayRows = Loaded<EarningLoads> & {
  readonly order: OrderRow | undefined
  readonly spend: Spend
}

export type PayingLoads = EarningLoads &
  ReturnType<typeof loadTierFacts> & {
    readonly payment: ReturnType<typeof loadPayment>
    readonly order: ReturnType<typeof loadOrderOfPayment>
    readonly spend: ReturnType<typeof loadSpendOfPayment>
  }

/** A payment with everything that its money may move. */
export function loadPaying(call: Call, paymentId: string): PayingLoads {
  return {
    payment: loadPayment(call, paymentId),
    order: loadOrderOfPayment(call, paymentId),
    spend: loadSpendOfPayment(call, paymentId),
    ...loadEarnings(call, ofPayment(call, paymentId, 'member_id'), ofPayment(call, paymentId, 'order_id')),
    ...loadTierFacts(call, memberOfMembership(call, orderOfPayment(call, paymentId))),
  }
}
