import { adjust, adjustStock, getStock, type Stock } from '@siyu/core/inventory'
import { refuse } from '@siyu/core/kernel'
import { noteWrites } from '../compliance/index.ts'
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
    decide: ({ stocks: [stock] }, { deltaCount }) => adjust({ stock, deltaCount }),
    personal: (events, _facts, { skuId, reason: words }, call) =>
      noteWrites(call, events, { ownerId: skuId, kind: 'stock_adjustment', words }),
    reply: ([adjusted], { stocks }) => {
      const stock = stocks[0] as Stock
      return { ...stock, onHandCount: stock.onHandCount + (adjusted?.deltaCount ?? 0) }
    },
  }),
]
