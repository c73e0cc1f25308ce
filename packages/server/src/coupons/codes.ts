import { createHmac } from 'node:crypto'
import { type CouponBatchCreated, couponCode } from '@siyu/core/coupons'

/**
 * The codes of a batch in their order: HMAC-SHA-256 under the seed of 0, 1, 2, …, each made a code; one that came
 * before is left out. The journal keeps only the seed, so this may never change: a replay must give the same codes.
 */
export function codesOf({ seed, count, prefix }: CouponBatchCreated): readonly string[] {
  const codes = new Set<string>()
  for (let number = 0; codes.size < count; number += 1) {
    codes.add(couponCode(createHmac('sha256', seed).update(String(number)).digest(), prefix))
  }
  return [...codes]
}
