import { describe, expect, it } from 'vitest'
import type { CodeOf } from '../../kernel/index.ts'
import {
  type AcceptFacts,
  acceptCoupon,
  type acceptGift,
  type Coupon,
  GIFT_LIFE_MS,
  type GiveFacts,
  give,
  type giveCoupon,
  type WithdrawFacts,
  withdraw,
  type withdrawGift,
} from '../index.ts'

const now = 1_000_000_000
const coupon: Coupon = {
  id: 'cou_1',
  templateId: 'tpl_1',
  name: { zh: '券', en: 'Coupon' },
  conditions: [],
  items: { skuIds: ['sku_1'] },
  effect: { kind: 'amount_off', minor: 10_00 },
  stacking: { exclusive: true },
  funder: 'brand',
  status: 'issued',
  orderId: null,
  validFrom: now + 5,
  validUntil: now + 10 * GIFT_LIFE_MS,
  transferable: true,
  giftedUntil: null,
}

describe('give', () => {
  const good: GiveFacts = { coupon, memberId: 'mem_a', giftCode: 'CODE', now }
  const refused: Record<CodeOf<typeof giveCoupon>, GiveFacts> = {
    coupon_missing: { ...good, coupon: undefined },
    coupon_used: { ...good, coupon: { ...coupon, status: 'held' } },
    coupon_not_transferable: { ...good, coupon: { ...coupon, transferable: false } },
    coupon_not_usable: { ...good, coupon: { ...coupon, validUntil: now } },
    coupon_gifted: { ...good, coupon: { ...coupon, giftedUntil: now + 1 } },
  }

  it.each(Object.entries(refused))('refuses %s', (code, each) => {
    expect(give(each)).toMatchObject({ ok: false, refusal: { code } })
  })

  it('says why a coupon is worth nothing', () => {
    expect(give({ ...good, coupon: { ...coupon, status: 'void' } })).toMatchObject({
      refusal: { code: 'coupon_not_usable', detail: { reason: 'void' } },
    })
    expect(give(refused.coupon_not_usable)).toMatchObject({ refusal: { detail: { reason: 'ended' } } })
  })

  it('offers it for a day, before it can be used too, and again when nobody came', () => {
    const event = { type: 'coupon_given', memberId: 'mem_a', couponId: 'cou_1', giftCode: 'CODE' }
    expect(give(good)).toEqual({ ok: true, events: [{ ...event, giftedUntil: now + GIFT_LIFE_MS }] })
    expect(give({ ...good, coupon: { ...coupon, giftedUntil: now } }).ok).toBe(true)
  })
})

describe('withdraw', () => {
  const pending = { ...coupon, giftedUntil: now + 1 }
  const good: WithdrawFacts = { coupon: pending, memberId: 'mem_a', now }
  const refused: Record<CodeOf<typeof withdrawGift>, WithdrawFacts> = {
    coupon_missing: { ...good, coupon: undefined },
    gift_missing: { ...good, coupon },
  }

  it.each(Object.entries(refused))('refuses %s', (code, each) => {
    expect(withdraw(each)).toEqual({ ok: false, refusal: { code } })
  })

  it('takes the offer back, but not one that is taken or over', () => {
    const event = { type: 'coupon_gift_withdrawn', memberId: 'mem_a', couponId: 'cou_1' }
    expect(withdraw(good)).toEqual({ ok: true, events: [event] })
    expect(withdraw({ ...good, now: now + 1 }).ok).toBe(false)
    expect(withdraw({ ...good, coupon: { ...pending, status: 'void' } }).ok).toBe(false)
  })
})

describe('acceptCoupon', () => {
  const gift = { ...coupon, giftedUntil: now + 1, memberId: 'mem_a', noticeAt: now + 7 }
  const good: AcceptFacts = {
    parsed: { kind: 'code', code: 'CODE' },
    gift,
    template: { perMemberLimit: 2, periodLimit: { count: 2, period: 'day' } },
    counts: { claimedByMemberCount: 1, claimedInPeriodCount: 1 },
    memberId: 'mem_b',
    couponId: 'cou_2',
    now,
  }
  const refused: Record<CodeOf<typeof acceptGift>, AcceptFacts> = {
    code_mistyped: { ...good, parsed: { kind: 'mistyped' }, gift: undefined },
    gift_missing: { ...good, gift: undefined },
    gift_own: { ...good, memberId: 'mem_a' },
    gift_taken: { ...good, gift: { ...gift, status: 'void' } },
    gift_expired: { ...good, now: now + 1 },
    coupon_limit_reached: { ...good, counts: { claimedByMemberCount: 2, claimedInPeriodCount: 0 } },
    coupon_period_limit_reached: { ...good, counts: { claimedByMemberCount: 1, claimedInPeriodCount: 2 } },
  }

  it.each(Object.entries(refused))('refuses %s', (code, each) => {
    expect(acceptCoupon(each)).toEqual({ ok: false, refusal: { code } })
  })

  it('refuses a coupon that ended, or that its giver uses, in the meantime', () => {
    const expired = { ok: false, refusal: { code: 'gift_expired' } }
    expect(acceptCoupon({ ...good, gift: { ...gift, validUntil: now } })).toEqual(expired)
    expect(acceptCoupon({ ...good, gift: { ...gift, status: 'held' } })).toEqual(expired)
  })

  it('moves the coupon with its terms, its end and its notice, and counts it as a claim', () => {
    const from = { memberId: 'mem_a', couponId: 'cou_1' }
    const moved = { ...coupon, id: 'cou_2', giftedUntil: null }
    expect(acceptCoupon(good)).toEqual({
      ok: true,
      events: [
        { type: 'coupon_gift_taken', ...from },
        { type: 'coupon_accepted', memberId: 'mem_b', coupon: moved, claimNumber: 2, noticeAt: now + 7, from },
      ],
    })
  })
})
