import type { BuyFlashInput, FlashSale, FlashSaleList } from '@siyu/core/flashsales'
import type { Order } from '@siyu/core/orders'
import { keepOrder } from './orders.ts'
import { usePublicRead } from './reads.ts'
import type { SiyuMutationResult, SiyuQueryResult } from './result.ts'
import { useWrite } from './writes.ts'

/** Flash sales 秒杀 that are open or come next, with what is left for whoever looks. */
export function useFlashSales(): SiyuQueryResult<FlashSaleList> {
  return usePublicRead((queries) => queries.flashSales())
}

/** One flash sale with what is left, asked again every few seconds. */
export function useFlashSale(sessionId: string): SiyuQueryResult<FlashSale> {
  return usePublicRead((queries) => queries.flashSale(sessionId))
}

/** Orders pieces of an open flash sale. Pay it as any order: `useCheckout().payOrder(order)`. */
export function useBuyFlash(): SiyuMutationResult<BuyFlashInput, Order> {
  return useWrite({
    name: 'flashsales.buy',
    call: (client, input, options) => client.flashsales.buy(input, options),
    settled: keepOrder,
  })
}
