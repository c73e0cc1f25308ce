import { erasedOf, listsOf, type MemberPart } from '../compliance/index.ts'
import { type RiskTables, riskSpecs } from './tables.ts'

const list = listsOf<RiskTables>(riskSpecs)

/** Marks go with the account. That there was a review, and its end, stay by ids; what people wrote is in the notes. */
export const riskPart: MemberPart = {
  concept: 'risk',
  lists: [
    list('riskMarks', 'memberId', ['kind', 'seenAt']),
    list('riskReviews', 'payeeId', [
      ...(['orderId', 'stage', 'score', 'reasons', 'assessedAt', 'heldAt', 'appealUntil', 'appealedAt'] as const),
      'decidedAt',
    ]),
  ],
  erased: [erasedOf(riskSpecs.riskMarks, 'member_id', 'closing')],
}
