import { createSiyu, type Siyu, type SiyuOptions } from '@siyu/core'
import { createSiyuAdmin, type SiyuAdmin } from '@siyu/core/admin'
import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { describe, expect, it } from 'vitest'
import { siyuAdminMutations, siyuAdminQueries } from './admin.ts'
import { siyuQueries, staleTimesMs } from './queries.ts'

const hourMs = 3_600_000

type Send = (url: string, key: string | undefined) => unknown

const clientOf = (send?: Send): Siyu => createSiyu(optionsOf(send))
const adminOf = (send?: Send): SiyuAdmin => createSiyuAdmin(optionsOf(send))

function optionsOf(send: Send = () => ({})): SiyuOptions {
  return {
    baseUrl: 'http://shop.test',
    publishableKey: 'pk_test',
    retry: { limit: 0 },
    transport: {
      send: async ({ url, headers }) => ({
        status: 200,
        headers: {},
        body: JSON.stringify(send(url, headers['idempotency-key'])),
      }),
    },
  }
}

function signIn(client: Siyu, memberId: string): void {
  const until = Date.now() + hourMs
  client.session.set({
    memberId,
    accessToken: 'access',
    accessExpiresAt: until,
    refreshToken: 'refresh',
    refreshExpiresAt: until,
    joined: false,
  })
}

describe('siyuQueries', () => {
  it('puts shop, owner, resource and params into the key', () => {
    const client = clientOf()
    const queries = siyuQueries(client)
    expect(queries.product('prd_tea').queryKey.slice(2)).toEqual(['anon', 'product', { productId: 'prd_tea' }])
    signIn(client, 'mem_ada')
    expect(queries.points().queryKey.slice(2)).toEqual(['mem_ada', 'points', {}])
    expect(siyuQueries(client, 'mem_bo').orders({ limit: 5 }).queryKey.slice(2)).toEqual([
      'mem_bo',
      'orders',
      { limit: 5 },
    ])
    expect(queries.points().queryKey[0]).toBe('siyu')
  })

  it('shares the brand between everyone', () => {
    const client = clientOf()
    const before = siyuQueries(client).brand().queryKey
    signIn(client, 'mem_ada')
    expect(siyuQueries(client).brand().queryKey).toEqual(before)
  })

  it('keeps answers as long as their kind allows', () => {
    const queries = siyuQueries(clientOf())
    const slow = { settings: 300_000, catalogue: 60_000, campaigns: 30_000 }
    expect(staleTimesMs).toEqual({ ...slow, balances: 10_000, live: 5_000, cart: 0 })
    expect(queries.products().staleTime).toBe(staleTimesMs.catalogue)
    expect(queries.offers().staleTime).toBe(staleTimesMs.campaigns)
    expect(queries.commission().staleTime).toBe(staleTimesMs.balances)
    expect(queries.cart().staleTime).toBe(0)
    expect(queries.cart().retry).toBe(false)
    const facts = queries.pricingFacts({ skuIds: ['sku_tea'] })
    expect(facts.staleTime).toBe(staleTimesMs.campaigns)
    expect(facts.queryKey.slice(2)).toEqual(['anon', 'pricingFacts', { skuIds: ['sku_tea'] }])
  })

  it('asks again by itself for what many watch at once, and for nothing else', () => {
    const queries = siyuQueries(clientOf())
    const watched = [
      queries.flashSale('fls_1'),
      queries.presale('pre_1'),
      queries.groupTeams('grp_1'),
      queries.groupTeam('team_1'),
    ]
    expect(watched.map(({ refetchInterval }) => refetchInterval)).toEqual([5_000, 5_000, 5_000, 5_000])
    expect(queries.groupTeam('team_1').queryKey.slice(2)).toEqual(['anon', 'groupTeam', { teamId: 'team_1' }])
    const calm = [
      queries.flashSales(),
      queries.presales(),
      queries.groupBuys(),
      queries.myGroupTeams(),
      queries.points(),
      queries.board('cam_1'),
    ]
    expect(calm.map(({ refetchInterval }) => refetchInterval)).toEqual(calm.map(() => undefined))
  })

  it('reads through the client into a cache', async () => {
    const urls: string[] = []
    const balance = { spendableCount: 7, pendingCount: 0, heldCount: 0, debtCount: 0, expiringNext: null, expiring: [] }
    const client = clientOf((url) => {
      urls.push(url)
      return balance
    })
    signIn(client, 'mem_ada')
    const queryClient = new QueryClient()
    const observer = new QueryObserver(queryClient, siyuQueries(client).points())
    const { data } = await observer.refetch()
    expect(data).toEqual(balance)
    expect(urls).toEqual(['http://shop.test/v1/points'])
    expect(queryClient.getQueryData(siyuQueries(client).points().queryKey)).toEqual(balance)
  })

  it('asks for the next page with the cursor of the last', async () => {
    const urls: string[] = []
    const client = clientOf((url) => {
      urls.push(url)
      return { items: [], nextCursor: 'c2' }
    })
    signIn(client, 'mem_ada')
    const list = siyuQueries(client).pointsHistory({ limit: 20 })
    const { signal } = new AbortController()
    const first = await list.queryFn({ signal, pageParam: list.initialPageParam })
    await list.queryFn({ signal, pageParam: list.getNextPageParam(first) })
    expect(urls).toEqual([
      'http://shop.test/v1/points/history?limit=20',
      'http://shop.test/v1/points/history?cursor=c2&limit=20',
    ])
    expect(list.getNextPageParam({ items: [], nextCursor: null })).toBeNull()
  })
})

describe('siyuAdminQueries and siyuAdminMutations', () => {
  it('keys by operator', () => {
    const client = adminOf()
    client.session.set({ operatorId: 'opr_1', name: 'Mia', accessToken: 'token', expiresAt: Date.now() + hourMs })
    const queries = siyuAdminQueries(client)
    expect(queries.members.list().queryKey.slice(2)).toEqual(['opr_1', 'members.list', {}])
    expect(queries.inventory.get('sku_tea').queryKey.slice(2)).toEqual(['opr_1', 'inventory.get', { skuId: 'sku_tea' }])
    expect(queries.referrals.tree().staleTime).toBe(staleTimesMs.balances)
  })

  it('repeats an unanswered write under the same key, and an answered one under a new key', async () => {
    const keys: (string | undefined)[] = []
    const stock = { skuId: 'sku_tea', onHandCount: 5, heldCount: 0, soldCount: 0 }
    const client = adminOf((_url, key) => {
      keys.push(key)
      if (keys.length === 1) throw new Error('connection lost')
      return stock
    })
    const adjust = siyuAdminMutations(client).inventory.adjust()
    const input = { skuId: 'sku_tea', deltaCount: 5, reason: 'delivery' }
    await expect(adjust.mutationFn(input)).rejects.toMatchObject({ code: 'network' })
    expect(await adjust.mutationFn(input)).toEqual(stock)
    await adjust.mutationFn(input)
    expect(keys[0]).toMatch(/^key_/)
    expect(keys[1]).toBe(keys[0])
    expect(keys[2]).not.toBe(keys[0])
  })
})
