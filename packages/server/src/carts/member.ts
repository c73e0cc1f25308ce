import { listsOf, type MemberPart } from '../compliance/index.ts'
import { type CartTables, cartSpecs } from './tables.ts'

/** What lies in a cart names goods only. */
export const cartsPart: MemberPart = {
  concept: 'carts',
  lists: [listsOf<CartTables>(cartSpecs)('carts', 'memberId', ['lines', 'couponIds', 'pointsCount'])],
}
