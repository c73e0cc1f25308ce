import { type AftersalesAdminContract, aftersalesAdminContract } from './aftersales/index.ts'
import { type BrandsAdminContract, brandsAdminContract } from './brands/index.ts'
import { type CampaignsAdminContract, campaignsAdminContract } from './campaigns/index.ts'
import { type CatalogAdminContract, catalogAdminContract } from './catalog/index.ts'
import { type ComplianceAdminContract, complianceAdminContract } from './compliance/index.ts'
import { contract, type ShopErrorCode, type SiyuContract } from './contract.ts'
import { type CouponsAdminContract, couponsAdminContract } from './coupons/index.ts'
import { type FlashSalesAdminContract, flashSalesAdminContract } from './flashsales/index.ts'
import { type GroupBuysAdminContract, groupBuysAdminContract } from './groupbuys/index.ts'
import { type InsightsAdminContract, insightsAdminContract } from './insights/index.ts'
import { type InventoryAdminContract, inventoryAdminContract } from './inventory/index.ts'
import type { CodesOf, Endpoint } from './kernel/index.ts'
import { type KolShopsAdminContract, kolShopsAdminContract } from './kolshops/index.ts'
import { type LedgerAdminContract, ledgerAdminContract } from './ledger/index.ts'
import { type MembersAdminContract, membersAdminContract } from './members/index.ts'
import { type OrdersAdminContract, ordersAdminContract } from './orders/index.ts'
import { type PaymentsAdminContract, paymentsAdminContract } from './payments/index.ts'
import { type PointsAdminContract, pointsAdminContract } from './points/index.ts'
import { type PresalesAdminContract, presalesAdminContract } from './presales/index.ts'
import { type PricingAdminContract, pricingAdminContract } from './pricing/index.ts'
import { type PromotionsAdminContract, promotionsAdminContract } from './promotions/index.ts'
import { type ReferralsAdminContract, referralsAdminContract } from './referrals/index.ts'
import { type RiskAdminContract, riskAdminContract } from './risk/index.ts'
import { type ShippingAdminContract, shippingAdminContract } from './shipping/index.ts'
import { type StoredValueAdminContract, storedValueAdminContract } from './storedvalue/index.ts'
import { type TaxesAdminContract, taxesAdminContract } from './taxes/index.ts'
import { type TiersAdminContract, tiersAdminContract } from './tiers/index.ts'
import { type WebhooksAdminContract, webhooksAdminContract } from './webhooks/index.ts'

/** Every operation on the network, by concept and verb. What only the server's own jobs run is not in here. */
export type SiyuAdminContract = {
  readonly brands: SiyuContract['brands'] & BrandsAdminContract
  readonly ledger: LedgerAdminContract
  readonly compliance: SiyuContract['compliance'] & ComplianceAdminContract
  readonly members: SiyuContract['members'] & MembersAdminContract
  readonly tiers: SiyuContract['tiers'] & TiersAdminContract
  readonly catalog: SiyuContract['catalog'] & CatalogAdminContract
  readonly inventory: InventoryAdminContract
  readonly promotions: SiyuContract['promotions'] & PromotionsAdminContract
  readonly coupons: SiyuContract['coupons'] & CouponsAdminContract
  readonly points: SiyuContract['points'] & PointsAdminContract
  readonly storedValue: SiyuContract['storedValue'] & StoredValueAdminContract
  readonly shipping: ShippingAdminContract
  readonly taxes: TaxesAdminContract
  readonly pricing: SiyuContract['pricing'] & PricingAdminContract
  readonly carts: SiyuContract['carts']
  readonly referrals: SiyuContract['referrals'] & ReferralsAdminContract
  readonly kolshops: SiyuContract['kolshops'] & KolShopsAdminContract
  readonly orders: SiyuContract['orders'] & OrdersAdminContract
  readonly payments: SiyuContract['payments'] & PaymentsAdminContract
  readonly aftersales: SiyuContract['aftersales'] & AftersalesAdminContract
  readonly flashsales: SiyuContract['flashsales'] & FlashSalesAdminContract
  readonly presales: SiyuContract['presales'] & PresalesAdminContract
  readonly groupbuys: SiyuContract['groupbuys'] & GroupBuysAdminContract
  readonly campaigns: SiyuContract['campaigns'] & CampaignsAdminContract
  readonly webhooks: WebhooksAdminContract
  readonly risk: SiyuContract['risk'] & RiskAdminContract
  readonly insights: InsightsAdminContract
}

/**
 * The one list of all concepts' endpoints, operators' and shoppers': the admin client, OpenAPI and the servers' checks
 * are read from it.
 */
export const adminContract: SiyuAdminContract = {
  brands: { ...contract.brands, ...brandsAdminContract },
  ledger: ledgerAdminContract,
  compliance: { ...contract.compliance, ...complianceAdminContract },
  members: { ...contract.members, ...membersAdminContract },
  tiers: { ...contract.tiers, ...tiersAdminContract },
  catalog: { ...contract.catalog, ...catalogAdminContract },
  inventory: inventoryAdminContract,
  promotions: { ...contract.promotions, ...promotionsAdminContract },
  coupons: { ...contract.coupons, ...couponsAdminContract },
  points: { ...contract.points, ...pointsAdminContract },
  storedValue: { ...contract.storedValue, ...storedValueAdminContract },
  shipping: shippingAdminContract,
  taxes: taxesAdminContract,
  pricing: { ...contract.pricing, ...pricingAdminContract },
  carts: contract.carts,
  referrals: { ...contract.referrals, ...referralsAdminContract },
  kolshops: { ...contract.kolshops, ...kolShopsAdminContract },
  orders: { ...contract.orders, ...ordersAdminContract },
  payments: { ...contract.payments, ...paymentsAdminContract },
  aftersales: { ...contract.aftersales, ...aftersalesAdminContract },
  flashsales: { ...contract.flashsales, ...flashSalesAdminContract },
  presales: { ...contract.presales, ...presalesAdminContract },
  groupbuys: { ...contract.groupbuys, ...groupBuysAdminContract },
  campaigns: { ...contract.campaigns, ...campaignsAdminContract },
  webhooks: webhooksAdminContract,
  risk: { ...contract.risk, ...riskAdminContract },
  insights: insightsAdminContract,
}

/** All endpoints of the contract in its order. */
export function listEndpoints(): readonly Endpoint[] {
  return Object.values(adminContract).flatMap((concept) => Object.values<Endpoint>(concept))
}

/** Every code a call can be refused with, over all concepts. */
export type RefusalCode = CodesOf<SiyuAdminContract>

/** Every code a {@link SiyuError} of this version can carry. */
export type ErrorCode = RefusalCode | ShopErrorCode
