import type { Coupon } from '@siyu/core/coupons'
import type { Stock } from '@siyu/core/inventory'
import { type PricedLine, pricedLine } from '@siyu/core/pricing'
import { sql } from 'kysely'
import { couponSpecs } from '../coupons/index.ts'
import type { Call } from '../kernel/call.ts'
import { guarded, type Load, many, one } from '../kernel/read.ts'

/** A line of a member's cart as the catalogue prices it now, with what is in stock. */
export type BasketRow = PricedLine & {
  readonly productTitle: PricedLine['title']
  readonly unitCostMinor: number
  readonly onHandCount: number
  readonly heldCount: number
  readonly soldCount: number
}

/**
 * The lines of a member's cart that can be bought, priced and with stock. Read through the cart's own row, so that a
 * checkout needs one round trip and not a second one for the SKUs the first one named.
 */
export function loadBasket(call: Call, memberId: string): Load<readonly BasketRow[]> {
  return many<BasketRow>(sql`select l ->> 'lineId' as line_id, s.id as sku_id, s.product_id, s.title, p.title as product_title,
      (l ->> 'quantity')::bigint as quantity, s.list_minor, s.cost_minor as unit_cost_minor, s.member_prices,
      t.on_hand_count, t.held_count, t.sold_count
    from carts c
    cross join jsonb_array_elements(c.lines) with ordinality as e(l, place)
    join skus s on s.brand_id = c.brand_id and s.id = l ->> 'skuId' and s.active
    join products p on p.brand_id = s.brand_id and p.id = s.product_id and p.published
    join stock t on t.brand_id = s.brand_id and t.sku_id = s.id
    where c.brand_id = ${call.brandId} and c.member_id = ${memberId}
    order by e.place`)
}

/** The basket's lines as the engine prices them and the order names them. */
export function linesOf(rows: readonly BasketRow[]): readonly (PricedLine & { readonly unitCostMinor: number })[] {
  return rows.map(({ lineId, skuId, productId, productTitle, quantity, unitCostMinor, ...sku }) => ({
    ...pricedLine(lineId, { id: productId, title: productTitle }, { ...sku, id: skuId }, quantity),
    unitCostMinor,
  }))
}

/** The stock of the basket by SKU. */
export function stocksOf(rows: readonly BasketRow[]): ReadonlyMap<string, Stock> {
  return new Map(
    rows.map(({ skuId, onHandCount, heldCount, soldCount }) => [skuId, { skuId, onHandCount, heldCount, soldCount }]),
  )
}

/** The coupon a member's cart names, when it is in their own wallet; guarded. */
export function loadCartCoupon(call: Call, memberId: string): Load<Coupon | undefined> {
  return guarded(
    couponSpecs.coupons,
    one<Coupon>(sql`select k.* from carts c
      join coupons k on k.brand_id = c.brand_id and k.member_id = c.member_id and k.id = c.coupon_id
      where c.brand_id = ${call.brandId} and c.member_id = ${memberId}`),
  )
}
