import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Breaks, tryRefusals } from '../members/refusals.fixture.ts'
import type { CommissionFacts } from '../referrals/index.ts'
import {
  type AppealFacts,
  type AssessFacts,
  appeal,
  appealReview,
  assess,
  assessCommission,
  classesOf,
  type DecideFacts,
  type DeviceFacts,
  decide,
  decideCase,
  keepDevice,
  MAX_MARKS,
  marksOf,
  noteDevice,
  type Review,
  type RiskFacts,
  type RiskMark,
  type RiskPerson,
  type RiskSettings,
  scoreCommission,
} from './index.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const now = 1_767_225_600_000
const settings: RiskSettings = {
  ...{ isActive: true, holdScore: 60, appealDays: 3, burstCount: 20, chainMinutes: 30, refundBps: 5_000 },
}

function person(memberId: string, more: Partial<RiskPerson> = {}): RiskPerson {
  const plain = { referrerId: null, joinedAt: now, boundAt: null, orderCount: 0, refundedCount: 0, marks: [] }
  return { memberId, ...plain, ...more }
}

const mark = (kind: RiskMark['kind'], value: string, memberCount = 2): RiskMark => ({ kind, value, memberCount })

function around(people: readonly RiskPerson[], more: Partial<RiskFacts> = {}): RiskFacts {
  const counts = { hourCount: 1, dayCount: 1, releasedCount: 0, lateRefundCount: 0 }
  return { payeeId: 'p', buyerId: 'b', people, ...counts, ...more }
}

/** A payee and a buyer who share these. */
function pair(...marks: readonly RiskMark[]): RiskFacts {
  return around([person('p', { marks }), person('b', { referrerId: 'p', boundAt: now, marks })])
}

const codesOf = (facts: RiskFacts) => scoreCommission(facts, settings).reasons.map(({ code }) => code)
const isHeld = (facts: RiskFacts) => scoreCommission(facts, settings).score >= settings.holdScore

describe('a score', () => {
  it('is nothing for people who share nothing', () => {
    expect(scoreCommission(pair(), settings)).toEqual({ score: 0, reasons: [] })
    expect(scoreCommission(around([]), settings)).toEqual({ score: 0, reasons: [] })
  })

  it('holds one person’s accounts, not one family’s home and phone', () => {
    expect(isHeld(pair(mark('identity', 'i')))).toBe(true)
    expect(isHeld(pair(mark('payer', 'w')))).toBe(true)
    expect(isHeld(pair(mark('device', 'd'), mark('phone', 't')))).toBe(true)
    expect(isHeld(pair(mark('address', 'a')))).toBe(false)
    expect(isHeld(pair(mark('address', 'a', 4), mark('phone', 't', 4)))).toBe(false)
    expect(isHeld(pair(mark('device', 'd')))).toBe(false)
  })

  it('counts what many share for little: an office, a shop’s tablet', () => {
    const few = scoreCommission(pair(mark('device', 'd', 2)), settings).score
    const some = scoreCommission(pair(mark('device', 'd', 12)), settings).score
    const many = scoreCommission(pair(mark('device', 'd', 40)), settings).score
    expect([few, some, many]).toEqual([50, 25, 12])
  })

  it.each([2, 3, 4, 5, 6])('sees a ring of %i people whose second accounts buy through the next one', (size) => {
    const people = Array.from({ length: size }, (_, place) => {
      const marks = [mark('device', `d${place}`)]
      const referrerId = place === 0 ? 'p' : `main${place + 1 === size ? 0 : place + 1}`
      // The last one's main account is the payee of the first one's order.
      const main = place === 1 ? 'p' : `main${place}`
      return [
        person(main, { marks }),
        person(place === 0 ? 'b' : `second${place}`, { marks, referrerId, boundAt: now }),
      ]
    }).flat()
    expect(scoreCommission(around(people), settings).reasons).toEqual([{ code: 'ring', points: 65, count: size }])
  })

  it('sees no ring where bindings only go up', () => {
    const people = ['p', 'b', 'c', 'd'].map((id, place) =>
      person(id, { referrerId: ['x', 'p', 'b', 'c'][place] ?? null, boundAt: now - DAY_MS * (5 - place) }),
    )
    expect(codesOf(around(people))).toEqual([])
  })

  it('sees a team out of one drawer, not colleagues of one office', () => {
    const team = (marks: readonly RiskMark[], apartMs: number) =>
      around([
        person('p'),
        ...['b', 'c', 'd', 'e', 'f'].map((id, place) =>
          person(id, { referrerId: 'p', boundAt: now + place * apartMs, marks }),
        ),
      ])
    const drawer = [mark('device', 'd', 5), mark('payer', 'w', 5)]
    expect(scoreCommission(team(drawer, HOUR_MS), settings).reasons).toEqual([
      { code: 'alike_team', points: 70, count: 5 },
    ])
    const unlike = team(drawer, HOUR_MS).people.concat(person('g', { referrerId: 'p', boundAt: now, marks: drawer }))
    const lone = around([...unlike, person('z', { referrerId: 'p', boundAt: now })], { buyerId: 'z' })
    expect(scoreCommission(lone, settings).reasons).toEqual([{ code: 'alike_team', points: 60, count: 6 }])
    expect(isHeld(team([mark('address', 'office', 30)], HOUR_MS))).toBe(false)
    expect(codesOf(team([mark('device', 'shop', 30)], 3 * DAY_MS))).toEqual([])
  })

  it('trusts a promoter less who has another account of their own beside the buyer', () => {
    const family = [mark('phone', 't', 3), mark('address', 'a', 3)]
    const own = mark('device', 'd')
    const payee = person('p', { marks: [...family, own], referrerId: 'x' })
    const buyer = person('b', { referrerId: 'p', boundAt: now, marks: family })
    const other = person('c', { referrerId: 'p', boundAt: now - 9 * DAY_MS, marks: [own] })
    expect(scoreCommission(around([payee, buyer]), settings)).toMatchObject({ score: 52 })
    expect(scoreCommission(around([payee, buyer, other]), settings)).toMatchObject({
      score: 67,
      reasons: [{ code: 'same_phone' }, { code: 'own_accounts', count: 1 }, { code: 'same_address' }],
    })
    const stranger = { ...buyer, marks: [] }
    expect(codesOf(around([payee, stranger, other]))).toEqual([])
  })

  it('names fast chains and bursts, and holds neither of them alone', () => {
    const ids = ['w', 'x', 'y', 'p', 'b']
    const chain = ids.map((memberId, place) =>
      person(memberId, {
        ...(place === 0 ? {} : { referrerId: ids[place - 1] ?? null, boundAt: now + place * 10 * MINUTE_MS }),
        joinedAt: now + place * 10 * MINUTE_MS,
      }),
    )
    expect(scoreCommission(around(chain), settings).reasons).toEqual([{ code: 'fast_chain', points: 40, count: 4 }])
    const slow = chain.map((each, place) => ({ ...each, boundAt: place === 0 ? null : now + place * DAY_MS }))
    expect(codesOf(around(slow))).toEqual([])
    const crowd = around(pair().people, { hourCount: 60, dayCount: 60 })
    expect(scoreCommission(crowd, settings)).toMatchObject({ score: 35, reasons: [{ code: 'join_burst', count: 60 }] })
  })

  it('doubts who gives most of it back, not those beside them who keep it', () => {
    const bad = { referrerId: 'p', boundAt: now, orderCount: 10, refundedCount: 9 }
    const people = [person('p'), person('b', bad), person('c', bad)]
    expect(codesOf(around(people))).toEqual(['buyer_refunds', 'team_refunds'])
    expect(isHeld(around(people))).toBe(true)
    const good = person('b', { referrerId: 'p', boundAt: now, orderCount: 3 })
    expect(codesOf(around([person('p'), good, person('c', bad), person('d', bad)]))).toEqual([])
    expect(codesOf(around(pair().people, { releasedCount: 8, lateRefundCount: 4 }))).toEqual(['late_refunds'])
    expect(codesOf(around(pair().people, { releasedCount: 80, lateRefundCount: 4 }))).toEqual([])
  })

  it('tells a promoter what is doubted, not how it was seen', () => {
    const { reasons } = scoreCommission(pair(mark('payer', 'w'), mark('phone', 't')), settings)
    expect(classesOf(reasons)).toEqual(['same_person'])
  })

  it('stays between 0 and 100, never falls for one more shared thing, and does not mind the order of people', () => {
    const marks = fc.uniqueArray(fc.constantFrom<RiskMark['kind']>('identity', 'phone', 'device', 'payer', 'address'))
    fc.assert(
      fc.property(marks, fc.integer({ min: 2, max: 61 }), (kinds, memberCount) => {
        const all = kinds.map((kind) => mark(kind, kind, memberCount))
        const { score, reasons } = scoreCommission(pair(...all), settings)
        expect(score).toBeGreaterThanOrEqual(0)
        expect(score).toBeLessThanOrEqual(100)
        expect(score).toBeGreaterThanOrEqual(Math.max(0, ...reasons.map(({ points }) => points)))
        expect(score).toBeGreaterThanOrEqual(scoreCommission(pair(...all.slice(1)), settings).score)
        const facts = pair(...all)
        const turned = { ...facts, people: facts.people.toReversed() }
        expect(scoreCommission(turned, settings).score).toBe(score)
      }),
    )
  })
})

const commission: CommissionFacts = {
  ...{ payeeId: 'p', level: 1, state: 'frozen', amountMinor: 500, reversedMinor: 100, releaseAt: now + DAY_MS },
  ...{ heldAt: null, heldReason: null },
  lines: [{ lineId: 'l', netMinor: 5_000, bps: 1_000, amountMinor: 500, reversedMinor: 100 }],
}
const held: Review = { stage: 'held', score: 70, reasons: [], appealUntil: now, appealedAt: null }
const key = { orderId: 'o', payeeId: 'p' }

describe('looking at commission', () => {
  const good: AssessFacts = {
    ...{ ...key, commission, review: undefined, facts: pair(mark('payer', 'w')), excused: [], settings, now },
  }
  const types = (facts: AssessFacts) => {
    const decision = assess(facts)
    return decision.ok ? decision.events.map(({ type }) => type) : decision.refusal.code
  }

  it('refuses what is not there', () => {
    const breaks: Breaks<AssessFacts, keyof typeof assessCommission.refusals> = {
      commission_missing: (facts) => ({ ...facts, commission: undefined }),
    }
    expect(tryRefusals(assessCommission, assess, good, breaks).alone).toEqual(['commission_missing'])
  })

  it('holds from the score of the brand on, with the class of the reason and time for an appeal', () => {
    expect(assess(good)).toMatchObject({
      events: [
        { type: 'commission_assessed', created: true, found: { score: 70 }, appealUntil: now + 3 * DAY_MS },
        { type: 'commission_held', orderId: 'o', payeeId: 'p', reason: 'same_person' },
      ],
    })
    expect(types({ ...good, settings: { ...settings, holdScore: 71 } })).toEqual(['commission_assessed'])
    expect(types({ ...good, settings: { ...settings, isActive: false } })).toEqual(['commission_assessed'])
  })

  it('leaves alone what is settled, what a person looks at, and what a person cleared between the same two', () => {
    expect(types({ ...good, commission: { ...commission, state: 'available' } })).toEqual([])
    for (const stage of ['held', 'cleared', 'confirmed'] as const) {
      expect(types({ ...good, review: { ...held, stage } })).toEqual([])
    }
    expect(assess({ ...good, excused: ['same_payer'] })).toMatchObject({
      events: [{ found: { score: 0, reasons: [] }, appealUntil: null }],
    })
  })

  it('says nothing again that it has said, and says what is new', () => {
    const review: Review = { ...held, stage: 'passed', score: 0, appealUntil: null }
    expect(types({ ...good, review, facts: pair() })).toEqual([])
    expect(types({ ...good, review })).toEqual(['commission_assessed', 'commission_held'])
  })
})

describe('people’s part', () => {
  it('an appeal is refused in the order of the contract', () => {
    const breaks: Breaks<AppealFacts, keyof typeof appealReview.refusals> = {
      review_missing: (facts) => ({ ...facts, review: undefined }),
      review_decided: (facts) => ({ ...facts, review: facts.review && { ...facts.review, stage: 'cleared' } }),
      appeal_given: (facts) => ({ ...facts, review: facts.review && { ...facts.review, appealedAt: now } }),
    }
    const tried = tryRefusals(appealReview, appeal, { ...key, review: held }, breaks)
    expect(tried.alone).toEqual(tried.wanted)
    expect(tried.together).toEqual(tried.wanted)
  })

  it('a decision is refused in the order of the contract', () => {
    const good: DecideFacts = { ...key, commission, review: held, verdict: 'confirm', by: 'opr_1', now }
    const breaks: Breaks<DecideFacts, keyof typeof decideCase.refusals> = {
      review_missing: (facts) => ({ ...facts, review: undefined }),
      review_decided: (facts) => ({ ...facts, review: facts.review && { ...facts.review, stage: 'confirmed' } }),
      appeal_open: (facts) => ({ ...facts, review: facts.review && { ...facts.review, appealUntil: now + 1 } }),
    }
    const tried = tryRefusals(decideCase, decide, good, breaks)
    expect(tried.alone).toEqual(tried.wanted)
    expect(tried.together).toEqual(tried.wanted)
  })

  it('confirming takes all that is left back, clearing lets it go; time for an appeal ends with the appeal', () => {
    const facts = { ...key, commission: { ...commission, heldAt: now }, review: held, by: 'opr_1', now }
    expect(decide({ ...facts, verdict: 'confirm' })).toMatchObject({
      events: [
        { type: 'review_decided', decision: { stage: 'confirmed', by: 'opr_1' } },
        { type: 'commission_reversed', amountMinor: 400, from: 'frozen', keptMinor: 0 },
      ],
    })
    expect(decide({ ...facts, verdict: 'clear' })).toMatchObject({
      events: [{ type: 'review_decided', decision: { stage: 'cleared' } }, { type: 'commission_cleared' }],
    })
    const early = { ...held, appealUntil: now + DAY_MS }
    expect(decide({ ...facts, review: early, verdict: 'clear' }).ok).toBe(true)
    expect(decide({ ...facts, review: { ...early, appealedAt: now - 1 }, verdict: 'confirm' }).ok).toBe(true)
  })

  it('one device more is refused when there are too many', () => {
    const breaks: Breaks<DeviceFacts, keyof typeof noteDevice.refusals> = {
      devices_full: (facts) => ({ ...facts, markCount: MAX_MARKS }),
    }
    const good = { isKnown: false, markCount: MAX_MARKS - 1 }
    expect(tryRefusals(noteDevice, keepDevice, good, breaks).alone).toEqual(['devices_full'])
    expect(keepDevice({ isKnown: true, markCount: MAX_MARKS }).ok).toBe(true)
  })
})

describe('marks', () => {
  const home = { name: '王', phone: '+86 138-0013-8000', region: '4403', area: '广东 深圳', detail: '科技路１号 A座' }
  const known = { name: null, birthday: null, identities: [], addresses: [] }

  it('are one spelling of what is the same', () => {
    const typed = { ...home, phone: '13800138000', area: '广东深圳', detail: '科技路1号，a座' }
    expect(marksOf({ ...known, addresses: [home, typed] })).toEqual([
      { kind: 'phone', text: '13800138000' },
      { kind: 'address', text: '4403广东深圳科技路1号a座' },
    ])
    const mails = ['ann.b+shop@gmail.com', 'annb@googlemail.com', 'Ann.B+x@mail.example']
    const identities = mails.map((address) => ({ kind: 'email', address }))
    expect(marksOf({ ...known, identities })).toEqual([
      { kind: 'identity', text: 'annb@gmail.com' },
      { kind: 'identity', text: 'ann.b@mail.example' },
    ])
  })

  it('take a name only with a birthday', () => {
    expect(marksOf({ ...known, name: '王伟' })).toEqual([])
    expect(marksOf({ ...known, name: '王 伟', birthday: '1990-01-01' })).toEqual([
      { kind: 'identity', text: '王伟 1990-01-01' },
    ])
  })
})
