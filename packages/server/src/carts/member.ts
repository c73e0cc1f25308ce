import { erasedOf, listsOf, type MemberPart } from '../compliance/index.ts'
import { type CartTables, cartSpecs } from './tables.ts'

const list = listsOf<CartTables>(cartSpecs)

/** What lies in a cart names goods only; addresses go with the member, and notes with all notes. */
export const cartsPart: MemberPart = {
  concept: 'carts',
  lists: [
    list('carts', 'memberId', ['lines', 'couponIds', 'pointsCount', 'seen', 'addressId']),
    list('addresses', 'memberId', ['id', 'name', 'phone', 'region', 'area', 'detail', 'postcode', 'savedAt']),
  ],
  erased: [erasedOf(cartSpecs.addresses, 'member_id', 'erasing')],
}
