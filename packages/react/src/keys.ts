import type { Siyu } from '@siyu/core'

/** What a cache entry holds; the fourth part of its key. */
export type Resource =
  | 'brand'
  | 'member'
  | 'tier'
  | 'tierSettings'
  | 'points'
  | 'pointsHistory'
  | 'pointsSettings'
  | 'activities'
  | 'doneActivities'
  | 'checkIn'
  | 'storedValue'
  | 'storedValueHistory'
  | 'mall'
  | 'household'
  | 'coupons'
  | 'offers'
  | 'products'
  | 'product'
  | 'categories'
  | 'promotions'
  | 'cart'
  | 'cartReview'
  | 'addresses'
  | 'quote'
  | 'pricingFacts'
  | 'orders'
  | 'order'
  | 'orderDetails'
  | 'payment'
  | 'aftersales'
  | 'aftersalesCase'
  | 'aftersalesSettings'
  | 'referral'
  | 'team'
  | 'commission'
  | 'withdrawals'
  | 'commissionReviews'
  | 'ownLinks'
  | 'kolShop'
  | 'myKolShop'
  | 'myShopPrices'
  | 'kolShopStats'
  | 'flashSales'
  | 'flashSale'
  | 'presales'
  | 'presale'
  | 'groupBuys'
  | 'groupTeams'
  | 'groupTeam'
  | 'myGroupTeams'
  | 'campaigns'
  | 'campaign'
  | 'myCampaign'
  | 'board'
  | 'winners'
  | 'consents'
  | 'dataRequests'
  | 'deletionPreview'

/** Key of a cache entry: `['siyu', shop, member id or 'anon', resource, params]`. */
export type SiyuKey = readonly ['siyu', string, string, string, object]

/** Owner of what is read without a session. */
export const nobody = 'anon'

/** How long an answer counts as fresh, in milliseconds. */
export const staleTimesMs = {
  settings: 300_000,
  catalogue: 60_000,
  campaigns: 30_000,
  balances: 10_000,
  /** What many watch at once: the bucket of a flash sale, the members of a team. */
  live: 5_000,
  cart: 0,
} as const

/** Whose answers the client gets right now: a member's id, or `anon`. */
export function ownerOf(client: Siyu): string {
  const session = client.session.get()
  return session.status === 'member' ? session.memberId : nobody
}

/** The part of the cache that belongs to one owner of one shop, named alike by a server and the browser after it. */
export function ownerKey(client: Siyu, owner: string): readonly ['siyu', string, string] {
  return ['siyu', client.publishableKey ?? 'shop', owner]
}

/** Every entry of a resource of one owner, whatever its params. */
export function resourceKey(
  client: Siyu,
  owner: string,
  resource: Resource,
): readonly ['siyu', string, string, Resource] {
  return [...ownerKey(client, owner), resource]
}
