import type { Sql } from '../kernel/database.ts'

/** Holds outside orders whose time is over, the longest due first. */
export async function dueHolds(
  sql: Sql,
  now: number,
  limit: number,
): Promise<readonly { readonly brandId: string; readonly holdId: string }[]> {
  const rows = await sql.execute({
    text: `select brand_id, id from stock_holds where status = 'open' and expires_at <= $1 order by expires_at limit $2`,
    values: [now, limit],
  })
  return rows.map((row) => ({ brandId: row.brand_id as string, holdId: row.id as string }))
}

/** SKUs whose free pieces stand on the other side of their threshold than when they last crossed it. */
export async function dueCrossings(
  sql: Sql,
  limit: number,
): Promise<readonly { readonly brandId: string; readonly skuId: string; readonly number: number }[]> {
  const rows = await sql.execute({
    text: `select y.brand_id, y.sku_id, coalesce(c.number, 0) as number
      from stock_policies y
      cross join lateral (select sum(k.on_hand_count - k.held_count) as free_count from stock k
        where k.brand_id = y.brand_id and k.sku_id = y.sku_id) t
      left join lateral (select number, is_low from stock_crossings c
        where c.brand_id = y.brand_id and c.sku_id = y.sku_id order by number desc limit 1) c on true
      where coalesce(t.free_count <= y.low_stock_count, false) <> coalesce(c.is_low, false)
      order by y.brand_id, y.sku_id limit $1`,
    values: [limit],
  })
  return rows.map((row) => ({
    brandId: row.brand_id as string,
    skuId: row.sku_id as string,
    number: Number(row.number),
  }))
}
