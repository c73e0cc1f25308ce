import type { BrandCreated } from '@siyu/core/brands'
import {
  type KnownMember,
  MAX_MARKS,
  type RawMark,
  type RiskCase,
  type RiskEvent,
  type RiskSettings,
} from '@siyu/core/risk'
import { type RawBuilder, sql } from 'kysely'
import { changeSettings, firstSettings, loadSettings } from '../brands/index.ts'
import type { Apply } from '../kernel/apply.ts'
import type { Call } from '../kernel/call.ts'
import type { TimeCursor } from '../kernel/cursor.ts'
import { guarded, type Load, many, one } from '../kernel/read.ts'
import { type Write, writerOf } from '../kernel/write.ts'
import { type RiskTables, riskSpecs } from './tables.ts'

const writer = writerOf<RiskTables>(riskSpecs)

/** The most reviews a promoter's page lists. */
const MAX_REVIEWS = 100

const FIRST: RiskSettings = {
  ...{ isActive: true, holdScore: 60, appealDays: 3, burstCount: 20, chainMinutes: 30, refundBps: 5_000 },
}

/** When the brand holds commission. */
export function loadRiskSettings(call: Call): Load<RiskSettings> {
  return loadSettings<RiskSettings>(call, 'risk')
}

/** The settings a brand starts with that was created without its own. */
export function riskRowsForBrand(event: BrandCreated): readonly Write[] {
  return firstSettings(event, 'risk', FIRST)
}

export type MarkRow = Pick<RiskTables['riskMarks'], 'kind' | 'hash'>

/** The marks of a member. */
export function loadMarks({ brandId }: Call, memberId: string): Load<readonly MarkRow[]> {
  return many(sql<MarkRow>`select kind, hash from risk_marks
    where brand_id = ${brandId} and member_id = ${memberId} limit ${MAX_MARKS}`)
}

/** What is known of a member that another account may share; undefined when there is no such member. Personal data. */
export function loadKnown({ brandId }: Call, memberId: string): Load<KnownMember | undefined> {
  return one(sql<KnownMember>`select p.name, p.birthday,
      (select coalesce(json_agg(json_build_object('kind', i.kind, 'address', i.address)), '[]'::json)
        from (select kind, address from member_identities
          where brand_id = m.brand_id and member_id = m.id limit 20) i) as identities,
      (select coalesce(json_agg(json_build_object('name', a.name, 'phone', a.phone, 'region', a.region,
          'area', a.area, 'detail', a.detail)), '[]'::json)
        from (select * from addresses where brand_id = m.brand_id and member_id = m.id limit 50) a) as addresses
    from members m left join member_profiles p on p.brand_id = m.brand_id and p.member_id = m.id
    where m.brand_id = ${brandId} and m.id = ${memberId}`)
}

/** Those of the marks that were found that are not kept yet, hashed. */
export function newMarks(call: Call, known: readonly MarkRow[], found: readonly RawMark[]): readonly MarkRow[] {
  return found
    .map(({ kind, text }) => ({ kind, hash: call.hash(`mark ${kind} ${text}`) }))
    .filter(({ kind, hash }) => !known.some((mark) => mark.kind === kind && mark.hash === hash))
}

/** Keeps those of a member's marks that are new, as keyed hashes, up to the limit. */
export function markWrites(
  call: Call,
  memberId: string,
  known: readonly MarkRow[],
  found: readonly RawMark[],
): readonly Write[] {
  return newMarks(call, known, found)
    .slice(0, MAX_MARKS - known.length)
    .map((mark) => writer.insert('riskMarks', { brandId: call.brandId, memberId, ...mark, seenAt: call.now }))
}

export type ReviewRow = RiskTables['riskReviews']

/** The review of one commission; guarded. */
export function loadReview({ brandId }: Call, payeeId: string, orderId: string): Load<ReviewRow | undefined> {
  return guarded(
    riskSpecs.riskReviews,
    one(sql<ReviewRow>`select * from risk_reviews
      where brand_id = ${brandId} and payee_id = ${payeeId} and order_id = ${orderId}`),
  )
}

/** Reviews of commission that was held, with what is left of it and what people wrote. */
const CASES = sql`select r.payee_id, r.order_id, r.buyer_id, r.stage, r.score, r.reasons, r.held_at, r.appeal_until,
    r.decided_at, r.decided_by, coalesce(c.amount_minor - c.reversed_minor, 0) as amount_minor,
    a.words as appeal, w.words as answer, n.words as note
  from risk_reviews r
  left join commissions c on c.brand_id = r.brand_id and c.payee_id = r.payee_id and c.order_id = r.order_id
  left join personal_notes a on a.brand_id = r.brand_id and a.owner_id = r.payee_id and a.id = r.order_id || ':appeal'
  left join personal_notes w on w.brand_id = r.brand_id and w.owner_id = r.payee_id and w.id = r.order_id || ':answer'
  left join personal_notes n on n.brand_id = r.brand_id and n.owner_id = r.payee_id and n.id = r.order_id || ':review'`

/** One of them. */
export function loadCase({ brandId }: Call, payeeId: string, orderId: string): Load<RiskCase | undefined> {
  return one(sql<RiskCase>`${CASES} where r.brand_id = ${brandId} and r.payee_id = ${payeeId}
    and r.order_id = ${orderId} and r.held_at is not null`)
}

/** A promoter's, the newest first. */
export function loadReviews({ brandId }: Call, payeeId: string): Load<readonly RiskCase[]> {
  return many(sql<RiskCase>`${CASES} where r.brand_id = ${brandId} and r.payee_id = ${payeeId}
    and r.held_at is not null order by r.held_at desc, r.order_id desc limit ${MAX_REVIEWS}`)
}

/** Those that wait, the longest first. */
export function loadWaiting({ brandId }: Call, after: TimeCursor | null, limit: number): Load<readonly RiskCase[]> {
  const next = after === null ? sql`true` : sql`(r.held_at, r.order_id) > (${after.at}, ${after.id})`
  return many(sql<RiskCase>`${CASES} where r.brand_id = ${brandId} and r.stage = 'held' and ${next}
    order by r.held_at, r.order_id limit ${limit}`)
}

/** Those a person decided, the newest first. */
export function loadDecided(
  { brandId }: Call,
  stage: 'cleared' | 'confirmed',
  before: TimeCursor | null,
  limit: number,
): Load<readonly RiskCase[]> {
  const next: RawBuilder<unknown> =
    before === null ? sql`true` : sql`(r.decided_at, r.order_id) < (${before.at}, ${before.id})`
  return many(sql<RiskCase>`${CASES} where r.brand_id = ${brandId} and r.stage = ${stage} and r.decided_at is not null
    and ${next} order by r.decided_at desc, r.order_id desc limit ${limit}`)
}

export const applyRisk: Apply<RiskEvent> = {
  commission_assessed: (event, { brandId, at }) => {
    const { orderId, payeeId, created, appealUntil } = event
    const { buyerId, score, reasons } = event.found
    const isHeld = appealUntil !== null
    const found = { score, reasons, assessedAt: at, stage: isHeld ? 'held' : 'passed', appealUntil } as const
    const state = { ...found, heldAt: isHeld ? at : null }
    if (!created) return [writer.change('riskReviews', { brandId, payeeId, orderId }, state)]
    const open = { appealedAt: null, decidedAt: null, decidedBy: null }
    return [writer.insert('riskReviews', { brandId, payeeId, orderId, buyerId, ...state, ...open })]
  },
  review_appealed: ({ orderId, payeeId }, { brandId, at }) => [
    writer.change('riskReviews', { brandId, payeeId, orderId }, { appealedAt: at }),
  ],
  review_decided: ({ orderId, payeeId, decision }, { brandId, at }) => [
    writer.change(
      'riskReviews',
      { brandId, payeeId, orderId },
      { stage: decision.stage, decidedAt: at, decidedBy: decision.by },
    ),
  ],
  risk_configured: ({ settings }, { brandId }) => [changeSettings(brandId, 'risk', settings)],
}
