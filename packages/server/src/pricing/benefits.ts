import type { Promotion } from '@siyu/core/promotions'
import type { Tier } from '@siyu/core/tiers'

/** Free shipping of a tier, as the promotion it works like: the brand's own, without limits, for this tier. */
export function freeShipping(tier: Tier | undefined): readonly Promotion[] {
  if (tier?.freeShipping !== true) return []
  const free: Promotion = {
    id: 'tier_shipping',
    name: { zh: `${tier.name.zh}包邮`, en: `Free shipping for ${tier.name.en}` },
    conditions: [{ kind: 'tier_in', tierIds: [tier.id] }],
    effect: { kind: 'shipping_off', off: { bps: 10_000 } },
    ...{ priority: 0, startsAt: 0, endsAt: null, active: true, funder: 'brand' },
  }
  return [free]
}
