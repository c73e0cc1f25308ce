import type { Decision } from '@siyu/core/kernel'
import { forfeit, leave, type PointsHouseholdLeft } from '@siyu/core/points'
import { erasedOf, leaving, listsOf, type MemberPart } from '../compliance/index.ts'
import { type AccountTables, accountSpecs } from './accounts/tables.ts'
import { type ActivityTables, activitySpecs } from './activities/tables.ts'
import { loadHousehold } from './households/store.ts'
import { type HouseholdTables, householdSpecs } from './households/tables.ts'
import { type MallTables, mallSpecs } from './mall/tables.ts'
import { loadLots, loadPointsAccount, MAX_LOTS } from './store.ts'
import { type PointsTables, pointsSpecs } from './tables.ts'

const list = listsOf<PointsTables>(pointsSpecs)

/** Points end by their own rule, as the member agreed; the history and its sums stay. */
export const pointsPart: MemberPart = {
  concept: 'points',
  lists: [
    list('pointsAccounts', 'memberId', ['balanceCount', 'heldCount', 'debtCount']),
    list('pointsLots', 'memberId', [
      ...(['id', 'amountCount', 'remainingCount', 'expiredCount', 'activeAt', 'expiresAt', 'orderId'] as const),
      ...(['isGrace'] as const),
    ]),
    list('pointsSpends', 'memberId', ['orderId', 'takes', 'returnedCount']),
    list('pointsEarnings', 'memberId', ['orderId', 'lotId', 'earnedCount', 'clawedCount']),
    list('pointsCounters', 'memberId', ['key', 'usedCount']),
    listsOf<ActivityTables>(activitySpecs)('pointsActivities', 'memberId', ['kind', 'reference', 'day', 'count']),
    listsOf<MallTables>(mallSpecs)('pointsRedemptions', 'memberId', ['orderId', 'itemId', 'count', 'returnedCount']),
    listsOf<HouseholdTables>(householdSpecs)('pointsTransfers', 'memberId', ['id', 'count', 'day']),
    listsOf<AccountTables>(accountSpecs)('pointsImports', 'memberId', ['reference', 'count', 'lotId']),
    listsOf<AccountTables>(accountSpecs)('pointsFreezes', 'memberId', ['id', 'reason', 'at']),
  ],
  erased: [erasedOf(accountSpecs.pointsFreezes, 'memberId', 'erasing')],
  leave: leaving(
    (call, memberId) => ({
      account: loadPointsAccount(call, memberId),
      lots: loadLots(call, memberId, null),
      household: loadHousehold(call, memberId),
    }),
    ({ lots, household }, memberId) => ({
      losses: { pointsCount: lots.reduce((sum, { remainingCount }) => sum + remainingCount, 0) },
      isWhole: lots.length < MAX_LOTS,
      closing: household === undefined ? [] : eventsOf(leave({ memberId, household })),
      erasing: forfeit(memberId, lots),
    }),
  ),
}

/** Who leaves the shop leaves the household; with its owner it ends. */
function eventsOf(left: Decision<PointsHouseholdLeft, string>): readonly PointsHouseholdLeft[] {
  return left.ok ? left.events : []
}
