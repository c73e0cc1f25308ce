import { type Cart, withLines } from '@siyu/core/carts'
import type { SiyuError } from '@siyu/core/kernel'
import { useMemo, useSyncExternalStore } from 'react'
import { useSiyuContext } from './provider.tsx'
import { useCartRead } from './reads.ts'
import type { SiyuQueryResult } from './result.ts'
import { isMember, type Shop } from './shop.ts'
import type { Write } from './write-queue.ts'

/**
 * Changes of the cart. Each shows at once, is sent after those before it, resolves to the cart as the server keeps it,
 * and disappears again when refused. A rejection that nobody awaits stays in {@link CartResult.error}.
 */
export type CartActions = {
  /** Puts `quantity` more pieces in, one unless said otherwise. */
  readonly add: (skuId: string, quantity?: number) => Promise<Cart>
  /** Sets how many pieces there are; 0 takes the line out. */
  readonly setQuantity: (skuId: string, quantity: number) => Promise<Cart>
  readonly remove: (skuId: string) => Promise<Cart>
  /** Insists on exactly these coupons of the wallet, on none with `[]`; null leaves it to the best combination. */
  readonly chooseCoupons: (couponIds: readonly string[] | null) => Promise<Cart>
  /** Says how many points to spend; the quote says how many it takes. */
  readonly spendPoints: (count: number) => Promise<Cart>
}

/** The cart with everything that is on its way to the server. */
export type CartResult = CartActions & {
  /** Undefined until first read. A visitor's is kept on the device, and goes to the member who signs in there. */
  readonly cart: Cart | undefined
  /** Pieces in all lines. */
  readonly count: number
  /** True while a change waits for its answer. */
  readonly isSaving: boolean
  /** Why the last change was refused; null after the next one. */
  readonly error: SiyuError | null
  readonly query: SiyuQueryResult<Cart>
}

/** The member's cart, or the visitor's, and how to change it. Coupons and points are for members. */
export function useCart(): CartResult {
  const { shop, cartWrites } = useSiyuContext()
  const query = useCartRead()
  const status = useSyncExternalStore(cartWrites.subscribe, cartWrites.status, cartWrites.status)
  const actions = useMemo(() => cartActions(shop), [shop])
  const cart = query.data
  const count = cart?.lines.reduce((sum, line) => sum + line.quantity, 0) ?? 0
  return { ...actions, cart, count, isSaving: status.pendingCount > 0, error: status.error, query }
}

function cartActions({ client, cartWrites, visitorCart }: Shop): CartActions {
  const run = (write: Write<Cart>): Promise<Cart> => {
    const answer = cartWrites.run(write)
    answer.catch(() => undefined)
    return answer
  }
  const setLine = (skuId: string, quantityIn: (cart: Cart) => number): Promise<Cart> =>
    run({
      preview: (cart) => {
        const line = { lineId: skuId, skuId, quantity: quantityIn(cart) }
        return { ...cart, lines: withLines(cart.lines, [line]) }
      },
      async send(cart) {
        const quantity = quantityIn(cart)
        if (await isMember(client)) return client.carts.setLine({ skuId, quantity })
        return visitorCart.setLine(skuId, quantity)
      },
    })
  const setOptions = (changed: Partial<Pick<Cart, 'couponIds' | 'pointsCount'>>): Promise<Cart> =>
    run({
      preview: (cart) => ({ ...cart, ...changed }),
      send: ({ couponIds, pointsCount }) => client.carts.setOptions({ couponIds, pointsCount, ...changed }),
    })
  return {
    add: (skuId, quantity = 1) => setLine(skuId, (cart) => quantityOf(cart, skuId) + quantity),
    setQuantity: (skuId, quantity) => setLine(skuId, () => quantity),
    remove: (skuId) => setLine(skuId, () => 0),
    chooseCoupons: (couponIds) => setOptions({ couponIds }),
    spendPoints: (pointsCount) => setOptions({ pointsCount }),
  }
}

function quantityOf({ lines }: Cart, skuId: string): number {
  return lines.find((line) => line.skuId === skuId)?.quantity ?? 0
}
