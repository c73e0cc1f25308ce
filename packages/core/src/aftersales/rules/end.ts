import type { StockReleased } from '../../inventory/index.ts'
import { accept, type CodeOf, type Decision, refuse } from '../../kernel/index.ts'
import type { withdrawCase } from '../contract.ts'
import type { CaseClosed, CaseRejected, CaseWithdrawn } from '../events.ts'
import type { expireCase } from '../system.ts'
import { type CaseState, idsOf, unitsOf } from './goods.ts'
import { canMoveCase } from './moves.ts'

export type EndFacts = { readonly found: CaseState | undefined; readonly now: number }

type EndCode = CodeOf<typeof withdrawCase>

/** The end of a case; what is still held for it is free again. */
export function endEvents<Event extends CaseClosed | CaseRejected | CaseWithdrawn>(
  { status, takes, orderId }: CaseState,
  ended: Event,
): readonly (Event | StockReleased)[] {
  const isHeld = takes.length > 0 && status !== 'reshipped'
  return isHeld ? [ended, { type: 'stock_released', orderId, lines: takes }] : [ended]
}

function endOf(found: CaseState, now: number) {
  return { ...idsOf(found), units: unitsOf(found.lines), endedAt: now }
}

/** The member takes a request back. */
export function withdraw({ found, now }: EndFacts): Decision<CaseWithdrawn | StockReleased, EndCode> {
  if (found === undefined) return refuse('case_missing')
  const { kind, status } = found
  if (!canMoveCase(found, 'withdraw')) return refuse('case_not_ready', { kind, status })
  return accept(...endEvents(found, { type: 'case_withdrawn' as const, ...endOf(found, now) }))
}

/** The shop says no. */
export function reject({ found, now }: EndFacts): Decision<CaseRejected | StockReleased, EndCode> {
  if (found === undefined) return refuse('case_missing')
  const { kind, status } = found
  if (!canMoveCase(found, 'reject')) return refuse('case_not_ready', { kind, status })
  return accept(...endEvents(found, { type: 'case_rejected' as const, ...endOf(found, now) }))
}

/** The shop ends a case of which nothing more is expected. */
export function close({ found, now }: EndFacts): Decision<CaseClosed | StockReleased, EndCode> {
  if (found === undefined) return refuse('case_missing')
  const { kind, status } = found
  if (!canMoveCase(found, 'close')) return refuse('case_not_ready', { kind, status })
  return accept(...closed(found, now, 'operator'))
}

/** The time of a case is over: nothing was sent back, or what was sent has long been there. */
export function expire({ found, now }: EndFacts): Decision<CaseClosed | StockReleased, CodeOf<typeof expireCase>> {
  if (found === undefined) return refuse('case_missing')
  const { kind, status, dueAt } = found
  if (!canMoveCase(found, 'expire')) return refuse('case_not_ready', { kind, status })
  if (dueAt !== null && now < dueAt) return refuse('case_not_due', { dueAt })
  return accept(...closed(found, now, 'timeout'))
}

function closed(
  found: CaseState,
  now: number,
  endedBy: CaseClosed['endedBy'],
): readonly (CaseClosed | StockReleased)[] {
  return endEvents(found, { type: 'case_closed' as const, ...endOf(found, now), endedBy })
}
