import { aftersalesPart } from './aftersales/index.ts'
import { campaignsPart } from './campaigns/index.ts'
import { cartsPart } from './carts/index.ts'
import { compliancePart, type MemberPart } from './compliance/index.ts'
import { couponsPart } from './coupons/index.ts'
import { groupBuysPart } from './groupbuys/index.ts'
import { inventoryPart } from './inventory/index.ts'
import { ledgerPart } from './ledger/index.ts'
import { membersPart } from './members/index.ts'
import { ordersPart } from './orders/index.ts'
import { paymentsPart } from './payments/index.ts'
import { pointsPart } from './points/index.ts'
import { promotionsPart } from './promotions/index.ts'
import { referralsPart } from './referrals/index.ts'
import { riskPart } from './risk/index.ts'
import { storedValuePart } from './storedvalue/index.ts'
import { tiersPart } from './tiers/index.ts'

/** What every concept keeps about members. */
export const memberParts: readonly MemberPart[] = [
  ...[membersPart, compliancePart, ledgerPart, tiersPart, pointsPart, couponsPart, cartsPart, promotionsPart],
  ...[inventoryPart, ordersPart, paymentsPart, aftersalesPart, storedValuePart, referralsPart, groupBuysPart],
  ...[campaignsPart, riskPart],
]
