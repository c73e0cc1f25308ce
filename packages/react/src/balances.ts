import type { PointsBalance, PointsEntry, PointsSettings } from '@siyu/core/points'
import type { CommissionBalance } from '@siyu/core/referrals'
import type { MemberTier, TierSettings } from '@siyu/core/tiers'
import type { PageSize } from './queries.ts'
import { useMemberList, useMemberRead, usePublicRead } from './reads.ts'
import type { SiyuListResult, SiyuQueryResult } from './result.ts'

/** The member's tier, growth value, and the way to the next tier. */
export function useTier(): SiyuQueryResult<MemberTier> {
  return useMemberRead((queries) => queries.tier())
}

/** The tiers of the club. */
export function useTierSettings(): SiyuQueryResult<TierSettings> {
  return usePublicRead((queries) => queries.tierSettings())
}

/** The member's points: spendable, pending, held, debt, and what ends next. */
export function usePoints(): SiyuQueryResult<PointsBalance> {
  return useMemberRead((queries) => queries.points())
}

/** How points are earned, spent and lost. */
export function usePointsSettings(): SiyuQueryResult<PointsSettings> {
  return usePublicRead((queries) => queries.pointsSettings())
}

/** The member's points history, newest first. */
export function usePointsHistory(page?: PageSize): SiyuListResult<PointsEntry> {
  return useMemberList((queries) => queries.pointsHistory(page))
}

/** The member's commission by state, and the newest orders behind it. */
export function useCommission(): SiyuQueryResult<CommissionBalance> {
  return useMemberRead((queries) => queries.commission())
}
