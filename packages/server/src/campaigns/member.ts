import { dropEntries } from '@siyu/core/campaigns'
import { leaving, listsOf, type MemberPart } from '../compliance/index.ts'
import { loadOpenEntries } from './draw.ts'
import { type CampaignTables, campaignSpecs } from './tables.ts'

const list = listsOf<CampaignTables>(campaignSpecs)

/** What counted, entries and rewards, by ids; they stay as records. Who leaves takes part in no draw to come. */
export const campaignsPart: MemberPart = {
  concept: 'campaigns',
  lists: [
    list('campaignStandings', 'memberId', ['campaignId', 'orderCount', 'netMinor', 'reachedAt']),
    list('campaignOrders', 'memberId', ['campaignId', 'orderId', 'netMinor', 'isPassed', 'countedAt']),
    list('campaignEntries', 'memberId', ['campaignId', 'id', 'orderId', 'enteredAt', 'withdrawnAt']),
    list('campaignRewards', 'memberId', ['campaignId', 'reason', 'prizeId', 'place', 'status', 'withheld', 'at']),
  ],
  leave: leaving(
    (call, memberId) => ({ entries: loadOpenEntries(call, memberId) }),
    ({ entries }) => ({ closing: dropEntries(entries) }),
  ),
}
