import type { Standing } from './events.ts'
import { standingAtJoining, type TierFacts } from './rules/settle.ts'
import type { TierSettings } from './schema.ts'

/** How a member stands who was just put into a tier that never ends. */
export function standingOf(tierId: string, more: Partial<Standing> = {}): Standing {
  return { ...standingAtJoining(tierId, 0), ...more }
}

/** A member of a club in UTC whose growth all came before the day of `now`. */
export function factsOf(
  settings: TierSettings,
  growthCount: number,
  tierId: string,
  more: Partial<TierFacts> = {},
): TierFacts {
  return {
    ...{ memberId: 'mem_1', joinedAt: 0, standing: standingOf(tierId), memberships: [], settings, revision: 0 },
    growth: { totalCount: growthCount, days: [] },
    ...{ offsetAt: () => 0, now: 86_400_000 },
    ...more,
  }
}
