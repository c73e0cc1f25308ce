import type { BrandCreated } from '@siyu/core/brands'
import type { MemberJoined } from '@siyu/core/members'
import { aftersalesRowsForBrand, applyAftersales } from './aftersales/index.ts'
import { applyBrands } from './brands/index.ts'
import { applyCampaigns } from './campaigns/index.ts'
import { applyCarts, cartRowsForJoin } from './carts/index.ts'
import { applyCatalog } from './catalog/index.ts'
import { applyCompliance, complianceRowsForBrand } from './compliance/index.ts'
import { applyCoupons } from './coupons/index.ts'
import { applyFlashSales } from './flashsales/index.ts'
import { applyGroupBuys } from './groupbuys/index.ts'
import { applyInventory, locationRowsForBrand } from './inventory/index.ts'
import { type Apply, type DomainEvent, mergeApply, type Recorded } from './kernel/apply.ts'
import type { Write } from './kernel/write.ts'
import { applyLedger, ledgerRowsForBrand } from './ledger/index.ts'
import { applyMembers } from './members/index.ts'
import { applyOrders, orderRowsForBrand } from './orders/index.ts'
import { applyPayments } from './payments/index.ts'
import {
  activityRowsForBrand,
  applyAccounts,
  applyActivities,
  applyHouseholds,
  applyMall,
  applyPoints,
  pointsRowsForJoin,
  sharingRowsForBrand,
} from './points/index.ts'
import { applyPresales } from './presales/index.ts'
import { applyPromotions } from './promotions/index.ts'
import { applyReferrals, referralRowsForJoin } from './referrals/index.ts'
import { applyRisk, riskRowsForBrand } from './risk/index.ts'
import { applyShipping, shippingRowsForBrand } from './shipping/index.ts'
import { applyStoredValue, storedValueRowsForJoin } from './storedvalue/index.ts'
import { applyTaxes, taxRowsForBrand } from './taxes/index.ts'
import { applyTiers, tierRowsForBrand, tierRowsForJoin } from './tiers/index.ts'
import { applyWebhooks } from './webhooks/index.ts'

/** A brand starts with settings of every concept, also of those it was created without. */
function applyBrandCreated(event: BrandCreated, as: Recorded): readonly Write[] {
  return [
    ...applyBrands.brand_created(event, as),
    ...[...complianceRowsForBrand(event), ...tierRowsForBrand(event), ...shippingRowsForBrand(event)],
    ...[...taxRowsForBrand(event), ...activityRowsForBrand(event), ...sharingRowsForBrand(event)],
    ...[...locationRowsForBrand(event), ...orderRowsForBrand(event)],
    ...[...aftersalesRowsForBrand(event), ...riskRowsForBrand(event)],
    ...ledgerRowsForBrand(event.brand.id),
  ]
}

/** Joining makes every row that later events only change, whichever concept owns it. */
function applyMemberJoined(event: MemberJoined, as: Recorded): readonly Write[] {
  return [
    ...applyMembers.member_joined(event, as),
    ...tierRowsForJoin(event, as),
    ...cartRowsForJoin(event, as),
    ...pointsRowsForJoin(event, as),
    ...storedValueRowsForJoin(event, as),
    ...referralRowsForJoin(event, as),
  ]
}

/** How every event of every concept changes the tables. */
export const apply: Apply<DomainEvent> = mergeApply(
  { ...applyBrands, brand_created: applyBrandCreated },
  applyCompliance,
  { ...applyMembers, member_joined: applyMemberJoined },
  applyLedger,
  applyTiers,
  applyCatalog,
  applyInventory,
  applyPromotions,
  applyCoupons,
  applyCarts,
  applyPoints,
  applyActivities,
  applyMall,
  applyHouseholds,
  applyAccounts,
  applyStoredValue,
  applyShipping,
  applyTaxes,
  applyReferrals,
  applyOrders,
  applyPayments,
  applyAftersales,
  applyFlashSales,
  applyPresales,
  applyGroupBuys,
  applyCampaigns,
  applyWebhooks,
  applyRisk,
)
