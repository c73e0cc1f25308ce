import {
  type CaseOpened,
  caseOf,
  getAftersalesSettings,
  getCase,
  listCases,
  open,
  openCase,
  receivedAt,
  sendBack,
  sendCaseBack,
  withdraw,
  withdrawCase,
} from '@siyu/core/aftersales'
import { refuse } from '@siyu/core/kernel'
import { type BrandRow, loadBrand, zoneOffsetMinutes } from '../../brands/index.ts'
import { loadSkus } from '../../catalog/index.ts'
import { noteWrites } from '../../compliance/index.ts'
import { memberOf } from '../../kernel/call.ts'
import { command, type Route } from '../../kernel/command.ts'
import { DEFAULT_PAGE, pageFrom, readCursor } from '../../kernel/cursor.ts'
import { answer, query } from '../../kernel/query.ts'
import { loadOwnOrder, type OrderRow } from '../../orders/index.ts'
import { caseAfter, shownCase, withWords } from '../show.ts'
import { loadAftersalesSettings, loadFinalLines, loadOwnCase, loadOwnCases } from '../store.ts'

export const ownRoutes: readonly Route[] = [
  command(openCase, {
    load: (call, { orderId, lines }) => ({
      order: loadOwnOrder(call, memberOf(call), orderId),
      finals: loadFinalLines(call, memberOf(call), orderId),
      skus: loadSkus(
        call,
        lines.flatMap(({ wantedSkuId }) => (wantedSkuId === undefined ? [] : [wantedSkuId])),
      ),
      settings: loadAftersalesSettings(call),
      brand: loadBrand(call),
    }),
    decide: ({ order, finals, skus, settings, brand }, { kind, reason, lines }, { newId, now }) =>
      open({
        ...{ caseId: newId('case'), kind, reason, lines, settings, now },
        sale: order && { order, terms: order, caseCount: order.caseCount },
        finalLineIds: finals.map(({ lineId }) => lineId),
        skus: skus.map(({ id, listMinor, isForSale, membership }) => ({
          ...{ id, listMinor },
          isForSale: isForSale && membership === null,
        })),
        offsetMinutes: offsetAt(brand, order, now),
      }),
    reply: ([opened], _facts, _input, { now }) => caseOf(opened as CaseOpened, now),
    personal: (events, _facts, { words = '' }, call) => {
      const [{ caseId: id, memberId: ownerId }] = events as readonly [CaseOpened]
      return words === '' ? [] : noteWrites(call, events, { ownerId, id, kind: 'aftersales_words', words })
    },
    finish: async (stored, _call, { words = null }) => ({ ...stored, words }),
  }),
  query(getCase, {
    load: (call, { caseId }) => ({ found: loadOwnCase(call, memberOf(call), caseId) }),
    reply: ({ found }) => (found === undefined ? refuse('case_missing') : answer(shownCase(found))),
  }),
  query(listCases, {
    load: (call, { orderId, cursor, limit = DEFAULT_PAGE }) => ({
      rows: loadOwnCases(call, memberOf(call), orderId, readCursor(cursor), limit + 1),
    }),
    reply: ({ rows }, { limit = DEFAULT_PAGE }) =>
      answer(pageFrom(rows, limit, ({ openedAt: at, id }) => ({ at, id }), shownCase)),
  }),
  command(withdrawCase, {
    load: (call, { caseId }) => ({ found: loadOwnCase(call, memberOf(call), caseId) }),
    decide: ({ found }, _input, { now }) => withdraw({ found, now }),
    reply: (events, { found }) => caseAfter(found, events),
    finish: async (stored, _call, _input, { found }) => withWords(stored, found),
  }),
  command(sendCaseBack, {
    load: (call, { caseId }) => ({
      found: loadOwnCase(call, memberOf(call), caseId),
      settings: loadAftersalesSettings(call),
    }),
    decide: ({ found, settings }, { carrier, trackingNumber }, { now }) =>
      sendBack({ found, parcel: { carrier, trackingNumber }, settings, now }),
    reply: (events, { found }) => caseAfter(found, events),
    finish: async (stored, _call, _input, { found }) => withWords(stored, found),
  }),
  query(getAftersalesSettings, {
    load: (call) => ({ settings: loadAftersalesSettings(call) }),
    reply: ({ settings }) => answer(settings),
  }),
]

/** How far the brand's zone was ahead of UTC when the goods were received. */
function offsetAt(brand: BrandRow | undefined, order: OrderRow | undefined, now: number): number {
  const at = order === undefined ? null : receivedAt(order)
  return zoneOffsetMinutes(brand?.timeZone ?? 'UTC', at ?? now)
}
