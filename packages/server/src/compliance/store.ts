import type { BrandCreated } from '@siyu/core/brands'
import type {
  ComplianceEvent,
  ComplianceSettings,
  Consent,
  ConsentReceipt,
  DataRequest,
  DataRequestStatus,
  Policy,
} from '@siyu/core/compliance'
import { type Expression, sql } from 'kysely'
import { changeSettings, firstSettings, loadSettings } from '../brands/index.ts'
import type { Apply, Recorded } from '../kernel/apply.ts'
import type { Call } from '../kernel/call.ts'
import type { TimeCursor } from '../kernel/cursor.ts'
import type { Sql } from '../kernel/database.ts'
import { given, guarded, type Load, many, one } from '../kernel/read.ts'
import { type Write, writerOf } from '../kernel/write.ts'
import { type ComplianceTables, complianceSpecs } from './tables.ts'

const writer = writerOf<ComplianceTables>(complianceSpecs)

/** The most receipts of one member that are shown. */
const MAX_RECEIPTS = 200
/** The most requests of one member that are shown. */
const MAX_REQUESTS = 100

/** 15 working days is the longest the rules for apps allow; a week to change one's mind leaves time for the rest. */
const FIRST: ComplianceSettings = { answerDays: 15, coolingOffDays: 7 }

/** The times the brand keeps. */
export function loadComplianceSettings(call: Call): Load<ComplianceSettings> {
  return loadSettings<ComplianceSettings>(call, 'compliance')
}

/** The settings a brand starts with that was created without its own. */
export function complianceRowsForBrand(event: BrandCreated): readonly Write[] {
  return firstSettings(event, 'compliance', FIRST)
}

/** All versions of the policy, the newest first. */
export function loadPolicies(call: Call): Load<readonly Policy[]> {
  return many(sql<Policy>`select policy_version as version, effective_from, purposes, summary, url from policies
    where brand_id = ${call.brandId} order by effective_from desc, policy_version desc limit 200`)
}

/** A row with its version, as a guard wants it. */
export type ConsentFact = Consent & { readonly subjectId: string; readonly version: number }

/** The last words of a member or visitor; guarded. Nobody has said nothing. */
export function loadConsents(call: Call, subjectId: string | undefined): Load<readonly ConsentFact[]> {
  if (subjectId === undefined) return given([])
  return guarded(
    complianceSpecs.consents,
    many(sql<ConsentFact>`select subject_id, about, granted, policy_version, said_at as at, version from consents
      where brand_id = ${call.brandId} and subject_id = ${subjectId} limit 20`),
  )
}

/** The newest receipts of a member or visitor. */
export function loadReceipts(call: Call, subjectId: string): Load<readonly ConsentReceipt[]> {
  return many(sql<ConsentReceipt>`select about, granted, policy_version, said_at as at, locale, screen, source
    from consent_receipts where brand_id = ${call.brandId} and subject_id = ${subjectId}
    order by said_at desc, id desc limit ${MAX_RECEIPTS}`)
}

/** The receipts behind the last words of a visitor. */
export function loadLastReceipts(call: Call, visitorId: string): Load<readonly ConsentReceipt[]> {
  return many(sql<ConsentReceipt>`select distinct on (about) about, granted, policy_version, said_at as at, locale,
      screen, source
    from consent_receipts where brand_id = ${call.brandId} and subject_id = ${visitorId}
    order by about, said_at desc, id desc limit 20`)
}

/** What the law asks about a member before their data is used. */
export type StandingRow = { readonly birthday: string | null; readonly isLeaving: boolean; readonly isErased: boolean }

/** Where a member stands; undefined when there is none. */
export function loadStanding(call: Call, memberId: string | undefined): Load<StandingRow | undefined> {
  if (memberId === undefined) return given(undefined)
  const leaving = (statuses: Expression<unknown>) => sql`exists (select 1 from data_requests d
    where d.brand_id = m.brand_id and d.member_id = m.id and d.kind = 'delete' and d.status in (${statuses}))`
  return one(sql<StandingRow>`select p.birthday, ${leaving(sql`'closing', 'erased'`)} as is_leaving,
      ${leaving(sql`'erased'`)} as is_erased
    from members m left join member_profiles p on p.brand_id = m.brand_id and p.member_id = m.id
    where m.brand_id = ${call.brandId} and m.id = ${memberId}`)
}

export type RequestRow = ComplianceTables['dataRequests'] & Pick<DataRequest, 'note' | 'answer'>

const REQUESTS = sql`select r.*, n.words as note, a.words as answer from data_requests r
  left join personal_notes n on n.brand_id = r.brand_id and n.owner_id = r.member_id and n.id = r.id
  left join personal_notes a on a.brand_id = r.brand_id and a.owner_id = r.member_id and a.id = r.id || ':answer'`

/** Requests of a member, newest first. */
export function loadRequests(call: Call, memberId: string): Load<readonly RequestRow[]> {
  return many(sql<RequestRow>`${REQUESTS} where r.brand_id = ${call.brandId} and r.member_id = ${memberId}
    order by r.requested_at desc, r.id desc limit ${MAX_REQUESTS}`)
}

/** A member's requests that have not ended; guarded. */
export function loadOpenRequests(call: Call, memberId: string): Load<readonly RequestRow[]> {
  const rows = sql<RequestRow>`${REQUESTS} where r.brand_id = ${call.brandId} and r.member_id = ${memberId}
    and r.closed_at is null order by r.id limit ${MAX_REQUESTS}`
  return guarded(complianceSpecs.dataRequests, many(rows))
}

/** One request of a member; guarded. */
export function loadRequest(call: Call, memberId: string, requestId: string): Load<RequestRow | undefined> {
  return guarded(
    complianceSpecs.dataRequests,
    one(sql<RequestRow>`${REQUESTS} where r.brand_id = ${call.brandId} and r.member_id = ${memberId}
      and r.id = ${requestId}`),
  )
}

/** The queue: what waits by its day, what has ended newest first. */
export function loadQueue(
  call: Call,
  ended: boolean,
  after: TimeCursor | null,
  limit: number,
): Load<readonly RequestRow[]> {
  const { at = 0, id = '' } = after ?? {}
  if (ended) {
    const place = after === null ? sql`true` : sql`(r.closed_at, r.id) < (${at}, ${id})`
    return many(sql<RequestRow>`${REQUESTS} where r.brand_id = ${call.brandId} and r.closed_at is not null
      and ${place} order by r.closed_at desc, r.id desc limit ${limit}`)
  }
  const place = after === null ? sql`true` : sql`(r.due_at, r.id) > (${at}, ${id})`
  return many(sql<RequestRow>`${REQUESTS} where r.brand_id = ${call.brandId} and r.closed_at is null
    and ${place} order by r.due_at, r.id limit ${limit}`)
}

/** A request as it is told. */
export function requestOf(row: RequestRow): DataRequest {
  const { id, memberId, kind, status, askedBy: by, requestedAt, dueAt, stepAt, closedAt, blockedBy } = row
  return {
    ...{ id, memberId, kind, status, by, requestedAt, dueAt, stepAt, closedAt, blockedBy },
    ...{ note: row.note, answer: row.answer },
  }
}

/** How many members said what of a purpose under which version. */
export type ConsentCount = {
  readonly about: Consent['about']
  readonly granted: boolean
  readonly policyVersion: string | null
  readonly count: number
}

/** The last words of all members, counted. */
export function loadConsentCounts(call: Call): Load<readonly ConsentCount[]> {
  return many(sql<ConsentCount>`select about, granted, policy_version, count(*)::bigint as count from consents
    where brand_id = ${call.brandId} and is_member group by about, granted, policy_version limit 5000`)
}

export type QueueCounts = { readonly memberCount: number; readonly openCount: number; readonly overdueCount: number }

/** How many members and waiting requests there are. */
export function loadQueueCounts(call: Call): Load<QueueCounts | undefined> {
  return one(sql<QueueCounts>`select (select count(*) from members where brand_id = ${call.brandId}) as member_count,
    count(*) as open_count, count(*) filter (where due_at <= ${call.now}) as overdue_count
    from data_requests where brand_id = ${call.brandId} and closed_at is null`)
}

/** A deletion with something to do. */
export type DueDeletion = { readonly brandId: string; readonly memberId: string; readonly requestId: string }

/** Deletions whose next step is due. */
export function dueDeletions(database: Sql, now: number, limit: number): Promise<readonly DueDeletion[]> {
  const text = `select brand_id as "brandId", member_id as "memberId", id as "requestId" from data_requests
    where step_at <= $1 order by step_at, id limit $2`
  return database.execute<DueDeletion>({ text, values: [now, limit] })
}

/** Members erased here whom the event store still knows. */
export function dueAnalytics(database: Sql, limit: number): Promise<readonly DueDeletion[]> {
  const text = `select brand_id as "brandId", member_id as "memberId", id as "requestId" from data_requests
    where status = 'erased' and analytics_erased_at is null order by closed_at, id limit $1`
  return database.execute<DueDeletion>({ text, values: [limit] })
}

type Said = Extract<ComplianceEvent, { readonly type: 'consent_recorded' | 'visitor_consent_recorded' }>

function consentWrites(event: Said, subjectId: string, { brandId, eventId }: Recorded): readonly Write[] {
  const { about, granted, policyVersion, saidAt, locale, screen, source, first } = event
  const said = { granted, policyVersion, saidAt }
  const isMember = event.type === 'consent_recorded'
  const key = { brandId, subjectId, about }
  return [
    first ? writer.insert('consents', { ...key, ...said, isMember }) : writer.change('consents', key, said),
    writer.insert('consentReceipts', { brandId, subjectId, id: eventId, about, ...said, locale, screen, source }),
  ]
}

type OfRequest = { readonly memberId: string; readonly requestId: string }

function changeRequest(
  { memberId, requestId }: OfRequest,
  { brandId }: Recorded,
  set: Partial<ComplianceTables['dataRequests']>,
): Write {
  return writer.change('dataRequests', { brandId, memberId, id: requestId }, set)
}

function ended(event: OfRequest, as: Recorded, status: DataRequestStatus): readonly Write[] {
  return [changeRequest(event, as, { status, stepAt: null, closedAt: as.at })]
}

export const applyCompliance: Apply<ComplianceEvent> = {
  policy_saved: ({ policy: { version: policyVersion, ...policy }, created }, { brandId }) => [
    created
      ? writer.insert('policies', { brandId, policyVersion, ...policy })
      : writer.change('policies', { brandId, policyVersion }, policy),
  ],
  compliance_configured: ({ settings }, { brandId }) => [changeSettings(brandId, 'compliance', settings)],
  consent_recorded: (event, as) => consentWrites(event, event.memberId, as),
  visitor_consent_recorded: (event, as) => consentWrites(event, event.visitorId, as),
  data_request_opened: (event, { brandId, at }) => {
    const { requestId: id, memberId, kind, status, by: askedBy, dueAt, stepAt, waivesCommission } = event
    const row = { brandId, memberId, id, kind, status, askedBy, dueAt, stepAt, waivesCommission }
    const fresh = { requestedAt: at, closedAt: null, blockedBy: [], analyticsErasedAt: null }
    return [writer.insert('dataRequests', { ...row, ...fresh })]
  },
  data_request_answered: (event, as) => ended(event, as, event.outcome),
  deletion_cancelled: (event, as) => ended(event, as, 'cancelled'),
  deletion_blocked: (event, as) => [changeRequest(event, as, { blockedBy: event.blockedBy, stepAt: event.stepAt })],
  account_closed: (event, as) => [changeRequest(event, as, { status: 'closing', stepAt: event.stepAt, blockedBy: [] })],
  member_erased: (event, as) => [
    changeRequest(event, as, { status: 'erased', stepAt: null, closedAt: as.at, blockedBy: [] }),
  ],
  analytics_erased: (event, as) => [changeRequest(event, as, { analyticsErasedAt: as.at })],
}
