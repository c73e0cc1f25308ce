import { type Coupon, type CouponEvent, type CouponTemplate, MAX_WALLET, type TemplateRow } from '@siyu/core/coupons'
import { type Expression, type SelectQueryBuilder, sql } from 'kysely'
import type { Apply, Recorded } from '../kernel/apply.ts'
import { type Call, memberOrNull } from '../kernel/call.ts'
import { guarded, type Load, many, one } from '../kernel/read.ts'
import { tablesOf } from '../kernel/tables.ts'
import { type Write, writerOf } from '../kernel/write.ts'
import { type CouponTables, couponSpecs } from './tables.ts'

const db = tablesOf<CouponTables>()
const writer = writerOf<CouponTables>(couponSpecs)

/** The most templates that are listed. */
const MAX_TEMPLATES = 200

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

/** A template with how many were issued of it, and how many of those to the caller. */
export type CountedTemplate = CouponTemplate & { readonly issuedCount: number; readonly claimedCount: number }

/** One template, counted for the caller. */
export function loadTemplate(call: Call, templateId: string): Load<CountedTemplate | undefined> {
  return one(counted(call).where('t.id', '=', templateId))
}

/** Templates counted for the caller, those that are switched on first, the newest first. */
export function loadTemplates(call: Call): Load<readonly CountedTemplate[]> {
  return many(
    counted(call).orderBy('t.active', 'desc').orderBy('t.claimFrom', 'desc').orderBy('t.id').limit(MAX_TEMPLATES),
  )
}

type Counted = SelectQueryBuilder<{ t: CouponTables['couponTemplates'] }, 't', CountedTemplate>

/** A coupon is never deleted, so counting a member's coupons counts their claims. */
function counted(call: Call): Counted {
  const claimed = sql<number>`(select count(*) from coupons c where c.brand_id = t.brand_id
    and c.member_id = ${memberOrNull(call)} and c.template_id = t.id)`
  const query = db.selectFrom('couponTemplates as t').selectAll('t').select(claimed.as('claimedCount'))
  return query.where('t.brandId', '=', call.brandId) as unknown as Counted
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
  return { template: row, issuedCount: row.issuedCount, redeemedCount: redeemed.get(row.id) ?? 0 }
}

type CouponKey = { readonly memberId: string; readonly couponId: string }

function mark(
  { memberId, couponId }: CouponKey,
  { brandId }: Recorded,
  status: Coupon['status'],
  orderId: string | null,
): readonly Write[] {
  return [writer.change('coupons', { brandId, memberId, id: couponId }, { status, orderId })]
}

export const applyCoupons: Apply<CouponEvent> = {
  coupon_template_saved: ({ template, created }, { brandId }) => {
    const { id, ...terms } = template
    if (created) return [writer.insert('couponTemplates', { brandId, ...template, issuedCount: 0 })]
    return [writer.change('couponTemplates', { brandId, id }, terms)]
  },
  coupon_claimed: ({ memberId, coupon, claimNumber }, { brandId }) => [
    writer.insert('coupons', { brandId, memberId, ...coupon, claimNumber }),
    writer.change('couponTemplates', { brandId, id: coupon.templateId }, {}, { issuedCount: 1 }),
  ],
  coupon_held: (event, as) => mark(event, as, 'held', event.orderId),
  coupon_released: (event, as) => mark(event, as, 'issued', null),
  coupon_redeemed: (event, as) => mark(event, as, 'redeemed', event.orderId),
  coupon_returned: (event, as) => mark(event, as, 'issued', null),
}
