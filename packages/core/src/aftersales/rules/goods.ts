import { bySku, partOf, type StockAdjusted, type StockLine, type StockMove } from '../../inventory/index.ts'
import { dayMs } from '../../kernel/index.ts'
import { type LineReplaced, type Order, type OrderTerms, piecesBack, replacedOf } from '../../orders/index.ts'
import type { CaseIds, GoodsBack } from '../events.ts'
import type { AftersalesCase, CaseLine } from '../schema.ts'

/** A case as the rules see it: without what somebody wrote, and with what is held for it. */
export type CaseState = Omit<AftersalesCase, 'words' | 'answer'> & { readonly takes: readonly StockLine[] }

/** The order a case is about, with the terms that say what it consists of. */
export type CaseOrder = {
  readonly order: Order
  readonly terms: Pick<OrderTerms, 'memberships' | 'stock' | 'replaced'>
}

export function daysAfter(now: number, days: number): number {
  return now + days * dayMs
}

export function idsOf({ id: caseId, orderId, memberId }: CaseState): CaseIds {
  return { caseId, orderId, memberId }
}

/** The units of some lines of a case. */
export function unitsOf(
  lines: readonly { readonly lineId: string; readonly quantity: number }[],
): readonly { readonly lineId: string; readonly quantity: number }[] {
  return lines.map(({ lineId, quantity }) => ({ lineId, quantity }))
}

/** The order as it is for the case itself, which may refund what it claims. */
export function unclaimed(order: Order, claims: readonly CaseLine[]): Order {
  const counts = new Map(claims.map(({ lineId, quantity }) => [lineId, quantity]))
  const lines = order.lines.map((each) => {
    const ownCount = counts.get(each.line.lineId) ?? 0
    return ownCount === 0 ? each : { ...each, claimedCount: (each.claimedCount ?? 0) - ownCount }
  })
  return { ...order, lines }
}

/**
 * Of pieces that were just put back on their shelves, those that cannot be sold again are written off, which is on the
 * cards of the stock under the id of the case.
 */
export function writtenOff(
  { order, terms }: CaseOrder,
  caseId: string,
  back: readonly GoodsBack[],
  returned: readonly StockLine[],
  kind: 'damage' | 'loss',
): readonly StockAdjusted[] {
  const scrapped = piecesBack(order, terms, unitsOf(back.filter(({ goods }) => goods === 'scrap'))).lines
  return bySku(scrapped).map(({ skuId, quantity }) => ({
    ...{ type: 'stock_adjusted', skuId, deltaCount: -quantity, kind, noteId: caseId },
    moves: partOf(returned, { skuId, quantity: 0 }, quantity).map(moveOut),
  }))
}

function moveOut({ skuId: _, quantity, ...spot }: StockLine): StockMove {
  return { count: -quantity, ...spot }
}

/** What is held for so many units of each line, and what of it is not needed. */
export function shareTakes(
  takes: readonly StockLine[],
  lines: readonly CaseLine[],
  countOf: (line: CaseLine) => number,
): { readonly ofLines: readonly LineReplaced[]; readonly surplus: readonly StockLine[] } {
  const used = new Map<string, number>()
  const ofLines = lines.flatMap((line) => {
    const [skuId, quantity] = [line.wantedSkuId, countOf(line)]
    if (skuId === null || quantity === 0) return []
    const beforeCount = used.get(skuId) ?? 0
    used.set(skuId, beforeCount + quantity)
    return [{ lineId: line.lineId, pieces: partOf(takes, { skuId, quantity: beforeCount }, quantity) }]
  })
  const surplus = bySku(takes).flatMap(({ skuId, quantity }) => {
    const usedCount = used.get(skuId) ?? 0
    return partOf(takes, { skuId, quantity: usedCount }, quantity - usedCount)
  })
  return { ofLines, surplus }
}

/** What the lines of an order consist of once some of their units are back and others have come instead. */
export function replacedAfter(
  { terms }: CaseOrder,
  left: readonly LineReplaced[],
  added: readonly LineReplaced[],
): readonly LineReplaced[] {
  return added.map(({ lineId, pieces }) => {
    const kept = left.find((each) => each.lineId === lineId)?.pieces ?? replacedOf(terms, lineId)
    return { lineId, pieces: [...kept, ...pieces] }
  })
}
