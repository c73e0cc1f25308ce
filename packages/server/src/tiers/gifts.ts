import type { GiftFacts, GrowthFacts } from '@siyu/core/orders'
import type { PointsSettings } from '@siyu/core/points'
import { type Expression, sql } from 'kysely'
import { loadSettings } from '../brands/index.ts'
import { type CountedTemplate, loadTemplatesIn } from '../coupons/index.ts'
import type { Call } from '../kernel/call.ts'
import type { Load, Loaded } from '../kernel/read.ts'
import { lifeOf, loadPointsAccount } from '../points/index.ts'
import { loadTierFacts, loadTierGifts, type TierLoads, tierFacts } from './store.ts'

/** What {@link growthFacts} is made of. */
export type GrowthLoads = TierLoads & {
  readonly granted: Load<GiftFacts['granted']>
  readonly giftTemplates: Load<readonly CountedTemplate[]>
  readonly account: Load<{ readonly debtCount: number } | undefined>
  readonly settings: Load<PointsSettings>
}

/** Everything that moving a member's growth may touch: tier, gifts, coupons and points; guarded. */
export function loadGrowth(call: Call, memberId: string | Expression<string>): GrowthLoads {
  const named = sql`select gift ->> 'couponTemplateId' from settings s
    cross join jsonb_array_elements(s.value -> 'tiers') tier
    cross join lateral (values (tier -> 'upgradeGift'), (tier -> 'birthdayGift')) g(gift)
    where s.brand_id = ${call.brandId} and s.concept = 'tiers' and jsonb_typeof(gift) = 'object'`
  return {
    ...loadTierFacts(call, memberId),
    granted: loadTierGifts(call, memberId),
    giftTemplates: loadTemplatesIn(call, memberId, named),
    account: loadPointsAccount(call, memberId),
    settings: loadSettings<PointsSettings>(call, 'points'),
  }
}

/** The rows as the rules want them; undefined when there is no such member. */
export function growthFacts(rows: Loaded<GrowthLoads>, call: Pick<Call, 'now' | 'newId'>): GrowthFacts | undefined {
  const tier = tierFacts(rows, call)
  if (tier === undefined) return undefined
  const { granted, giftTemplates: templates, account, settings, brand } = rows
  const life = lifeOf(settings, brand)
  return { tier, gifts: { templates, granted, debtCount: account?.debtCount ?? 0, life, newId: call.newId } }
}
