import type { Order, OrderDetails, RequestInvoiceInput, SetOrderAddressInput } from '@siyu/core/orders'
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
    'presales',
    'presale',
    'groupTeams',
    'groupTeam',
    'myGroupTeams',
  ] as const),
  ...prices,
]

/** Asks for an order, whoever looks at it, and keeps the answer; undefined when there is none. */
export function readOrder({ client, queryClient }: Shop, orderId: string): Promise<Order | undefined> {
  const options = siyuQueries(client).order(orderId)
  return queryClient.fetchQuery({ ...options, staleTime: 0 }).catch(() => undefined)
}

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

/** Confirms that an order arrived 确认收货; where the shop waits for nothing more, it is complete with that. */
export function useReceiveOrder(): SiyuMutationResult<{ readonly orderId: string }, Order> {
  return useWrite({
    name: 'orders.receive',
    call: (client, input, options) => client.orders.receive(input, options),
    settled: keepOrder,
  })
}

/** Where one of the member's orders goes to, what the member wrote, and its invoice. */
export function useOrderDetails(orderId: string): SiyuQueryResult<OrderDetails> {
  return useMemberRead((queries) => queries.orderDetails(orderId))
}

/** Asks for the invoice of a paid order, or changes to whom it is made out. */
export function useRequestInvoice(): SiyuMutationResult<RequestInvoiceInput, { readonly orderId: string }> {
  return useWrite({
    name: 'orders.requestInvoice',
    call: (client, input, options) => client.orders.requestInvoice(input, options),
    settled: ({ refresh }) => refresh('orderDetails'),
  })
}

/** Has an order sent to another address, as long as nothing of it was sent. */
export function useSetOrderAddress(): SiyuMutationResult<SetOrderAddressInput, { readonly orderId: string }> {
  return useWrite({
    name: 'orders.setAddress',
    call: (client, input, options) => client.orders.setAddress(input, options),
    settled: ({ refresh }) => refresh('orderDetails'),
  })
}

/** Puts an order as it now is into the cache and asks again for what moved with it. */
export function keepOrder({ client, queryClient, refresh }: Shop, order: Order): void {
  queryClient.setQueryData(siyuQueries(client).order(order.id).queryKey, order)
  refresh(...aroundOrders)
}
