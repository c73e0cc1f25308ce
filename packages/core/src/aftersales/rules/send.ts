import type { StockAdjusted, StockReturned, StockSold } from '../../inventory/index.ts'
import { accept, type CodeOf, type Decision, refuse } from '../../kernel/index.ts'
import { piecesBack } from '../../orders/index.ts'
import type { sendCaseBack } from '../contract.ts'
import type { CaseReshipped, CaseSentBack } from '../events.ts'
import type { reshipCase } from '../operators.ts'
import type { AftersalesSettings, CaseParcel } from '../schema.ts'
import {
  type CaseOrder,
  type CaseState,
  daysAfter,
  idsOf,
  replacedAfter,
  shareTakes,
  unitsOf,
  writtenOff,
} from './goods.ts'
import { canMoveCase } from './moves.ts'

export type SendBackFacts = {
  readonly found: CaseState | undefined
  readonly parcel: Omit<CaseParcel, 'at'>
  readonly settings: Pick<AftersalesSettings, 'handleDays'>
  readonly now: number
}

/** The member has sent the goods back. */
export function sendBack(facts: SendBackFacts): Decision<CaseSentBack, CodeOf<typeof sendCaseBack>> {
  const { found, parcel, settings, now } = facts
  if (found === undefined) return refuse('case_missing')
  const { kind, status } = found
  if (!canMoveCase(found, 'sendBack')) return refuse('case_not_ready', { kind, status })
  const dueAt = daysAfter(now, settings.handleDays)
  return accept({ type: 'case_sent_back', ...idsOf(found), parcel: { ...parcel, at: now }, dueAt })
}

export type ReshipFacts = {
  readonly found: CaseState | undefined
  /** The order of the case; undefined when there is no case. */
  readonly sale: CaseOrder | undefined
  readonly parcel: Omit<CaseParcel, 'at'>
  readonly settings: Pick<AftersalesSettings, 'closeDays'>
  readonly now: number
}

export type ReshipEvent = CaseReshipped | StockSold | StockReturned | StockAdjusted

/** The shop sends what it owes. What is sent again stands for goods that were lost, which are written off. */
export function reship(facts: ReshipFacts): Decision<ReshipEvent, CodeOf<typeof reshipCase>> {
  const { found, sale, settings, now } = facts
  if (found === undefined || sale === undefined) return refuse('case_missing')
  const { kind, status, orderId, takes } = found
  if (!canMoveCase(found, 'reship')) return refuse('case_not_ready', { kind, status })
  const sold: StockSold = { type: 'stock_sold', orderId, lines: takes }
  const parcel = { ...facts.parcel, at: now }
  const shipped = {
    type: 'case_reshipped',
    ...idsOf(found),
    parcel,
    dueAt: daysAfter(now, settings.closeDays),
  } as const
  if (kind === 'exchange') return accept<ReshipEvent>(shipped, sold)
  const pieces = piecesBack(sale.order, sale.terms, unitsOf(found.lines))
  const { ofLines } = shareTakes(takes, found.lines, ({ quantity }) => quantity)
  const lost = found.lines.map(({ lineId, quantity }) => ({ lineId, quantity, goods: 'scrap' as const }))
  return accept<ReshipEvent>(
    { ...shipped, replaced: replacedAfter(sale, pieces.replaced, ofLines) },
    { type: 'stock_returned', orderId, lines: pieces.lines },
    ...writtenOff(sale, found.id, lost, pieces.lines, 'loss'),
    sold,
  )
}
