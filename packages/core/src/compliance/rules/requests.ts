import { accept, type CodeOf, type Decision, dayMs, refuse } from '../../kernel/index.ts'
import type { cancelDeletion, requestData, requestDeletion } from '../contract.ts'
import type {
  AccountClosed,
  AnalyticsErased,
  DataRequestAnswered,
  DataRequestOpened,
  DeletionBlocked,
  DeletionCancelled,
  MemberErased,
} from '../events.ts'
import type { ComplianceSettings } from '../operator-schema.ts'
import type { answerRequest, openRequest } from '../operators.ts'
import type { DataRequest, DataRequestKind, DeletionBlock } from '../schema.ts'
import type { advanceDeletion, noteAnalyticsErased } from '../system.ts'

const MINUTE_MS = 60_000
/** How long until a deletion that found something in its way looks again. */
const AGAIN_MS = dayMs
/** The most requests of one member that wait for an operator at once. */
export const MAX_OPEN_REQUESTS = 10

/**
 * The end of the `days`-th working day after a moment, in a zone that is `offsetMinutes` ahead of UTC. Working days are
 * Monday to Friday: public holidays would only move the end later, and the shop may be earlier than it must.
 */
export function workingDaysAfter(now: number, days: number, offsetMinutes: number): number {
  const offsetMs = offsetMinutes * MINUTE_MS
  let day = Math.floor((now + offsetMs) / dayMs)
  for (let left = days; left > 0; ) {
    day += 1
    if (isWorkingDay(day)) left -= 1
  }
  return (day + 1) * dayMs - offsetMs
}

/** Day 0, 1 January 1970, was a Thursday. */
function isWorkingDay(day: number): boolean {
  const weekday = (day + 4) % 7
  return weekday !== 0 && weekday !== 6
}

export type OpenFacts = {
  readonly requestId: string
  readonly memberId: string
  readonly hasMember: boolean
  readonly isErased: boolean
  /** The member's requests that have not ended. */
  readonly open: readonly Pick<DataRequest, 'kind' | 'status'>[]
  readonly settings: ComplianceSettings
  readonly now: number
  readonly offsetMinutes: number
}

/** What goes with the account. */
export type Losses = {
  readonly pointsCount: number
  readonly couponCount: number
  readonly commissionMinor: number
}

/** Ask to see one's data or to have it put right. */
export function ask(
  facts: OpenFacts & { readonly kind: 'access' | 'correct' },
): Decision<DataRequestOpened, CodeOf<typeof requestData>> {
  if (facts.open.length >= MAX_OPEN_REQUESTS) return refuse('requests_full')
  return accept(opened(facts, facts.kind, 'member', null, false))
}

export type AskDeletionFacts = OpenFacts & {
  readonly losses: Losses
  /** The member has read what goes with the account. */
  readonly agreesToLosses: boolean
  readonly waivesCommission: boolean
}

/** Ask to be forgotten. It begins when the time to change one's mind is over. */
export function askDeletion(facts: AskDeletionFacts): Decision<DataRequestOpened, CodeOf<typeof requestDeletion>> {
  const { open, losses, agreesToLosses, waivesCommission, settings, now } = facts
  if (open.some(({ kind }) => kind === 'delete')) return refuse('deletion_open')
  const isLosing = losses.pointsCount > 0 || losses.couponCount > 0
  if (isLosing && !agreesToLosses) return refuse('losses_not_agreed', losses)
  return accept(opened(facts, 'delete', 'member', now + settings.coolingOffDays * dayMs, waivesCommission))
}

/** An operator writes down a request that came another way; a deletion begins at once. */
export function openFor(
  facts: OpenFacts & { readonly kind: DataRequestKind; readonly waivesCommission: boolean },
): Decision<DataRequestOpened, CodeOf<typeof openRequest>> {
  const { kind, open, now, waivesCommission } = facts
  if (!facts.hasMember) return refuse('member_missing')
  if (facts.isErased) return refuse('member_erased')
  if (kind !== 'delete' && open.length >= MAX_OPEN_REQUESTS) return refuse('requests_full')
  if (kind === 'delete' && open.some((each) => each.kind === 'delete')) return refuse('deletion_open')
  return accept(opened(facts, kind, 'operator', kind === 'delete' ? now : null, waivesCommission))
}

function opened(
  facts: OpenFacts,
  kind: DataRequestKind,
  by: 'member' | 'operator',
  stepAt: number | null,
  waivesCommission: boolean,
): DataRequestOpened {
  const { requestId, memberId, settings, now, offsetMinutes } = facts
  const dueAt = workingDaysAfter(now, settings.answerDays, offsetMinutes)
  const status = kind === 'delete' ? 'waiting' : 'open'
  return { type: 'data_request_opened', requestId, memberId, kind, status, by, dueAt, stepAt, waivesCommission }
}

type Known = Pick<DataRequest, 'id' | 'memberId' | 'kind' | 'status' | 'stepAt' | 'blockedBy'>

/** An operator answers: done, or refused with the reason that PIPL art. 50 asks for. Deletions answer themselves. */
export function answerTo(
  request: Known | undefined,
  outcome: 'done' | 'refused',
): Decision<DataRequestAnswered, CodeOf<typeof answerRequest>> {
  if (request === undefined) return refuse('request_missing')
  if (request.status !== 'open') return refuse('request_closed', { status: request.status })
  const { id: requestId, memberId } = request
  return accept({ type: 'data_request_answered', requestId, memberId, outcome })
}

/** Nobody is left to be answered: what still waits ends with the account. */
export function dropOpen(requests: readonly Known[]): readonly DataRequestAnswered[] {
  return requests
    .filter(({ status }) => status === 'open')
    .map(({ id: requestId, memberId }) => ({
      ...{ type: 'data_request_answered', requestId, memberId },
      outcome: 'cancelled',
    }))
}

/** The member changes their mind in time. */
export function cancel(request: Known | undefined): Decision<DeletionCancelled, CodeOf<typeof cancelDeletion>> {
  if (request === undefined) return refuse('request_missing')
  if (request.status !== 'waiting') return refuse('request_closed', { status: request.status })
  return accept({ type: 'deletion_cancelled', requestId: request.id, memberId: request.memberId })
}

export type AdvanceFacts = {
  readonly request: Known | undefined
  readonly blockedBy: readonly DeletionBlock[]
  /** The member gave up what was not paid out. */
  readonly waivesCommission: boolean
  /** All that is to go fits into this step; otherwise the rest goes in the next. */
  readonly isWhole: boolean
  readonly now: number
  /** How long a token that is out may still be good for. */
  readonly tokenMs: number
}

/** What a step of a deletion does beside its event. */
export type DeletionStep = AccountClosed | MemberErased | DeletionBlocked

/**
 * One step of a deletion that is due: first nobody can sign in any more, then, when no token can be alive, everything
 * personal goes. What is in the way makes it wait and look again.
 */
export function advance(facts: AdvanceFacts): Decision<DeletionStep, CodeOf<typeof advanceDeletion>> {
  const { request, waivesCommission, isWhole, now, tokenMs } = facts
  if (request === undefined) return refuse('request_missing')
  const { id: requestId, memberId, status, stepAt } = request
  const isDue = (status === 'waiting' || status === 'closing') && stepAt !== null && stepAt <= now
  if (!isDue) return refuse('deletion_not_due', { status, stepAt })
  const ids = { requestId, memberId }
  const blockedBy = facts.blockedBy.filter((block) => !(waivesCommission && block === 'commission_unpaid'))
  if (blockedBy.length > 0) return accept({ type: 'deletion_blocked', ...ids, blockedBy, stepAt: now + AGAIN_MS })
  if (!isWhole) return accept()
  if (status === 'waiting') return accept({ type: 'account_closed', ...ids, stepAt: now + tokenMs })
  return accept({ type: 'member_erased', ...ids })
}

/** The event store has forgotten the member too. */
export function noteAnalytics(
  request: (Known & { readonly analyticsErasedAt: number | null }) | undefined,
): Decision<AnalyticsErased, CodeOf<typeof noteAnalyticsErased>> {
  if (request === undefined) return refuse('request_missing')
  if (request.status !== 'erased') return refuse('deletion_not_due', { status: request.status })
  if (request.analyticsErasedAt !== null) return accept()
  return accept({ type: 'analytics_erased', requestId: request.id, memberId: request.memberId })
}
