import { type AftersalesContract, aftersalesContract } from './aftersales/index.ts'
import { type BrandsContract, brandsContract } from './brands/index.ts'
import { type CampaignsContract, campaignsContract } from './campaigns/index.ts'
import { type CartsContract, cartsContract } from './carts/index.ts'
import { type CatalogContract, catalogContract } from './catalog/index.ts'
import { type ComplianceContract, complianceContract } from './compliance/index.ts'
import { type CouponsContract, couponsContract } from './coupons/index.ts'
import { type FlashSalesContract, flashSalesContract } from './flashsales/index.ts'
import { type GroupBuysContract, groupBuysContract } from './groupbuys/index.ts'
import type { CodesOf, CommonCode } from './kernel/index.ts'
import { type KolShopsContract, kolShopsContract } from './kolshops/index.ts'
import { type MembersContract, membersContract } from './members/index.ts'
import { type OrdersContract, ordersContract } from './orders/index.ts'
import { type PaymentsContract, paymentsContract } from './payments/index.ts'
import { type PointsContract, pointsContract } from './points/index.ts'
import { type PresalesContract, presalesContract } from './presales/index.ts'
import { type PricingContract, pricingContract } from './pricing/index.ts'
import { type PromotionsContract, promotionsContract } from './promotions/index.ts'
import { type ReferralsContract, referralsContract } from './referrals/index.ts'
import { type RiskContract, riskContract } from './risk/index.ts'
import { type StoredValueContract, storedValueContract } from './storedvalue/index.ts'
import { type TiersContract, tiersContract } from './tiers/index.ts'

/**
 * What a shop's pages call, by concept and verb: everything that members and visitors may. What operators call is in
 * {@link SiyuAdminContract} alone, so that no shopper's device carries it.
 */
export type SiyuContract = {
  readonly brands: BrandsContract
  readonly compliance: ComplianceContract
  readonly members: MembersContract
  readonly tiers: TiersContract
  readonly catalog: CatalogContract
  readonly promotions: PromotionsContract
  readonly coupons: CouponsContract
  readonly points: PointsContract
  readonly storedValue: StoredValueContract
  readonly pricing: PricingContract
  readonly carts: CartsContract
  readonly referrals: ReferralsContract
  readonly kolshops: KolShopsContract
  readonly orders: OrdersContract
  readonly payments: PaymentsContract
  readonly aftersales: AftersalesContract
  readonly flashsales: FlashSalesContract
  readonly presales: PresalesContract
  readonly groupbuys: GroupBuysContract
  readonly campaigns: CampaignsContract
  readonly risk: RiskContract
}

/** The list of all concepts' endpoints for members and visitors; the client of a shop is made from it. */
export const contract: SiyuContract = {
  brands: brandsContract,
  compliance: complianceContract,
  members: membersContract,
  tiers: tiersContract,
  catalog: catalogContract,
  promotions: promotionsContract,
  coupons: couponsContract,
  points: pointsContract,
  storedValue: storedValueContract,
  pricing: pricingContract,
  carts: cartsContract,
  referrals: referralsContract,
  kolshops: kolShopsContract,
  orders: ordersContract,
  payments: paymentsContract,
  aftersales: aftersalesContract,
  flashsales: flashSalesContract,
  presales: presalesContract,
  groupbuys: groupBuysContract,
  campaigns: campaignsContract,
  risk: riskContract,
}

/**
 * Every code a {@link SiyuError} of a shop's client can carry. `payment_failed` is no refusal of a call: a checkout says
 * it when the payment it watched ended without the money.
 */
export type ShopErrorCode = CodesOf<SiyuContract> | CommonCode | 'payment_failed'
