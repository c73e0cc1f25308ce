import type { GivenGift } from '@siyu/core/orders'
import type { GrowthDay, Membership, Standing, TierFacts, TierHistoryEntry, TierSettings } from '@siyu/core/tiers'
import { type Expression, sql } from 'kysely'
import { type BrandRow, loadBrand, loadSettings, zoneOffsetMinutes } from '../brands/index.ts'
import { type Call, memberOrNull } from '../kernel/call.ts'
import { prepared } from '../kernel/prepared.ts'
import { given, guarded, type Load, type Loaded, many, one } from '../kernel/read.ts'
import { tablesOf } from '../kernel/tables.ts'
import { type TierTables, tierSpecs } from './tables.ts'

const db = tablesOf<TierTables>()

/** An id, or a sub-query that finds it. */
type IdRef = string | Expression<string>

/** The tier a member holds at this moment. */
export type MemberTierRow = { readonly tierId: string; readonly growthCount: number }

/** The most days with growth that decisions look at. */
const MAX_DAYS = 4_000
/** The most paid terms of one member that are not over. */
const MAX_MEMBERSHIPS = 200

/** The tiers of the brand. */
export function loadTierSettings(call: Call): Load<TierSettings> {
  return loadSettings<TierSettings>(call, 'tiers')
}

/**
 * The tier a member holds, by id or by a sub-query that finds it; guarded. A paid membership whose end has come does
 * not count any more, also before that is written. Undefined: there is no such member.
 */
export function loadMemberTier({ brandId, now }: Call, memberId: IdRef): Load<MemberTierRow | undefined> {
  return guarded(tierSpecs.memberTiers, one(memberTierOf({ brandId, memberId, now })))
}

type OfNow = { readonly brandId: string; readonly memberId: IdRef; readonly now: number }

const memberTierOf = prepared(({ brandId, memberId, now }: OfNow) => {
  const isOver = sql`t.paid_until <= ${now} and not exists (select 1 from tier_memberships m
    where m.brand_id = t.brand_id and m.member_id = t.member_id and m.term ->> 'tierId' = t.paid_tier_id
      and m.active_from <= ${now} and m.active_until > ${now})`
  return sql<MemberTierRow>`select t.brand_id, t.member_id, t.version, t.growth_count,
      case when ${isOver} then t.growth_tier_id else t.tier_id end as tier_id
    from member_tiers t where t.brand_id = ${brandId} and t.member_id = ${memberId}`
})

/** The tier the caller holds; undefined for anyone who is no member. */
export function loadCallerTier(call: Call): Load<MemberTierRow | undefined> {
  const memberId = memberOrNull(call)
  return memberId === null ? given(undefined) : loadMemberTier(call, memberId)
}

/** What {@link tierFacts} is made of. */
export type TierLoads = {
  readonly standing: Load<TierTables['memberTiers'] | undefined>
  readonly joined: Load<{ readonly joinedAt: number } | undefined>
  readonly growthDays: Load<readonly GrowthDay[]>
  readonly memberships: Load<readonly Membership[]>
  readonly tiers: Load<TierSettings>
  readonly tierProgram: Load<{ readonly revision: number } | undefined>
  readonly brand: Load<BrandRow | undefined>
}

/** Everything a member's tier depends on, by id or by a sub-query that finds it; guarded. */
export function loadTierFacts(call: Call, memberId: IdRef): TierLoads {
  const { brandId } = call
  return {
    standing: guarded(
      tierSpecs.memberTiers,
      one(db.selectFrom('memberTiers').selectAll().where('brandId', '=', brandId).where('memberId', '=', memberId)),
    ),
    joined: one(sql<{ joinedAt: number }>`select joined_at from members
      where brand_id = ${brandId} and id = ${memberId}`),
    growthDays: loadGrowthDays(call, memberId),
    memberships: loadMemberships(call, memberId),
    tiers: loadTierSettings(call),
    tierProgram: loadTierProgram(call),
    brand: loadBrand(call),
  }
}

/**
 * Growth by day of the brand's zone, as far back as a decision of this moment may look: the window before now, before
 * what is due, and before the day the tier rests on.
 */
function loadGrowthDays({ brandId, now }: Call, memberId: IdRef): Load<readonly GrowthDay[]> {
  const windowDays = sql`case s.value -> 'growthWindow' ->> 'kind'
    when 'rolling' then (s.value -> 'growthWindow' ->> 'days')::int when 'calendar_year' then 366 else 0 end`
  const since = sql`(select least(${now}::bigint, t.due_at, t.counted_day * 86400000)
      - (${windowDays} + 2) * 86400000::bigint
    from member_tiers t join settings s on s.brand_id = t.brand_id and s.concept = 'tiers'
    where t.brand_id = ${brandId} and t.member_id = ${memberId})`
  const day = sql`(to_timestamp(e.at / 1000.0) at time zone b.time_zone)::date - date '1970-01-01'`
  return many(sql<GrowthDay>`select ${day} as day, sum(e.amount_count)::bigint as count
    from growth_entries e join brands b on b.brand_id = e.brand_id
    where e.brand_id = ${brandId} and e.member_id = ${memberId} and e.at >= ${since}
    group by 1 order by 1 desc limit ${MAX_DAYS}`)
}

/** Paid terms that are not over, or were not when the member was last looked at. */
function loadMemberships({ brandId, now }: Call, memberId: IdRef): Load<readonly Membership[]> {
  return many(sql<Membership>`select m.order_id, m.line_id, m.term, m.quantity, m.active_from as "from",
      m.active_until as until
    from tier_memberships m join member_tiers t on t.brand_id = m.brand_id and t.member_id = m.member_id
    where m.brand_id = ${brandId} and m.member_id = ${memberId}
      and m.active_until >= least(${now}::bigint, t.paid_until)
    order by m.active_from, m.order_id, m.line_id limit ${MAX_MEMBERSHIPS}`)
}

/** The rows as the rules want them; undefined when there is no such member. */
export function tierFacts(rows: Loaded<TierLoads>, { now }: Pick<Call, 'now'>): TierFacts | undefined {
  const { standing: row, joined, growthDays: days, memberships, tiers: settings, tierProgram, brand } = rows
  if (row === undefined || brand === undefined) return undefined
  const { timeZone } = brand
  return {
    ...{ memberId: row.memberId, memberships, settings, now },
    joinedAt: joined?.joinedAt ?? row.reachedAt,
    standing: standingOf(row),
    growth: { totalCount: row.growthCount, days },
    revision: tierProgram?.revision ?? 0,
    offsetAt: (at) => zoneOffsetMinutes(timeZone, at),
  }
}

function standingOf(row: TierTables['memberTiers']): Standing {
  const { tierId, growthTierId, reachedAt, validUntil, graceUntil, upgradeAt, noticeAt } = row
  const { countedDay, isByHand, paidTierId, paidUntil, revision } = row
  return {
    ...{ tierId, growthTierId, reachedAt, validUntil, graceUntil, upgradeAt, noticeAt },
    ...{ countedDay, isByHand, paidTierId, paidUntil, revision },
  }
}

/** How a member's tier changed, newest first. */
export function loadTierHistory(call: Call, memberId: string, limit: number): Load<readonly TierHistoryEntry[]> {
  return many(
    db
      .selectFrom('tierHistory')
      .select(['fromTierId', 'toTierId', 'reason', 'at'])
      .where('brandId', '=', call.brandId)
      .where('memberId', '=', memberId)
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit),
  )
}

/** How often the tiers were replaced. */
export function loadTierProgram({ brandId }: Call): Load<{ readonly revision: number } | undefined> {
  return one(db.selectFrom('tierPrograms').select('revision').where('brandId', '=', brandId))
}

/** Keys of activities that counted before: this one, that of the profile, and those of the newest check-ins. */
export function loadCountedKeys({ brandId }: Call, memberId: string, key: string): Load<readonly string[]> {
  const query = sql`select id from growth_entries where brand_id = ${brandId} and member_id = ${memberId}
      and id in ('profile', ${key})
    union (select id from growth_entries where brand_id = ${brandId} and member_id = ${memberId}
      and kind = 'check_in' order by at desc limit 2)`
  return { query, pick: (rows) => rows.map(({ id }) => String(id)) }
}

/** A member's birthday as month and day, `02-29`. Personal data: it decides, and goes nowhere. */
export function loadMonthAndDay(
  { brandId }: Call,
  memberId: string,
): Load<{ readonly birthday: string | null } | undefined> {
  return one(sql<{ readonly birthday: string | null }>`select substr(birthday, 6) as birthday from member_profiles
    where brand_id = ${brandId} and member_id = ${memberId}`)
}

/** Which gifts of tiers a member was given. */
export function loadTierGifts(call: Call, memberId: IdRef): Load<readonly GivenGift[]> {
  return many(
    db
      .selectFrom('tierGifts')
      .select(['tierId', 'kind', 'period', 'at'])
      .where('brandId', '=', call.brandId)
      .where('memberId', '=', memberId)
      .orderBy('at', 'desc')
      .limit(MAX_MEMBERSHIPS),
  )
}
