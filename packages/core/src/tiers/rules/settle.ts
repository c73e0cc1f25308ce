import type { Standing, TierChanged, TierKept, TierMoveEvent } from '../events.ts'
import type { Membership } from '../operator-schema.ts'
import type { TierReason, TierSettings } from '../schema.ts'
import { dayOf, type OffsetAt, startOfDay } from './calendar.ts'
import { type GrowthRecord, growthOn, tierFor } from './growth.ts'
import { paidAt } from './paid.ts'
import { endAfter, programOf, rankOf, requiredFor, type TierProgram, upgradeStart } from './program.ts'

/** A member's growth and standing, and everything their tier depends on. */
export type TierFacts = {
  readonly memberId: string
  readonly joinedAt: number
  readonly standing: Standing
  readonly growth: GrowthRecord
  /** Those that have not ended before the standing was last looked at. */
  readonly memberships: readonly Membership[]
  readonly settings: TierSettings
  /** The number of these settings; it goes up whenever they are replaced. */
  readonly revision: number
  readonly offsetAt: OffsetAt
  readonly now: number
}

/** The most ends of periods that are dealt with at once; the next look goes on. */
const MAX_STEPS = 400

/** How somebody stands who joins, in the lowest tier. */
export function standingAtJoining(tierId: string, joinedAt: number): Standing {
  return {
    ...{ tierId, growthTierId: tierId, reachedAt: joinedAt, validUntil: null, graceUntil: null, upgradeAt: null },
    ...{ noticeAt: null, countedDay: null, isByHand: false, paidTierId: null, paidUntil: null, revision: 0 },
  }
}

/** A member on the way through what has happened since they were last looked at. */
export type Walk = {
  readonly facts: TierFacts
  readonly program: TierProgram
  readonly standing: Standing
  readonly growth: GrowthRecord
  readonly memberships: readonly Membership[]
  readonly events: readonly TierMoveEvent[]
}

/** A member as they stand now: the settings of now, every end that has come, each as of its own moment. */
export function walkTo(facts: TierFacts): Walk {
  const { standing, growth, memberships, settings } = facts
  let walk: Walk = { facts, program: programOf(settings), standing, growth, memberships, events: [] }
  walk = adopt(walk)
  for (let steps = 0; steps < MAX_STEPS; steps += 1) {
    const at = dueAt(walk.standing)
    if (at === null || at > facts.now) return walk
    walk = pass(walk, at)
  }
  return walk
}

/** The events of a walk, ending with the standing where it changed. */
export function walked({ facts, standing, events }: Walk): readonly TierMoveEvent[] {
  const names = Object.keys(standing) as (keyof Standing)[]
  if (names.every((name) => standing[name] === facts.standing[name])) return events
  return [...events, { type: 'tier_standing_set', memberId: facts.memberId, standing, dueAt: dueAt(standing) }]
}

/** The next moment something is to be looked at; null for none. */
export function dueAt({ validUntil, graceUntil, upgradeAt, noticeAt, paidUntil }: Standing): number | null {
  const moments = [graceUntil ?? validUntil, upgradeAt, noticeAt, paidUntil].filter((at) => at !== null)
  return moments.length === 0 ? null : Math.min(...moments)
}

/** The growth that counts at the end of a day. */
export function growthAt({ growth, program }: Walk, day: number): number {
  return growthOn(growth, program.growthWindow, day)
}

export function today({ facts }: Walk): number {
  return dayOf(facts.now, facts.offsetAt)
}

/** Puts the member into a tier by growth from a moment on, with a validity of its own. */
export function put(walk: Walk, growthTierId: string, at: number, reason: TierReason, countedDay: number | null): Walk {
  const { standing } = walk
  const fresh = { growthTierId, reachedAt: at, graceUntil: null, upgradeAt: null, countedDay, isByHand: false }
  return effective(withEnd({ ...walk, standing: { ...standing, ...fresh } }, at), at, reason)
}

/** The tier held is the higher one of growth and membership. */
export function effective(walk: Walk, at: number, reason: TierReason): Walk {
  const { facts, standing, program } = walk
  const { tierId: fromTierId, growthTierId, paidTierId } = standing
  const isPaidHigher = rankOf(program, paidTierId) > rankOf(program, growthTierId)
  const toTierId = isPaidHigher && paidTierId !== null ? paidTierId : growthTierId
  if (toTierId === fromTierId) return walk
  const changed: TierChanged = { type: 'tier_changed', memberId: facts.memberId, fromTierId, toTierId, reason, at }
  return { ...walk, standing: { ...standing, tierId: toTierId }, events: [...walk.events, changed] }
}

/** More growth may reach a higher tier, or save one that is in its grace period. */
export function climb(walk: Walk, at: number, day: number, reason: 'upgrade' | 'configured'): Walk {
  const { standing, program, facts } = walk
  if (standing.isByHand) return walk
  const growthCount = growthAt(walk, day)
  const target = tierFor(program, growthCount)
  if (rankOf(program, target.id) > rankOf(program, standing.growthTierId)) {
    if (program.upgrade === 'at_once' || reason === 'configured') return put(walk, target.id, at, reason, day)
    const upgradeAt = standing.upgradeAt ?? upgradeStart(program.upgrade, at, facts.offsetAt)
    return renewed({ ...walk, standing: { ...standing, upgradeAt } }, at, day)
  }
  return renewed(walk, at, day)
}

/** A tier in its grace period is renewed as soon as the growth is there. */
function renewed(walk: Walk, at: number, day: number): Walk {
  const { standing, program } = walk
  const isSaved = standing.graceUntil !== null && growthAt(walk, day) >= requiredFor(program, standing.growthTierId)
  return isSaved ? renew(walk, at, day) : walk
}

/** Brings a member in line with settings that were replaced. It may promote; it never demotes. */
function adopt(walk: Walk): Walk {
  const { facts, standing, program } = walk
  const { revision, now } = facts
  const isKnown = rankOf(program, standing.growthTierId) >= 0
  if (standing.revision === revision && isKnown) return walk
  const current: Walk = { ...walk, standing: { ...standing, revision } }
  const day = today(walk)
  if (!isKnown) return put(current, tierFor(program, growthAt(walk, day)).id, now, 'configured', day)
  if (standing.isByHand) return effective(current, now, 'configured')
  const climbed = climb(current, now, day, 'configured')
  return climbed.standing.growthTierId === standing.growthTierId ? promised(climbed, day) : climbed
}

/** A promise that was made is kept to its end; whoever had none gets one that can still be announced. */
function promised(walk: Walk, day: number): Walk {
  const { facts, standing, program } = walk
  const settled = effective(walk, facts.now, 'configured')
  const mayEnd = rankOf(program, standing.growthTierId) > 0 && program.validity.kind !== 'lifetime'
  if (mayEnd && standing.validUntil !== null) return settled
  const open = { ...settled.standing, validUntil: null, graceUntil: null, noticeAt: null }
  if (!mayEnd) return { ...settled, standing: open }
  const noticeUntil = startOfDay(day + program.noticeDays, facts.offsetAt)
  const countedDay = standing.countedDay ?? day
  return withEnd({ ...settled, standing: { ...open, countedDay } }, Math.max(facts.now, noticeUntil), facts.now)
}

/** Deals with the first thing that is due, as of its moment. */
function pass(walk: Walk, at: number): Walk {
  const { standing } = walk
  if (standing.paidUntil === at) return payingAt(walk, at)
  if (standing.upgradeAt === at) return rise(walk, at)
  if (standing.noticeAt === at) return announce(walk)
  return review(walk, at)
}

/** Looks which paid membership holds at a moment. */
export function payingAt(walk: Walk, at: number): Walk {
  const { memberships, program, standing } = walk
  return effective({ ...walk, standing: { ...standing, ...paidAt(memberships, at, program) } }, at, 'membership')
}

function rise(walk: Walk, at: number): Walk {
  const { standing, program } = walk
  const day = dayBefore(walk, at)
  const target = tierFor(program, growthAt(walk, day))
  const waited: Walk = { ...walk, standing: { ...standing, upgradeAt: null } }
  const isHigher = rankOf(program, target.id) > rankOf(program, standing.growthTierId)
  return isHigher ? put(waited, target.id, at, 'upgrade', day) : waited
}

function announce(walk: Walk): Walk {
  const { facts, standing } = walk
  const told: Walk = { ...walk, standing: { ...standing, noticeAt: null } }
  const { validUntil: until, growthTierId: tierId } = standing
  const neededCount = missingToKeep(walk)
  if (until === null || until <= facts.now || neededCount === 0) return told
  const notice = { type: 'tier_downgrade_approaching' as const, memberId: facts.memberId, tierId, neededCount, until }
  return { ...told, events: [...walk.events, notice] }
}

/** What growth is missing at the end of the tier, counting only what will still be inside the window then. */
export function missingToKeep(walk: Walk): number {
  const { standing, program } = walk
  const until = standing.graceUntil ?? standing.validUntil
  if (until === null || program.downgrade === 'never') return 0
  return Math.max(0, requiredFor(program, standing.growthTierId) - growthAt(walk, dayBefore(walk, until)))
}

/** The end of a tier: renewed, held on for the grace period, or lost. */
function review(walk: Walk, at: number): Walk {
  const { facts, standing, program } = walk
  const day = dayBefore(walk, at)
  const target = tierFor(program, growthAt(walk, day))
  if (standing.isByHand) return put(walk, target.id, at, 'operator', day)
  const rank = rankOf(program, standing.growthTierId)
  if (rankOf(program, target.id) >= rank || program.downgrade === 'never') return renew(walk, at, day)
  if (standing.graceUntil === null && program.graceDays > 0) {
    const graceUntil = startOfDay(day + 1 + program.graceDays, facts.offsetAt)
    return kept({ ...walk, standing: { ...standing, graceUntil, noticeAt: null } }, 'grace', at)
  }
  const lowerId = program.downgrade === 'one_down' ? program.tiers[rank - 1]?.id : target.id
  return put(walk, lowerId ?? target.id, at, 'downgrade', day)
}

function renew(walk: Walk, at: number, countedDay: number): Walk {
  const standing = { ...walk.standing, graceUntil: null, countedDay }
  return kept(withEnd({ ...walk, standing }, at), 'renewal', at)
}

function kept(walk: Walk, reason: TierKept['reason'], at: number): Walk {
  const { memberId } = walk.facts
  const note: TierKept = { type: 'tier_kept', memberId, tierId: walk.standing.growthTierId, reason, at }
  return { ...walk, events: [...walk.events, note] }
}

/** The next end of the tier after a moment, and when the member is told of it; the lowest tier has none. */
function withEnd(walk: Walk, after: number, from: number = after): Walk {
  const { facts, program, standing } = walk
  const { joinedAt, offsetAt } = facts
  const terms = { validity: program.validity, reachedAt: standing.reachedAt, joinedAt, offsetAt }
  const validUntil = rankOf(program, standing.growthTierId) > 0 ? endAfter(terms, after) : null
  return { ...walk, standing: { ...standing, validUntil, noticeAt: noticeFor(walk, validUntil, from) } }
}

/** So many days before the end, or halfway there when the period is shorter than that. */
function noticeFor({ facts, program }: Walk, validUntil: number | null, from: number): number | null {
  if (validUntil === null || program.noticeDays === 0 || program.downgrade === 'never') return null
  const { offsetAt } = facts
  const lastDay = dayOf(validUntil, offsetAt)
  const noticeAt = startOfDay(lastDay - program.noticeDays, offsetAt)
  if (noticeAt > from) return noticeAt
  const halfway = startOfDay(Math.ceil((dayOf(from, offsetAt) + lastDay) / 2), offsetAt)
  return from < halfway && halfway < validUntil ? halfway : null
}

function dayBefore({ facts }: Walk, at: number): number {
  return dayOf(at - 1, facts.offsetAt)
}
