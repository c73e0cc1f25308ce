import { describe, expect, it } from 'vitest'
import type { CodeOf } from '../kernel/index.ts'
import {
  type ClaimFacts,
  Coupon,
  type CouponTemplate,
  claim,
  type claimCoupon,
  offerState,
  type SaveTemplateFacts,
  type saveCouponTemplate,
  saveTemplate,
  toOffer,
  unknownCoupon,
  usable,
} from './index.ts'

const dayMs = 86_400_000
const now = 10 * dayMs
const template: CouponTemplate = {
  id: 'tpl_1',
  name: { zh: '新客券', en: 'Welcome' },
  conditions: [],
  effect: { kind: 'amount_off', minor: 10_00 },
  validity: { kind: 'relative', days: 7 },
  totalLimit: 100,
  perMemberLimit: 1,
  claimFrom: now,
  claimUntil: now + dayMs,
  active: true,
  funder: 'platform',
}
const facts: ClaimFacts = {
  template,
  issuedCount: 99,
  claimedByMemberCount: 0,
  memberId: 'mem_1',
  couponId: 'cou_1',
  now,
}

describe('claim', () => {
  const refused: Record<CodeOf<typeof claimCoupon>, ClaimFacts> = {
    coupon_missing: { ...facts, template: undefined },
    coupon_not_started: { ...facts, now: now - 1 },
    coupon_ended: { ...facts, now: now + dayMs },
    coupon_sold_out: { ...facts, issuedCount: 100 },
    coupon_limit_reached: { ...facts, claimedByMemberCount: 1 },
  }

  it.each(Object.entries(refused))('refuses %s', (code, each) => {
    expect(claim(each)).toEqual({ ok: false, refusal: { code } })
  })

  it('names the first reason in the order of the contract when several hold', () => {
    const all = { ...facts, issuedCount: 100, claimedByMemberCount: 1 }
    expect(claim({ ...all, template: { ...template, active: false }, now: now - 1 })).toMatchObject({
      refusal: { code: 'coupon_not_started' },
    })
    expect(claim({ ...all, now: now + dayMs })).toMatchObject({ refusal: { code: 'coupon_ended' } })
    expect(claim(all)).toMatchObject({ refusal: { code: 'coupon_sold_out' } })
  })

  it('freezes the terms and counts the days of validity from the claim', () => {
    const { name, conditions, effect, funder } = template
    const coupon: Coupon = {
      ...{ id: 'cou_1', templateId: 'tpl_1', name, conditions, effect, funder, status: 'issued', orderId: null },
      ...{ validFrom: now, validUntil: now + 7 * dayMs },
    }
    const event = { type: 'coupon_claimed', memberId: 'mem_1', coupon, claimNumber: 1 }
    expect(claim(facts)).toEqual({ ok: true, events: [event] })
  })

  it('copies an absolute validity, which may start later than the claim', () => {
    const validity = { kind: 'absolute', from: now + 5, until: now + 9 } as const
    expect(claim({ ...facts, template: { ...template, validity } })).toMatchObject({
      events: [{ coupon: { validFrom: now + 5, validUntil: now + 9 } }],
    })
  })
})

describe('offerState', () => {
  it('ends when switched off, and when its coupons would be past their end at once', () => {
    const spent: CouponTemplate = { ...template, validity: { kind: 'absolute', from: 0, until: now } }
    expect(offerState(template, 0, 0, now)).toBe('claimable')
    expect(offerState({ ...template, active: false }, 0, 0, now)).toBe('ended')
    expect(offerState(spent, 0, 0, now)).toBe('ended')
  })

  it('agrees with the claim at every step', () => {
    const states = { not_started: now - 1, claimable: now, ended: now + dayMs } as const
    for (const [state, at] of Object.entries(states)) {
      expect(offerState(template, 0, 0, at)).toBe(state)
      expect(claim({ ...facts, issuedCount: 0, now: at }).ok).toBe(state === 'claimable')
    }
  })

  it('knows no limit where there is none', () => {
    const endless = { ...template, totalLimit: null, claimUntil: null }
    expect(offerState(endless, 1_000_000_000, 0, now + 3_000 * dayMs)).toBe('claimable')
  })
})

describe('toOffer', () => {
  it('tells what is left, never less than nothing', () => {
    expect(toOffer(template, 40, 0, now)).toMatchObject({ templateId: 'tpl_1', state: 'claimable', leftCount: 60 })
    expect(toOffer(template, 101, 0, now)).toMatchObject({ state: 'sold_out', leftCount: 0 })
    expect(toOffer({ ...template, totalLimit: null }, 40, 1, now)).toMatchObject({ state: 'claimed', leftCount: null })
  })
})

describe('usable', () => {
  const coupon = { status: 'issued', validFrom: 10, validUntil: 20 } as const

  it.each([
    [9, false],
    [10, true],
    [19, true],
    [20, false],
  ])('at %d: %s', (at, expected) => {
    expect(usable(coupon, at)).toBe(expected)
  })

  it.each(['held', 'redeemed', 'void'] as const)('not while %s', (status) => {
    expect(usable({ ...coupon, status }, 15)).toBe(false)
  })
})

describe('unknownCoupon', () => {
  it('is a coupon that can never be used', () => {
    const coupon = unknownCoupon('cou_9')
    expect(Coupon.safeParse(coupon).success).toBe(true)
    expect(usable(coupon, 0)).toBe(false)
  })
})

describe('saveTemplate', () => {
  const refused: Record<CodeOf<typeof saveCouponTemplate>, SaveTemplateFacts> = {
    limit_below_issued: { template, issuedCount: 101, exists: true },
  }

  it.each(Object.entries(refused))('refuses %s', (code, each) => {
    expect(saveTemplate(each)).toEqual({ ok: false, refusal: { code, detail: { issuedCount: 101 } } })
  })

  it('records the whole template, its limit reached or absent', () => {
    const events = [{ type: 'coupon_template_saved', template, created: false }]
    expect(saveTemplate({ template, issuedCount: 100, exists: true })).toEqual({ ok: true, events })
    const unlimited = { template: { ...template, totalLimit: null }, issuedCount: 101, exists: false }
    expect(saveTemplate(unlimited)).toMatchObject({ events: [{ created: true }] })
  })
})
