import { describe, expect, it } from 'vitest'
import type { CodeOf } from '../../kernel/index.ts'
import {
  type ClaimFacts,
  Coupon,
  type CouponTemplate,
  claim,
  type claimCoupon,
  couponCode,
  couponState,
  issue,
  type issueCoupon,
  offerState,
  parseCode,
  type RedeemCodeFacts,
  redeem,
  type redeemCode,
  toOffer,
  unknownCoupon,
  usable,
} from '../index.ts'

const dayMs = 86_400_000
const now = 10 * dayMs
const template: CouponTemplate = {
  id: 'tpl_1',
  name: { zh: '新客券', en: 'Welcome' },
  conditions: [],
  effect: { kind: 'amount_off', minor: 10_00 },
  validity: { kind: 'relative', days: 7 },
  totalLimit: 100,
  perMemberLimit: 2,
  claimFrom: now,
  claimUntil: now + dayMs,
  active: true,
  funder: 'platform',
}
const counts = { issuedCount: 99, spentMinor: 0, claimedByMemberCount: 1, claimedInPeriodCount: 1 }
const none = { issuedCount: 0, spentMinor: 0, claimedByMemberCount: 0, claimedInPeriodCount: 0 }
const facts: ClaimFacts = { template, counts, memberId: 'mem_1', couponId: 'cou_1', now }
const daily = { ...template, periodLimit: { count: 1, period: 'day' as const } }

const claimRefused = {
  coupon_not_started: { ...facts, now: now - 1 },
  coupon_ended: { ...facts, now: now + dayMs },
  coupon_sold_out: { ...facts, counts: { ...counts, issuedCount: 100 } },
  coupon_limit_reached: { ...facts, counts: { ...counts, claimedByMemberCount: 2 } },
  coupon_period_limit_reached: { ...facts, template: daily },
} as const

describe('claim', () => {
  const refused: Record<CodeOf<typeof claimCoupon>, ClaimFacts> = {
    coupon_missing: { ...facts, template: undefined },
    ...claimRefused,
  }

  it.each(Object.entries(refused))('refuses %s', (code, each) => {
    expect(claim(each)).toEqual({ ok: false, refusal: { code } })
  })

  it('names the first reason in the order of the contract when several hold', () => {
    const all = { ...facts, counts: { ...counts, issuedCount: 100, claimedByMemberCount: 2, claimedInPeriodCount: 1 } }
    const codeOf = (decision: ReturnType<typeof claim>): string => (decision.ok ? '' : decision.refusal.code)
    expect(codeOf(claim({ ...all, template: { ...daily, active: false }, now: now - 1 }))).toBe('coupon_not_started')
    expect(codeOf(claim({ ...all, template: daily, now: now + dayMs }))).toBe('coupon_ended')
    expect(codeOf(claim({ ...all, template: daily }))).toBe('coupon_sold_out')
    expect(codeOf(claim({ ...all, template: { ...daily, totalLimit: null } }))).toBe('coupon_limit_reached')
  })

  it('freezes all terms, what is absent as null, and counts the days of validity from the claim', () => {
    const { name, conditions, effect, funder } = template
    const coupon: Coupon = {
      ...{ id: 'cou_1', templateId: 'tpl_1', name, conditions, effect, funder, status: 'issued', orderId: null },
      ...{ items: null, stacking: null, transferable: false, giftedUntil: null },
      ...{ validFrom: now, validUntil: now + 7 * dayMs },
    }
    const event = { type: 'coupon_claimed', memberId: 'mem_1', coupon, claimNumber: 2 }
    expect(claim(facts)).toEqual({ ok: true, events: [{ ...event, by: 'member', code: null, noticeAt: null }] })
    const terms = { items: { skuIds: ['sku_1'] }, stacking: { exclusive: true }, transferable: true }
    expect(claim({ ...facts, template: { ...template, ...terms } })).toMatchObject({ events: [{ coupon: terms }] })
  })

  it('copies an absolute validity, which may start later than the claim', () => {
    const validity = { kind: 'absolute', from: now + 5, until: now + 9 } as const
    expect(claim({ ...facts, template: { ...template, validity } })).toMatchObject({
      events: [{ coupon: { validFrom: now + 5, validUntil: now + 9 } }],
    })
  })

  it('sets the notice so many days before the end, unless that is over at once', () => {
    const noticeOf = (noticeDays: number): unknown => claim({ ...facts, template: { ...template, noticeDays } })
    expect(noticeOf(3)).toMatchObject({ events: [{ noticeAt: now + 4 * dayMs }] })
    expect(noticeOf(7)).toMatchObject({ events: [{ noticeAt: null }] })
  })

  it('does not find a template that needs a code', () => {
    expect(claim({ ...facts, template: { ...template, needsCode: true } })).toMatchObject({
      refusal: { code: 'coupon_missing' },
    })
  })

  it('hands out nothing when the budget is used up', () => {
    const budget = { ...template, budgetMinor: 500_00 }
    expect(claim({ ...facts, template: budget, counts: { ...counts, spentMinor: 499_99 } }).ok).toBe(true)
    expect(claim({ ...facts, template: budget, counts: { ...counts, spentMinor: 500_00 } })).toMatchObject({
      refusal: { code: 'coupon_sold_out' },
    })
  })
})

describe('redeem', () => {
  const code = couponCode(new Uint8Array(12).fill(7))
  const unique = { code, template: { ...template, needsCode: true }, claimedBy: null, voidedAt: null }
  const { template: _, ...rest } = facts
  const good: RedeemCodeFacts = { ...rest, publicTemplate: undefined, parsed: { kind: 'code', code }, unique }
  const slip = `${code.slice(0, -1)}${code.endsWith('A') ? 'B' : 'A'}`

  const refused: Record<CodeOf<typeof redeemCode>, RedeemCodeFacts> = {
    code_mistyped: { ...good, parsed: parseCode(slip), unique: undefined },
    coupon_code_unknown: { ...good, unique: undefined },
    code_void: { ...good, unique: { ...unique, voidedAt: now } },
    code_used: { ...good, unique: { ...unique, claimedBy: 'mem_2' } },
    coupon_not_started: { ...good, now: now - 1 },
    coupon_ended: { ...good, now: now + dayMs },
    coupon_sold_out: { ...good, counts: { ...counts, issuedCount: 100 } },
    coupon_limit_reached: { ...good, counts: { ...counts, claimedByMemberCount: 2 } },
    coupon_period_limit_reached: { ...good, unique: { ...unique, template: daily } },
  }

  it.each(Object.entries(refused))('refuses %s', (expected, each) => {
    expect(redeem(each)).toEqual({ ok: false, refusal: { code: expected } })
  })

  it('uses the unique code up, and not a public one', () => {
    expect(redeem(good)).toMatchObject({ events: [{ type: 'coupon_claimed', by: 'code', code, claimNumber: 2 }] })
    const open = { ...good, publicTemplate: template, parsed: parseCode('WELCOME10'), unique: undefined }
    expect(redeem(open)).toMatchObject({ events: [{ by: 'code', code: null }] })
  })

  it('takes a text that is both as the public code', () => {
    const both = { ...good, publicTemplate: { ...template, id: 'tpl_2' }, unique: { ...unique, claimedBy: 'mem_2' } }
    expect(redeem(both)).toMatchObject({ events: [{ coupon: { templateId: 'tpl_2' }, code: null }] })
  })
})

describe('issue', () => {
  const good = { ...facts, hasMember: true }
  const refused: Record<CodeOf<typeof issueCoupon>, Parameters<typeof issue>[0]> = {
    coupon_missing: { ...good, template: undefined },
    member_missing: { ...good, hasMember: false },
    coupon_ended: { ...good, template: { ...template, active: false } },
    coupon_sold_out: { ...good, counts: { ...counts, issuedCount: 100 } },
    coupon_limit_reached: { ...good, counts: { ...counts, claimedByMemberCount: 2 } },
  }

  it.each(Object.entries(refused))('refuses %s', (code, each) => {
    expect(issue(each)).toEqual({ ok: false, refusal: { code } })
  })

  it('looks neither at the times of claiming, nor at the period, nor for a code', () => {
    const closed = { ...daily, claimFrom: now + 1, claimUntil: now - 1, needsCode: true }
    expect(issue({ ...good, template: closed })).toMatchObject({
      ok: true,
      events: [{ by: 'operator', claimNumber: 2 }],
    })
  })
})

describe('offerState', () => {
  it('ends when switched off, and when its coupons would be past their end at once', () => {
    const spent: CouponTemplate = { ...template, validity: { kind: 'absolute', from: 0, until: now } }
    expect(offerState(template, none, now)).toBe('claimable')
    expect(offerState({ ...template, active: false }, none, now)).toBe('ended')
    expect(offerState(spent, none, now)).toBe('ended')
  })

  it('agrees with the claim at every step', () => {
    const states = { not_started: now - 1, claimable: now, ended: now + dayMs } as const
    for (const [state, at] of Object.entries(states)) {
      expect(offerState(template, none, at)).toBe(state)
      expect(claim({ ...facts, counts: none, now: at }).ok).toBe(state === 'claimable')
    }
    expect(offerState(daily, { ...none, claimedInPeriodCount: 1 }, now)).toBe('claimed')
  })

  it('knows no limit where there is none', () => {
    const endless = { ...template, totalLimit: null, claimUntil: null }
    expect(offerState(endless, { ...none, issuedCount: 1_000_000_000 }, now + 3_000 * dayMs)).toBe('claimable')
  })
})

describe('toOffer', () => {
  it('tells what is left, never less than nothing', () => {
    const shown = (each: CouponTemplate, part: object): unknown => toOffer(each, { ...none, ...part }, now)
    expect(shown(template, { issuedCount: 40 })).toMatchObject({
      templateId: 'tpl_1',
      state: 'claimable',
      leftCount: 60,
    })
    expect(shown(template, { issuedCount: 101 })).toMatchObject({ state: 'sold_out', leftCount: 0 })
    expect(shown({ ...template, totalLimit: null }, { claimedByMemberCount: 2 })).toMatchObject({
      ...{ state: 'claimed', leftCount: null },
    })
  })

  it('shows no code, and nothing that needs one', () => {
    const shown = toOffer({ ...template, publicCode: 'WELCOME10' }, none, now)
    expect(JSON.stringify(shown)).not.toContain('WELCOME10')
    expect(toOffer({ ...template, needsCode: true }, none, now)).toBeUndefined()
  })
})

describe('a coupon in a wallet', () => {
  const coupon = { status: 'issued', validFrom: 10, validUntil: 20 } as const

  it.each([
    [9, false, 'issued'],
    [10, true, 'issued'],
    [19, true, 'issued'],
    [20, false, 'expired'],
  ])('at %d: usable %s, shown as %s', (at, expected, state) => {
    expect(usable(coupon, at)).toBe(expected)
    expect(couponState(coupon, at)).toBe(state)
  })

  it.each(['held', 'redeemed', 'void'] as const)('cannot be used while %s, and is shown so for ever', (status) => {
    expect(usable({ ...coupon, status }, 15)).toBe(false)
    expect(couponState({ ...coupon, status }, 99)).toBe(status)
  })

  it('cannot be used while it waits for a taker, and can again afterwards', () => {
    expect(usable({ ...coupon, giftedUntil: 15 }, 14)).toBe(false)
    expect(usable({ ...coupon, giftedUntil: 15 }, 15)).toBe(true)
  })
})

describe('unknownCoupon', () => {
  it('is a coupon that can never be used', () => {
    const coupon = unknownCoupon('cou_9')
    expect(Coupon.safeParse(coupon).success).toBe(true)
    expect(usable(coupon, 0)).toBe(false)
  })
})
