import type { BucketSlot, HoldStatus, Location, MovementKind, StockLine, StockPolicy } from '@siyu/core/inventory'
import type { LogSpec } from '../kernel/log.ts'
import type { TableSpec } from '../kernel/tables.ts'

export type InventoryTables = {
  /** The first is made with the brand. */
  locations: Location & { readonly brandId: string; readonly version: number }
  /**
   * One per slot of a SKU at a location; the first is made with the SKU. Not versioned: its counters add up in any
   * order, and CHECKs keep their limits. `bucket` is what the slots together are the stock of.
   */
  stock: {
    readonly brandId: string
    readonly bucket: string
    readonly slot: number
    readonly skuId: string
    readonly locationId: string
    readonly onHandCount: number
    readonly heldCount: number
    readonly soldCount: number
    readonly backorderCount: number
  }
  /** Beside each row of `stock`: where the log of its movements has come to. `balance` is what is on hand. */
  stockCards: {
    readonly brandId: string
    readonly bucket: string
    readonly slot: number
    readonly entryCount: number
    readonly balance: number
    readonly head: string
  }
  stockMovements: {
    readonly brandId: string
    readonly bucket: string
    readonly slot: number
    readonly number: number
    readonly kind: MovementKind
    readonly amount: number
    readonly balance: number
    readonly reference: string | null
    readonly eventId: string
    readonly at: number
    readonly hash: string
  }
  /** Made when it is first set. */
  stockPolicies: StockPolicy & { readonly brandId: string; readonly version: number }
  stockHolds: {
    readonly brandId: string
    readonly id: string
    readonly takes: readonly StockLine[]
    readonly status: HoldStatus
    readonly expiresAt: number
    readonly openedAt: number
    readonly version: number
  }
  /** Its key makes a crossing happen once. */
  stockCrossings: {
    readonly brandId: string
    readonly skuId: string
    readonly number: number
    readonly isLow: boolean
    readonly freeCount: number
    readonly at: number
  }
  /** What a campaign may sell of a SKU, over slots. Not versioned: CHECKs keep the limits, however many buy at once. */
  bucketSlots: BucketSlot & { readonly brandId: string; readonly bucketId: string }
  /** Made when a member first takes of a bucket; a CHECK keeps the member's limit. */
  bucketMembers: {
    readonly brandId: string
    readonly memberId: string
    readonly bucketId: string
    readonly takenCount: number
    readonly limitCount: number
  }
}

export const inventorySpecs: { readonly [N in keyof InventoryTables]: TableSpec } = {
  locations: { name: 'locations', key: ['brand_id', 'id'], versioned: true, kind: 'state' },
  stock: { name: 'stock', key: ['brand_id', 'bucket', 'slot'], versioned: false, kind: 'state' },
  stockCards: { name: 'stock_cards', key: ['brand_id', 'bucket', 'slot'], versioned: false, kind: 'state' },
  stockMovements: {
    name: 'stock_movements',
    key: ['brand_id', 'bucket', 'slot', 'number'],
    versioned: false,
    kind: 'state',
  },
  stockPolicies: { name: 'stock_policies', key: ['brand_id', 'sku_id'], versioned: true, kind: 'state' },
  stockHolds: { name: 'stock_holds', key: ['brand_id', 'id'], versioned: true, kind: 'state' },
  stockCrossings: {
    name: 'stock_crossings',
    key: ['brand_id', 'sku_id', 'number'],
    versioned: false,
    kind: 'state',
  },
  bucketSlots: { name: 'bucket_slots', key: ['brand_id', 'bucket_id', 'slot'], versioned: false, kind: 'state' },
  bucketMembers: {
    name: 'bucket_members',
    key: ['brand_id', 'member_id', 'bucket_id'],
    versioned: false,
    kind: 'state',
  },
}

/** Everything that changed what is on hand, a chain per slot. */
export const movementLog: LogSpec = {
  table: inventorySpecs.stockMovements,
  head: inventorySpecs.stockCards,
  columns: ['kind', 'reference', 'event_id', 'at'],
}
