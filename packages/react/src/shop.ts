import type { ChangeName, ClientStorage, Siyu } from '@siyu/core'
import { type Cart, mergeLines } from '@siyu/core/carts'
import { SiyuError } from '@siyu/core/kernel'
import type { QueryClient } from '@tanstack/react-query'
import { createIntents, type Intents, mayHaveWorked } from './intents.ts'
import { nobody, ownerKey, ownerOf, type Resource, resourceKey } from './keys.ts'
import { siyuQueries } from './queries.ts'
import { createVisitorCart, type Handover, type VisitorCart } from './visitor-cart.ts'
import { createWriteQueue, type WriteQueue } from './write-queue.ts'

/** A client and the cache its answers are kept in, tied together. */
export type Shop = {
  readonly client: Siyu
  readonly queryClient: QueryClient
  readonly intents: Intents
  readonly cartWrites: WriteQueue<Cart>
  /** The cart of whoever is not signed in. */
  readonly visitorCart: VisitorCart
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
  'order.changed': ['orders', 'order', 'payment', 'aftersales', 'aftersalesCase'],
  'coupons.changed': ['coupons', 'offers', ...prices],
  'commission.changed': ['commission', 'commissionReviews', 'withdrawals', 'referral', 'team', 'myCampaign'],
}

/** Ties a client to a cache. What a visitor puts in the cart is kept in `storage`. */
export function createShop(client: Siyu, queryClient: QueryClient, storage?: ClientStorage): Shop {
  const refresh = (...resources: readonly Resource[]): void => {
    const owner = ownerOf(client)
    for (const resource of resources) {
      void queryClient.invalidateQueries({ queryKey: resourceKey(client, owner, resource) })
    }
  }
  const visitorCart = createVisitorCart(storage)
  const cart = cartWritesOf(client, queryClient, visitorCart, refresh)
  return {
    client,
    queryClient,
    intents: createIntents(() => client.newId('key')),
    ...{ cartWrites: cart.writes, visitorCart, refresh },
    start: () => listen(client, queryClient, refresh, cart),
  }
}

type CartWrites = {
  readonly writes: WriteQueue<Cart>
  readonly changedElsewhere: () => void
  /** Puts what visitors left on this device for the member who is here now into their cart. */
  readonly takeOver: () => void
}

function cartWritesOf(
  client: Siyu,
  queryClient: QueryClient,
  visitorCart: VisitorCart,
  refresh: Shop['refresh'],
): CartWrites {
  let isOld = false
  const key = (): SiyuKeyOfCart => siyuQueries(client).cart().queryKey
  const writes = createWriteQueue<Cart>({
    shown: () => queryClient.getQueryData<Cart>(key()),
    load: async () => ((await isMember(client)) ? client.carts.get({}) : visitorCart.get()),
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
  const underWay = new Set<string>()
  const merge = async ({ key, lines }: Handover): Promise<void> => {
    if (underWay.has(key)) return
    underWay.add(key)
    const write = {
      preview: (own: Cart) => ({ ...own, lines: mergeLines(own.lines, lines) }),
      send: () => client.carts.merge({ lines }, { idempotencyKey: key }),
    }
    // Unanswered, it is tried again with the next page; refused, it would be refused again.
    const isAnswered = await writes.run(write).then(
      () => true,
      (error) => !mayHaveWorked(error),
    )
    underWay.delete(key)
    if (isAnswered) await visitorCart.forget(key)
  }
  const takeOver = async (): Promise<void> => {
    const session = client.session.get()
    if (session.status !== 'member') return
    const left = await visitorCart.handOver(session.memberId, () => client.newId('key'))
    queryClient.removeQueries({ queryKey: resourceKey(client, nobody, 'cart') })
    for (const each of left) void merge(each)
  }
  return { writes, changedElsewhere, takeOver: () => void takeOver() }
}

/** Whether a member is here, once that is known. */
export async function isMember(client: Siyu): Promise<boolean> {
  return (await client.session.ready()).status === 'member'
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
      cart.takeOver()
    }),
    client.on('cart.changed', cart.changedElsewhere),
    ...typedKeys(affected).map((event) => client.on(event, () => refresh(...affected[event]))),
  ]
  cart.takeOver()
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
