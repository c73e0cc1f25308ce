import { aftersalesSpecs } from './aftersales/index.ts'
import { brandSpecs } from './brands/index.ts'
import { campaignSpecs } from './campaigns/index.ts'
import { cartSpecs } from './carts/index.ts'
import { catalogSpecs } from './catalog/index.ts'
import { complianceSpecs } from './compliance/index.ts'
import { couponSpecs } from './coupons/index.ts'
import { flashSaleSpecs } from './flashsales/index.ts'
import { groupBuySpecs } from './groupbuys/index.ts'
import { inventorySpecs } from './inventory/index.ts'
import { eventsSpec, requestsSpec } from './kernel/journal.ts'
import type { TableSpec } from './kernel/tables.ts'
import { ledgerSpecs } from './ledger/index.ts'
import { memberSpecs } from './members/index.ts'
import { orderSpecs } from './orders/index.ts'
import { paymentSpecs } from './payments/index.ts'
import { accountSpecs, activitySpecs, householdSpecs, mallSpecs, pointsSpecs } from './points/index.ts'
import { presaleSpecs } from './presales/index.ts'
import { promotionSpecs } from './promotions/index.ts'
import { referralSpecs } from './referrals/index.ts'
import { riskSpecs } from './risk/index.ts'
import { storedValueSpecs } from './storedvalue/index.ts'
import { tierSpecs } from './tiers/index.ts'
import { webhookSpecs } from './webhooks/index.ts'

/** Every table that commands write, of every concept. */
export const tableSpecs: readonly TableSpec[] = [
  requestsSpec,
  eventsSpec,
  ...[brandSpecs, ledgerSpecs, complianceSpecs, memberSpecs, tierSpecs, catalogSpecs, inventorySpecs].flatMap(listed),
  ...[promotionSpecs, couponSpecs, activitySpecs, mallSpecs, householdSpecs, accountSpecs].flatMap(listed),
  ...[cartSpecs, pointsSpecs, referralSpecs, orderSpecs, paymentSpecs, storedValueSpecs].flatMap(listed),
  ...[aftersalesSpecs, flashSaleSpecs, presaleSpecs, groupBuySpecs, campaignSpecs, webhookSpecs].flatMap(listed),
  ...listed(riskSpecs),
]

function listed(specs: Readonly<Record<string, TableSpec>>): readonly TableSpec[] {
  return Object.values(specs)
}
