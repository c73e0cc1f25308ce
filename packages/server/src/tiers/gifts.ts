import type { GiftFacts, GrowthFacts } from '@siyu/core/orders'
import type { PointsSettings } from '@siyu/core/points'
import { standingAtJoining } from '@siyu/core/tiers'
import { type Expression, sql } from 'kysely'
import { type BrandRow, loadBrand, loadSettings, zoneOffsetMinutes } from '../brands/index.ts'
import { type CountedTemplate, loadTemplatesIn } from '../coupons/index.ts'
import type { Call } from '../kernel/call.ts'
import type { Load, Loaded } from '../kernel/read.ts'
import { lifeOf, loadPointsAccount } from '../points/index.ts'
import { loadTierFacts, loadTierGifts, loadTierProgram, loadTierSettings, type TierLoads, tierFacts } from './store.ts'

/** What {@link growthFacts} is made of. */
export type GrowthLoads = TierLoads & {
  readonly granted: Load<GiftFacts['granted']>
  readonly giftTemplates: Load<readonly CountedTemplate[]>
  readonly account: Load<{ readonly debtCount: number } | undefined>
  readonly settings: Load<PointsSettings>
}

/** Everything that moving a member's growth may touch: tier, gifts, coupons and points; guarded. */
export function loadGrowth(call: Call, memberId: string | Expression<string>): GrowthLoads {
  return {
    ...loadTierFacts(call, memberId),
    granted: loadTierGifts(call, memberId),
    giftTemplates: loadGiftTemplates(call, memberId),
    account: loadPointsAccount(call, memberId),
    settings: loadSettings<PointsSettings>(call, 'points'),
  }
}

/** The templates that gifts of the tiers name, counted for a member, or for nobody. */
function loadGiftTemplates(call: Call, memberId: Parameters<typeof loadTemplatesIn>[1]) {
  const named = sql`select gift ->> 'couponTemplateId' from settings s
    cross join jsonb_array_elements(s.value -> 'tiers') tier
    cross join lateral (values (tier -> 'upgradeGift'), (tier -> 'birthdayGift')) g(gift)
    where s.brand_id = ${call.brandId} and s.concept = 'tiers' and jsonb_typeof(gift) = 'object'`
  return loadTemplatesIn(call, memberId, named)
}

/** The rows as the rules want them; undefined when there is no such member. */
export function growthFacts(rows: Loaded<GrowthLoads>, call: Pick<Call, 'now' | 'newId'>): GrowthFacts | undefined {
  const tier = tierFacts(rows, call)
  if (tier === undefined) return undefined
  const { granted, giftTemplates: templates, account, settings, brand } = rows
  const life = lifeOf(settings, brand)
  return { tier, gifts: { templates, granted, debtCount: account?.debtCount ?? 0, life, newId: call.newId } }
}

/** What {@link newcomerFacts} is made of. */
export type NewcomerLoads = Pick<GrowthLoads, 'brand' | 'tiers' | 'tierProgram' | 'giftTemplates' | 'settings'>

/** What the growth of joining may touch. */
export function loadNewcomer(call: Call): NewcomerLoads {
  return {
    brand: loadBrand(call),
    tiers: loadTierSettings(call),
    tierProgram: loadTierProgram(call),
    giftTemplates: loadGiftTemplates(call, null),
    settings: loadSettings<PointsSettings>(call, 'points'),
  }
}

/** The same facts of somebody who joins with this command. */
export function newcomerFacts(
  rows: Loaded<NewcomerLoads>,
  { memberId, tierId }: { readonly memberId: string; readonly tierId: string },
  { now, newId }: Pick<Call, 'now' | 'newId'>,
): GrowthFacts {
  const { brand, tiers: settings, tierProgram, giftTemplates: templates, settings: points } = rows
  const { timeZone } = brand as BrandRow
  return {
    tier: {
      ...{ memberId, joinedAt: now, standing: standingAtJoining(tierId, now), memberships: [], settings, now },
      growth: { totalCount: 0, days: [] },
      revision: tierProgram?.revision ?? 0,
      offsetAt: (at) => zoneOffsetMinutes(timeZone, at),
    },
    gifts: { templates, granted: [], debtCount: 0, life: lifeOf(points, brand), newId },
  }
}
