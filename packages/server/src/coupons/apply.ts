import { type Coupon, type CouponEvent, wholeTemplate } from '@siyu/core/coupons'
import type { Apply, Recorded } from '../kernel/apply.ts'
import { type Write, writerOf } from '../kernel/write.ts'
import { openAccount, post } from '../ledger/index.ts'
import { codesOf } from './codes.ts'
import { type CouponTables, couponSpecs } from './tables.ts'

const writer = writerOf<CouponTables>(couponSpecs)

type CouponKey = { readonly memberId: string; readonly couponId: string }

function changeCoupon(
  { memberId, couponId }: CouponKey,
  { brandId }: Recorded,
  set: Partial<CouponTables['coupons']>,
): Write {
  return writer.change('coupons', { brandId, memberId, id: couponId }, set)
}

type Spending = {
  readonly templateId?: string | undefined
  readonly minor?: number | undefined
  readonly orderId: string
}

/** Takes from the budget, or gives back. Events of earlier versions name neither template nor sum. */
function spend({ templateId, minor = 0, orderId }: Spending, as: Recorded, sign: 1 | -1): readonly Write[] {
  if (templateId === undefined || minor === 0) return []
  const amount = sign * minor
  const kind = sign === 1 ? 'use' : 'return'
  return [
    writer.change('couponTemplates', { brandId: as.brandId, id: templateId }, {}, { spentMinor: amount }),
    ...post({ book: 'budget', ownerId: templateId, kind, amount, reference: orderId }, as),
  ]
}

function newCoupon(
  { memberId, coupon, claimNumber, noticeAt = null }: NewCoupon,
  { brandId, at: claimedAt }: Recorded,
): Write {
  const row = { brandId, memberId, ...coupon, claimNumber, claimedAt, noticeAt, giftCode: null }
  return writer.insert('coupons', row)
}

type NewCoupon = {
  readonly memberId: string
  readonly coupon: Coupon
  readonly claimNumber: number
  readonly noticeAt?: number | null | undefined
}

const NOT_GIFTED = { giftedUntil: null, giftCode: null } as const

export const applyCoupons: Apply<CouponEvent> = {
  coupon_template_saved: ({ template, created }, { brandId }) => {
    const { id, ...terms } = wholeTemplate(template)
    if (created) {
      const row = { brandId, id, ...terms, issuedCount: 0, spentMinor: 0 }
      return [writer.insert('couponTemplates', row), openAccount(brandId, 'budget', id)]
    }
    return [writer.change('couponTemplates', { brandId, id }, terms)]
  },
  coupon_batch_created: (event, { brandId, at }) => {
    const { batchId, templateId, prefix, count } = event
    return [
      writer.insert('couponBatches', {
        ...{ brandId, id: batchId, templateId, prefix, count },
        ...{ createdAt: at, voidedAt: null },
      }),
      ...codesOf(event).map((code, place) => writer.insert('couponCodes', { brandId, code, batchId, place })),
    ]
  },
  coupon_batch_voided: ({ batchId }, { brandId, at }) => [
    writer.change('couponBatches', { brandId, id: batchId }, { voidedAt: at }),
  ],
  coupon_claimed: (event, as) => {
    const { memberId, coupon, code = null } = event
    const { brandId, at } = as
    return [
      newCoupon(event, as),
      writer.change('couponTemplates', { brandId, id: coupon.templateId }, {}, { issuedCount: 1 }),
      ...(code === null
        ? []
        : [writer.change('couponCodes', { brandId, code }, { claimedBy: memberId, claimedAt: at })]),
    ]
  },
  coupon_held: (event, as) => [
    changeCoupon(event, as, { status: 'held', orderId: event.orderId }),
    ...spend(event, as, 1),
  ],
  coupon_released: (event, as) => [
    changeCoupon(event, as, { status: 'issued', orderId: null }),
    ...spend(event, as, -1),
  ],
  coupon_redeemed: (event, as) => [changeCoupon(event, as, { status: 'redeemed', orderId: event.orderId })],
  coupon_returned: (event, as) => [
    changeCoupon(event, as, { status: 'issued', orderId: null }),
    ...spend(event, as, -1),
  ],
  coupon_voided: (event, as) => [changeCoupon(event, as, { status: 'void', ...NOT_GIFTED, noticeAt: null })],
  coupon_expiring: (event, as) => [changeCoupon(event, as, { noticeAt: null })],
  coupon_given: (event, as) => {
    const { giftCode, giftedUntil } = event
    return [changeCoupon(event, as, { giftCode, giftedUntil })]
  },
  coupon_gift_withdrawn: (event, as) => [changeCoupon(event, as, NOT_GIFTED)],
  // The code stays, so that whoever comes late is told that the coupon is gone.
  coupon_gift_taken: (event, as) => [changeCoupon(event, as, { status: 'void', giftedUntil: null, noticeAt: null })],
  coupon_accepted: (event, as) => [newCoupon(event, as)],
}
