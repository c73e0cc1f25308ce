import type { Campaign, CampaignTerms, Prize, PublishedCampaign } from '@siyu/core/campaigns'
import type { Referral } from '@siyu/core/referrals'
import { buy, type Refused } from '../kernel/testing/sale.ts'
import type { Shop } from '../kernel/testing/shop.ts'

export const DAY_MS = 86_400_000

export function prize(id: string, quantity: number, reward: Prize['reward']): Prize {
  return { id, name: { zh: id, en: id }, reward, valueMinor: 10_00, quantity }
}
export const points = (id: string, quantity: number): Prize => prize(id, quantity, { kind: 'points', count: 100 })

let campaignCount = 0
/** When the last campaign of a shop takes no more orders. */
const lastEnds = new WeakMap<Shop, number>()

/**
 * A campaign of a week, after those before, that starts in a second, is decided 20 days after its end, and is
 * published.
 */
export async function publishedCampaign(
  shop: Shop,
  terms: CampaignTerms,
  change: Partial<Campaign> = {},
): Promise<Campaign & { readonly seedHash: string | null }> {
  campaignCount += 1
  shop.clock.now = Math.max(shop.clock.now, lastEnds.get(shop) ?? 0)
  const startsAt = shop.clock.now + 1_000
  const endsAt = startsAt + 7 * DAY_MS
  lastEnds.set(shop, change.endsAt ?? endsAt)
  const campaign: Campaign = {
    ...{ id: `cam_${campaignCount}`, name: { zh: '邀请有礼', en: 'Bring a friend' }, organiser: '私域茶铺' },
    ...{ rules: { zh: '好友首单完成且过退货期后发放', en: 'For first orders that are kept' }, startsAt, endsAt },
    ...{ awardAt: endsAt + 20 * DAY_MS, returnDays: 7, minNetMinor: 10_00, budgetMinor: 1_000_000_00, terms },
    ...change,
  }
  const saved = await shop.call('PUT', `/v1/campaigns/${campaign.id}`, campaign, { secret: true })
  const published = await shop.call<PublishedCampaign & Refused>(
    ...(['POST', `/v1/campaigns/${campaign.id}/publication`, {}, { secret: true }] as const),
  )
  if (saved.status !== 200 || published.status !== 200) throw new Error(JSON.stringify([saved.body, published.body]))
  shop.clock.now = Math.max(shop.clock.now, startsAt)
  return { ...campaign, seedHash: published.body.seedHash }
}

/** Somebody joins by a member's code. */
export async function bring(shop: Shop, inviter: string, friend: string): Promise<string> {
  const { accessToken: token } = await shop.signIn(inviter)
  const { code } = (await shop.call<Referral>('GET', '/v1/referral', undefined, { token })).body
  return (await shop.signIn(friend, code)).memberId
}

/** A member's order that arrives at once. Access tokens live for minutes only, so they sign in for it. */
export async function buys(shop: Shop, phone: string, quantity: number = 1): Promise<string> {
  const { accessToken } = await shop.signIn(phone)
  return (await buy(shop, accessToken, { lines: { sku_tea: quantity } })).id
}
