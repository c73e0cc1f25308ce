import { accept, type CodeOf, type Decision, refuse } from '../kernel/index.ts'
import type { claimCoupon, saveCouponTemplate } from './contract.ts'
import type {
  Coupon,
  CouponClaimed,
  CouponOffer,
  CouponTemplate,
  CouponTemplateSaved,
  OfferState,
  Validity,
} from './schema.ts'

const dayMs = 86_400_000

export type ClaimFacts = {
  readonly template: CouponTemplate | undefined
  /** How many of the template are in wallets already, whatever became of them. */
  readonly issuedCount: number
  readonly claimedByMemberCount: number
  readonly memberId: string
  /** Id of the coupon to be. */
  readonly couponId: string
  readonly now: number
}

const refusalOf = {
  not_started: 'coupon_not_started',
  ended: 'coupon_ended',
  sold_out: 'coupon_sold_out',
  claimed: 'coupon_limit_reached',
} as const

/** Take a coupon into a wallet. Its terms are frozen here: changing the template later does not change it. */
export function claim(facts: ClaimFacts): Decision<CouponClaimed, CodeOf<typeof claimCoupon>> {
  const { template, now } = facts
  if (template === undefined) return refuse('coupon_missing')
  const state = offerState(template, facts.issuedCount, facts.claimedByMemberCount, now)
  if (state !== 'claimable') return refuse(refusalOf[state])
  const coupon = issued(template, facts.couponId, now)
  const claimNumber = facts.claimedByMemberCount + 1
  return accept({ type: 'coupon_claimed', memberId: facts.memberId, coupon, claimNumber })
}

function issued(template: CouponTemplate, couponId: string, now: number): Coupon {
  const { name, conditions, effect, funder, validity } = template
  const { validFrom, validUntil } = validityFrom(validity, now)
  const terms = { name, conditions, effect, funder, validFrom, validUntil }
  return { id: couponId, templateId: template.id, ...terms, status: 'issued', orderId: null }
}

function validityFrom(validity: Validity, now: number): { readonly validFrom: number; readonly validUntil: number } {
  if (validity.kind === 'absolute') return { validFrom: validity.from, validUntil: validity.until }
  return { validFrom: now, validUntil: now + validity.days * dayMs }
}

/**
 * Whether a member can claim from a template now, and if not, the first reason in the order of the refusals of the
 * claim. A template that is switched off, or whose coupons would be past their end at once, has ended.
 */
export function offerState(
  template: CouponTemplate,
  issuedCount: number,
  claimedByMemberCount: number,
  now: number,
): OfferState {
  if (now < template.claimFrom) return 'not_started'
  if (hasEnded(template, now)) return 'ended'
  if (template.totalLimit !== null && issuedCount >= template.totalLimit) return 'sold_out'
  return claimedByMemberCount >= template.perMemberLimit ? 'claimed' : 'claimable'
}

function hasEnded({ active, claimUntil, validity }: CouponTemplate, now: number): boolean {
  if (!active || (claimUntil !== null && now >= claimUntil)) return true
  return validity.kind === 'absolute' && now >= validity.until
}

/** A template as the coupon centre shows it to one member (or to a visitor, who has claimed 0). */
export function toOffer(
  template: CouponTemplate,
  issuedCount: number,
  claimedByMemberCount: number,
  now: number,
): CouponOffer {
  const { id: templateId, name, conditions, effect, totalLimit } = template
  const leftCount = totalLimit === null ? null : Math.max(0, totalLimit - issuedCount)
  const state = offerState(template, issuedCount, claimedByMemberCount, now)
  return { templateId, name, conditions, effect, state, leftCount }
}

/** Stands for a coupon that is not in the shopper's wallet, so that a quote can say that it does nothing. */
export function unknownCoupon(couponId: string): Coupon {
  return {
    ...{ id: couponId, templateId: couponId, name: { zh: '优惠券', en: 'Coupon' }, conditions: [], funder: 'brand' },
    ...{ effect: { kind: 'amount_off', minor: 1 }, status: 'void', orderId: null, validFrom: 0, validUntil: 0 },
  }
}

/** Whether a coupon in a wallet can be used at this moment: not held, used or void, and inside its validity. */
export function usable(coupon: Pick<Coupon, 'status' | 'validFrom' | 'validUntil'>, now: number): boolean {
  return coupon.status === 'issued' && coupon.validFrom <= now && now < coupon.validUntil
}

export type SaveTemplateFacts = {
  readonly template: CouponTemplate
  readonly issuedCount: number
  /** The template is there already. */
  readonly exists: boolean
}

/** Make a template or replace it whole. What is in wallets cannot be un-issued, so the limit may not fall below it. */
export function saveTemplate(
  facts: SaveTemplateFacts,
): Decision<CouponTemplateSaved, CodeOf<typeof saveCouponTemplate>> {
  const { template, issuedCount } = facts
  const isBelow = template.totalLimit !== null && template.totalLimit < issuedCount
  if (isBelow) return refuse('limit_below_issued', { issuedCount })
  return accept({ type: 'coupon_template_saved', template, created: !facts.exists })
}
