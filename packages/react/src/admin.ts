import type { Siyu } from '@siyu/core'
import type { Category, ExportedProducts, ImportedProducts, Product } from '@siyu/core/catalog'
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
import type {
  AdjustStockInput,
  HoldRef,
  HoldStockInput,
  ListMovementsInput,
  Location,
  LocationList,
  Stock,
  StockHold,
  StockMovement,
  StockPolicy,
  StockRow,
  TransferStockInput,
} from '@siyu/core/inventory'
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
import type { Order, RefundOrderInput } from '@siyu/core/orders'
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
import type { Promotion, PromotionList, PromotionRow } from '@siyu/core/promotions'
import type { CommissionPlan, ReferralTree } from '@siyu/core/referrals'
import type { DecideCaseInput, ListCasesInput, RiskCase, RiskSettings } from '@siyu/core/risk'
import type { ShippingSettings } from '@siyu/core/shipping'
import type { TaxSettings } from '@siyu/core/taxes'
import type { AdjustGrowthInput, MemberTier, SetTierInput, TierOutcome, TierSettings } from '@siyu/core/tiers'
import {
  type AftersalesAdminMutations,
  type AftersalesAdminQueries,
  aftersalesMutations,
  aftersalesQueries,
} from './admin-aftersales.ts'
import { createIntents, type KeyedCall } from './intents.ts'
import { ownerKey, type SiyuKey, staleTimesMs } from './keys.ts'
import type { PageSize } from './queries.ts'
import { listQuery, type SiyuListQuery, type SiyuQuery } from './query-options.ts'

/** What an operator reads, by concept and verb of the client. */
export type SiyuAdminQueries = {
  readonly members: { readonly list: (page?: PageSize) => SiyuListQuery<MemberRow> }
  readonly ledger: {
    readonly accounts: (input: Omit<ListAccountsInput, 'cursor'>) => SiyuListQuery<LedgerAccount>
    readonly entries: (input: Omit<ListEntriesInput, 'cursor'>) => SiyuListQuery<LedgerEntry>
    readonly trialBalance: () => SiyuQuery<readonly TrialBalance[]>
    readonly seals: (page?: PageSize) => SiyuListQuery<LedgerSeal>
  }
  readonly orders: { readonly listAll: (page?: PageSize) => SiyuListQuery<Order> }
  readonly aftersales: AftersalesAdminQueries
  readonly catalog: {
    readonly all: (filter?: PageSize & { readonly search?: string | undefined }) => SiyuListQuery<Product>
  }
  readonly inventory: {
    readonly get: (skuId: string) => SiyuQuery<StockRow>
    readonly list: (filter?: PageSize & { readonly low?: boolean | undefined }) => SiyuListQuery<StockRow>
    readonly movements: (input: Omit<ListMovementsInput, 'cursor'>) => SiyuListQuery<StockMovement>
    readonly locations: () => SiyuQuery<LocationList>
    readonly holds: (page?: PageSize) => SiyuListQuery<StockHold>
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
  readonly referrals: { readonly tree: () => SiyuQuery<ReferralTree> }
  readonly risk: {
    readonly cases: (page?: Omit<ListCasesInput, 'cursor'>) => SiyuListQuery<RiskCase>
    readonly settings: () => SiyuQuery<RiskSettings>
  }
}

/** Options of one write, for `useMutation`. One idempotency key per intent; never retried by the cache. */
export type SiyuMutation<Input, Output> = {
  readonly mutationKey: readonly ['siyu', string, string, string]
  readonly mutationFn: (input: Input) => Promise<Output>
  readonly retry: false
}

/** What an operator changes, by concept and verb of the client. */
export type SiyuAdminMutations = {
  readonly catalog: {
    readonly save: () => SiyuMutation<Product, Product>
    readonly saveCategory: () => SiyuMutation<Category, Category>
    readonly import: () => SiyuMutation<{ readonly csv: string }, ImportedProducts>
    /** Reads a whole file, but only when asked: so it is run like a write. */
    readonly export: () => SiyuMutation<{ readonly cursor?: string | undefined }, ExportedProducts>
  }
  readonly inventory: {
    readonly adjust: () => SiyuMutation<AdjustStockInput, Stock>
    readonly transfer: () => SiyuMutation<TransferStockInput, Stock>
    readonly savePolicy: () => SiyuMutation<StockPolicy, StockPolicy>
    readonly saveLocation: () => SiyuMutation<Location, Location>
    readonly hold: () => SiyuMutation<HoldStockInput, StockHold>
    readonly releaseHold: () => SiyuMutation<HoldRef, StockHold>
    readonly sellHold: () => SiyuMutation<HoldRef, StockHold>
  }
  readonly promotions: { readonly save: () => SiyuMutation<Promotion, Promotion> }
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
  readonly referrals: { readonly configure: () => SiyuMutation<CommissionPlan, CommissionPlan> }
  readonly orders: { readonly refund: () => SiyuMutation<RefundOrderInput, Order> }
  readonly aftersales: AftersalesAdminMutations
  readonly risk: {
    readonly decide: () => SiyuMutation<DecideCaseInput, RiskCase>
    readonly saveSettings: () => SiyuMutation<RiskSettings, RiskSettings>
  }
}

/** Everything an operator has in the cache: invalidate it after a write, remove it after signing out. */
export function siyuAdminKey(client: Siyu): readonly ['siyu', string, string] {
  return ownerKey(client, operatorOf(client))
}

/** The catalogue and its stock. */
function goodsQueries(
  client: Siyu,
  keyOf: (resource: string, params: object) => SiyuKey,
  read: ReturnType<typeof readerOf>,
): Pick<SiyuAdminQueries, 'catalog' | 'inventory'> {
  const { balances } = staleTimesMs
  return {
    catalog: {
      all: (filter = {}) => listQuery(keyOf('catalog.all', filter), filter, balances, client.catalog.all),
    },
    inventory: {
      list: (filter = {}) => listQuery(keyOf('inventory.list', filter), filter, balances, client.inventory.list),
      movements: (input) => listQuery(keyOf('inventory.movements', input), input, balances, client.inventory.movements),
      locations: () => read('inventory.locations', balances, (options) => client.inventory.locations({}, options)),
      holds: (size = {}) => listQuery(keyOf('inventory.holds', size), size, balances, client.inventory.holds),
      get: (skuId) => read('inventory.get', balances, (options) => client.inventory.get({ skuId }, options), { skuId }),
    },
  }
}

/** The reads of a console as query options: `useInfiniteQuery(siyuAdminQueries(client).members.list())`. */
export function siyuAdminQueries(client: Siyu): SiyuAdminQueries {
  const { balances, settings, campaigns } = staleTimesMs
  const keyOf = (resource: string, params: object): SiyuKey => [...siyuAdminKey(client), resource, params]
  const read = readerOf(client)
  return {
    members: {
      list: (size = {}) => listQuery(keyOf('members.list', size), size, balances, client.members.list),
    },
    ledger: {
      accounts: (input) => listQuery(keyOf('ledger.accounts', input), input, balances, client.ledger.accounts),
      entries: (input) => listQuery(keyOf('ledger.entries', input), input, balances, client.ledger.entries),
      trialBalance: () => read('ledger.trialBalance', balances, (options) => client.ledger.trialBalance({}, options)),
      seals: (size = {}) => listQuery(keyOf('ledger.seals', size), size, balances, client.ledger.seals),
    },
    orders: {
      listAll: (size = {}) => listQuery(keyOf('orders.listAll', size), size, balances, client.orders.listAll),
    },
    aftersales: aftersalesQueries(client, keyOf, read),
    ...goodsQueries(client, keyOf, read),
    promotions: {
      list: () => read('promotions.list', campaigns, (options) => client.promotions.list({}, options)),
      all: (size = {}) => listQuery(keyOf('promotions.all', size), size, balances, client.promotions.all),
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
      queue: (page = {}) => listQuery(keyOf('compliance.queue', page), page, balances, client.compliance.queue),
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
        return listQuery(keyOf('points.historyOf', input), input, balances, client.points.memberHistory)
      },
    },
    tiers: {
      settings: () => read('tiers.settings', settings, (options) => client.tiers.settings({}, options)),
      ofMember: (memberId) =>
        read('tiers.ofMember', balances, (options) => client.tiers.member({ memberId }, options), { memberId }),
    },
    referrals: { tree: () => read('referrals.tree', balances, (options) => client.referrals.tree({}, options)) },
    risk: {
      cases: (page = {}) => listQuery(keyOf('risk.cases', page), page, balances, client.risk.cases),
      settings: () => read('risk.settings', settings, (options) => client.risk.settings({}, options)),
    },
  }
}

/** The writes of a console as mutation options. Make them once per client, so that intents survive a redraw. */
export function siyuAdminMutations(client: Siyu): SiyuAdminMutations {
  const intents = createIntents(() => client.newId('key'))
  const write = <Input, Output>(
    name: string,
    call: (input: Input, options: Parameters<KeyedCall<Output>>[0]) => Promise<Output>,
  ): (() => SiyuMutation<Input, Output>) => {
    return () => ({
      mutationKey: [...siyuAdminKey(client), name],
      mutationFn: (input) => intents.run(name, input, (options) => call(input, options)),
      retry: false,
    })
  }
  return {
    catalog: {
      save: write('catalog.save', client.catalog.save),
      saveCategory: write('catalog.saveCategory', client.catalog.saveCategory),
      import: write('catalog.import', client.catalog.import),
      export: write('catalog.export', client.catalog.export),
    },
    inventory: {
      adjust: write('inventory.adjust', client.inventory.adjust),
      transfer: write('inventory.transfer', client.inventory.transfer),
      savePolicy: write('inventory.savePolicy', client.inventory.savePolicy),
      saveLocation: write('inventory.saveLocation', client.inventory.saveLocation),
      hold: write('inventory.hold', client.inventory.hold),
      releaseHold: write('inventory.releaseHold', client.inventory.releaseHold),
      sellHold: write('inventory.sellHold', client.inventory.sellHold),
    },
    promotions: { save: write('promotions.save', client.promotions.save) },
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
    referrals: { configure: write('referrals.configure', client.referrals.configure) },
    orders: { refund: write('orders.refund', client.orders.refund) },
    aftersales: aftersalesMutations(client, write),
    risk: {
      decide: write('risk.decide', client.risk.decide),
      saveSettings: write('risk.saveSettings', client.risk.saveSettings),
    },
  }
}

function operatorOf(client: Siyu): string {
  const session = client.session.get()
  return session.status === 'operator' ? session.operatorId : 'operator'
}

/** Makes the query of one read, filed under the operator who is signed in. */
function readerOf(client: Siyu) {
  return <T>(
    resource: string,
    staleTime: number,
    call: (options: { readonly signal: AbortSignal }) => Promise<T>,
    params: object = {},
  ): SiyuQuery<T> => ({
    queryKey: [...siyuAdminKey(client), resource, params],
    queryFn: ({ signal }) => call({ signal }),
    staleTime,
    retry: false,
  })
}
