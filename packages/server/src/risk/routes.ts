import { accept, type Page, refuse } from '@siyu/core/kernel'
import {
  appeal,
  appealReview,
  assess,
  assessCommission,
  type CaseStage,
  classesOf,
  configure,
  decide,
  decideCase,
  getRiskSettings,
  keepDevice,
  type ListCasesInput,
  listCases,
  listReviews,
  marksOf,
  noteDevice,
  observeMember,
  type RawMark,
  type RiskCase,
  type RiskReview,
  type RiskSettings,
  saveRiskSettings,
} from '@siyu/core/risk'
import { guardSettings } from '../brands/index.ts'
import { noteWrites } from '../compliance/index.ts'
import { type Call, memberOf, principalName } from '../kernel/call.ts'
import { command, type Route } from '../kernel/command.ts'
import { DEFAULT_PAGE, pageFrom, readCursor } from '../kernel/cursor.ts'
import { answer, query } from '../kernel/query.ts'
import type { Load } from '../kernel/read.ts'
import { loadCommission } from '../referrals/index.ts'
import { loadExcused, loadPeople, loadSaleFacts } from './facts.ts'
import {
  loadCase,
  loadDecided,
  loadKnown,
  loadMarks,
  loadReview,
  loadReviews,
  loadRiskSettings,
  loadWaiting,
  markWrites,
  newMarks,
} from './store.ts'

const watchRoutes: readonly Route[] = [
  command(noteDevice, {
    load: (call) => ({ marks: loadMarks(call, memberOf(call)) }),
    decide: ({ marks }, { deviceId }, call) => {
      const isKnown = newMarks(call, marks, [deviceMark(deviceId)]).length === 0
      return keepDevice({ isKnown, markCount: marks.length })
    },
    reply: () => ({}),
    personal: (_events, { marks }, { deviceId }, call) =>
      markWrites(call, memberOf(call), marks, [deviceMark(deviceId)]),
  }),
  command(observeMember, {
    load: (call, { memberId }) => ({ known: loadKnown(call, memberId), marks: loadMarks(call, memberId) }),
    owner: (_call, { memberId }) => memberId,
    decide: () => accept<never>(),
    reply: () => ({}),
    personal: (_events, { known, marks }, { memberId }, call) =>
      known === undefined ? [] : markWrites(call, memberId, marks, marksOf(known)),
  }),
  command(assessCommission, {
    load: (call, { orderId, payeeId }) => ({
      commission: loadCommission(call, payeeId, orderId),
      review: loadReview(call, payeeId, orderId),
      sale: loadSaleFacts(call, payeeId, orderId),
      people: loadPeople(call, payeeId, orderId),
      excused: loadExcused(call, payeeId, orderId),
      settings: loadRiskSettings(call),
    }),
    owner: (_call, { payeeId }) => payeeId,
    decide: ({ commission, review, sale, people, excused, settings }, { orderId, payeeId }, { now }) => {
      if (sale === undefined) return refuse('commission_missing')
      const facts = { ...sale, people }
      const codes = excused.map(({ code }) => code)
      return assess({ orderId, payeeId, commission, review, facts, excused: codes, settings, now })
    },
    reply: ([first], { review }) => {
      if (first?.type !== 'commission_assessed') return { score: review?.score ?? 0, isHeld: review?.stage === 'held' }
      return { score: first.found.score, isHeld: first.appealUntil !== null }
    },
  }),
]

const memberRoutes: readonly Route[] = [
  query(listReviews, {
    load: (call) => ({ cases: loadReviews(call, memberOf(call)) }),
    reply: ({ cases }) => answer({ items: cases.map(reviewOf) }),
  }),
  command(appealReview, {
    load: (call, { orderId }) => ({
      review: loadReview(call, memberOf(call), orderId),
      found: loadCase(call, memberOf(call), orderId),
    }),
    decide: ({ review }, { orderId }, call) => appeal({ orderId, payeeId: memberOf(call), review }),
    reply: (_events, { found }) => reviewOf(withoutWords(found)),
    personal: (events, _facts, { orderId, words }, call) =>
      noteWrites(call, events, { ownerId: memberOf(call), id: `${orderId}:appeal`, kind: 'risk_appeal', words }),
    finish: async (stored, _call, { words }) => ({ ...stored, appeal: words }),
  }),
]

const operatorRoutes: readonly Route[] = [
  query(listCases, {
    load: (call, input) => ({ cases: casesOf(call, input) }),
    reply: ({ cases }, { limit = DEFAULT_PAGE, stage = 'held' }) => answer(casePage(cases, stage, limit)),
  }),
  command(decideCase, {
    load: (call, { payeeId, orderId }) => ({
      commission: loadCommission(call, payeeId, orderId),
      review: loadReview(call, payeeId, orderId),
      found: loadCase(call, payeeId, orderId),
    }),
    owner: (_call, { payeeId }) => payeeId,
    decide: ({ commission, review }, { payeeId, orderId, verdict }, call) =>
      decide({ orderId, payeeId, commission, review, verdict, by: principalName(call.principal), now: call.now }),
    reply: (_events, { found }, { verdict }, call) => {
      const isCleared = verdict === 'clear'
      const decided = { decidedAt: call.now, decidedBy: principalName(call.principal) }
      const stage: CaseStage = isCleared ? 'cleared' : 'confirmed'
      const before = withoutWords(found)
      return { ...before, ...decided, stage, amountMinor: isCleared ? before.amountMinor : 0 }
    },
    personal: (events, _facts, { payeeId: ownerId, orderId, note, answer: words }, call) => [
      ...noteWrites(call, events, { ownerId, id: `${orderId}:review`, kind: 'risk_note', words: note }),
      ...noteWrites(call, events, { ownerId, id: `${orderId}:answer`, kind: 'risk_answer', words }),
    ],
    finish: async (stored, _call, { note, answer: words }, { found }) => ({
      ...stored,
      ...{ note, answer: words, appeal: found?.appeal ?? null },
    }),
  }),
  query(getRiskSettings, {
    load: (call) => ({ settings: loadRiskSettings(call) }),
    reply: ({ settings }) => answer(settings),
  }),
  command(saveRiskSettings, {
    load: (call) => ({ guard: guardSettings(call, 'risk') }),
    decide: (_facts, settings: RiskSettings) => accept(configure(settings)),
    reply: (_events, _facts, settings) => settings,
  }),
]

export const riskRoutes: readonly Route[] = [...watchRoutes, ...memberRoutes, ...operatorRoutes]

function deviceMark(text: string): RawMark {
  return { kind: 'device', text }
}

function casesOf(
  call: Call,
  { cursor, limit = DEFAULT_PAGE, stage = 'held' }: ListCasesInput,
): Load<readonly RiskCase[]> {
  const from = readCursor(cursor)
  return stage === 'held' ? loadWaiting(call, from, limit + 1) : loadDecided(call, stage, from, limit + 1)
}

function casePage(cases: readonly RiskCase[], stage: CaseStage, limit: number): Page<RiskCase> {
  return pageFrom(
    cases,
    limit,
    ({ heldAt, decidedAt, orderId }) => ({ at: stage === 'held' ? heldAt : (decidedAt ?? 0), id: orderId }),
    (found) => found,
  )
}

/** A case as it may be kept with a key: what people wrote is read again, so that what was erased stays erased. */
function withoutWords(found: RiskCase | undefined): RiskCase {
  if (found === undefined) throw new Error('a held commission has a case')
  return { ...found, appeal: null, answer: null, note: null }
}

/** What the promoter sees of it: no score, no other people. */
function reviewOf(found: RiskCase): RiskReview {
  const { orderId, amountMinor, stage, reasons, heldAt, appealUntil, appeal: words, answer: said, decidedAt } = found
  const dates = { heldAt, appealUntil, decidedAt }
  return { orderId, amountMinor, stage, classes: classesOf(reasons), ...dates, appeal: words, answer: said }
}
