import {
  type Coupon,
  type CouponBatch,
  type CouponTemplate,
  codeText,
  MAX_WALLET,
  type TemplateRow,
} from '@siyu/core/coupons'
import { type Expression, type SelectQueryBuilder, sql } from 'kysely'
import { type Call, memberOrNull } from '../kernel/call.ts'
import type { TimeCursor } from '../kernel/cursor.ts'
import { given, guarded, type Load, many, one } from '../kernel/read.ts'
import { tablesOf } from '../kernel/tables.ts'
import { type CouponTables, couponSpecs } from './tables.ts'

const db = tablesOf<CouponTables>()

/** The most templates, or batches, that are listed. */
const MAX_LISTED = 200

export type CouponRow = CouponTables['coupons']

/** A coupon in a member's own wallet; guarded. */
export function loadCoupon(
  call: Call,
  memberId: string | Expression<string>,
  couponId: string,
): Load<CouponRow | undefined> {
  return guarded(
    couponSpecs.coupons,
    one(
      db
        .selectFrom('coupons')
        .selectAll()
        .where('brandId', '=', call.brandId)
        .where('memberId', '=', memberId)
        .where('id', '=', couponId),
    ),
  )
}

/** The coupon whose gift code this is, in whichever wallet; guarded. */
export function loadGift(call: Call, giftCode: string | null): Load<CouponRow | undefined> {
  if (giftCode === null) return given(undefined)
  return guarded(
    couponSpecs.coupons,
    one(db.selectFrom('coupons').selectAll().where('brandId', '=', call.brandId).where('giftCode', '=', giftCode)),
  )
}

/** A member's wallet: what can still be used first, the soonest end first. */
export function loadCoupons(call: Call, memberId: string): Load<readonly Coupon[]> {
  return many(
    db
      .selectFrom('coupons')
      .selectAll()
      .where('brandId', '=', call.brandId)
      .where('memberId', '=', memberId)
      .orderBy(sql`status = 'issued' and valid_until > ${call.now} desc`)
      .orderBy('validUntil')
      .orderBy('id')
      .limit(MAX_WALLET),
  )
}

/** What is left of the limits of a template's coupons, as a quote takes it. */
export type CouponUsage = {
  readonly usesLeft: null
  readonly memberUsesLeft: null
  readonly budgetLeftMinor: number
}

/** By template id, what is left of its budget, for those templates of a wallet's free coupons that have one. */
export function loadCouponUsage(call: Call, memberId: string): Load<ReadonlyMap<string, CouponUsage>> {
  const query = sql`select t.id, t.budget_minor - t.spent_minor as left_minor from coupon_templates t
    where t.brand_id = ${call.brandId} and t.budget_minor is not null and t.id in (
      select c.template_id from coupons c
      where c.brand_id = ${call.brandId} and c.member_id = ${memberId} and c.status = 'issued')`
  const entry = (row: Readonly<Record<string, unknown>>): readonly [string, CouponUsage] => [
    String(row.id),
    { usesLeft: null, memberUsesLeft: null, budgetLeftMinor: Number(row.leftMinor) },
  ]
  return { query, pick: (rows) => new Map(rows.map(entry)) }
}

/** A template with how far its limits are used up, in all and by one member. */
export type CountedTemplate = CouponTemplate & {
  readonly issuedCount: number
  readonly spentMinor: number
  readonly claimedByMemberCount: number
  readonly claimedInPeriodCount: number
}

/** One template, counted for the caller or for another member. */
export function loadTemplate(
  call: Call,
  templateId: string,
  memberId: string | null = memberOrNull(call),
): Load<CountedTemplate | undefined> {
  return one(counted(call, memberId).where('t.id', '=', templateId))
}

/** Templates that a sub-query names, counted for a member. */
export function loadTemplatesIn(
  call: Call,
  memberId: string | Expression<string> | null,
  ids: Expression<unknown>,
): Load<readonly CountedTemplate[]> {
  return many(counted(call, memberId).where(sql<boolean>`t.id in (${ids})`).limit(MAX_LISTED))
}

/** The template with this public code, counted for the caller. */
export function loadPublicTemplate(call: Call, publicCode: string): Load<CountedTemplate | undefined> {
  return one(counted(call, memberOrNull(call)).where('t.publicCode', '=', publicCode))
}

/** The template that a unique code is for, counted for the caller. */
export function loadTemplateOfCode(call: Call, code: string | null): Load<CountedTemplate | undefined> {
  if (code === null) return given(undefined)
  const templateId = sql<string>`(select b.template_id from coupon_codes k
    join coupon_batches b on b.brand_id = k.brand_id and b.id = k.batch_id
    where k.brand_id = ${call.brandId} and k.code = ${code})`
  return one(counted(call, memberOrNull(call)).where('t.id', '=', templateId))
}

/** The template of a coupon that is given away, counted for the caller. */
export function loadTemplateOfGift(call: Call, giftCode: string | null): Load<CountedTemplate | undefined> {
  if (giftCode === null) return given(undefined)
  const templateId = sql<string>`(select g.template_id from coupons g
    where g.brand_id = ${call.brandId} and g.gift_code = ${giftCode})`
  return one(counted(call, memberOrNull(call)).where('t.id', '=', templateId))
}

/** Templates counted for the caller, those that are switched on first, the newest first. */
export function loadTemplates(call: Call): Load<readonly CountedTemplate[]> {
  return many(
    counted(call, memberOrNull(call))
      .orderBy('t.active', 'desc')
      .orderBy('t.claimFrom', 'desc')
      .orderBy('t.id')
      .limit(MAX_LISTED),
  )
}

type Counted = SelectQueryBuilder<{ t: CouponTables['couponTemplates'] }, 't', CountedTemplate>

/**
 * A coupon is never deleted, so counting a member's coupons counts their claims. The day, week or month begins in the
 * brand's zone, whatever its clocks do.
 */
function counted(call: Call, memberId: string | Expression<string> | null): Counted {
  const mine = sql`coupons c where c.brand_id = t.brand_id and c.member_id = ${memberId} and c.template_id = t.id`
  const claimed = sql<number>`(select count(*) from ${mine})`
  const moment = sql`to_timestamp(${call.now}::bigint / 1000.0)`
  const since = sql`(select extract(epoch from
      date_trunc(t.period_limit ->> 'period', ${moment} at time zone b.time_zone) at time zone b.time_zone) * 1000
    from brands b where b.brand_id = t.brand_id)`
  const inPeriod = sql<number>`(select count(*) from ${mine} and c.claimed_at >= ${since})`
  const query = db
    .selectFrom('couponTemplates as t')
    .selectAll('t')
    .select([claimed.as('claimedByMemberCount'), inPeriod.as('claimedInPeriodCount')])
  return query.where('t.brandId', '=', call.brandId) as unknown as Counted
}

/** Which template has a public code. */
export function loadCodeOwner(call: Call, publicCode: string | null): Load<{ readonly id: string } | undefined> {
  if (publicCode === null) return given(undefined)
  return one(
    db
      .selectFrom('couponTemplates')
      .select('id')
      .where('brandId', '=', call.brandId)
      .where('publicCode', '=', publicCode),
  )
}

type RedeemedCounts = ReadonlyMap<string, number>

/** How many coupons of each template are used. */
export function loadRedeemedCounts(call: Call): Load<RedeemedCounts> {
  const query = db
    .selectFrom('coupons')
    .select((eb) => ['templateId', eb.fn.countAll<number>().as('count')])
    .where('brandId', '=', call.brandId)
    .where('status', '=', 'redeemed')
    .groupBy('templateId')
  return { query, pick: (rows) => new Map(rows.map(({ templateId, count }) => [String(templateId), Number(count)])) }
}

/** A template as operators see it. */
export function templateRow(row: CountedTemplate, redeemed: RedeemedCounts): TemplateRow {
  const { issuedCount, spentMinor } = row
  return { template: row, issuedCount, redeemedCount: redeemed.get(row.id) ?? 0, spentMinor }
}

type CodeRow = CouponTables['couponCodes']
type BatchRow = CouponTables['couponBatches']

/** A unique code; guarded, so that one claim of many wins. */
export function loadCode(call: Call, code: string | null): Load<CodeRow | undefined> {
  if (code === null) return given(undefined)
  return guarded(
    couponSpecs.couponCodes,
    one(db.selectFrom('couponCodes').selectAll().where('brandId', '=', call.brandId).where('code', '=', code)),
  )
}

/** The batch of a unique code; guarded, so that nobody claims with a code that is being taken back. */
export function loadBatchOfCode(call: Call, code: string | null): Load<BatchRow | undefined> {
  if (code === null) return given(undefined)
  const batchId = sql<string>`(select k.batch_id from coupon_codes k
    where k.brand_id = ${call.brandId} and k.code = ${code})`
  return guarded(
    couponSpecs.couponBatches,
    one(db.selectFrom('couponBatches').selectAll().where('brandId', '=', call.brandId).where('id', '=', batchId)),
  )
}

/** One batch; guarded. */
export function loadBatch(call: Call, batchId: string): Load<BatchWithCount | undefined> {
  return guarded(couponSpecs.couponBatches, one(countedBatches(call).where('b.id', '=', batchId)))
}

/** The newest batches. */
export function loadBatches(call: Call): Load<readonly BatchWithCount[]> {
  return many(countedBatches(call).orderBy('b.createdAt', 'desc').orderBy('b.id', 'desc').limit(MAX_LISTED))
}

export type BatchWithCount = BatchRow & { readonly claimedCount: number }
type CountedBatches = SelectQueryBuilder<{ b: BatchRow }, 'b', BatchWithCount>

function countedBatches(call: Call): CountedBatches {
  const claimed = sql<number>`(select count(*) from coupon_codes k
    where k.brand_id = b.brand_id and k.batch_id = b.id and k.claimed_by is not null)`
  const query = db.selectFrom('couponBatches as b').selectAll('b').select(claimed.as('claimedCount'))
  return query.where('b.brandId', '=', call.brandId) as unknown as CountedBatches
}

/** A batch as operators see it. */
export function batchOf({ id: batchId, ...row }: BatchWithCount): CouponBatch {
  const { templateId, prefix, count, claimedCount, createdAt, voidedAt } = row
  return { batchId, templateId, prefix, count, claimedCount, createdAt, voidedAt }
}

/** A code of a batch with where it stands in it. */
export type PlacedCode = {
  readonly code: string
  readonly place: number
  readonly claimedBy: string | null
  readonly claimedAt: number | null
}

/** Codes of a batch after a cursor, in their order. */
export function loadCodes(
  call: Call,
  batchId: string,
  after: TimeCursor | null,
  limit: number,
): Load<readonly PlacedCode[]> {
  const codes = db
    .selectFrom('couponCodes')
    .select(['code', 'place', 'claimedBy', 'claimedAt'])
    .where('brandId', '=', call.brandId)
    .where('batchId', '=', batchId)
    .where('place', '>', after?.at ?? -1)
    .orderBy('place')
    .limit(limit)
  return many(codes as unknown as Expression<PlacedCode>)
}

/** A code as it is printed. */
export function printed(
  { code, claimedBy, claimedAt }: PlacedCode,
  { prefix }: Pick<BatchRow, 'prefix'>,
): { readonly code: string; readonly claimedBy: string | null; readonly claimedAt: number | null } {
  return { code: codeText(code, prefix), claimedBy, claimedAt }
}

/** Whether there is such a member. */
export function loadIsMember(call: Call, memberId: string): Load<boolean> {
  const query = sql`select m.id from members m where m.brand_id = ${call.brandId} and m.id = ${memberId}`
  return { query, pick: (rows) => rows.length > 0 }
}
