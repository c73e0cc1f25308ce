import { forfeit } from '@siyu/core/points'
import { leaving, listsOf, type MemberPart } from '../compliance/index.ts'
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
    list('pointsEntries', 'memberId', ['id', 'kind', 'deltaCount', 'orderId', 'at']),
  ],
  leave: leaving(
    (call, memberId) => ({ account: loadPointsAccount(call, memberId), lots: loadLots(call, memberId, null) }),
    ({ lots }, memberId) => ({
      losses: { pointsCount: lots.reduce((sum, { remainingCount }) => sum + remainingCount, 0) },
      isWhole: lots.length < MAX_LOTS,
      erasing: forfeit(memberId, lots),
    }),
  ),
}
