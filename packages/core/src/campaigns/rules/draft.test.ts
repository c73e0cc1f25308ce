import { describe, expect, it } from 'vitest'
import { tryRefusals } from '../../members/refusals.fixture.ts'
import { Campaign, MAX_LOTTERY_MINOR, publish, type SaveDraftFacts, saveDraft } from '../index.ts'
import { publishCampaign, saveCampaign } from '../operators.ts'
import { sha256 } from './sha256.ts'
import { boardTerms, campaignOf, inviteTerms, lotteryTerms, prize, START } from './world.fixture.ts'

const good: SaveDraftFacts = {
  ...{ campaign: campaignOf(inviteTerms), known: undefined, templateIds: ['tpl_1'], campaignCount: 0 },
  maxCampaigns: 50,
}
const withTerms = (given: SaveDraftFacts, terms: Campaign['terms']): SaveDraftFacts => ({
  ...given,
  campaign: { ...given.campaign, terms },
})

describe('a draft', () => {
  it('refuses in the order of the contract', () => {
    const tried = tryRefusals(saveCampaign, saveDraft, good, {
      campaign_published: (given) => ({ ...given, known: { state: 'published' } }),
      session_window_empty: (given) => ({ ...given, campaign: { ...given.campaign, endsAt: START } }),
      award_too_early: (given) => ({ ...given, campaign: { ...given.campaign, awardAt: given.campaign.endsAt } }),
      campaign_prizes_wrong: (given) =>
        withTerms(given, { kind: 'invite', each: null, eachMaxCount: 1, steps: [], friend: null }),
      prize_too_many: (given) =>
        withTerms(given, { ...lotteryTerms, prizes: [prize('many', { quantity: 1_001 })] } as typeof lotteryTerms),
      prize_value_too_low: (given) =>
        withTerms(given, {
          ...boardTerms,
          prizes: [prize('cheap', { reward: { kind: 'stored_value', amountMinor: 1_01 } })],
        } as typeof boardTerms),
      lottery_prize_too_high: (given) =>
        withTerms(given, {
          ...lotteryTerms,
          prizes: [prize('car', { reward: { kind: 'goods' }, valueMinor: MAX_LOTTERY_MINOR + 1, quantity: 1 })],
        } as typeof lotteryTerms),
      campaign_over_budget: (given) => ({ ...given, campaign: { ...given.campaign, budgetMinor: 39_99 } }),
      coupon_missing: (given) => ({ ...given, templateIds: [] }),
      campaigns_full: (given) => ({ ...given, campaignCount: 50 }),
    })
    expect(tried.alone).toEqual(tried.wanted)
  })

  it('counts every piece of every prize in its budget, to the last fen', () => {
    const exact = { ...good, campaign: { ...good.campaign, budgetMinor: 40_00 } }
    expect(saveDraft(exact)).toMatchObject({ ok: true, events: [{ type: 'campaign_saved', created: true }] })
    expect(saveDraft({ ...exact, known: { state: 'draft' }, campaignCount: 50 })).toMatchObject({
      events: [{ created: false }],
    })
  })

  it('names each prize once, with steps that rise', () => {
    const twice = { ...boardTerms, prizes: [prize('a'), prize('a')] } as typeof boardTerms
    expect(saveDraft(withTerms(good, twice))).toMatchObject({ refusal: { code: 'campaign_prizes_wrong' } })
    if (inviteTerms.kind !== 'invite') throw new Error('no invitation')
    const falling = { ...inviteTerms, steps: inviteTerms.steps.toReversed() }
    expect(saveDraft(withTerms(good, falling))).toMatchObject({ refusal: { code: 'campaign_prizes_wrong' } })
  })

  it('a prize of a lottery is worth 50,000 yuan at most, money or not; other campaigns are free', () => {
    expect(saveDraft(withTerms(good, lotteryTerms))).toMatchObject({ ok: true })
    const car = [prize('car', { reward: { kind: 'goods' }, valueMinor: MAX_LOTTERY_MINOR + 1, quantity: 1 })]
    expect(saveDraft(withTerms(good, { ...boardTerms, prizes: car } as typeof boardTerms))).toMatchObject({ ok: true })
  })

  it('cannot count an order before the time for returns without a reason is over (消法 art. 25)', () => {
    expect(Campaign.safeParse(campaignOf(inviteTerms, { returnDays: 6 })).success).toBe(false)
    expect(Campaign.safeParse(campaignOf(inviteTerms)).success).toBe(true)
  })

  it('cannot be written to pay for a share, a follow, a head or a fee', () => {
    const terms = [
      { ...lotteryTerms, entry: 'share' },
      { ...lotteryTerms, entry: 'follow' },
      { ...boardTerms, by: 'members' },
      { ...inviteTerms, kind: 'recruit' },
    ]
    const parsed = terms.map((each) => Campaign.safeParse({ ...campaignOf(inviteTerms), terms: each }).success)
    expect(parsed).toEqual([false, false, false, false])
  })
})

describe('publishing', () => {
  const campaign = { ...campaignOf(lotteryTerms), state: 'draft' } as const
  it('refuses in the order of the contract', () => {
    const tried = tryRefusals(
      publishCampaign,
      publish,
      { campaign, seed: 'ab', now: START - 1 } as Parameters<typeof publish>[0],
      {
        campaign_missing: (given) => ({ ...given, campaign: undefined }),
        campaign_published: (given) => ({
          ...given,
          campaign: given.campaign && { ...given.campaign, state: 'awarded' },
        }),
        campaign_started: (given) => ({ ...given, now: START }),
      },
    )
    expect([tried.alone, tried.together]).toEqual([tried.wanted, tried.wanted])
  })

  it('tells the hash of the seed of a draw, not the seed; other campaigns have none', () => {
    const published = publish({ campaign, seed: 'ab', now: 0 })
    expect(published).toMatchObject({
      events: [{ seedHash: sha256('ab'), prizes: [{ prizeId: 'first', quantity: 1 }, {}] }],
    })
    expect(JSON.stringify(published)).not.toContain('"ab"')
    expect(publish({ campaign: { ...campaign, terms: boardTerms }, seed: 'ab', now: 0 })).toMatchObject({
      events: [{ seedHash: null }],
    })
  })
})
