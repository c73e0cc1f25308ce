import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tryRefusals } from '../../members/refusals.fixture.ts'
import { WithdrawInput, withdraw } from '../contract/withdrawals.ts'
import {
  approve,
  batch,
  dropWithdrawals,
  noteOutcome,
  payoutCsv,
  payoutMinor,
  reject,
  settle,
  takeOut,
  type Withdrawal,
  type WithdrawFacts,
  withdrawalFee,
} from '../index.ts'
import { approveWithdrawal, rejectWithdrawal, settleWithdrawal } from '../operators/withdrawals.ts'
import { notePayout, type PayoutNote } from '../system.ts'

const now = Date.UTC(2026, 10, 30, 17)
const terms = {
  ...{ minMinor: 10_00, maxMinor: 500_00, feeBps: 200, feeMinor: 50, freeMinor: 100_00, reviewFromMinor: 200_00 },
  methods: ['manual', 'wechat_pay'],
}
const good: WithdrawFacts = {
  ...{ memberId: 'mem_b', withdrawalId: 'wdr_1', input: { amountMinor: 150_00, method: 'manual' }, terms },
  ...{ availableMinor: 150_00, months: [{ periodKey: '2026-12', amountMinor: 60_00 }], now, zoneOffsetMinutes: 480 },
}
const withdrawal: Withdrawal = {
  ...{ id: 'wdr_1', memberId: 'mem_b', amountMinor: 150_00, feeMinor: 2_70, taxMinor: 0, method: 'manual' },
  ...{ status: 'requested', batchId: null, reference: null, requestedAt: now, movedAt: now },
}

describe('taking commission out', () => {
  it('refuses in the order of the contract', () => {
    const tried = tryRefusals(withdraw, takeOut, good, {
      withdrawal_method_off: (facts) => ({ ...facts, input: { ...facts.input, method: 'alipay' } }),
      withdrawal_below_min: (facts) => ({ ...facts, input: { ...facts.input, amountMinor: 9_99 } }),
      withdrawal_above_max: (facts) => ({ ...facts, terms: { ...terms, minMinor: 1, maxMinor: 2 } }),
      commission_insufficient: (facts) => ({ ...facts, availableMinor: -1 }),
      withdrawal_eaten_by_fee: (facts) => ({ ...facts, terms: { ...(facts.terms ?? terms), feeMinor: 150_00 } }),
    })
    expect(tried.alone).toEqual(tried.wanted)
  })

  it('debits all of it, charges what is above the free amount of the month, and says who has to look', () => {
    const asked = takeOut(good)
    // 40.00 of the free 100.00 are left: 2 % of 110.00, and 0.50.
    const event = { feeMinor: 2_70, amountMinor: 150_00, periodKey: '2026-12', isApproved: true }
    expect(asked).toMatchObject({ ok: true, events: [event] })
    const large = takeOut({ ...good, availableMinor: 500_00, input: { ...good.input, amountMinor: 200_00 } })
    expect(large).toMatchObject({ ok: true, events: [{ isApproved: false }] })
    expect(takeOut({ ...good, terms: undefined })).toMatchObject({ events: [{ feeMinor: 0, isApproved: false }] })
  })

  it.each([
    ['SSPanel-Metron#10: a negative amount', -1_00],
    ['SSRPanel#1446: nothing', 0],
    ['a fraction of a cent', 10.5],
    ['more than any account holds', Number.MAX_SAFE_INTEGER],
  ])('%s is never taken out', (_name, amountMinor) => {
    const input = { amountMinor, method: 'manual', account: 'a', name: 'b' }
    const isValid = WithdrawInput.safeParse(input).success
    expect(isValid && takeOut({ ...good, input, terms: undefined }).ok).toBe(false)
  })

  it('commission that was reversed after it was withdrawn blocks until it is earned back', () => {
    expect(takeOut({ ...good, availableMinor: -20_00 })).toMatchObject({
      refusal: { code: 'commission_insufficient', detail: { availableMinor: -20_00 } },
    })
  })

  it('charges the same in one month, however it is cut, but for the sum per withdrawal', () => {
    const share = { feeBps: 10_000, feeMinor: 0, freeMinor: 5_000 }
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9_000 }), { maxLength: 6 }), (parts) => {
        let [used, fees] = [0, 0]
        for (const part of parts) {
          fees += withdrawalFee(share, part, used).feeMinor
          used += part
        }
        expect(fees).toBe(withdrawalFee(share, used, 0).feeMinor)
      }),
    )
  })
})

describe('what becomes of it', () => {
  it('refuses to approve in the order of the contract', () => {
    const tried = tryRefusals(
      approveWithdrawal,
      approve,
      { withdrawal, taxMinor: 10_00 } as Parameters<typeof approve>[0],
      {
        withdrawal_missing: (facts) => ({ ...facts, withdrawal: undefined }),
        withdrawal_not_open: (facts) => ({ ...facts, withdrawal: { ...withdrawal, status: 'paid' } }),
        withdrawal_tax_too_high: (facts) => ({ ...facts, taxMinor: 147_30 }),
      },
    )
    expect(tried.alone).toEqual(tried.wanted)
    expect(approve({ withdrawal, taxMinor: 147_29 })).toMatchObject({ ok: true, events: [{ taxMinor: 147_29 }] })
  })

  it('refuses to reject, to settle and to note in the order of their contracts', () => {
    const paid: Withdrawal = { ...withdrawal, status: 'paid' }
    const rejecting = tryRefusals(rejectWithdrawal, reject, { withdrawal } as Parameters<typeof reject>[0], {
      withdrawal_missing: (facts) => ({ ...facts, withdrawal: undefined }),
      withdrawal_not_open: (facts) => ({ ...facts, withdrawal: paid }),
    })
    expect(rejecting.alone).toEqual(rejecting.wanted)
    const paying: Withdrawal = { ...withdrawal, status: 'paying' }
    const given = { withdrawal: paying, outcome: 'paid', reference: 'tr_1' } as Parameters<typeof settle>[0]
    const settling = tryRefusals(settleWithdrawal, settle, given, {
      withdrawal_missing: (facts) => ({ ...facts, withdrawal: undefined }),
      withdrawal_not_paying: (facts) => ({ ...facts, withdrawal: { ...paying, status: 'requested' } }),
    })
    expect(settling.alone).toEqual(settling.wanted)
    const note: PayoutNote = { withdrawalId: 'wdr_1', outcome: 'paid', amountMinor: 147_30, reference: 'tr_1' }
    const noting = tryRefusals(
      notePayout,
      noteOutcome,
      { withdrawal: paying, note } as Parameters<typeof noteOutcome>[0],
      {
        withdrawal_missing: (facts) => ({ ...facts, withdrawal: undefined }),
        withdrawal_not_paying: (facts) => ({ ...facts, withdrawal: paid }),
        withdrawal_amount_differs: (facts) => ({ ...facts, note: { ...note, amountMinor: 147_29 } }),
      },
    )
    expect(noting.alone).toEqual(noting.wanted)
  })

  it('a failure credits all of it back; what is said again changes nothing', () => {
    const note: PayoutNote = { withdrawalId: 'wdr_1', outcome: 'processing', amountMinor: 147_30, reference: 'tr_1' }
    const approved: Withdrawal = { ...withdrawal, status: 'approved' }
    const sent = noteOutcome({ withdrawal: approved, note })
    expect(sent).toMatchObject({ events: [{ type: 'withdrawal_sent', reference: 'tr_1' }] })
    const paying: Withdrawal = { ...approved, status: 'paying', reference: 'tr_1' }
    expect(noteOutcome({ withdrawal: paying, note })).toEqual({ ok: true, events: [] })
    const failed = noteOutcome({ withdrawal: paying, note: { ...note, outcome: 'failed' } })
    expect(failed).toMatchObject({ events: [{ type: 'withdrawal_failed', amountMinor: 150_00 }] })
  })

  it('goes into a batch and a table of CSV that no spreadsheet runs', () => {
    expect(batch('pay_1', [])).toEqual([])
    expect(batch('pay_1', [withdrawal])).toMatchObject([{ items: [{ memberId: 'mem_b', withdrawalId: 'wdr_1' }] }])
    const csv = payoutCsv([{ withdrawal: { ...withdrawal, taxMinor: 1_00 }, account: '=cmd()', name: '王, 小' }])
    expect(csv.split('\r\n')[1]).toBe(`wdr_1,mem_b,"王, 小",'=cmd(),manual,15000,270,100,14630,requested`)
    expect(payoutMinor(withdrawal)).toBe(147_30)
  })

  it('who leaves gives up what nobody has set out to pay', () => {
    const all = (['requested', 'approved', 'paying', 'paid'] as const).map((status) => ({
      ...withdrawal,
      status,
      id: status,
    }))
    expect(dropWithdrawals(all).map(({ withdrawalId }) => withdrawalId)).toEqual(['requested', 'approved'])
  })
})
