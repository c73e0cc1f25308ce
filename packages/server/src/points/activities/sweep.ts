import { PRESENT_DAYS } from '@siyu/core/members'
import { businessDay, dayAfter } from '@siyu/core/points'
import { zoneOffsetMinutes } from '../../brands/index.ts'
import type { Sql } from '../../kernel/database.ts'

/**
 * Members whose birthday is in the month that their brand's zone is in, where birthdays give points or growth, and who
 * have not had this year's.
 */
export async function dueBirthdays(
  sql: Sql,
  now: number,
  limit: number,
): Promise<readonly { readonly brandId: string; readonly memberId: string }[]> {
  const brands = await sql.execute<{ brand_id: string; time_zone: string }>({
    text: `select b.brand_id, b.time_zone from brands b
      join settings s on s.brand_id = b.brand_id and s.concept = 'points_activities'
      join settings t on t.brand_id = b.brand_id and t.concept = 'tiers'
      where (s.value ->> 'birthdayCount')::bigint > 0
        or jsonb_path_exists(t.value, '$.activities[*] ? (@.kind == "birthday" && @.growthCount > 0)')`,
    values: [],
  })
  if (brands.length === 0) return []
  const days = brands.map(({ time_zone: zone }) =>
    businessDay({ now, zoneOffsetMinutes: zoneOffsetMinutes(zone, now) }),
  )
  const rows = await sql.execute<{ brand_id: string; member_id: string }>({
    text: `select p.brand_id, p.member_id
      from unnest($1::text[], $2::text[], $3::text[]) as b (brand_id, today, had_since)
      join member_profiles p on p.brand_id = b.brand_id and substr(p.birthday, 6, 2) = substr(b.today, 6, 2)
      where not exists (select from points_activities a where a.brand_id = p.brand_id
        and a.member_id = p.member_id and a.kind = 'birthday'
        and (a.day > b.had_since or a.reference = substr(b.today, 1, 4)))
      order by p.brand_id, p.member_id limit $4`,
    values: [
      brands.map(({ brand_id: brandId }) => brandId),
      days,
      days.map((day) => dayAfter(day, -PRESENT_DAYS)),
      limit,
    ],
  })
  return rows.map(({ brand_id: brandId, member_id: memberId }) => ({ brandId, memberId }))
}
