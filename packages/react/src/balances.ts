import type { PointsBalance, PointsEntry, PointsSettings } from '@siyu/core/points'
import type { CommissionBalance } from '@siyu/core/referrals'
import type { StoredValue, StoredValueEntry } from '@siyu/core/storedvalue'
import type { MemberTier, Tier, TierSettings } from '@siyu/core/tiers'
import type { PageSize } from './queries.ts'
import { useMemberList, useMemberRead, usePublicRead } from './reads.ts'
import type { SiyuListResult, SiyuQueryResult } from './result.ts'

/** A member's tier with the way to the next one as a share from 0 to 1, for bars and rings. */
export type TierProgress = MemberTier & {
  /** 1 at the top. */
  readonly progress: number
  /** Growth still missing for the next tier; 0 at the top. */
  readonly needed: number
  /** What the tier brings 权益. */
  readonly benefits: Omit<Tier, 'id' | 'name' | 'growthRequired'>
  /** Until when the tier is held, and the growth that is missing to keep it; null when nothing can be lost. */
  readonly validity: { readonly until: number; readonly needed: number; readonly isGrace: boolean } | null
}

/** The member's tier: progress, benefits, and what is missing to keep it. */
export function useTier(): SiyuQueryResult<TierProgress> {
  return useMemberRead((queries) => ({ ...queries.tier(), select: withProgress }))
}

function withProgress(own: MemberTier): TierProgress {
  const { id: _id, name: _name, growthRequired: _growth, ...benefits } = own.tier
  const { keepUntil: until, keepNeededCount, graceUntil } = own
  const validity = until === null ? null : { until, needed: keepNeededCount, isGrace: graceUntil !== null }
  return { ...own, progress: own.progressBps / 10_000, needed: own.neededCount, benefits, validity }
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

/** The member's stored value 储值: what there is, and what open orders hold of it. */
export function useStoredValue(): SiyuQueryResult<StoredValue> {
  return useMemberRead((queries) => queries.storedValue())
}

/** The statement of the member's stored value, newest first. */
export function useStoredValueHistory(page?: PageSize): SiyuListResult<StoredValueEntry> {
  return useMemberList((queries) => queries.storedValueHistory(page))
}
