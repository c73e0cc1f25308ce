import type { Order } from '@siyu/core/orders'
import type { Resource } from './keys.ts'
import { type PageSize, siyuQueries } from './queries.ts'
import { useMemberList, useMemberRead } from './reads.ts'
import type { SiyuListResult, SiyuMutationResult, SiyuQueryResult } from './result.ts'
import { prices, type Shop } from './shop.ts'
import { useWrite } from './writes.ts'

/** Answers that change when an order does. */
export const aroundOrders: readonly Resource[] = [
  ...([
    'orders',
    'coupons',
    'points',
    'storedValue',
    'pointsHistory',
    'mall',
    'tier',
    'products',
    'product',
    'cart',
    'flashSales',
    'flashSale',
    'groupTeams',
    'groupTeam',
    'myGroupTeams',
  ] as const),
  ...prices,
]

/** The member's orders, newest first. */
export function useOrders(page?: PageSize): SiyuListResult<Order> {
  return useMemberList((queries) => queries.orders(page))
}

/** One of the member's orders. */
export function useOrder(orderId: string): SiyuQueryResult<Order> {
  return useMemberRead((queries) => queries.order(orderId))
}

/** Cancels an order that is not paid; what it held is free again. */
export function useCancelOrder(): SiyuMutationResult<{ readonly orderId: string }, Order> {
  return useWrite({
    name: 'orders.cancel',
    call: (client, input, options) => client.orders.cancel(input, options),
    settled: keepOrder,
  })
}

/** Confirms that a paid order arrived: points become spendable and growth counts. */
export function useCompleteOrder(): SiyuMutationResult<{ readonly orderId: string }, Order> {
  return useWrite({
    name: 'orders.complete',
    call: (client, input, options) => client.orders.complete(input, options),
    settled: keepOrder,
  })
}

/** Puts an order as it now is into the cache and asks again for what moved with it. */
export function keepOrder({ client, queryClient, refresh }: Shop, order: Order): void {
  queryClient.setQueryData(siyuQueries(client).order(order.id).queryKey, order)
  refresh(...aroundOrders)
}
