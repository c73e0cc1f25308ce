import { listsOf, type MemberPart } from '../compliance/index.ts'
import { type PromotionTables, promotionSpecs } from './tables.ts'

const list = listsOf<PromotionTables>(promotionSpecs)

/** What was used of promotions is part of the trade records. */
export const promotionsPart: MemberPart = {
  concept: 'promotions',
  lists: [
    list('promotionMemberCounters', 'memberId', ['promotionId', 'periodKey', 'usedCount']),
    list('promotionUses', 'memberId', ['orderId', 'promotionId', 'minor', 'returned']),
  ],
}
