import { PointsSettings } from '@siyu/core/points'
import { CommissionPlan } from '@siyu/core/referrals'
import { configure, TierSettings } from '@siyu/core/tiers'

/** The first concept whose settings are missing or not what its own schema and rules allow; undefined when all are. */
export function unusableSettings(settings: Readonly<Record<string, unknown>>): string | undefined {
  const tiers = TierSettings.safeParse(settings.tiers)
  if (!tiers.success || !configure({ settings: tiers.data }).ok) return 'tiers'
  if (!PointsSettings.safeParse(settings.points).success) return 'points'
  return CommissionPlan.safeParse(settings.referrals).success ? undefined : 'referrals'
}
