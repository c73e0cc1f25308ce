import type { TreeMember } from '@siyu/core/referrals'
import { type RawBuilder, sql } from 'kysely'
import type { Call } from '../../kernel/call.ts'
import type { TimeCursor } from '../../kernel/cursor.ts'
import { guarded, type Load, many, one } from '../../kernel/read.ts'
import type { TeamRow } from '../store.ts'
import { referralSpecs } from '../tables.ts'

/** How far up a tree is walked. Attribution keeps any depth; payment ends at the second level. */
const MAX_DEPTH = 1_000_000

/** Somebody on the way up a tree. */
export type Step = { readonly memberId: string; readonly referrerId: string | null; readonly version: number }

/** Members and everyone above them, to the root or so many steps far. */
function wayUp(brandId: string, start: RawBuilder<unknown>, maxDepth: number = MAX_DEPTH): RawBuilder<Step> {
  return sql<Step>`with recursive up as (
      select n.member_id, n.referrer_id, n.version, n.bound_at, n.direct_count, 1 as depth
        from referral_nodes n where n.brand_id = ${brandId} and n.member_id in (${start})
      union all
      select p.member_id, p.referrer_id, p.version, p.bound_at, p.direct_count, up.depth + 1 from up
        join referral_nodes p on p.brand_id = ${brandId} and p.member_id = up.referrer_id
        where up.depth < ${maxDepth}
    ) select * from up`
}

function rootOf(way: RawBuilder<Step>): Load<Step | undefined> {
  const root = sql<Step>`select member_id, referrer_id, version from (${way}) c where referrer_id is null`
  return guarded(referralSpecs.referralNodes, one<Step>(root))
}

/** What a binding of a member to a referrer rests on. */
export type BindingLoads = {
  /** The referrer and everyone above; nothing while nobody is below the member, as then no circle can come of it. */
  readonly upline: Load<readonly Pick<Step, 'memberId'>[]>
  /** The root of the referrer's tree, likewise. Were it bound elsewhere at this moment, the command looks again. */
  readonly root: Load<Step | undefined>
  /** The root of the tree the member would leave; nothing for a first binding. */
  readonly ownRoot: Load<Step | undefined>
}

/**
 * No two bindings close a circle together, and no three. A member with nobody below is guarded by their own version,
 * which moves when somebody is bound to them. Of a member with others below, the whole way up from the referrer is
 * looked at: it cannot change without the version of its root, because a root that is bound changes, and whoever leaves
 * a tree moves its root.
 */
export function loadBinding({ brandId }: Call, memberId: string, referrer: RawBuilder<unknown>): BindingLoads {
  const own = sql`select member_id from referral_nodes where brand_id = ${brandId} and member_id = ${memberId}`
  const above = wayUp(
    brandId,
    sql`select r.member_id from (${referrer}) r(member_id) where exists (${own} and direct_count > 0)`,
  )
  return {
    upline: many(sql<Pick<Step, 'memberId'>>`select member_id from (${above}) c order by depth`),
    root: rootOf(above),
    ownRoot: rootOf(wayUp(brandId, sql`${own} and referrer_id is not null`)),
  }
}

/** The owner of a code as a sub-query. */
export function ownerOf({ brandId }: Call, code: string): RawBuilder<unknown> {
  return sql`select member_id from referral_codes where brand_id = ${brandId} and code = ${code.toLowerCase()}`
}

/** A member by id, as a sub-query. */
export function theMember(memberId: string): RawBuilder<unknown> {
  return sql`select ${memberId}`
}

/** A member and those above, the referrer next; so many rows at most. */
export function loadUpline({ brandId }: Call, memberId: string, limit: number): Load<readonly TreeMember[]> {
  const way = wayUp(brandId, sql`select ${memberId}`, limit)
  return many(sql<TreeMember>`select member_id, referrer_id, bound_at, direct_count from (${way}) c order by depth`)
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
