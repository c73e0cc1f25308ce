import type { SiyuAdmin } from '@siyu/core/admin'
import type {
  AnswerRequestInput,
  ComplianceSettings,
  ConsentStatistics,
  DataRequest,
  OpenRequestInput,
  Policy,
  PolicyList,
} from '@siyu/core/compliance'
import type {
  BatchList,
  Coupon,
  CouponBatch,
  CouponList,
  CouponTemplate,
  CreateBatchInput,
  IssueCouponInput,
  TemplateList,
  VoidBatchInput,
  VoidCouponInput,
} from '@siyu/core/coupons'
import type { Empty } from '@siyu/core/kernel'
import type {
  AuditReport,
  LedgerAccount,
  LedgerEntry,
  LedgerSeal,
  ListAccountsInput,
  ListEntriesInput,
  TrialBalance,
} from '@siyu/core/ledger'
import type { MemberRow } from '@siyu/core/members'
import type {
  AccountState,
  AdjustPointsInput,
  CreditedActivity,
  FreezePointsInput,
  ImportedPoints,
  ImportPointsInput,
  MallItem,
  MallItemList,
  MemberPoints,
  PointsActivities,
  PointsBalance,
  PointsLiability,
  PointsRecord,
  PointsSettings,
  PointsSharing,
  ReportForMemberInput,
} from '@siyu/core/points'
import type { TestedQuote, TestQuoteInput } from '@siyu/core/pricing'
import type { PromotionList, PromotionRow } from '@siyu/core/promotions'
import type { DecideCaseInput, ListCasesInput, RiskCase, RiskSettings } from '@siyu/core/risk'
import type { ShippingSettings } from '@siyu/core/shipping'
import type { TaxSettings } from '@siyu/core/taxes'
import type { AdjustGrowthInput, MemberTier, SetTierInput, TierOutcome, TierSettings } from '@siyu/core/tiers'
import {
  type AftersalesMutations,
  type AftersalesQueries,
  aftersalesMutations,
  aftersalesQueries,
} from './admin-aftersales.ts'
import { type GoodsMutations, type GoodsQueries, goodsMutations, goodsQueries } from './admin-goods.ts'
import { type AdminMutation, adminKey, adminReads, adminWrites } from './admin-kit.ts'
import {
  type KolShopMutations,
  type KolShopQueries,
  kolShopMutations,
  kolShopQueries,
  type LinkMutations,
  type LinkQueries,
  linkMutations,
  linkQueries,
} from './admin-kolshops.ts'
import { type MoneyMutations, type MoneyQueries, moneyMutations, moneyQueries } from './admin-money.ts'
import { type OrderMutations, type OrderQueries, orderMutations, orderQueries } from './admin-orders.ts'
import { type ReferralMutations, type ReferralQueries, referralMutations, referralQueries } from './admin-referrals.ts'
import { type SalesMutations, type SalesQueries, salesMutations, salesQueries } from './admin-sales.ts'
import { staleTimesMs } from './keys.ts'
import type { PageSize } from './queries.ts'
import type { SiyuListQuery, SiyuQuery } from './query-options.ts'

/** Options of one write, for `useMutation`. One idempotency key per intent; never retried by the cache. */
export type SiyuMutation<Input, Output> = AdminMutation<Input, Output>

/** Everything an operator has in the cache: invalidate it after a write, remove it after signing out. */
export function siyuAdminKey(client: SiyuAdmin): readonly ['siyu', string, string] {
  return adminKey(client)
}

/** What an operator reads, by concept and verb of the client. */
export type SiyuAdminQueries = GoodsQueries &
  MoneyQueries &
  OrderQueries &
  AftersalesQueries &
  KolShopQueries &
  SalesQueries & {
    readonly members: { readonly list: (page?: PageSize) => SiyuListQuery<MemberRow> }
    readonly ledger: {
      readonly accounts: (input: Omit<ListAccountsInput, 'cursor'>) => SiyuListQuery<LedgerAccount>
      readonly entries: (input: Omit<ListEntriesInput, 'cursor'>) => SiyuListQuery<LedgerEntry>
      readonly trialBalance: () => SiyuQuery<readonly TrialBalance[]>
      readonly seals: (page?: PageSize) => SiyuListQuery<LedgerSeal>
    }
    readonly promotions: {
      readonly list: () => SiyuQuery<PromotionList>
      readonly all: (page?: PageSize) => SiyuListQuery<PromotionRow>
    }
    readonly pricing: { readonly test: (input: TestQuoteInput) => SiyuQuery<TestedQuote> }
    readonly coupons: {
      readonly templates: () => SiyuQuery<TemplateList>
      readonly batches: () => SiyuQuery<BatchList>
      readonly ofMember: (memberId: string) => SiyuQuery<CouponList>
    }
    readonly compliance: {
      readonly statistics: () => SiyuQuery<ConsentStatistics>
      readonly queue: (page?: PageSize & { readonly ended?: boolean | undefined }) => SiyuListQuery<DataRequest>
      readonly policies: () => SiyuQuery<PolicyList>
      readonly settings: () => SiyuQuery<ComplianceSettings>
    }
    readonly shipping: { readonly settings: () => SiyuQuery<ShippingSettings> }
    readonly taxes: { readonly settings: () => SiyuQuery<TaxSettings> }
    readonly points: {
      readonly settings: () => SiyuQuery<PointsSettings>
      readonly liability: () => SiyuQuery<PointsLiability>
      readonly activities: () => SiyuQuery<PointsActivities>
      readonly sharing: () => SiyuQuery<PointsSharing>
      readonly items: () => SiyuQuery<MallItemList>
      readonly ofMember: (memberId: string) => SiyuQuery<MemberPoints>
      readonly historyOf: (memberId: string, page?: PageSize) => SiyuListQuery<PointsRecord>
    }
    readonly tiers: {
      readonly settings: () => SiyuQuery<TierSettings>
      readonly ofMember: (memberId: string) => SiyuQuery<MemberTier>
    }
    readonly referrals: ReferralQueries & LinkQueries
    readonly risk: {
      readonly cases: (page?: Omit<ListCasesInput, 'cursor'>) => SiyuListQuery<RiskCase>
      readonly settings: () => SiyuQuery<RiskSettings>
    }
  }

/** What an operator changes, by concept and verb of the client. */
export type SiyuAdminMutations = GoodsMutations &
  MoneyMutations &
  OrderMutations &
  AftersalesMutations &
  KolShopMutations &
  SalesMutations & {
    readonly coupons: {
      readonly saveTemplate: () => SiyuMutation<CouponTemplate, CouponTemplate>
      readonly createBatch: () => SiyuMutation<CreateBatchInput, CouponBatch>
      readonly voidBatch: () => SiyuMutation<VoidBatchInput, CouponBatch>
      readonly issue: () => SiyuMutation<IssueCouponInput, Coupon>
      readonly void: () => SiyuMutation<VoidCouponInput, Coupon>
    }
    /** Reads the whole ledger, but only when asked: so it is run like a write. */
    readonly ledger: { readonly audit: () => SiyuMutation<Empty, AuditReport> }
    readonly compliance: {
      readonly answer: () => SiyuMutation<AnswerRequestInput, DataRequest>
      readonly openRequest: () => SiyuMutation<OpenRequestInput, DataRequest>
      readonly savePolicy: () => SiyuMutation<Policy, Policy>
      readonly saveSettings: () => SiyuMutation<ComplianceSettings, ComplianceSettings>
    }
    readonly shipping: { readonly saveSettings: () => SiyuMutation<ShippingSettings, ShippingSettings> }
    readonly taxes: { readonly saveSettings: () => SiyuMutation<TaxSettings, TaxSettings> }
    readonly points: {
      readonly adjust: () => SiyuMutation<AdjustPointsInput, PointsBalance>
      readonly configure: () => SiyuMutation<PointsSettings, PointsSettings>
      readonly configureActivities: () => SiyuMutation<PointsActivities, PointsActivities>
      readonly configureSharing: () => SiyuMutation<PointsSharing, PointsSharing>
      readonly saveItem: () => SiyuMutation<MallItem, MallItem>
      readonly activityOf: () => SiyuMutation<ReportForMemberInput, CreditedActivity>
      readonly freeze: () => SiyuMutation<FreezePointsInput, AccountState>
      readonly unfreeze: () => SiyuMutation<FreezePointsInput, AccountState>
      readonly import: () => SiyuMutation<ImportPointsInput, ImportedPoints>
    }
    readonly tiers: {
      readonly configure: () => SiyuMutation<TierSettings, TierSettings>
      readonly set: () => SiyuMutation<SetTierInput, TierOutcome>
      readonly adjust: () => SiyuMutation<AdjustGrowthInput, TierOutcome>
    }
    readonly referrals: ReferralMutations & LinkMutations
    readonly risk: {
      readonly decide: () => SiyuMutation<DecideCaseInput, RiskCase>
      readonly saveSettings: () => SiyuMutation<RiskSettings, RiskSettings>
    }
  }

/** The reads of a console as query options: `useInfiniteQuery(siyuAdminQueries(client).members.list())`. */
export function siyuAdminQueries(client: SiyuAdmin): SiyuAdminQueries {
  const { balances, settings, campaigns } = staleTimesMs
  const { read, list } = adminReads(client)
  return {
    members: {
      list: (size = {}) => list('members.list', size, balances, client.members.list),
    },
    ledger: {
      accounts: (input) => list('ledger.accounts', input, balances, client.ledger.accounts),
      entries: (input) => list('ledger.entries', input, balances, client.ledger.entries),
      trialBalance: () => read('ledger.trialBalance', balances, (options) => client.ledger.trialBalance({}, options)),
      seals: (size = {}) => list('ledger.seals', size, balances, client.ledger.seals),
    },
    ...orderQueries(client, read, list),
    ...goodsQueries(client, read, list),
    ...moneyQueries(client, read, list),
    ...aftersalesQueries(client, read, list),
    ...kolShopQueries(client, read, list),
    ...salesQueries(client, list),
    promotions: {
      list: () => read('promotions.list', campaigns, (options) => client.promotions.list({}, options)),
      all: (size = {}) => list('promotions.all', size, balances, client.promotions.all),
    },
    pricing: {
      test: (input) => read('pricing.test', balances, (options) => client.pricing.test(input, options), input),
    },
    coupons: {
      templates: () => read('coupons.templates', balances, (options) => client.coupons.templates({}, options)),
      batches: () => read('coupons.batches', balances, (options) => client.coupons.batches({}, options)),
      ofMember: (memberId) =>
        read('coupons.ofMember', balances, (options) => client.coupons.ofMember({ memberId }, options), { memberId }),
    },
    compliance: {
      statistics: () => read('compliance.statistics', balances, (options) => client.compliance.statistics({}, options)),
      queue: (page = {}) => list('compliance.queue', page, balances, client.compliance.queue),
      policies: () => read('compliance.policies', settings, (options) => client.compliance.policies({}, options)),
      settings: () => read('compliance.settings', settings, (options) => client.compliance.settings({}, options)),
    },
    shipping: {
      settings: () => read('shipping.settings', settings, (options) => client.shipping.settings({}, options)),
    },
    taxes: { settings: () => read('taxes.settings', settings, (options) => client.taxes.settings({}, options)) },
    points: {
      settings: () => read('points.settings', settings, (options) => client.points.settings({}, options)),
      liability: () => read('points.liability', balances, (options) => client.points.liability({}, options)),
      activities: () => read('points.activities', settings, (options) => client.points.activities({}, options)),
      sharing: () => read('points.sharing', settings, (options) => client.points.sharing({}, options)),
      items: () => read('points.items', balances, (options) => client.points.items({}, options)),
      ofMember: (memberId) =>
        read('points.ofMember', balances, (options) => client.points.getMember({ memberId }, options), { memberId }),
      historyOf: (memberId, page = {}) => {
        const input = { memberId, ...page }
        return list('points.historyOf', input, balances, client.points.memberHistory)
      },
    },
    tiers: {
      settings: () => read('tiers.settings', settings, (options) => client.tiers.settings({}, options)),
      ofMember: (memberId) =>
        read('tiers.ofMember', balances, (options) => client.tiers.member({ memberId }, options), { memberId }),
    },
    referrals: { ...referralQueries(client, read, list), ...linkQueries(client, read, list) },
    risk: {
      cases: (page = {}) => list('risk.cases', page, balances, client.risk.cases),
      settings: () => read('risk.settings', settings, (options) => client.risk.settings({}, options)),
    },
  }
}

/** The writes of a console as mutation options. Make them once per client, so that intents survive a redraw. */
export function siyuAdminMutations(client: SiyuAdmin): SiyuAdminMutations {
  const write = adminWrites(client)
  return {
    ...goodsMutations(client, write),
    ...moneyMutations(client, write),
    ...aftersalesMutations(client, write),
    ...kolShopMutations(client, write),
    ...salesMutations(client, write),
    coupons: {
      saveTemplate: write('coupons.saveTemplate', client.coupons.saveTemplate),
      createBatch: write('coupons.createBatch', client.coupons.createBatch),
      voidBatch: write('coupons.voidBatch', client.coupons.voidBatch),
      issue: write('coupons.issue', client.coupons.issue),
      void: write('coupons.void', client.coupons.void),
    },
    ledger: { audit: write('ledger.audit', client.ledger.audit) },
    compliance: {
      answer: write('compliance.answer', client.compliance.answer),
      openRequest: write('compliance.openRequest', client.compliance.openRequest),
      savePolicy: write('compliance.savePolicy', client.compliance.savePolicy),
      saveSettings: write('compliance.saveSettings', client.compliance.saveSettings),
    },
    shipping: { saveSettings: write('shipping.saveSettings', client.shipping.saveSettings) },
    taxes: { saveSettings: write('taxes.saveSettings', client.taxes.saveSettings) },
    points: {
      adjust: write('points.adjust', client.points.adjust),
      configure: write('points.configure', client.points.configure),
      configureActivities: write('points.configureActivities', client.points.configureActivities),
      configureSharing: write('points.configureSharing', client.points.configureSharing),
      saveItem: write('points.saveItem', client.points.saveItem),
      activityOf: write('points.activityOf', client.points.activityOf),
      freeze: write('points.freeze', client.points.freeze),
      unfreeze: write('points.unfreeze', client.points.unfreeze),
      import: write('points.import', client.points.import),
    },
    tiers: {
      configure: write('tiers.configure', client.tiers.configure),
      set: write('tiers.set', client.tiers.set),
      adjust: write('tiers.adjust', client.tiers.adjust),
    },
    referrals: { ...referralMutations(client, write), ...linkMutations(client, write) },
    ...orderMutations(client, write),
    risk: {
      decide: write('risk.decide', client.risk.decide),
      saveSettings: write('risk.saveSettings', client.risk.saveSettings),
    },
  }
}
