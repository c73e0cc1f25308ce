import type { Sql } from '../kernel/database.ts'

/**
 * Members at whose tier something is to be looked at, the longest due first, and those who were not yet brought in
 * line with settings that were replaced. Whoever never had growth is brought in line when they first have some.
 */
export async function dueTiers(
  sql: Sql,
  now: number,
  limit: number,
): Promise<readonly { readonly brandId: string; readonly memberId: string; readonly version: number }[]> {
  const rows = await sql.execute({
    text: `(select brand_id, member_id, version from member_tiers where due_at <= $1 order by due_at limit $2)
      union (select t.brand_id, t.member_id, t.version from tier_programs p
        cross join lateral (select brand_id, member_id, version, revision from member_tiers m
          where m.brand_id = p.brand_id and m.revision < p.revision and not (m.revision = 0 and m.growth_count = 0)
          order by m.revision limit $2) t
        limit $2)
      limit $2`,
    values: [now, limit],
  })
  return rows.map((row) => ({
    brandId: row.brand_id as string,
    memberId: row.member_id as string,
    version: Number(row.version),
  }))
}
