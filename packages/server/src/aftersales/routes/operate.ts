import {
  approve,
  approveCase,
  arrive,
  arriveCase,
  close,
  closeCase,
  expire,
  expireCase,
  listQueue,
  reject,
  rejectCase,
  reship,
  reshipCase,
  saveAftersalesSettings,
  saveSettings,
} from '@siyu/core/aftersales'
import { guardSettings } from '../../brands/index.ts'
import { noteWrites } from '../../compliance/index.ts'
import type { Call } from '../../kernel/call.ts'
import { command, type Route } from '../../kernel/command.ts'
import { DEFAULT_PAGE, pageFrom, readCursor } from '../../kernel/cursor.ts'
import { answer, query } from '../../kernel/query.ts'
import { loadOrder } from '../../orders/index.ts'
import { loadRefund, refundFacts } from '../../payments/index.ts'
import { caseAfter, shownCase, withWords } from '../show.ts'
import {
  answerId,
  loadAftersalesSettings,
  loadCase,
  loadCaseShelves,
  loadQueue,
  orderOfCase,
  queueCursor,
} from '../store.ts'

const caseOwner = (_call: Call, { caseId }: { readonly caseId: string }): string => caseId

const goods: readonly Route[] = [
  command(approveCase, {
    load: (call, { caseId }) => ({
      ...loadRefund(call, orderOfCase(call, caseId)),
      found: loadCase(call, caseId),
      shelves: loadCaseShelves(call, caseId),
      terms: loadAftersalesSettings(call),
    }),
    owner: caseOwner,
    decide: ({ found, shelves, terms: settings, ...rows }, { goods, shippingMinor }, call) =>
      approve({
        ...{ found, goods, shippingMinor, settings, now: call.now },
        refund: refundFacts(rows, call),
        shelves: new Map(shelves.map(({ id: skuId, ...shelf }) => [skuId, { skuId, ...shelf }])),
      }),
    reply: (events, { found }) => caseAfter(found, events),
    finish: async (stored, _call, _input, { found }) => withWords(stored, found),
  }),
  command(arriveCase, {
    load: (call, { caseId }) => ({
      ...loadRefund(call, orderOfCase(call, caseId)),
      found: loadCase(call, caseId),
      terms: loadAftersalesSettings(call),
    }),
    owner: caseOwner,
    decide: ({ found, terms: settings, ...rows }, { lines = [], shippingMinor }, call) =>
      arrive({ found, lines, shippingMinor, settings, refund: refundFacts(rows, call), now: call.now }),
    reply: (events, { found }) => caseAfter(found, events),
    finish: async (stored, _call, _input, { found }) => withWords(stored, found),
  }),
  command(reshipCase, {
    load: (call, { caseId }) => ({
      found: loadCase(call, caseId),
      order: loadOrder(call, orderOfCase(call, caseId)),
      settings: loadAftersalesSettings(call),
    }),
    owner: caseOwner,
    decide: ({ found, order, settings }, { carrier, trackingNumber }, { now }) => {
      const sale = order && { order, terms: order }
      return reship({ found, sale, parcel: { carrier, trackingNumber }, settings, now })
    },
    reply: (events, { found }) => caseAfter(found, events),
    finish: async (stored, _call, _input, { found }) => withWords(stored, found),
  }),
]

const ends: readonly Route[] = [
  command(rejectCase, {
    load: (call, { caseId }) => ({ found: loadCase(call, caseId) }),
    owner: caseOwner,
    decide: ({ found }, _input, { now }) => reject({ found, now }),
    reply: (events, { found }) => caseAfter(found, events),
    personal: (events, { found }, { caseId, reason: words }, call) =>
      noteWrites(call, events, {
        ...{ ownerId: found?.memberId ?? '', id: answerId(caseId) },
        ...{ kind: 'aftersales_answer', words },
      }),
    finish: async (stored, _call, { reason }, { found }) =>
      withWords(stored, found, found?.status === 'requested' ? reason : found?.answer),
  }),
  command(closeCase, {
    load: (call, { caseId }) => ({ found: loadCase(call, caseId) }),
    owner: caseOwner,
    decide: ({ found }, _input, { now }) => close({ found, now }),
    reply: (events, { found }) => caseAfter(found, events),
    finish: async (stored, _call, _input, { found }) => withWords(stored, found),
  }),
  command(expireCase, {
    load: (call, { caseId }) => ({ found: loadCase(call, caseId) }),
    owner: caseOwner,
    decide: ({ found }, _input, { now }) => expire({ found, now }),
    reply: (events, { found }) => caseAfter(found, events),
  }),
]

export const operateRoutes: readonly Route[] = [
  query(listQueue, {
    load: (call, { status, cursor, limit = DEFAULT_PAGE }) => ({
      rows: loadQueue(call, status, readCursor(cursor), limit + 1),
    }),
    reply: ({ rows }, { limit = DEFAULT_PAGE }) => answer(pageFrom(rows, limit, queueCursor, shownCase)),
  }),
  ...goods,
  ...ends,
  command(saveAftersalesSettings, {
    load: (call) => ({ guard: guardSettings(call, 'aftersales') }),
    decide: (_facts, settings) => saveSettings(settings),
    reply: (_events, _facts, settings) => settings,
  }),
]
