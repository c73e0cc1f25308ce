import type { ClientStorage } from '@siyu/core'
import { type Cart, CartLine, setCartLine, setLine, withLines } from '@siyu/core/carts'
import { SiyuError } from '@siyu/core/kernel'
import { deviceStorage } from './device-storage.ts'

const storageKey = 'siyu.cart'
/** Carts that were left for members who never came back are forgotten beyond this many, the oldest first. */
const maxHandovers = 5

/** What a visitor had in the cart when a member signed in, until the server has put it into theirs. */
export type Handover = { readonly memberId: string; readonly key: string; readonly lines: readonly CartLine[] }

type Kept = { readonly lines: readonly CartLine[]; readonly handovers: readonly Handover[] }

/** The cart of whoever is not signed in: it lives on this device, and goes to the member who signs in here. */
export type VisitorCart = {
  readonly get: () => Promise<Cart>
  /** Rejects with `cart_full`. */
  readonly setLine: (skuId: string, quantity: number) => Promise<Cart>
  /** Leaves the lines to a member under a new key, and says all that waits for them. */
  readonly handOver: (memberId: string, newKey: () => string) => Promise<readonly Handover[]>
  /** The server has taken what was left under this key. */
  readonly forget: (key: string) => Promise<void>
}

/** Keeps the cart in `storage`, the browser's unless given; on a device that refuses to store, in this page's memory. */
export function createVisitorCart(storage?: ClientStorage): VisitorCart {
  const store = deviceStorage(storage)
  let memory = empty
  let last: Promise<unknown> = Promise.resolve()
  const read = async (): Promise<Kept> => keptOf(await store.get(storageKey)) ?? memory
  /** One after the other: none may overwrite what another has just kept. */
  const change = <T>(act: (kept: Kept) => readonly [Kept, T]): Promise<T> => {
    const done = last.then(async () => {
      const [kept, answer] = act(await read())
      memory = kept
      await store.set(storageKey, JSON.stringify(kept))
      return answer
    })
    last = done.catch(() => undefined)
    return done
  }
  return {
    get: async () => cartOf(await read()),
    setLine: (skuId, quantity) =>
      change((kept) => {
        const next = { ...kept, lines: linesWith(kept.lines, skuId, quantity) }
        return [next, cartOf(next)]
      }),
    handOver: (memberId, newKey) =>
      change((kept) => {
        const fresh = kept.lines.length === 0 ? [] : [{ memberId, key: newKey(), lines: kept.lines }]
        const handovers = [...kept.handovers, ...fresh].slice(-maxHandovers)
        return [{ lines: [], handovers }, handovers.filter((each) => each.memberId === memberId)]
      }),
    forget: (key) =>
      change((kept) => [{ ...kept, handovers: kept.handovers.filter((each) => each.key !== key) }, undefined]),
  }
}

const empty: Kept = { lines: [], handovers: [] }

function cartOf({ lines }: Kept): Cart {
  return { lines, couponIds: null, pointsCount: 0 }
}

/** The lines after one was set, by the rule of a member's cart; whether it is for sale, only the server knows. */
function linesWith(lines: readonly CartLine[], skuId: string, quantity: number): readonly CartLine[] {
  const offer = { skuId, isForSale: true, priceMinor: 0, availableCount: quantity }
  const cart = cartOf({ lines, handovers: [] })
  const decision = setLine({ memberId: '', cart, skuId, quantity, offer, seen: [] })
  if (!decision.ok) {
    const { code, detail } = decision.refusal
    throw new SiyuError({ code, status: setCartLine.refusals[code], detail })
  }
  return withLines(lines, [{ lineId: skuId, skuId, quantity }])
}

/** What a text says was kept; undefined for one that was not written here. */
function keptOf(text: string | undefined): Kept | undefined {
  try {
    const { lines, handovers } = JSON.parse(text ?? '') as Kept
    const areWhole = [lines, ...handovers.map((each) => each.lines)].every((each) =>
      each.every((line) => CartLine.safeParse(line).success),
    )
    return areWhole ? { lines, handovers } : undefined
  } catch {
    return undefined
  }
}
