import { accept, type CodeOf, type Decision, refuse } from '../kernel/index.ts'
import type { adjustStock } from './contract.ts'
import type { Stock, StockAdjusted, StockHeld, StockLine } from './schema.ts'

/** What can still be promised to somebody. */
export function available(stock: Pick<Stock, 'onHandCount' | 'heldCount'>): number {
  return stock.onHandCount - stock.heldCount
}

export type AdjustFacts = {
  readonly stock: Stock | undefined
  readonly deltaCount: number
}

/** Receive goods or correct a count. What is held for orders cannot be corrected away. */
export function adjust(facts: AdjustFacts): Decision<StockAdjusted, CodeOf<typeof adjustStock>> {
  const { stock, deltaCount } = facts
  if (stock === undefined) return refuse('sku_missing')
  const availableCount = available(stock)
  if (availableCount + deltaCount < 0) return refuse('stock_insufficient', { skuId: stock.skuId, availableCount })
  return accept({ type: 'stock_adjusted', skuId: stock.skuId, deltaCount })
}

/**
 * Set pieces aside for an order, all of them or none. Lines of one SKU share its stock and become one line of the hold.
 * A refusal names the SKU and what is left of it.
 */
export function hold(
  stocks: ReadonlyMap<string, Stock>,
  lines: readonly StockLine[],
  orderId: string,
): Decision<StockHeld, 'sku_missing' | 'stock_insufficient'> {
  const wanted = bySku(lines)
  const missing = wanted.find(({ skuId }) => !stocks.has(skuId))
  if (missing !== undefined) return refuse('sku_missing', { skuId: missing.skuId })
  for (const { skuId, quantity } of wanted) {
    const stock = stocks.get(skuId)
    const availableCount = stock === undefined ? 0 : available(stock)
    if (quantity > availableCount) return refuse('stock_insufficient', { skuId, availableCount })
  }
  return accept({ type: 'stock_held', orderId, lines: wanted })
}

/** Pieces by SKU, each SKU once. */
export function bySku(lines: readonly StockLine[]): readonly StockLine[] {
  const totals = new Map<string, number>()
  for (const { skuId, quantity } of lines) totals.set(skuId, (totals.get(skuId) ?? 0) + quantity)
  return [...totals].map(([skuId, quantity]) => ({ skuId, quantity }))
}
