import type { OrderSettings, SellFacts } from '@siyu/core/orders'
import type { PointsSettings } from '@siyu/core/points'
import type { Place } from '@siyu/core/pricing'
import { type CommissionPlan, type CommissionRule, payees } from '@siyu/core/referrals'
import type { ShippingSettings } from '@siyu/core/shipping'
import type { TaxSettings } from '@siyu/core/taxes'
import type { TierSettings } from '@siyu/core/tiers'
import { type Expression, sql } from 'kysely'
import type { BrandRow } from '../brands/index.ts'
import { isShown } from '../catalog/index.ts'
import { shelfOfSku } from '../inventory/index.ts'
import { type Call, memberOf } from '../kernel/call.ts'
import { given, type Load, many, one } from '../kernel/read.ts'
import { loadOpenShop, type OpenShop } from '../kolshops/index.ts'
import { type PricingRows, pricingFacts, type ShelfRow, type ShopperRow, shelfColumns } from '../pricing/index.ts'
import { loadReferrers, loadRulesFor, type PromoterRow } from '../referrals/index.ts'
import { loadMemberTier } from '../tiers/index.ts'
import { stocksOf, unitCostsOf } from './basket.ts'
import { membershipTerms, promotersOf, tierById } from './facts.ts'
import { loadTaken } from './store.ts'

type Settings = {
  readonly tiers: TierSettings
  readonly points: PointsSettings
  readonly shipping: ShippingSettings
  readonly taxes: TaxSettings
  readonly referrals: CommissionPlan
}
type ClubRow = BrandRow & { readonly settings: Settings & { readonly orders: OrderSettings } }
type BuyerRow = ShopperRow & { readonly birthday: string | null }

export type SellLoads = {
  readonly taken: Load<{ readonly id: string } | undefined>
  readonly club: Load<ClubRow | undefined>
  readonly buyer: Load<BuyerRow | undefined>
  readonly tier: Load<{ readonly tierId: string; readonly growthCount: number } | undefined>
  readonly referrers: Load<readonly PromoterRow[]>
  /** The promoter's shop it is bought in, if that is open; and then the rules that pay a commission of their own. */
  readonly shop: Load<OpenShop | undefined>
  readonly commissionRules: Load<readonly CommissionRule[]>
  readonly basket: Load<readonly ShelfRow[]>
}
export type SellRows = { readonly [K in keyof SellLoads]: SellLoads[K] extends Load<infer T> ? T : never }

/**
 * What an order of a campaign depends on beside the campaign. Thousands buy at one moment, so it asks as little as can
 * be: no promotions, coupons, gifts or points go with such a price.
 */
export function loadSell(
  call: Call,
  { orderId, place }: Pick<SellInput, 'orderId' | 'place'>,
  skuId: string | Expression<string>,
): SellLoads {
  const memberId = memberOf(call)
  const isInShop = place?.shopId != null
  // What the tier decides here is how many points are earned: no other order has to be waited for.
  const { query, pick } = loadMemberTier(call, memberId)
  return {
    taken: loadTaken(call, orderId),
    club: loadClub(call),
    buyer: loadBuyer(call, memberId),
    tier: { query, pick },
    referrers: loadReferrers(call, memberId),
    shop: loadOpenShop(call, place?.shopId),
    commissionRules: isInShop ? loadRulesFor(call, memberId) : given([]),
    basket: many<ShelfRow>(sql`select ${shelfColumns} from skus s
      join products p on p.brand_id = s.brand_id and p.id = s.product_id and ${isShown(call.now)}
      cross join ${shelfOfSku}
      where s.brand_id = ${call.brandId} and s.id = ${skuId} and s.active`),
  }
}

/** The brand and its settings as one row. */
function loadClub({ brandId }: Call): Load<ClubRow | undefined> {
  return one(sql<ClubRow>`select b.brand_id, b.name, b.currency, b.time_zone, b.created_at,
      (select json_object_agg(s.concept, s.value) from settings s where s.brand_id = b.brand_id
        and s.concept in ('tiers', 'points', 'shipping', 'taxes', 'referrals', 'orders')) as settings
    from brands b where b.brand_id = ${brandId}`)
}

function loadBuyer({ brandId }: Call, memberId: string): Load<BuyerRow | undefined> {
  return one(sql<BuyerRow>`select m.joined_at, coalesce(l.tags, '[]') as tags,
      coalesce(l.segment_ids, '[]') as segment_ids, substr(p.birthday, 6) as birthday,
      (select count(*) from orders o where o.brand_id = m.brand_id and o.member_id = m.id
        and o.status <> 'cancelled') as order_count
    from members m left join member_labels l on l.brand_id = m.brand_id and l.member_id = m.id
    left join member_profiles p on p.brand_id = m.brand_id and p.member_id = m.id
    where m.brand_id = ${brandId} and m.id = ${memberId}`)
}

/** What a member's device asks for. */
export type SellInput = {
  readonly orderId: string
  readonly quantity: number
  readonly expectedPayableMinor: number
  readonly place?: Place | undefined
}

/** The rows of a sale as the rule wants them, but for the campaign. */
export function sellFacts(rows: SellRows, input: SellInput, call: Call): Omit<SellFacts, 'sale'> {
  const { club, basket, tier, buyer, referrers, taken, shop, commissionRules } = rows
  if (club === undefined) throw new Error(`no brand ${call.brandId}`)
  const { tiers, points, shipping, taxes, referrals, orders } = club.settings
  const { orderId, quantity, expectedPayableMinor, place } = input
  const priced: PricingRows = {
    ...{ brand: club, tier, tiers, points, shipping, taxes, shopper: buyer, account: undefined },
    ...{ promotions: [], promotionTotals: [], promotionMembers: [], coupons: [], couponUsage: new Map() },
    ...{ lots: [], gifts: [], shop },
  }
  return {
    ...{ orderId, quantity, expectedPayableMinor, place, plan: referrals, feeGrowth: tiers.feeGrowth },
    isTaken: taken !== undefined,
    memberId: memberOf(call),
    pricing: pricingFacts(priced, basket, place, call),
    stocks: stocksOf(basket),
    unitCosts: unitCostsOf(basket),
    program: points.earn,
    birthday: buyer?.birthday ?? null,
    tierMultiplierBps: tierById(tiers, tier?.tierId).pointsMultiplierBps,
    ...payees(promotersOf(referrers, club, call.now), referrals, call.now),
    commissionRules: shop === undefined ? [] : commissionRules,
    growthBps: tiers.growthPerMinorBps,
    memberships: membershipTerms(basket),
    settings: orders,
    now: call.now,
  }
}
