import {
  buy,
  buyFlash,
  type FlashOffer,
  type FlashSale,
  flashState,
  getFlashSale,
  leftOf,
  listFlashSales,
  listFlashSessions,
  MAX_SESSIONS,
  phaseOf,
  saveFlashSession,
  saveSession,
} from '@siyu/core/flashsales'
import { bucketIdOf } from '@siyu/core/inventory'
import { refuse } from '@siyu/core/kernel'
import { type OrderPlaced, orderOf } from '@siyu/core/orders'
import { loadSkus } from '../catalog/index.ts'
import { loadBucketMember, loadBucketSlots, loadBuckets } from '../inventory/index.ts'
import { memberOf, memberOrNull } from '../kernel/call.ts'
import { command, type Route } from '../kernel/command.ts'
import { DEFAULT_PAGE, pageFrom, readCursor } from '../kernel/cursor.ts'
import { answer, query } from '../kernel/query.ts'
import { loadSell, sellFacts } from '../orders/index.ts'
import {
  type FlashShelf,
  loadSales,
  loadSession,
  loadSessionCount,
  loadSessionItem,
  loadSessions,
  loadShelves,
} from './store.ts'
import type { FlashSaleTables } from './tables.ts'

export const flashSaleRoutes: readonly Route[] = [
  query(listFlashSales, {
    load: (call) => ({ sessions: loadSales(call), shelves: loadShelves(call, memberOrNull(call), undefined) }),
    reply: ({ sessions, shelves }, _input, { now }) =>
      answer({ items: sessions.map((session) => saleOf(session, shelves, now)) }),
  }),
  query(getFlashSale, {
    load: (call, { sessionId }) => ({
      sessions: loadSales(call, sessionId),
      shelves: loadShelves(call, memberOrNull(call), sessionId),
    }),
    reply: ({ sessions: [session], shelves }, _input, { now }) =>
      session === undefined ? refuse('session_missing') : answer(saleOf(session, shelves, now)),
  }),
  command(buyFlash, {
    load: (call, { sessionId, skuId, ...input }) => ({
      session: loadSessionItem(call, sessionId, skuId),
      bucket: loadBucketSlots(call, bucketIdOf(sessionId, skuId)),
      member: loadBucketMember(call, memberOf(call), bucketIdOf(sessionId, skuId)),
      ...loadSell(call, input, skuId),
    }),
    decide: ({ session, bucket: slots, member, ...rows }, input, call) => {
      const item = session?.item ?? undefined
      return buy({ ...sellFacts(rows, input, call), session, item, slots, memberCount: member?.takenCount })
    },
    reply: (events) => orderOf(events[0] as OrderPlaced),
  }),
  query(listFlashSessions, {
    load: (call, { cursor, limit = DEFAULT_PAGE }) => ({
      rows: loadSessions(call, readCursor(cursor), limit + 1),
    }),
    reply: ({ rows }, { limit = DEFAULT_PAGE }) =>
      answer(
        pageFrom(
          rows,
          limit,
          ({ startsAt: at, id }) => ({ at, id }),
          ({ taken, items, ...session }) => ({
            ...session,
            items: items.map((item) => ({ ...item, takenCount: taken[item.skuId] ?? 0 })),
          }),
        ),
      ),
  }),
  command(saveFlashSession, {
    load: (call, { id, items }) => ({
      known: loadSession(call, id),
      skus: loadSkus(
        call,
        items.map(({ skuId }) => skuId),
      ),
      all: loadSessionCount(call),
      buckets: loadBuckets(call, { of: id }),
    }),
    decide: ({ known, skus, all, buckets }, session) => {
      const forSale = skus.filter(({ isForSale }) => isForSale)
      const listPrices = new Map(forSale.map(({ id, listMinor }) => [id, listMinor]))
      return saveSession({
        ...{ session, known, listPrices, buckets },
        ...{ sessionCount: all?.count ?? 0, maxSessions: MAX_SESSIONS },
      })
    },
    reply: (_events, _facts, session) => session,
  }),
]

type SessionRow = FlashSaleTables['flashSessions']

/** A session as shoppers see it. */
function saleOf(session: SessionRow, shelves: readonly FlashShelf[], now: number): FlashSale {
  const { id, name, startsAt, endsAt } = session
  const own = shelves.filter(({ sessionId }) => sessionId === id)
  return {
    id,
    name,
    startsAt,
    endsAt,
    phase: phaseOf(session, now),
    items: own.map((row) => offerOf(session, row, now)),
  }
}

function offerOf(session: SessionRow, row: FlashShelf, now: number): FlashOffer {
  const { item, productId, title, skuTitle, imageUrl, listMinor, memberCount, bucket } = row
  const { skuId, priceMinor, bucketCount, perMemberCount } = item
  const facts = { session, item, slots: bucket, stock: row, memberCount, now }
  return {
    ...{ skuId, priceMinor, bucketCount, perMemberCount, productId, title, skuTitle, imageUrl, listMinor },
    ...{ leftCount: leftOf(facts), memberCount, state: flashState(facts) },
  }
}
