import { accept, type CodeOf, type Decision, refuse } from '../../kernel/index.ts'
import type { chooseAddress, removeAddress, saveAddress } from '../contract.ts'
import type { AddressRemoved, AddressSaved, CartAddressChosen } from '../events.ts'
import { MAX_ADDRESSES } from '../schema.ts'

export type AddressFacts = {
  readonly memberId: string
  readonly addressId: string
  /** Those in the member's book. */
  readonly ownIds: readonly string[]
  /** Which of them the next order goes to. */
  readonly chosenId: string | null
}

/** Put an address into the book, or change it. */
export function keepAddress(facts: AddressFacts): Decision<AddressSaved, CodeOf<typeof saveAddress>> {
  const { memberId, addressId, ownIds } = facts
  const created = !ownIds.includes(addressId)
  if (created && ownIds.length >= MAX_ADDRESSES) return refuse('addresses_full', { maxAddresses: MAX_ADDRESSES })
  return accept({ type: 'address_saved', memberId, addressId, created })
}

/** Take an address out of the book. */
export function dropAddress(facts: AddressFacts): Decision<AddressRemoved, CodeOf<typeof removeAddress>> {
  const { memberId, addressId, ownIds, chosenId } = facts
  if (!ownIds.includes(addressId)) return refuse('address_missing')
  return accept({ type: 'address_removed', memberId, addressId, wasChosen: chosenId === addressId })
}

/** Choose where the next order goes to. */
export function sendTo(facts: AddressFacts): Decision<CartAddressChosen, CodeOf<typeof chooseAddress>> {
  const { memberId, addressId, ownIds } = facts
  if (!ownIds.includes(addressId)) return refuse('address_missing')
  return accept({ type: 'cart_address_chosen', memberId, addressId })
}
