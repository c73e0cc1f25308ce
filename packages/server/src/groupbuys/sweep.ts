import type { Sql } from '../kernel/database.ts'

/** Teams whose time is over or whose seats are all paid, oldest end first. */
export async function dueTeams(
  sql: Sql,
  now: number,
  limit: number,
): Promise<readonly { readonly brandId: string; readonly teamId: string }[]> {
  const rows = await sql.execute({
    text: `select t.brand_id, t.id from group_teams t where t.state = 'open' and (t.expires_at <= $1
        or t.seat_count = t.size_count and t.size_count <= (select count(*) from group_seats s
          join orders o on (o.brand_id, o.member_id, o.id) = (s.brand_id, s.member_id, s.order_id)
          where s.brand_id = t.brand_id and s.team_id = t.id and s.state = 'held' and o.status = 'paid'
            and o.paid_at < t.expires_at))
      order by t.expires_at, t.id limit $2`,
    values: [now, limit],
  })
  return rows.map((row) => ({ brandId: row.brand_id as string, teamId: row.id as string }))
}

/** A paid order of a team that ended without being full: all of it goes back. */
export type GroupRefund = {
  readonly brandId: string
  readonly orderId: string
  readonly lines: readonly { readonly lineId: string; readonly quantity: number }[]
  readonly shippingMinor: number
}

/** Orders to be refunded because their team ended, also those that were paid too late. */
export async function dueGroupRefunds(sql: Sql, limit: number): Promise<readonly GroupRefund[]> {
  const rows = await sql.execute({
    text: `select o.brand_id, o.id, coalesce((o.shipping ->> 'payableMinor')::bigint, 0) as shipping_minor,
        (select json_agg(json_build_object('lineId', l.line_id, 'quantity', l.quantity - l.refunded_count))
          from order_lines l where (l.brand_id, l.member_id, l.order_id) = (o.brand_id, o.member_id, o.id)
            and l.quantity > l.refunded_count) as lines
      from orders o
      join group_teams t on t.brand_id = o.brand_id and t.id = o.campaign ->> 'teamId' and t.state = 'expired'
      where o.waits_for is not null and o.status = 'paid' order by o.paid_at, o.id limit $1`,
    values: [limit],
  })
  return rows.map((row) => ({
    brandId: row.brand_id as string,
    orderId: row.id as string,
    lines: row.lines as GroupRefund['lines'],
    shippingMinor: row.shipping_minor as number,
  }))
}
