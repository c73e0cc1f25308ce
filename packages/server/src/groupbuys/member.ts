import { listsOf, type MemberPart } from '../compliance/index.ts'
import { type GroupBuyTables, groupBuySpecs } from './tables.ts'

const list = listsOf<GroupBuyTables>(groupBuySpecs)

/** Seats in teams, by ids; they stay with the orders they belong to. Names of a team are read from the profiles. */
export const groupBuysPart: MemberPart = {
  concept: 'groupbuys',
  lists: [list('groupSeats', 'memberId', ['teamId', 'orderId', 'isLeader', 'state', 'takenAt'])],
}
