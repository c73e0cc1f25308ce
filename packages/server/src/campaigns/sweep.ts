import { sql } from 'kysely'
import type { Outcome } from '../kernel/command.ts'
import type { Sql } from '../kernel/database.ts'
import { each, eachBeside } from '../kernel/due.ts'
import { tablesOf } from '../kernel/tables.ts'
import { dueAgain, dueNew } from './orders.ts'

const db = tablesOf<Record<never, never>>()

type DueCount = {
  readonly brandId: string
  readonly campaignId: string
  readonly orderId: string
  /** How often it was counted. */
  readonly round: number
}

/** Friends' orders to be counted, those whose time came first in front, and those to be counted again. */
async function dueCounts(on: Sql, now: number, limit: number): Promise<readonly DueCount[]> {
  const columns = sql`c.brand_id, c.id as campaign_id, o.id as order_id`
  const due = sql`(select ${columns}, 0 as round from ${dueNew(now)}
      order by o.completed_at + c.return_days * 86400000, o.id limit ${limit})
    union all (select ${columns}, k.version as round from ${dueAgain} order by o.id limit ${limit})`
  const { sql: text, parameters } = due.compile(db)
  const rows = await on.execute({ text, values: parameters as readonly (string | number)[] })
  return rows.map((row) => ({
    ...{ brandId: row.brand_id as string, campaignId: row.campaign_id as string, orderId: row.order_id as string },
    round: Number(row.round),
  }))
}

/** Campaigns whose award has come. */
async function dueAwards(
  on: Sql,
  now: number,
  limit: number,
): Promise<readonly { readonly brandId: string; readonly campaignId: string }[]> {
  const rows = await on.execute({
    text: `select brand_id, id from campaigns where state = 'published' and award_at <= $1 order by award_at limit $2`,
    values: [now, limit],
  })
  return rows.map((row) => ({ brandId: row.brand_id as string, campaignId: row.id as string }))
}

type DueReward = {
  readonly brandId: string
  readonly campaignId: string
  readonly memberId: string
  readonly reason: string
}

/** What was won and not given yet. */
async function dueRewards(on: Sql, limit: number): Promise<readonly DueReward[]> {
  const rows = await on.execute({
    text: `select brand_id, campaign_id, member_id, reason from campaign_rewards where status = 'due'
      order by at, member_id, reason limit $1`,
    values: [limit],
  })
  return rows.map((row) => ({
    ...{ brandId: row.brand_id as string, campaignId: row.campaign_id as string },
    ...{ memberId: row.member_id as string, reason: row.reason as string },
  }))
}

/** What a sweep of campaigns runs on. */
export type CampaignPorts = {
  readonly sql: Sql
  readonly now: () => number
  readonly run: (brandId: string, name: string, input: object, key: string) => Promise<Outcome>
}

/** How many rows a sweep of campaigns dealt with. */
export type SweptCampaigns = {
  /** Friends' orders that were counted, or counted again, campaigns that ended, and what was given. */
  readonly countedOrderCount: number
  readonly awardedCount: number
  readonly rewardCount: number
}

/** Orders that count for campaigns, then campaigns whose award has come, then what was won by either. */
export async function sweepCampaigns(
  { sql: on, now: clock, run }: CampaignPorts,
  errors: unknown[],
  limit: number,
): Promise<SweptCampaigns> {
  const now = clock()
  const orders = await dueCounts(on, now, limit)
  const countedOrderCount = await each(errors, orders, ({ brandId, campaignId, orderId, round }) =>
    run(brandId, 'campaigns.count', { campaignId, orderId }, `count:${campaignId}:${orderId}:${round}:${now}`),
  )
  const ended = await dueAwards(on, now, limit)
  const awardedCount = await each(errors, ended, ({ brandId, campaignId }) =>
    run(brandId, 'campaigns.award', { campaignId }, `award:${campaignId}:${now}`),
  )
  const rewards = await dueRewards(on, limit)
  const rewardCount = await eachBeside(errors, rewards, ({ brandId, ...reward }) => {
    const key = `give:${reward.campaignId}:${reward.memberId}:${reward.reason}:${now}`
    return run(brandId, 'campaigns.give', reward, key)
  })
  return { countedOrderCount, awardedCount, rewardCount }
}
