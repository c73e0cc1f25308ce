import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { refreshSession, requestCode, signIn } from './contract.ts'
import { labelMember } from './operators.ts'
import { tryRefusals } from './refusals.fixture.ts'
import {
  bringIn,
  changeProfile,
  checkAddress,
  checkCode,
  type EnterByCodeFacts,
  endSession,
  enter,
  enterByCode,
  hadPresent,
  isBirthdayMonth,
  join,
  type LabelFacts,
  label,
  normalizeAddress,
  type ProfileFacts,
  refresh,
} from './rules.ts'
import { Birthday, Identity } from './schema.ts'

const now = 1_767_225_600_000
const joining = { memberId: 'mem_new', tierId: 'basic', referralCode: 'ABCD2345', channel: 'h5' }
const entering = { memberId: undefined, joining, sessionId: 'ses_1', sessionExpiresAt: now + 1_000 }
const good: EnterByCodeFacts = {
  ...entering,
  address: '13800138000',
  expected: { codeHash: 'right', expiresAt: now + 1 },
  givenHash: 'right',
  now,
}

describe('normalizeAddress', () => {
  it.each([
    ['phone', '138 0013-8000', '13800138000'],
    ['phone', '+86 138 0013 8000', '13800138000'],
    ['phone', '008613800138000', '13800138000'],
    ['phone', '１３８００１３８０００', '13800138000'],
    ['phone', '+44 (20) 7946-0958', '+442079460958'],
    ['phone', '12800138000', null],
    ['phone', '1380013800', null],
    ['phone', '+8612345', null],
    ['phone', '2079460958', null],
    ['email', ' Xiao.Mei@Example.COM ', 'xiao.mei@example.com'],
    ['email', 'no-at.example.com', null],
    ['email', 'a@b', null],
    ['email', 'a b@example.com', null],
    ['external', ' wx-UnionId ', 'wx-UnionId'],
    ['external', '   ', null],
    ['external', 'x'.repeat(201), null],
  ] as const)('%s %s → %s', (kind, raw, wanted) => {
    expect(normalizeAddress(kind, raw)).toBe(wanted)
  })

  it('gives what it was given when asked again, and what it gives is an identity', () => {
    fc.assert(
      fc.property(fc.constantFrom('phone', 'email'), fc.oneof(fc.string(), fc.emailAddress()), (kind, raw) => {
        const address = normalizeAddress(kind, raw)
        if (address === null) return
        expect(normalizeAddress(kind, address)).toBe(address)
        expect(Identity.safeParse({ kind, address }).success).toBe(true)
      }),
    )
  })
})

describe('signing in', () => {
  it('refuses in the order of the contract', () => {
    const tried = tryRefusals(signIn, enterByCode, good, {
      address_invalid: (facts) => ({ ...facts, address: null }),
      code_wrong: (facts) => ({ ...facts, givenHash: 'other' }),
      code_expired: (facts) => ({ ...facts, expected: { codeHash: 'right', expiresAt: now } }),
    })
    expect(tried.alone).toEqual(tried.wanted)
    expect(tried.together).toEqual(tried.wanted)
  })

  it('joins someone new and opens their session', () => {
    expect(enterByCode(good)).toEqual({
      ok: true,
      events: [
        { type: 'member_joined', ...joining },
        { type: 'session_opened', memberId: 'mem_new', sessionId: 'ses_1', expiresAt: now + 1_000 },
      ],
    })
  })

  it('only opens a session for a member', () => {
    expect(enter({ ...entering, memberId: 'mem_old' }).map(({ type, memberId }) => [type, memberId])).toEqual([
      ['session_opened', 'mem_old'],
    ])
  })

  it('brings in a member of another system once, with the day they joined', () => {
    const imported = { ...joining, joinedAt: now - 9 }
    expect(bringIn(undefined, imported)).toEqual([{ type: 'member_joined', ...imported }])
    expect(bringIn('mem_old', imported)).toEqual([])
  })

  it('does not tell a wrong code that it would have been too late anyway', () => {
    const late = { codeHash: 'right', expiresAt: now - 1 }
    expect(checkCode({ expected: late, givenHash: 'other', now })).toEqual({ code: 'code_wrong' })
    expect(checkCode({ expected: undefined, givenHash: 'right', now })).toEqual({ code: 'code_wrong' })
  })
})

describe('sessions and profile', () => {
  it('refuses a code for what is no address', () => {
    const tried = tryRefusals(
      requestCode,
      checkAddress,
      { address: 'a@example.com' as string | null },
      {
        address_invalid: () => ({ address: null }),
      },
    )
    expect(tried.alone).toEqual(tried.wanted)
  })

  it('refreshes only a session that is open', () => {
    const session = { expiresAt: now + 1, endedAt: null as number | null }
    const tried = tryRefusals(
      refreshSession,
      refresh,
      { session, now },
      {
        session_ended: (facts) => ({ ...facts, now: now + 1 }),
      },
    )
    expect(tried.alone).toEqual(tried.wanted)
    expect(refresh({ session: { ...session, endedAt: now - 5 }, now }).ok).toBe(false)
    expect(refresh({ session: undefined, now }).ok).toBe(false)
  })

  it('records which field changed, never what it says', () => {
    const change = (after: ProfileFacts['after']) =>
      changeProfile({ memberId: 'mem_1', before: { name: '小美', birthday: null }, after, today: '2026-03-01' })
    const updated = (...fields: readonly string[]) => ({
      ok: true,
      events: [{ type: 'profile_updated', memberId: 'mem_1', fields }],
    })
    expect(change({ name: '美' })).toEqual(updated('name'))
    expect(change({ name: '小美', birthday: '2026-03-01' })).toEqual(updated('birthday'))
    expect(change({ name: '小美' })).toEqual({ ok: true, events: [] })
    expect(change({ name: '小美', birthday: null })).toEqual({ ok: true, events: [] })
    expect(change({ name: '小美', birthday: '2026-03-02' })).toEqual({
      ok: false,
      refusal: { code: 'birthday_future' },
    })
    expect(JSON.stringify([join(joining), endSession('mem_1', 'ses_1')])).not.toContain('138')
  })
})

describe('labels', () => {
  const labels = { memberId: 'mem_1', tags: ['vip', 'coffee'], segmentIds: ['seg_north'] }
  const first: LabelFacts = { ...labels, known: { tags: [], segmentIds: [], isLabelled: false } }

  it('refuse in the order of the contract', () => {
    const tried = tryRefusals(labelMember, label, first, {
      member_missing: (facts) => ({ ...facts, known: undefined }),
      label_repeated: (facts) => ({ ...facts, tags: ['vip', 'vip'] }),
    })
    expect(tried.alone).toEqual(tried.wanted)
    expect(tried.together).toEqual(tried.wanted)
  })

  it('name the one that is repeated, which may stand in both lists but not twice in one', () => {
    const twice = { ...first, segmentIds: ['seg_a', 'seg_b', 'seg_b', 'seg_a'] }
    expect(label(twice)).toEqual({ ok: false, refusal: { code: 'label_repeated', detail: { label: 'seg_b' } } })
    expect(label({ ...first, tags: ['seg_a', 'VIP', 'vip'], segmentIds: ['seg_a'] }).ok).toBe(true)
  })

  it('replace both lists whole, the first time with a row of their own, and nothing when they stay', () => {
    const event = { type: 'member_labelled', ...labels }
    expect(label(first)).toEqual({ ok: true, events: [{ ...event, created: true }] })
    const known = { tags: ['vip'], segmentIds: ['seg_north'], isLabelled: true }
    expect(label({ ...labels, known })).toEqual({ ok: true, events: [{ ...event, created: false }] })
    expect(label({ ...labels, known: { ...labels, isLabelled: true } })).toEqual({ ok: true, events: [] })
    const none = { memberId: 'mem_1', tags: [], segmentIds: [] }
    expect(label({ ...none, known: first.known })).toEqual({ ok: true, events: [] })
    expect(label({ ...none, known })).toEqual({ ok: true, events: [{ ...event, ...none, created: false }] })
  })
})

it.each([
  ['2016-02-29', true],
  ['2015-02-29', false],
  ['2016-13-01', false],
  ['1899-12-31', false],
  ['not a day', false],
  ['2016-1-1', false],
])('a birthday %s: %s', (text, wanted) => {
  expect(Birthday.safeParse(text).success).toBe(wanted)
})

describe('the present of a birthday', () => {
  const DAY_MS = 86_400_000
  const dayAt = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10)

  it('is due in the month, from its first day on: born on 29 February, in every February', () => {
    expect(['2027-02-01', '2028-02-29', '2027-03-01'].map((day) => isBirthdayMonth('1992-02-29', day))).toEqual([
      ...[true, true, false],
    ])
    expect([isBirthdayMonth('02-29', '2027-02-28'), isBirthdayMonth(null, '2027-02-28')]).toEqual([true, false])
  })

  it('is had in its calendar year and for 365 days: a birthday moved over New Year brings none', () => {
    const had = (today: string, lastDay?: string): boolean => hadPresent({ today, lastDay })
    expect(had('2026-12-01')).toBe(false)
    expect([had('2027-01-01', '2026-12-31'), had('2027-12-30', '2026-12-31')]).toEqual([true, true])
    expect(had('2027-12-31', '2026-12-31')).toBe(false)
    // A leap year has room for two within it.
    expect(had('2028-12-31', '2028-01-01')).toBe(true)
    expect(had('2029-01-01', '2028-01-01')).toBe(false)
  })

  it('comes once in 365 days and once in a year, however often the birthday is changed', () => {
    const months = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(months, fc.integer({ min: 1, max: 90 }), (born, everyDays) => {
        const given: string[] = []
        for (let at = 0; at < 3 * 366; at += 1) {
          const today = dayAt(20_000 + at)
          const month = born[Math.floor(at / everyDays) % born.length] as number
          const birthday = `1990-${String(month).padStart(2, '0')}-15`
          if (isBirthdayMonth(birthday, today) && !hadPresent({ today, lastDay: given.at(-1) })) given.push(today)
        }
        const gaps = given.slice(1).map((day, at) => (Date.parse(day) - Date.parse(given[at] as string)) / DAY_MS)
        expect(Math.min(365, ...gaps)).toBe(365)
        const years = given.map((day) => day.slice(0, 4))
        expect(new Set(years).size).toBe(years.length)
        // Whoever never changes it misses no year.
        if (new Set(born).size === 1) expect(given.length).toBeGreaterThanOrEqual(3)
      }),
      { numRuns: process.env.SIYU_LONG === undefined ? 20 : 500 },
    )
  })
})
