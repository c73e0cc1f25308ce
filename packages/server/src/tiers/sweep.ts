import { PRESENT_DAYS } from '@siyu/core/members'
import { businessDay, dayAfter } from '@siyu/core/points'
import { zoneOffsetMinutes } from '../brands/index.ts'
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

/** Members in the month of whose birthday their tier has a gift for it, and who have not had this year's. */
export async function dueBirthdayGifts(
  sql: Sql,
  now: number,
  limit: number,
): Promise<readonly { readonly brandId: string; readonly memberId: string }[]> {
  const brands = await sql.execute<{ brand_id: string; time_zone: string }>({
    text: `select b.brand_id, b.time_zone from brands b
      join settings s on s.brand_id = b.brand_id and s.concept = 'tiers'
      where jsonb_path_exists(s.value, '$.tiers[*].birthdayGift.pointsCount')`,
    values: [],
  })
  if (brands.length === 0) return []
  const days = brands.map(({ time_zone: zone }) =>
    businessDay({ now, zoneOffsetMinutes: zoneOffsetMinutes(zone, now) }),
  )
  const rows = await sql.execute<{ brand_id: string; member_id: string }>({
    text: `select p.brand_id, p.member_id
      from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as b (brand_id, time_zone, today, had_since)
      join settings s on s.brand_id = b.brand_id and s.concept = 'tiers'
      join member_profiles p on p.brand_id = b.brand_id and substr(p.birthday, 6, 2) = substr(b.today, 6, 2)
      join member_tiers t on t.brand_id = p.brand_id and t.member_id = p.member_id
      where exists (select from jsonb_array_elements(s.value -> 'tiers') tier
          where tier ->> 'id' = t.tier_id and jsonb_typeof(tier -> 'birthdayGift') = 'object')
        and not exists (select from tier_gifts g where g.brand_id = p.brand_id and g.member_id = p.member_id
          and g.kind = 'birthday' and (g.period = substr(b.today, 1, 4)
            or to_char(to_timestamp(g.at / 1000.0) at time zone b.time_zone, 'YYYY-MM-DD') > b.had_since))
      order by p.brand_id, p.member_id limit $5`,
    values: [
      brands.map(({ brand_id: brandId }) => brandId),
      brands.map(({ time_zone: zone }) => zone),
      days,
      days.map((day) => dayAfter(day, -PRESENT_DAYS)),
      limit,
    ],
  })
  return rows.map(({ brand_id: brandId, member_id: memberId }) => ({ brandId, memberId }))
}
