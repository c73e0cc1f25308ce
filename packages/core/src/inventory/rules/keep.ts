import { accept, type CodeOf, type Decision, refuse } from '../../kernel/index.ts'
import type { LocationSaved, ShelfAdded, StockAdjusted, StockCrossed, StockMoved, StockPolicySaved } from '../events.ts'
import type { AdjustKind, Location, StockPolicy } from '../operator-schema.ts'
import type { adjustStock, saveLocation, saveStockPolicy, transferStock } from '../operators.ts'
import { FIRST_LOCATION_ID, MAX_LOCATIONS, type Shelf, type StockMove, type StockSlot } from '../schema.ts'
import type { noteCrossing } from '../system.ts'
import { free, slotsOf } from './hold.ts'
import { drain, level, pour, type Slot, type SlotCount } from './slots.ts'

/** How a SKU is kept whose policy nobody has set. */
export function plainPolicy(skuId: string): StockPolicy {
  return { skuId, backorderCount: 0, lowStockCount: null, slotCount: 1 }
}

export type AdjustFacts = {
  readonly stock: Shelf | undefined
  readonly deltaCount: number
  /** Default: nobody said. */
  readonly kind?: AdjustKind | undefined
  /** Default: the first. */
  readonly locationId?: string | undefined
  /** Undefined where `locationId` is no location. Default: it is one. */
  readonly isLocation?: boolean | undefined
  /** Default 1. */
  readonly slotCount?: number | undefined
  readonly noteId?: string | undefined
}

/** Receive goods or correct a count. What is held cannot be corrected away, and only sales make pieces owed. */
export function adjust(facts: AdjustFacts): Decision<StockAdjusted | ShelfAdded, CodeOf<typeof adjustStock>> {
  const { stock, deltaCount, kind = 'adjust', locationId = FIRST_LOCATION_ID, isLocation = true, slotCount = 1 } = facts
  if (stock === undefined) return refuse('sku_missing')
  if (!isLocation) return refuse('location_missing', { locationId })
  const { skuId } = stock
  const [slots, added] = standingAt(stock, locationId, slotCount)
  const availableCount = Math.max(0, freeOf(slots))
  if (deltaCount < 0 && availableCount + deltaCount < 0) {
    return refuse('stock_insufficient', { skuId, availableCount })
  }
  const moves = movesAt(locationId, changeOf(slots, deltaCount, slotCount))
  const isPlain = moves.every(({ locationId: other, slot }) => other === undefined && slot === undefined)
  const event: StockAdjusted = {
    ...{ type: 'stock_adjusted', skuId, deltaCount },
    ...(kind === 'adjust' ? {} : { kind }),
    ...(isPlain ? {} : { moves }),
    ...(facts.noteId === undefined ? {} : { noteId: facts.noteId }),
  }
  return accept<StockAdjusted | ShelfAdded>(...added, event)
}

/** The slots of a location, and what makes them where the SKU never lay there. */
function standingAt(stock: Shelf, locationId: string, slotCount: number): [readonly StockSlot[], ShelfAdded[]] {
  const slots = slotsOf(stock).filter((slot) => slot.locationId === locationId)
  if (slots.length > 0) return [slots, []]
  const numbers = Array.from({ length: slotCount }, (_, slot) => slot)
  const empty = { onHandCount: 0, heldCount: 0, soldCount: 0, backorderCount: 0, locationId }
  const event: ShelfAdded = { type: 'shelf_added', skuId: stock.skuId, locationId, slots: numbers }
  return [numbers.map((slot) => ({ ...empty, slot })), [event]]
}

function freeOf(slots: readonly StockSlot[]): number {
  return slots.reduce((sum, slot) => sum + Math.max(0, free(slot)), 0)
}

/** Which slots rise or sink; slots above the count that is wanted only give. */
function changeOf(slots: readonly StockSlot[], deltaCount: number, slotCount: number): readonly SlotCount[] {
  const filled = slots.map((slot): Slot => ({ slot: slot.slot, freeCount: free(slot) }))
  const owing = filled.filter(({ freeCount }) => freeCount < 0)
  if (deltaCount >= 0) {
    const rising = filled.filter(({ slot }) => slot < slotCount)
    return pour([...rising, ...owing.filter(({ slot }) => slot >= slotCount)], deltaCount)
  }
  return drain(filled, -deltaCount).map(({ slot, count }) => ({ slot, count: -count }))
}

function movesAt(locationId: string, counts: readonly SlotCount[]): readonly StockMove[] {
  return counts.map(({ slot, count }) => ({
    count,
    ...(locationId === FIRST_LOCATION_ID ? {} : { locationId }),
    ...(slot === 0 ? {} : { slot }),
  }))
}

export type TransferFacts = {
  readonly stock: Shelf | undefined
  readonly fromLocationId: string
  readonly toLocationId: string
  readonly quantity: number
  /** Those of the two that are locations. */
  readonly locationIds: readonly string[]
  readonly slotCount: number
  readonly noteId: string
}

/** Bring free pieces from one location to another. */
export function transfer(facts: TransferFacts): Decision<StockMoved | ShelfAdded, CodeOf<typeof transferStock>> {
  const { stock, fromLocationId, toLocationId, quantity, locationIds, slotCount, noteId } = facts
  if (stock === undefined) return refuse('sku_missing')
  const missing = [fromLocationId, toLocationId].find((id) => !locationIds.includes(id))
  if (missing !== undefined) return refuse('location_missing', { locationId: missing })
  if (fromLocationId === toLocationId) return refuse('location_same')
  const { skuId } = stock
  const from = slotsOf(stock).filter(({ locationId }) => locationId === fromLocationId)
  const availableCount = freeOf(from)
  if (quantity > availableCount) return refuse('stock_insufficient', { skuId, availableCount })
  const [to, added] = standingAt(stock, toLocationId, slotCount)
  const moves = [
    ...movesAt(fromLocationId, changeOf(from, -quantity, slotCount)),
    ...movesAt(toLocationId, changeOf(to, quantity, slotCount)),
  ]
  return accept<StockMoved | ShelfAdded>(...added, { type: 'stock_moved', skuId, kind: 'transfer', moves, noteId })
}

export type SavePolicyFacts = {
  readonly stock: Shelf | undefined
  readonly policy: StockPolicy
  /** The SKU has a policy already. */
  readonly exists: boolean
}

type PolicyEvent = StockPolicySaved | ShelfAdded | StockMoved

/**
 * How a SKU is kept. More slots get their share of what is free; fewer give theirs up, and only what is held stays in
 * them until it is sold. Pieces that are owed already cannot be forbidden.
 */
export function savePolicy(facts: SavePolicyFacts): Decision<PolicyEvent, CodeOf<typeof saveStockPolicy>> {
  const { stock, policy, exists } = facts
  const { skuId, slotCount } = policy
  if (stock === undefined) return refuse('sku_missing')
  const slots = slotsOf(stock)
  const owedCount = slots.reduce((sum, slot) => sum + Math.max(0, -free(slot)), 0)
  if (policy.backorderCount < owedCount) return refuse('backorder_in_use', { owedCount })
  const locationIds = [...new Set(slots.map(({ locationId }) => locationId))]
  return accept<PolicyEvent>(
    { type: 'stock_policy_saved', policy, created: !exists },
    ...locationIds.flatMap((locationId) =>
      slotted(
        skuId,
        locationId,
        slots.filter((slot) => slot.locationId === locationId),
        slotCount,
      ),
    ),
  )
}

function slotted(
  skuId: string,
  locationId: string,
  slots: readonly StockSlot[],
  slotCount: number,
): readonly (ShelfAdded | StockMoved)[] {
  const numbers = Array.from({ length: slotCount }, (_, slot) => slot)
  const fresh = numbers.filter((number) => slots.every(({ slot }) => slot !== number))
  const filled = [
    ...slots.map((slot): Slot => ({ slot: slot.slot, freeCount: free(slot) })),
    ...fresh.map((slot): Slot => ({ slot, freeCount: 0 })),
  ]
  const moves = movesAt(locationId, level(filled, slotCount))
  return [
    ...(fresh.length === 0 ? [] : [{ type: 'shelf_added' as const, skuId, locationId, slots: fresh }]),
    ...(moves.length === 0 ? [] : [{ type: 'stock_moved' as const, skuId, kind: 'spread' as const, moves }]),
  ]
}

export type SaveLocationFacts = {
  readonly location: Location
  readonly exists: boolean
  readonly locationCount: number
}

/** Make a location or replace it whole. The first one stays open. */
export function placeLocation(facts: SaveLocationFacts): Decision<LocationSaved, CodeOf<typeof saveLocation>> {
  const { location, exists, locationCount } = facts
  if (location.id === FIRST_LOCATION_ID && !location.active) return refuse('first_location_open')
  if (!exists && locationCount >= MAX_LOCATIONS) return refuse('locations_full', { maxLocations: MAX_LOCATIONS })
  return accept({ type: 'location_saved', location, created: !exists })
}

export type CrossingFacts = {
  readonly skuId: string
  /** Free pieces over all locations; undefined where there is no such SKU. */
  readonly freeCount: number | undefined
  readonly lowStockCount: number | null
  /** The last crossing; undefined before the first. */
  readonly last: { readonly number: number; readonly isLow: boolean } | undefined
}

/** Whether free pieces are at or below a threshold. */
export function isLow(freeCount: number, lowStockCount: number | null): boolean {
  return lowStockCount !== null && freeCount <= lowStockCount
}

/** Note that stock has crossed its threshold since the last crossing, in one direction or the other. */
export function cross(facts: CrossingFacts): Decision<StockCrossed, CodeOf<typeof noteCrossing>> {
  const { skuId, freeCount, lowStockCount, last } = facts
  if (freeCount === undefined) return refuse('sku_missing')
  const isNow = isLow(freeCount, lowStockCount)
  if (isNow === (last?.isLow ?? false)) return refuse('stock_not_crossed')
  return accept({ type: 'stock_crossed', skuId, number: (last?.number ?? 0) + 1, isLow: isNow, freeCount })
}
