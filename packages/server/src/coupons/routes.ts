import {
  type CouponClaimed,
  claim,
  claimCoupon,
  listCoupons,
  listCouponTemplates,
  listOffers,
  saveCouponTemplate,
  saveTemplate,
  toOffer,
} from '@siyu/core/coupons'
import { memberOf } from '../kernel/call.ts'
import { command, type Route } from '../kernel/command.ts'
import { answer, query } from '../kernel/query.ts'
import { loadCoupons, loadRedeemedCounts, loadTemplate, loadTemplates, templateRow } from './store.ts'

export const couponRoutes: readonly Route[] = [
  query(listCoupons, {
    load: (call) => ({ items: loadCoupons(call, memberOf(call)) }),
    reply: ({ items }) => answer({ items }),
  }),
  query(listOffers, {
    load: (call) => ({ templates: loadTemplates(call) }),
    reply: ({ templates }, _input, { now }) =>
      answer({ items: templates.map((each) => toOffer(each, each.issuedCount, each.claimedCount, now)) }),
  }),
  command(claimCoupon, {
    load: (call, { templateId }) => ({ template: loadTemplate(call, templateId) }),
    decide: ({ template }, _input, call) =>
      claim({
        template,
        issuedCount: template?.issuedCount ?? 0,
        claimedByMemberCount: template?.claimedCount ?? 0,
        memberId: memberOf(call),
        couponId: call.newId('cou'),
        now: call.now,
      }),
    reply: ([claimed]) => (claimed as CouponClaimed).coupon,
  }),
  command(saveCouponTemplate, {
    load: (call, { id }) => ({ known: loadTemplate(call, id) }),
    decide: ({ known }, template) =>
      saveTemplate({ template, issuedCount: known?.issuedCount ?? 0, exists: known !== undefined }),
    reply: (_events, _facts, template) => template,
  }),
  query(listCouponTemplates, {
    load: (call) => ({ templates: loadTemplates(call), redeemed: loadRedeemedCounts(call) }),
    reply: ({ templates, redeemed }) => answer({ items: templates.map((each) => templateRow(each, redeemed)) }),
  }),
]
