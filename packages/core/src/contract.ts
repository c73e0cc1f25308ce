import { type AftersalesContract, aftersalesContract } from './aftersales/index.ts'
import { type BrandsContract, brandsContract } from './brands/index.ts'
import { type CampaignsContract, campaignsContract } from './campaigns/index.ts'
import { type CartsContract, cartsContract } from './carts/index.ts'
import { type CatalogContract, catalogContract } from './catalog/index.ts'
import { type ComplianceContract, complianceContract } from './compliance/index.ts'
import { type CouponsContract, couponsContract } from './coupons/index.ts'
import { type FlashSalesContract, flashSalesContract } from './flashsales/index.ts'
import { type GroupBuysContract, groupBuysContract } from './groupbuys/index.ts'
import { type InsightsContract, insightsContract } from './insights/index.ts'
import { type InventoryContract, inventoryContract } from './inventory/index.ts'
import type { CodeOf, CommonCode, Endpoint } from './kernel/index.ts'
import { type LedgerContract, ledgerContract } from './ledger/index.ts'
import { type MembersContract, membersContract } from './members/index.ts'
import { type OrdersContract, ordersContract } from './orders/index.ts'
import { type PaymentsContract, paymentsContract } from './payments/index.ts'
import { type PointsContract, pointsContract } from './points/index.ts'
import { type PresalesContract, presalesContract } from './presales/index.ts'
import { type PricingContract, pricingContract } from './pricing/index.ts'
import { type PromotionsContract, promotionsContract } from './promotions/index.ts'
import { type ReferralsContract, referralsContract } from './referrals/index.ts'
import { type RiskContract, riskContract } from './risk/index.ts'
import { type ShippingContract, shippingContract } from './shipping/index.ts'
import { type StoredValueContract, storedValueContract } from './storedvalue/index.ts'
import { type TaxesContract, taxesContract } from './taxes/index.ts'
import { type TiersContract, tiersContract } from './tiers/index.ts'
import { type WebhooksContract, webhooksContract } from './webhooks/index.ts'

/** Every operation on the network, by concept and verb. What only the server's own jobs run is not in here. */
export type SiyuContract = {
  readonly brands: BrandsContract
  readonly ledger: LedgerContract
  readonly compliance: ComplianceContract
  readonly members: MembersContract
  readonly tiers: TiersContract
  readonly catalog: CatalogContract
  readonly inventory: InventoryContract
  readonly promotions: PromotionsContract
  readonly coupons: CouponsContract
  readonly points: PointsContract
  readonly storedValue: StoredValueContract
  readonly shipping: ShippingContract
  readonly taxes: TaxesContract
  readonly pricing: PricingContract
  readonly carts: CartsContract
  readonly referrals: ReferralsContract
  readonly orders: OrdersContract
  readonly payments: PaymentsContract
  readonly aftersales: AftersalesContract
  readonly flashsales: FlashSalesContract
  readonly presales: PresalesContract
  readonly groupbuys: GroupBuysContract
  readonly campaigns: CampaignsContract
  readonly webhooks: WebhooksContract
  readonly risk: RiskContract
  readonly insights: InsightsContract
}

/** The one list of all concepts' contracts: client, OpenAPI, words and the server's routes are read from it. */
export const contract: SiyuContract = {
  brands: brandsContract,
  ledger: ledgerContract,
  compliance: complianceContract,
  members: membersContract,
  tiers: tiersContract,
  catalog: catalogContract,
  inventory: inventoryContract,
  promotions: promotionsContract,
  coupons: couponsContract,
  points: pointsContract,
  storedValue: storedValueContract,
  shipping: shippingContract,
  taxes: taxesContract,
  pricing: pricingContract,
  carts: cartsContract,
  referrals: referralsContract,
  orders: ordersContract,
  payments: paymentsContract,
  aftersales: aftersalesContract,
  flashsales: flashSalesContract,
  presales: presalesContract,
  groupbuys: groupBuysContract,
  campaigns: campaignsContract,
  webhooks: webhooksContract,
  risk: riskContract,
  insights: insightsContract,
}

/** All endpoints of the contract in its order. */
export function listEndpoints(): readonly Endpoint[] {
  return Object.values(contract).flatMap((concept) => Object.values<Endpoint>(concept))
}

/** An endpoint without refusals says `string`; it adds none. */
type Named<Code> = string extends Code ? never : Code
type CodesIn<C> = { readonly [Verb in keyof C]: Named<CodeOf<C[Verb]>> }[keyof C]

/** Every code a call can be refused with, over all concepts. */
export type RefusalCode = { readonly [C in keyof SiyuContract]: CodesIn<SiyuContract[C]> }[keyof SiyuContract]

/**
 * Every code a {@link SiyuError} of this version can carry. `payment_failed` is no refusal of a call: a checkout says it
 * when the payment it watched ended without the money.
 */
export type ErrorCode = RefusalCode | CommonCode | 'payment_failed'
