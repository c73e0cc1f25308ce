import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tryRefusals } from '../../members/refusals.fixture.ts'
import { cancelDeletion, requestData, requestDeletion } from '../contract.ts'
import { answerRequest, openRequest } from '../operators.ts'
import { advanceDeletion, noteAnalyticsErased } from '../system.ts'
import {
  type AdvanceFacts,
  type AskDeletionFacts,
  advance,
  answerTo,
  ask,
  askDeletion,
  cancel,
  dropOpen,
  MAX_OPEN_REQUESTS,
  noteAnalytics,
  type OpenFacts,
  openFor,
  workingDaysAfter,
} from './requests.ts'

const DAY_MS = 86_400_000
/** Sunday, 1 March 2026, 08:00 in Shanghai. */
const now = Date.UTC(2026, 2, 1)
const shanghai = 480
const opening: OpenFacts = {
  ...{ requestId: 'drq_1', memberId: 'mem_1', hasMember: true, isErased: false, open: [], now },
  ...{ settings: { answerDays: 15, coolingOffDays: 7 }, offsetMinutes: shanghai },
}
const full = Array.from({ length: MAX_OPEN_REQUESTS }, () => ({ kind: 'access', status: 'open' }) as const)
const deletion: AskDeletionFacts = {
  ...opening,
  ...{ losses: { pointsCount: 0, couponCount: 0, commissionMinor: 0 }, agreesToLosses: false, waivesCommission: false },
}
type Request = NonNullable<AdvanceFacts['request']>
const request: Request = {
  ...({ id: 'drq_1', memberId: 'mem_1', kind: 'delete', status: 'waiting', stepAt: now, blockedBy: [] } as const),
}
type Erased = Request & { readonly analyticsErasedAt: number | null }
const open: Request = { ...request, kind: 'access', status: 'open', stepAt: null }

describe('workingDaysAfter', () => {
  it('ends with the fifteenth working day: three weeks from a Sunday', () => {
    expect(new Date(workingDaysAfter(now, 15, shanghai)).toISOString()).toBe('2026-03-20T16:00:00.000Z')
    expect(new Date(workingDaysAfter(now, 1, 0)).toISOString()).toBe('2026-03-03T00:00:00.000Z')
  })

  it('has exactly that many weekdays after the day it begins on, from any moment in any zone', () => {
    const moment = fc.integer({ min: now, max: now + 400 * DAY_MS })
    fc.assert(
      fc.property(moment, fc.integer({ min: 1, max: 15 }), fc.integer({ min: -720, max: 840 }), (at, days, offset) => {
        const local = (each: number) => new Date(each + offset * 60_000)
        const end = workingDaysAfter(at, days, offset)
        expect(local(end).toISOString()).toContain('T00:00:00.000Z')
        let count = 0
        for (let day = at + DAY_MS; day < end; day += DAY_MS) {
          if (![0, 6].includes(local(day).getUTCDay())) count += 1
        }
        expect(count).toBe(days)
      }),
    )
  })
})

describe('opening', () => {
  const opened = { type: 'data_request_opened', requestId: 'drq_1', memberId: 'mem_1' }

  it('refuses in the order of the contracts', () => {
    const asked = tryRefusals(requestData, (facts: OpenFacts) => ask({ ...facts, kind: 'access' }), opening, {
      requests_full: (facts) => ({ ...facts, open: full }),
    })
    expect(asked.alone).toEqual(asked.wanted)
    const waiting = [{ kind: 'delete', status: 'waiting' } as const]
    const deleted = tryRefusals(requestDeletion, askDeletion, deletion, {
      deletion_open: (facts) => ({ ...facts, open: waiting }),
      losses_not_agreed: (facts) => ({ ...facts, losses: { ...facts.losses, pointsCount: 1 } }),
    })
    expect([deleted.alone, deleted.together]).toEqual([deleted.wanted, deleted.wanted])
    const good = { ...deletion, kind: 'delete' as 'delete' | 'access' }
    const written = tryRefusals(openRequest, openFor, good, {
      member_missing: (facts) => ({ ...facts, hasMember: false }),
      member_erased: (facts) => ({ ...facts, isErased: true }),
      requests_full: (facts) => ({ ...facts, kind: 'access', open: full }),
      deletion_open: (facts) => ({ ...facts, open: facts.open.length > 0 ? facts.open : waiting }),
    })
    expect([written.alone, written.together]).toEqual([written.wanted, written.wanted])
  })

  it('gives the member a week to think, and an operator’s deletion none', () => {
    expect(askDeletion({ ...deletion, losses: { ...deletion.losses, couponCount: 1 }, agreesToLosses: true })).toEqual({
      ok: true,
      events: [
        {
          ...{ ...opened, kind: 'delete', status: 'waiting', by: 'member', waivesCommission: false },
          ...{ dueAt: workingDaysAfter(now, 15, shanghai), stepAt: now + 7 * DAY_MS },
        },
      ],
    })
    expect(openFor({ ...opening, kind: 'delete', waivesCommission: true })).toMatchObject({
      events: [{ status: 'waiting', by: 'operator', stepAt: now, waivesCommission: true }],
    })
    expect(ask({ ...opening, kind: 'correct' })).toMatchObject({ events: [{ status: 'open', stepAt: null }] })
  })
})

describe('answering and cancelling', () => {
  it('refuses in the order of the contracts', () => {
    const answered = tryRefusals(answerRequest, (each: Request | undefined) => answerTo(each, 'done'), open, {
      request_missing: () => undefined,
      request_closed: () => ({ ...open, status: 'done' as const }),
    })
    expect(answered.alone).toEqual(answered.wanted)
    const cancelled = tryRefusals(cancelDeletion, (each: Request | undefined) => cancel(each), request, {
      request_missing: () => undefined,
      request_closed: () => ({ ...request, status: 'closing' as const }),
    })
    expect(cancelled.alone).toEqual(cancelled.wanted)
  })

  it('lets what still waits end with the account', () => {
    expect(dropOpen([open, request, { ...open, status: 'done' }])).toEqual([
      { type: 'data_request_answered', requestId: 'drq_1', memberId: 'mem_1', outcome: 'cancelled' },
    ])
  })

  it('answers no deletion by hand: it ends with what it does', () => {
    expect(answerTo(request, 'done')).toMatchObject({ refusal: { code: 'request_closed' } })
    expect(cancel(request)).toEqual({
      ok: true,
      events: [{ type: 'deletion_cancelled', requestId: 'drq_1', memberId: 'mem_1' }],
    })
  })
})

describe('advance', () => {
  const good: AdvanceFacts = { request, blockedBy: [], waivesCommission: false, isWhole: true, now, tokenMs: 900_000 }
  const ids = { requestId: 'drq_1', memberId: 'mem_1' }
  const closing: Request = { ...request, status: 'closing' }

  it('refuses in the order of the contracts', () => {
    const tried = tryRefusals(advanceDeletion, advance, good, {
      request_missing: (facts) => ({ ...facts, request: undefined }),
      deletion_not_due: (facts) => ({ ...facts, now: now - 1 }),
    })
    expect([tried.alone, tried.together]).toEqual([tried.wanted, tried.wanted])
    const erased: Erased = { ...request, status: 'erased', stepAt: null, analyticsErasedAt: null }
    const noted = tryRefusals(noteAnalyticsErased, (each: Erased | undefined) => noteAnalytics(each), erased, {
      request_missing: () => undefined,
      deletion_not_due: () => ({ ...erased, status: 'closing' as const }),
    })
    expect(noted.alone).toEqual(noted.wanted)
    expect(noteAnalytics({ ...erased, analyticsErasedAt: 1 })).toEqual({ ok: true, events: [] })
  })

  it('closes first, erases when no token can be alive, and does neither twice', () => {
    expect(advance(good)).toEqual({ ok: true, events: [{ type: 'account_closed', ...ids, stepAt: now + 900_000 }] })
    expect(advance({ ...good, request: closing })).toEqual({ ok: true, events: [{ type: 'member_erased', ...ids }] })
    for (const status of ['erased', 'cancelled', 'done', 'refused', 'open'] as const) {
      expect(advance({ ...good, request: { ...request, status } })).toMatchObject({ ok: false })
    }
  })

  it('waits a day for what is in the way, also when it came up after closing', () => {
    const blocked = { ...good, blockedBy: ['order_open', 'commission_unpaid'] as const }
    const event = { type: 'deletion_blocked', ...ids, stepAt: now + DAY_MS }
    expect(advance(blocked)).toEqual({ ok: true, events: [{ ...event, blockedBy: blocked.blockedBy }] })
    expect(advance({ ...blocked, request: closing, waivesCommission: true })).toEqual({
      ok: true,
      events: [{ ...event, blockedBy: ['order_open'] }],
    })
    const waived = { ...good, blockedBy: ['commission_unpaid'] as const, waivesCommission: true }
    expect(advance(waived)).toMatchObject({ events: [{ type: 'account_closed' }] })
  })

  it('stays where it is while there is more than a step takes', () => {
    expect(advance({ ...good, isWhole: false })).toEqual({ ok: true, events: [] })
    expect(advance({ ...good, request: closing, isWhole: false })).toEqual({ ok: true, events: [] })
  })
})
