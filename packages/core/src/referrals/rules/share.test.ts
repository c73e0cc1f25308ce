import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tryRefusals } from '../../members/refusals.fixture.ts'
import {
  askBack,
  noteOutcome,
  noteReturn,
  noteShareReturn,
  returnShare,
  type ShareFacts,
  type ShareSource,
  type SplitFacts,
  settle,
  split,
  splitPayout,
  type Withdrawal,
} from '../index.ts'

const withdrawal: Withdrawal = {
  ...{ id: 'wdr_1', memberId: 'mem_b', amountMinor: 105_00, feeMinor: 3_00, taxMinor: 2_00, method: 'wechat_pay' },
  ...{ status: 'approved', batchId: null, reference: null, requestedAt: 1, movedAt: 1 },
}
const source: ShareSource = {
  ...{ orderId: 'ord_1', paymentId: 'pay_1', earnedMinor: 50_00, usedMinor: 0 },
  ...{ paidMinor: 100_00, refundMinor: 0, sharedMinor: 0 },
}
const good: SplitFacts = { withdrawal, sources: [source], maxBps: 3_000, isReturnable: true }
const planned = (...sources: readonly Partial<ShareSource>[]) => {
  const decision = split({ ...good, sources: sources.map((change) => ({ ...source, ...change })) })
  return (decision.ok ? decision.events : []).flatMap(({ shares }) => shares.map(({ amountMinor }) => amountMinor))
}

describe('splitting a pay-out', () => {
  it('refuses in the order of the contract', () => {
    const tried = tryRefusals(splitPayout, split, good, {
      withdrawal_missing: (given) => ({ ...given, withdrawal: undefined }),
      withdrawal_not_paying: (given) => ({ ...given, withdrawal: { ...withdrawal, status: 'paying' } }),
    })
    expect(tried.alone).toEqual(tried.wanted)
  })

  it('takes of a payment what may be shared of it and was earned by its order, and no more than is paid out', () => {
    expect(planned({})).toEqual([30_00])
    expect(planned({ earnedMinor: 20_00 })).toEqual([20_00])
    expect(planned({ sharedMinor: 25_00 })).toEqual([5_00])
    expect(planned({ refundMinor: 95_00 })).toEqual([5_00])
    expect(planned({ usedMinor: 50_00 })).toEqual([])
    // A deposit and a balance of one order have one commission between them.
    expect(planned({}, { paymentId: 'pay_2' })).toEqual([30_00, 20_00])
    // 100.00 of the 105.00 are paid out.
    const many = Array.from({ length: 5 }, (_, n) => ({ orderId: `ord_${n}`, paymentId: `pay_${n}` }))
    expect(planned(...many)).toEqual([30_00, 30_00, 30_00, 10_00])
  })

  it('never takes more than there is, of anything', () => {
    const money = fc.integer({ min: 0, max: 10_000 })
    const any = fc.record({
      ...{ orderId: fc.constantFrom('a', 'b', 'c'), paymentId: fc.string({ minLength: 1 }), paidMinor: money },
      ...{ usedMinor: money, refundMinor: money, sharedMinor: money },
    })
    fc.assert(
      fc.property(
        fc.uniqueArray(any, { selector: ({ paymentId }) => paymentId, maxLength: 8 }),
        money,
        (list, earned) => {
          const sources = list.map((each) => ({ ...each, usedMinor: 0, earnedMinor: earned }))
          const decision = split({ ...good, sources })
          const shares = decision.ok ? decision.events.flatMap((event) => event.shares) : []
          const sum = (of: typeof shares): number => of.reduce((total, { amountMinor }) => total + amountMinor, 0)
          expect(sum(shares)).toBeLessThanOrEqual(100_00)
          for (const id of ['a', 'b', 'c']) {
            expect(sum(shares.filter(({ orderId }) => orderId === id))).toBeLessThanOrEqual(earned)
          }
          for (const { paymentId, amountMinor } of shares) {
            const of = sources.find((each) => each.paymentId === paymentId)
            expect(amountMinor).toBeGreaterThan(0)
            expect(amountMinor + (of?.sharedMinor ?? 0)).toBeLessThanOrEqual(Math.floor((of?.paidMinor ?? 0) * 0.3))
          }
        },
      ),
      { numRuns: process.env.SIYU_LONG ? 20_000 : 200 },
    )
  })
})

describe('what a provider says of parts', () => {
  const paying = { ...withdrawal, status: 'paying' as const }
  const open = { paymentId: 'pay_1', amountMinor: 30_00, paidMinor: null }
  const note = { withdrawalId: 'wdr_1', outcome: 'processing', amountMinor: 100_00, reference: null } as const
  const said = (amountMinor: number) => ({ ...note, shares: [{ paymentId: 'pay_1', amountMinor }] })
  it('is noted once, and believed up to what was planned', () => {
    const shares = [open]
    expect(noteOutcome({ withdrawal: paying, shares, note: said(30_00) })).toMatchObject({
      events: [{ type: 'payout_shared', shares: [{ paymentId: 'pay_1', amountMinor: 30_00 }] }],
    })
    expect(noteOutcome({ withdrawal: paying, shares, note: said(30_01) })).toMatchObject({
      refusal: { code: 'withdrawal_amount_differs' },
    })
    const known = [{ ...open, paidMinor: 30_00 }]
    expect(noteOutcome({ withdrawal: paying, shares: known, note: said(0) })).toEqual({ ok: true, events: [] })
  })

  it('decides how much of a failed pay-out comes back', () => {
    const failed = { withdrawal: paying, outcome: 'failed', reference: 'CLOSED' } as const
    expect(settle({ ...failed, shares: [open] })).toMatchObject({ refusal: { code: 'withdrawal_not_paying' } })
    expect(settle({ ...failed, shares: [{ ...open, paidMinor: 0 }] })).toMatchObject({
      events: [{ type: 'withdrawal_failed', amountMinor: 105_00 }],
    })
    expect(settle({ ...failed, shares: [{ ...open, paidMinor: 30_00 }] })).toMatchObject({
      events: [{ type: 'withdrawal_paid' }, { type: 'withdrawal_part_back', amountMinor: 70_00 }],
    })
  })
})

describe('asking back', () => {
  const share: ShareFacts = {
    ...{ memberId: 'mem_b', withdrawalId: 'wdr_1', paymentId: 'pay_1', orderId: 'ord_1', amountMinor: 30_00 },
    ...{ paidMinor: 30_00, isReturnable: true, returnedMinor: 0, returnMinor: 0, returnCount: 0 },
  }
  it('refuses in the order of the contract', () => {
    const tried = tryRefusals(returnShare, askBack, { share, overMinor: 1 } as Parameters<typeof askBack>[0], {
      share_missing: (given) => ({ ...given, share: undefined }),
      share_return_not_due: (given) => ({ ...given, overMinor: 0 }),
    })
    expect(tried.alone).toEqual(tried.wanted)
    const person = { ...share, isReturnable: false }
    expect(askBack({ share: person, overMinor: 9 })).toMatchObject({ refusal: { code: 'share_return_not_due' } })
    const noted = tryRefusals(noteReturn, noteShareReturn, { share, outcome: 'returned' } as never, {
      share_missing: () => ({ share: undefined, outcome: 'returned' }) as never,
    })
    expect(noted.alone).toEqual(noted.wanted)
  })

  it('asks for what is not earned any more, up to what was paid, one return at a time', () => {
    const asked = (overMinor: number, change: Partial<ShareFacts> = {}) => {
      const decision = askBack({ share: { ...share, ...change }, overMinor })
      return decision.ok ? decision.events.map(({ amountMinor }) => amountMinor) : decision.refusal.code
    }
    expect([asked(10_00), asked(99_00), asked(99_00, { returnedMinor: 25_00 })]).toEqual([[10_00], [30_00], [5_00]])
    expect(asked(10_00, { returnMinor: 4_00 })).toEqual([])
  })

  it('notes the end of a return once', () => {
    const due = { ...share, returnMinor: 4_00 }
    expect(noteShareReturn({ share: due, outcome: 'returned' })).toMatchObject({
      events: [{ type: 'share_returned', amountMinor: 4_00 }],
    })
    expect(noteShareReturn({ share: due, outcome: 'failed' })).toMatchObject({
      events: [{ type: 'share_return_failed' }],
    })
    expect(noteShareReturn({ share, outcome: 'returned' })).toEqual({ ok: true, events: [] })
  })
})
