import {
  acceptCoupon,
  acceptGift,
  addCheckSymbols,
  type ClaimCounts,
  type Coupon,
  type CouponAccepted,
  type CouponClaimed,
  type CouponGiven,
  claim,
  claimCoupon,
  codeText,
  give,
  giveCoupon,
  issue,
  issueCoupon,
  listCoupons,
  listOffers,
  type ParsedCode,
  parseCode,
  publicCodeOf,
  redeem,
  redeemCode,
  toOffer,
  withdraw,
  withdrawGift,
} from '@siyu/core/coupons'
import { type Call, memberOf } from '../../kernel/call.ts'
import { command, type Route } from '../../kernel/command.ts'
import { answer, query } from '../../kernel/query.ts'
import {
  type CountedTemplate,
  loadBatchOfCode,
  loadCode,
  loadCoupon,
  loadCoupons,
  loadGift,
  loadIsMember,
  loadPublicTemplate,
  loadTemplate,
  loadTemplateOfCode,
  loadTemplateOfGift,
  loadTemplates,
} from '../store.ts'

const NO_COUNTS: ClaimCounts = { issuedCount: 0, spentMinor: 0, claimedByMemberCount: 0, claimedInPeriodCount: 0 }

const codeIn = (parsed: ParsedCode): string | null => (parsed.kind === 'code' ? parsed.code : null)

/** How coupons come into wallets: from the centre, with a code, from an operator, from another member. */
export const claimRoutes: readonly Route[] = [
  query(listCoupons, {
    load: (call) => ({ items: loadCoupons(call, memberOf(call)) }),
    reply: ({ items }) => answer({ items }),
  }),
  query(listOffers, {
    load: (call) => ({ templates: loadTemplates(call) }),
    reply: ({ templates }, _input, { now }) =>
      answer({ items: templates.flatMap((each) => toOffer(each, each, now) ?? []) }),
  }),
  command(claimCoupon, {
    load: (call, { templateId }) => ({ template: loadTemplate(call, templateId) }),
    decide: ({ template }, _input, call) => claim({ template, ...claimBy(memberOf(call), template, call) }),
    reply: couponOf,
  }),
  command(redeemCode, {
    load: (call, { code }) => {
      const unique = codeIn(parseCode(code))
      return {
        publicTemplate: loadPublicTemplate(call, publicCodeOf(code)),
        row: loadCode(call, unique),
        batch: loadBatchOfCode(call, unique),
        template: loadTemplateOfCode(call, unique),
      }
    },
    decide: ({ publicTemplate, row, batch, template }, { code }, call) => {
      const isKnown = row !== undefined && batch !== undefined && template !== undefined
      const unique = isKnown
        ? { template, code: row.code, claimedBy: row.claimedBy ?? null, voidedAt: batch.voidedAt }
        : undefined
      const by = claimBy(memberOf(call), publicTemplate ?? template, call)
      return redeem({ publicTemplate, parsed: parseCode(code), unique, ...by })
    },
    reply: couponOf,
  }),
  command(issueCoupon, {
    load: (call, { templateId, memberId }) => ({
      template: loadTemplate(call, templateId, memberId),
      hasMember: loadIsMember(call, memberId),
    }),
    decide: ({ template, hasMember }, { memberId }, call) =>
      issue({ template, hasMember, ...claimBy(memberId, template, call) }),
    reply: couponOf,
  }),
  command(giveCoupon, {
    load: (call, { couponId }) => ({ coupon: loadCoupon(call, memberOf(call), couponId) }),
    decide: ({ coupon }, _input, call) =>
      give({ coupon, memberId: memberOf(call), giftCode: newGiftCode(call), now: call.now }),
    reply: ([event]) => {
      const { couponId, giftCode, giftedUntil } = event as CouponGiven
      return { couponId, giftCode: codeText(giftCode), giftedUntil }
    },
  }),
  command(withdrawGift, {
    load: (call, { couponId }) => ({ coupon: loadCoupon(call, memberOf(call), couponId) }),
    decide: ({ coupon }, _input, call) => withdraw({ coupon, memberId: memberOf(call), now: call.now }),
    reply: (_events, { coupon }) => ({ ...(coupon as Coupon), giftedUntil: null }),
  }),
  command(acceptGift, {
    load: (call, input) => {
      const giftCode = codeIn(parseCode(input.giftCode))
      return { gift: loadGift(call, giftCode), template: loadTemplateOfGift(call, giftCode) }
    },
    decide: ({ gift, template }, { giftCode }, call) =>
      acceptCoupon({
        ...{ parsed: parseCode(giftCode), gift, template },
        ...claimBy(memberOf(call), template, call),
      }),
    reply: (events) => (events[1] as CouponAccepted).coupon,
  }),
]

/** Who would claim, under which id and when, and how far the limits are used up. */
function claimBy(
  memberId: string,
  counts: CountedTemplate | undefined,
  { newId, now }: Call,
): { readonly counts: ClaimCounts; readonly memberId: string; readonly couponId: string; readonly now: number } {
  return { counts: counts ?? NO_COUNTS, memberId, couponId: newId('cou'), now }
}

function couponOf([event]: readonly CouponClaimed[]): Coupon {
  return (event as CouponClaimed).coupon
}

/** Twelve symbols of chance: the end of a fresh id, 60 of its 80 random bits. */
function newGiftCode({ newId }: Call): string {
  return addCheckSymbols(newId('gft').slice(-12))
}
