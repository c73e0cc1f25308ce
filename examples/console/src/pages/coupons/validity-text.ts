import type { CouponTemplate } from '@siyu/core/coupons'
import { useSay } from '../../language/language.tsx'
import { commonWords } from '../../language/words.ts'
import { useFormat } from '../../ui/format.ts'
import { couponWords } from './words.ts'

/** Says how long a coupon of a template can be used. */
export function useValidityText(): (template: CouponTemplate) => string {
  const say = useSay(couponWords)
  const common = useSay(commonWords)
  const { date } = useFormat()
  return ({ validity }) =>
    validity.kind === 'relative'
      ? say('days', { days: validity.days })
      : common('between', { from: date(validity.from), until: date(validity.until) })
}
