import type { AftersalesEvent, CaseOpened } from '../events.ts'
import type { AftersalesCase } from '../schema.ts'

/** The case that an opening makes. What was written is in no event. */
export function caseOf(
  { caseId, orderId, memberId, kind, reason, lines, dueAt }: CaseOpened,
  at: number,
): AftersalesCase {
  return {
    ...{ id: caseId, orderId, memberId, kind, reason, lines, dueAt },
    ...{ status: 'requested', openedAt: at, endedAt: null, endedBy: null, returned: null, sent: null },
    ...{ refundId: null, refundedMinor: 0, words: null, answer: null },
  }
}

/** The case after what happened to it. Events of other concepts change nothing here. */
export function evolveCase(found: AftersalesCase, events: readonly { readonly type: string }[]): AftersalesCase {
  return events.reduce<AftersalesCase>((current, event) => step(current, event as AftersalesEvent), found)
}

function step(current: AftersalesCase, event: AftersalesEvent): AftersalesCase {
  switch (event.type) {
    case 'case_approved':
      return { ...current, status: 'approved', dueAt: event.dueAt }
    case 'case_sent_back':
      return { ...current, status: 'returning', returned: event.parcel, dueAt: event.dueAt }
    case 'case_arrived':
      return { ...current, status: 'arrived', lines: event.lines, dueAt: event.dueAt }
    case 'case_reshipped':
      return { ...current, status: 'reshipped', sent: event.parcel, dueAt: event.dueAt }
    case 'case_refunded': {
      const { lines, refundId, refundedMinor, endedAt } = event
      return { ...current, ...ended('refunded', 'operator', endedAt), lines, refundId, refundedMinor }
    }
    case 'case_rejected':
      return { ...current, ...ended('rejected', 'operator', event.endedAt) }
    case 'case_withdrawn':
      return { ...current, ...ended('withdrawn', 'member', event.endedAt) }
    case 'case_closed':
      return { ...current, ...ended('closed', event.endedBy, event.endedAt), lines: event.lines ?? current.lines }
    default:
      return current
  }
}

function ended(status: AftersalesCase['status'], endedBy: AftersalesCase['endedBy'], endedAt: number) {
  return { status, endedBy, endedAt, dueAt: null }
}
