import { describe, expect, it } from 'vitest'
import { dayMs } from '../../kernel/index.ts'
import { tryRefusals } from '../../members/refusals.fixture.ts'
import { type AwardFacts, award, count, enterDraw, type RunningCampaign, type StopFacts, stop } from '../index.ts'
import { stopCampaign } from '../operators.ts'
import { sha256 } from './sha256.ts'
import { boardTerms, campaignOf, inviteTerms, lotteryTerms, START } from './world.fixture.ts'

const reason = { zh: '系统故障', en: 'A fault' }
const running: RunningCampaign = { ...campaignOf(inviteTerms), state: 'published', stoppedAt: null }
const good: StopFacts = { campaign: running, reason, now: START }
const stoppedAt = START + 8 * dayMs

describe('stopping', () => {
  it('refuses in the order of the contract: drafts, what is over, and twice', () => {
    const tried = tryRefusals(stopCampaign, stop, good, {
      campaign_missing: (given) => ({ ...given, campaign: undefined }),
      campaign_not_running: (given) => ({ ...given, now: running.awardAt }),
    })
    expect([tried.alone, tried.together]).toEqual([tried.wanted, tried.wanted])
    for (const change of [{ state: 'draft' }, { state: 'awarded' }, { stoppedAt: START }] as const) {
      const decision = stop({ ...good, campaign: { ...running, ...change } })
      expect(decision).toMatchObject({ refusal: { code: 'campaign_not_running' } })
    }
    expect(stop(good)).toEqual({ ok: true, events: [{ type: 'campaign_stopped', campaignId: 'cam_1', reason }] })
  })
})

describe('a campaign that was stopped', () => {
  const order = {
    ...{ orderId: 'ord_1', friendId: 'mem_f', placedAt: START, completedAt: START + dayMs, netMinor: 50_00 },
    ...{ isFirst: true, isDoubted: false },
    inviter: { memberId: 'mem_i', boundAt: START, ageBand: 'adult', hasLeft: false },
  } as const
  const facts = { order, counted: undefined, standing: undefined, reasons: [], left: [], now: START + 30 * dayMs }

  it('counts what came due up to that moment, however late, and nothing after it', () => {
    const at = (moment: number) => count({ ...facts, campaign: { ...running, stoppedAt: moment } })
    expect(at(stoppedAt)).toMatchObject({ events: [{ type: 'campaign_order_counted', reachedAt: stoppedAt }] })
    expect(at(stoppedAt - 1)).toMatchObject({ refusal: { code: 'campaign_order_not_due' } })
  })

  it('lets nobody into its draw', () => {
    const campaign = { ...campaignOf(lotteryTerms), state: 'published', stoppedAt: START + 1 } as const
    const who = {
      memberId: 'mem_1',
      ageBand: 'adult',
      hasEntered: false,
      orderId: undefined,
      entryId: 'ent_1',
    } as const
    expect(enterDraw({ ...who, campaign, now: START + 1 })).toMatchObject({ refusal: { code: 'campaign_not_open' } })
  })

  const seed = 'a seed'
  const awarding: AwardFacts = {
    campaign: { ...campaignOf(boardTerms), state: 'published', seedHash: null, stoppedAt },
    ...{ seed, isUnsettled: false, inFront: [{ memberId: 'mem_1' }], entries: [], now: stoppedAt },
  }
  const outcome = (terms: RunningCampaign['terms'], now: number, entries: AwardFacts['entries'] = []) => {
    const campaign = { ...campaignOf(terms), state: 'published', seedHash: sha256(seed), stoppedAt } as const
    const decision = award({ ...awarding, campaign, entries, now })
    return decision.ok ? decision.events.map(({ type }) => type) : decision.refusal.code
  }

  it('is decided at once, by the places of that moment', () => {
    expect(award(awarding)).toMatchObject({ events: [{ type: 'campaign_awarded' }, { place: 1, memberId: 'mem_1' }] })
    expect(award({ ...awarding, now: stoppedAt - 1 })).toMatchObject({ refusal: { code: 'campaign_not_due' } })
    expect(award({ ...awarding, isUnsettled: true })).toMatchObject({ refusal: { code: 'campaign_not_due' } })
  })

  it('draws among the entries so far, and nothing when there are none', () => {
    const entries = [{ memberId: 'mem_1', entryId: 'ent_1', isKept: true }]
    expect(outcome(lotteryTerms, stoppedAt, entries)).toEqual(['campaign_awarded', 'campaign_reward_due'])
    expect(outcome(lotteryTerms, stoppedAt)).toEqual(['campaign_awarded'])
  })

  it('waits with a draw that orders open until those cannot come back', () => {
    const terms = { ...lotteryTerms, entry: 'order' } as typeof lotteryTerms
    expect(outcome(terms, stoppedAt + 7 * dayMs - 1)).toBe('campaign_not_due')
    expect(outcome(terms, stoppedAt + 7 * dayMs)).toEqual(['campaign_awarded'])
  })
})
