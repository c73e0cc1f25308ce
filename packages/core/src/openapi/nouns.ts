import { AftersalesCase, AftersalesSettings, CaseLine, CaseParcel } from '../aftersales/index.ts'
import { Brand, OperatorSession } from '../brands/index.ts'
import { Campaign, CampaignReward, CampaignTerms, CampaignView, MyCampaign, Prize, Reward } from '../campaigns/index.ts'
import { Address, Cart } from '../carts/index.ts'
import { Category, Product, ShopProduct } from '../catalog/index.ts'
import { Coupon, CouponOffer, CouponTemplate } from '../coupons/index.ts'
import { FlashSale, FlashSession, FlashSessionSales } from '../flashsales/index.ts'
import { GroupCampaign, GroupCampaignSales, GroupOffer, GroupTeam } from '../groupbuys/index.ts'
import { Location, Stock, StockHold, StockMovement, StockPolicy, StockRow } from '../inventory/index.ts'
import { Id, PageInput, type Schema, Words } from '../kernel/index.ts'
import { KolShop, KolShopRecord, KolShopStats, OwnPrice, PriceableSku } from '../kolshops/index.ts'
import { AuditReport, LedgerAccount, LedgerEntry, LedgerSeal, TrialBalance } from '../ledger/index.ts'
import { Member, MemberRow, MemberSession } from '../members/index.ts'
import { Order, OrderDetails, OrderLine, OrderSettings, Refund, Shipment } from '../orders/index.ts'
import { Payment, PaymentRecord } from '../payments/index.ts'
import {
  EarnRule,
  HouseholdView,
  MallItem,
  MallOffer,
  PointsActivities,
  PointsBalance,
  PointsEntry,
  PointsLiability,
  PointsLot,
  PointsPurchase,
  PointsSettings,
  PointsSharing,
} from '../points/index.ts'
import { Presale, PresaleOffer, PresaleSales, PresaleTerms } from '../presales/index.ts'
import { ConditionTree, PricingFacts, Quote, QuoteLine } from '../pricing/index.ts'
import { Condition, Effect, Promotion } from '../promotions/index.ts'
import { Commission, CommissionBalance, CommissionPlan, Referral, ShareLink } from '../referrals/index.ts'
import { RiskCase, RiskReview, RiskSettings } from '../risk/index.ts'
import { ShippingSettings } from '../shipping/index.ts'
import { StoredValue, StoredValueEntry } from '../storedvalue/index.ts'
import { TaxSettings } from '../taxes/index.ts'
import { MemberTier, TierSettings } from '../tiers/index.ts'
import { WebhookDelivery, WebhookEndpoint } from '../webhooks/index.ts'

type Nouns = Readonly<Record<string, Schema<unknown>>>

/** Schemas that keep their own name in the document; all others are named after their endpoint. */
export const nouns: Nouns = {
  ...{ Id, Words, PageInput, Brand, OperatorSession, Member, MemberRow, MemberSession, MemberTier, TierSettings },
  ...{
    Product,
    ShopProduct,
    Category,
    Stock,
    StockRow,
    StockPolicy,
    StockHold,
    StockMovement,
    Location,
    Condition,
    Effect,
    Promotion,
    Coupon,
    CouponOffer,
    CouponTemplate,
  },
  ...{ EarnRule, PointsBalance, PointsEntry, PointsLiability, PointsLot, PointsPurchase, PointsSettings },
  ...{ ShippingSettings, TaxSettings, Quote, QuoteLine, Cart, Address },
  ...{ PricingFacts, ConditionTree, LedgerAccount, LedgerEntry, LedgerSeal, TrialBalance, AuditReport },
  ...{ PointsActivities, PointsSharing, MallItem, MallOffer, HouseholdView },
  ...{
    Commission,
    CommissionBalance,
    CommissionPlan,
    Referral,
    ShareLink,
    KolShop,
    KolShopRecord,
    KolShopStats,
    OwnPrice,
    PriceableSku,
    Order,
    OrderLine,
    Refund,
    Payment,
    PaymentRecord,
  },
  ...{ OrderDetails, OrderSettings, Shipment },
  ...{ AftersalesCase, AftersalesSettings, CaseLine, CaseParcel, RiskCase, RiskReview, RiskSettings },
  ...{ Campaign, CampaignReward, CampaignTerms, CampaignView, MyCampaign, Prize, Reward },
  ...{ FlashSale, FlashSession, FlashSessionSales, GroupCampaign, GroupCampaignSales, GroupOffer, GroupTeam },
  ...{ Presale, PresaleOffer, PresaleSales, PresaleTerms },
  ...{ StoredValue, StoredValueEntry, WebhookDelivery, WebhookEndpoint },
}
