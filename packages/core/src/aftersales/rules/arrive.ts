import type { StockAdjusted, StockReleased, StockReturned } from '../../inventory/index.ts'
import { accept, type CodeOf, type Decision, type Refusal, refuse } from '../../kernel/index.ts'
import { piecesBack } from '../../orders/index.ts'
import type { CaseArrived, CaseClosed } from '../events.ts'
import type { ArrivedLine, arriveCase } from '../operators.ts'
import type { AftersalesSettings, CaseLine } from '../schema.ts'
import { type CaseRefundEvent, type CaseRefundFacts, goodsBack, refundUnits } from './answer.ts'
import { endEvents } from './end.ts'
import { type CaseState, daysAfter, idsOf, replacedAfter, shareTakes, unitsOf, writtenOff } from './goods.ts'
import { canMoveCase } from './moves.ts'

type Code = CodeOf<typeof arriveCase>

export type ArriveFacts = {
  readonly found: CaseState | undefined
  readonly refund: CaseRefundFacts
  /** What the shop found; a line that is not named came back whole, to be sold again. */
  readonly lines: readonly ArrivedLine[]
  readonly shippingMinor?: number | undefined
  readonly settings: Pick<AftersalesSettings, 'handleDays'>
  readonly now: number
}

export type ArriveEvent = CaseArrived | CaseClosed | CaseRefundEvent | StockReturned | StockAdjusted | StockReleased

/**
 * The goods of a case are back. What the shop accepts goes on its shelves or is written off, and is refunded, or waits
 * for what is sent instead. When it accepts nothing the case is over.
 */
export function arrive(facts: ArriveFacts): Decision<ArriveEvent, Code> {
  const { found, refund, shippingMinor, now } = facts
  if (found === undefined) return refuse('case_missing')
  const { kind, status } = found
  if (!canMoveCase(found, 'arrive')) return refuse('case_not_ready', { kind, status })
  const refusal = lineRefusal(found, facts.lines)
  if (refusal !== undefined) return { ok: false, refusal }
  const lines = found.lines.map((line) => seen(line, facts.lines))
  const isEmpty = lines.every(({ acceptedCount }) => acceptedCount === 0)
  if (isEmpty) {
    const closed = { type: 'case_closed', ...idsOf(found), endedBy: 'operator', lines } as const
    return accept<ArriveEvent>(...endEvents(found, { ...closed, units: unitsOf(found.lines), endedAt: now }))
  }
  if (kind !== 'exchange') return refundUnits({ found, refund, lines, shippingMinor, kind: 'damage' })
  return accept(...exchanged(facts, found, lines))
}

function lineRefusal({ lines }: CaseState, arrived: readonly ArrivedLine[]): Refusal<Code> | undefined {
  const ids = arrived.map(({ lineId }) => lineId)
  const missing = ids.find((lineId) => lines.every((line) => line.lineId !== lineId))
  if (missing !== undefined) return { code: 'line_missing', detail: { lineId: missing } }
  const repeated = ids.find((lineId, at) => ids.indexOf(lineId) < at)
  if (repeated !== undefined) return { code: 'line_repeated', detail: { lineId: repeated } }
  const exceeded = lines.find(({ lineId, quantity }) =>
    arrived.some((each) => each.lineId === lineId && each.acceptedCount > quantity),
  )
  if (exceeded === undefined) return undefined
  return { code: 'quantity_exceeded', detail: { lineId: exceeded.lineId, leftCount: exceeded.quantity } }
}

function seen(line: CaseLine, arrived: readonly ArrivedLine[]): CaseLine {
  const found = arrived.find(({ lineId }) => lineId === line.lineId)
  return { ...line, acceptedCount: found?.acceptedCount ?? line.quantity, goods: found?.goods ?? 'restock' }
}

/** Goods change places: those that came back for those that are held, which are sold when they are sent. */
function exchanged(
  { refund: { sale }, settings, now }: ArriveFacts,
  found: CaseState,
  lines: readonly CaseLine[],
): readonly ArriveEvent[] {
  if (sale === undefined) throw new Error('a case without its order')
  const back = lines.flatMap(goodsBack)
  const pieces = piecesBack(sale.order, sale.terms, unitsOf(back))
  const { ofLines, surplus } = shareTakes(found.takes, lines, ({ acceptedCount }) => acceptedCount ?? 0)
  const { orderId } = found
  return [
    {
      ...{ type: 'case_arrived', ...idsOf(found), lines },
      takes: ofLines.flatMap((each) => each.pieces),
      replaced: replacedAfter(sale, pieces.replaced, ofLines),
      dueAt: daysAfter(now, settings.handleDays),
    },
    { type: 'stock_returned', orderId, lines: pieces.lines },
    ...writtenOff(sale, found.id, back, pieces.lines, 'damage'),
    ...(surplus.length === 0 ? [] : [{ type: 'stock_released' as const, orderId, lines: surplus }]),
  ]
}
