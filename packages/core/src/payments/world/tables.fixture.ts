import type { Cart } from '../../carts/index.ts'
import type { Coupon } from '../../coupons/index.ts'
import type { Stock } from '../../inventory/index.ts'
import type {
  CancelEvent,
  ImportSaleEvent,
  Order,
  OrderTerms,
  PlaceOrderEvent,
  ReceiveEvent,
  RefundEvent,
} from '../../orders/index.ts'
import type { LotTake, PointsAdjusted, PointsExpired, PointsLot, PointsSettings } from '../../points/index.ts'
import type { PlaceFacts, PricedSku } from '../../pricing/index.ts'
import type { MemberCounter, Promotion, PromotionCounter, PromotionUse } from '../../promotions/index.ts'
import type { CommissionFacts, CommissionPlan, CommissionReleased } from '../../referrals/index.ts'
import type { ShippingSettings } from '../../shipping/index.ts'
import type { StoredValueEvent } from '../../storedvalue/index.ts'
import type { TaxSettings } from '../../taxes/index.ts'
import type { Standing, TierSettings } from '../../tiers/index.ts'
import type { PaymentCreated, PaymentRefunded, PaymentRefundRequested } from '../events.ts'
import type { NoteEvent } from '../rules/payment.ts'
import type { Payment } from '../schema.ts'

/** Everything that happens in the small shop of these tests. */
export type WorldEvent =
  | PlaceOrderEvent
  | ImportSaleEvent
  | ReceiveEvent
  | CancelEvent
  | RefundEvent
  | NoteEvent
  | PaymentCreated
  | StoredValueEvent
  | PaymentRefunded
  | PaymentRefundRequested
  | PointsExpired
  | PointsAdjusted
  | CommissionReleased

/** An order with what a server keeps beside it. */
export type SaleState = {
  order: Order
  readonly terms: OrderTerms
  heldTakes: readonly LotTake[]
  spentTakes: readonly LotTake[]
  ownLotId: string | null
  commissions: readonly CommissionFacts[]
  promotionUses: readonly PromotionUse[]
}

export type PaymentState = {
  payment: Payment
  readonly refunds: Map<string, { readonly refundId: string; readonly amountMinor: number; refundedAt: number | null }>
}

/** The rules of the shop. */
export type Program = {
  readonly settings: PointsSettings
  readonly tiers: TierSettings
  readonly plan: CommissionPlan
  readonly promotions: readonly Promotion[]
  readonly prices: readonly PricedSku[]
  readonly shipping?: ShippingSettings | null
  readonly taxes?: TaxSettings | null
}

/** Tables in memory: one shopper, who was brought by mem_b, who was brought by mem_c. */
export type World = {
  now: number
  lastId: number
  readonly program: Program
  readonly lots: Map<string, PointsLot>
  /** What was written off, by lot. */
  readonly expired: Map<string, number>
  /** What was credited on caps, by counter. */
  readonly used: Map<string, number>
  debtCount: number
  /** What the shopper has as stored value, and what the next checkout is to take of it. */
  readonly stored: { balanceMinor: number; heldMinor: number; wantedMinor: number }
  growthCount: number
  tierId: string
  standing: Standing
  readonly stocks: Map<string, Stock>
  readonly coupons: Map<string, Coupon>
  readonly sales: Map<string, SaleState>
  readonly payments: Map<string, PaymentState>
  /** What was used of the limits of promotions, by promotion and period. */
  readonly totals: Map<string, PromotionCounter>
  readonly ofMember: Map<string, MemberCounter>
  cart: Cart
  readonly journal: WorldEvent[]
}

export const buyerId = 'mem_a'
export const paymentWindowMs = 1_800_000
export const day = 86_400_000
/** What the shopper begins with as stored value. */
export const storedMinor = 50_000
export const emptyCart: Cart = { lines: [], couponIds: null, pointsCount: 0 }
/** Where the shopper of these tests lives. */
export const home: PlaceFacts = {
  ...{ channel: null, communityId: null, shopId: null, region: '4403', shippingMethodId: null },
}

/** What events of these concepts do to the tables, from their own fields alone. */
export type TablesOf<Concept extends string> = {
  readonly [Type in Extract<WorldEvent['type'], `${Concept}_${string}`>]: (
    world: World,
    event: Extract<WorldEvent, { type: Type }>,
  ) => void
}

export const nothing = (): void => undefined

/** Ids in order. */
export function newId(world: World): (prefix: string) => string {
  return (prefix) => {
    world.lastId += 1
    return `${prefix}_${world.lastId}`
  }
}

/** The order and what is kept beside it. */
export function saleOf(world: World, orderId: string): SaleState {
  const sale = world.sales.get(orderId)
  if (sale === undefined) throw new Error(`no order ${orderId}`)
  return sale
}
