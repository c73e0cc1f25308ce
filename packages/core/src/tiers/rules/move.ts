import { accept, type CodeOf, type Decision, refuse } from '../../kernel/index.ts'
import type { TierMoveEvent, TierSetByHand } from '../events.ts'
import type { adjustGrowth, recordActivity, setTier } from '../operators.ts'
import type { ActivityKind, TierSettings } from '../schema.ts'
import type { reviewTier } from '../system.ts'
import { dayOf } from './calendar.ts'
import { growthOn, tierFor, withGrowth } from './growth.ts'
import { rankOf, requiredFor } from './program.ts'
import { climb, dueAt, growthAt, put, type TierFacts, today, type Walk, walked, walkTo } from './settle.ts'

/** What moves growth: an order, or what its refund takes back; an activity; an operator. */
export type GrowthMove = {
  readonly deltaCount: number
  readonly orderId: string | null
  /** When it was earned; a refund takes from the day the order counted for. Absent: now. */
  readonly earnedAt?: number | undefined
  readonly activity?: { readonly kind: ActivityKind; readonly key: string } | undefined
}

/** Growth moves, and the tier with it. Nothing happens for 0. */
export function moveGrowth(facts: TierFacts, move: GrowthMove): readonly TierMoveEvent[] {
  return move.deltaCount === 0 ? [] : walked(grown(walkTo(facts), move))
}

/**
 * More growth raises the tier and never lowers it; less lowers it only where it takes away what the tier rests on. So a
 * change of the settings alone demotes nobody, and a refund undoes what its order gave.
 */
export function grown(walk: Walk, move: GrowthMove): Walk {
  const { facts } = walk
  const { deltaCount, earnedAt = facts.now } = move
  const growth = withGrowth(walk.growth, dayOf(earnedAt, facts.offsetAt), deltaCount)
  const moved: Walk = { ...walk, growth, events: [...walk.events, { ...changedOf(facts, move), deltaCount }] }
  const day = today(walk)
  return deltaCount > 0 ? climb(moved, facts.now, day, 'upgrade') : sink(moved, walk, day)
}

function changedOf({ memberId, now }: TierFacts, move: GrowthMove) {
  const { orderId, earnedAt = now, activity } = move
  return {
    type: 'growth_changed' as const,
    ...{ memberId, orderId },
    ...(earnedAt === now ? {} : { earnedAt }),
    ...(activity === undefined ? {} : { activity }),
  }
}

/** Growth went away: the tier goes with it if it rested on that. */
function sink(walk: Walk, before: Walk, day: number): Walk {
  const { standing, program, facts } = walk
  const target = tierFor(program, growthAt(walk, day))
  const isLower = rankOf(program, target.id) < rankOf(program, standing.growthTierId)
  if (standing.isByHand || !isLower) return walk
  return hasLostGround(walk, before, day) ? put(walk, target.id, facts.now, 'refund', day) : walk
}

/**
 * A tier for ever by growth for ever is lost when growth falls below the line of any tier. One that was promised for a
 * time rests on the growth of the day it was reached or renewed, and is lost when that falls below its own line.
 */
function hasLostGround(walk: Walk, before: Walk, day: number): boolean {
  const { standing, program } = walk
  if (standing.validUntil === null && program.growthWindow.kind === 'lifetime') {
    const [was, is] = [before, walk].map((each) => rankOf(program, tierFor(program, growthAt(each, day)).id))
    return (is ?? 0) < (was ?? 0)
  }
  const counted = standing.countedDay
  const required = requiredFor(program, standing.growthTierId)
  return counted !== null && growthAt(before, counted) >= required && growthAt(walk, counted) < required
}

/** Looks at a member again: everything whose time has come is written. */
export function review(facts: TierFacts | undefined): Decision<TierMoveEvent, CodeOf<typeof reviewTier>> {
  if (facts === undefined) return refuse('member_missing')
  const due = dueAt(facts.standing)
  const isDue = (due !== null && due <= facts.now) || facts.standing.revision !== facts.revision
  return isDue ? accept(...walked(walkTo(facts))) : refuse('tier_not_due', { dueAt: due })
}

/** What an operator corrects; growth as a whole never falls below 0 by hand. */
export function adjust(
  facts: TierFacts | undefined,
  { deltaCount }: { readonly deltaCount: number },
): Decision<TierMoveEvent, CodeOf<typeof adjustGrowth>> {
  if (facts === undefined) return refuse('member_missing')
  const { totalCount } = facts.growth
  if (deltaCount < 0 && totalCount + deltaCount < 0) return refuse('growth_insufficient', { growthCount: totalCount })
  return accept(...moveGrowth(facts, { deltaCount, orderId: null }))
}

/** What a member did, with what tells it from every other time: the id of a review, the year of a birthday. */
export type Activity = { readonly kind: ActivityKind; readonly reference: string }

/** Under which key an activity counts, so that it counts once: a check-in per day, a review per review, a profile. */
export function activityKey(
  { kind, reference }: Activity,
  { offsetAt, now }: Pick<TierFacts, 'offsetAt' | 'now'>,
): string {
  if (kind === 'profile' || kind === 'sign_up') return kind
  return kind === 'check_in' ? `check_in:${dayOf(now, offsetAt)}` : `${kind}:${reference}`
}

/** The growth one activity of a kind gives; 0 for none. */
export function growthOf({ activities = [] }: Pick<TierSettings, 'activities'>, kind: ActivityKind): number {
  return activities.find((each) => each.kind === kind)?.growthCount ?? 0
}

/** Growth for something a member did, if the settings give any and it did not count before. */
export function recordGrowth(
  facts: TierFacts | undefined,
  activity: Activity,
  countedKeys: readonly string[],
): Decision<TierMoveEvent, CodeOf<typeof recordActivity>> {
  if (facts === undefined) return refuse('member_missing')
  const key = activityKey(activity, facts)
  if (countedKeys.includes(key)) return accept()
  const deltaCount = growthOf(facts.settings, activity.kind)
  return accept(...moveGrowth(facts, { deltaCount, orderId: null, activity: { kind: activity.kind, key } }))
}

/** What an operator decides about one member. */
export type SetTierChoice = { readonly tierId: string | null; readonly until: number | null }

/**
 * Sets the tier by hand: until the end given, or for ever, growth does not move it. Without a tier, growth decides
 * again from now on. A paid membership stands beside it as beside growth.
 */
export function setByHand(
  facts: TierFacts | undefined,
  { tierId, until }: SetTierChoice,
): Decision<TierMoveEvent | TierSetByHand, CodeOf<typeof setTier>> {
  if (facts === undefined) return refuse('member_missing')
  if (tierId !== null && rankOf(facts.settings, tierId) < 0) return refuse('tier_missing', { tierId })
  if (until !== null && until <= facts.now) return refuse('tier_until_past', { until })
  const { memberId, now } = facts
  const walk = walkTo(facts)
  const day = today(walk)
  const set: TierSetByHand = { type: 'tier_set_by_hand', memberId, tierId, until }
  const free = put(walk, tierId ?? tierFor(walk.program, growthAt(walk, day)).id, now, 'operator', day)
  const held = { validUntil: until, noticeAt: null, countedDay: null, isByHand: true }
  const after = tierId === null ? free : { ...free, standing: { ...free.standing, ...held } }
  return accept<TierMoveEvent | TierSetByHand>(set, ...walked(after))
}

/** The growth of a member inside the window now. */
export function growthNow({ growth, settings, offsetAt, now }: TierFacts): number {
  return growthOn(growth, settings.growthWindow ?? { kind: 'lifetime' }, dayOf(now, offsetAt))
}
