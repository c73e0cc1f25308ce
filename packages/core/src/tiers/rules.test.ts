import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tryRefusals } from '../members/refusals.fixture.ts'
import { MembershipTerm } from './index.ts'
import { adjustGrowth, configureTiers, recordActivity, setTier } from './operators.ts'
import { pricesOfTier } from './rules/benefits.ts'
import { addMonths, dayOf, startOfDay } from './rules/calendar.ts'
import { configure } from './rules/configure.ts'
import { growthFor, tierFor } from './rules/growth.ts'
import { adjust, moveGrowth, recordGrowth, review, setByHand } from './rules/move.ts'
import { endAfter } from './rules/program.ts'
import { memberTier } from './rules/show.ts'
import { MemberTier, type Tier, type TierSettings } from './schema.ts'
import { factsOf, standingOf } from './standing.fixture.ts'
import { reviewTier } from './system.ts'

function tier(id: string, growthRequired: number): Tier {
  return { id, name: { zh: id, en: id }, growthRequired, pointsMultiplierBps: 10_000 }
}
const settings: TierSettings = {
  tiers: [tier('basic', 0), tier('silver', 500), tier('gold', 2_000)],
  growthPerMinorBps: 100,
}
const DAY_MS = 86_400_000
const show = (growthCount: number, held: string) => memberTier(factsOf(settings, growthCount, held), [])
const move = (growthCount: number, held: string, deltaCount: number) =>
  moveGrowth(factsOf(settings, growthCount, held), { orderId: 'ord_1', deltaCount }).filter(
    ({ type }) => type !== 'tier_standing_set',
  )

describe('where a member stands', () => {
  it('worked example of the docs: 168.00 paid at 100 bps gives 168 growth, 332 more for silver', () => {
    expect(growthFor(16_800, 100)).toBe(168)
    expect(show(168, 'basic')).toMatchObject({ neededCount: 332, progressBps: 3_360, next: { id: 'silver' } })
  })

  it('is at the top with nothing missing', () => {
    expect(show(9_999, 'gold')).toMatchObject({ next: null, neededCount: 0, progressBps: 10_000, keepUntil: null })
  })

  it('stands in the tier held, also after the settings were raised, or in that of the growth when it is gone', () => {
    expect(show(10, 'gold').tier.id).toBe('gold')
    expect(show(600, 'gone').tier.id).toBe('silver')
  })

  it('always gives what the contract promises', () => {
    fc.assert(
      fc.property(fc.integer({ min: -10, max: 3_000 }), fc.constantFrom('basic', 'silver', 'gold'), (growth, held) => {
        expect(MemberTier.safeParse(show(growth, held)).error).toBeUndefined()
      }),
    )
  })

  it('needs a tier', () => {
    expect(() => tierFor({ tiers: [] }, 0)).toThrow(RangeError)
  })
})

describe('moving growth', () => {
  it('raises the tier at once, over several tiers when it must', () => {
    expect(move(0, 'basic', 2_000)).toEqual([
      { type: 'growth_changed', memberId: 'mem_1', orderId: 'ord_1', deltaCount: 2_000 },
      { type: 'tier_changed', memberId: 'mem_1', fromTierId: 'basic', toTierId: 'gold', reason: 'upgrade', at: DAY_MS },
    ])
  })

  it('lets a refund take the tier back to what growth supports', () => {
    expect(move(520, 'silver', -21).at(-1)).toMatchObject({ toTierId: 'basic', reason: 'refund' })
  })

  it('does not demote for a change of the settings, neither on a purchase nor on a refund within a tier', () => {
    expect(move(600, 'gold', 10).map(({ type }) => type)).toEqual(['growth_changed'])
    expect(move(600, 'gold', -10).map(({ type }) => type)).toEqual(['growth_changed'])
    expect(move(600, 'gold', -200).at(-1)).toMatchObject({ toTierId: 'basic' })
  })

  it('finds a new tier for someone whose tier was taken away', () => {
    expect(move(590, 'gone', 10)[0]).toMatchObject({ fromTierId: 'gone', toTierId: 'silver', reason: 'configured' })
  })

  it('says nothing when nothing moves', () => {
    expect(move(1, 'gold', 0)).toEqual([])
  })

  it('a tier for a time is lost by the refund of what it rests on, and only by that', () => {
    const timed: TierSettings = {
      ...settings,
      validity: { kind: 'months', count: 12 },
      growthWindow: { kind: 'rolling', days: 30 },
    }
    const now = 100 * DAY_MS
    const standing = standingOf('silver', { validUntil: 400 * DAY_MS, countedDay: 50, reachedAt: 50 * DAY_MS })
    const growth = {
      totalCount: 900,
      days: [
        { day: 50, count: 500 },
        { day: 90, count: 400 },
      ],
    }
    const facts = factsOf(timed, 0, 'silver', { standing, growth, now })
    const back = (day: number, deltaCount: number) =>
      moveGrowth(facts, { orderId: 'ord_1', deltaCount, earnedAt: day * DAY_MS }).map(({ type }) => type)
    expect(back(90, -400)).toEqual(['growth_changed'])
    expect(back(50, -1)).toEqual(['growth_changed', 'tier_changed', 'tier_standing_set'])
  })
})

describe('refusals', () => {
  it('of configure: tiers that do not rise from 0, each once, and activities that repeat', () => {
    const twice = [{ kind: 'review', growthCount: 1 } as const, { kind: 'review', growthCount: 2 } as const]
    const tried = tryRefusals(
      configureTiers,
      configure,
      { settings },
      {
        tiers_unordered: ({ settings: now }) => ({
          settings: { ...now, tiers: [tier('a', 0), tier('b', 5), tier('c', 5)] },
        }),
        activity_repeated: ({ settings: now }) => ({ settings: { ...now, activities: twice } }),
      },
    )
    expect([tried.alone, tried.together]).toEqual([tried.wanted, tried.wanted])
    for (const tiers of [[tier('a', 1)], [tier('a', 0), tier('a', 1)], [tier('a', 0), tier('b', 9), tier('c', 8)]]) {
      expect(configure({ settings: { ...settings, tiers } })).toMatchObject({ ok: false })
    }
    expect(configure({ settings })).toEqual({ ok: true, events: [{ type: 'tiers_configured', settings, revision: 1 }] })
  })

  const facts = factsOf(settings, 100, 'basic')
  type Facts = typeof facts | undefined

  it('of what operators do', () => {
    const set = { facts: facts as Facts, tierId: 'gold' as string | null, until: null as number | null }
    const ofSet = tryRefusals(setTier, ({ facts: now, ...choice }) => setByHand(now, choice), set, {
      member_missing: (good) => ({ ...good, facts: undefined }),
      tier_missing: (good) => ({ ...good, tierId: 'none' }),
      tier_until_past: (good) => ({ ...good, until: DAY_MS }),
    })
    expect([ofSet.alone, ofSet.together]).toEqual([ofSet.wanted, ofSet.wanted])
    const taken = { facts: facts as Facts, deltaCount: -100 }
    const ofAdjust = tryRefusals(adjustGrowth, ({ facts: now, ...input }) => adjust(now, input), taken, {
      member_missing: (good) => ({ ...good, facts: undefined }),
      growth_insufficient: (good) => ({ ...good, deltaCount: -101 }),
    })
    expect([ofAdjust.alone, ofAdjust.together]).toEqual([ofAdjust.wanted, ofAdjust.wanted])
    const did = { kind: 'review', reference: 'rev_1' } as const
    const ofRecord = tryRefusals(recordActivity, (now: Facts) => recordGrowth(now, did, []), facts, {
      member_missing: () => undefined,
    })
    expect(ofRecord.alone).toEqual(ofRecord.wanted)
  })

  it('of the review', () => {
    const due = { ...facts, revision: 1 }
    const tried = tryRefusals(reviewTier, (now: Facts) => review(now), due, {
      member_missing: () => undefined,
      tier_not_due: (good) => good && { ...good, revision: 0 },
    })
    expect([tried.alone, tried.together]).toEqual([tried.wanted, tried.wanted])
  })
})

describe('the calendar', () => {
  const berlin = (at: number): number => {
    // Europe/Berlin in 2026: summer time from 29 March 01:00 to 25 October 01:00 UTC.
    const isSummer = at >= Date.UTC(2026, 2, 29, 1) && at < Date.UTC(2026, 9, 25, 1)
    return isSummer ? 120 : 60
  }
  const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString().slice(0, 16))

  it('adds months to the end of a short month, leap years included', () => {
    const day = (year: number, month: number, date: number) => Date.UTC(year, month - 1, date) / DAY_MS
    expect(addMonths(day(2026, 1, 31), 1)).toBe(day(2026, 2, 28))
    expect(addMonths(day(2028, 1, 31), 1)).toBe(day(2028, 2, 29))
    expect(addMonths(day(2028, 2, 29), 12)).toBe(day(2029, 2, 28))
    expect(addMonths(day(2026, 11, 30), 15)).toBe(day(2028, 2, 29))
  })

  it('finds the start of every day of a year with summer time', () => {
    for (let day = dayOf(Date.UTC(2026, 0, 2), berlin); day < Date.UTC(2026, 11, 31) / DAY_MS; day += 1) {
      const at = startOfDay(day, berlin)
      expect([dayOf(at, berlin), dayOf(at - 1, berlin)]).toEqual([day, day - 1])
    }
  })

  it('where clocks go forward at midnight, a day starts at one; where they go back over it, at the second midnight', () => {
    const change = Date.UTC(2026, 8, 6, 4)
    const forward = (at: number) => (at >= change ? -180 : -240)
    expect(startOfDay(Date.UTC(2026, 8, 6) / DAY_MS, forward)).toBe(change)
    const back = (at: number) => (at >= change ? -300 : -240)
    expect(startOfDay(Date.UTC(2026, 8, 6) / DAY_MS, back)).toBe(Date.UTC(2026, 8, 6, 5))
  })

  it('from 31 January by months ends fall on 28 February, 31 March, 30 April, in local days', () => {
    const reachedAt = Date.UTC(2026, 0, 31, 9)
    const terms = { validity: { kind: 'months', count: 1 } as const, reachedAt, joinedAt: 0, offsetAt: berlin }
    const ends: (string | null)[] = []
    for (let at: number | null = reachedAt, left = 4; at !== null && left > 0; left -= 1) {
      at = endAfter(terms, at)
      ends.push(iso(at))
    }
    expect(ends).toEqual(['2026-02-28T23:00', '2026-03-31T22:00', '2026-04-30T22:00', '2026-05-31T22:00'])
  })

  it('knows the other validities', () => {
    const joinedAt = Date.UTC(2024, 1, 29, 12)
    const reachedAt = Date.UTC(2026, 2, 1)
    const end = (validity: TierSettings['validity'], after: number) =>
      iso(endAfter({ validity: validity ?? { kind: 'lifetime' }, reachedAt, joinedAt, offsetAt: () => 0 }, after))
    expect(end({ kind: 'anniversary' }, reachedAt)).toBe('2027-02-28T00:00')
    expect(end({ kind: 'anniversary' }, Date.UTC(2027, 11, 1))).toBe('2028-02-29T00:00')
    expect(end({ kind: 'calendar_year' }, reachedAt)).toBe('2027-01-01T00:00')
    expect(end({ kind: 'days', count: 10 }, reachedAt)).toBe('2026-03-12T00:00')
    expect(end({ kind: 'days', count: 10 }, Date.UTC(2036, 2, 12))).toBe('2036-03-19T00:00')
    expect(end(undefined, reachedAt)).toBeNull()
  })
})

describe('benefits', () => {
  it('a rate stands in where the catalogue names no price for the tier, half a cent away from zero', () => {
    const gold = { id: 'gold', priceBps: 9_550 }
    const named = [{ tierId: 'gold', priceMinor: 1 }]
    expect(pricesOfTier([], gold, 1_010)).toEqual([{ tierId: 'gold', priceMinor: 965 }])
    expect(pricesOfTier(named, gold, 1_010)).toBe(named)
    expect(pricesOfTier(named, { id: 'basic' }, 1_010)).toBe(named)
    expect(pricesOfTier(named, undefined, 1_010)).toBe(named)
  })

  it('a term is at least a day', () => {
    expect(MembershipTerm.safeParse({ tierId: 'gold', unit: 'days', count: 0 }).success).toBe(false)
  })
})
