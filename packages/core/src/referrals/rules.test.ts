import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tryRefusals } from '../members/refusals.fixture.ts'
import {
  accrue,
  type CommissionFacts,
  CommissionPlan,
  configure,
  enterByCodeWithReferral,
  freeze,
  joinWithReferral,
  type ReleaseFacts,
  release,
  reverse,
  type Upline,
  uplines,
} from './index.ts'
import { releaseCommission } from './system.ts'

const day = 86_400_000
const now = 1_767_225_600_000
const terms = { capBps: 3_000, freezeDays: 7 }
const one: CommissionPlan = { depth: 1, levelBps: [1_000], ...terms }
const acknowledgement = { by: 'operator 1', at: now, note: '法务已确认' }
const two: CommissionPlan = { depth: 2, levelBps: [1_000, 500], ...terms, acknowledgement }

describe('joining with a code', () => {
  const joining = { memberId: 'mem_new', tierId: 'basic', referralCode: 'NEWC0DE1', channel: 'h5' }
  const entering = { memberId: undefined, joining, sessionId: 'ses_1', sessionExpiresAt: now + day }
  const referral = { code: 'ABCD2345', ownerId: 'mem_b' }

  it('binds someone new to who brought them', () => {
    expect(joinWithReferral(entering, referral).map(({ type }) => type)).toEqual([
      'member_joined',
      'member_bound',
      'session_opened',
    ])
    expect(joinWithReferral(entering, referral)[1]).toEqual({
      type: 'member_bound',
      memberId: 'mem_new',
      referrerId: 'mem_b',
      code: 'ABCD2345',
    })
  })

  it('lets someone join whose code is nobody’s, and never binds a member again', () => {
    const types = (more: object, given: typeof referral | { code: string; ownerId: undefined } | undefined): string[] =>
      joinWithReferral({ ...entering, ...more }, given).map(({ type }) => type)
    expect(types({}, { code: 'NOBODY00', ownerId: undefined })).toEqual(['member_joined', 'session_opened'])
    expect(types({}, undefined)).toEqual(['member_joined', 'session_opened'])
    expect(types({ memberId: 'mem_old' }, referral)).toEqual(['session_opened'])
  })

  it('is part of signing in with a code', () => {
    const expected = { codeHash: 'right', expiresAt: now + 1 }
    const facts = { ...entering, address: '13800138000', expected, givenHash: 'right', now }
    expect(enterByCodeWithReferral(facts, referral)).toMatchObject({ ok: true, events: { length: 3 } })
    expect(enterByCodeWithReferral({ ...facts, givenHash: 'no' }, referral)).toMatchObject({ ok: false })
  })
})

describe('depth (禁止传销条例 art. 7)', () => {
  it('pays one level by default and two only by a plan that carries its acknowledgement', () => {
    expect(uplines(one, 'b', 'a')).toEqual([{ payeeId: 'b', level: 1, bps: 1_000, ...terms }])
    expect(uplines(two, 'b', 'a').map(({ payeeId, level, bps }) => [payeeId, level, bps])).toEqual([
      ['b', 1, 1_000],
      ['a', 2, 500],
    ])
    expect(uplines(two, null, null)).toEqual([])
    expect(uplines({ ...one, levelBps: [0] }, 'b', 'a')).toEqual([])
  })

  it('cannot write down a third level, nor a second one that nobody answers for', () => {
    expect(CommissionPlan.safeParse(two).success).toBe(true)
    expect(CommissionPlan.safeParse({ ...two, acknowledgement: undefined }).success).toBe(false)
    expect(CommissionPlan.safeParse({ ...two, depth: 3, levelBps: [1, 1, 1] }).success).toBe(false)
    expect(CommissionPlan.safeParse({ ...two, levelBps: [1, 1, 1] }).success).toBe(false)
    expect(CommissionPlan.safeParse({ ...one, levelBps: [1, 1] }).success).toBe(false)
  })

  it('has no event that pays for joining, sharing or recruiting', () => {
    const joining = { memberId: 'mem_n', tierId: 'basic', referralCode: 'NEWC0DE1', channel: 'h5' }
    const entering = { memberId: undefined, joining, sessionId: 's', sessionExpiresAt: now }
    const events = joinWithReferral(entering, { code: 'C0DE', ownerId: 'mem_b' })
    expect(events.filter(({ type }) => type.startsWith('commission'))).toEqual([])
  })
})

const granted = { counters: [], now, zoneOffsetMinutes: 480 }
const lines = [
  { lineId: 'l1', netMinor: 9_990, quantity: 1 },
  { lineId: 'l2', netMinor: 1, quantity: 1 },
  { lineId: 'l3', netMinor: 0, quantity: 1 },
]

function asFacts(accrued: ReturnType<typeof accrue>, more: Partial<CommissionFacts> = {}): CommissionFacts[] {
  return accrued.map(({ payeeId, level, amountMinor, lines: frozen }) => ({
    payeeId,
    level,
    amountMinor,
    state: 'pending',
    reversedMinor: 0,
    releaseAt: null,
    heldAt: null,
    heldReason: null,
    lines: frozen.map((line) => ({ ...line, reversedMinor: 0 })),
    ...more,
  }))
}

describe('commission', () => {
  it('worked example of the docs: 99.90 and 68.00 paid, 10 % and 5 %', () => {
    const paid = [
      { lineId: 'l1', netMinor: 9_990, quantity: 1 },
      { lineId: 'l2', netMinor: 6_800, quantity: 1 },
    ]
    const accrued = accrue({ orderId: 'ord_1', granted, lines: paid, uplines: uplines(two, 'b', 'a') })
    expect(accrued.map(({ payeeId, amountMinor }) => [payeeId, amountMinor])).toEqual([
      ['b', 999 + 680],
      ['a', 499 + 340],
    ])
    const kept = [{ lineId: 'l1', netMinor: 6_660, quantity: 1 }]
    const reversed = reverse({ orderId: 'ord_1', refundId: 'ref_1', commissions: asFacts(accrued), kept })
    expect(reversed.map(({ amountMinor, keptMinor }) => [amountMinor, keptMinor])).toEqual([
      [333, 1_346],
      [167, 672],
    ])
  })

  it('tezgah#144: each line by its own net, never by a blended rate; nothing on nothing', () => {
    const [first] = accrue({ orderId: 'ord_1', granted, lines, uplines: uplines(one, 'b', null) })
    expect(first?.lines.map(({ amountMinor }) => amountMinor)).toEqual([999, 0, 0])
    expect(accrue({ orderId: 'ord_1', granted, lines: lines.slice(1), uplines: uplines(one, 'b', null) })).toEqual([])
  })

  it('scales all levels down to the cap, over levels and then lines', () => {
    const capped: CommissionPlan = { ...two, levelBps: [3_000, 2_000], capBps: 1_000 }
    const accrued = accrue({ orderId: 'ord_1', granted, lines, uplines: uplines(capped, 'b', 'a') })
    expect(accrued.map(({ amountMinor }) => amountMinor)).toEqual([599, 400])
    expect(accrued.flatMap(({ lines: each }) => each.map(({ amountMinor }) => amountMinor))).toEqual([
      599, 0, 0, 400, 0, 0,
    ])
  })

  it('freezes what is pending for the days frozen with the order, and releases what is left', () => {
    const paid = uplines(one, 'b', null)
    const commissions = asFacts(accrue({ orderId: 'ord_1', granted, lines, uplines: paid }))
    expect(freeze({ orderId: 'ord_1', uplines: paid, commissions, now })).toEqual([
      {
        type: 'commission_frozen',
        orderId: 'ord_1',
        payeeId: 'b',
        level: 1,
        amountMinor: 999,
        releaseAt: now + 7 * day,
      },
    ])
    const reversed = asFacts(accrue({ orderId: 'ord_1', granted, lines, uplines: paid }), { state: 'reversed' })
    expect(freeze({ orderId: 'ord_1', uplines: paid, commissions: reversed, now })).toEqual([])
  })

  it('refuses a release in the order of the contract', () => {
    const accrued = accrue({ orderId: 'ord_1', granted, lines, uplines: uplines(one, 'b', null) })
    const [commission] = asFacts(accrued, { state: 'frozen', releaseAt: now, reversedMinor: 99 })
    const good: ReleaseFacts = { orderId: 'ord_1', commission, now }
    const tried = tryRefusals(releaseCommission, release, good, {
      commission_missing: (facts) => ({ ...facts, commission: undefined }),
      commission_not_due: (facts) => ({ ...facts, now: now - 1 }),
      commission_held: (facts) => ({ ...facts, commission: facts.commission && { ...facts.commission, heldAt: now } }),
    })
    expect(tried.alone).toEqual(tried.wanted)
    expect(tried.together).toEqual(tried.wanted)
    expect(release(good)).toMatchObject({ events: [{ type: 'commission_released', amountMinor: 900 }] })
    for (const state of ['pending', 'available', 'reversed'] as const) {
      expect(release({ ...good, commission: commission && { ...commission, state } })).toMatchObject({ ok: false })
    }
  })

  it('opencart#7703, CRMEB settled commission: a refund reverses it in every state, from where it stands', () => {
    const accrued = accrue({ orderId: 'ord_1', granted, lines, uplines: uplines(one, 'b', null) })
    const kept = lines.map(({ lineId }) => ({ lineId, netMinor: 0, quantity: 1 }))
    for (const state of ['pending', 'frozen', 'available'] as const) {
      const commissions = asFacts(accrued, { state })
      expect(reverse({ orderId: 'ord_1', refundId: 'ref_1', commissions, kept })).toEqual([
        {
          type: 'commission_reversed',
          orderId: 'ord_1',
          payeeId: 'b',
          level: 1,
          refundId: 'ref_1',
          amountMinor: 999,
          lines: [{ lineId: 'l1', amountMinor: 999 }],
          from: state,
          keptMinor: 0,
        },
      ])
    }
    const commissions = asFacts(accrued, { state: 'reversed' })
    expect(reverse({ orderId: 'ord_1', refundId: 'ref_1', commissions, kept })).toEqual([])
  })

  it('stays under the cap and ends at zero after refunds in any parts', () => {
    const net = fc.nat(100_000)
    const rate = fc.integer({ min: 0, max: 5_000 })
    fc.assert(
      fc.property(
        fc.array(net, { minLength: 1, maxLength: 5 }),
        rate,
        rate,
        rate,
        fc.array(net),
        (nets, a, b, cap, cuts) => {
          const plan: CommissionPlan = { ...two, levelBps: [a, b], capBps: cap }
          const sold = nets.map((netMinor, at) => ({ lineId: `l${at}`, netMinor, quantity: 1 }))
          const accrued = accrue({ orderId: 'ord_1', granted, lines: sold, uplines: uplines(plan, 'b', 'a') })
          const total = accrued.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
          expect(total).toBeLessThanOrEqual(Math.floor((nets.reduce((x, y) => x + y, 0) * cap) / 10_000))
          let commissions = asFacts(accrued)
          let kept = sold
          for (const cut of [...cuts, Number.MAX_SAFE_INTEGER]) {
            kept = kept.map(({ lineId, netMinor }) => ({ lineId, netMinor: Math.max(0, netMinor - cut), quantity: 1 }))
            const events = reverse({ orderId: 'ord_1', refundId: 'ref_1', commissions, kept })
            commissions = commissions.map((each) => {
              const event = events.find(({ level }) => level === each.level)
              const back = (lineId: string): number =>
                event?.lines.find((line) => line.lineId === lineId)?.amountMinor ?? 0
              return {
                ...each,
                reversedMinor: each.reversedMinor + (event?.amountMinor ?? 0),
                lines: each.lines.map((line) => ({ ...line, reversedMinor: line.reversedMinor + back(line.lineId) })),
              }
            })
          }
          for (const { amountMinor, reversedMinor } of commissions) expect(reversedMinor).toBe(amountMinor)
        },
      ),
    )
  })

  it('replaces the plan; orders placed before carry their own terms', () => {
    expect(configure(two)).toEqual({ type: 'commission_configured', plan: two })
    const frozen: readonly Upline[] = uplines(one, 'b', null)
    expect(frozen[0]).toMatchObject({ bps: 1_000, capBps: 3_000, freezeDays: 7 })
  })
})
