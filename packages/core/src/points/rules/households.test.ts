import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tryRefusals } from '../../members/refusals.fixture.ts'
import {
  inviteToHousehold,
  joinHousehold as joinEndpoint,
  leaveHousehold as leaveEndpoint,
  transferPoints,
} from '../contract/households.ts'
import { noSharing, type PointsReceived, type PointsSent, type PointsSharing } from '../households.ts'
import type { PointsLot } from '../operator-schema.ts'
import {
  acceptInvitation,
  type HouseholdFacts,
  INVITATION_LIFE_MS,
  type InviteFacts,
  invite,
  type JoinHouseholdFacts,
  type LeaveFacts,
  leave,
  sendingLeft,
  type TransferFacts,
  transfer,
} from './households.ts'
import { spendable } from './lots.ts'

const DAY_MS = 86_400_000
const NOW = Date.UTC(2026, 2, 1)
const sharing: PointsSharing = {
  ...noSharing,
  allowed: true,
  minimumCount: 10,
  maxPerDayCount: 100,
  maxPerMonthCount: 150,
}
const household: HouseholdFacts = {
  ...{ id: 'hsh_1', ownerId: 'mem_a', memberIds: ['mem_a', 'mem_b'] },
  ...{ inviteCode: 'C0DE', inviteUntil: NOW + 1 },
}
const crowd = { ...household, memberIds: ['mem_a', '2', '3', '4', '5'] }
const lot = (id: string, remainingCount: number, more: Partial<PointsLot> = {}): PointsLot => ({
  ...{ id, remainingCount, amountCount: remainingCount, activeAt: NOW - DAY_MS, expiresAt: null },
  ...{ orderId: null, isGrace: false, ...more },
})

describe('refusals come in the order of the contracts', () => {
  it('of inviting', () => {
    const good: InviteFacts = { sharing, memberId: 'mem_a', household, householdId: 'hsh_2', code: 'X', now: NOW }
    const tried = tryRefusals(inviteToHousehold, invite, good, {
      sharing_off: (facts) => ({ ...facts, sharing: noSharing }),
      household_not_yours: (facts) => ({ ...facts, household: { ...household, ...facts.household, ownerId: 'mem_b' } }),
      household_full: (facts) => ({ ...facts, household: crowd }),
    })
    expect([tried.alone, tried.together]).toEqual([tried.wanted, tried.wanted])
    const until = { expiresAt: NOW + INVITATION_LIFE_MS }
    expect(invite(good)).toMatchObject({
      events: [{ type: 'points_household_invited', householdId: 'hsh_1', ...until }],
    })
    expect(invite({ ...good, household: undefined })).toMatchObject({
      events: [{ type: 'points_household_formed', householdId: 'hsh_2' }, { householdId: 'hsh_2' }],
    })
  })

  it('of accepting', () => {
    const parsed = { kind: 'code', code: 'C0DE' } as const
    const good: JoinHouseholdFacts = { sharing, memberId: 'mem_c', parsed, household, isTaken: false, now: NOW }
    const tried = tryRefusals(joinEndpoint, acceptInvitation, good, {
      sharing_off: (facts) => ({ ...facts, sharing: noSharing }),
      code_mistyped: (facts) => ({ ...facts, parsed: { kind: 'mistyped' } }),
      invitation_missing: (facts) => ({ ...facts, household: undefined }),
      invitation_expired: (facts) => ({ ...facts, now: NOW + 1 }),
      household_taken: (facts) => ({ ...facts, isTaken: true }),
      household_full: (facts) => ({ ...facts, household: crowd }),
    })
    expect([tried.alone, tried.together]).toEqual([tried.wanted, tried.wanted])
  })

  it('of leaving', () => {
    const good: LeaveFacts = { memberId: 'mem_a', leaverId: 'mem_b', household }
    const tried = tryRefusals(leaveEndpoint, leave, good, {
      household_missing: (facts) => ({ ...facts, household: undefined }),
      household_not_yours: (facts) => ({ ...facts, memberId: 'mem_b', leaverId: 'mem_a' }),
      relative_missing: (facts) => ({ ...facts, leaverId: 'mem_z' }),
    })
    expect(tried.alone).toEqual(tried.wanted)
    expect(tried.together).toEqual(tried.wanted)
    expect(leave({ memberId: 'mem_b', household })).toMatchObject({ events: [{ memberId: 'mem_b', ended: false }] })
    expect(leave({ memberId: 'mem_a', household })).toMatchObject({
      events: [
        { memberId: 'mem_a', ended: true },
        { memberId: 'mem_b', ended: true },
      ],
    })
  })

  it('of sending', () => {
    const tried = tryRefusals(transferPoints, transfer, sending([lot('lot_1', 90)], 80), {
      sharing_off: (facts) => ({ ...facts, sharing: noSharing }),
      household_missing: (facts) => ({ ...facts, household: undefined }),
      transfer_self: (facts) => ({ ...facts, toMemberId: 'mem_a' }),
      relative_missing: (facts) => ({ ...facts, receiver: undefined }),
      points_frozen: (facts) => ({ ...facts, account: { ...facts.account, frozenAt: 1 } }),
      receiver_frozen: (facts) => ({ ...facts, receiver: { debtCount: 0, frozenAt: 1 } }),
      transfer_too_small: (facts) => ({ ...facts, count: 9 }),
      transfer_limit_reached: (facts) => ({ ...facts, sent: [{ day: '2026-03-01', count: 100 }] }),
      points_insufficient: (facts) => ({ ...facts, lots: [] }),
    })
    expect([tried.alone, tried.together]).toEqual([tried.wanted, tried.wanted])
    const stranger = { ...sending([lot('lot_1', 90)], 80), household: { memberIds: ['mem_a', 'mem_c'] } }
    expect(transfer(stranger)).toMatchObject({ refusal: { code: 'relative_missing' } })
  })
})

function sending(lots: readonly PointsLot[], count: number, debtCount = 0, owedCount = 0): TransferFacts {
  let made = 0
  return {
    ...{ sharing, memberId: 'mem_a', toMemberId: 'mem_b', count, household, lots, sent: [], now: NOW },
    account: { debtCount, frozenAt: null },
    receiver: { debtCount: owedCount, frozenAt: null },
    zoneOffsetMinutes: 480,
    newId: (prefix) => {
      made += 1
      return `${prefix}_new${made}`
    },
  }
}

it('tells what may still be sent, by the day and the month of the zone', () => {
  const sent = [
    { day: '2026-02-28', count: 70 },
    { day: '2026-03-01', count: 40 },
    { day: '2026-03-02', count: 50 },
  ]
  const facts = { sharing, sent, now: NOW, zoneOffsetMinutes: 480 }
  expect(sendingLeft(facts)).toEqual({ leftTodayCount: 60, leftThisMonthCount: 60 })
  const free = { ...sharing, maxPerDayCount: null, maxPerMonthCount: null }
  expect(sendingLeft({ ...facts, sharing: free })).toEqual({ leftTodayCount: null, leftThisMonthCount: null })
})

it('sends what ends soonest first, each with the end it has, and leaves a grace a grace', () => {
  const late = lot('lot_late', 50, { isGrace: true, expiresAt: NOW + 1 })
  const decision = transfer(sending([lot('lot_ever', 50), late], 60))
  const moves = [
    { fromLotId: 'lot_late', count: 50, expiresAt: NOW + 1, isGrace: true, activeAt: NOW - DAY_MS },
    { fromLotId: 'lot_ever', count: 10, expiresAt: null, isGrace: false },
  ]
  expect(decision).toMatchObject({ events: [{ moves }, { moves }] })
})

it('makes no points, takes none away, and lets none live longer', () => {
  const anyLot = fc.record({
    remainingCount: fc.nat(200),
    activeAt: fc.constantFrom(null, NOW - DAY_MS, NOW, NOW + DAY_MS),
    expiresAt: fc.constantFrom(null, NOW - 1, NOW, NOW + 1, NOW + DAY_MS),
    isGrace: fc.boolean(),
  })
  const anyLots = fc.array(anyLot, { maxLength: 8 })
  fc.assert(
    fc.property(anyLots, fc.integer({ min: 10, max: 400 }), fc.nat(60), fc.nat(60), (parts, count, debt, owed) => {
      const lots = parts.map(({ remainingCount, ...more }, at) => lot(`lot_${at}`, remainingCount, more))
      const open = { ...sharing, maxPerDayCount: null, maxPerMonthCount: null }
      const decision = transfer({ ...sending(lots, count, debt, owed), sharing: open })
      expect(decision.ok).toBe(count <= spendable(lots, debt, NOW))
      if (!decision.ok) return
      const [sent, received] = decision.events as [PointsSent, PointsReceived]
      expect(received.moves).toEqual(sent.moves)
      expect(sent.moves.reduce((sum, move) => sum + move.count, 0)).toBe(count)
      for (const move of sent.moves) {
        const from = lots.find(({ id }) => id === move.fromLotId)
        expect(move.count).toBeLessThanOrEqual(from?.remainingCount ?? 0)
        expect([move.activeAt, move.expiresAt, move.isGrace]).toEqual([from?.activeAt, from?.expiresAt, from?.isGrace])
      }
      const fromIds = sent.moves.map(({ fromLotId }) => fromLotId)
      expect(new Set(fromIds).size).toBe(fromIds.length)
      // What the sender loses is what the receiver can spend or no longer owes.
      const after = lots.map((each) => {
        const taken = sent.moves.find(({ fromLotId }) => fromLotId === each.id)?.count ?? 0
        return { ...each, remainingCount: each.remainingCount - taken }
      })
      expect(spendable(lots, debt, NOW) - spendable(after, debt, NOW)).toBe(count)
      const theirs = received.moves.map((move) => lot(move.lotId, move.count - move.debtPaidCount, move))
      const paid = received.moves.reduce((sum, { debtPaidCount }) => sum + debtPaidCount, 0)
      expect(paid).toBe(Math.min(owed, count))
      expect(spendable(theirs, owed - paid, NOW)).toBe(Math.max(0, count - owed))
    }),
  )
})
