import type { Database, Row, Statement } from '../packages/server/src/kernel/database.ts'
import { brandId, newId, type Shopper } from './shop.ts'

/**
 * The floor: what the same rows cost when one statement is written by hand for one purpose. It reads no facts, decides
 * nothing, checks no version and locks in no order; it does claim the key and write the journal.
 */

const adjustText = `with claim as (
  insert into requests (brand_id, principal, endpoint, key, input_hash, status, reply, at)
  values ($1, 'opr_raw', 'inventory.adjust', $2, $3, 'done', $4::jsonb, $5) on conflict do nothing returning 1
), journal as (
  insert into events (brand_id, id, type, at, member_id, principal, step, data)
  select $1, $6, 'stock_adjusted', $5, null, 'opr_raw', 0, $7::jsonb from claim returning 1
), moved as (
  update stock set on_hand_count = on_hand_count + $8 from claim where brand_id = $1 and sku_id = $9
  returning on_hand_count
) select (select count(*) from journal) as journaled, (select on_hand_count from moved) as on_hand`

const hash = 'f'.repeat(64)

/** A correction of one stock. */
export function rawAdjust(skuId: string): Statement {
  const reply = JSON.stringify({ skuId, onHandCount: 100_000_000, heldCount: 0, soldCount: 0 })
  const data = JSON.stringify({ type: 'stock_adjusted', skuId, deltaCount: 1, reason: 'bench' })
  const values = [brandId, newId('key'), hash, reply, Date.now(), newId('evt'), data, 1, skuId]
  return { text: adjustText, values }
}

const checkoutText = `with claim as (
  insert into requests (brand_id, principal, endpoint, key, input_hash, status, reply, at)
  values ($1, $2, 'orders.checkout', $3, $4, 'done', $5::jsonb, $6) on conflict do nothing returning 1
), journal as (
  insert into events (brand_id, id, type, at, member_id, principal, step, data)
  select $1, e.id, e.type, $6, $2, $2, e.step, e.data::jsonb
  from claim, unnest($7::text[], $8::text[], $9::int[], $10::text[]) e(id, type, step, data) returning 1
), placed as (
  insert into orders (brand_id, member_id, id, status, currency, list_minor, payable_minor, refunded_minor,
    points_count, coupon_ids, placed_at, payment_due_at, costs, uplines, earn_bps, multiplier_bps, growth_bps, frozen,
    origin)
  select $1, $2, $11, 'created', 'CNY', $12, $13, 0, $14, jsonb_build_array($15::text), $6, $16, $17::jsonb, '[]', 100, 10000, 100,
    $23::jsonb, 'checkout'
  from claim returning 1
), lines as (
  insert into order_lines (brand_id, member_id, order_id, line_id, place, sku_id, quantity, refunded_count, line)
  select $1, $2, $11, l.sku_id, l.place, l.sku_id, 1, 0, l.line::jsonb
  from claim, unnest($18::text[], $19::int[], $20::text[]) l(sku_id, place, line) returning 1
), spent as (
  insert into points_spends (brand_id, member_id, order_id, takes, returned_count)
  select $1, $2, $11, $21::jsonb, 0 from claim returning 1
), held as (
  update stock s set held_count = s.held_count + 1 from claim, unnest($18::text[]) u(sku_id)
  where s.brand_id = $1 and s.sku_id = u.sku_id returning 1
), coupon as (
  update coupons set status = 'held', order_id = $11, version = version + 1 from claim
  where brand_id = $1 and member_id = $2 and id = $15 returning 1
), lot as (
  update points_lots set remaining_count = remaining_count - $14 from claim
  where brand_id = $1 and member_id = $2 and id = $22 returning 1
), account as (
  update points_accounts set held_count = held_count + $14, version = version + 1 from claim
  where brand_id = $1 and member_id = $2 returning 1
), cart as (
  update carts set lines = '[]', coupon_ids = null, points_count = 0, version = version + 1 from claim
  where brand_id = $1 and member_id = $2 returning 1
) select (select count(*) from held) as held_count`

/** Rows of a checkout that was really made: the floor writes as many bytes. */
export type CheckoutSample = {
  readonly order: Row
  readonly lines: readonly Row[]
  readonly events: readonly Row[]
  readonly reply: Row
  readonly spend: Row
}

/** Reads back what a checkout has written. */
export async function sampleOf(database: Database, orderId: string): Promise<CheckoutSample> {
  const read = (text: string): Promise<readonly Row[]> => database.execute({ text, values: [brandId, orderId] })
  const [order = {}] = await read('select * from orders where brand_id = $1 and id = $2')
  const [spend = {}] = await read('select * from points_spends where brand_id = $1 and order_id = $2')
  const [reply = {}] = await read(`select reply from requests where brand_id = $1 and reply ->> 'id' = $2`)
  const lines = await read('select * from order_lines where brand_id = $1 and order_id = $2 order by place')
  const events = await read(`select type, step, data from events
    where brand_id = $1 and data ->> 'orderId' = $2 order by step`)
  return { order, lines, events, reply, spend }
}

/** A checkout of a shopper's cart. */
export function rawCheckout(shopper: Shopper, { order, lines, events, reply, spend }: CheckoutSample): Statement {
  const { memberId, skuIds } = shopper
  const orderId = newId('ord')
  const at = Date.now()
  const takes = spend.takes as readonly { readonly lotId: string }[]
  const journal = [
    events.map(() => newId('evt')),
    events.map(({ type }) => String(type)),
    events.map(({ step }) => Number(step)),
    events.map(({ data }) => JSON.stringify(data)),
  ]
  const texts = lines.map(({ line }) => JSON.stringify(line))
  const amounts = [Number(order.list_minor), Number(order.payable_minor), Number(order.points_count)]
  return {
    text: checkoutText,
    values: [
      ...[brandId, memberId, newId('key'), hash, JSON.stringify(reply.reply), at, ...journal, orderId, ...amounts],
      ...[
        (order.coupon_ids as readonly string[])[0] ?? '',
        at + 1_800_000,
        JSON.stringify(order.costs),
        skuIds,
        [0, 1, 2],
        texts,
      ],
      ...[JSON.stringify(takes), takes[0]?.lotId ?? '', JSON.stringify(order.frozen)],
    ],
  }
}
