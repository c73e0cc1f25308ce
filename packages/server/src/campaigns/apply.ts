import type { CampaignEvent } from '@siyu/core/campaigns'
import type { Apply } from '../kernel/apply.ts'
import { writerOf } from '../kernel/write.ts'
import { type CampaignTables, campaignSpecs } from './tables.ts'

const writer = writerOf<CampaignTables>(campaignSpecs)

const notYet = { state: 'draft', seedHash: null, seed: null, stoppedAt: null, stopReason: null } as const

export const applyCampaigns: Apply<CampaignEvent> = {
  campaign_saved: ({ campaign: { id, ...terms }, created }, { brandId }) => [
    created
      ? writer.insert('campaigns', { brandId, id, ...terms, ...notYet })
      : writer.change('campaigns', { brandId, id }, terms),
  ],
  campaign_published: ({ campaignId, prizes, seedHash }, { brandId }) => [
    writer.change('campaigns', { brandId, id: campaignId }, { state: 'published', seedHash }),
    ...prizes.map(({ prizeId, quantity: limitCount }) =>
      writer.insert('campaignPools', { brandId, campaignId, prizeId, givenCount: 0, limitCount }),
    ),
  ],
  campaign_stopped: ({ campaignId, reason: stopReason }, { brandId, at: stoppedAt }) => [
    writer.change('campaigns', { brandId, id: campaignId }, { stoppedAt, stopReason }),
  ],
  campaign_order_counted: (event, { brandId, at: countedAt }) => {
    const { campaignId, memberId, friendId, orderId, deltaMinor, deltaCount, isNew, isFirst, reachedAt } = event
    const key = { brandId, memberId, campaignId }
    const add = { orderCount: deltaCount, netMinor: deltaMinor }
    return [
      isNew
        ? writer.insert('campaignOrders', {
            ...{ ...key, orderId, friendId, netMinor: deltaMinor, isPassed: false, countedAt },
          })
        : writer.change('campaignOrders', { ...key, orderId }, {}, { netMinor: deltaMinor }),
      isFirst
        ? writer.insert('campaignStandings', { ...key, ...add, reachedAt: reachedAt ?? countedAt })
        : writer.change('campaignStandings', key, reachedAt === null ? {} : { reachedAt }, add),
    ]
  },
  campaign_order_passed: ({ campaignId, memberId, friendId, orderId }, { brandId, at: countedAt }) => [
    writer.insert('campaignOrders', {
      ...{ brandId, memberId, campaignId, orderId, friendId, netMinor: 0, isPassed: true, countedAt },
    }),
  ],
  campaign_reward_due: ({ type: _, campaignId, prizeId, ...reward }, { brandId, at }) => [
    writer.insert('campaignRewards', {
      ...{ brandId, campaignId, prizeId, ...reward, status: 'due', withheld: null, at },
    }),
    writer.change('campaignPools', { brandId, campaignId, prizeId }, {}, { givenCount: 1 }),
  ],
  campaign_reward_given: ({ campaignId, memberId, reason, withheld }, { brandId }) => [
    writer.change(
      'campaignRewards',
      { brandId, memberId, campaignId, reason },
      { status: withheld === null ? 'given' : 'withheld', withheld },
    ),
  ],
  campaign_entered: ({ campaignId, memberId, entryId: id, orderId }, { brandId, at: enteredAt }) => [
    writer.insert('campaignEntries', { brandId, memberId, campaignId, id, orderId, enteredAt, withdrawnAt: null }),
  ],
  campaign_entry_withdrawn: ({ campaignId, memberId }, { brandId, at: withdrawnAt }) => [
    writer.change('campaignEntries', { brandId, memberId, campaignId }, { withdrawnAt }),
  ],
  campaign_awarded: ({ campaignId, seed }, { brandId }) => [
    writer.change('campaigns', { brandId, id: campaignId }, { state: 'awarded', seed }),
  ],
}
