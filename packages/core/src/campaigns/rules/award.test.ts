import { createHash } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tryRefusals } from '../../members/refusals.fixture.ts'
import { enterLottery } from '../contract.ts'
import {
  type AwardFacts,
  award,
  drawOrder,
  dropEntries,
  type EnterLotteryFacts,
  enterDraw,
  type GiveRewardFacts,
  giveWon,
  isSeedOf,
  ticketOf,
} from '../index.ts'
import { awardCampaign, giveReward } from '../system.ts'
import { sha256 } from './sha256.ts'
import { boardTerms, campaignOf, inviteTerms, lotteryTerms, START } from './world.fixture.ts'

const hex = (text: string) => createHash('sha256').update(text).digest('hex')
const numRuns = process.env.SIYU_LONG === undefined ? 60 : 2_000

describe('sha256', () => {
  it('is what every other one says, for every text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '\0', 'é', '茶', '😀'), maxLength: 200 }),
        (text) => sha256(text) === hex(text),
      ),
      { numRuns },
    )
    for (const length of [0, 55, 56, 63, 64, 65, 119, 120])
      expect(sha256('a'.repeat(length))).toBe(hex('a'.repeat(length)))
  })
})

const seed = hex('a seed')
const entries = Array.from({ length: 20 }, (_, n) => ({ memberId: `mem_${n}`, entryId: `ent_${n}`, isKept: true }))
const board = campaignOf(boardTerms)
const lottery: AwardFacts = {
  campaign: { ...campaignOf(lotteryTerms), state: 'published', seedHash: hex(seed) },
  ...{ seed, isUnsettled: false, inFront: [], entries, now: board.awardAt },
}
const placed = (facts: AwardFacts) => {
  const decision = award(facts)
  return (decision.ok ? decision.events : []).flatMap((event) =>
    event.type === 'campaign_reward_due' ? [[event.place, event.memberId, event.prizeId]] : [],
  )
}

describe('the award', () => {
  it('refuses in the order of the contract', () => {
    const tried = tryRefusals(awardCampaign, award, lottery, {
      campaign_missing: (given) => ({ ...given, campaign: undefined }),
      campaign_not_due: (given) => ({ ...given, now: board.awardAt - 1 }),
      campaign_seed_wrong: (given) => ({ ...given, seed: 'another' }),
    })
    expect([tried.alone, tried.together]).toEqual([tried.wanted, tried.wanted])
    expect(award({ ...lottery, isUnsettled: true })).toMatchObject({ refusal: { code: 'campaign_not_due' } })
    const again = { ...lottery, campaign: lottery.campaign && { ...lottery.campaign, state: 'awarded' as const } }
    expect(award(again)).toMatchObject({ refusal: { code: 'campaign_not_due' } })
  })

  it('gives the places of a board their prizes, the first prize to the first', () => {
    const inFront = ['a', 'b', 'c', 'd'].map((memberId) => ({ memberId }))
    const facts: AwardFacts = { ...lottery, campaign: { ...board, state: 'published', seedHash: null }, inFront }
    expect(placed(facts)).toEqual([
      [1, 'a', 'gold'],
      [2, 'b', 'silver'],
      [3, 'c', 'silver'],
    ])
    expect(placed({ ...facts, inFront: inFront.slice(0, 1) })).toEqual([[1, 'a', 'gold']])
  })

  it('ends an invitation without giving anything', () => {
    const campaign = { ...campaignOf(inviteTerms), state: 'published', seedHash: null } as const
    expect(award({ ...lottery, campaign })).toEqual({
      ok: true,
      events: [{ type: 'campaign_awarded', campaignId: 'cam_1', seed: null }],
    })
  })

  it('draws by tickets that everybody can reckon from the seed and the numbers', () => {
    const byHand = entries.toSorted((a, b) => (hex(`${seed}:${a.entryId}`) < hex(`${seed}:${b.entryId}`) ? -1 : 1))
    expect(placed(lottery).map(([, memberId]) => memberId)).toEqual(byHand.slice(0, 11).map(({ memberId }) => memberId))
    const decision = award(lottery)
    expect(decision.ok && decision.events[0]).toEqual({ type: 'campaign_awarded', campaignId: 'cam_1', seed })
    expect(ticketOf(seed, 'ent_0')).toBe(hex(`${seed}:ent_0`))
    expect([isSeedOf(seed, hex(seed)), isSeedOf('other', hex(seed))]).toEqual([true, false])
  })

  it('passes over entries that are not kept, and says so', () => {
    const [first] = drawOrder(seed, entries)
    const passed = entries.map((entry) => ({ ...entry, isKept: entry !== first }))
    const decision = award({ ...lottery, entries: passed })
    expect(decision).toMatchObject({
      events: expect.arrayContaining([
        expect.objectContaining({ type: 'campaign_entry_withdrawn', memberId: first?.memberId }),
      ]),
    })
    expect(placed({ ...lottery, entries: passed }).map(([, memberId]) => memberId)).not.toContain(first?.memberId)
  })

  it('comes out the same in whatever order entries are read, and nobody wins twice', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(entries, { minLength: 1 }), fc.string(), (some, text) => {
        const order = drawOrder(text, some)
        expect(drawOrder(text, some.toReversed())).toEqual(order)
        expect(new Set(order).size).toBe(some.length)
      }),
      { numRuns },
    )
  })
})

describe('entering a lottery', () => {
  const good: EnterLotteryFacts = {
    campaign: { ...campaignOf({ ...lotteryTerms, entry: 'order' } as typeof lotteryTerms), state: 'published' },
    ...{ memberId: 'mem_1', ageBand: 'adult', hasEntered: false, orderId: 'ord_1', entryId: 'ent_1', now: START },
  }
  it('refuses in the order of the contract: nobody under 18, nobody twice, nobody without the order it asks for', () => {
    const tried = tryRefusals(enterLottery, enterDraw, good, {
      campaign_missing: (given) => ({ ...given, campaign: given.campaign && { ...given.campaign, state: 'draft' } }),
      campaign_not_open: (given) => ({ ...given, now: START + 7 * 86_400_000 }),
      lottery_under_age: (given) => ({ ...given, ageBand: 'minor' }),
      lottery_entered: (given) => ({ ...given, hasEntered: true }),
      lottery_order_missing: (given) => ({ ...given, orderId: undefined }),
    })
    expect([tried.alone, tried.together]).toEqual([tried.wanted, tried.wanted])
    expect(enterDraw({ ...good, ageBand: 'child' })).toMatchObject({ refusal: { code: 'lottery_under_age' } })
  })

  it('asks for no order where everybody may enter', () => {
    const campaign = { ...campaignOf(lotteryTerms), state: 'published' } as const
    expect(enterDraw({ ...good, campaign, orderId: undefined })).toMatchObject({
      events: [{ type: 'campaign_entered', entryId: 'ent_1', orderId: null }],
    })
  })

  it('who leaves is withdrawn from every draw to come', () => {
    expect(dropEntries([{ campaignId: 'cam_1', memberId: 'mem_1' }])).toEqual([
      { type: 'campaign_entry_withdrawn', campaignId: 'cam_1', memberId: 'mem_1' },
    ])
  })
})

describe('giving what was won', () => {
  const won = { memberId: 'mem_1', reason: 'rank', status: 'due', hasLeft: false } as const
  const good: GiveRewardFacts = {
    ...{ campaignId: 'cam_1', won: { ...won, reward: { kind: 'points', count: 5 } }, template: undefined },
    points: { debtCount: 0, life: { expiry: { kind: 'never' }, offsetAt: () => 0 } },
    storedValue: { memberId: 'mem_1', balanceMinor: 0, heldMinor: 0 },
    ...{ newId: (prefix) => `${prefix}_1`, now: START },
  }
  const types = (change: object) => {
    const decision = giveWon({ ...good, ...change })
    return decision.ok ? decision.events.map(({ type }) => type) : decision.refusal.code
  }

  it('refuses in the order of the contract', () => {
    const tried = tryRefusals(giveReward, giveWon, good, { reward_missing: (given) => ({ ...given, won: undefined }) })
    expect(tried.alone).toEqual(tried.wanted)
  })

  it('gives points, money with the shop, or nothing of its own for goods; twice it gives nothing', () => {
    const reward = { kind: 'stored_value', amountMinor: 5_00 } as const
    expect(types({})).toEqual(['campaign_reward_given', 'points_adjusted'])
    expect(types({ won: { ...won, reward } })).toEqual(['campaign_reward_given', 'stored_value_granted'])
    expect(types({ won: { ...won, reward: { kind: 'goods' } } })).toEqual(['campaign_reward_given'])
    expect(types({ won: { ...won, status: 'given', reward } })).toEqual([])
  })

  it('withholds what cannot be given, with the reason', () => {
    const coupon = { ...won, reward: { kind: 'coupon', templateId: 'tpl_1' } } as const
    expect(giveWon({ ...good, won: coupon })).toMatchObject({ events: [{ withheld: 'coupon_missing' }] })
    expect(giveWon({ ...good, won: { ...coupon, hasLeft: true } })).toMatchObject({
      events: [{ withheld: 'member_missing' }],
    })
  })
})
