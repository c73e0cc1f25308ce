import type { TreeMember } from '@siyu/core/referrals'
import { type RawBuilder, sql } from 'kysely'
import type { Call } from '../../kernel/call.ts'
import type { TimeCursor } from '../../kernel/cursor.ts'
import { prepared } from '../../kernel/prepared.ts'
import { guarded, type Load, many } from '../../kernel/read.ts'
import type { TeamRow } from '../store.ts'
import { referralSpecs } from '../tables.ts'

/** How far up a tree is walked. Attribution keeps any depth; payment ends at the second level. */
const MAX_DEPTH = 1_000_000

/** Whose way up somebody stands on: that of the referrer, or that of the member before they are bound anew. */
export type WayStep = { readonly side: 'referrer' | 'own'; readonly memberId: string; readonly isRoot: boolean }

/** What a binding of a member to a referrer rests on: both ways up, each from below. */
export type BindingLoads = { readonly ways: Load<readonly WayStep[]> }

/** A binding to the owner of a code. */
export function loadBindingByCode({ brandId }: Call, memberId: string, code: string): BindingLoads {
  return {
    ways: guarded(referralSpecs.referralNodes, many(waysByCode({ brandId, memberId, code: code.toLowerCase() }))),
  }
}

/** A binding to a member known by id. */
export function loadBindingTo({ brandId }: Call, memberId: string, referrerId: string): BindingLoads {
  return { ways: guarded(referralSpecs.referralNodes, many(waysTo({ brandId, memberId, referrerId }))) }
}

type Of = { readonly brandId: string; readonly memberId: string }

const waysByCode = prepared(({ brandId, memberId, code }: Of & { readonly code: string }) =>
  waysOf(
    { brandId, memberId },
    sql`select member_id from referral_codes where brand_id = ${brandId} and code = ${code}`,
  ),
)

const waysTo = prepared(({ brandId, memberId, referrerId }: Of & { readonly referrerId: string }) =>
  waysOf({ brandId, memberId }, sql`select ${referrerId}::text`),
)

/**
 * No two bindings close a circle together, and no three. A member with nobody below is guarded by their own version,
 * which moves when somebody is bound to them. Of a member with others below, the whole way up from the referrer is
 * looked at: it cannot change without the version of its root, because a root that is bound changes, and whoever leaves
 * a tree moves its root. So only roots have a version here, which guards them; were one bound elsewhere at this moment,
 * the command looks again. A first binding leaves no tree, so its own way is empty.
 */
function waysOf({ brandId, memberId }: Of, referrer: RawBuilder<unknown>): RawBuilder<WayStep> {
  const member = sql`referral_nodes m where m.brand_id = ${brandId} and m.member_id = ${memberId}`
  const start = sql`select 'own' as side, m.member_id from ${member} and m.referrer_id is not null
    union all select 'referrer', r.member_id from (${referrer}) r(member_id)
      where exists (select 1 from ${member} and m.direct_count > 0)`
  return sql<WayStep>`with recursive up as (
      select s.side, n.member_id, n.referrer_id, n.version, 1 as depth from (${start}) s
        join referral_nodes n on n.brand_id = ${brandId} and n.member_id = s.member_id
      union all
      select up.side, p.member_id, p.referrer_id, p.version, up.depth + 1 from up
        join referral_nodes p on p.brand_id = ${brandId} and p.member_id = up.referrer_id
        where up.depth < ${MAX_DEPTH}
    ) select side, member_id, referrer_id is null as is_root, case when referrer_id is null then version end as version
      from up order by depth`
}

/** A member and those above, the referrer next; so many rows at most. */
export function loadUpline({ brandId }: Call, memberId: string, limit: number): Load<readonly TreeMember[]> {
  return many(sql<TreeMember>`with recursive up as (
      select n.member_id, n.referrer_id, n.bound_at, n.direct_count, 1 as depth
        from referral_nodes n where n.brand_id = ${brandId} and n.member_id = ${memberId}
      union all
      select p.member_id, p.referrer_id, p.bound_at, p.direct_count, up.depth + 1 from up
        join referral_nodes p on p.brand_id = ${brandId} and p.member_id = up.referrer_id
        where up.depth < ${limit}
    ) select member_id, referrer_id, bound_at, direct_count from up order by depth`)
}

/** Where a page of a team goes on: behind this member. */
function before(alias: string, cursor: TimeCursor | null): RawBuilder<unknown> {
  if (cursor === null) return sql`true`
  return sql`(${sql.ref(`${alias}.bound_at`)}, ${sql.ref(`${alias}.member_id`)}) < (${cursor.at}, ${cursor.id})`
}

/** Those bound to a member, newest first. */
export function loadDirects(
  { brandId }: Call,
  memberId: string,
  cursor: TimeCursor | null,
  limit: number,
): Load<readonly TreeMember[]> {
  return many(sql<TreeMember>`select n.member_id, n.referrer_id, n.bound_at, n.direct_count from referral_nodes n
    where n.brand_id = ${brandId} and n.referrer_id = ${memberId} and ${before('n', cursor)}
    order by n.bound_at desc, n.member_id desc limit ${limit}`)
}

/** Those two levels below a member: team by team, the newest team first. */
export function loadSeconds(
  call: Call,
  memberId: string,
  cursor: TimeCursor | null,
  limit: number,
): Load<readonly TreeMember[]> {
  return many(secondsOf(call, memberId, cursor, limit))
}

/** The same with their names. */
export function loadSecondTeam(
  call: Call,
  memberId: string,
  cursor: TimeCursor | null,
  limit: number,
): Load<readonly TeamRow[]> {
  return many(sql<TeamRow>`select s.member_id, s.bound_at, (select p.name from member_profiles p
      where p.brand_id = ${call.brandId} and p.member_id = s.member_id) as name
    from (${secondsOf(call, memberId, cursor, limit)}) s`)
}

/**
 * A page goes on within the team of the last member shown, whose place is found by their id, and then with the teams
 * behind it.
 */
function secondsOf(
  { brandId }: Call,
  memberId: string,
  cursor: TimeCursor | null,
  limit: number,
): RawBuilder<TreeMember> {
  const last = sql`select t.bound_at, t.member_id from referral_nodes s
    join referral_nodes t on t.brand_id = s.brand_id and t.member_id = s.referrer_id
    where s.brand_id = ${brandId} and s.member_id = ${cursor?.id ?? ''}`
  const onwards = (rule: RawBuilder<unknown>): RawBuilder<unknown> => (cursor === null ? sql`true` : rule)
  const teams = onwards(sql`(t.bound_at, t.member_id) <= (select l.bound_at, l.member_id from (${last}) l)`)
  const inTeam = onwards(sql`(t.member_id <> (select l.member_id from (${last}) l) or ${before('n', cursor)})`)
  return sql<TreeMember>`select n.member_id, n.referrer_id, n.bound_at, n.direct_count from referral_nodes t
    cross join lateral (select * from referral_nodes n where n.brand_id = t.brand_id and n.referrer_id = t.member_id
      and ${inTeam} order by n.bound_at desc, n.member_id desc limit ${limit}) n
    where t.brand_id = ${brandId} and t.referrer_id = ${memberId} and t.direct_count > 0 and ${teams}
    order by t.bound_at desc, t.member_id desc, n.bound_at desc, n.member_id desc limit ${limit}`
}
