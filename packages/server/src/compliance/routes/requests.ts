import {
  answerRequest,
  answerTo,
  ask,
  askDeletion,
  cancel,
  cancelDeletion,
  type DataRequest,
  type DataRequestOpened,
  listQueue,
  listRequests,
  openFor,
  openRequest,
  previewDeletion,
  requestData,
  requestDeletion,
} from '@siyu/core/compliance'
import { loadBrand } from '../../brands/index.ts'
import { type Call, memberOf } from '../../kernel/call.ts'
import { command, type Route } from '../../kernel/command.ts'
import { DEFAULT_PAGE, pageFrom, readCursor } from '../../kernel/cursor.ts'
import { answer, query } from '../../kernel/query.ts'
import { loadLeaving, planLeaving } from '../leaving.ts'
import { noteWrites } from '../notes.ts'
import type { MemberPart } from '../part.ts'
import {
  loadComplianceSettings,
  loadOpenRequests,
  loadQueue,
  loadRequest,
  loadRequests,
  loadStanding,
  type RequestRow,
  requestOf,
  type StandingRow,
} from '../store.ts'
import { offsetOf } from '../subject.ts'

/** Requests of members about their data. */
export function requestRoutes(parts: readonly MemberPart[]): readonly Route[] {
  return [...ownRoutes, ...deletionRoutes(parts), ...operatorRoutes]
}

/** What opening any request needs. */
function loadOpening(call: Call, memberId: string) {
  return {
    open: loadOpenRequests(call, memberId),
    settings: loadComplianceSettings(call),
    standing: loadStanding(call, memberId),
    brand: loadBrand(call),
  }
}

type Opening = {
  readonly open: readonly RequestRow[]
  readonly settings: { readonly answerDays: number; readonly coolingOffDays: number }
  readonly standing: StandingRow | undefined
  readonly brand: { readonly timeZone: string } | undefined
}

function openFacts({ open, settings, standing, brand }: Opening, memberId: string, call: Call) {
  const { now } = call
  return {
    ...{ memberId, open, settings, now, requestId: call.newId('drq') },
    ...{ hasMember: standing !== undefined, isErased: standing?.isErased === true },
    offsetMinutes: offsetOf(brand, now),
  }
}

/** A request as its opening makes it. What was typed is not kept with the key: it is read again. */
function openedRequest(events: readonly DataRequestOpened[], now: number): DataRequest {
  const [opened] = events
  if (opened === undefined) throw new Error('a request without its opening')
  const { requestId: id, memberId, kind, status, by, dueAt, stepAt } = opened
  const fresh = { requestedAt: now, closedAt: null, blockedBy: [], note: null, answer: null }
  return { id, memberId, kind, status, by, dueAt, stepAt, ...fresh }
}

const ownRoutes: readonly Route[] = [
  query(listRequests, {
    load: (call) => ({ rows: loadRequests(call, memberOf(call)) }),
    reply: ({ rows }) => answer({ items: rows.map(requestOf) }),
  }),
  command(requestData, {
    load: (call) => loadOpening(call, memberOf(call)),
    decide: (rows, { kind }, call) => ask({ ...openFacts(rows, memberOf(call), call), kind }),
    reply: (events, _facts, _input, { now }) => openedRequest(events, now),
    personal: (events, _facts, { note }, call) => requestNote(call, events, note),
    finish: async (stored, _call, { note }) => ({ ...stored, note }),
  }),
  command(cancelDeletion, {
    load: (call, { requestId }) => ({ request: loadRequest(call, memberOf(call), requestId) }),
    decide: ({ request }) => cancel(request),
    reply: (_events, { request }, _input, { now }) => closedAs(request, 'cancelled', now),
  }),
]

function requestNote(call: Call, events: readonly DataRequestOpened[], words: string) {
  const [opened] = events
  if (opened === undefined) return []
  return noteWrites(call, events, { ownerId: opened.memberId, id: opened.requestId, kind: 'data_request', words })
}

function closedAs(row: RequestRow | undefined, status: DataRequest['status'], now: number): DataRequest {
  if (row === undefined) throw new Error('an answer without its request')
  return { ...requestOf(row), status, stepAt: null, closedAt: now, note: null, answer: null }
}

function deletionRoutes(parts: readonly MemberPart[]): readonly Route[] {
  const plan = (facts: Opening, call: Call) => planLeaving(parts, facts, call, memberOf(call))
  const load = (call: Call) => ({
    ...loadLeaving(parts, call, memberOf(call)),
    ...loadOpening(call, memberOf(call)),
  })
  return [
    query(previewDeletion, {
      load,
      reply: (facts, _input, call) => {
        const { losses, blockedBy } = plan(facts, call)
        return answer({ ...losses, blockedBy, coolingOffDays: facts.settings.coolingOffDays })
      },
    }),
    command(requestDeletion, {
      load,
      decide: (facts, agreed, call) =>
        askDeletion({ ...openFacts(facts, memberOf(call), call), ...agreed, losses: plan(facts, call).losses }),
      reply: (events, _facts, _input, { now }) => openedRequest(events, now),
    }),
  ]
}

const operatorRoutes: readonly Route[] = [
  query(listQueue, {
    load: (call, { ended = false, cursor, limit = DEFAULT_PAGE }) => ({
      rows: loadQueue(call, ended, readCursor(cursor), limit + 1),
    }),
    reply: ({ rows }, { ended = false, limit = DEFAULT_PAGE }) =>
      answer(
        pageFrom(rows, limit, ({ dueAt, closedAt, id }) => ({ at: ended ? (closedAt ?? 0) : dueAt, id }), requestOf),
      ),
  }),
  command(openRequest, {
    load: (call, { memberId }) => loadOpening(call, memberId),
    decide: (rows, { memberId, kind, waivesCommission = false }, call) =>
      openFor({ ...openFacts(rows, memberId, call), kind, waivesCommission }),
    reply: (events, _facts, _input, { now }) => openedRequest(events, now),
    personal: (events, _facts, { note }, call) => requestNote(call, events, note),
    finish: async (stored, _call, { note }) => ({ ...stored, note }),
  }),
  command(answerRequest, {
    load: (call, { memberId, requestId }) => ({ request: loadRequest(call, memberId, requestId) }),
    decide: ({ request }, { outcome }) => answerTo(request, outcome),
    reply: (_events, { request }, { outcome }, { now }) => closedAs(request, outcome, now),
    personal: (events, _facts, { memberId, requestId, answer: words }, call) =>
      noteWrites(call, events, { ownerId: memberId, id: `${requestId}:answer`, kind: 'data_answer', words }),
    finish: async (stored, _call, { answer: words }, { request }) => ({
      ...stored,
      note: request?.note ?? null,
      answer: words,
    }),
  }),
]
