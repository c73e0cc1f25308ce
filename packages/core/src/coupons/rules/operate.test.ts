import { describe, expect, it } from 'vitest'
import type { CodeOf } from '../../kernel/index.ts'
import {
  type CouponTemplate,
  type CreateBatchFacts,
  type createBatch,
  type NotifyFacts,
  newBatch,
  notify,
  type notifyCoupon,
  type SaveTemplateFacts,
  type saveCouponTemplate,
  saveTemplate,
  takeAway,
  takeBackBatch,
  type VoidBatchFacts,
  type VoidFacts,
  type voidBatch,
  type voidCoupon,
  wholeTemplate,
} from '../index.ts'

const template: CouponTemplate = {
  id: 'tpl_1',
  name: { zh: '新客券', en: 'Welcome' },
  conditions: [],
  effect: { kind: 'amount_off', minor: 10_00 },
  validity: { kind: 'relative', days: 7 },
  totalLimit: 100,
  perMemberLimit: 1,
  budgetMinor: 500_00,
  claimFrom: 0,
  claimUntil: null,
  active: true,
  publicCode: 'Welcome10',
  funder: 'platform',
}

describe('saveTemplate', () => {
  const good: SaveTemplateFacts = { template, issuedCount: 100, spentMinor: 500_00, exists: true, codeOwnerId: 'tpl_1' }
  const changed = (more: Partial<CouponTemplate>): SaveTemplateFacts => ({
    ...good,
    template: { ...template, ...more },
  })
  const step = { from: 100, off: { minor: 1 } }
  const refused: Record<CodeOf<typeof saveCouponTemplate>, SaveTemplateFacts> = {
    condition_empty: changed({ conditions: [{ kind: 'order_number', from: 5, to: 2 }] }),
    ladder_unordered: changed({ effect: { kind: 'ladder', by: 'amount', steps: [step, step] } }),
    effect_empty: changed({ effect: { kind: 'percent_off', bps: 1_000, capMinor: 0 } }),
    template_window_empty: changed({ validity: { kind: 'absolute', from: 9, until: 9 } }),
    limit_below_issued: { ...good, issuedCount: 101 },
    budget_below_spent: { ...good, spentMinor: 500_01 },
    code_taken: { ...good, codeOwnerId: 'tpl_2' },
  }
  const details = {
    limit_below_issued: { issuedCount: 101 },
    budget_below_spent: { spentMinor: 500_01 },
    code_taken: { templateId: 'tpl_2' },
  }

  it.each(Object.entries(refused))('refuses %s', (code, each) => {
    const { ok, refusal } = saveTemplate(each) as { ok: boolean; refusal: { code: string; detail?: object } }
    expect([ok, refusal.code, refusal.detail]).toEqual([false, code, details[code as keyof typeof details]])
  })

  it('refuses one that could never be claimed', () => {
    expect(saveTemplate(changed({ claimFrom: 9, claimUntil: 9 }))).toMatchObject({
      refusal: { code: 'template_window_empty' },
    })
  })

  it('records the whole template, its limits reached or absent', () => {
    const whole = wholeTemplate(template)
    const events = [{ type: 'coupon_template_saved', template: whole, created: false }]
    expect(saveTemplate(good)).toEqual({ ok: true, events })
    expect(whole).toMatchObject({
      ...{ publicCode: 'WELCOME10', items: null, stacking: null, periodLimit: null },
      ...{ needsCode: false, transferable: false, noticeDays: null },
    })
    const unlimited = { ...template, totalLimit: null, budgetMinor: null }
    expect(saveTemplate({ ...good, template: unlimited, issuedCount: 101, exists: false })).toMatchObject({
      events: [{ created: true }],
    })
  })

  it('a template without a public code takes nobody’s', () => {
    const silent = { ...good, template: { ...template, publicCode: null }, codeOwnerId: null }
    expect(saveTemplate(silent)).toMatchObject({ ok: true, events: [{ template: { publicCode: null } }] })
  })
})

describe('newBatch', () => {
  const input = { batchId: 'bat_1', templateId: 'tpl_1', count: 3, prefix: 'vip' }
  const good: CreateBatchFacts = { input, hasTemplate: true, isTaken: false, seed: 'chance' }
  const refused: Record<CodeOf<typeof createBatch>, CreateBatchFacts> = {
    coupon_missing: { ...good, hasTemplate: false },
    batch_exists: { ...good, isTaken: true },
  }

  it.each(Object.entries(refused))('refuses %s', (code, each) => {
    expect(newBatch(each)).toEqual({ ok: false, refusal: { code } })
  })

  it('keeps the seed and not the codes', () => {
    const event = { type: 'coupon_batch_created', batchId: 'bat_1', templateId: 'tpl_1', count: 3, seed: 'chance' }
    expect(newBatch(good)).toEqual({ ok: true, events: [{ ...event, prefix: 'VIP' }] })
    const { prefix: _, ...plain } = input
    expect(newBatch({ ...good, input: plain })).toMatchObject({ events: [{ prefix: '' }] })
  })
})

describe('takeBackBatch', () => {
  const good: VoidBatchFacts = { batch: { batchId: 'bat_1', voidedAt: null } }
  const refused: Record<CodeOf<typeof voidBatch>, VoidBatchFacts> = {
    batch_missing: { ...good, batch: undefined },
    batch_void: { ...good, batch: { batchId: 'bat_1', voidedAt: 7 } },
  }

  it.each(Object.entries(refused))('refuses %s', (code, each) => {
    expect(takeBackBatch(each)).toEqual({ ok: false, refusal: { code } })
  })

  it('takes it back', () => {
    const event = { type: 'coupon_batch_voided', batchId: 'bat_1' }
    expect(takeBackBatch(good)).toEqual({ ok: true, events: [event] })
  })
})

describe('takeAway', () => {
  const coupon = { id: 'cou_1', status: 'issued', orderId: null } as const
  const good: VoidFacts = { coupon, memberId: 'mem_1' }
  const refused: Record<CodeOf<typeof voidCoupon>, VoidFacts> = {
    coupon_missing: { ...good, coupon: undefined },
    coupon_used: { ...good, coupon: { ...coupon, status: 'held', orderId: 'ord_1' } },
    coupon_void: { ...good, coupon: { ...coupon, status: 'void' } },
  }

  it.each(Object.entries(refused))('refuses %s', (code, each) => {
    expect(takeAway(each)).toMatchObject({ ok: false, refusal: { code } })
  })

  it('takes away what no order has', () => {
    const event = { type: 'coupon_voided', memberId: 'mem_1', couponId: 'cou_1' }
    expect(takeAway(good)).toEqual({ ok: true, events: [event] })
    const redeemed = takeAway({ ...good, coupon: { ...coupon, status: 'redeemed', orderId: 'ord_1' } })
    expect(redeemed).toEqual({ ok: false, refusal: { code: 'coupon_used', detail: { orderId: 'ord_1' } } })
  })
})

describe('notify', () => {
  const coupon = { id: 'cou_1', status: 'issued', validUntil: 20, noticeAt: 10 } as const
  const good: NotifyFacts = { coupon, memberId: 'mem_1', now: 10 }
  const refused: Record<CodeOf<typeof notifyCoupon>, NotifyFacts> = {
    coupon_missing: { ...good, coupon: undefined },
    notice_not_due: { ...good, now: 9 },
  }

  it.each(Object.entries(refused))('refuses %s', (code, each) => {
    expect(notify(each)).toEqual({ ok: false, refusal: { code } })
  })

  it('tells the end while there is still time, and nothing of what is used, told or over', () => {
    const event = { type: 'coupon_expiring', memberId: 'mem_1', couponId: 'cou_1', validUntil: 20 }
    expect(notify({ ...good, now: 19 })).toEqual({ ok: true, events: [event] })
    expect(notify({ ...good, now: 20 }).ok).toBe(false)
    expect(notify({ ...good, coupon: { ...coupon, status: 'redeemed' } }).ok).toBe(false)
    expect(notify({ ...good, coupon: { ...coupon, noticeAt: null } }).ok).toBe(false)
  })
})
