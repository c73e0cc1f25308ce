import { accept, type CodeOf, type Decision, refuse } from '../../kernel/index.ts'
import type { HoldClosed, HoldOpened, StockHeld } from '../events.ts'
import type { HoldStatus, SkuQuantity, Stock } from '../operator-schema.ts'
import type { holdStock, releaseHold } from '../operators.ts'
import { FIRST_LOCATION_ID, type Shelf, type StockLine, type StockSlot } from '../schema.ts'
import type { expireHold } from '../system.ts'
import { affinityOf, takeFromSlots } from './slots.ts'

/** What lies free: below zero when pieces are owed. */
export function free(stock: Pick<Stock, 'onHandCount' | 'heldCount'>): number {
  return stock.onHandCount - stock.heldCount
}

/** What can still be promised to somebody, pieces that are still to come included. */
export function available(
  stock: Pick<Stock, 'onHandCount' | 'heldCount'> & { readonly slots?: readonly StockSlot[] | undefined },
): number {
  return free(stock) + (stock.slots ?? []).reduce((sum, { backorderCount }) => sum + backorderCount, 0)
}

/** The slots of a shelf; where it does not say, the first of the first location. */
export function slotsOf(shelf: Shelf): readonly StockSlot[] {
  const { onHandCount, heldCount, soldCount } = shelf
  const counts = { onHandCount, heldCount, soldCount, backorderCount: 0 }
  return shelf.slots ?? [{ ...counts, locationId: FIRST_LOCATION_ID, slot: 0 }]
}

/**
 * Set pieces aside for an order, all of them or none. Lines of one SKU share its stock and become one hold. A refusal
 * names the SKU and what is left of it.
 */
export function hold(
  shelves: ReadonlyMap<string, Shelf>,
  lines: readonly StockLine[],
  orderId: string,
): Decision<StockHeld, 'sku_missing' | 'stock_insufficient'> {
  const taken = take(shelves, lines, orderId)
  return taken.ok ? accept({ type: 'stock_held', orderId, lines: taken.lines }) : taken
}

type Taken = { readonly ok: true; readonly lines: readonly StockLine[] }

function take(
  shelves: ReadonlyMap<string, Shelf>,
  lines: readonly StockLine[],
  takerId: string,
): Taken | Extract<Decision<never, 'sku_missing' | 'stock_insufficient'>, { ok: false }> {
  const wanted = bySku(lines)
  const missing = wanted.find(({ skuId }) => !shelves.has(skuId))
  if (missing !== undefined) return refuse('sku_missing', { skuId: missing.skuId })
  for (const { skuId, quantity } of wanted) {
    const shelf = shelves.get(skuId)
    const availableCount = shelf === undefined ? 0 : Math.max(0, available(shelf))
    if (quantity > availableCount) return refuse('stock_insufficient', { skuId, availableCount })
  }
  return { ok: true, lines: allocate(shelves, wanted, affinityOf(takerId)) }
}

/**
 * From where the pieces come: from one location that has all of everything, else each SKU from the first that has all
 * of it, else from several. Pieces that are there go before those that are still to come. The shelves hold enough.
 */
export function allocate(
  shelves: ReadonlyMap<string, Shelf>,
  wanted: readonly SkuQuantity[],
  affinity: number,
): readonly StockLine[] {
  const shelved = wanted.flatMap((line) => {
    const shelf = shelves.get(line.skuId)
    return shelf === undefined ? [] : [{ line, slots: slotsOf(shelf) }]
  })
  const locationIds = [...new Set(shelved.flatMap(({ slots }) => slots.map(({ locationId }) => locationId)))]
  const whole = locationIds.find((id) => shelved.every(({ line, slots }) => freeAt(slots, id) >= line.quantity))
  return shelved.flatMap(({ line, slots }) => {
    const own = locationIds.find((id) => freeAt(slots, id) >= line.quantity)
    const order = [...new Set([...[whole ?? own].filter((id) => id !== undefined), ...locationIds])]
    return takesOf(line, slots, order, affinity)
  })
}

function freeAt(slots: readonly StockSlot[], locationId: string): number {
  return slots.reduce((sum, slot) => (slot.locationId === locationId ? sum + Math.max(0, free(slot)) : sum), 0)
}

function takesOf(
  { skuId, quantity }: SkuQuantity,
  slots: readonly StockSlot[],
  locationIds: readonly string[],
  affinity: number,
): readonly StockLine[] {
  const counts = new Map<StockSlot, number>()
  let rest = quantity
  const put = (slot: StockSlot | undefined, count: number): void => {
    if (slot === undefined || count === 0) return
    counts.set(slot, (counts.get(slot) ?? 0) + count)
    rest -= count
  }
  for (const locationId of locationIds) {
    const own = slots.filter((slot) => slot.locationId === locationId)
    const filled = own.map((slot) => ({ slot: slot.slot, freeCount: Math.max(0, free(slot)) }))
    const here = Math.min(rest, freeAt(slots, locationId))
    for (const { slot, count } of takeFromSlots(filled, here, affinity))
      put(
        own.find((each) => each.slot === slot),
        count,
      )
  }
  for (const slot of slots) put(slot, Math.max(0, Math.min(rest, slot.backorderCount + Math.min(0, free(slot)))))
  return [...counts].map(([slot, count]) => lineAt(skuId, count, slot))
}

/** A line that says where only what is not the first. */
function lineAt(skuId: string, quantity: number, { locationId, slot }: StockSlot): StockLine {
  return {
    ...{ skuId, quantity },
    ...(locationId === FIRST_LOCATION_ID ? {} : { locationId }),
    ...(slot === 0 ? {} : { slot }),
  }
}

/** Pieces by SKU, each SKU once. */
export function bySku(lines: readonly SkuQuantity[]): readonly SkuQuantity[] {
  const totals = new Map<string, number>()
  for (const { skuId, quantity } of lines) totals.set(skuId, (totals.get(skuId) ?? 0) + quantity)
  return [...totals].map(([skuId, quantity]) => ({ skuId, quantity }))
}

/** So many pieces of what was taken, behind those of it that went before: what comes back goes where it came from. */
export function partOf(taken: readonly StockLine[], before: SkuQuantity, quantity: number): readonly StockLine[] {
  let [skip, rest] = [before.quantity, quantity]
  return taken.flatMap((line) => {
    if (line.skuId !== before.skuId) return []
    const skipped = Math.min(skip, line.quantity)
    const count = Math.min(rest, line.quantity - skipped)
    skip -= skipped
    rest -= count
    return count === 0 ? [] : [{ ...line, quantity: count }]
  })
}

export type HoldFacts = {
  readonly holdId: string
  /** There is a hold of this id already. */
  readonly isTaken: boolean
  readonly shelves: ReadonlyMap<string, Shelf>
  readonly lines: readonly SkuQuantity[]
  readonly durationMs: number
  readonly now: number
}

/** Set pieces aside for a while, outside an order; all of them or none. */
export function openHold(facts: HoldFacts): Decision<HoldOpened, CodeOf<typeof holdStock>> {
  const { holdId, isTaken, shelves, now, durationMs } = facts
  if (isTaken) return refuse('hold_exists')
  const taken = take(shelves, facts.lines, holdId)
  if (!taken.ok) return taken
  return accept({ type: 'hold_opened', holdId, lines: taken.lines, expiresAt: now + durationMs })
}

/** A hold with the slots its pieces are set aside in. */
export type HeldPieces = {
  readonly id: string
  readonly status: HoldStatus
  readonly takes: readonly StockLine[]
  readonly expiresAt: number
}

export type CloseFacts = { readonly hold: HeldPieces | undefined; readonly status: 'released' | 'sold' }

/** Give the pieces of a hold back, or sell them outside an order. */
export function closeHold({ hold: held, status }: CloseFacts): Decision<HoldClosed, CodeOf<typeof releaseHold>> {
  if (held === undefined) return refuse('hold_missing')
  if (held.status !== 'open') return refuse('hold_closed', { status: held.status })
  return accept({ type: 'hold_closed', holdId: held.id, lines: held.takes, status })
}

export type ExpireHoldFacts = { readonly hold: HeldPieces | undefined; readonly now: number }

/** The time of a hold is over: its pieces are free again. */
export function expireHeld(facts: ExpireHoldFacts): Decision<HoldClosed, CodeOf<typeof expireHold>> {
  const { hold: held, now } = facts
  if (held === undefined) return refuse('hold_missing')
  if (held.status !== 'open') return refuse('hold_closed', { status: held.status })
  if (now < held.expiresAt) return refuse('hold_not_due', { expiresAt: held.expiresAt })
  return accept({ type: 'hold_closed', holdId: held.id, lines: held.takes, status: 'expired' })
}
