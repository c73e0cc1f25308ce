import type { Siyu } from '@siyu/core'
import type { AftersalesCase, AftersalesSettings } from '@siyu/core/aftersales'
import type { Brand } from '@siyu/core/brands'
import type { Board, CampaignList, CampaignView, MyCampaign, WinnerList } from '@siyu/core/campaigns'
import type { AddressList, Cart, CartReview } from '@siyu/core/carts'
import type { CategoryList, ShopProduct } from '@siyu/core/catalog'
import type { ConsentList, DataRequestList, DeletionPreview } from '@siyu/core/compliance'
import type { CouponList, OfferList } from '@siyu/core/coupons'
import type { FlashSale, FlashSaleList } from '@siyu/core/flashsales'
import type { GroupOfferList, GroupTeam, TeamList } from '@siyu/core/groupbuys'
import type { KolShop, KolShopStats, OwnKolShop, PriceableSkus, ShopDaysInput } from '@siyu/core/kolshops'
import type { Member } from '@siyu/core/members'
import type { Order, OrderDetails } from '@siyu/core/orders'
import type { Payment } from '@siyu/core/payments'
import type {
  CheckInStatus,
  DoneActivities,
  HouseholdView,
  MallOfferList,
  PointsActivities,
  PointsBalance,
  PointsEntry,
  PointsSettings,
} from '@siyu/core/points'
import type { PresaleList, PresaleOffer } from '@siyu/core/presales'
import type { PricingFacts, PricingFactsInput, Quote, QuoteInput } from '@siyu/core/pricing'
import type { PromotionList } from '@siyu/core/promotions'
import type { CommissionBalance, Referral, ShareLink, TeamInput, TeamMember, Withdrawal } from '@siyu/core/referrals'
import type { RiskReviews } from '@siyu/core/risk'
import type { StoredValue, StoredValueEntry } from '@siyu/core/storedvalue'
import type { MemberTier, TierSettings } from '@siyu/core/tiers'
import { nobody, ownerKey, ownerOf, type Resource, type SiyuKey, staleTimesMs } from './keys.ts'
import { type ListCall, listQuery, type SiyuListQuery, type SiyuQuery } from './query-options.ts'

export type { Resource, SiyuKey } from './keys.ts'
export { staleTimesMs } from './keys.ts'
export type { SiyuListQuery, SiyuQuery } from './query-options.ts'

/** Which products to list. */
export type ProductsFilter = {
  /** Of this category and those that lie in it. */
  readonly category?: string | undefined
  readonly tag?: string | undefined
  /** Words to find; the best matches come first. */
  readonly search?: string | undefined
  readonly limit?: number | undefined
}

/** How long a page of a list is. */
export type PageSize = { readonly limit?: number | undefined }

/** Which level of a team to list. */
export type TeamPage = PageSize & Pick<TeamInput, 'level'>

/** Which after-sales cases to list. */
export type AftersalesFilter = PageSize & {
  /** Only those about this order. */
  readonly orderId?: string | undefined
}

/** The reads of a shop, each as query options. */
export type SiyuQueries = {
  readonly brand: () => SiyuQuery<Brand>
  readonly member: () => SiyuQuery<Member>
  readonly tier: () => SiyuQuery<MemberTier>
  readonly tierSettings: () => SiyuQuery<TierSettings>
  readonly points: () => SiyuQuery<PointsBalance>
  readonly pointsHistory: (page?: PageSize) => SiyuListQuery<PointsEntry>
  readonly pointsSettings: () => SiyuQuery<PointsSettings>
  /** Of a month such as `2026-03`; of the one that runs without it. */
  readonly activities: () => SiyuQuery<PointsActivities>
  readonly doneActivities: () => SiyuQuery<DoneActivities>
  readonly checkIn: (month?: string) => SiyuQuery<CheckInStatus>
  readonly mall: () => SiyuQuery<MallOfferList>
  readonly storedValue: () => SiyuQuery<StoredValue>
  readonly storedValueHistory: (page?: PageSize) => SiyuListQuery<StoredValueEntry>
  readonly household: () => SiyuQuery<HouseholdView>
  readonly coupons: () => SiyuQuery<CouponList>
  readonly offers: () => SiyuQuery<OfferList>
  readonly products: (filter?: ProductsFilter) => SiyuListQuery<ShopProduct>
  readonly product: (productId: string) => SiyuQuery<ShopProduct>
  readonly categories: () => SiyuQuery<CategoryList>
  readonly promotions: () => SiyuQuery<PromotionList>
  readonly cart: () => SiyuQuery<Cart>
  readonly cartReview: () => SiyuQuery<CartReview>
  readonly addresses: () => SiyuQuery<AddressList>
  readonly quote: (input: QuoteInput) => SiyuQuery<Quote>
  /** All that the pure engine needs to price baskets of these SKUs without asking again. */
  readonly pricingFacts: (input: PricingFactsInput) => SiyuQuery<PricingFacts>
  readonly orders: (page?: PageSize) => SiyuListQuery<Order>
  readonly order: (orderId: string) => SiyuQuery<Order>
  /** Where an order goes to, what the member wrote, and its invoice. */
  readonly orderDetails: (orderId: string) => SiyuQuery<OrderDetails>
  readonly payment: (paymentId: string) => SiyuQuery<Payment>
  readonly aftersales: (filter?: AftersalesFilter) => SiyuListQuery<AftersalesCase>
  readonly aftersalesCase: (caseId: string) => SiyuQuery<AftersalesCase>
  readonly aftersalesSettings: () => SiyuQuery<AftersalesSettings>
  readonly flashSales: () => SiyuQuery<FlashSaleList>
  readonly flashSale: (sessionId: string) => SiyuQuery<FlashSale>
  readonly presales: () => SiyuQuery<PresaleList>
  readonly presale: (presaleId: string) => SiyuQuery<PresaleOffer>
  readonly groupBuys: () => SiyuQuery<GroupOfferList>
  readonly groupTeams: (campaignId: string) => SiyuQuery<TeamList>
  readonly groupTeam: (teamId: string) => SiyuQuery<GroupTeam>
  readonly myGroupTeams: () => SiyuQuery<TeamList>
  readonly campaigns: () => SiyuQuery<CampaignList>
  readonly campaign: (campaignId: string) => SiyuQuery<CampaignView>
  readonly myCampaign: (campaignId: string) => SiyuQuery<MyCampaign>
  readonly board: (campaignId: string) => SiyuQuery<Board>
  readonly winners: (campaignId: string) => SiyuQuery<WinnerList>
  readonly referral: () => SiyuQuery<Referral>
  /** Those of one level; the direct ones without it. */
  readonly team: (page?: TeamPage) => SiyuListQuery<TeamMember>
  readonly commission: () => SiyuQuery<CommissionBalance>
  readonly withdrawals: (page?: PageSize) => SiyuListQuery<Withdrawal>
  readonly commissionReviews: () => SiyuQuery<RiskReviews>
  readonly ownLinks: (page?: PageSize) => SiyuListQuery<ShareLink>
  readonly kolShop: (shopId: string) => SiyuQuery<KolShop>
  readonly myKolShop: () => SiyuQuery<OwnKolShop>
  readonly myShopPrices: () => SiyuQuery<PriceableSkus>
  readonly kolShopStats: (days: ShopDaysInput) => SiyuQuery<KolShopStats>
  readonly consents: () => SiyuQuery<ConsentList>
  readonly dataRequests: () => SiyuQuery<DataRequestList>
  readonly deletionPreview: () => SiyuQuery<DeletionPreview>
}

/** A read, made from its key, its age limit and its call. */
type ReadOf = <T>(
  resource: Resource,
  staleTime: number,
  call: (options: { readonly signal: AbortSignal }) => Promise<T>,
  params?: object,
) => SiyuQuery<T>

/**
 * The reads of a shop as query options: `queryClient.prefetchQuery(siyuQueries(client).points())`,
 * `useSuspenseQuery(siyuQueries(client).cart())`. Keys name whoever is signed in when an option is made, unless `owner`
 * (a member id, or `anon`) says otherwise.
 */
export function siyuQueries(client: Siyu, owner?: string): SiyuQueries {
  const keyOf = (resource: Resource, params: object, who = owner ?? ownerOf(client)): SiyuKey => [
    ...ownerKey(client, who),
    resource,
    params,
  ]
  const read: ReadOf = (resource, staleTime, call, params = {}) => ({
    queryKey: keyOf(resource, params, resource === 'brand' ? nobody : undefined),
    queryFn: ({ signal }) => call({ signal }),
    staleTime,
    retry: false,
  })
  const list: ListOf = (resource, params, staleTime, call) =>
    listQuery(keyOf(resource, params), params, staleTime, call)
  return {
    ...settingsQueries(client, read),
    ...shopQueries(client, read, list),
    ...campaignQueries(client, read),
    ...promoterQueries(client, read, list),
    ...ownQueries(client, read, list),
  }
}

type ListOf = <T, Params extends object>(
  resource: Resource,
  params: Params,
  staleTime: number,
  call: ListCall<T, Params>,
) => SiyuListQuery<T>

type SettingsQueries = Pick<
  SiyuQueries,
  'brand' | 'tierSettings' | 'pointsSettings' | 'activities' | 'promotions' | 'offers' | 'aftersalesSettings'
>

function settingsQueries(client: Siyu, read: ReadOf): SettingsQueries {
  const { settings, campaigns } = staleTimesMs
  return {
    brand: () => read('brand', settings, (options) => client.brands.get({}, options)),
    tierSettings: () => read('tierSettings', settings, (options) => client.tiers.settings({}, options)),
    pointsSettings: () => read('pointsSettings', settings, (options) => client.points.settings({}, options)),
    activities: () => read('activities', settings, (options) => client.points.activities({}, options)),
    promotions: () => read('promotions', campaigns, (options) => client.promotions.list({}, options)),
    aftersalesSettings: () =>
      read('aftersalesSettings', settings, (options) => client.aftersales.settings({}, options)),
    offers: () => read('offers', campaigns, (options) => client.coupons.offers({}, options)),
  }
}

type ShopQueries = Pick<
  SiyuQueries,
  | 'mall'
  | 'products'
  | 'product'
  | 'categories'
  | 'cart'
  | 'cartReview'
  | 'addresses'
  | 'quote'
  | 'pricingFacts'
  | 'orders'
  | 'order'
  | 'orderDetails'
  | 'payment'
  | 'aftersales'
  | 'aftersalesCase'
>

function shopQueries(client: Siyu, read: ReadOf, list: ListOf): ShopQueries {
  const { catalogue, campaigns, cart, balances } = staleTimesMs
  return {
    mall: () => read('mall', campaigns, (options) => client.points.mall({}, options)),
    products: (filter = {}) => list('products', filter, catalogue, client.catalog.list),
    product: (productId) =>
      read('product', catalogue, (options) => client.catalog.get({ productId }, options), { productId }),
    categories: () => read('categories', catalogue, (options) => client.catalog.categories({}, options)),
    cartReview: () => read('cartReview', cart, (options) => client.carts.review({}, options)),
    addresses: () => read('addresses', balances, (options) => client.carts.addresses({}, options)),
    cart: () => read('cart', cart, (options) => client.carts.get({}, options)),
    quote: (input) => read('quote', cart, (options) => client.pricing.quote(input, options), input),
    pricingFacts: (input) => read('pricingFacts', campaigns, (options) => client.pricing.facts(input, options), input),
    orders: (size = {}) => list('orders', size, balances, client.orders.list),
    order: (orderId) => read('order', balances, (options) => client.orders.get({ orderId }, options), { orderId }),
    orderDetails: (orderId) =>
      read('orderDetails', balances, (options) => client.orders.details({ orderId }, options), { orderId }),
    aftersales: (filter = {}) => list('aftersales', filter, balances, client.aftersales.list),
    aftersalesCase: (caseId) =>
      read('aftersalesCase', balances, (options) => client.aftersales.get({ caseId }, options), { caseId }),
    payment: (paymentId) =>
      read('payment', cart, (options) => client.payments.get({ paymentId }, options), { paymentId }),
  }
}

type CampaignQueries = Pick<
  SiyuQueries,
  | 'flashSales'
  | 'flashSale'
  | 'presales'
  | 'presale'
  | 'groupBuys'
  | 'groupTeams'
  | 'groupTeam'
  | 'myGroupTeams'
  | 'campaigns'
  | 'campaign'
  | 'myCampaign'
  | 'board'
  | 'winners'
>

/** What many watch while it lasts is asked again by itself. */
function campaignQueries(client: Siyu, read: ReadOf): CampaignQueries {
  const { live, campaigns, balances } = staleTimesMs
  const watched = <T>(query: SiyuQuery<T>): SiyuQuery<T> => ({ ...query, refetchInterval: live })
  return {
    flashSales: () => read('flashSales', balances, (options) => client.flashsales.list({}, options)),
    flashSale: (sessionId) =>
      watched(read('flashSale', live, (options) => client.flashsales.get({ sessionId }, options), { sessionId })),
    presales: () => read('presales', balances, (options) => client.presales.list({}, options)),
    presale: (presaleId) =>
      watched(read('presale', live, (options) => client.presales.get({ presaleId }, options), { presaleId })),
    groupBuys: () => read('groupBuys', campaigns, (options) => client.groupbuys.list({}, options)),
    groupTeams: (campaignId) =>
      watched(read('groupTeams', live, (options) => client.groupbuys.teams({ campaignId }, options), { campaignId })),
    groupTeam: (teamId) =>
      watched(read('groupTeam', live, (options) => client.groupbuys.team({ teamId }, options), { teamId })),
    myGroupTeams: () => read('myGroupTeams', balances, (options) => client.groupbuys.mine({}, options)),
    campaigns: () => read('campaigns', campaigns, (options) => client.campaigns.list({}, options)),
    campaign: (campaignId) =>
      read('campaign', campaigns, (options) => client.campaigns.get({ campaignId }, options), { campaignId }),
    myCampaign: (campaignId) =>
      read('myCampaign', balances, (options) => client.campaigns.mine({ campaignId }, options), { campaignId }),
    board: (campaignId) =>
      read('board', campaigns, (options) => client.campaigns.board({ campaignId }, options), { campaignId }),
    winners: (campaignId) =>
      read('winners', campaigns, (options) => client.campaigns.winners({ campaignId }, options), { campaignId }),
  }
}

type PromoterQueries = Pick<SiyuQueries, 'ownLinks' | 'kolShop' | 'myKolShop' | 'myShopPrices' | 'kolShopStats'>

function promoterQueries(client: Siyu, read: ReadOf, list: ListOf): PromoterQueries {
  const { balances, campaigns } = staleTimesMs
  return {
    ownLinks: (size = {}) => list('ownLinks', size, balances, client.referrals.ownLinks),
    kolShop: (shopId) => read('kolShop', campaigns, (options) => client.kolshops.get({ shopId }, options), { shopId }),
    myKolShop: () => read('myKolShop', balances, (options) => client.kolshops.mine({}, options)),
    myShopPrices: () => read('myShopPrices', balances, (options) => client.kolshops.prices({}, options)),
    kolShopStats: (days) => read('kolShopStats', balances, (options) => client.kolshops.stats(days, options), days),
  }
}

type OwnQueries = Omit<
  SiyuQueries,
  keyof SettingsQueries | keyof ShopQueries | keyof CampaignQueries | keyof PromoterQueries
>

function ownQueries(client: Siyu, read: ReadOf, list: ListOf): OwnQueries {
  const { balances } = staleTimesMs
  return {
    member: () => read('member', balances, (options) => client.members.get({}, options)),
    tier: () => read('tier', balances, (options) => client.tiers.get({}, options)),
    points: () => read('points', balances, (options) => client.points.get({}, options)),
    storedValue: () => read('storedValue', balances, (options) => client.storedValue.get({}, options)),
    storedValueHistory: (size = {}) => list('storedValueHistory', size, balances, client.storedValue.history),
    pointsHistory: (size = {}) => list('pointsHistory', size, balances, client.points.history),
    doneActivities: () => read('doneActivities', balances, (options) => client.points.doneActivities({}, options)),
    checkIn: (month) =>
      read('checkIn', balances, (options) => client.points.checkInStatus({ month }, options), { month: month ?? null }),
    household: () => read('household', balances, (options) => client.points.household({}, options)),
    coupons: () => read('coupons', balances, (options) => client.coupons.list({}, options)),
    referral: () => read('referral', balances, (options) => client.referrals.get({}, options)),
    team: (size = {}) => list('team', size, balances, client.referrals.team),
    commission: () => read('commission', balances, (options) => client.referrals.commission({}, options)),
    withdrawals: (size = {}) => list('withdrawals', size, balances, client.referrals.withdrawals),
    commissionReviews: () => read('commissionReviews', balances, (options) => client.risk.reviews({}, options)),
    consents: () => read('consents', balances, (options) => client.compliance.consents({}, options)),
    dataRequests: () => read('dataRequests', balances, (options) => client.compliance.requests({}, options)),
    deletionPreview: () =>
      read('deletionPreview', balances, (options) => client.compliance.previewDeletion({}, options)),
  }
}
