import {
  type GroupCampaign,
  type GroupEvent,
  MAX_GROUP_CAMPAIGNS,
  MAX_TEAMS_SHOWN,
  type SeatOrder,
  type TeamFacts,
} from '@siyu/core/groupbuys'
import type { BucketSlot, StockSlot } from '@siyu/core/inventory'
import type { Words } from '@siyu/core/kernel'
import type { OrderLeftTeam } from '@siyu/core/orders'
import { type Expression, type RawBuilder, sql } from 'kysely'
import { isShown } from '../catalog/index.ts'
import { shelfOfSku } from '../inventory/index.ts'
import type { Apply } from '../kernel/apply.ts'
import type { Call } from '../kernel/call.ts'
import type { TimeCursor } from '../kernel/cursor.ts'
import { guarded, type Load, many, one } from '../kernel/read.ts'
import { tablesOf } from '../kernel/tables.ts'
import { writerOf } from '../kernel/write.ts'
import { orderSpecs } from '../orders/index.ts'
import { type GroupBuyTables, groupBuySpecs } from './tables.ts'

const db = tablesOf<GroupBuyTables>()
const writer = writerOf<GroupBuyTables>(groupBuySpecs)

type CampaignRow = GroupBuyTables['groupCampaigns']
type TeamRow = GroupBuyTables['groupTeams']

/** A campaign. */
export function loadCampaign(call: Call, campaignId: string): Load<CampaignRow | undefined> {
  const rows = db.selectFrom('groupCampaigns').selectAll().where('brandId', '=', call.brandId)
  return one(rows.where('id', '=', campaignId))
}

/** The same, with the promise that nobody else saves it meanwhile. */
export function loadCampaignToSave(call: Call, campaignId: string): Load<CampaignRow | undefined> {
  return guarded(groupBuySpecs.groupCampaigns, loadCampaign(call, campaignId))
}

/** The campaign of a team. */
export function loadCampaignOfTeam({ brandId }: Call, teamId: string): Load<CampaignRow | undefined> {
  return one(sql<CampaignRow>`select c.* from group_teams t
    join group_campaigns c on c.brand_id = t.brand_id and c.id = t.campaign_id
    where t.brand_id = ${brandId} and t.id = ${teamId}`)
}

/** A team; guarded. */
export function loadTeam(call: Call, teamId: string): Load<TeamRow | undefined> {
  const rows = db.selectFrom('groupTeams').selectAll().where('brandId', '=', call.brandId)
  return guarded(groupBuySpecs.groupTeams, one(rows.where('id', '=', teamId)))
}

/** What a buyer of a campaign may take: its bucket (all the slots, none where it has none), and what they took. */
export function loadBucketOf(
  { brandId }: Call,
  memberId: string,
  of: { readonly campaignId: string } | { readonly teamId: string },
): Load<{ readonly slots: readonly BucketSlot[] | null; readonly takenCount: number | null } | undefined> {
  const found =
    'teamId' in of
      ? sql`select c.id, t.sku_id, c.bucket_count from group_teams t
          join group_campaigns c on c.brand_id = t.brand_id and c.id = t.campaign_id
          where t.brand_id = ${brandId} and t.id = ${of.teamId}`
      : sql`select id, sku_id, bucket_count from group_campaigns where brand_id = ${brandId} and id = ${of.campaignId}`
  return one(sql<{ readonly slots: readonly BucketSlot[] | null; readonly takenCount: number | null }>`select
      case when c.bucket_count is null then null else ${slotsOf(sql`c.id || '/' || c.sku_id`, brandId)} end as slots,
      (select b.taken_count from bucket_members b where b.brand_id = ${brandId} and b.member_id = ${memberId}
        and b.bucket_id = c.id || '/' || c.sku_id) as taken_count
    from (${found}) c`)
}

function slotsOf(bucketId: RawBuilder<unknown>, brandId: string): RawBuilder<readonly BucketSlot[]> {
  return sql`(select coalesce(json_agg(json_build_object('slot', k.slot, 'limitCount', k.limit_count,
      'takenCount', k.taken_count) order by k.slot), '[]') from bucket_slots k
    where k.brand_id = ${brandId} and k.bucket_id = ${bucketId})`
}

/** The seat a member has in a team; undefined for none. */
export function loadSeat(
  { brandId }: Call,
  memberId: string,
  teamId: string,
): Load<{ readonly id: string } | undefined> {
  return one(sql<{ readonly id: string }>`select order_id as id from group_seats
    where brand_id = ${brandId} and team_id = ${teamId} and member_id = ${memberId} and state = 'held'`)
}

/** The orders of the seats of a team that were not freed; guarded, so that one that moves is looked at again. */
export function loadSeatOrders({ brandId }: Call, teamId: string): Load<readonly SeatOrder[]> {
  return guarded(
    orderSpecs.orders,
    many(sql<SeatOrder>`select o.brand_id, o.member_id, o.id, o.id as order_id, o.status, o.paid_at, o.version
      from group_seats s join orders o on (o.brand_id, o.member_id, o.id) = (s.brand_id, s.member_id, s.order_id)
      where s.brand_id = ${brandId} and s.team_id = ${teamId} and s.state = 'held' order by s.taken_at, s.order_id
      limit 100`),
  )
}

/** A team with its members, names included: only to be masked. */
export type TeamView = TeamFacts & {
  readonly campaignId: string
  readonly seats: readonly {
    readonly memberId: string
    readonly orderId: string
    readonly name: string | null
    readonly isLeader: boolean
    readonly isPaid: boolean
  }[]
}

const teamColumns = sql`t.id, t.campaign_id, t.sku_id, t.price_minor, t.size_count, t.seat_count, t.state, t.expires_at,
  (select coalesce(json_agg(json_build_object('memberId', s.member_id, 'orderId', s.order_id, 'name', p.name,
      'isLeader', s.is_leader, 'isPaid', o.status <> 'created') order by s.taken_at, s.order_id), '[]')
    from group_seats s
    join orders o on (o.brand_id, o.member_id, o.id) = (s.brand_id, s.member_id, s.order_id)
    left join member_profiles p on p.brand_id = s.brand_id and p.member_id = s.member_id
    where s.brand_id = t.brand_id and s.team_id = t.id and s.state = 'held') as seats`

/** One team with its members. */
export function loadTeamView({ brandId }: Call, teamId: string): Load<TeamView | undefined> {
  return one(sql<TeamView>`select ${teamColumns} from group_teams t where t.brand_id = ${brandId} and t.id = ${teamId}`)
}

/** Teams of a campaign that can be joined, those that end first in front. */
export function loadOpenTeams({ brandId, now }: Call, campaignId: string): Load<readonly TeamView[]> {
  return many(sql<TeamView>`select ${teamColumns} from group_teams t
    where t.brand_id = ${brandId} and t.campaign_id = ${campaignId} and t.state = 'open' and t.expires_at > ${now}
      and t.seat_count between 1 and t.size_count - 1 order by t.expires_at, t.id limit ${MAX_TEAMS_SHOWN}`)
}

/** Teams a member has a seat in, newest first. */
export function loadOwnTeams({ brandId }: Call, memberId: string): Load<readonly TeamView[]> {
  return many(sql<TeamView>`select ${teamColumns} from group_seats m
    join group_teams t on t.brand_id = m.brand_id and t.id = m.team_id
    where m.brand_id = ${brandId} and m.member_id = ${memberId} and m.state = 'held'
    order by m.taken_at desc, m.order_id limit ${MAX_TEAMS_SHOWN}`)
}

/** The SKU that a campaign or a team sells, as a sub-query. */
export function skuOf(table: 'group_campaigns' | 'group_teams', { brandId }: Call, id: string): Expression<string> {
  return sql<string>`(select sku_id from ${sql.table(table)} where brand_id = ${brandId} and id = ${id})`
}

/** A campaign with its goods. */
export type OfferRow = GroupCampaign & {
  readonly productId: string
  readonly title: Words
  readonly skuTitle: Words
  readonly imageUrl: string | null
  readonly listMinor: number
  readonly onHandCount: number
  readonly heldCount: number
  readonly slots: readonly StockSlot[]
  readonly bucket: readonly BucketSlot[]
}

/** Campaigns that are open and whose goods can be bought. */
export function loadOffers({ brandId, now }: Call): Load<readonly OfferRow[]> {
  return many(sql<OfferRow>`select c.*, p.id as product_id, p.title, s.title as sku_title, p.image_url, s.list_minor,
      t.on_hand_count, t.held_count, t.slots, ${slotsOf(sql`c.id || '/' || c.sku_id`, brandId)} as bucket
    from group_campaigns c
    join skus s on s.brand_id = c.brand_id and s.id = c.sku_id and s.active
    join products p on p.brand_id = s.brand_id and p.id = s.product_id and ${isShown(now)}
    cross join ${shelfOfSku}
    where c.brand_id = ${brandId} and c.starts_at <= ${now} and c.ends_at > ${now}
    order by c.ends_at, c.id limit ${MAX_GROUP_CAMPAIGNS}`)
}

export type CampaignSalesRow = GroupCampaign & {
  readonly openTeamCount: number
  readonly filledTeamCount: number
  readonly expiredTeamCount: number
}

/** All campaigns, newest start first, behind one of them. */
export function loadCampaigns(
  { brandId }: Call,
  before: TimeCursor | null,
  limit: number,
): Load<readonly CampaignSalesRow[]> {
  const [at, id] = [before?.at ?? Number.MAX_SAFE_INTEGER, before?.id ?? '']
  const count = (state: string) => sql`(select count(*) from group_teams t where t.brand_id = c.brand_id
    and t.campaign_id = c.id and t.state = ${state})`
  return many(sql<CampaignSalesRow>`select c.*, ${count('open')} as open_team_count,
      ${count('filled')} as filled_team_count, ${count('expired')} as expired_team_count
    from group_campaigns c where c.brand_id = ${brandId} and (c.starts_at, c.id) < (${at}::bigint, ${id})
    order by c.starts_at desc, c.id desc limit ${limit}`)
}

/** How many campaigns are not over. */
export function loadCampaignCount({ brandId, now }: Call): Load<{ readonly count: number } | undefined> {
  return one(sql<{ readonly count: number }>`select count(*) as count from group_campaigns
    where brand_id = ${brandId} and ends_at > ${now}`)
}

export const applyGroupBuys: Apply<GroupEvent | OrderLeftTeam> = {
  group_campaign_saved: ({ campaign: { id, ...terms }, created }, { brandId }) => [
    created
      ? writer.insert('groupCampaigns', { brandId, id, ...terms })
      : writer.change('groupCampaigns', { brandId, id }, terms),
  ],
  group_team_opened: ({ type: _, teamId, memberId, orderId, ...team }, { brandId, at }) => [
    writer.insert('groupTeams', {
      ...{ brandId, id: teamId, ...team, seatCount: 1, state: 'open', openedAt: at, filledAt: null },
    }),
    writer.insert('groupSeats', { brandId, memberId, orderId, teamId, isLeader: true, state: 'held', takenAt: at }),
  ],
  group_team_joined: ({ teamId, memberId, orderId }, { brandId, at }) => [
    writer.change('groupTeams', { brandId, id: teamId }, {}, { seatCount: 1 }),
    writer.insert('groupSeats', { brandId, memberId, orderId, teamId, isLeader: false, state: 'held', takenAt: at }),
  ],
  group_team_filled: ({ teamId, filledAt }, { brandId }) => [
    writer.change('groupTeams', { brandId, id: teamId }, { state: 'filled', filledAt }),
  ],
  group_team_expired: ({ teamId }, { brandId }) => [
    writer.change('groupTeams', { brandId, id: teamId }, { state: 'expired' }),
  ],
  order_left_team: ({ teamId, memberId, orderId }, { brandId }) => [
    writer.change('groupTeams', { brandId, id: teamId }, {}, { seatCount: -1 }),
    writer.change('groupSeats', { brandId, memberId, orderId }, { state: 'freed' }),
  ],
}
