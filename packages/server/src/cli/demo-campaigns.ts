import type { SiyuAdmin } from '@siyu/core/admin'
import type { Campaign, Prize, Reward } from '@siyu/core/campaigns'
import { dayMs } from '@siyu/core/kernel'

/** A campaign is published before it starts, and the shop takes a moment to set up. */
const LEAD_MS = 120_000
const LENGTH_DAYS = 14

function prize(id: string, zh: string, en: string, reward: Reward, valueMinor: number, quantity: number): Prize {
  return { id, name: { zh, en }, reward, valueMinor, quantity }
}

const points = (count: number): Reward => ({ kind: 'points', count })
const coupon: Reward = { kind: 'coupon', templateId: 'cpt_tenth' }
const goods: Reward = { kind: 'goods' }

/** Points for friends' first orders, and a draw that everybody can check. */
export function demoCampaigns(now: number): readonly Campaign[] {
  const startsAt = now + LEAD_MS
  const endsAt = startsAt + LENGTH_DAYS * dayMs
  const common = { organiser: '阿禾的小屋', startsAt, endsAt, returnDays: 7, minNetMinor: 3_000 } as const
  return [
    {
      ...{ ...common, id: 'cam_friends', name: { zh: '邀友有礼', en: 'Bring a friend' }, budgetMinor: 300_000 },
      rules: {
        zh: '好友首单完成满七天、实付满30元即计一位：你得200积分，好友得100积分；满三位再得一张九折券。退货不计。',
        en: 'A friend’s first order of 30 yuan or more counts a week after it is completed: 200 points for you, 100 for them, and a coupon at three friends. What is given back does not count.',
      },
      awardAt: endsAt + 8 * dayMs,
      terms: {
        kind: 'invite',
        each: prize('each', '200积分', '200 points', points(200), 200, 500),
        eachMaxCount: 20,
        steps: [{ friendCount: 3, prize: prize('three', '九折券', '10 % off', coupon, 2_000, 50) }],
        friend: prize('friend', '100积分', '100 points', points(100), 100, 500),
      },
    },
    {
      ...{ ...common, id: 'cam_draw', name: { zh: '暖灯抽奖', en: 'The lantern draw' }, budgetMinor: 100_000 },
      rules: {
        zh: '年满18岁的会员免费参加，每人一次。报名截止后开奖，种子的哈希已事先公布，人人可以复算。',
        en: 'Free for members of 18 and over, once each. Drawn when it closes; the hash of the seed is published before, so that everybody can draw again.',
      },
      awardAt: endsAt,
      terms: {
        kind: 'lottery',
        entry: 'free',
        prizes: [
          prize('lantern', '金属心形提灯', 'Heart lantern', goods, 1_485, 3),
          prize('some', '500积分', '500 points', points(500), 500, 20),
        ],
      },
    },
  ]
}

/** Saves and publishes them. What is published stays, so a start that comes after a broken one leaves it alone. */
export async function fillCampaigns(siyu: SiyuAdmin, now: number): Promise<void> {
  const { items } = await siyu.campaigns.all()
  const published = new Set(items.filter(({ state }) => state !== 'draft').map(({ id }) => id))
  for (const campaign of demoCampaigns(now).filter(({ id }) => !published.has(id))) {
    await siyu.campaigns.save(campaign, { idempotencyKey: `demo-${campaign.id}-${now}` })
    await siyu.campaigns.publish({ campaignId: campaign.id }, { idempotencyKey: `demo-${campaign.id}-out-${now}` })
  }
}
