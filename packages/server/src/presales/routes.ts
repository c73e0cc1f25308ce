import { bucketIdOf } from '@siyu/core/inventory'
import { refuse } from '@siyu/core/kernel'
import { type OrderPlaced, orderOf } from '@siyu/core/orders'
import {
  buy,
  buyPresale,
  getPresale,
  leftOfPresale,
  listAllPresales,
  listPresales,
  MAX_PRESALES,
  type PresaleOffer,
  presaleState,
  save,
  savePresale,
} from '@siyu/core/presales'
import { loadSkus } from '../catalog/index.ts'
import { loadBucketSlots } from '../inventory/index.ts'
import { memberOf, memberOrNull } from '../kernel/call.ts'
import { command, type Route } from '../kernel/command.ts'
import { DEFAULT_PAGE, pageFrom, readCursor } from '../kernel/cursor.ts'
import { answer, query } from '../kernel/query.ts'
import { loadSell, sellFacts } from '../orders/index.ts'
import {
  loadAllPresales,
  loadPresale,
  loadPresaleBucket,
  loadPresaleCount,
  loadPresaleOffers,
  loadPresaleToSave,
  type PresaleOfferRow,
  skuOfPresale,
} from './store.ts'

export const presaleRoutes: readonly Route[] = [
  query(listPresales, {
    load: (call) => ({ offers: loadPresaleOffers(call, memberOrNull(call)) }),
    reply: ({ offers }, _input, { now }) => answer({ items: offers.map((row) => offerOf(row, now)) }),
  }),
  query(getPresale, {
    load: (call, { presaleId }) => ({ offers: loadPresaleOffers(call, memberOrNull(call), presaleId) }),
    reply: ({ offers: [row] }, _input, { now }) =>
      row === undefined ? refuse('presale_missing') : answer(offerOf(row, now)),
  }),
  command(buyPresale, {
    load: (call, { presaleId, ...input }) => ({
      presale: loadPresale(call, presaleId),
      bucket: loadPresaleBucket(call, memberOf(call), presaleId),
      ...loadSell(call, input, skuOfPresale(call, presaleId)),
    }),
    decide: ({ presale, bucket, ...rows }, input, call) =>
      buy({
        ...sellFacts(rows, input, call),
        ...{ presale, terms: input.terms, slots: bucket?.slots ?? [] },
        memberCount: bucket?.takenCount ?? undefined,
      }),
    reply: (events) => orderOf(events[0] as OrderPlaced),
  }),
  query(listAllPresales, {
    load: (call, { cursor, limit = DEFAULT_PAGE }) => ({
      rows: loadAllPresales(call, readCursor(cursor), limit + 1),
    }),
    reply: ({ rows }, { limit = DEFAULT_PAGE }) =>
      answer(
        pageFrom(
          rows,
          limit,
          ({ startsAt: at, id }) => ({ at, id }),
          (row) => row,
        ),
      ),
  }),
  command(savePresale, {
    load: (call, { id, skuId }) => ({
      known: loadPresaleToSave(call, id),
      skus: loadSkus(call, [skuId]),
      all: loadPresaleCount(call),
      slots: loadBucketSlots(call, bucketIdOf(id, skuId)),
    }),
    decide: ({ known, skus: [sku], all, slots }, presale) =>
      save({
        ...{ presale, known, slots, presaleCount: all?.count ?? 0, maxPresales: MAX_PRESALES },
        listMinor: sku?.isForSale === true ? sku.listMinor : undefined,
      }),
    reply: (_events, _facts, presale) => presale,
  }),
]

/** A presale as shoppers see it. */
function offerOf(row: PresaleOfferRow, now: number): PresaleOffer {
  const { bucket, slots: stockSlots, onHandCount, heldCount, ...presale } = row
  const stock = { onHandCount, heldCount, slots: stockSlots }
  const facts = { presale, listMinor: row.listMinor, slots: bucket, stock, memberCount: row.memberCount, now }
  return { ...presale, leftCount: leftOfPresale(facts), state: presaleState(facts) }
}
