import { dayMs } from '@siyu/core/kernel'
import { sql } from 'kysely'
import { each, eachBeside, type SweepPorts } from '../kernel/due.ts'
import { type Load, many, read } from '../kernel/read.ts'
import { countsAt, dueAgain, dueNew } from './orders.ts'

type DueCount = {
  readonly brandId: string
  readonly campaignId: string
  readonly orderId: string
  /** How often it was counted. */
  readonly round: number
}

/** Friends' orders to be counted, those whose time came first in front, and those to be counted again. */
function loadDueCounts(now: number, limit: number): Load<readonly DueCount[]> {
  const columns = sql`c.brand_id, c.id as campaign_id, o.id as order_id`
  return many(sql<DueCount>`(select ${columns}, 0 as round from ${dueNew(now)} order by ${countsAt}, o.id limit ${limit})
    union all (select ${columns}, k.version as round from ${dueAgain} order by o.id limit ${limit})`)
}

type DueAward = { readonly brandId: string; readonly campaignId: string }

/** Campaigns whose award has come. */
function loadDueAwards(now: number, limit: number): Load<readonly DueAward[]> {
  // As the rule has it: one that was stopped is decided at once, or when the orders that opened it cannot come back.
  const dueAt = sql`least(award_at, stopped_at
    + case when terms ->> 'entry' = 'order' then return_days * ${sql.lit(dayMs)} else 0 end)`
  return many(sql<DueAward>`select brand_id, id as campaign_id from campaigns
    where state = 'published' and ${dueAt} <= ${now} order by ${dueAt} limit ${limit}`)
}

type DueReward = DueAward & { readonly memberId: string; readonly reason: string }

/** What was won and not given yet. */
function loadDueRewards(limit: number): Load<readonly DueReward[]> {
  return many(sql<DueReward>`select brand_id, campaign_id, member_id, reason from campaign_rewards
    where status = 'due' order by at, member_id, reason limit ${limit}`)
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
  { sql: on, now: clock, run }: SweepPorts,
  errors: unknown[],
  limit: number,
): Promise<SweptCampaigns> {
  const now = clock()
  const { facts: counts } = await read(on, { due: loadDueCounts(now, limit) })
  const countedOrderCount = await each(errors, counts.due, ({ brandId, campaignId, orderId, round }) =>
    run(brandId, 'campaigns.count', { campaignId, orderId }, `count:${campaignId}:${orderId}:${round}:${now}`),
  )
  const { facts: awards } = await read(on, { due: loadDueAwards(now, limit) })
  const awardedCount = await each(errors, awards.due, ({ brandId, campaignId }) =>
    run(brandId, 'campaigns.award', { campaignId }, `award:${campaignId}:${now}`),
  )
  const { facts: rewards } = await read(on, { due: loadDueRewards(limit) })
  const rewardCount = await eachBeside(errors, rewards.due, ({ brandId, ...reward }) => {
    const key = `give:${reward.campaignId}:${reward.memberId}:${reward.reason}:${now}`
    return run(brandId, 'campaigns.give', reward, key)
  })
  return { countedOrderCount, awardedCount, rewardCount }
}
