import type { CartLine, SeenLine } from './schema.ts'

/** A line was put in, changed, or taken out: all lines as they now are. */
export type CartLineSet = {
  readonly type: 'cart_line_set'
  readonly memberId: string
  readonly lines: readonly CartLine[]
  /** What was seen of them; absent before there was such a thing. */
  readonly seen?: readonly SeenLine[] | undefined
}

/** The member has looked at the cart as it is. */
export type CartSeen = { readonly type: 'cart_seen'; readonly memberId: string; readonly seen: readonly SeenLine[] }

/** Where the next order goes to; null for nowhere yet. */
export type CartAddressChosen = {
  readonly type: 'cart_address_chosen'
  readonly memberId: string
  readonly addressId: string | null
}

/** A note for the next order was written or taken back; what it says is personal. */
export type CartNoted = { readonly type: 'cart_noted'; readonly memberId: string }

/** An address was put into the book, or changed; what it says is personal. A new one is chosen for the next order. */
export type AddressSaved = {
  readonly type: 'address_saved'
  readonly memberId: string
  readonly addressId: string
  readonly created: boolean
}

export type AddressRemoved = {
  readonly type: 'address_removed'
  readonly memberId: string
  readonly addressId: string
  /** It was chosen for the next order, which goes nowhere now. */
  readonly wasChosen: boolean
}

/** The member chose coupons, or left the choice open, and an amount of points. */
export type CartOptionsSet = {
  readonly type: 'cart_options_set'
  readonly memberId: string
  readonly couponIds: readonly string[] | null
  readonly pointsCount: number
}

/** The cart became an order. */
export type CartEmptied = { readonly type: 'cart_emptied'; readonly memberId: string; readonly orderId: string }

/** Everything that can happen to a cart. */
export type CartEvent =
  | CartLineSet
  | CartOptionsSet
  | CartEmptied
  | CartSeen
  | CartAddressChosen
  | CartNoted
  | AddressSaved
  | AddressRemoved
