import { bySku, partOf, type SkuQuantity, type StockLine } from '../../inventory/index.ts'
import type { LineQuantity, LineReplaced, Order, OrderLine } from '../schema.ts'
import { wantedOf } from './amounts.ts'
import { goodsOf, type OrderTerms, stockOf } from './moves.ts'

type Terms = Pick<OrderTerms, 'memberships' | 'stock' | 'replaced'>

/** The pieces that come back with some units, and what is left of those that had replaced others. */
export type PiecesBack = {
  readonly lines: readonly StockLine[]
  /** The lines of whose replacements some come back, with those that do not. */
  readonly replaced: readonly LineReplaced[]
}

/** What came instead of units of a line, in the order it came. */
export function replacedOf({ replaced = [] }: Pick<OrderTerms, 'replaced'>, lineId: string): readonly StockLine[] {
  return replaced.find((each) => each.lineId === lineId)?.pieces ?? []
}

function countOf(pieces: readonly SkuQuantity[]): number {
  return pieces.reduce((sum, { quantity }) => sum + quantity, 0)
}

/**
 * Which pieces some units of an order are: first those that were sold, behind those of their SKU that are back already,
 * then what came in the place of others, the earliest first.
 */
export function piecesBack(order: Pick<Order, 'lines'>, terms: Terms, wanted: readonly LineQuantity[]): PiecesBack {
  const parts = goodsOf(order.lines, terms).map((each) => partsOf(each, terms, wantedOf(each.line, wanted)))
  const sold = bySku(parts.flatMap(({ sold }) => (sold.quantity > 0 ? [sold] : [])))
  const shelves = sold.flatMap(({ skuId, quantity }) => {
    const goneCount = countOf(parts.filter((each) => each.gone.skuId === skuId).map(({ gone }) => gone))
    return partOf(stockOf(order, terms), { skuId, quantity: goneCount }, quantity)
  })
  return {
    lines: [...shelves, ...parts.flatMap(({ taken }) => taken)],
    replaced: parts.flatMap(({ lineId, taken, left }) => (taken.length === 0 ? [] : [{ lineId, pieces: left }])),
  }
}

type Parts = {
  readonly lineId: string
  /** How many of the pieces that were sold come back, and how many are back already. */
  readonly sold: SkuQuantity
  readonly gone: SkuQuantity
  readonly taken: readonly StockLine[]
  readonly left: readonly StockLine[]
}

function partsOf({ line, refundedCount }: OrderLine, terms: Terms, quantity: number): Parts {
  const { lineId, skuId } = line
  const replaced = replacedOf(terms, lineId)
  const goneCount = refundedCount + countOf(replaced)
  const soldCount = Math.min(quantity, line.quantity - goneCount)
  const [taken, left] = splitPieces(replaced, quantity - soldCount)
  return { lineId, sold: { skuId, quantity: soldCount }, gone: { skuId, quantity: goneCount }, taken, left }
}

/** The first so many pieces, and the rest. */
export function splitPieces(
  pieces: readonly StockLine[],
  count: number,
): readonly [readonly StockLine[], readonly StockLine[]] {
  let rest = count
  const parts = pieces.map((piece) => {
    const takenCount = Math.min(rest, piece.quantity)
    rest -= takenCount
    return { piece, takenCount }
  })
  const cut = (of: (part: (typeof parts)[number]) => number): readonly StockLine[] =>
    parts.flatMap((part) => (of(part) === 0 ? [] : [{ ...part.piece, quantity: of(part) }]))
  return [cut(({ takenCount }) => takenCount), cut(({ piece, takenCount }) => piece.quantity - takenCount)]
}
