import { AftersalesSettings } from '@siyu/core/aftersales'
import { PointsActivities, PointsSettings, PointsSharing, saveActivities } from '@siyu/core/points'
import { CommissionPlan } from '@siyu/core/referrals'
import { RiskSettings } from '@siyu/core/risk'
import { ShippingSettings, saveSettings as saveShipping } from '@siyu/core/shipping'
import { saveSettings as saveTaxes, TaxSettings } from '@siyu/core/taxes'
import { configure, TierSettings } from '@siyu/core/tiers'

/** The first concept whose settings are missing or not what its own schema and rules allow; undefined when all are. */
export function unusableSettings(settings: Readonly<Record<string, unknown>>): string | undefined {
  const tiers = TierSettings.safeParse(settings.tiers)
  if (!tiers.success || !configure({ settings: tiers.data }).ok) return 'tiers'
  if (!PointsSettings.safeParse(settings.points).success) return 'points'
  if (!CommissionPlan.safeParse(settings.referrals).success) return 'referrals'
  return unusableClub(settings) ?? unusableCharges(settings)
}

/** What activities earn and how households share may be left out. */
function unusableClub(settings: Readonly<Record<string, unknown>>): string | undefined {
  const activities = PointsActivities.safeParse(settings.points_activities)
  const areSound = activities.success && saveActivities(activities.data).ok
  if ('points_activities' in settings && !areSound) return 'points_activities'
  const sharing = PointsSharing.safeParse(settings.points_sharing)
  return 'points_sharing' in settings && !sharing.success ? 'points_sharing' : undefined
}

/** Shipping, taxes, after-sales and the review of commission may be left out. */
function unusableCharges(settings: Readonly<Record<string, unknown>>): string | undefined {
  const shipping = ShippingSettings.safeParse(settings.shipping)
  if ('shipping' in settings && !(shipping.success && saveShipping(shipping.data).ok)) return 'shipping'
  const taxes = TaxSettings.safeParse(settings.taxes)
  if ('taxes' in settings && !(taxes.success && saveTaxes(taxes.data).ok)) return 'taxes'
  const aftersales = AftersalesSettings.safeParse(settings.aftersales)
  if ('aftersales' in settings && !aftersales.success) return 'aftersales'
  return 'risk' in settings && !RiskSettings.safeParse(settings.risk).success ? 'risk' : undefined
}
