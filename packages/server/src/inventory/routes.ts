import { adjust, adjustStock, getStock, type Stock } from '@siyu/core/inventory'
import { refuse } from '@siyu/core/kernel'
import { command, type Route } from '../kernel/command.ts'
import { answer, query } from '../kernel/query.ts'
import { loadStock } from './store.ts'

export const inventoryRoutes: readonly Route[] = [
  query(getStock, {
    load: (call, { skuId }) => ({ stocks: loadStock(call, [skuId]) }),
    reply: ({ stocks: [stock] }) => (stock === undefined ? refuse('sku_missing') : answer(stock)),
  }),
  command(adjustStock, {
    load: (call, { skuId }) => ({ stocks: loadStock(call, [skuId]) }),
    decide: ({ stocks: [stock] }, { deltaCount, reason }) => adjust({ stock, deltaCount, reason }),
    reply: ([adjusted], { stocks }) => {
      const stock = stocks[0] as Stock
      return { ...stock, onHandCount: stock.onHandCount + (adjusted?.deltaCount ?? 0) }
    },
  }),
]
