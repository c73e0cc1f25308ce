import { listsOf, type MemberPart } from '../compliance/index.ts'
import { type TierTables, tierSpecs } from './tables.ts'

const list = listsOf<TierTables>(tierSpecs)

/** Growth is a sum of trade: it stays, by the id. */
export const tiersPart: MemberPart = {
  concept: 'tiers',
  lists: [
    list('memberTiers', 'memberId', ['growthCount', 'tierId']),
    list('growthEntries', 'memberId', ['id', 'kind', 'amountCount', 'orderId', 'at']),
    list('tierHistory', 'memberId', ['fromTierId', 'toTierId', 'reason', 'at']),
    list('tierGifts', 'memberId', ['kind', 'tierId', 'period', 'couponId', 'pointsCount', 'at']),
    list('tierMemberships', 'memberId', ['orderId', 'term', 'quantity', 'activeFrom', 'activeUntil']),
  ],
}
