import { businessDay } from '@siyu/core/points'
import { zoneOffsetMinutes } from '../../brands/index.ts'
import type { Sql } from '../../kernel/database.ts'

/** Members whose birthday is in the month that their brand's zone is in, and who have not had this year's points. */
export async function dueBirthdays(
  sql: Sql,
  now: number,
  limit: number,
): Promise<readonly { readonly brandId: string; readonly memberId: string; readonly year: string }[]> {
  const brands = await sql.execute<{ brand_id: string; time_zone: string }>({
    text: `select b.brand_id, b.time_zone from brands b
      join settings s on s.brand_id = b.brand_id and s.concept = 'points_activities'
      where (s.value ->> 'birthdayCount')::bigint > 0`,
    values: [],
  })
  if (brands.length === 0) return []
  const days = brands.map(({ time_zone: zone }) =>
    businessDay({ now, zoneOffsetMinutes: zoneOffsetMinutes(zone, now) }),
  )
  const rows = await sql.execute<{ brand_id: string; member_id: string; year: string }>({
    text: `select p.brand_id, p.member_id, b.year
      from unnest($1::text[], $2::text[], $3::text[]) as b (brand_id, month, year)
      join member_profiles p on p.brand_id = b.brand_id and substr(p.birthday, 6, 2) = b.month
      where not exists (select from points_activities a where a.brand_id = p.brand_id
        and a.member_id = p.member_id and a.kind = 'birthday' and a.reference = b.year)
      order by p.brand_id, p.member_id limit $4`,
    values: [
      brands.map(({ brand_id: brandId }) => brandId),
      days.map((day) => day.slice(5, 7)),
      days.map((day) => day.slice(0, 4)),
      limit,
    ],
  })
  return rows.map(({ brand_id: brandId, member_id: memberId, year }) => ({ brandId, memberId, year }))
}
