import { accept, type CodeOf, type Decision, refuse } from '../../kernel/index.ts'
import { MAX_LINES } from '../../pricing/index.ts'
import type { mergeCart, setCartLine, setCartOptions } from '../contract.ts'
import type { CartLineSet, CartOptionsSet } from '../events.ts'
import type { Cart, CartLine, Offer, SeenLine } from '../schema.ts'
import { seenOf } from './review.ts'

/** The most of one SKU that a cart line holds. */
const maxQuantity = 1_000_000

export type SetLineFacts = {
  readonly memberId: string
  readonly cart: Cart
  readonly skuId: string
  readonly quantity: number
  /** What the SKU is offered at; undefined where there is no such SKU. */
  readonly offer: Offer | undefined
  /** What the member last saw of the lines. */
  readonly seen: readonly SeenLine[]
}

/**
 * How many of a SKU the cart holds from now on; 0 takes it out, which is always possible, also when the SKU is gone.
 * The event holds all lines as they then are; nothing changed, no event.
 */
export function setLine(facts: SetLineFacts): Decision<CartLineSet, CodeOf<typeof setCartLine>> {
  const { memberId, cart, skuId, quantity } = facts
  const current = cart.lines.find((line) => line.skuId === skuId)
  if (quantity > 0 && facts.offer?.isForSale !== true) return refuse('sku_missing', { skuId })
  if (quantity > 0 && current === undefined && cart.lines.length >= MAX_LINES) {
    return refuse('cart_full', { maxLines: MAX_LINES })
  }
  if (quantity === (current?.quantity ?? 0)) return accept()
  const lines = withLines(cart.lines, [{ lineId: skuId, skuId, quantity }])
  return accept({ type: 'cart_line_set', memberId, lines, seen: seenAfter(facts.seen, lines, [skuId], facts.offer) })
}

/** What was seen of the lines that are left; of those that were set, what they are offered at now. */
function seenAfter(
  seen: readonly SeenLine[],
  lines: readonly CartLine[],
  skuIds: readonly string[],
  ...offers: readonly (Offer | undefined)[]
): readonly SeenLine[] {
  const kept = seen.filter(({ skuId }) => !skuIds.includes(skuId) && lines.some((line) => line.skuId === skuId))
  const known = new Map(offers.flatMap((offer) => (offer === undefined ? [] : [[offer.skuId, offer] as const])))
  const fresh = seenOf(
    lines.filter(({ skuId }) => skuIds.includes(skuId)),
    known,
  )
  return [...kept, ...fresh]
}

export type MergeFacts = {
  readonly memberId: string
  readonly cart: Cart
  readonly added: readonly CartLine[]
  /** What the added SKUs are offered at. */
  readonly offers: readonly Offer[]
  readonly seen: readonly SeenLine[]
}

/** A visitor's lines go to the member's own cart at sign-in; what is no longer for sale stays behind. */
export function mergeCarts(facts: MergeFacts): Decision<CartLineSet, CodeOf<typeof mergeCart>> {
  const { memberId, cart, added, offers, seen } = facts
  const onOffer = added.filter(({ skuId }) => offers.some((each) => each.skuId === skuId && each.isForSale))
  if (onOffer.length === 0) return accept()
  const lines = mergeLines(cart.lines, onOffer)
  const skuIds = onOffer.map(({ skuId }) => skuId)
  return accept({ type: 'cart_line_set', memberId, lines, seen: seenAfter(seen, lines, skuIds, ...offers) })
}

export type SetOptionsFacts = {
  readonly memberId: string
  readonly couponIds: readonly string[] | null
  readonly pointsCount: number
  /** Those of the coupons that are in the member's own wallet. */
  readonly ownIds: readonly string[]
}

/** Choose coupons, each once, and how many points to spend. Whether they apply to the cart, the quote says. */
export function setOptions(facts: SetOptionsFacts): Decision<CartOptionsSet, CodeOf<typeof setCartOptions>> {
  const { memberId, pointsCount, ownIds } = facts
  const couponIds = facts.couponIds && [...new Set(facts.couponIds)]
  const missing = couponIds?.find((couponId) => !ownIds.includes(couponId))
  if (missing !== undefined) return refuse('coupon_missing', { couponId: missing })
  return accept({ type: 'cart_options_set', memberId, couponIds, pointsCount })
}

/** The lines of a cart after these were set; a line of quantity 0 is taken out, a new one goes to the end. */
export function withLines(lines: readonly CartLine[], changed: readonly CartLine[]): readonly CartLine[] {
  const bySku = new Map(lines.map((line) => [line.skuId, line]))
  for (const line of changed) {
    if (line.quantity === 0) bySku.delete(line.skuId)
    else bySku.set(line.skuId, line)
  }
  return [...bySku.values()]
}

/**
 * A visitor's lines added to the member's own, as at sign-in: quantities of one SKU add up, within the limits of a
 * cart. Lines beyond {@link MAX_LINES} are left out; the member's own lines come first and always stay.
 */
export function mergeLines(own: readonly CartLine[], added: readonly CartLine[]): readonly CartLine[] {
  const bySku = new Map(own.map((line) => [line.skuId, line]))
  for (const { skuId, quantity } of added) {
    const before = bySku.get(skuId)
    if (before === undefined && bySku.size >= MAX_LINES) continue
    const total = Math.min(maxQuantity, (before?.quantity ?? 0) + quantity)
    bySku.set(skuId, { lineId: skuId, skuId, quantity: total })
  }
  return [...bySku.values()]
}
