import type { Siyu } from '@siyu/core'
import type { Product } from '@siyu/core/catalog'
import type { CouponTemplate, TemplateList } from '@siyu/core/coupons'
import type { AdjustStockInput, Stock } from '@siyu/core/inventory'
import type { MemberRow } from '@siyu/core/members'
import type { Order, RefundOrderInput } from '@siyu/core/orders'
import type { AdjustPointsInput, PointsBalance, PointsSettings } from '@siyu/core/points'
import type { Promotion, PromotionList } from '@siyu/core/promotions'
import type { CommissionPlan, ReferralTree } from '@siyu/core/referrals'
import type { TierSettings } from '@siyu/core/tiers'
import { createIntents, type KeyedCall } from './intents.ts'
import { ownerKey, type SiyuKey, staleTimesMs } from './keys.ts'
import type { PageSize } from './queries.ts'
import { listQuery, type SiyuListQuery, type SiyuQuery } from './query-options.ts'

/** What an operator reads, by concept and verb of the client. */
export type SiyuAdminQueries = {
  readonly members: { readonly list: (page?: PageSize) => SiyuListQuery<MemberRow> }
  readonly orders: { readonly listAll: (page?: PageSize) => SiyuListQuery<Order> }
  readonly inventory: { readonly get: (skuId: string) => SiyuQuery<Stock> }
  readonly promotions: { readonly list: () => SiyuQuery<PromotionList> }
  readonly coupons: { readonly templates: () => SiyuQuery<TemplateList> }
  readonly points: { readonly settings: () => SiyuQuery<PointsSettings> }
  readonly tiers: { readonly settings: () => SiyuQuery<TierSettings> }
  readonly referrals: { readonly tree: () => SiyuQuery<ReferralTree> }
}

/** Options of one write, for `useMutation`. One idempotency key per intent; never retried by the cache. */
export type SiyuMutation<Input, Output> = {
  readonly mutationKey: readonly ['siyu', string, string, string]
  readonly mutationFn: (input: Input) => Promise<Output>
  readonly retry: false
}

/** What an operator changes, by concept and verb of the client. */
export type SiyuAdminMutations = {
  readonly catalog: { readonly save: () => SiyuMutation<Product, Product> }
  readonly inventory: { readonly adjust: () => SiyuMutation<AdjustStockInput, Stock> }
  readonly promotions: { readonly save: () => SiyuMutation<Promotion, Promotion> }
  readonly coupons: { readonly saveTemplate: () => SiyuMutation<CouponTemplate, CouponTemplate> }
  readonly points: {
    readonly adjust: () => SiyuMutation<AdjustPointsInput, PointsBalance>
    readonly configure: () => SiyuMutation<PointsSettings, PointsSettings>
  }
  readonly tiers: { readonly configure: () => SiyuMutation<TierSettings, TierSettings> }
  readonly referrals: { readonly configure: () => SiyuMutation<CommissionPlan, CommissionPlan> }
  readonly orders: { readonly refund: () => SiyuMutation<RefundOrderInput, Order> }
}

/** Everything an operator has in the cache: invalidate it after a write, remove it after signing out. */
export function siyuAdminKey(client: Siyu): readonly ['siyu', string, string] {
  return ownerKey(client, operatorOf(client))
}

/** The reads of a console as query options: `useInfiniteQuery(siyuAdminQueries(client).members.list())`. */
export function siyuAdminQueries(client: Siyu): SiyuAdminQueries {
  const { balances, settings, campaigns } = staleTimesMs
  const keyOf = (resource: string, params: object): SiyuKey => [...siyuAdminKey(client), resource, params]
  const read = <T>(
    resource: string,
    staleTime: number,
    call: (options: { readonly signal: AbortSignal }) => Promise<T>,
    params: object = {},
  ): SiyuQuery<T> => ({
    queryKey: keyOf(resource, params),
    queryFn: ({ signal }) => call({ signal }),
    staleTime,
    retry: false,
  })
  return {
    members: {
      list: (size = {}) => listQuery(keyOf('members.list', size), size, balances, client.members.list),
    },
    orders: {
      listAll: (size = {}) => listQuery(keyOf('orders.listAll', size), size, balances, client.orders.listAll),
    },
    inventory: {
      get: (skuId) => read('inventory.get', balances, (options) => client.inventory.get({ skuId }, options), { skuId }),
    },
    promotions: { list: () => read('promotions.list', campaigns, (options) => client.promotions.list({}, options)) },
    coupons: {
      templates: () => read('coupons.templates', balances, (options) => client.coupons.templates({}, options)),
    },
    points: { settings: () => read('points.settings', settings, (options) => client.points.settings({}, options)) },
    tiers: { settings: () => read('tiers.settings', settings, (options) => client.tiers.settings({}, options)) },
    referrals: { tree: () => read('referrals.tree', balances, (options) => client.referrals.tree({}, options)) },
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
    catalog: { save: write('catalog.save', client.catalog.save) },
    inventory: { adjust: write('inventory.adjust', client.inventory.adjust) },
    promotions: { save: write('promotions.save', client.promotions.save) },
    coupons: { saveTemplate: write('coupons.saveTemplate', client.coupons.saveTemplate) },
    points: {
      adjust: write('points.adjust', client.points.adjust),
      configure: write('points.configure', client.points.configure),
    },
    tiers: { configure: write('tiers.configure', client.tiers.configure) },
    referrals: { configure: write('referrals.configure', client.referrals.configure) },
    orders: { refund: write('orders.refund', client.orders.refund) },
  }
}

function operatorOf(client: Siyu): string {
  const session = client.session.get()
  return session.status === 'operator' ? session.operatorId : 'operator'
}
