import type { Cart } from '../carts/index.ts'
import type { Coupon } from '../coupons/index.ts'
import { accept, type Decision } from '../kernel/index.ts'
import {
  cancel,
  evolve,
  expire,
  type ImportOrderInput,
  importSale,
  type LineQuantity,
  placeOrder,
  type RefundFacts,
  receive,
} from '../orders/index.ts'
import { adjust, expireDue } from '../points/index.ts'
import { release } from '../referrals/index.ts'
import { tierFor } from '../tiers/index.ts'
import { standingOf } from '../tiers/standing.fixture.ts'
import { refundPaidOrder } from './rules/back.ts'
import { type CreateFacts, create, note, settleRefund } from './rules/payment.ts'
import { growthOf, lifeOf, payFactsOf, placeFacts, refundableOf } from './world/facts.fixture.ts'
import { goodsTables, stockOf } from './world/goods.fixture.ts'
import { moneyTables } from './world/money.fixture.ts'
import { orderTables } from './world/orders.fixture.ts'
import { pointsTables } from './world/points.fixture.ts'
import {
  buyerId,
  emptyCart,
  home,
  newId,
  type Program,
  saleOf,
  storedMinor,
  type TablesOf,
  type World,
  type WorldEvent,
} from './world/tables.fixture.ts'

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

/** What each event does to the tables. */
const tables: TablesOf<string> = { ...orderTables, ...goodsTables, ...pointsTables, ...moneyTables }

/** Checks out; a shopper who is told another price agrees to it. */
export function checkout(world: World, orderId: string, cart: Cart): string {
  const facts = placeFacts(world, orderId, cart)
  const first = placeOrder(facts)
  const told = first.ok ? undefined : first.refusal.detail?.['payableMinor']
  return commit(world, typeof told === 'number' ? placeOrder({ ...facts, expectedPayableMinor: told }) : first)
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
