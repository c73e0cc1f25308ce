import type { Address, AddressList, AddressRef } from '@siyu/core/carts'
import { useMemberRead } from './reads.ts'
import type { SiyuMutationResult, SiyuQueryResult } from './result.ts'
import type { Shop } from './shop.ts'
import { useWrite } from './writes.ts'

/** The member's address book and how to change it. */
export type AddressBook = {
  readonly query: SiyuQueryResult<AddressList>
  /** Newest first; undefined until read. */
  readonly addresses: readonly Address[] | undefined
  /** Puts an address in, or changes the one of its id. A new one is chosen for the next order. */
  readonly save: SiyuMutationResult<Address, AddressRef>
  readonly remove: SiyuMutationResult<AddressRef, AddressRef>
  /** Chooses where the next order goes to; `useCartReview` says which one is chosen. */
  readonly choose: SiyuMutationResult<AddressRef, AddressRef>
}

/** The member's address book. */
export function useAddresses(): AddressBook {
  const query = useMemberRead((queries) => queries.addresses())
  const save = useWrite<Address, AddressRef>({
    name: 'carts.saveAddress',
    call: (client, input, options) => client.carts.saveAddress(input, options),
    settled: bookChanged,
  })
  const remove = useWrite<AddressRef, AddressRef>({
    name: 'carts.removeAddress',
    call: (client, input, options) => client.carts.removeAddress(input, options),
    settled: bookChanged,
  })
  const choose = useWrite<AddressRef, AddressRef>({
    name: 'carts.chooseAddress',
    call: (client, input, options) => client.carts.chooseAddress(input, options),
    settled: bookChanged,
  })
  return { query, addresses: query.data?.items, save, remove, choose }
}

function bookChanged({ refresh }: Shop): void {
  refresh('addresses', 'cartReview')
}
