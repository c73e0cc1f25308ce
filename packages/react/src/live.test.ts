import { PassThrough } from 'node:stream'
import { createSiyu, type Siyu } from '@siyu/core'
import { QueryClient } from '@tanstack/react-query'
import { afterEach, expect, it } from 'vitest'
import { siyuQueries } from './queries.ts'
import { createShop, type Shop } from './shop.ts'

const untilMs = Date.now() + 3_600_000
const cart = { lines: [], couponIds: null, pointsCount: 0 }
let stop: (() => void) | undefined

/** A client whose stream says what `push` is given. */
function streaming(): { readonly client: Siyu; readonly push: (type: string) => void } {
  const events = new PassThrough({ encoding: 'utf8' })
  const client = createSiyu({
    baseUrl: 'http://shop.test',
    transport: {
      send: async () => ({ status: 200, headers: {}, body: JSON.stringify(cart) }),
      stream: async () => ({ status: 200, chunks: events }),
    },
  })
  return { client, push: (type) => events.write(`id: 1\nevent: ${type}\ndata: {}\n\n`) }
}

function signIn(client: Siyu, memberId: string): void {
  const tokens = { accessToken: memberId, refreshToken: 'refresh', joined: false }
  client.session.set({ memberId, ...tokens, accessExpiresAt: untilMs, refreshExpiresAt: untilMs })
}

function opened(client: Siyu): Shop {
  const shop = createShop(client, new QueryClient())
  const stopShop = shop.start()
  stop = () => {
    client.live.stop()
    stopShop()
  }
  return shop
}

afterEach(() => stop?.())

it('makes old what an event of the server has changed, and nothing else', async () => {
  const { client, push } = streaming()
  signIn(client, 'mem_ada')
  const { queryClient } = opened(client)
  const { points, tier, orders } = siyuQueries(client)
  for (const { queryKey } of [points(), tier(), orders()]) queryClient.setQueryData(queryKey, {})
  const isOld = (key: readonly unknown[]): boolean | undefined => queryClient.getQueryState(key)?.isInvalidated
  client.live.start()
  await expect.poll(() => client.live.status()).toBe('open')
  push('points_earned')
  await expect.poll(() => isOld(points().queryKey)).toBe(true)
  expect([isOld(tier().queryKey), isOld(orders().queryKey)]).toEqual([false, false])
})

it('does not let an event overtake a cart write under way', async () => {
  const { client, push } = streaming()
  signIn(client, 'mem_ada')
  const { queryClient, cartWrites } = opened(client)
  const key = siyuQueries(client).cart().queryKey
  queryClient.setQueryData(key, cart)
  client.live.start()
  await expect.poll(() => client.live.status()).toBe('open')
  let finish: ((answer: typeof cart) => void) | undefined
  const write = cartWrites.run({
    preview: (shown) => ({ ...shown, pointsCount: 5 }),
    send: () => new Promise((resolve) => (finish = resolve)),
  })
  const heard = new Promise((resolve) => client.on('cart.changed', resolve))
  push('cart_options_set')
  await heard
  await expect.poll(() => finish).toBeDefined()
  expect(queryClient.getQueryState(key)?.isInvalidated).toBe(false)
  expect(queryClient.getQueryData(key)).toEqual({ ...cart, pointsCount: 5 })
  finish?.({ ...cart, pointsCount: 5 })
  await write
  expect(queryClient.getQueryState(key)?.isInvalidated).toBe(true)
})

it('removes a member from the cache when the session is another’s, and keeps what everyone sees', () => {
  const { client } = streaming()
  const { queryClient } = opened(client)
  const open = siyuQueries(client).products().queryKey
  queryClient.setQueryData(open, {})
  signIn(client, 'mem_ada')
  const own = siyuQueries(client).points().queryKey
  queryClient.setQueryData(own, {})
  signIn(client, 'mem_ada')
  expect(queryClient.getQueryData(own)).toEqual({})
  signIn(client, 'mem_bo')
  expect(queryClient.getQueryData(own)).toBeUndefined()
  expect(queryClient.getQueryData(open)).toEqual({})
})
