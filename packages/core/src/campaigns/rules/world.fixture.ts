import { dayMs } from '../../kernel/index.ts'
import type { Campaign, CampaignTerms, Prize } from '../index.ts'

/** Noon of a day in March. */
export const START: number = Date.UTC(2026, 2, 1, 4)

export function prize(id: string, change: Partial<Prize> = {}): Prize {
  const reward = { kind: 'points', count: 100 } as const
  return { id, name: { zh: id, en: id }, reward, valueMinor: 1_00, quantity: 10, ...change }
}

export const inviteTerms: CampaignTerms = {
  kind: 'invite',
  each: prize('each'),
  eachMaxCount: 3,
  steps: [
    { friendCount: 2, prize: prize('two', { reward: { kind: 'coupon', templateId: 'tpl_1' } }) },
    { friendCount: 4, prize: prize('four', { reward: { kind: 'stored_value', amountMinor: 1_00 } }) },
  ],
  friend: prize('friend'),
}
export const boardTerms: CampaignTerms = {
  kind: 'leaderboard',
  by: 'net_sales',
  prizes: [prize('gold', { quantity: 1 }), prize('silver', { quantity: 2 })],
}
export const lotteryTerms: CampaignTerms = {
  kind: 'lottery',
  entry: 'free',
  prizes: [prize('first', { quantity: 1, valueMinor: 50_000_00, reward: { kind: 'goods' } }), prize('second')],
}

/** A campaign of a week, decided a month after its end. */
export function campaignOf(terms: CampaignTerms, change: Partial<Campaign> = {}): Campaign {
  const endsAt = START + 7 * dayMs
  return {
    ...{ id: 'cam_1', name: { zh: '邀请', en: 'Invite' }, rules: { zh: '规则', en: 'Rules' }, organiser: 'Siyu' },
    ...{ startsAt: START, endsAt, awardAt: endsAt + 30 * dayMs, returnDays: 7, minNetMinor: 10_00 },
    ...{ budgetMinor: 100_000_00, terms, ...change },
  }
}
