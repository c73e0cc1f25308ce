import { accept, type CodeOf, type Decision, dayMs, refuse } from '../../kernel/index.ts'
import type { acceptGift, giveCoupon, withdrawGift } from '../contract.ts'
import type { CouponAccepted, CouponGiftTaken, CouponGiftWithdrawn, CouponGiven } from '../events.ts'
import type { CouponTemplate } from '../operator-schema.ts'
import type { Coupon } from '../schema.ts'
import { type ClaimCounts, memberLimit } from './claim.ts'
import type { ParsedCode } from './codes.ts'
import { couponState, isGifted } from './terms.ts'

/** How long an offered coupon waits for its taker. */
export const GIFT_LIFE_MS: number = dayMs

export type GiveFacts = {
  /** A coupon of the giver's own; undefined when there is none. */
  readonly coupon: Coupon | undefined
  readonly memberId: string
  /** The code whoever wants it must bring. */
  readonly giftCode: string
  readonly now: number
}

/** Offer a coupon to another member. Until it is taken, withdrawn or a day is over, nobody can use it. */
export function give({ coupon, memberId, giftCode, now }: GiveFacts): Decision<CouponGiven, CodeOf<typeof giveCoupon>> {
  if (coupon === undefined) return refuse('coupon_missing')
  const state = couponState(coupon, now)
  if (state === 'held' || state === 'redeemed') return refuse('coupon_used')
  if (coupon.transferable !== true) return refuse('coupon_not_transferable')
  if (state !== 'issued') return refuse('coupon_not_usable', { reason: state === 'void' ? 'void' : 'ended' })
  if (isGifted(coupon, now)) return refuse('coupon_gifted')
  const giftedUntil = now + GIFT_LIFE_MS
  return accept({ type: 'coupon_given', memberId, couponId: coupon.id, giftCode, giftedUntil })
}

export type WithdrawFacts = Omit<GiveFacts, 'giftCode'>

/** Take an offer back before somebody came for it. */
export function withdraw({
  coupon,
  memberId,
  now,
}: WithdrawFacts): Decision<CouponGiftWithdrawn, CodeOf<typeof withdrawGift>> {
  if (coupon === undefined) return refuse('coupon_missing')
  if (coupon.status !== 'issued' || !isGifted(coupon, now)) return refuse('gift_missing')
  return accept({ type: 'coupon_gift_withdrawn', memberId, couponId: coupon.id })
}

export type AcceptFacts = {
  readonly parsed: ParsedCode
  /** The coupon whose gift code this is, with its giver; its notice, if it is still to come. */
  readonly gift: (Coupon & { readonly memberId: string; readonly noticeAt: number | null }) | undefined
  readonly template: Pick<CouponTemplate, 'perMemberLimit' | 'periodLimit'> | undefined
  /** Those of the one who accepts. */
  readonly counts: Pick<ClaimCounts, 'claimedByMemberCount' | 'claimedInPeriodCount'>
  readonly memberId: string
  /** Id of the coupon in its new wallet. */
  readonly couponId: string
  readonly now: number
}

/**
 * Take a coupon another member gave: it is gone there and is here, with the same terms and the same end. It counts as a
 * claim of the taker, so that nobody collects more of a template than a member may have.
 */
export function acceptCoupon(
  facts: AcceptFacts,
): Decision<CouponGiftTaken | CouponAccepted, CodeOf<typeof acceptGift>> {
  const { parsed, gift, template, counts, memberId, couponId, now } = facts
  if (parsed.kind === 'mistyped') return refuse('code_mistyped')
  if (gift === undefined || template === undefined) return refuse('gift_missing')
  if (gift.memberId === memberId) return refuse('gift_own')
  if (gift.status === 'void') return refuse('gift_taken')
  if (gift.status !== 'issued' || !isGifted(gift, now) || now >= gift.validUntil) return refuse('gift_expired')
  const limit = memberLimit(template, counts)
  if (limit !== undefined) return refuse(limit)
  const { id: givenId, memberId: giverId, noticeAt } = gift
  const from = { memberId: giverId, couponId: givenId }
  const claimNumber = counts.claimedByMemberCount + 1
  return accept<CouponGiftTaken | CouponAccepted>(
    { type: 'coupon_gift_taken', ...from },
    { type: 'coupon_accepted', memberId, coupon: { ...given(gift), id: couponId }, claimNumber, noticeAt, from },
  )
}

/** What moves: the coupon as it was frozen, and nothing of the row it lay in. */
function given(gift: Coupon): Coupon {
  const { id, templateId, name, conditions, items, effect, stacking, funder, transferable } = gift
  const terms = { name, conditions, items: items ?? null, effect, stacking: stacking ?? null, funder }
  const { validFrom, validUntil } = gift
  const rest = { validFrom, validUntil, transferable: transferable ?? false, giftedUntil: null }
  return { id, templateId, ...terms, ...rest, status: 'issued', orderId: null }
}
