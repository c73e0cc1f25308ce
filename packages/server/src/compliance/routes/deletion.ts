import {
  type AdvanceFacts,
  advance,
  advanceDeletion,
  type DataRequestStatus,
  type DeletionStep,
  noteAnalytics,
  noteAnalyticsErased,
} from '@siyu/core/compliance'
import { accept, type Decision } from '@siyu/core/kernel'
import type { DomainEvent } from '../../kernel/apply.ts'
import type { Call } from '../../kernel/call.ts'
import { command, type Route } from '../../kernel/command.ts'
import type { Loaded, Loads } from '../../kernel/read.ts'
import { MEMBER_ACCESS_MS } from '../../kernel/tokens.ts'
import { eraseWrites, loadErased, loadLeaving, planLeaving } from '../leaving.ts'
import type { MemberPart } from '../part.ts'
import { loadRequest, type RequestRow } from '../store.ts'

type Input = { readonly memberId: string; readonly requestId: string }
type Rows = Loaded<Loads> & { readonly request: RequestRow | undefined }

/** The steps of a deletion. What it means to each concept is that concept's to say. */
export function deletionRoutes(parts: readonly MemberPart[]): readonly Route[] {
  return [
    command(advanceDeletion, {
      load: (call, { memberId, requestId }) => ({
        ...loadLeaving(parts, call, memberId),
        ...loadErased(parts, call, memberId),
        request: loadRequest(call, memberId, requestId),
      }),
      decide: (rows, input, call) => step(parts, rows, input, call),
      reply: ([event], { request }) => ({ status: statusAfter(event, request) }),
      personal: (events, rows, _input, call) =>
        isHeldUp(events[0]) ? [] : eraseWrites(parts, rows, call, phaseOf(rows.request)).writes,
    }),
    command(noteAnalyticsErased, {
      load: (call, { memberId, requestId }) => ({ request: loadRequest(call, memberId, requestId) }),
      decide: ({ request }) => noteAnalytics(request),
      reply: (_events, { request }) => ({ status: request?.status ?? 'erased' }),
    }),
  ]
}

function phaseOf(request: RequestRow | undefined): 'closing' | 'erasing' {
  return request?.status === 'closing' ? 'erasing' : 'closing'
}

/** The decision of the rule, with what the step does in every concept. */
function step(
  parts: readonly MemberPart[],
  rows: Rows,
  { memberId }: Input,
  call: Call,
): Decision<DomainEvent, 'request_missing' | 'deletion_not_due'> {
  const phase = phaseOf(rows.request)
  const { blockedBy, isWhole, ...events } = planLeaving(parts, rows, call, memberId)
  const facts: AdvanceFacts = {
    ...{ request: rows.request, blockedBy, now: call.now, tokenMs: MEMBER_ACCESS_MS },
    waivesCommission: rows.request?.waivesCommission === true,
    isWhole: isWhole && eraseWrites(parts, rows, call, phase).isWhole,
  }
  const decision = advance(facts)
  if (!decision.ok || isHeldUp(decision.events[0])) return decision
  return accept<DomainEvent>(...decision.events, ...events[phase])
}

function isHeldUp(event: { readonly type: string } | undefined): boolean {
  return event?.type === 'deletion_blocked'
}

function statusAfter(event: DomainEvent | undefined, request: RequestRow | undefined): DataRequestStatus {
  const type = event?.type as DeletionStep['type'] | undefined
  if (type === 'account_closed') return 'closing'
  return type === 'member_erased' ? 'erased' : (request?.status ?? 'waiting')
}
