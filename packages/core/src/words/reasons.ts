import type { Words } from '../kernel/index.ts'
import type { Explanation, Reason } from '../pricing/index.ts'

/** Why a rule took nothing, for a person. `{amount}` and `{count}` stand for what is missing. */
export const reasonWords: { readonly [R in Reason]: Words } = {
  not_started: { zh: '活动尚未开始', en: 'Not started yet' },
  ended: { zh: '已过期', en: 'Already over' },
  inactive: { zh: '暂未启用', en: 'Not available now' },
  below_subtotal: { zh: '再买{amount}可用', en: 'Add {amount} more' },
  below_quantity: { zh: '再买{count}件可用', en: 'Add {count} more items' },
  wrong_tier: { zh: '仅限指定会员等级', en: 'For other member tiers' },
  wrong_member: { zh: '仅限指定会员', en: 'For other members' },
  wrong_order_number: { zh: '不适用于本次下单', en: 'Not for this order of yours' },
  wrong_place: { zh: '当前渠道或地区不可用', en: 'Not available here' },
  wrong_time: { zh: '当前时段不可用', en: 'Not available at this time' },
  condition_unmet: { zh: '不满足使用条件', en: 'The conditions are not met' },
  no_eligible_lines: { zh: '没有适用的商品', en: 'No item in the basket fits' },
  excluded: { zh: '不可与其他优惠同享', en: 'Cannot be combined with what applies' },
  better_in_group: { zh: '已享受更优的同类优惠', en: 'A better offer of its kind applies' },
  better_price: { zh: '已享受更低价格', en: 'A lower price applies' },
  not_chosen: { zh: '未选用', en: 'Not chosen' },
  uses_spent: { zh: '活动名额已用完', en: 'All uses are gone' },
  member_uses_spent: { zh: '你的可用次数已用完', en: 'You have used this as often as you can' },
  budget_spent: { zh: '活动优惠已发完', en: 'Its budget does not cover this' },
  gift_missing: { zh: '赠品已送完', en: 'The gift is gone' },
  no_shipping: { zh: '没有需要减免的运费', en: 'There is no shipping to lower' },
  coupon_not_usable: { zh: '优惠券不可用', en: 'This coupon cannot be used' },
  points_insufficient: { zh: '积分不足', en: 'Not enough points' },
  points_below_minimum: { zh: '未达到积分使用下限', en: 'Below the fewest points that can be spent' },
  nothing_left: { zh: '没有可优惠的金额', en: 'There is nothing left to take off' },
}

/**
 * Why a rule of a quote took nothing, in a person's language, with what is missing; empty when it applied. `money`
 * writes an amount in minor units the way the shop does.
 */
export function reasonText(
  { reason, missingMinor, missingCount }: Pick<Explanation, 'reason' | 'missingMinor' | 'missingCount'>,
  locale: string,
  money: (minor: number) => string,
): string {
  if (reason === null) return ''
  const words = reasonWords[reason]
  const text = /^zh\b/i.test(locale) ? words.zh : words.en
  return text.replace('{amount}', () => money(missingMinor ?? 0)).replace('{count}', String(missingCount ?? 0))
}
