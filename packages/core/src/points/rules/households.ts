import type { ParsedCode } from '../../coupons/index.ts'
import { accept, type CodeOf, type Decision, dayMs, refuse } from '../../kernel/index.ts'
import { periodKey, type ZonedMoment } from '../../promotions/index.ts'
import type { inviteToHousehold, joinHousehold, leaveHousehold, transferPoints } from '../contract/households.ts'
import type {
  HouseholdView,
  LotMove,
  PointsHouseholdFormed,
  PointsHouseholdInvited,
  PointsHouseholdJoined,
  PointsHouseholdLeft,
  PointsReceived,
  PointsSent,
  PointsSharing,
  PointsSharingConfigured,
} from '../households.ts'
import type { PointsLot } from '../operator-schema.ts'
import { isFrozen } from './accounts.ts'
import { lotOf, spendable, takeLots } from './lots.ts'

/** Replaces whether and how households share. */
export function saveSharing(settings: PointsSharing): PointsSharingConfigured {
  return { type: 'points_sharing_configured', settings }
}

/** How long an invitation waits. */
export const INVITATION_LIFE_MS: number = dayMs

/** A household as decisions see it. */
export type HouseholdFacts = {
  readonly id: string
  readonly ownerId: string
  readonly memberIds: readonly string[]
  readonly inviteCode: string | null
  readonly inviteUntil: number | null
}

export type InviteFacts = {
  readonly sharing: PointsSharing
  readonly memberId: string
  /** The member's own household; undefined when in none. */
  readonly household: HouseholdFacts | undefined
  /** Id of the household to be. */
  readonly householdId: string
  readonly code: string
  readonly now: number
}

/** Invites whoever brings the code. The first invitation of a member makes their household. */
export function invite(
  facts: InviteFacts,
): Decision<PointsHouseholdFormed | PointsHouseholdInvited, CodeOf<typeof inviteToHousehold>> {
  const { sharing, memberId, household, code, now } = facts
  if (!sharing.allowed) return refuse('sharing_off')
  if (household !== undefined && household.ownerId !== memberId) return refuse('household_not_yours')
  if (isFull(sharing, household)) return refuse('household_full', { maxMembers: sharing.maxMembers })
  const householdId = household?.id ?? facts.householdId
  const formed: PointsHouseholdFormed = { type: 'points_household_formed', memberId, householdId }
  const expiresAt = now + INVITATION_LIFE_MS
  return accept<PointsHouseholdFormed | PointsHouseholdInvited>(...(household === undefined ? [formed] : []), {
    type: 'points_household_invited',
    memberId,
    householdId,
    code,
    expiresAt,
  })
}

function isFull({ maxMembers }: PointsSharing, household: HouseholdFacts | undefined): boolean {
  return household !== undefined && household.memberIds.length >= maxMembers
}

export type JoinHouseholdFacts = {
  readonly sharing: PointsSharing
  readonly memberId: string
  readonly parsed: ParsedCode
  /** The household whose open invitation has this code. */
  readonly household: HouseholdFacts | undefined
  /** The member is in one already. */
  readonly isTaken: boolean
  readonly now: number
}

/** Accepts an invitation: it is used up, and the member is in. */
export function acceptInvitation(
  facts: JoinHouseholdFacts,
): Decision<PointsHouseholdJoined, CodeOf<typeof joinHousehold>> {
  const { sharing, memberId, parsed, household, isTaken, now } = facts
  if (!sharing.allowed) return refuse('sharing_off')
  if (parsed.kind === 'mistyped') return refuse('code_mistyped')
  if (household === undefined) return refuse('invitation_missing')
  if (household.inviteUntil === null || now >= household.inviteUntil) return refuse('invitation_expired')
  if (isTaken) return refuse('household_taken')
  if (isFull(sharing, household)) return refuse('household_full', { maxMembers: sharing.maxMembers })
  return accept({ type: 'points_household_joined', memberId, householdId: household.id })
}

export type LeaveFacts = {
  /** Who asks. */
  readonly memberId: string
  /** Who is to leave; who asks without it. */
  readonly leaverId?: string | undefined
  readonly household: HouseholdFacts | undefined
}

/** Leaves, or takes another member out; with its owner a household ends, and everybody leaves. */
export function leave(facts: LeaveFacts): Decision<PointsHouseholdLeft, CodeOf<typeof leaveHousehold>> {
  const { memberId, household, leaverId = memberId } = facts
  if (household === undefined) return refuse('household_missing')
  const { id: householdId, ownerId, memberIds } = household
  if (leaverId !== memberId && ownerId !== memberId) return refuse('household_not_yours')
  if (!memberIds.includes(leaverId)) return refuse('relative_missing')
  const ended = leaverId === ownerId
  const leaving = ended ? memberIds : [leaverId]
  return accept(
    ...leaving.map(
      (each): PointsHouseholdLeft => ({
        ...{ type: 'points_household_left', memberId: each, householdId },
        ended,
      }),
    ),
  )
}

/** What a member sent on a business day. */
export type SentOnDay = { readonly day: string; readonly count: number }

export type TransferFacts = ZonedMoment & {
  readonly sharing: PointsSharing
  readonly memberId: string
  readonly toMemberId: string
  readonly count: number
  readonly household: Pick<HouseholdFacts, 'memberIds'> | undefined
  readonly lots: readonly PointsLot[]
  readonly account: { readonly debtCount: number; readonly frozenAt: number | null }
  readonly receiver: { readonly debtCount: number; readonly frozenAt: number | null } | undefined
  /** At least what the member sent this month. */
  readonly sent: readonly SentOnDay[]
  readonly newId: (prefix: string) => string
}

/**
 * Moves points in the order they are spent, lot by lot, each into a lot of the receiver with the same start and end:
 * none is made, and none lives longer. What came back late stays marked so, and gets no second grace elsewhere.
 */
export function transfer(facts: TransferFacts): Decision<PointsSent | PointsReceived, CodeOf<typeof transferPoints>> {
  const { sharing, memberId, toMemberId, count, household, lots, account, receiver, now } = facts
  if (!sharing.allowed) return refuse('sharing_off')
  if (household === undefined) return refuse('household_missing')
  if (toMemberId === memberId) return refuse('transfer_self')
  if (receiver === undefined || !household.memberIds.includes(toMemberId)) return refuse('relative_missing')
  if (isFrozen(account)) return refuse('points_frozen')
  if (isFrozen(receiver)) return refuse('receiver_frozen')
  const { minimumCount } = sharing
  if (count < minimumCount) return refuse('transfer_too_small', { minimumCount })
  const leftCount = mostLeft(facts)
  if (leftCount !== null && count > leftCount) return refuse('transfer_limit_reached', { leftCount })
  const spendableCount = spendable(lots, account.debtCount, now)
  const takes = count <= spendableCount ? takeLots(lots, count, now) : undefined
  if (takes === undefined) return refuse('points_insufficient', { spendableCount })
  return accept<PointsSent | PointsReceived>(...moved(facts, takes, receiver.debtCount))
}

function moved(
  facts: TransferFacts,
  takes: readonly { readonly lotId: string; readonly count: number }[],
  debtCount: number,
): readonly (PointsSent | PointsReceived)[] {
  const { memberId, toMemberId, lots, newId, now, zoneOffsetMinutes } = facts
  let owedCount = debtCount
  const moves = takes.map(({ lotId: fromLotId, count }): LotMove => {
    const { activeAt, expiresAt, isGrace } = lotOf(lots, fromLotId)
    const debtPaidCount = Math.min(owedCount, count)
    owedCount -= debtPaidCount
    return { fromLotId, lotId: newId('lot'), count, activeAt: activeAt ?? now, expiresAt, isGrace, debtPaidCount }
  })
  const transferId = newId('trf')
  const day = periodKey('day', now, zoneOffsetMinutes)
  return [
    { type: 'points_sent', memberId, toMemberId, transferId, day, moves },
    { type: 'points_received', memberId: toMemberId, fromMemberId: memberId, transferId, moves },
  ]
}

type LimitFacts = Pick<TransferFacts, 'sharing' | 'sent' | 'now' | 'zoneOffsetMinutes'>

/** What a member may still send, today and this month. */
export function sendingLeft(facts: LimitFacts): Pick<HouseholdView, 'leftTodayCount' | 'leftThisMonthCount'> {
  const { maxPerDayCount, maxPerMonthCount } = facts.sharing
  const leftOf = (most: number | null, period: 'day' | 'month'): number | null => {
    if (most === null) return null
    const key = periodKey(period, facts.now, facts.zoneOffsetMinutes)
    const within = facts.sent.filter(({ day }) => day.startsWith(key))
    return Math.max(0, most - within.reduce((sum, { count }) => sum + count, 0))
  }
  return { leftTodayCount: leftOf(maxPerDayCount, 'day'), leftThisMonthCount: leftOf(maxPerMonthCount, 'month') }
}

function mostLeft(facts: LimitFacts): number | null {
  const lefts = Object.values(sendingLeft(facts)).filter((left) => left !== null)
  return lefts.length === 0 ? null : Math.min(...lefts)
}
