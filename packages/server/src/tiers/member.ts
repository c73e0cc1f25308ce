import { listsOf, type MemberPart } from '../compliance/index.ts'
import { type TierTables, tierSpecs } from './tables.ts'

/** Growth is a sum of trade: it stays, by the id. */
export const tiersPart: MemberPart = {
  concept: 'tiers',
  lists: [listsOf<TierTables>(tierSpecs)('memberTiers', 'memberId', ['growthCount', 'tierId'])],
}
