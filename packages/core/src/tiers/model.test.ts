import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Standing, TierMoveEvent } from './events.ts'
import { dayOf } from './rules/calendar.ts'
import { growthNow, moveGrowth, review } from './rules/move.ts'
import type { TierFacts } from './rules/settle.ts'
import type { DowngradePolicy, GrowthWindow, TierSettings, TierValidity, UpgradeMode } from './schema.ts'
import { factsOf, standingOf } from './standing.fixture.ts'

const DAY_MS = 86_400_000
const FIRST_DAY = Date.UTC(2026, 0, 31) / DAY_MS

/** A zone with summer time in every year, from April to September, so that its days differ from those of UTC. */
const offsetAt = (at: number): number => {
  const month = new Date(at).getUTCMonth()
  return month >= 3 && month < 9 ? -180 : -240
}

type Settings = TierSettings & {
  readonly growthWindow: GrowthWindow
  readonly validity: TierValidity
  readonly upgrade: UpgradeMode
  readonly downgrade: DowngradePolicy
  readonly graceDays: number
  readonly noticeDays: number
}
type Step =
  | { readonly kind: 'earn'; readonly count: number }
  | { readonly kind: 'refund'; readonly which: number; readonly count: number }
  | { readonly kind: 'configure'; readonly settings: Settings }
  | { readonly kind: 'look' }
type Timed = { readonly day: number; readonly step: Step }

const settingsOf = fc.record({
  ...{ growthPerMinorBps: fc.constant(100) },
  tiers: fc.constantFrom([0, 100, 300], [0, 150, 250], [0, 50, 500]).map((lines) =>
    lines.map((growthRequired, rank) => ({
      ...{ id: ['basic', 'silver', 'gold'][rank] ?? '', name: { zh: '级', en: 'tier' } },
      ...{ growthRequired, pointsMultiplierBps: 10_000 },
    })),
  ),
  growthWindow: fc.oneof(
    fc.constantFrom<GrowthWindow>({ kind: 'lifetime' }, { kind: 'calendar_year' }),
    fc.integer({ min: 1, max: 400 }).map((days): GrowthWindow => ({ kind: 'rolling', days })),
  ),
  validity: fc.oneof(
    fc.constantFrom<TierValidity>({ kind: 'lifetime' }, { kind: 'calendar_year' }, { kind: 'anniversary' }),
    fc.integer({ min: 1, max: 14 }).map((count): TierValidity => ({ kind: 'months', count })),
    fc.integer({ min: 1, max: 400 }).map((count): TierValidity => ({ kind: 'days', count })),
  ),
  upgrade: fc.constantFrom<UpgradeMode>('at_once', 'next_month', 'next_quarter', 'next_year'),
  downgrade: fc.constantFrom<DowngradePolicy>('one_down', 'recompute', 'never'),
  graceDays: fc.constantFrom(0, 1, 30),
  noticeDays: fc.constantFrom(0, 7, 30),
})

const seasons = fc.tuple(
  settingsOf,
  fc.array(
    fc.record({
      wait: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 120 })),
      step: fc.oneof(
        { weight: 4, arbitrary: fc.integer({ min: 1, max: 200 }).map((count): Step => ({ kind: 'earn', count })) },
        {
          weight: 3,
          arbitrary: fc
            .record({ which: fc.nat(20), count: fc.integer({ min: 1, max: 200 }) })
            .map((some): Step => ({ kind: 'refund', ...some })),
        },
        { weight: 1, arbitrary: settingsOf.map((settings): Step => ({ kind: 'configure', settings })) },
        { weight: 2, arbitrary: fc.constant<Step>({ kind: 'look' }) },
      ),
    }),
    { minLength: 1, maxLength: 12 },
  ),
)

/** What can be seen of a member, by local days. */
type Seen = {
  readonly tierId: string
  readonly endDay: number | null
  readonly graceDay: number | null
  readonly upgradeDay: number | null
  readonly growthCount: number
  readonly history: readonly string[]
}

const dateOf = (day: number): Date => new Date(day * DAY_MS)
const dayFrom = (year: number, month: number, date: number): number => {
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  return Date.UTC(year, month, Math.min(date, last)) / DAY_MS
}

/** A member of the reference: by days, without moments and zones. */
type Life = {
  settings: Settings
  readonly orders: { day: number; count: number }[]
  tierId: string
  reachedDay: number
  endDay: number | null
  graceDay: number | null
  upgradeDay: number | null
  countedDay: number | null
  readonly history: string[]
}

const rank = ({ settings }: Life, id: string): number => settings.tiers.findIndex((each) => each.id === id)
const required = (life: Life): number => life.settings.tiers[rank(life, life.tierId)]?.growthRequired ?? 0
const tierOf = ({ settings }: Life, count: number): string =>
  settings.tiers.filter(({ growthRequired }) => growthRequired <= count).at(-1)?.id ?? 'basic'

function growthBy({ settings, orders }: Life, day: number): number {
  const { growthWindow: span } = settings
  const counts = (each: number): boolean => {
    if (each > day) return false
    if (span.kind === 'rolling') return each > day - span.days
    return span.kind === 'lifetime' || dateOf(each).getUTCFullYear() === dateOf(day).getUTCFullYear()
  }
  return orders.filter(({ day: each }) => counts(each)).reduce((sum, { count }) => sum + count, 0)
}

function nextEnd({ settings, tierId, reachedDay }: Life, after: number): number | null {
  const { validity } = settings
  if (tierId === 'basic' || validity.kind === 'lifetime') return null
  const [from, joined] = [dateOf(reachedDay), dateOf(FIRST_DAY)]
  const month = (date: Date, months: number): number =>
    dayFrom(date.getUTCFullYear(), date.getUTCMonth() + months, date.getUTCDate())
  const endOf = (times: number): number => {
    if (validity.kind === 'days') return reachedDay + validity.count * times + 1
    if (validity.kind === 'months') return month(from, validity.count * times) + 1
    return validity.kind === 'anniversary' ? month(joined, 12 * times) : dayFrom(from.getUTCFullYear() + times, 0, 1)
  }
  let times = 1
  while (endOf(times) <= after) times += 1
  return endOf(times)
}

function enter(life: Life, tierId: string, day: number, reason: string, countedDay: number): void {
  Object.assign(life, { tierId, reachedDay: day, graceDay: null, upgradeDay: null, countedDay })
  life.endDay = nextEnd(life, day)
  life.history.push(`${reason} ${tierId}`)
}

function renew(life: Life, day: number, countedDay: number): void {
  Object.assign(life, { graceDay: null, countedDay })
  life.endDay = nextEnd(life, day)
  life.history.push(`renewal ${life.tierId}`)
}

function more(life: Life, day: number, isConfigured: boolean): void {
  const { settings } = life
  const target = tierOf(life, growthBy(life, day))
  if (rank(life, target) > rank(life, life.tierId)) {
    if (isConfigured || settings.upgrade === 'at_once') {
      enter(life, target, day, isConfigured ? 'configured' : 'upgrade', day)
      return
    }
    const date = dateOf(day)
    const months = { next_month: 1, next_quarter: 3, next_year: 12 }[settings.upgrade]
    life.upgradeDay ??= dayFrom(date.getUTCFullYear(), (Math.floor(date.getUTCMonth() / months) + 1) * months, 1)
  }
  if (life.graceDay !== null && growthBy(life, day) >= required(life)) renew(life, day, day)
}

function dawn(life: Life, day: number): void {
  const { settings } = life
  const grown = tierOf(life, growthBy(life, day - 1))
  if (life.upgradeDay === day) {
    life.upgradeDay = null
    if (rank(life, grown) > rank(life, life.tierId)) enter(life, grown, day, 'upgrade', day - 1)
  }
  if ((life.graceDay ?? life.endDay) !== day) return
  if (growthBy(life, day - 1) >= required(life) || settings.downgrade === 'never') renew(life, day, day - 1)
  else if (life.graceDay === null && settings.graceDays > 0) {
    life.graceDay = day + settings.graceDays
    life.history.push(`grace ${life.tierId}`)
  } else {
    const below = settings.tiers[rank(life, life.tierId) - 1]?.id ?? 'basic'
    enter(life, settings.downgrade === 'one_down' ? below : grown, day, 'downgrade', day - 1)
  }
}

function configured(life: Life, day: number, settings: Settings): void {
  life.settings = settings
  const before = life.tierId
  more(life, day, true)
  if (life.tierId !== before) return
  if (before === 'basic' || settings.validity.kind === 'lifetime') Object.assign(life, { endDay: null, graceDay: null })
  else if (life.endDay === null) {
    life.countedDay ??= day
    life.endDay = nextEnd(life, day + settings.noticeDays)
  }
}

function refunded(life: Life, day: number, which: number, wanted: number): void {
  const order = life.orders[which % Math.max(1, life.orders.length)]
  const count = Math.min(wanted, order?.count ?? 0)
  if (order === undefined || count === 0) return
  const isForEver = life.endDay === null && life.settings.growthWindow.kind === 'lifetime'
  const restsOn = isForEver ? day : life.countedDay
  const before = restsOn === null ? 0 : growthBy(life, restsOn)
  order.count -= count
  const target = tierOf(life, growthBy(life, day))
  if (restsOn === null || rank(life, target) >= rank(life, life.tierId)) return
  const after = growthBy(life, restsOn)
  const isLost = isForEver
    ? rank(life, tierOf(life, after)) < rank(life, tierOf(life, before))
    : before >= required(life) && after < required(life)
  if (isLost) enter(life, target, day, 'refund', day)
}

/**
 * The reference: from the list of everything that happened, every day since the beginning is lived through anew. It
 * knows neither moments nor zones and keeps nothing between calls.
 */
function livedThrough(settings: Settings, steps: readonly Timed[], today: number): Seen {
  const life: Life = {
    ...{ settings, orders: [], tierId: 'basic', reachedDay: FIRST_DAY, endDay: null, graceDay: null },
    ...{ upgradeDay: null, countedDay: null, history: [] },
  }
  for (let [day, next] = [FIRST_DAY, 0]; day <= today; day += 1) {
    dawn(life, day)
    for (let found = steps[next]; found !== undefined && found.day === day; found = steps[next]) {
      const { step } = found
      if (step.kind === 'earn') {
        life.orders.push({ day, count: step.count })
        more(life, day, false)
      }
      if (step.kind === 'refund') refunded(life, day, step.which, step.count)
      if (step.kind === 'configure') configured(life, day, step.settings)
      next += 1
    }
  }
  const { tierId, endDay, graceDay, upgradeDay, history } = life
  return { tierId, endDay, graceDay, upgradeDay, growthCount: growthBy(life, today), history }
}

/** The rules, with what they decided kept as a server keeps it. */
function openMember(first: Settings) {
  const orders: { at: number; count: number }[] = []
  let standing: Standing = standingOf('basic', { reachedAt: momentOf(FIRST_DAY) })
  let [settings, revision] = [first, 0]
  const history: string[] = []
  const factsAt = (now: number): TierFacts =>
    factsOf(settings, 0, '', {
      ...{ joinedAt: momentOf(FIRST_DAY), standing, revision, offsetAt, now },
      growth: {
        totalCount: orders.reduce((sum, { count }) => sum + count, 0),
        days: orders.map(({ at, count }) => ({ day: dayOf(at, offsetAt), count })),
      },
    })
  const keep = (events: readonly TierMoveEvent[], orderAt: number): void => {
    for (const event of events) {
      if (event.type === 'tier_standing_set') standing = event.standing
      if (event.type === 'tier_changed') history.push(`${event.reason} ${event.toTierId}`)
      if (event.type === 'tier_kept') history.push(`${event.reason} ${event.tierId}`)
      if (event.type !== 'growth_changed') continue
      const order = orders.find(({ at }) => event.deltaCount < 0 && at === event.earnedAt)
      if (order === undefined) orders.push({ at: orderAt, count: event.deltaCount })
      else order.count += event.deltaCount
    }
  }
  const look = (now: number): void => {
    const decision = review(factsAt(now))
    if (decision.ok) keep(decision.events, now)
  }
  return {
    look,
    configure: (next: Settings, now: number): void => {
      look(now)
      ;[settings, revision] = [next, revision + 1]
      look(now)
    },
    earn: (count: number, now: number): void =>
      keep(moveGrowth(factsAt(now), { deltaCount: count, orderId: 'o' }), now),
    refund: (which: number, wanted: number, now: number): void => {
      const order = orders[which % Math.max(1, orders.length)]
      const count = Math.min(wanted, order?.count ?? 0)
      if (order === undefined || count === 0) return
      keep(moveGrowth(factsAt(now), { deltaCount: -count, orderId: 'o', earnedAt: order.at }), now)
    },
    seen: (now: number): Seen => {
      const dayIn = (at: number | null): number | null => (at === null ? null : dayOf(at, offsetAt))
      const { tierId, validUntil, graceUntil, upgradeAt } = standing
      const days = { endDay: dayIn(validUntil), graceDay: dayIn(graceUntil), upgradeDay: dayIn(upgradeAt) }
      return { tierId, ...days, growthCount: growthNow(factsAt(now)), history }
    },
  }
}

/** Eleven in the morning in the zone, and a bit later with every step, so that no two orders share a moment. */
function momentOf(day: number, place: number = 0): number {
  return day * DAY_MS + (11 + 4) * 3_600_000 + place
}

it('after any season of growth, refunds, waiting and changed settings a member stands where a naive recount says', () => {
  let stepCount = 0
  fc.assert(
    fc.property(seasons, ([settings, season]) => {
      const member = openMember(settings)
      const steps: Timed[] = []
      let day = FIRST_DAY
      for (const [place, { wait, step }] of season.entries()) {
        day += wait
        steps.push({ day, step })
        const now = momentOf(day, place + 1)
        if (step.kind === 'earn') member.earn(step.count, now)
        if (step.kind === 'refund') member.refund(step.which, step.count, now)
        if (step.kind === 'configure') member.configure(step.settings, now)
        member.look(now)
        stepCount += 1
        expect(member.seen(now)).toEqual(livedThrough(settings, steps, day))
      }
    }),
    { numRuns: process.env.SIYU_LONG === '1' ? 2_000 : 150, endOnFailure: true },
  )
  expect(stepCount).toBeGreaterThan(400)
}, 120_000)

it('lives through thirty years in seconds, renewed and told of each end once a year', () => {
  const settings: TierSettings = {
    tiers: ['basic', 'silver'].map((id, rank) => ({
      ...{ id, name: { zh: '级', en: 'tier' }, growthRequired: rank * 100, pointsMultiplierBps: 10_000 },
    })),
    ...{
      growthPerMinorBps: 100,
      growthWindow: { kind: 'rolling', days: 365 },
      validity: { kind: 'months', count: 12 },
    },
    ...{ graceDays: 10, noticeDays: 30 },
  }
  const member = openMember(settings as Settings)
  member.earn(100, momentOf(FIRST_DAY))
  for (let year = 1; year <= 30; year += 1) {
    // Half a year after each end there is enough again; the year before the last brings nothing.
    if (year < 30) member.earn(100, momentOf(FIRST_DAY + year * 365 - 180))
    member.look(momentOf(FIRST_DAY + year * 366))
  }
  const now = momentOf(FIRST_DAY + 31 * 366)
  member.look(now)
  const { history, tierId } = member.seen(now)
  expect(history).toEqual(['upgrade silver', ...Array(29).fill('renewal silver'), 'grace silver', 'downgrade basic'])
  expect(tierId).toBe('basic')
})
