import type { Order } from '@siyu/core/orders'
import type { BuyPresaleInput, PresaleList, PresaleOffer } from '@siyu/core/presales'
import { keepOrder } from './orders.ts'
import { usePublicRead } from './reads.ts'
import type { SiyuMutationResult, SiyuQueryResult } from './result.ts'
import { useWrite } from './writes.ts'

/** Presales 预售 that take orders or come next. */
export function usePresales(): SiyuQueryResult<PresaleList> {
  return usePublicRead((queries) => queries.presales())
}

/** One presale with what is left, asked again every few seconds. */
export function usePresale(presaleId: string): SiyuQueryResult<PresaleOffer> {
  return usePublicRead((queries) => queries.presale(presaleId))
}

/**
 * Orders pieces of a presale. Its deposit is paid as any order, `useCheckout().payOrder(order)`, and in its time its
 * balance in the same way.
 */
export function useBuyPresale(): SiyuMutationResult<BuyPresaleInput, Order> {
  return useWrite({
    name: 'presales.buy',
    call: (client, input, options) => client.presales.buy(input, options),
    settled: keepOrder,
  })
}
