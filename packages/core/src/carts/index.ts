export type { AddressList, CartReview, CartsContract, MergeCartInput } from './contract.ts'
export {
  AddressRef,
  acknowledgeCart,
  cartsContract,
  chooseAddress,
  getCart,
  listAddresses,
  mergeCart,
  removeAddress,
  reviewCart,
  SetCartLineInput,
  SetCartNoteInput,
  SetCartOptionsInput,
  saveAddress,
  setCartLine,
  setCartNote,
  setCartOptions,
} from './contract.ts'
export type {
  AddressRemoved,
  AddressSaved,
  CartAddressChosen,
  CartEmptied,
  CartEvent,
  CartLineSet,
  CartNoted,
  CartOptionsSet,
  CartSeen,
} from './events.ts'
export type { AddressFacts } from './rules/addresses.ts'
export { dropAddress, keepAddress, sendTo } from './rules/addresses.ts'
export type { MergeFacts, SetLineFacts, SetOptionsFacts } from './rules/lines.ts'
export { mergeCarts, mergeLines, setLine, setOptions, withLines } from './rules/lines.ts'
export type { LookFacts, NoteFacts } from './rules/review.ts'
export { cartChanges, cartParcels, look, noteOrder, seenOf } from './rules/review.ts'
export type { Offer, SeenLine } from './schema.ts'
export { Address, Cart, CartChange, CartLine, MAX_ADDRESSES, Parcel } from './schema.ts'
