import type { BrandCreated } from '@siyu/core/brands'
import {
  FIRST_LOCATION_ID,
  type InventoryEvent,
  type MovementKind,
  type StockLine,
  type StockMove,
} from '@siyu/core/inventory'
import type { Apply, Recorded } from '../kernel/apply.ts'
import { logWriterOf, type Write, writerOf } from '../kernel/write.ts'
import { type InventoryTables, inventorySpecs, movementLog } from './tables.ts'

const writer = writerOf<InventoryTables>(inventorySpecs)

type SlotKey = { readonly brandId: string; readonly bucket: string; readonly slot: number }
type MovementRow = Pick<InventoryTables['stockMovements'], 'kind' | 'reference' | 'eventId' | 'at'>
const append = logWriterOf<SlotKey, MovementRow>(movementLog)

type Deltas = { readonly onHandCount?: number; readonly heldCount?: number; readonly soldCount?: number }
type Spot = Pick<StockMove, 'locationId' | 'slot'>

/** What the slots of a SKU at a location are together: no id holds an `@`. */
function keyOf(skuId: string, { locationId = FIRST_LOCATION_ID, slot = 0 }: Spot, { brandId }: Recorded): SlotKey {
  return { brandId, bucket: `${skuId}@${locationId}`, slot }
}

/** The location a new brand begins with. */
export function locationRowsForBrand({ brand }: BrandCreated): readonly Write[] {
  const name = { zh: '主仓', en: 'Main warehouse' }
  return [writer.insert('locations', { brandId: brand.id, id: FIRST_LOCATION_ID, name, rank: 0, active: true })]
}

/** The empty shelf of a new SKU. */
export function stockRowsForSku(skuId: string, as: Recorded): readonly Write[] {
  return shelfRows(skuId, FIRST_LOCATION_ID, 0, as)
}

function shelfRows(skuId: string, locationId: string, slot: number, as: Recorded): readonly Write[] {
  const key = keyOf(skuId, { locationId, slot }, as)
  const counts = { onHandCount: 0, heldCount: 0, soldCount: 0, backorderCount: 0 }
  return [
    writer.insert('stock', { ...key, skuId, locationId, ...counts }),
    writer.insert('stockCards', { ...key, entryCount: 0, balance: 0, head: '' }),
  ]
}

function change(lines: readonly StockLine[], as: Recorded, deltas: (quantity: number) => Deltas): readonly Write[] {
  return lines.map((line) => writer.change('stock', keyOf(line.skuId, line, as), {}, deltas(line.quantity)))
}

/** What came or went, on the cards; nothing for a count of 0. */
function move(
  skuId: string,
  moves: readonly StockMove[],
  kind: MovementKind,
  reference: string | null,
  { eventId, at, ...as }: Recorded,
): readonly Write[] {
  return moves.flatMap((each) => {
    const key = keyOf(skuId, each, { eventId, at, ...as })
    return each.count === 0 ? [] : [append(key, each.count, { kind, reference, eventId, at })]
  })
}

function moveOnHand(
  skuId: string,
  moves: readonly StockMove[],
  kind: MovementKind,
  reference: string | null,
  as: Recorded,
): readonly Write[] {
  const changes = moves.map((each) => writer.change('stock', keyOf(skuId, each, as), {}, { onHandCount: each.count }))
  return [...changes, ...move(skuId, moves, kind, reference, as)]
}

function sell(lines: readonly StockLine[], reference: string, as: Recorded): readonly Write[] {
  return [
    ...change(lines, as, (count) => ({ onHandCount: -count, heldCount: -count, soldCount: count })),
    ...lines.flatMap((line) => move(line.skuId, [{ ...line, count: -line.quantity }], 'sell', reference, as)),
  ]
}

function fill(
  bucketId: string,
  takes: readonly { readonly slot: number; readonly count: number }[],
  sign: 1 | -1,
  brandId: string,
): readonly Write[] {
  return takes.map(({ slot, count }) =>
    writer.change('bucketSlots', { brandId, bucketId, slot }, {}, { takenCount: sign * count }),
  )
}

export const applyInventory: Apply<InventoryEvent> = {
  stock_adjusted: ({ skuId, deltaCount, kind = 'adjust', moves, noteId = null }, as) =>
    moveOnHand(skuId, moves ?? [{ count: deltaCount }], kind, noteId, as),
  stock_moved: ({ skuId, kind, moves, noteId = null }, as) => moveOnHand(skuId, moves, kind, noteId, as),
  shelf_added: ({ skuId, locationId, slots }, as) => slots.flatMap((slot) => shelfRows(skuId, locationId, slot, as)),
  stock_held: ({ lines }, as) => change(lines, as, (count) => ({ heldCount: count })),
  stock_released: ({ lines }, as) => change(lines, as, (count) => ({ heldCount: -count })),
  stock_sold: ({ lines, orderId }, as) => sell(lines, orderId, as),
  stock_returned: ({ lines, orderId }, as) => [
    ...change(lines, as, (count) => ({ onHandCount: count, soldCount: -count })),
    ...lines.flatMap((line) => move(line.skuId, [{ ...line, count: line.quantity }], 'return', orderId, as)),
  ],
  hold_opened: ({ holdId: id, lines: takes, expiresAt }, as) => {
    const { brandId, at: openedAt } = as
    return [
      writer.insert('stockHolds', { brandId, id, takes, status: 'open', expiresAt, openedAt }),
      ...change(takes, as, (count) => ({ heldCount: count })),
    ]
  },
  hold_closed: ({ holdId: id, lines, status }, as) => [
    writer.change('stockHolds', { brandId: as.brandId, id }, { status }),
    ...(status === 'sold' ? sell(lines, id, as) : change(lines, as, (count) => ({ heldCount: -count }))),
  ],
  location_saved: ({ location: { id, ...terms }, created }, { brandId }) => [
    created
      ? writer.insert('locations', { brandId, id, ...terms })
      : writer.change('locations', { brandId, id }, terms),
  ],
  stock_policy_saved: ({ policy: { skuId, ...terms }, created }, as) => {
    const { brandId } = as
    const { backorderCount } = terms
    return [
      created
        ? writer.insert('stockPolicies', { brandId, skuId, ...terms })
        : writer.change('stockPolicies', { brandId, skuId }, terms),
      // What is owed is owed by the first slot of the first location.
      writer.change('stock', keyOf(skuId, {}, as), { backorderCount }),
    ]
  },
  bucket_resized: ({ bucketId, slots }, { brandId }) =>
    slots.map(({ slot, count: limitCount, isNew }) =>
      isNew
        ? writer.insert('bucketSlots', { brandId, bucketId, slot, limitCount, takenCount: 0 })
        : writer.change('bucketSlots', { brandId, bucketId, slot }, {}, { limitCount }),
    ),
  bucket_taken: ({ memberId, bucketId, takes, count, limitCount, isFirst }, { brandId }) => [
    ...fill(bucketId, takes, 1, brandId),
    isFirst
      ? writer.insert('bucketMembers', { brandId, memberId, bucketId, takenCount: count, limitCount })
      : writer.change('bucketMembers', { brandId, memberId, bucketId }, { limitCount }, { takenCount: count }),
  ],
  bucket_returned: ({ memberId, bucketId, takes, count }, { brandId }) => [
    ...fill(bucketId, takes, -1, brandId),
    writer.change('bucketMembers', { brandId, memberId, bucketId }, {}, { takenCount: -count }),
  ],
  stock_crossed: ({ type: _, ...crossing }, { brandId, at }) => [
    writer.insert('stockCrossings', { brandId, at, ...crossing }),
  ],
}
