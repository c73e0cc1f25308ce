import type { Coupon } from '@siyu/core/coupons'
import type { PointsLot, PointsSettings } from '@siyu/core/points'
import { loadSettings } from '../brands/index.ts'
import { loadCoupon } from '../coupons/index.ts'
import type { Call } from '../kernel/call.ts'
import { given, type Load } from '../kernel/read.ts'
import { loadLots, loadPointsAccount } from '../points/index.ts'

/** The coupon a quote names, if it is in the caller's wallet. */
export function loadQuoteCoupon(
  call: Call,
  memberId: string | null,
  couponId: string | undefined,
): Load<Coupon | undefined> {
  if (memberId === null || couponId === undefined) return given(undefined)
  return loadCoupon(call, memberId, couponId)
}

/** What the caller has in points; a visitor has none. */
export function loadQuotePoints(
  call: Call,
  memberId: string | null,
): {
  readonly account: Load<{ readonly debtCount: number } | undefined>
  readonly lots: Load<readonly PointsLot[]>
  readonly settings: Load<PointsSettings>
} {
  return {
    account: memberId === null ? given(undefined) : loadPointsAccount(call, memberId),
    lots: memberId === null ? given([]) : loadLots(call, memberId, null),
    settings: loadSettings<PointsSettings>(call, 'points'),
  }
}
