import type { DowngradePolicy, GrowthWindow, Tier, TierSettings, TierValidity, UpgradeMode } from '../schema.ts'
import { addMonths, dayOf, monthsBetween, type OffsetAt, startOfDay, startOfMonths } from './calendar.ts'
import { tierFor } from './growth.ts'

/** The settings with nothing left out. */
export type TierProgram = {
  readonly tiers: readonly Tier[]
  readonly growthWindow: GrowthWindow
  readonly upgrade: UpgradeMode
  readonly validity: TierValidity
  readonly graceDays: number
  readonly downgrade: DowngradePolicy
  readonly noticeDays: number
}

const LIFETIME = { kind: 'lifetime' } as const
/** How long before the end members are told, unless the settings say otherwise. */
const NOTICE_DAYS = 30

/** The settings with what is absent filled in as earlier versions behaved. */
export function programOf(settings: TierSettings): TierProgram {
  const { tiers, growthWindow = LIFETIME, upgrade = 'at_once', validity = LIFETIME } = settings
  const { graceDays = 0, downgrade = 'recompute', noticeDays = NOTICE_DAYS } = settings
  return { tiers, growthWindow, upgrade, validity, graceDays, downgrade, noticeDays }
}

/** The place of a tier among the others, from 0; −1 when it is not among them. */
export function rankOf({ tiers }: Pick<TierSettings, 'tiers'>, tierId: string | null): number {
  return tiers.findIndex(({ id }) => id === tierId)
}

/** The growth a tier needs; that of the tier a growth of 0 gives when it is not among them. */
export function requiredFor(program: Pick<TierSettings, 'tiers'>, tierId: string): number {
  return (program.tiers.find(({ id }) => id === tierId) ?? tierFor(program, 0)).growthRequired
}

/** What the ends of a validity are counted from. */
export type ValidityFacts = {
  readonly validity: TierValidity
  readonly reachedAt: number
  readonly joinedAt: number
  readonly offsetAt: OffsetAt
}

/**
 * The first end of a validity after a moment; null for never. Ends are starts of days, so that the last day counts
 * whole. They are counted from the day the tier was reached, however often it was renewed: from 31 January by months
 * they are the ends of 28 February, 31 March, 30 April.
 */
export function endAfter({ validity, reachedAt, joinedAt, offsetAt }: ValidityFacts, after: number): number | null {
  const first = dayOf(reachedAt, offsetAt)
  switch (validity.kind) {
    case 'lifetime':
      return null
    case 'days':
      return nextEnd(after, offsetAt, (times) => first + times * validity.count + 1, validity.count, first)
    case 'months':
      return endOfMonths(after, offsetAt, first, validity.count, 1)
    case 'anniversary':
      return endOfMonths(after, offsetAt, dayOf(joinedAt, offsetAt), 12, 0)
    default:
      return startOfDay(addMonths(startOfMonths(dayOf(after, offsetAt), 12), 12), offsetAt)
  }
}

function nextEnd(
  after: number,
  offsetAt: OffsetAt,
  dayAt: (times: number) => number,
  stepDays: number,
  first: number,
): number {
  // Begun a step early, since a day more or less is one end more or less.
  let times = Math.max(1, Math.floor((dayOf(after, offsetAt) - first) / stepDays) - 1)
  while (startOfDay(dayAt(times), offsetAt) <= after) times += 1
  return startOfDay(dayAt(times), offsetAt)
}

function endOfMonths(after: number, offsetAt: OffsetAt, first: number, months: number, extraDays: 0 | 1): number {
  let times = Math.max(1, Math.floor(monthsBetween(first, dayOf(after, offsetAt)) / months) - 1)
  const endAt = (count: number): number => startOfDay(addMonths(first, count * months) + extraDays, offsetAt)
  while (endAt(times) <= after) times += 1
  return endAt(times)
}

const PERIOD_MONTHS = { next_month: 1, next_quarter: 3, next_year: 12 } as const

/** When an upgrade that was reached at a moment begins. */
export function upgradeStart(mode: UpgradeMode, reachedAt: number, offsetAt: OffsetAt): number {
  if (mode === 'at_once') return reachedAt
  const months = PERIOD_MONTHS[mode]
  return startOfDay(addMonths(startOfMonths(dayOf(reachedAt, offsetAt), months), months), offsetAt)
}
