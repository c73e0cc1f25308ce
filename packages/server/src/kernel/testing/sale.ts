import type { Coupon } from '@siyu/core/coupons'
import type { Order } from '@siyu/core/orders'
import type { Payment } from '@siyu/core/payments'
import type { Place, Quote } from '@siyu/core/pricing'
import { newKey, type Reply, type Shop } from './shop.ts'

/** What is bought: quantities by SKU, with coupons and points if any. */
export type Basket = {
  readonly lines: Readonly<Record<string, number>>
  /** Exactly these; null for the combination that costs least. None unless given. */
  readonly couponIds?: readonly string[] | null | undefined
  readonly pointsCount?: number | undefined
  readonly place?: Place | undefined
}

export type Refused = { readonly error?: { readonly code: string; readonly detail?: unknown } }

let orderCount = 0

/** An id of an order as a device would make one. */
export function newOrderId(): string {
  orderCount += 1
  return `ord_${process.pid}_${newKey()}_${orderCount}`
}

/** Puts exactly these things into the cart. */
export async function fillCart(shop: Shop, token: string, basket: Basket): Promise<void> {
  for (const [skuId, quantity] of Object.entries(basket.lines)) {
    expectDone(await shop.call('PUT', `/v1/cart/lines/${skuId}`, { quantity }, { token }))
  }
  const { couponIds = [], pointsCount = 0 } = basket
  expectDone(await shop.call('PUT', '/v1/cart/options', { couponIds, pointsCount }, { token }))
}

/** What the cart's things cost now. */
export async function quoteOf(shop: Shop, token: string, basket: Basket): Promise<Quote> {
  const { lines, couponIds = [], pointsCount, place } = basket
  const wanted = Object.entries(lines).filter(([, quantity]) => quantity > 0)
  const input = {
    ...{ couponIds, pointsCount, place },
    lines: wanted.map(([skuId, quantity]) => ({ lineId: skuId, skuId, quantity })),
  }
  return expectDone(await shop.call<Quote>('POST', '/v1/quotes', input, { token })).body
}

/** Cart, quote and checkout as a shopper's page does them. */
export async function place(shop: Shop, token: string, basket: Basket): Promise<Order> {
  await fillCart(shop, token, basket)
  const { payableMinor: expectedPayableMinor } = await quoteOf(shop, token, basket)
  const input = { orderId: newOrderId(), expectedPayableMinor, place: basket.place }
  return expectDone(await shop.call<Order>('POST', '/v1/orders', input, { token })).body
}

/** Sets out to pay. */
export async function openPayment(shop: Shop, token: string, orderId: string): Promise<Payment> {
  return expectDone(await shop.call<Payment>('POST', '/v1/payments', { orderId }, { token })).body
}

/** Stands at the counter of the test provider. */
export function simulate(
  shop: Shop,
  token: string,
  paymentId: string,
  outcome: 'succeed' | 'fail',
): Promise<Reply<Payment & Refused>> {
  return shop.call('POST', `/v1/payments/${paymentId}/simulation`, { outcome }, { token })
}

/** Pays an order at the test provider. */
export async function pay(shop: Shop, token: string, orderId: string): Promise<Payment> {
  const payment = await openPayment(shop, token, orderId)
  return expectDone(await simulate(shop, token, payment.id, 'succeed')).body
}

/** The whole sale, up to the goods' arrival. */
export async function buy(shop: Shop, token: string, basket: Basket): Promise<Order> {
  const { id } = await place(shop, token, basket)
  await pay(shop, token, id)
  return receive(shop, token, id)
}

export async function receive(shop: Shop, token: string, orderId: string): Promise<Order> {
  return expectDone(await shop.call<Order>('POST', `/v1/orders/${orderId}/receipt`, {}, { token })).body
}

/** Takes units back, as an operator. */
export function refund(
  shop: Shop,
  orderId: string,
  lines: Readonly<Record<string, number>>,
  how: { readonly thresholds?: 'keep' | 'reevaluate'; readonly shippingMinor?: number } = {},
): Promise<Reply<Order & Refused>> {
  const wanted = Object.entries(lines).map(([lineId, quantity]) => ({ lineId, quantity }))
  const input = { lines: wanted, reason: 'did not like it', ...how }
  return shop.call('POST', `/v1/orders/${orderId}/refunds`, input, { secret: true })
}

export async function claim(shop: Shop, token: string, templateId: string): Promise<Coupon> {
  return expectDone(await shop.call<Coupon>('POST', '/v1/coupons', { templateId }, { token })).body
}

/** Gives or takes points by hand. */
export async function adjustPoints(shop: Shop, memberId: string, deltaCount: number): Promise<void> {
  const input = { memberId, deltaCount, reason: 'by hand' }
  expectDone(await shop.call('POST', '/v1/points/adjustments', input, { secret: true }))
}

/** Rows of a table of the brand as the database holds them, in a fixed order. */
export async function rowsOf<R extends object>(shop: Shop, table: string): Promise<readonly R[]> {
  const rows = await shop.database.database.execute<{ row: R }>({
    text: `select to_jsonb(t) as row from ${table} t where brand_id = $1 order by to_jsonb(t)::text`,
    values: [shop.brandId],
  })
  return rows.map(({ row }) => row)
}

function expectDone<T>(reply: Reply<T>): Reply<T> {
  if (reply.status !== 200) throw new Error(`a call was answered ${reply.status}: ${JSON.stringify(reply.body)}`)
  return reply
}
