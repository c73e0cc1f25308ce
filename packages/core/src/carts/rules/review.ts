import { allocate, FIRST_LOCATION_ID, type Shelf } from '../../inventory/index.ts'
import { accept, type Decision } from '../../kernel/index.ts'
import type { CartNoted, CartSeen } from '../events.ts'
import type { CartChange, CartLine, Offer, SeenLine } from '../schema.ts'

/** What a member sees of these lines now; of a SKU that is not there, nothing. */
export function seenOf(lines: readonly CartLine[], offers: ReadonlyMap<string, Offer>): readonly SeenLine[] {
  return lines.flatMap(({ skuId, quantity }) => {
    const offer = offers.get(skuId)
    if (offer === undefined) return []
    return [{ skuId, priceMinor: offer.priceMinor, isEnough: offer.isForSale && offer.availableCount >= quantity }]
  })
}

/**
 * What is different about a cart since its member last looked, line by line: first what cannot be bought as it stands,
 * which is told as long as it is so, then prices. A line never seen has no price to differ from.
 */
export function cartChanges(
  lines: readonly CartLine[],
  seen: readonly SeenLine[],
  offers: ReadonlyMap<string, Offer>,
): readonly CartChange[] {
  const before = new Map(seen.map((each) => [each.skuId, each]))
  return lines.flatMap(({ skuId, quantity }) => {
    const [offer, known] = [offers.get(skuId), before.get(skuId)]
    const nothing = { skuId, beforeMinor: null, nowMinor: null, availableCount: null }
    if (offer === undefined || !offer.isForSale) return [{ ...nothing, kind: 'gone' as const }]
    return [...stockChange(nothing, quantity, offer, known), ...priceChange(nothing, offer, known)]
  })
}

type Nothing = Omit<CartChange, 'kind'>

function stockChange(
  nothing: Nothing,
  quantity: number,
  { availableCount }: Offer,
  known: SeenLine | undefined,
): readonly CartChange[] {
  if (availableCount <= 0) return [{ ...nothing, kind: 'sold_out' }]
  if (availableCount < quantity) return [{ ...nothing, kind: 'short', availableCount }]
  return known?.isEnough === false ? [{ ...nothing, kind: 'back' }] : []
}

function priceChange(
  nothing: Nothing,
  { priceMinor: nowMinor }: Offer,
  known: SeenLine | undefined,
): readonly CartChange[] {
  const beforeMinor = known?.priceMinor ?? nowMinor
  if (nowMinor === beforeMinor) return []
  return [{ ...nothing, kind: nowMinor > beforeMinor ? 'price_up' : 'price_down', beforeMinor, nowMinor }]
}

/** From which location each line would be sent if it were ordered now; lines of which there are too few are in none. */
export function cartParcels(
  lines: readonly CartLine[],
  offers: ReadonlyMap<string, Offer>,
  shelves: ReadonlyMap<string, Shelf>,
): readonly { readonly locationId: string; readonly lines: readonly CartLine[] }[] {
  const there = lines.filter(({ skuId, quantity }) => {
    const offer = offers.get(skuId)
    return offer?.isForSale === true && offer.availableCount >= quantity
  })
  const parcels = new Map<string, Map<string, number>>()
  for (const { skuId, quantity, locationId = FIRST_LOCATION_ID } of allocate(shelves, there, 0)) {
    const parcel = parcels.get(locationId) ?? new Map<string, number>()
    parcels.set(locationId, parcel.set(skuId, (parcel.get(skuId) ?? 0) + quantity))
  }
  return [...parcels].map(([locationId, parcel]) => ({
    locationId,
    lines: [...parcel].map(([skuId, quantity]) => ({ lineId: skuId, skuId, quantity })),
  }))
}

export type LookFacts = {
  readonly memberId: string
  readonly lines: readonly CartLine[]
  readonly offers: ReadonlyMap<string, Offer>
}

/** The member has seen the cart as it is: what it is compared with from now on. */
export function look({ memberId, lines, offers }: LookFacts): Decision<CartSeen, never> {
  return accept({ type: 'cart_seen', memberId, seen: seenOf(lines, offers) })
}

export type NoteFacts = { readonly memberId: string; readonly before: string; readonly note: string }

/** Write a note for the next order, or take it back; the same again is nothing. */
export function noteOrder({ memberId, before, note }: NoteFacts): Decision<CartNoted, never> {
  return note === before ? accept() : accept({ type: 'cart_noted', memberId })
}
