import { type Coupon, takeAway } from '@siyu/core/coupons'
import { sql } from 'kysely'
import { leaving, listsOf, MAX_ERASED, type MemberPart } from '../compliance/index.ts'
import { given, guarded, many } from '../kernel/read.ts'
import { type CouponTables, couponSpecs } from './tables.ts'

const list = listsOf<CouponTables>(couponSpecs)

type Waiting = Pick<Coupon, 'id' | 'status' | 'orderId' | 'validUntil'> & {
  readonly memberId: string
  readonly version: number
}

/** Coupons that nobody will use any more are void; those that orders used stay with them. */
export const couponsPart: MemberPart = {
  concept: 'coupons',
  lists: [
    list('coupons', 'memberId', [
      ...(['id', 'templateId', 'name', 'status', 'orderId', 'validFrom', 'validUntil', 'claimedAt'] as const),
      ...(['giftedUntil'] as const),
    ]),
    list('couponCodes', 'claimedBy', ['code', 'batchId', 'claimedAt']),
  ],
  leave: leaving(
    (call, memberId) => ({
      waiting: guarded(
        couponSpecs.coupons,
        many(sql<Waiting>`select member_id, id, status, order_id, valid_until, version from coupons
          where brand_id = ${call.brandId} and member_id = ${memberId} and status = 'issued'
          order by id limit ${MAX_ERASED + 1}`),
      ),
      now: given(call.now),
    }),
    ({ waiting, now }, memberId) => ({
      losses: { couponCount: waiting.filter(({ validUntil }) => validUntil > now).length },
      isWhole: waiting.length <= MAX_ERASED,
      erasing: waiting.slice(0, MAX_ERASED).flatMap((coupon) => {
        const decision = takeAway({ coupon, memberId })
        return decision.ok ? decision.events : []
      }),
    }),
  ),
}
