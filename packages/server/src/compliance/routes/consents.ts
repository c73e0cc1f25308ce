import {
  adopt,
  adoptConsents,
  configure,
  getComplianceSettings,
  getConsents,
  getMemberConsents,
  listConsents,
  listPolicies,
  publish,
  record,
  recordFor,
  saveComplianceSettings,
  savePolicy,
  setConsent,
  setMemberConsent,
} from '@siyu/core/compliance'
import { accept, refuse } from '@siyu/core/kernel'
import { guardSettings } from '../../brands/index.ts'
import { memberOf } from '../../kernel/call.ts'
import { command, type Route } from '../../kernel/command.ts'
import { answer, query } from '../../kernel/query.ts'
import { loadComplianceSettings, loadLastReceipts, loadPolicies, loadReceipts } from '../store.ts'
import { factsAfter, loadProcessing, processFacts, subjectOf } from '../subject.ts'

/** Consents and the policies they are about. */
export const consentRoutes: readonly Route[] = [
  query(getConsents, {
    load: (call, input) => loadProcessing(call, subjectOf(call, input)),
    reply: (rows, input, call) => {
      if (subjectOf(call, input) === undefined) return refuse('subject_missing')
      return answer(listConsents(processFacts(rows, call.now), call.now))
    },
  }),
  command(setConsent, {
    load: (call, input) => loadProcessing(call, subjectOf(call, input)),
    decide: (rows, { purpose, ...saying }, call) =>
      record({
        ...processFacts(rows, call.now),
        ...{ subject: subjectOf(call, saying), about: purpose, saying, source: 'self', now: call.now },
      }),
    reply: (events, rows, _input, { now }) => listConsents(factsAfter(processFacts(rows, now), events), now),
  }),
  command(adoptConsents, {
    load: (call, { visitorId }) => ({
      ...loadProcessing(call, { memberId: memberOf(call) }),
      visitor: loadLastReceipts(call, visitorId),
    }),
    decide: ({ visitor, ...rows }, _input, call) =>
      adopt({ ...processFacts(rows, call.now), memberId: memberOf(call), visitor }),
    reply: (events, rows, _input, { now }) => listConsents(factsAfter(processFacts(rows, now), events), now),
  }),
  query(getMemberConsents, {
    load: (call, { memberId }) => ({
      ...loadProcessing(call, { memberId }),
      receipts: loadReceipts(call, memberId),
    }),
    reply: ({ receipts, ...rows }, _input, { now }) => {
      if (rows.standing === undefined) return refuse('member_missing')
      return answer({ ...listConsents(processFacts(rows, now), now), receipts })
    },
  }),
  command(setMemberConsent, {
    load: (call, { memberId }) => loadProcessing(call, { memberId }),
    decide: (rows, { memberId, about, ...said }, { now }) =>
      recordFor({
        ...processFacts(rows, now),
        ...{ memberId, about, now, hasMember: rows.standing !== undefined },
        saying: { ...said, screen: 'console' },
      }),
    reply: (events, rows, _input, { now }) => listConsents(factsAfter(processFacts(rows, now), events), now),
  }),
]

/** Policies and the times the brand keeps. */
export const policyRoutes: readonly Route[] = [
  query(listPolicies, {
    load: (call) => ({ items: loadPolicies(call) }),
    reply: ({ items }) => answer({ items }),
  }),
  command(savePolicy, {
    load: (call) => ({ known: loadPolicies(call) }),
    decide: ({ known }, policy, { now }) => publish({ policy, known, now }),
    reply: (_events, _facts, policy) => policy,
  }),
  query(getComplianceSettings, {
    load: (call) => ({ settings: loadComplianceSettings(call) }),
    reply: ({ settings }) => answer(settings),
  }),
  command(saveComplianceSettings, {
    load: (call) => ({ guard: guardSettings(call, 'compliance') }),
    decide: (_facts, settings) => accept(configure(settings)),
    reply: (_events, _facts, settings) => settings,
  }),
]
