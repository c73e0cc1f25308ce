import type { Cart } from '../carts/index.ts'
import type { Coupon } from '../coupons/index.ts'
import type { Stock } from '../inventory/index.ts'
import { accept, type Decision } from '../kernel/index.ts'
import type { CancelEvent, PayFacts, ReceiveEvent, RefundableSale, RefundEvent, RefundFacts } from '../orders/index.ts'
import {
  cancel,
  evolve,
  expire,
  firstOrderSettings,
  type GrowthFacts,
  type ImportOrderInput,
  type ImportSaleEvent,
  importSale,
  type LineQuantity,
  type Order,
  type OrderTerms,
  orderOf,
  type PlaceOrderEvent,
  type PlaceOrderFacts,
  placeOrder,
  receive,
} from '../orders/index.ts'
import {
  adjust,
  expireDue,
  type Life,
  type LotTake,
  type PointsAdjusted,
  type PointsExpired,
  type PointsLot,
  type PointsReturn,
  type PointsSettings,
  spendable,
} from '../points/index.ts'
import type { PlaceFacts, PricedSku, PricingFacts } from '../pricing/index.ts'
import {
  type Counters,
  type MemberCounter,
  type Promotion,
  type PromotionCounter,
  type PromotionUse,
  usageOf,
} from '../promotions/index.ts'
import { type CommissionFacts, type CommissionPlan, type CommissionReleased, release } from '../referrals/index.ts'
import type { ShippingSettings } from '../shipping/index.ts'
import type { StoredValueEvent } from '../storedvalue/index.ts'
import type { TaxSettings } from '../taxes/index.ts'
import { type Standing, type TierSettings, tierFor } from '../tiers/index.ts'
import { factsOf, standingOf } from '../tiers/standing.fixture.ts'
import { refundPaidOrder } from './rules/back.ts'
import { type CreateFacts, create, type NoteEvent, note, settleRefund } from './rules/payment.ts'
import type { Payment, PaymentCreated, PaymentRefunded, PaymentRefundRequested } from './schema.ts'

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
const emptyCart: Cart = { lines: [], couponIds: null, pointsCount: 0 }
/** Where the shopper of these tests lives. */
export const home: PlaceFacts = {
  ...{ channel: null, communityId: null, shopId: null, region: '4403', shippingMethodId: null },
}

/** A shop that opens with this stock of every SKU, and these coupons and points of the shopper. */
export function openWorld(
  program: Program,
  stockCount: number,
  coupons: readonly Coupon[],
  pointsCount: number,
): World {
  const world: World = {
    now: 1_767_225_600_000,
    lastId: 0,
    program,
    lots: new Map(),
    expired: new Map(),
    stored: { balanceMinor: storedMinor, heldMinor: 0, wantedMinor: 0 },
    used: new Map(),
    debtCount: 0,
    growthCount: 0,
    tierId: tierFor(program.tiers, 0).id,
    standing: standingOf(tierFor(program.tiers, 0).id),
    stocks: new Map(program.prices.map(({ skuId }) => [skuId, stockOf(skuId, stockCount)])),
    coupons: new Map(coupons.map((coupon) => [coupon.id, coupon])),
    sales: new Map(),
    payments: new Map(),
    totals: new Map(),
    ofMember: new Map(),
    cart: emptyCart,
    journal: [],
  }
  givePoints(world, pointsCount)
  return world
}

function stockOf(skuId: string, onHandCount: number): Stock {
  return { skuId, onHandCount, heldCount: 0, soldCount: 0 }
}

function newId(world: World): (prefix: string) => string {
  return (prefix) => {
    world.lastId += 1
    return `${prefix}_${world.lastId}`
  }
}

/** Writes the events of a decision into the tables, or says why not. Returns the refusal's code, or 'accepted'. */
function commit(world: World, decision: Decision<WorldEvent, string>): string {
  if (!decision.ok) return decision.refusal.code
  for (const event of decision.events) apply(world, event)
  return 'accepted'
}

function apply<Type extends WorldEvent['type']>(world: World, event: Extract<WorldEvent, { type: Type }>): void {
  const table = tables[event.type as Type] as (world: World, event: Extract<WorldEvent, { type: Type }>) => void
  table(world, event)
  world.journal.push(event)
  const sale = 'orderId' in event && event.orderId !== null ? world.sales.get(event.orderId) : undefined
  if (sale !== undefined) sale.order = evolve(sale.order, [event])
}

type Tables = {
  readonly [Type in WorldEvent['type']]: (world: World, event: Extract<WorldEvent, { type: Type }>) => void
}

const nothing = (): void => undefined

/** What each event does to the tables, from its own fields alone. */
const tables: Tables = {
  order_placed: (world, event) => {
    const { uplines, earn, growthBps, origin, frozen, stock, fulfilment } = event
    world.sales.set(event.orderId, {
      order: orderOf(event),
      terms: { uplines, earn, growthBps, origin, frozen, stock, fulfilment },
      heldTakes: [],
      spentTakes: [],
      ownLotId: null,
      commissions: [],
      promotionUses: [],
    })
  },
  points_item_returned: nothing,
  bucket_returned: nothing,
  order_left_team: nothing,
  order_deposited: nothing,
  order_paid: nothing,
  order_shipped: nothing,
  order_noted: nothing,
  order_invoice_requested: nothing,
  order_received: nothing,
  order_completed: nothing,
  order_cancelled: nothing,
  order_refunded: nothing,
  cart_emptied: (world) => {
    world.cart = emptyCart
  },
  stock_held: (world, { lines }) => moveStock(world, lines, (quantity) => [0, quantity, 0]),
  stock_released: (world, { lines }) => moveStock(world, lines, (quantity) => [0, -quantity, 0]),
  stock_sold: (world, { lines }) => moveStock(world, lines, (quantity) => [-quantity, -quantity, quantity]),
  stock_returned: (world, { lines }) => moveStock(world, lines, (quantity) => [quantity, 0, -quantity]),
  coupon_held: (world, { couponId, orderId }) => setCoupon(world, couponId, 'held', orderId),
  coupon_released: (world, { couponId }) => setCoupon(world, couponId, 'issued', null),
  coupon_redeemed: (world, { couponId, orderId }) => setCoupon(world, couponId, 'redeemed', orderId),
  coupon_returned: (world, { couponId }) => setCoupon(world, couponId, 'issued', null),
  promotion_used: (world, { orderId, promotionId, periodKey, minor, total, member }) => {
    const sale = saleOf(world, orderId)
    const use = { promotionId, periodKey, minor, ofTotal: total !== null, ofMember: member !== null }
    sale.promotionUses = [...sale.promotionUses, use]
    countUse(world, use, 1, total)
  },
  promotion_unused: (world, event) => {
    const sale = saleOf(world, event.orderId)
    sale.promotionUses = sale.promotionUses.filter(({ promotionId }) => promotionId !== event.promotionId)
    countUse(world, event, -1, null)
  },
  points_held: (world, { orderId, takes }) => {
    takeFrom(world, takes)
    saleOf(world, orderId).heldTakes = takes
  },
  points_released: (world, { orderId, returns }) => {
    putBack(world, returns)
    saleOf(world, orderId).heldTakes = []
  },
  points_spent: (world, { orderId, takes }) => {
    Object.assign(saleOf(world, orderId), { heldTakes: [], spentTakes: takes })
  },
  points_returned: (world, { returns }) => putBack(world, returns),
  points_earned: (world, { lotId, count, caps, activeAt, expiresAt, orderId, debtPaidCount }) => {
    for (const { key, count: used } of caps) world.used.set(key, (world.used.get(key) ?? 0) + used)
    const remainingCount = count - debtPaidCount
    const life = { activeAt, expiresAt, orderId, isGrace: false }
    world.lots.set(lotId, { id: lotId, amountCount: count, remainingCount, ...life })
    world.debtCount -= debtPaidCount
    if (orderId !== null) saleOf(world, orderId).ownLotId = lotId
  },
  points_activated: (world, { lotId, activeAt, expiresAt, debtPaidCount }) => {
    const lot = lotOf(world, lotId)
    world.lots.set(lotId, { ...lot, activeAt, expiresAt, remainingCount: lot.remainingCount - debtPaidCount })
    world.debtCount -= debtPaidCount
  },
  points_clawed: (world, { takes, debtCount }) => {
    takeFrom(world, takes)
    world.debtCount += debtCount
  },
  points_expired: (world, { lotId, count }) => {
    takeFrom(world, [{ lotId, count }])
    world.expired.set(lotId, (world.expired.get(lotId) ?? 0) + count)
  },
  points_extended: (world, { lotIds, expiresAt }) => {
    for (const lotId of lotIds) world.lots.set(lotId, { ...lotOf(world, lotId), expiresAt })
  },
  points_adjusted: (world, { lotId, count, takes, activeAt, expiresAt, debtPaidCount }) => {
    takeFrom(world, takes)
    const remainingCount = count - debtPaidCount
    const lot = { amountCount: count, remainingCount, activeAt, expiresAt, orderId: null, isGrace: false }
    if (lotId !== null) world.lots.set(lotId, { id: lotId, ...lot })
    world.debtCount -= debtPaidCount
  },
  growth_changed: (world, { deltaCount }) => {
    world.growthCount += deltaCount
  },
  tier_changed: (world, { toTierId }) => {
    world.tierId = toTierId
  },
  tier_standing_set: (world, { standing }) => {
    world.standing = standing
  },
  tier_kept: nothing,
  tier_downgrade_approaching: nothing,
  tier_gift_granted: nothing,
  membership_set: nothing,
  coupon_claimed: nothing,
  commission_accrued: (world, { orderId, payeeId, level, amountMinor, lines }) => {
    const sale = saleOf(world, orderId)
    const open = lines.map((line) => ({ ...line, reversedMinor: 0 }))
    const amounts = { amountMinor, reversedMinor: 0, releaseAt: null, heldAt: null, heldReason: null }
    sale.commissions = [...sale.commissions, { payeeId, level, state: 'pending', ...amounts, lines: open }]
  },
  commission_withheld: nothing,
  commission_frozen: (world, event) => changeCommission(world, event, { state: 'frozen', releaseAt: event.releaseAt }),
  commission_released: (world, event) => changeCommission(world, event, { state: 'available' }),
  commission_reversed: (world, event) => {
    const { amountMinor, lines, keptMinor } = event
    const before = saleOf(world, event.orderId).commissions.find(({ level }) => level === event.level)
    if (before === undefined || before.state !== event.from) throw new Error('reversed from where it does not stand')
    const back = (lineId: string): number => lines.find((line) => line.lineId === lineId)?.amountMinor ?? 0
    changeCommission(world, event, {
      state: keptMinor === 0 ? 'reversed' : before.state,
      reversedMinor: before.reversedMinor + amountMinor,
      lines: before.lines.map((line) => ({ ...line, reversedMinor: line.reversedMinor + back(line.lineId) })),
    })
  },
  payment_created: (world, { paymentId: id, orderId, provider, amountMinor }) => {
    const payment: Payment = { id, orderId, provider, amountMinor, refundedMinor: 0, status: 'pending', at: world.now }
    world.payments.set(id, { payment, refunds: new Map() })
  },
  payment_succeeded: (world, { paymentId }) => changePayment(world, paymentId, { status: 'succeeded' }),
  stored_value_granted: (world, { deltaMinor }) => moveStored(world, deltaMinor, 0),
  stored_value_held: (world, { amountMinor }) => moveStored(world, 0, amountMinor),
  stored_value_released: (world, { amountMinor }) => moveStored(world, 0, -amountMinor),
  stored_value_spent: (world, { amountMinor }) => moveStored(world, -amountMinor, -amountMinor),
  stored_value_returned: (world, { amountMinor }) => moveStored(world, amountMinor, 0),
  payment_opened: () => undefined,
  payment_failed: (world, { paymentId }) => changePayment(world, paymentId, { status: 'failed' }),
  payment_closed: (world, { paymentId }) => changePayment(world, paymentId, { status: 'closed' }),
  payment_held: (world, { paymentId, amountMinor, currency }) => {
    changePayment(world, paymentId, { status: 'held' })
    Object.assign(world.payments.get(paymentId)?.payment ?? {}, { paidMinor: amountMinor, paidCurrency: currency })
  },
  payment_unexpected: (world, { paymentId }) => changePayment(world, paymentId, { status: 'refund_due' }),
  payment_refund_requested: (world, { paymentId, refundId, amountMinor }) => {
    world.payments.get(paymentId)?.refunds.set(refundId, { refundId, amountMinor, refundedAt: null })
  },
  payment_refunded: (world, { paymentId, refundId, amountMinor }) => {
    const state = world.payments.get(paymentId)
    const refund = state?.refunds.get(refundId)
    if (state === undefined || refund === undefined) throw new Error('refunded what was not asked for')
    refund.refundedAt = world.now
    changePayment(world, paymentId, { refundedMinor: state.payment.refundedMinor + amountMinor })
  },
}

function moveStored({ stored }: World, balanceMinor: number, heldMinor: number): void {
  stored.balanceMinor += balanceMinor
  stored.heldMinor += heldMinor
}

/** Counts a use, or takes it out again, the way the counters of a server stand under a CHECK. */
function countUse(
  { totals, ofMember }: World,
  { promotionId, periodKey, minor, ofTotal, ofMember: isOfMember }: PromotionUse,
  sign: 1 | -1,
  limits: Pick<PromotionCounter, 'maxUses' | 'budgetMinor'> | null,
): void {
  const key = `${promotionId} ${periodKey}`
  if (ofTotal) {
    const before = totals.get(key) ?? {
      promotionId,
      periodKey,
      usedCount: 0,
      spentMinor: 0,
      maxUses: null,
      budgetMinor: null,
    }
    const counted = { usedCount: before.usedCount + sign, spentMinor: before.spentMinor + sign * minor }
    const after = { ...before, ...limits, ...counted }
    const { usedCount, spentMinor, maxUses, budgetMinor } = after
    if (
      usedCount < 0 ||
      spentMinor < 0 ||
      usedCount > (maxUses ?? usedCount) ||
      spentMinor > (budgetMinor ?? spentMinor)
    ) {
      throw new Error(`a limit of ${promotionId} does not hold`)
    }
    totals.set(key, after)
  }
  if (!isOfMember) return
  const usedCount = (ofMember.get(key)?.usedCount ?? 0) + sign
  ofMember.set(key, { promotionId, periodKey, usedCount })
}

function moveStock(
  world: World,
  lines: readonly { readonly skuId: string; readonly quantity: number }[],
  deltas: (quantity: number) => readonly [number, number, number],
): void {
  for (const { skuId, quantity } of lines) {
    const stock = world.stocks.get(skuId)
    if (stock === undefined) throw new Error(`no stock of ${skuId}`)
    const [onHand, held, sold] = deltas(quantity)
    const { onHandCount, heldCount, soldCount } = stock
    const moved = { onHandCount: onHandCount + onHand, heldCount: heldCount + held, soldCount: soldCount + sold }
    world.stocks.set(skuId, { skuId, ...moved })
  }
}

function setCoupon(world: World, couponId: string, status: Coupon['status'], orderId: string | null): void {
  const coupon = world.coupons.get(couponId)
  if (coupon === undefined) throw new Error(`no coupon ${couponId}`)
  world.coupons.set(couponId, { ...coupon, status, orderId })
}

function takeFrom(world: World, takes: readonly LotTake[]): void {
  for (const { lotId, count } of takes) {
    const lot = lotOf(world, lotId)
    world.lots.set(lotId, { ...lot, remainingCount: lot.remainingCount - count })
  }
}

function putBack(world: World, returns: readonly PointsReturn[]): void {
  for (const { lotId, count, graceLotId, expiresAt } of returns) {
    if (graceLotId === null) takeFrom(world, [{ lotId, count: -count }])
    else {
      const life = { activeAt: world.now, expiresAt, orderId: null, isGrace: true }
      world.lots.set(graceLotId, { id: graceLotId, amountCount: count, remainingCount: count, ...life })
    }
  }
}

function lotOf(world: World, lotId: string): PointsLot {
  const lot = world.lots.get(lotId)
  if (lot === undefined) throw new Error(`no lot ${lotId}`)
  return lot
}

/** The order and what is kept beside it. */
export function saleOf(world: World, orderId: string): SaleState {
  const sale = world.sales.get(orderId)
  if (sale === undefined) throw new Error(`no order ${orderId}`)
  return sale
}

function changeCommission(
  world: World,
  { orderId, payeeId, level }: { readonly orderId: string; readonly payeeId: string; readonly level: 1 | 2 },
  change: Partial<CommissionFacts>,
): void {
  const sale = saleOf(world, orderId)
  sale.commissions = sale.commissions.map((each) =>
    each.payeeId === payeeId && each.level === level ? { ...each, ...change } : each,
  )
}

function changePayment(world: World, paymentId: string, change: Partial<Payment>): void {
  const state = world.payments.get(paymentId)
  if (state === undefined) throw new Error(`no payment ${paymentId}`)
  state.payment = { ...state.payment, ...change }
}

/** The facts a server would load for a checkout of this cart. */
export function placeFacts(world: World, orderId: string, cart: Cart): PlaceOrderFacts {
  const { settings, tiers, plan, prices } = world.program
  const tier = tiers.tiers.find(({ id }) => id === world.tierId) ?? tierFor(tiers, world.growthCount)
  return {
    orderId,
    isTaken: world.sales.has(orderId),
    memberId: buyerId,
    cart,
    isFrozen: false,
    place: home,
    address: null,
    details: { noteId: 'note_1', isNoted: false, invoiceKind: null },
    pricing: pricingFacts(world, cart),
    counters: countersOf(world),
    stocks: world.stocks,
    unitCosts: new Map(prices.map(({ skuId }) => [skuId, 1])),
    program: settings.earn,
    tierMultiplierBps: tier.pointsMultiplierBps,
    birthday: null,
    lots: [...world.lots.values()],
    plan,
    referrerId: 'mem_b',
    grandReferrerId: 'mem_c',
    growthBps: tiers.growthPerMinorBps,
    storedValue: {
      wantedMinor: world.stored.wantedMinor,
      availableMinor: world.stored.balanceMinor - world.stored.heldMinor,
    },
    expectedPayableMinor: 0,
    settings: { ...firstOrderSettings, paymentWindowMs },
    now: world.now,
  }
}

function countersOf({ totals, ofMember }: World): Counters {
  return { totals: [...totals.values()], members: [...ofMember.values()] }
}

/** What a price depends on in this shop now. */
export function pricingFacts(world: World, cart: Cart): PricingFacts {
  const { settings, promotions, prices, shipping = null, taxes = null } = world.program
  const { now, tierId, debtCount, lots } = world
  const skuIds = new Set(cart.lines.map(({ skuId }) => skuId))
  const left = usageOf(promotions, countersOf(world), { now, zoneOffsetMinutes: 480 })
  const spendableCount = spendable([...lots.values()], debtCount, now)
  return {
    currency: 'CNY',
    ...{ tierId, promotions, shipping, taxes, place: home, zoneOffsetMinutes: 480, now },
    skus: prices.filter(({ skuId }) => skuIds.has(skuId)),
    coupons: [...world.coupons.values()],
    points: { spendableCount, settings },
    shopper: { tags: [], segmentIds: [], joinedAt: 0, orderNumber: world.sales.size + 1 },
    usage: [...left],
    couponUsage: [],
    gifts: prices.map((price) => {
      const { onHandCount, heldCount } = world.stocks.get(price.skuId) ?? stockOf(price.skuId, 0)
      return { ...price, availableCount: onHandCount - heldCount }
    }),
  }
}

/** Checks out; a shopper who is told another price agrees to it. */
export function checkout(world: World, orderId: string, cart: Cart): string {
  const facts = placeFacts(world, orderId, cart)
  const first = placeOrder(facts)
  const told = first.ok ? undefined : first.refusal.detail?.['payableMinor']
  return commit(world, typeof told === 'number' ? placeOrder({ ...facts, expectedPayableMinor: told }) : first)
}

/** A shopper's basket of pieces by SKU. */
export function cartOf(pieces: Readonly<Record<string, number>>, more: Partial<Cart> = {}): Cart {
  const lines = Object.entries(pieces).map(([skuId, quantity]) => ({ lineId: skuId, skuId, quantity }))
  return { ...emptyCart, couponIds: [], lines, ...more }
}

/** How the shop's lots end, on a clock eight hours ahead. */
export function lifeOf({ program }: World): Life {
  return { expiry: program.settings.expiry, offsetAt: () => 480 }
}

function payFactsOf(world: World, sale: SaleState): Omit<PayFacts, 'now'> {
  const { debtCount, used, lots, program } = world
  const earning = { program: program.settings.earn, life: lifeOf(world), used, debtCount, lots: [...lots.values()] }
  const { order, terms, heldTakes } = sale
  return { order, terms, heldTakes, leftPayeeIds: [], lotId: newId(world)('lot'), earning }
}

/** Sets out to pay an order. */
export function createPayment(world: World, paymentId: string, orderId: string): string {
  const sale = world.sales.get(orderId)
  const facts = { paymentId, provider: 'test', now: world.now }
  const found: CreateFacts['sale'] = sale === undefined ? undefined : payFactsOf(world, sale)
  return commit(world, create({ ...facts, sale: found }))
}

/** The provider says how a payment went. */
export function notify(world: World, paymentId: string, outcome: 'succeeded' | 'failed', amountMinor?: number): string {
  const state = world.payments.get(paymentId)
  const sale = state === undefined ? undefined : payFactsOf(world, saleOf(world, state.payment.orderId))
  const found = state === undefined || sale === undefined ? undefined : { payment: state.payment, sale }
  const notice = { paymentId, outcome, amountMinor: amountMinor ?? state?.payment.amountMinor ?? 0 }
  return commit(world, note({ found, notice, refundId: newId(world)('ref'), now: world.now }))
}

/** Sets out to pay and pays. */
export function payOrder(world: World, orderId: string): string {
  const paymentId = `pay_${orderId}_${world.payments.size}`
  const created = createPayment(world, paymentId, orderId)
  return created === 'accepted' ? notify(world, paymentId, 'succeeded') : created
}

/** Where the shopper stands, as a server would load it. */
export function growthOf(world: World): GrowthFacts {
  const { standing, now, growthCount, tierId } = world
  return {
    tier: factsOf(world.program.tiers, growthCount, tierId, { memberId: buyerId, standing, now }),
    gifts: { templates: [], granted: [], debtCount: world.debtCount, life: lifeOf(world), newId: newId(world) },
  }
}

/** Confirms receipt. */
export function completeSale(world: World, orderId: string): string {
  const sale = saleOf(world, orderId)
  const lot = sale.ownLotId === null ? undefined : world.lots.get(sale.ownLotId)
  const { order, terms, commissions } = sale
  const { debtCount, program, now } = world
  const { earn } = program.settings
  const shared = { order, terms, commissions, growth: growthOf(world) }
  const facts = { ...shared, lot, debtCount, program: earn, life: lifeOf(world) }
  return commit(world, receive({ sale: facts, now }))
}

/** Cancels by hand, or because the time to pay is over. */
export function cancelSale(world: World, orderId: string, rule: typeof cancel | typeof expire = cancel): string {
  const { order, terms, promotionUses, heldTakes } = saleOf(world, orderId)
  const { graceDays } = world.program.settings
  const sale = { order, terms, promotionUses, heldTakes, lots: [...world.lots.values()], graceDays }
  return commit(world, rule({ sale, newId: newId(world), now: world.now }))
}

/** {@link cancelSale} by the sweep. */
export function timeOut(world: World, orderId: string): string {
  return cancelSale(world, orderId, expire)
}

/** Takes units back; no lines at all the contract does not let through. */
export function refundSale(
  world: World,
  orderId: string,
  lines: readonly LineQuantity[],
  how: Pick<RefundFacts, 'thresholds' | 'shippingMinor'> = {},
): string {
  if (lines.length === 0) return 'invalid_input'
  const facts = { ...refundableOf(world, orderId), refundId: newId(world)('ref'), lines, newId: newId(world) }
  return commit(world, refundPaidOrder({ ...facts, now: world.now, ...how }))
}

/** A sale with everything its refund may move, and the payment that paid it. */
export function refundableOf(
  world: World,
  orderId: string,
): { readonly sale: RefundableSale; readonly payments: readonly Payment[] } {
  const { order, terms, spentTakes, ownLotId, commissions, promotionUses } = saleOf(world, orderId)
  const sale: RefundableSale = {
    ...{ order, terms, spentTakes, ownLotId, commissions, promotionUses },
    lots: [...world.lots.values()],
    expiredCount: ownLotId === null ? 0 : (world.expired.get(ownLotId) ?? 0),
    debtCount: world.debtCount,
    settings: world.program.settings,
    growth: growthOf(world),
  }
  const states = [...world.payments.values()]
  const paid = states.filter(({ payment }) => payment.orderId === orderId && payment.status === 'succeeded')
  return { sale, payments: paid.map(({ payment }) => payment) }
}

/** Brings in a sale of another system. */
export function importInto(world: World, input: ImportOrderInput): string {
  const orderId = `ord_import_${input.externalId}`
  const { settings, tiers, prices } = world.program
  const skus = new Map(prices.map(({ skuId, productId, title }) => [skuId, { productId, title, unitCostMinor: 1 }]))
  const member = { ...growthOf(world), debtCount: world.debtCount }
  const shopper = { tierId: world.tierId, tags: [], segmentIds: [], joinedAt: 0, orderNumber: null, birthday: null }
  const terms = { tierMultiplierBps: 10_000, growthBps: tiers.growthPerMinorBps, currency: 'CNY' }
  const earning = { program: settings.earn, life: lifeOf(world), context: { ...shopper, place: home } }
  const ids = { orderId, isTaken: world.sales.has(orderId), lotId: newId(world)('lot') }
  return commit(world, importSale({ input, ...ids, member, skus, ...earning, ...terms }))
}

/** An operator gives points, or takes them. */
export function givePoints(world: World, deltaCount: number): string {
  const { lots, debtCount, now } = world
  const facts = { memberId: buyerId, hasMember: true, deltaCount, reason: 'test', debtCount, life: lifeOf(world), now }
  return commit(world, adjust({ ...facts, lots: [...lots.values()], lotId: newId(world)('lot') }))
}

/** Writes what is due: ended lots, released commission, refunds the provider has paid. */
export function sweep(world: World): void {
  const lots = [...world.lots.values()].map((lot) => ({ ...lot, memberId: buyerId }))
  for (const event of expireDue(lots, world.now)) commit(world, accept(event))
  for (const [orderId, { commissions }] of world.sales) {
    for (const commission of commissions) commit(world, release({ orderId, commission, now: world.now }))
  }
  for (const { payment, refunds } of world.payments.values()) {
    for (const refund of refunds.values()) commit(world, settleRefund({ payment, memberId: buyerId, refund }))
  }
}
