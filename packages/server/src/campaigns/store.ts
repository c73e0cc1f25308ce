import {
  type Campaign,
  type CampaignRewardRow,
  type CampaignState,
  type CampaignView,
  MAX_CAMPAIGNS,
  MAX_PLACES,
  MAX_WINNERS,
  type MyCampaign,
  type Prize,
} from '@siyu/core/campaigns'
import { type RawBuilder, sql } from 'kysely'
import { type Call, memberOf } from '../kernel/call.ts'
import type { TimeCursor } from '../kernel/cursor.ts'
import { guarded, type Load, many, one } from '../kernel/read.ts'
import { tablesOf } from '../kernel/tables.ts'
import { stays } from '../referrals/index.ts'
import { countedOf, isOfCampaign } from './orders.ts'
import { type CampaignTables, campaignSpecs } from './tables.ts'

const db = tablesOf<CampaignTables>()
/** How long an awarded campaign is shown. */
const SHOWN_MS = 30 * 86_400_000
/** The most waiting orders a member is told of. */
const MAX_WAITING = 1_000

export type CampaignRow = CampaignTables['campaigns']

/** A campaign; guarded, so that what rests on its state holds. */
export function loadCampaign(call: Call, campaignId: string): Load<CampaignRow | undefined> {
  const rows = db.selectFrom('campaigns').selectAll().where('brandId', '=', call.brandId)
  return guarded(campaignSpecs.campaigns, one(rows.where('id', '=', campaignId)))
}

/** How many campaigns are not awarded. */
export function loadCampaignCount({ brandId }: Call): Load<{ readonly count: number } | undefined> {
  return one(sql<{ readonly count: number }>`select count(*) as count from campaigns
    where brand_id = ${brandId} and state <> 'awarded'`)
}

/** Those of these coupon templates that there are. */
export function loadTemplateIds({ brandId }: Call, ids: readonly string[]): Load<readonly { readonly id: string }[]> {
  return many(sql<{ readonly id: string }>`select id from coupon_templates
    where brand_id = ${brandId} and id = any(${ids}::text[]) limit 100`)
}

/** The coupon templates a draft names. */
export function templatesNamed(prizes: readonly Pick<Prize, 'reward'>[]): readonly string[] {
  return prizes.flatMap(({ reward }) => (reward.kind === 'coupon' ? [reward.templateId] : []))
}

const VIEW = sql`c.id, c.name, c.rules, c.organiser, c.starts_at, c.ends_at, c.award_at, c.return_days, c.min_net_minor,
  c.budget_minor, c.terms, c.state, c.seed_hash, c.seed,
  case when c.stopped_at is not null then json_build_object('at', c.stopped_at, 'reason', c.stop_reason) end as stopped,
  (select coalesce(json_agg(json_build_object('prizeId', p.prize_id, 'leftCount', p.limit_count - p.given_count)
      order by p.prize_id), '[]') from campaign_pools p
    where p.brand_id = c.brand_id and p.campaign_id = c.id) as "left",
  (select count(*) from campaign_entries e where e.brand_id = c.brand_id and e.campaign_id = c.id
    and e.withdrawn_at is null) as entry_count`

/** Campaigns that run or come next, or were awarded lately. */
export function loadShown({ brandId, now }: Call): Load<readonly CampaignView[]> {
  return many(sql<CampaignView>`select ${VIEW} from campaigns c where c.brand_id = ${brandId} and c.state <> 'draft'
    and (c.state = 'published' or c.award_at > ${now - SHOWN_MS}) order by c.ends_at, c.id limit ${MAX_CAMPAIGNS}`)
}

/** One campaign as everybody sees it; no draft. */
export function loadView({ brandId }: Call, campaignId: string): Load<CampaignView | undefined> {
  return one(sql<CampaignView>`select ${VIEW} from campaigns c
    where c.brand_id = ${brandId} and c.id = ${campaignId} and c.state <> 'draft'`)
}

/** All campaigns, newest start first, behind one of them. */
export function loadAll({ brandId }: Call, before: TimeCursor | null, limit: number): Load<readonly CampaignView[]> {
  const [at, id] = [before?.at ?? Number.MAX_SAFE_INTEGER, before?.id ?? '']
  return many(sql<CampaignView>`select ${VIEW} from campaigns c
    where c.brand_id = ${brandId} and (c.starts_at, c.id) < (${at}::bigint, ${id})
    order by c.starts_at desc, c.id desc limit ${limit}`)
}

/** What a leaderboard ranks by. */
const SCORE = sql`case when c.terms ->> 'by' = 'net_sales' then s.net_minor else s.order_count end`

function ranked({ brandId }: Call, campaignId: string): RawBuilder<BoardMember> {
  return sql<BoardMember>`select s.member_id, s.order_count, s.net_minor,
      row_number() over (order by ${SCORE} desc, s.reached_at, s.member_id) as rank
    from campaign_standings s join campaigns c on c.brand_id = s.brand_id and c.id = s.campaign_id
    where s.brand_id = ${brandId} and s.campaign_id = ${campaignId} and s.order_count > 0 and ${stays('s')}
      and c.terms ->> 'kind' = 'leaderboard' order by rank limit ${MAX_PLACES}`
}

export type BoardMember = {
  readonly memberId: string
  readonly rank: number
  readonly orderCount: number
  readonly netMinor: number
  readonly name: string | null
}

/** Those in front, with their names to be masked. */
export function loadBoard(call: Call, campaignId: string): Load<readonly BoardMember[]> {
  return many(sql<BoardMember>`select r.*, p.name from (${ranked(call, campaignId)}) r
    left join member_profiles p on p.brand_id = ${call.brandId} and p.member_id = r.member_id
    order by r.rank limit ${MAX_PLACES}`)
}

/** Those in front, of whom the first win. */
export function loadInFront(call: Call, campaignId: string): Load<readonly { readonly memberId: string }[]> {
  return many(ranked(call, campaignId))
}

export type StandingRow = Pick<MyCampaign, 'orderCount' | 'netMinor' | 'rank'>

/** What counts for a member, and where that puts them. */
export function loadStanding(call: Call, campaignId: string): Load<StandingRow | undefined> {
  const { brandId } = call
  const own = sql`s.brand_id = ${brandId} and s.member_id = ${memberOf(call)} and s.campaign_id = ${campaignId}`
  const score = sql`case when c.terms ->> 'by' = 'net_sales' then o.net_minor else o.order_count end`
  return one(sql<StandingRow>`select s.order_count, s.net_minor, case when s.order_count > 0 then 1 + (
      select count(*) from campaign_standings o where o.brand_id = s.brand_id and o.campaign_id = s.campaign_id
        and o.order_count > 0 and ${stays('o')}
        and (${score} > ${SCORE} or ${score} = ${SCORE} and (o.reached_at, o.member_id) < (s.reached_at, s.member_id))
    ) end as rank
    from campaign_standings s join campaigns c on c.brand_id = s.brand_id and c.id = s.campaign_id where ${own}`)
}

/** How many orders of those a member brought are paid and not looked at yet; no more are counted than are told. */
export function loadWaiting(call: Call, campaignId: string): Load<{ readonly count: number } | undefined> {
  return one(sql<{ readonly count: number }>`select count(*) as count from (select 1 from campaigns c
    join referral_nodes n on n.brand_id = c.brand_id and n.referrer_id = ${memberOf(call)}
    join orders o on o.brand_id = n.brand_id and o.member_id = n.member_id and ${isOfCampaign}
      and o.status in ('paid', 'fulfilling', 'shipped', 'received', 'completed')
    where c.brand_id = ${call.brandId} and c.id = ${campaignId} and c.state = 'published'
      and c.stopped_at is null and not ${countedOf}
    limit ${MAX_WAITING}) w`)
}

const REWARD = sql`r.member_id, r.reason, r.prize_id, r.place, r.status, r.withheld, r.at`

/** What a member won, the newest first. */
export function loadOwnRewards(call: Call, campaignId: string): Load<MyCampaign['rewards']> {
  return many(sql<CampaignRewardRow>`select ${REWARD} from campaign_rewards r
    where r.brand_id = ${call.brandId} and r.member_id = ${memberOf(call)} and r.campaign_id = ${campaignId}
    order by r.at desc, r.reason limit 100`)
}

/** What a campaign gave, the newest first, behind one of them: its moment, its member and its reason. */
export function loadRewards(
  { brandId }: Call,
  campaignId: string,
  offset: number,
  limit: number,
): Load<readonly CampaignRewardRow[]> {
  return many(sql<CampaignRewardRow>`select ${REWARD} from campaign_rewards r
    where r.brand_id = ${brandId} and r.campaign_id = ${campaignId}
    order by r.at desc, r.member_id desc, r.reason offset ${offset} limit ${limit}`)
}

export type WinnerRow = {
  readonly memberId: string
  readonly place: number
  readonly prizeId: string
  readonly name: string | null
  readonly entryId: string | null
}

/** Who has a place that wins. */
export function loadWinners({ brandId }: Call, campaignId: string): Load<readonly WinnerRow[]> {
  return many(sql<WinnerRow>`select r.member_id, r.place, r.prize_id, p.name, e.id as entry_id from campaign_rewards r
    left join member_profiles p on p.brand_id = r.brand_id and p.member_id = r.member_id
    left join campaign_entries e on (e.brand_id, e.member_id, e.campaign_id) = (r.brand_id, r.member_id, r.campaign_id)
    where r.brand_id = ${brandId} and r.campaign_id = ${campaignId} and r.place is not null
    order by r.place limit ${MAX_WINNERS}`)
}

export type WonRow = {
  readonly memberId: string
  readonly reason: string
  readonly prizeId: string
  readonly status: 'due' | 'given' | 'withheld'
  readonly hasLeft: boolean
  readonly terms: Campaign['terms']
  readonly state: CampaignState
}

/** What a member won for a reason, with the prize; guarded. */
export function loadWon(
  { brandId }: Call,
  campaignId: string,
  memberId: string,
  reason: string,
): Load<WonRow | undefined> {
  return guarded(
    campaignSpecs.campaignRewards,
    one(sql<WonRow>`select r.*, c.terms, c.state, not ${stays('r')} as has_left from campaign_rewards r
      join campaigns c on c.brand_id = r.brand_id and c.id = r.campaign_id
      where r.brand_id = ${brandId} and r.member_id = ${memberId} and r.campaign_id = ${campaignId}
        and r.reason = ${reason}`),
  )
}

/** The coupon template of the prize a member won, as a sub-query. */
export function templateOfReward(
  { brandId }: Call,
  campaignId: string,
  memberId: string,
  reason: string,
): RawBuilder<string> {
  return sql<string>`select j.prize -> 'reward' ->> 'templateId' from campaign_rewards r
    join campaigns c on c.brand_id = r.brand_id and c.id = r.campaign_id
    cross join lateral jsonb_path_query(c.terms, 'lax $.** ? (@.id == $id)',
      jsonb_build_object('id', r.prize_id)) j(prize)
    where r.brand_id = ${brandId} and r.member_id = ${memberId} and r.campaign_id = ${campaignId}
      and r.reason = ${reason}`
}
