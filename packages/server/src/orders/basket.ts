import type { Shelf } from '@siyu/core/inventory'
import { sql } from 'kysely'
import { isShown } from '../catalog/index.ts'
import { shelfOfSku } from '../inventory/index.ts'
import type { Call } from '../kernel/call.ts'
import { type Load, many } from '../kernel/read.ts'
import { type ShelfRow, shelfColumns } from '../pricing/index.ts'

/**
 * The SKUs of a member's cart that can be bought, with their stock. Read through the cart's own row, so that a checkout
 * needs one round trip and not a second one for the SKUs the first one named.
 */
export function loadBasket(call: Call, memberId: string): Load<readonly ShelfRow[]> {
  return many<ShelfRow>(sql`select ${shelfColumns}
    from carts c
    cross join jsonb_array_elements(c.lines) with ordinality as e(l, place)
    join skus s on s.brand_id = c.brand_id and s.id = l ->> 'skuId' and s.active
    join products p on p.brand_id = s.brand_id and p.id = s.product_id and ${isShown(call.now)}
    cross join ${shelfOfSku}
    where c.brand_id = ${call.brandId} and c.member_id = ${memberId}
    order by e.place`)
}

/** The SKU of a mall item, if it can be bought, with its stock. */
export function loadItemShelf(call: Call, itemId: string): Load<readonly ShelfRow[]> {
  return many<ShelfRow>(sql`select ${shelfColumns}
    from points_items i
    join skus s on s.brand_id = i.brand_id and s.id = i.sku_id and s.active
    join products p on p.brand_id = s.brand_id and p.id = s.product_id and ${isShown(call.now)}
    cross join ${shelfOfSku}
    where i.brand_id = ${call.brandId} and i.id = ${itemId}`)
}

/** The stock of what is bought and given, by SKU. */
export function stocksOf(rows: readonly ShelfRow[]): ReadonlyMap<string, Shelf> {
  return new Map(
    rows.map(({ id: skuId, onHandCount, heldCount, soldCount, slots }) => [
      skuId,
      { skuId, onHandCount, heldCount, soldCount, slots },
    ]),
  )
}

/** What one unit cost the brand, by SKU. */
export function unitCostsOf(rows: readonly ShelfRow[]): ReadonlyMap<string, number> {
  return new Map(rows.map(({ id, costMinor }) => [id, costMinor]))
}
