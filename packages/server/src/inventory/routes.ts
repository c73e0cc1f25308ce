import {
  adjust,
  adjustStock,
  closeHold,
  cross,
  expireHeld,
  expireHold,
  free,
  getStock,
  type HoldClosed,
  holdStock,
  listHolds,
  listLocations,
  listMovements,
  listStock,
  noteCrossing,
  openHold,
  placeLocation,
  plainPolicy,
  releaseHold,
  type Shelf,
  type ShelfAdded,
  type Stock,
  type StockAdjusted,
  type StockMoved,
  saveLocation,
  savePolicy,
  saveStockPolicy,
  sellHold,
  transfer,
  transferStock,
} from '@siyu/core/inventory'
import { refuse } from '@siyu/core/kernel'
import { noteWrites } from '../compliance/index.ts'
import type { Call } from '../kernel/call.ts'
import { command, type Route } from '../kernel/command.ts'
import { DEFAULT_PAGE, pageBy, pageFrom, readCursor } from '../kernel/cursor.ts'
import { answer, query } from '../kernel/query.ts'
import type { Write } from '../kernel/write.ts'
import {
  type HoldRow,
  holdOf,
  loadHold,
  loadHolds,
  loadLastCrossing,
  loadLocationIds,
  loadLocations,
  loadMovements,
  loadPolicy,
  loadStock,
  loadStockRows,
  movementCursor,
} from './store.ts'

const reads: readonly Route[] = [
  query(getStock, {
    load: (call, { skuId }) => ({ rows: loadStockRows(call, { skuId }, 1) }),
    reply: ({ rows: [row] }) => (row === undefined ? refuse('sku_missing') : answer(row)),
  }),
  query(listStock, {
    load: (call, { cursor, low, limit = DEFAULT_PAGE }) => ({
      rows: loadStockRows(call, { afterId: cursor, low }, limit + 1),
    }),
    reply: ({ rows }, { limit = DEFAULT_PAGE }) =>
      answer(
        pageBy(
          rows,
          limit,
          ({ skuId }) => skuId,
          (row) => row,
        ),
      ),
  }),
  query(listMovements, {
    load: (call, { skuId, cursor, limit = DEFAULT_PAGE }) => ({
      stocks: loadStock(call, [skuId], 'all'),
      rows: loadMovements(call, skuId, readCursor(cursor), limit + 1),
    }),
    reply: ({ stocks, rows }, { limit = DEFAULT_PAGE }) =>
      stocks.length === 0
        ? refuse('sku_missing')
        : answer(pageFrom(rows, limit, movementCursor, ({ bucket: _, eventId: __, ...movement }) => movement)),
  }),
  query(listLocations, {
    load: (call) => ({ rows: loadLocations(call) }),
    reply: ({ rows }) => answer({ items: rows.map(({ version: _, ...location }) => location) }),
  }),
  query(listHolds, {
    load: (call, { cursor, limit = DEFAULT_PAGE }) => ({ rows: loadHolds(call, readCursor(cursor), limit + 1) }),
    reply: ({ rows }, { limit = DEFAULT_PAGE }) =>
      answer(pageFrom(rows, limit, ({ openedAt: at, id }) => ({ at, id }), holdOf)),
  }),
]

const keeping: readonly Route[] = [
  command(adjustStock, {
    load: (call, { skuId, locationId }) => ({
      stocks: loadStock(call, [skuId], 'all'),
      policy: loadPolicy(call, skuId),
      locationIds: loadLocationIds(call, locationId === undefined ? [] : [locationId]),
    }),
    decide: ({ stocks: [stock], policy, locationIds }, { deltaCount, kind, locationId }, { newId }) => {
      const isLocation = locationId === undefined || locationIds.length > 0
      const slotCount = policy?.slotCount
      return adjust({ stock, deltaCount, kind, locationId, isLocation, slotCount, noteId: newId('note') })
    },
    personal: reasonWrites,
    reply: (_events, { stocks }, { deltaCount }) => {
      const stock = totalOf(stocks[0] as Shelf)
      return { ...stock, onHandCount: stock.onHandCount + deltaCount }
    },
  }),
  command(transferStock, {
    load: (call, { skuId, fromLocationId, toLocationId }) => ({
      stocks: loadStock(call, [skuId], 'all'),
      policy: loadPolicy(call, skuId),
      locationIds: loadLocationIds(call, [fromLocationId, toLocationId]),
    }),
    decide: ({ stocks: [stock], policy, locationIds }, { fromLocationId, toLocationId, quantity }, { newId }) => {
      const where = { fromLocationId, toLocationId, locationIds }
      return transfer({ stock, ...where, quantity, slotCount: policy?.slotCount ?? 1, noteId: newId('note') })
    },
    personal: reasonWrites,
    reply: (_events, { stocks }) => totalOf(stocks[0] as Shelf),
  }),
  command(saveStockPolicy, {
    load: (call, { skuId }) => ({ stocks: loadStock(call, [skuId], 'all'), known: loadPolicy(call, skuId) }),
    owner: (_call, { skuId }) => skuId,
    decide: ({ stocks: [stock], known }, policy) => savePolicy({ stock, policy, exists: known !== undefined }),
    reply: (_events, _facts, policy) => policy,
  }),
  command(saveLocation, {
    load: (call) => ({ rows: loadLocations(call) }),
    decide: ({ rows }, location) =>
      placeLocation({ location, exists: rows.some(({ id }) => id === location.id), locationCount: rows.length }),
    reply: (_events, _facts, location) => location,
  }),
  command(noteCrossing, {
    load: (call, { skuId }) => ({
      stocks: loadStock(call, [skuId], 'all'),
      policy: loadPolicy(call, skuId),
      last: loadLastCrossing(call, skuId),
    }),
    decide: ({ stocks: [stock], policy, last }, { skuId }) => {
      const { lowStockCount } = policy ?? plainPolicy(skuId)
      return cross({ skuId, freeCount: stock && free(stock), lowStockCount, last })
    },
    reply: ([event]) => ({ isLow: event?.isLow === true, freeCount: event?.freeCount ?? 0 }),
  }),
]

const holding: readonly Route[] = [
  command(holdStock, {
    load: (call, { holdId, lines }) => ({
      stocks: loadStock(call, [...new Set(lines.map(({ skuId }) => skuId))], 'open'),
      known: loadHold(call, holdId),
    }),
    decide: ({ stocks, known }, { holdId, lines, durationMs }, { now }) => {
      const shelves = new Map(stocks.map((stock) => [stock.skuId, stock]))
      return openHold({ holdId, isTaken: known !== undefined, shelves, lines, durationMs, now })
    },
    reply: ([event], _facts, { holdId: id, durationMs }, { now: openedAt }) =>
      holdOf({ id, takes: event?.lines ?? [], status: 'open', expiresAt: openedAt + durationMs, openedAt }),
  }),
  command(releaseHold, {
    load: (call, { holdId }) => ({ hold: loadHold(call, holdId) }),
    decide: ({ hold }) => closeHold({ hold, status: 'released' }),
    reply: (events, facts) => closedOf(events, facts),
  }),
  command(sellHold, {
    load: (call, { holdId }) => ({ hold: loadHold(call, holdId) }),
    decide: ({ hold }) => closeHold({ hold, status: 'sold' }),
    reply: (events, facts) => closedOf(events, facts),
  }),
  command(expireHold, {
    load: (call, { holdId }) => ({ hold: loadHold(call, holdId) }),
    decide: ({ hold }, _input, { now }) => expireHeld({ hold, now }),
    reply: (events, facts) => closedOf(events, facts),
  }),
]

export const inventoryRoutes: readonly Route[] = [...reads, ...keeping, ...holding]

function closedOf([event]: readonly HoldClosed[], { hold }: { readonly hold: HoldRow | undefined }) {
  const before = hold as HoldRow
  return holdOf({ ...before, status: event?.status ?? before.status })
}

/** What the operator wrote, as the note that the movements name. */
function reasonWrites(
  events: readonly (ShelfAdded | StockAdjusted | StockMoved)[],
  _facts: unknown,
  { skuId: ownerId, reason: words }: { readonly skuId: string; readonly reason: string },
  call: Call,
): readonly Write[] {
  const id = events.map((event) => ('noteId' in event ? event.noteId : undefined)).find((each) => each !== undefined)
  return noteWrites(call, events, { ownerId, id, kind: 'stock_adjustment', words })
}

/** The stock of all slots together, as it was read. */
function totalOf({ skuId, onHandCount, heldCount, soldCount }: Shelf): Stock {
  return { skuId, onHandCount, heldCount, soldCount }
}
