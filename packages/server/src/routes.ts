import type { EventStore } from '@siyu/analytics/warehouse'
import { aftersalesRoutes } from './aftersales/index.ts'
import { auditParts } from './audit.ts'
import { brandRoutes } from './brands/index.ts'
import { campaignRoutes } from './campaigns/index.ts'
import { cartRoutes } from './carts/index.ts'
import { catalogRoutes } from './catalog/index.ts'
import { complianceRoutes } from './compliance/index.ts'
import { couponRoutes } from './coupons/index.ts'
import { flashSaleRoutes } from './flashsales/index.ts'
import { groupBuyRoutes } from './groupbuys/index.ts'
import { insightRoutes } from './insights/index.ts'
import { inventoryRoutes } from './inventory/index.ts'
import type { Route } from './kernel/command.ts'
import type { Tokens } from './kernel/tokens.ts'
import { ledgerRoutes } from './ledger/index.ts'
import { memberParts } from './member-parts.ts'
import { type CodeSender, memberRoutes } from './members/index.ts'
import { orderRoutes } from './orders/index.ts'
import { type PaymentProvider, paymentRoutes } from './payments/index.ts'
import { activityRoutes } from './points/activities/routes.ts'
import { accountRoutes, householdRoutes, pointsRoutes } from './points/index.ts'
import { mallRoutes } from './points/mall/routes.ts'
import { pointsOperatorRoutes } from './points/operators.ts'
import { presaleRoutes } from './presales/index.ts'
import { pricingRoutes } from './pricing/index.ts'
import { promotionRoutes } from './promotions/index.ts'
import { referralRoutes } from './referrals/index.ts'
import { riskRoutes } from './risk/index.ts'
import { unusableSettings } from './settings.ts'
import { shippingRoutes } from './shipping/index.ts'
import { storedValueRoutes } from './storedvalue/index.ts'
import { taxRoutes } from './taxes/index.ts'
import { tierRoutes } from './tiers/index.ts'
import { webhookRoutes } from './webhooks/index.ts'

/** What some routes need from outside. */
export type Ports = {
  readonly tokens: Tokens
  readonly codeSender: CodeSender
  readonly testMode: boolean
  readonly paymentProviders: readonly PaymentProvider[]
  readonly allowsPrivateWebhooks: boolean
  /** Where recorded events live: they too are handed out and erased. */
  readonly events: EventStore
}

/** All routes of all concepts. */
export function routesOf({
  tokens,
  codeSender,
  testMode,
  events,
  paymentProviders,
  allowsPrivateWebhooks,
}: Ports): readonly Route[] {
  return [
    ...brandRoutes(tokens, unusableSettings),
    ...ledgerRoutes(auditParts),
    ...complianceRoutes(memberParts, events),
    ...memberRoutes(tokens, codeSender),
    ...tierRoutes,
    ...catalogRoutes,
    ...inventoryRoutes,
    ...promotionRoutes,
    ...couponRoutes,
    ...pricingRoutes,
    ...cartRoutes,
    ...pointsRoutes,
    ...pointsOperatorRoutes,
    ...activityRoutes,
    ...mallRoutes,
    ...householdRoutes,
    ...accountRoutes,
    ...storedValueRoutes,
    ...shippingRoutes,
    ...taxRoutes,
    ...referralRoutes,
    ...orderRoutes,
    ...paymentRoutes(paymentProviders, testMode),
    ...aftersalesRoutes,
    ...flashSaleRoutes,
    ...presaleRoutes,
    ...groupBuyRoutes,
    ...campaignRoutes,
    ...webhookRoutes(allowsPrivateWebhooks),
    ...riskRoutes,
    ...insightRoutes(events),
  ]
}
