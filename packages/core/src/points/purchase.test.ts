import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tryRefusals } from '../members/refusals.fixture.ts'
import {
  type EarnPurchaseFacts,
  earnPurchase,
  type PointsLot,
  plainEarning,
  purchaseOf,
  type RedeemPurchaseFacts,
  type RefundPurchaseFacts,
  redeemPurchase,
  referenceOf,
  refundPurchase,
  sourceOf,
} from './index.ts'
import { earnPoints, redeemPoints, refundPoints } from './operators.ts'

const now = 1_767_225_600_000
const settings: EarnPurchaseFacts['settings'] = {
  earn: plainEarning(1, 100),
  ...{ redeemCount: 100, redeemMinor: 100, redeemMaxBps: 5_000, redeemStepCount: 10, redeemMinimumCount: 20 },
  ...{ redeemMaxCount: 500, expiry: { kind: 'never' }, graceDays: 7, noticeDays: null, clawback: 'debt' },
}

function lot(id: string, remainingCount: number, orderId: string | null = null): PointsLot & { expiredCount: number } {
  const life = { activeAt: now - 1, expiresAt: null, orderId, isGrace: false, expiredCount: 0 }
  return { id, amountCount: remainingCount, remainingCount, ...life }
}

const facts: EarnPurchaseFacts & Pick<RedeemPurchaseFacts, 'isFrozen' | 'count' | 'payableMinor'> = {
  ...{
    memberId: 'mem_1',
    hasMember: true,
    isFrozen: false,
    reference: 'till-1',
    earning: undefined,
    spend: undefined,
    debtCount: 0,
  },
  ...{ lots: [lot('a', 300)], settings, life: { expiry: settings.expiry, offsetAt: () => 480 }, now },
  newId: (prefix) => `${prefix}_new`,
  ...{ basisMinor: 10_050, tierMultiplierBps: 15_000, used: new Map(), count: 100, payableMinor: undefined },
  context: {
    ...{ tierId: null, tags: [], segmentIds: [], joinedAt: null, orderNumber: null, birthday: null },
    place: { channel: null, communityId: null, shopId: null, region: null, shippingMethodId: null },
    ...{ now, zoneOffsetMinutes: 480 },
  },
}

/** The purchase after it earned 150 for 100.50, of which all is there. */
const earned = earnPurchase(facts)
const first = earned.ok && earned.events[0]?.type === 'points_earned' ? earned.events[0] : undefined
const terms = first?.terms ?? null
const earning = { lotId: 'own', earnedCount: 150, clawedCount: 0, basisMinor: 10_050, terms }
const spend = {
  takes: [
    { lotId: 'a', count: 60 },
    { lotId: 'b', count: 40 },
  ],
  returnedCount: 0,
}

describe('purchases made elsewhere', () => {
  it('have ids that no order can have', () => {
    expect([sourceOf('till-1'), referenceOf('ext/till-1'), referenceOf('ord_1'), referenceOf(null)]).toEqual([
      ...['ext/till-1', 'till-1', null, null],
    ])
  })

  it('earn by the rules of now, active at once, and once', () => {
    expect(first).toMatchObject({ count: 150, basisMinor: 10_050, activeAt: now, orderId: 'ext/till-1' })
    expect(terms?.parts).toHaveLength(1)
    expect(earnPurchase({ ...facts, earning })).toEqual({ ok: true, events: [] })
    const tried = tryRefusals(earnPoints, earnPurchase, facts, {
      member_missing: (good) => ({ ...good, hasMember: false }),
      reference_used: (good) => ({ ...good, earning: { ...earning, basisMinor: 1 } }),
    })
    expect(tried.alone).toEqual(tried.wanted)
    expect(tried.together).toEqual(tried.wanted)
  })

  it('spend whole steps from the minimum to the limits, once', () => {
    expect(redeemPurchase(facts)).toMatchObject({
      events: [
        { type: 'points_held', takes: [{ lotId: 'a', count: 100 }] },
        { type: 'points_spent', takes: [{ lotId: 'a', count: 100 }] },
      ],
    })
    expect(redeemPurchase({ ...facts, spend })).toEqual({ ok: true, events: [] })
    for (const more of [{ count: 10 }, { count: 105 }, { count: 510 }, { payableMinor: 199 }]) {
      expect(redeemPurchase({ ...facts, ...more })).toMatchObject({ refusal: { code: 'points_not_redeemable' } })
    }
    expect(redeemPurchase({ ...facts, payableMinor: 200 })).toMatchObject({ ok: true })
    const tried = tryRefusals(redeemPoints, redeemPurchase, facts as RedeemPurchaseFacts, {
      member_missing: (good) => ({ ...good, hasMember: false }),
      reference_used: (good) => ({ ...good, spend: { ...spend, takes: [{ lotId: 'a', count: 7 }] } }),
      points_frozen: (good) => ({ ...good, isFrozen: true }),
      points_not_redeemable: (good) => ({ ...good, count: 1 }),
      points_insufficient: (good) => ({ ...good, lots: [] }),
    })
    expect(tried.alone).toEqual(tried.wanted)
    expect(tried.together).toEqual(tried.wanted)
  })

  const refundFacts: RefundPurchaseFacts = {
    ...{ ...facts, earning, spend, lots: [lot('a', 300), lot('b', 0), lot('own', 150, 'ext/till-1')] },
    ...{ keptBasisMinor: 0, returnedCount: 100 },
  }

  it('refuse what was never there, and more than there was', () => {
    const tried = tryRefusals(refundPoints, refundPurchase, refundFacts, {
      reference_missing: (good) => ({ ...good, earning: undefined, spend: undefined }),
      basis_exceeded: (good) => ({ ...good, keptBasisMinor: 10_051 }),
      return_exceeded: (good) => ({ ...good, returnedCount: 101 }),
    })
    expect(tried.alone).toEqual(tried.wanted)
    expect(refundPurchase({ ...refundFacts, keptBasisMinor: undefined, returnedCount: undefined })).toEqual({
      ...{ ok: true, events: [] },
    })
  })

  it('Voucherify "partial refund not supported yet": any parts reverse exactly, and the same state twice changes nothing', () => {
    const states = fc.array(fc.tuple(fc.nat(10_050), fc.nat(100)), { maxLength: 6 })
    fc.assert(
      fc.property(states, (all) => {
        let [state, minKept, maxBack] = [refundFacts, 10_050, 0]
        for (const [keptBasisMinor, returnedCount] of [...all, [0, 100] as const]) {
          ;[minKept, maxBack] = [Math.min(minKept, keptBasisMinor), Math.max(maxBack, returnedCount)]
          const told = { ...state, keptBasisMinor, returnedCount }
          const decision = refundPurchase(told)
          if (!decision.ok) throw new Error(decision.refusal.code)
          const after = purchaseOf(told, decision.events)
          expect(after).toMatchObject({
            clawedCount: 150 - Math.floor((minKept * 15) / 1_000),
            returnedCount: maxBack,
          })
          state = {
            ...told,
            earning: { ...earning, clawedCount: after.clawedCount },
            spend: { ...spend, returnedCount: after.returnedCount },
          }
          expect(refundPurchase({ ...state, keptBasisMinor, returnedCount })).toEqual({ ok: true, events: [] })
        }
      }),
    )
  })
})
