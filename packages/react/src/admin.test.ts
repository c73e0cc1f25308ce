import { createSiyuAdmin, type SiyuAdmin } from '@siyu/core/admin'
import { QueryClient } from '@tanstack/react-query'
import { describe, expect, it } from 'vitest'
import { siyuAdminKey, siyuAdminMutations, siyuAdminQueries } from './admin.ts'

type Request = { readonly method: string; readonly path: string; readonly body: unknown }

const settings = {
  '/v1/shipping': { templates: [], refund: 'never' },
  '/v1/taxes': { mode: 'inside', rates: [] },
  '/v1/coupon-batches': { items: [] },
  '/v1/members/mem_one/coupons': { items: [] },
} as const

/** A client at the end of a wire that notes what is asked and answers what the path says. */
function wired(answer: (path: string) => object): { readonly client: SiyuAdmin; readonly requests: Request[] } {
  const requests: Request[] = []
  const client = createSiyuAdmin({
    baseUrl: 'http://shop.test',
    publishableKey: 'pk_test',
    retry: { limit: 0 },
    transport: {
      send: async ({ url, method, body }) => {
        const { pathname, search } = new URL(url)
        requests.push({ method, path: pathname + search, body: body === undefined ? null : JSON.parse(body) })
        return { status: 200, headers: {}, body: JSON.stringify(answer(pathname)) }
      },
    },
  })
  return { client, requests }
}

describe('what a console reads', () => {
  it('pages through all promotions with the cursor of the page before', async () => {
    const pages = [
      { items: [], nextCursor: 'next' },
      { items: [], nextCursor: null },
    ]
    const { client, requests } = wired(() => pages.shift() ?? {})
    const query = siyuAdminQueries(client).promotions.all({ limit: 1 })
    await new QueryClient().fetchInfiniteQuery({ ...query, pages: 2 })
    expect(requests.map(({ path }) => path)).toEqual([
      '/v1/admin/promotions?limit=1',
      '/v1/admin/promotions?cursor=next&limit=1',
    ])
  })

  it('reads settings, batches and wallets below its own key', async () => {
    const { client, requests } = wired((path) => settings[path as keyof typeof settings])
    const queries = siyuAdminQueries(client)
    const cache = new QueryClient()
    await cache.fetchQuery(queries.shipping.settings())
    await cache.fetchQuery(queries.taxes.settings())
    await cache.fetchQuery(queries.coupons.batches())
    await cache.fetchQuery(queries.coupons.ofMember('mem_one'))
    expect(requests.map(({ path }) => path)).toEqual(Object.keys(settings))
    expect(cache.getQueryCache().findAll({ queryKey: siyuAdminKey(client) })).toHaveLength(4)
  })

  it('pages through stock, movements and products, each list below a key of its own', async () => {
    const { client, requests } = wired(() => ({ items: [], nextCursor: null }))
    const { inventory, catalog } = siyuAdminQueries(client)
    const cache = new QueryClient()
    await cache.fetchInfiniteQuery(inventory.list({ low: true }))
    await cache.fetchInfiniteQuery(inventory.movements({ skuId: 'sku_tea' }))
    await cache.fetchInfiniteQuery(inventory.holds())
    await cache.fetchInfiniteQuery(catalog.all({ search: '绿茶' }))
    expect(requests.map(({ path }) => decodeURIComponent(path))).toEqual([
      ...['/v1/stock?low=true', '/v1/stock/sku_tea/movements', '/v1/holds', '/v1/all-products?search=绿茶'],
    ])
    expect(cache.getQueryCache().findAll({ queryKey: siyuAdminKey(client) })).toHaveLength(4)
  })

  it('pages through reviews of commission by their stage', async () => {
    const { client, requests } = wired(() => ({ items: [], nextCursor: null }))
    const { risk } = siyuAdminQueries(client)
    const cache = new QueryClient()
    await cache.fetchInfiniteQuery(risk.cases())
    await cache.fetchInfiniteQuery(risk.cases({ stage: 'confirmed' }))
    expect(requests.map(({ path }) => path)).toEqual(['/v1/risk/cases', '/v1/risk/cases?stage=confirmed'])
    expect(cache.getQueryCache().findAll({ queryKey: siyuAdminKey(client) })).toHaveLength(2)
  })

  it('pages through campaigns, and through what one of them gave', async () => {
    const { client, requests } = wired(() => ({ items: [], nextCursor: null }))
    const { campaigns } = siyuAdminQueries(client)
    const cache = new QueryClient()
    await cache.fetchInfiniteQuery(campaigns.all())
    await cache.fetchInfiniteQuery(campaigns.rewards({ campaignId: 'cam_1', limit: 2 }))
    expect(requests.map(({ path }) => path)).toEqual(['/v1/admin/campaigns', '/v1/campaigns/cam_1/rewards?limit=2'])
  })

  it('keeps every basket that is tried out apart', () => {
    const { client } = wired(() => ({}))
    const { test } = siyuAdminQueries(client).pricing
    const lines = [{ lineId: 'l1', skuId: 'sku_tea', quantity: 1 }]
    expect(test({ lines }).queryKey).toEqual(test({ lines }).queryKey)
    expect(test({ lines }).queryKey).not.toEqual(test({ lines, pointsCount: 1 }).queryKey)
  })
})

describe('what a console changes', () => {
  it('sends each write where it belongs', async () => {
    const { client, requests } = wired((path) => settings[path as keyof typeof settings])
    const mutations = siyuAdminMutations(client)
    await mutations.shipping.saveSettings().mutationFn({ templates: [], refund: 'never' })
    await mutations.taxes.saveSettings().mutationFn({ mode: 'inside', rates: [] })
    expect(requests).toEqual([
      { method: 'PUT', path: '/v1/shipping', body: settings['/v1/shipping'] },
      { method: 'PUT', path: '/v1/taxes', body: settings['/v1/taxes'] },
    ])
  })
})
