import * as z from 'zod/mini'
import { Count, Empty, type Endpoint, Id, listOf, type Schema, Text } from '../kernel/index.ts'
import { MAX_CHOSEN_COUPONS } from '../pricing/index.ts'
import { Address, Cart, CartChange, CartLine, MAX_ADDRESSES, Parcel } from './schema.ts'

/** One's own cart. */
export const getCart: Endpoint<Empty, Cart> = {
  name: 'carts.get',
  method: 'GET',
  path: '/v1/cart',
  access: 'member',
  input: Empty,
  output: Cart,
  refusals: {},
}

export type SetCartLineInput = { readonly skuId: string; readonly quantity: number }
export const SetCartLineInput: Schema<SetCartLineInput> = z.object({
  skuId: Id,
  quantity: z.int().check(z.gte(0), z.lte(1_000_000)),
})

/** How many of a SKU the cart holds from now on; 0 takes it out. */
export const setCartLine: Endpoint<SetCartLineInput, Cart, 'sku_missing' | 'cart_full'> = {
  name: 'carts.setLine',
  method: 'PUT',
  path: '/v1/cart/lines/:skuId',
  access: 'member',
  input: SetCartLineInput,
  output: Cart,
  refusals: { sku_missing: 404, cart_full: 409 },
}

export type SetCartOptionsInput = {
  /** Exactly these coupons; null for the combination that costs least. */
  readonly couponIds: readonly string[] | null
  readonly pointsCount: number
}
export const SetCartOptionsInput: Schema<SetCartOptionsInput> = z.object({
  couponIds: z.nullable(listOf(Id, MAX_CHOSEN_COUPONS)),
  pointsCount: Count,
})

/** Choose coupons, or leave the choice open, and how many points to spend. Whether they apply, the quote says. */
export const setCartOptions: Endpoint<SetCartOptionsInput, Cart, 'coupon_missing'> = {
  name: 'carts.setOptions',
  method: 'PUT',
  path: '/v1/cart/options',
  access: 'member',
  input: SetCartOptionsInput,
  output: Cart,
  refusals: { coupon_missing: 404 },
}

export type MergeCartInput = { readonly lines: readonly CartLine[] }
export const MergeCartInput: Schema<MergeCartInput> = z.object({ lines: listOf(CartLine, 200, 1) })

/** Put a visitor's lines into the own cart, as at sign-in. With one key for one visitor's cart it counts once. */
export const mergeCart: Endpoint<MergeCartInput, Cart> = {
  name: 'carts.merge',
  method: 'POST',
  path: '/v1/cart/merge',
  access: 'member',
  input: MergeCartInput,
  output: Cart,
  refusals: {},
}

/** What there is to know about the cart beside its lines. */
export type CartReview = {
  /** What is different since the member last looked, and what cannot be bought as it stands. */
  readonly changes: readonly CartChange[]
  /** From where the goods would be sent; those that are not there are in none. */
  readonly parcels: readonly Parcel[]
  /** Where the next order goes to. */
  readonly addressId: string | null
  /** What the member wrote for the next order; empty for nothing. */
  readonly note: string
}
export const CartReview: Schema<CartReview> = z.object({
  changes: z.array(CartChange),
  parcels: z.array(Parcel),
  addressId: z.nullable(Id),
  note: Text,
})

/** What changed about the own cart since one last looked, and how it would be sent. */
export const reviewCart: Endpoint<Empty, CartReview> = {
  name: 'carts.review',
  method: 'GET',
  path: '/v1/cart/review',
  access: 'member',
  input: Empty,
  output: CartReview,
  refusals: {},
}

/** Say that one has seen the cart as it is: prices of now are what later ones are compared with. */
export const acknowledgeCart: Endpoint<Empty, Empty> = {
  name: 'carts.acknowledge',
  method: 'POST',
  path: '/v1/cart/acknowledgement',
  access: 'member',
  input: Empty,
  output: Empty,
  refusals: {},
}

export type SetCartNoteInput = { readonly note: string }
export const SetCartNoteInput: Schema<SetCartNoteInput> = z.object({ note: z.string().check(z.maxLength(500)) })

/** Write a note for the next order; an empty one takes it back. */
export const setCartNote: Endpoint<SetCartNoteInput, Empty> = {
  name: 'carts.setNote',
  method: 'PUT',
  path: '/v1/cart/note',
  access: 'member',
  input: SetCartNoteInput,
  output: Empty,
  refusals: {},
}

export type AddressList = { readonly items: readonly Address[] }
export const AddressList: Schema<AddressList> = z.object({ items: listOf(Address, MAX_ADDRESSES) })

/** One's own address book, newest first. */
export const listAddresses: Endpoint<Empty, AddressList> = {
  name: 'carts.addresses',
  method: 'GET',
  path: '/v1/addresses',
  access: 'member',
  input: Empty,
  output: AddressList,
  refusals: {},
}

export type AddressRef = { readonly id: string }
export const AddressRef: Schema<AddressRef> = z.object({ id: Id })

/** Put an address into the book, or change it. A new one is chosen for the next order. */
export const saveAddress: Endpoint<Address, AddressRef, 'addresses_full'> = {
  name: 'carts.saveAddress',
  method: 'PUT',
  path: '/v1/addresses/:id',
  access: 'member',
  input: Address,
  output: AddressRef,
  refusals: { addresses_full: 409 },
}

/** Take an address out of the book. */
export const removeAddress: Endpoint<AddressRef, AddressRef, 'address_missing'> = {
  name: 'carts.removeAddress',
  method: 'DELETE',
  path: '/v1/addresses/:id',
  access: 'member',
  input: AddressRef,
  output: AddressRef,
  refusals: { address_missing: 404 },
}

/** Choose where the next order goes to. */
export const chooseAddress: Endpoint<AddressRef, AddressRef, 'address_missing'> = {
  name: 'carts.chooseAddress',
  method: 'POST',
  path: '/v1/addresses/:id/choice',
  access: 'member',
  input: AddressRef,
  output: AddressRef,
  refusals: { address_missing: 404 },
}

export type CartsContract = {
  readonly get: typeof getCart
  readonly setLine: typeof setCartLine
  readonly setOptions: typeof setCartOptions
  readonly merge: typeof mergeCart
  readonly review: typeof reviewCart
  readonly acknowledge: typeof acknowledgeCart
  readonly setNote: typeof setCartNote
  readonly addresses: typeof listAddresses
  readonly saveAddress: typeof saveAddress
  readonly removeAddress: typeof removeAddress
  readonly chooseAddress: typeof chooseAddress
}
export const cartsContract: CartsContract = {
  get: getCart,
  setLine: setCartLine,
  setOptions: setCartOptions,
  merge: mergeCart,
  review: reviewCart,
  acknowledge: acknowledgeCart,
  setNote: setCartNote,
  addresses: listAddresses,
  saveAddress,
  removeAddress,
  chooseAddress,
}
