import type { Life, PointsSettings } from '@siyu/core/points'
import { zoneOffsetMinutes } from '../brands/index.ts'

/** How lots end in a brand, on the clock of its wall. */
export function lifeOf(
  { expiry }: Pick<PointsSettings, 'expiry'>,
  brand: { readonly timeZone: string } | undefined,
): Life {
  if (brand === undefined) throw new Error('points without a brand')
  return { expiry, offsetAt: (moment) => zoneOffsetMinutes(brand.timeZone, moment) }
}
