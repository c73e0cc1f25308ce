import type { ChangeName, Siyu } from '@siyu/core'
import type { Cart } from '@siyu/core/carts'
import { SiyuError } from '@siyu/core/kernel'
import type { QueryClient } from '@tanstack/react-query'
import { createIntents, type Intents } from './intents.ts'
import { nobody, ownerKey, ownerOf, type Resource, resourceKey } from './keys.ts'
import { siyuQueries } from './queries.ts'
import { createWriteQueue, type WriteQueue } from './write-queue.ts'

/** A client and the cache its answers are kept in, tied together. */
export type Shop = {
  readonly client: Siyu
  readonly queryClient: QueryClient
  readonly intents: Intents
  readonly cartWrites: WriteQueue<Cart>
  /** Marks these of the current member's answers as old; what is on screen is read again. */
  readonly refresh: (...resources: readonly Resource[]) => void
  /** Lets the client's events reach the cache; returns how to stop. */
  readonly start: () => () => void
}

/** Answers that say what a basket costs. */
export const prices: readonly Resource[] = ['quote', 'pricingFacts']

/** Which answers an event makes old. The cart looks after itself: its own writes come back as events too. */
const affected: Readonly<Record<Exclude<ChangeName, 'cart.changed'>, readonly Resource[]>> = {
  'points.changed': [
    'points',
    'storedValue',
    'storedValueHistory',
    'pointsHistory',
    'checkIn',
    'household',
    'mall',
    ...prices,
  ],
  'tier.changed': ['tier', 'products', 'product', ...prices],
  'order.changed': ['orders', 'order', 'payment'],
  'coupons.changed': ['coupons', 'offers', ...prices],
  'commission.changed': ['commission', 'withdrawals', 'referral', 'team'],
}

/** Ties a client to a cache. */
export function createShop(client: Siyu, queryClient: QueryClient): Shop {
  const refresh = (...resources: readonly Resource[]): void => {
    const owner = ownerOf(client)
    for (const resource of resources) {
      void queryClient.invalidateQueries({ queryKey: resourceKey(client, owner, resource) })
    }
  }
  const cart = cartWritesOf(client, queryClient, refresh)
  return {
    client,
    queryClient,
    intents: createIntents(() => client.newId('key')),
    cartWrites: cart.writes,
    refresh,
    start: () => listen(client, queryClient, refresh, cart),
  }
}

type CartWrites = { readonly writes: WriteQueue<Cart>; readonly changedElsewhere: () => void }

function cartWritesOf(client: Siyu, queryClient: QueryClient, refresh: Shop['refresh']): CartWrites {
  let isOld = false
  const key = (): SiyuKeyOfCart => siyuQueries(client).cart().queryKey
  const writes = createWriteQueue<Cart>({
    shown: () => queryClient.getQueryData<Cart>(key()),
    load: () => client.carts.get({}),
    show(cart) {
      // A read under way was asked before this write and would show the cart without it.
      void queryClient.cancelQueries({ queryKey: key() })
      queryClient.setQueryData<Cart>(key(), cart)
    },
    onIdle(isCertain) {
      refresh('cartReview')
      if (isOld || !isCertain) refresh('cart')
      isOld = false
    },
  })
  const changedElsewhere = (): void => {
    if (writes.status().pendingCount > 0) isOld = true
    else refresh('cart', 'cartReview')
  }
  return { writes, changedElsewhere }
}

type SiyuKeyOfCart = ReturnType<ReturnType<typeof siyuQueries>['cart']>['queryKey']

function listen(client: Siyu, queryClient: QueryClient, refresh: Shop['refresh'], cart: CartWrites): () => void {
  let owner = ownerOf(client)
  const stops = [
    client.on('session.changed', () => {
      const now = ownerOf(client)
      if (now === owner) return
      cart.writes.drop(new SiyuError({ code: 'aborted', status: 0 }))
      if (owner !== nobody) forget(client, queryClient, owner)
      owner = now
    }),
    client.on('cart.changed', cart.changedElsewhere),
    ...typedKeys(affected).map((event) => client.on(event, () => refresh(...affected[event]))),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

/** Removes what a member's session has left behind. */
function forget(client: Siyu, queryClient: QueryClient, owner: string): void {
  const queryKey = ownerKey(client, owner)
  void queryClient.cancelQueries({ queryKey })
  queryClient.removeQueries({ queryKey })
}

function typedKeys<Key extends string>(record: Readonly<Record<Key, unknown>>): readonly Key[] {
  return Object.keys(record) as Key[]
}
