import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayMs } from '../../kernel/index.ts'
import { tryRefusals } from '../../members/refusals.fixture.ts'
import { type CountOrderFacts, count, type FriendOrder } from '../index.ts'
import { countOrder } from '../system.ts'
import { boardTerms, campaignOf, inviteTerms, lotteryTerms, START } from './world.fixture.ts'

const order: FriendOrder = {
  ...{ orderId: 'ord_1', friendId: 'mem_f', placedAt: START, completedAt: START + dayMs, netMinor: 50_00 },
  ...{ isFirst: true, isDoubted: false },
  inviter: { memberId: 'mem_i', boundAt: START, ageBand: 'unknown', hasLeft: false },
}
const now = START + 8 * dayMs
const left = ['each', 'two', 'four', 'friend'].map((prizeId) => ({ prizeId, leftCount: 10 }))
const good: CountOrderFacts = {
  ...{ campaign: { ...campaignOf(inviteTerms), state: 'published' }, order, counted: undefined },
  ...{ standing: undefined, reasons: [], left, now },
}
const withOrder = (change: Partial<FriendOrder>): CountOrderFacts => ({ ...good, order: { ...order, ...change } })
const codeOf = (facts: CountOrderFacts) => {
  const decision = count(facts)
  return decision.ok ? 'accepted' : decision.refusal.code
}
const rewardsOf = (facts: CountOrderFacts) => {
  const decision = count(facts)
  return (decision.ok ? decision.events : []).flatMap((event) =>
    event.type === 'campaign_reward_due' ? [`${event.memberId} ${event.reason} ${event.prizeId}`] : [],
  )
}

describe('a friend’s order', () => {
  it('is refused in the order of the contract', () => {
    const tried = tryRefusals(countOrder, count, good, {
      campaign_missing: (given) => ({ ...given, campaign: { ...campaignOf(lotteryTerms), state: 'published' } }),
      campaign_order_not_due: (given) => ({ ...given, order: undefined }),
    })
    expect([tried.alone, tried.together]).toEqual([tried.wanted, tried.wanted])
    expect(codeOf({ ...good, campaign: { ...campaignOf(inviteTerms), state: 'awarded' } })).toBe('campaign_missing')
  })

  it.each([
    ['before its time for returns is over', { ...good, now: now - 1 }],
    ['when it is not completed, or all of it came back', withOrder({ completedAt: null })],
    ['when less is kept than the least', withOrder({ netMinor: 9_99 })],
    ['when it is not the friend’s first', withOrder({ isFirst: false })],
    ['when it was placed before the campaign', withOrder({ placedAt: START - 1 })],
    ['when it was placed at its end', withOrder({ placedAt: START + 7 * dayMs })],
    ['when nobody brought the friend', withOrder({ inviter: null })],
    ['when they were bound after it', withOrder({ inviter: { ...order.inviter, boundAt: START + 1 } as never })],
    ['while a doubt holds its commission', withOrder({ isDoubted: true })],
    ['when its time for returns ends after the award', { ...good, campaign: ended(START + 8 * dayMs - 1) }],
  ])('does not count %s', (_, facts) => {
    expect(codeOf(facts as CountOrderFacts)).toBe('campaign_order_not_due')
  })

  it('counts on a board of sales also when it is not the first', () => {
    const campaign = { ...campaignOf(boardTerms), state: 'published' } as const
    expect(count({ ...withOrder({ isFirst: false }), campaign })).toMatchObject({
      events: [{ type: 'campaign_order_counted', deltaMinor: 50_00, deltaCount: 1, reachedAt: now }],
    })
  })

  it('is passed over for good when who brought the friend is under 18, or has left', () => {
    const of = (change: object) => withOrder({ inviter: { ...order.inviter, ...change } as FriendOrder['inviter'] })
    expect(count(of({ ageBand: 'minor' }))).toMatchObject({
      events: [{ type: 'campaign_order_passed', why: 'under_age' }],
    })
    expect(count(of({ hasLeft: true }))).toMatchObject({ events: [{ type: 'campaign_order_passed', why: 'left' }] })
  })

  it('rewards both sides, and the steps it reaches, each once', () => {
    expect(rewardsOf(good)).toEqual(['mem_i each:ord_1 each', 'mem_f friend friend'])
    const second = { ...good, standing: { orderCount: 1, reachedAt: 0 }, reasons: ['each:ord_0'] }
    expect(rewardsOf(second)).toEqual(['mem_i each:ord_1 each', 'mem_i step:2 two', 'mem_f friend friend'])
    expect(rewardsOf({ ...second, reasons: ['step:2', 'each:a', 'each:b', 'each:c'] })).toEqual(['mem_f friend friend'])
    expect(rewardsOf({ ...second, left: left.map((each) => ({ ...each, leftCount: 0 })) })).toEqual([])
  })

  it('that was counted counts for less when more of it comes back, and takes nothing back that was given', () => {
    const counted = { memberId: 'mem_i', netMinor: 50_00, isPassed: false }
    expect(count({ ...withOrder({ netMinor: 20_00 }), counted })).toMatchObject({
      events: [{ deltaMinor: -30_00, deltaCount: 0, isNew: false, reachedAt: null }],
    })
    expect(count({ ...withOrder({ netMinor: 9_99 }), counted })).toMatchObject({
      events: [{ deltaMinor: -50_00, deltaCount: -1 }],
    })
    expect(count({ ...good, counted })).toEqual({ ok: true, events: [] })
    expect(count({ ...withOrder({ netMinor: 0 }), counted: { ...counted, isPassed: true, netMinor: 0 } })).toEqual({
      ...{ ok: true, events: [] },
    })
  })

  it('however often friends buy and give back, no step is rewarded twice and no count is below zero', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ friend: fc.nat(5), keptMinor: fc.constantFrom(0, 20_00, 50_00) })), (steps) => {
        const kept = new Map<string, number>()
        const rewarded: string[] = []
        let standing: CountOrderFacts['standing']
        for (const { friend, keptMinor } of steps) {
          const id = `ord_${friend}`
          const before = kept.get(id)
          const counted = before === undefined ? undefined : { memberId: 'mem_i', netMinor: before, isPassed: false }
          const facts = { ...withOrder({ orderId: id, friendId: id, netMinor: keptMinor }), counted, standing }
          const decision = count({ ...facts, reasons: rewarded })
          for (const event of decision.ok ? decision.events : []) {
            if (event.type === 'campaign_reward_due' && event.memberId === 'mem_i') rewarded.push(event.reason)
            if (event.type !== 'campaign_order_counted') continue
            kept.set(id, (before ?? 0) + event.deltaMinor)
            standing = { reachedAt: 0, orderCount: (standing?.orderCount ?? 0) + event.deltaCount }
          }
        }
        expect(new Set(rewarded).size).toBe(rewarded.length)
        expect(standing?.orderCount ?? 0).toBe([...kept.values()].filter((minor) => minor > 0).length)
        expect(rewarded.filter((reason) => reason.startsWith('each')).length).toBeLessThanOrEqual(3)
      }),
      { numRuns: process.env.SIYU_LONG === undefined ? 60 : 2_000 },
    )
  })
})

function ended(awardAt: number): CountOrderFacts['campaign'] {
  return { ...campaignOf(inviteTerms), state: 'published', awardAt }
}
