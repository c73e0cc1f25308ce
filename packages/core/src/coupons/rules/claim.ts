import { accept, type CodeOf, type Decision, refuse } from '../../kernel/index.ts'
import type { claimCoupon, redeemCode } from '../contract.ts'
import type { CouponClaimed } from '../events.ts'
import type { CouponTemplate } from '../operator-schema.ts'
import type { issueCoupon } from '../operators.ts'
import type { CouponOffer, OfferState } from '../schema.ts'
import type { ParsedCode } from './codes.ts'
import { issuedCoupon, noticeAt } from './terms.ts'

/** How far the limits of a template are used up, in all and by one member (a visitor has claimed 0). */
export type ClaimCounts = {
  /** How many of the template are in wallets already, whatever became of them. */
  readonly issuedCount: number
  /** What its coupons took off so far. */
  readonly spentMinor: number
  readonly claimedByMemberCount: number
  /** Those of the current period of `periodLimit`; 0 without one. */
  readonly claimedInPeriodCount: number
}

export type ClaimFacts = {
  readonly template: CouponTemplate | undefined
  readonly counts: ClaimCounts
  readonly memberId: string
  /** Id of the coupon to be. */
  readonly couponId: string
  readonly now: number
}

type WhyNot =
  | 'coupon_not_started'
  | 'coupon_ended'
  | 'coupon_sold_out'
  | 'coupon_limit_reached'
  | 'coupon_period_limit_reached'

/** Take a coupon into a wallet. Its terms are frozen here: changing the template later does not change it. */
export function claim(facts: ClaimFacts): Decision<CouponClaimed, CodeOf<typeof claimCoupon>> {
  const { template, counts, now } = facts
  if (template === undefined || template.needsCode === true) return refuse('coupon_missing')
  const code = whyNot(template, counts, now)
  return code === undefined ? accept(claimed(facts, template, 'member', null)) : refuse(code)
}

export type RedeemCodeFacts = Omit<ClaimFacts, 'template'> & {
  /** The template whose public code the text is. */
  readonly publicTemplate: CouponTemplate | undefined
  readonly parsed: ParsedCode
  /** The unique code of that text with the template it is for. */
  readonly unique:
    | {
        readonly code: string
        readonly template: CouponTemplate
        readonly claimedBy: string | null
        /** When its batch was taken back. */
        readonly voidedAt: number | null
      }
    | undefined
}

/** Take a coupon with a code. A public code goes before a unique one, should ever a text be both. */
export function redeem(facts: RedeemCodeFacts): Decision<CouponClaimed, CodeOf<typeof redeemCode>> {
  const { publicTemplate, parsed, unique, counts, now } = facts
  if (publicTemplate === undefined) {
    if (parsed.kind === 'mistyped') return refuse('code_mistyped')
    if (unique === undefined) return refuse('coupon_code_unknown')
    if (unique.voidedAt !== null && unique.claimedBy === null) return refuse('code_void')
    if (unique.claimedBy !== null) return refuse('code_used')
  }
  const template = publicTemplate ?? unique?.template
  if (template === undefined) return refuse('coupon_code_unknown')
  const code = whyNot(template, counts, now)
  if (code !== undefined) return refuse(code)
  return accept(claimed(facts, template, 'code', publicTemplate === undefined ? (unique?.code ?? null) : null))
}

/** Give a coupon to a member by hand. What counts coupons holds all the same; when and how often to claim does not. */
export function issue(
  facts: ClaimFacts & { readonly hasMember: boolean },
): Decision<CouponClaimed, CodeOf<typeof issueCoupon>> {
  const { template, counts, now } = facts
  if (template === undefined) return refuse('coupon_missing')
  if (!facts.hasMember) return refuse('member_missing')
  if (!template.active || isOver(template, now)) return refuse('coupon_ended')
  if (isSoldOut(template, counts)) return refuse('coupon_sold_out')
  if (counts.claimedByMemberCount >= template.perMemberLimit) return refuse('coupon_limit_reached')
  return accept(claimed(facts, template, 'operator', null))
}

function claimed(
  { memberId, couponId, counts, now }: Omit<ClaimFacts, 'template'>,
  template: CouponTemplate,
  by: 'member' | 'code' | 'operator',
  code: string | null,
): CouponClaimed {
  const coupon = issuedCoupon(template, couponId, now)
  const claimNumber = counts.claimedByMemberCount + 1
  const notice = noticeAt(template, coupon.validUntil, now)
  return { type: 'coupon_claimed', memberId, coupon, claimNumber, by, code, noticeAt: notice }
}

/** Why a member cannot claim from a template now, in the order of the refusals of the claim. */
function whyNot(template: CouponTemplate, counts: ClaimCounts, now: number): WhyNot | undefined {
  if (now < template.claimFrom) return 'coupon_not_started'
  if (hasEnded(template, now)) return 'coupon_ended'
  if (isSoldOut(template, counts)) return 'coupon_sold_out'
  return memberLimit(template, counts)
}

/** The limit of one member that is reached, if any. */
export function memberLimit(
  { perMemberLimit, periodLimit }: Pick<CouponTemplate, 'perMemberLimit' | 'periodLimit'>,
  { claimedByMemberCount, claimedInPeriodCount }: Pick<ClaimCounts, 'claimedByMemberCount' | 'claimedInPeriodCount'>,
): 'coupon_limit_reached' | 'coupon_period_limit_reached' | undefined {
  if (claimedByMemberCount >= perMemberLimit) return 'coupon_limit_reached'
  const isPeriodFull = periodLimit != null && claimedInPeriodCount >= periodLimit.count
  return isPeriodFull ? 'coupon_period_limit_reached' : undefined
}

/** Coupons that could take nothing off any more are not handed out either. */
function isSoldOut({ totalLimit, budgetMinor }: CouponTemplate, { issuedCount, spentMinor }: ClaimCounts): boolean {
  return (totalLimit !== null && issuedCount >= totalLimit) || (budgetMinor != null && spentMinor >= budgetMinor)
}

function hasEnded(template: CouponTemplate, now: number): boolean {
  const { active, claimUntil } = template
  return !active || (claimUntil !== null && now >= claimUntil) || isOver(template, now)
}

function isOver({ validity }: CouponTemplate, now: number): boolean {
  return validity.kind === 'absolute' && now >= validity.until
}

const stateOf: Readonly<Record<WhyNot, OfferState>> = {
  coupon_not_started: 'not_started',
  coupon_ended: 'ended',
  coupon_sold_out: 'sold_out',
  coupon_limit_reached: 'claimed',
  coupon_period_limit_reached: 'claimed',
}

/**
 * Whether a member can claim from a template now, and if not, the first reason in the order of the refusals of the
 * claim. A template that is switched off, or whose coupons would be past their end at once, has ended.
 */
export function offerState(template: CouponTemplate, counts: ClaimCounts, now: number): OfferState {
  const code = whyNot(template, counts, now)
  return code === undefined ? 'claimable' : stateOf[code]
}

/** A template as the coupon centre shows it to one member; one that needs a code is not shown. */
export function toOffer(template: CouponTemplate, counts: ClaimCounts, now: number): CouponOffer | undefined {
  if (template.needsCode === true) return undefined
  const { id: templateId, name, conditions, items, effect, totalLimit } = template
  const leftCount = totalLimit === null ? null : Math.max(0, totalLimit - counts.issuedCount)
  return { templateId, name, conditions, items, effect, state: offerState(template, counts, now), leftCount }
}
