import { floorRatio } from '../../money/index.ts'
import type { Standing } from '../events.ts'
import type { MemberTier, Tier, TierHistoryEntry, TierSettings } from '../schema.ts'
import { tierFor } from './growth.ts'
import { growthNow } from './move.ts'
import { paidThrough } from './paid.ts'
import { missingToKeep, type TierFacts, walkTo } from './settle.ts'

/** Where a member is on the way from a tier to the next. */
export function progressOf(
  settings: Pick<TierSettings, 'tiers'>,
  tier: Tier,
  growthCount: number,
): Pick<MemberTier, 'next' | 'neededCount' | 'progressBps'> {
  const next = settings.tiers[settings.tiers.indexOf(tier) + 1] ?? null
  if (next === null) return { next, neededCount: 0, progressBps: 10_000 }
  const wayCount = next.growthRequired - tier.growthRequired
  const doneCount = Math.min(wayCount, Math.max(0, growthCount - tier.growthRequired))
  const neededCount = Math.max(0, next.growthRequired - growthCount)
  return { next, neededCount, progressBps: floorRatio(10_000, doneCount, wayCount) }
}

/**
 * Where a member stands at this moment and what the next tier needs: also what has ended and was not written yet. The
 * tier is the one they hold: after a change of the settings, or when growth has left the window, it may be another than
 * their growth alone would give.
 */
export function memberTier(facts: TierFacts, history: readonly TierHistoryEntry[]): MemberTier {
  const walk = walkTo(facts)
  const { standing } = walk
  const growthCount = growthNow(facts)
  const tier = facts.settings.tiers.find(({ id }) => id === standing.tierId) ?? tierFor(facts.settings, growthCount)
  const { growthTierId, reachedAt, validUntil, graceUntil, upgradeAt, isByHand } = standing
  const keepUntil = isByHand ? null : (graceUntil ?? validUntil)
  return {
    tier,
    growthCount,
    ...progressOf(facts.settings, tier, growthCount),
    lifetimeGrowthCount: facts.growth.totalCount,
    ...{ growthTierId, reachedAt, validUntil, graceUntil, upgradeAt, isByHand, keepUntil },
    keepNeededCount: keepUntil === null ? 0 : missingToKeep(walk),
    membership: membershipOf(standing, facts),
    history,
  }
}

function membershipOf({ paidTierId, paidUntil }: Standing, { memberships, now }: TierFacts): MemberTier['membership'] {
  if (paidTierId === null || paidUntil === null || paidUntil <= now) return null
  return { tierId: paidTierId, until: paidThrough(memberships, paidTierId, now) }
}
