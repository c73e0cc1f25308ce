import { listsOf, type MemberPart } from '../compliance/index.ts'
import { type InventoryTables, inventorySpecs } from './tables.ts'

const list = listsOf<InventoryTables>(inventorySpecs)

/** How much of which campaign a member bought, by ids; it stays with the orders it comes from. */
export const inventoryPart: MemberPart = {
  concept: 'inventory',
  lists: [list('bucketMembers', 'memberId', ['bucketId', 'takenCount', 'limitCount'])],
}
