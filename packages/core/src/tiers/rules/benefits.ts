import { roundRate } from '../../money/index.ts'
import type { Tier } from '../schema.ts'

/** What a unit costs in a tier; null where the tier has no rate. Half a minor unit is rounded away from zero. */
export function ratePriceMinor({ priceBps }: Pick<Tier, 'priceBps'>, listMinor: number): number | null {
  return priceBps == null ? null : roundRate(listMinor, priceBps)
}

/** The prices of a SKU by tier: the rate of a tier stands in where the catalogue names none for it. */
export function pricesOfTier<P extends { readonly tierId: string; readonly priceMinor: number }>(
  prices: readonly P[],
  tier: Pick<Tier, 'id' | 'priceBps'> | undefined,
  listMinor: number,
): readonly { readonly tierId: string; readonly priceMinor: number }[] {
  if (tier === undefined || prices.some(({ tierId }) => tierId === tier.id)) return prices
  const priceMinor = ratePriceMinor(tier, listMinor)
  return priceMinor === null ? prices : [...prices, { tierId: tier.id, priceMinor }]
}
