import { describe, expect, it } from 'vitest'
import type { CodeOf } from '../kernel/index.ts'
import { tryRefusals } from '../members/refusals.fixture.ts'
import { coupon, program } from '../payments/program.fixture.ts'
import { cartOf, refundableOf } from '../payments/world/facts.fixture.ts'
import { day } from '../payments/world/tables.fixture.ts'
import { checkout, completeSale, openWorld, payOrder } from '../payments/world.fixture.ts'
import {
  type AftersalesCase,
  type ApproveFacts,
  type ArriveFacts,
  approve,
  approveCase,
  arrive,
  arriveCase,
  type CaseState,
  close,
  closeCase,
  type EndFacts,
  expire,
  expireCase,
  kindsFor,
  type OpenCaseFacts,
  open,
  openCase,
  type ReshipFacts,
  reject,
  rejectCase,
  reship,
  reshipCase,
  type SendBackFacts,
  sendBack,
  sendCaseBack,
  firstAftersalesSettings as settings,
  windowEnd,
  withdraw,
  withdrawCase,
} from './index.ts'

const world = openWorld(program, 10, [coupon], 500)
checkout(world, 'ord_1', cartOf({ tea: 3, cup: 1 }, { couponIds: ['cpn_20'], pointsCount: 500 }))
payOrder(world, 'ord_1')
completeSale(world, 'ord_1')
const { sale, payments } = refundableOf(world, 'ord_1')
const { order, terms } = sale
const now = world.now
const newId = (prefix: string): string => `${prefix}_1`

const asked: OpenCaseFacts = {
  ...{ caseId: 'case_1', sale: { order, terms, caseCount: 0 }, kind: 'exchange', reason: 'no_reason' },
  lines: [{ lineId: 'tea', quantity: 2, wantedSkuId: 'green' }],
  ...{ finalLineIds: [], skus: [{ id: 'green', listMinor: 9_990, isForSale: true }] },
  ...{ settings, offsetMinutes: 480, now },
}
const caseLine = { ...{ lineId: 'tea', skuId: 'tea', title: program.prices[0]?.title ?? { zh: '', en: '' } } }
const found: CaseState = {
  ...{ id: 'case_1', orderId: 'ord_1', memberId: order.memberId, kind: 'refund_only', reason: 'other' },
  ...{ status: 'requested', openedAt: now, dueAt: now + day, endedAt: null, endedBy: null, returned: null, sent: null },
  ...{ refundId: null, refundedMinor: 0, takes: [] },
  lines: [
    {
      ...{ ...caseLine, quantity: 2, wantedSkuId: null, noReasonReturn: true, acceptedCount: null, goods: null },
    },
  ],
}
const claimed = {
  ...sale,
  order: {
    ...order,
    lines: order.lines.map((each) => ({ ...each, claimedCount: each.line.lineId === 'tea' ? 2 : 0 })),
  },
}
const refund = { sale: claimed, payments, refundId: 'rfd_1', newId, now }
const parcel = { carrier: 'SF', trackingNumber: 'SF1234' }
const as = (more: Partial<AftersalesCase>): CaseState => ({ ...found, ...more })
const sent = as({ kind: 'exchange', status: 'reshipped' })

describe('every refusal, in the order of its contract', () => {
  const lost = <Facts extends { readonly found: unknown }>(facts: Facts): Facts => ({ ...facts, found: undefined })
  const over = <Facts extends { readonly found: CaseState | undefined }>(facts: Facts): Facts => ({
    ...facts,
    found: facts.found && { ...facts.found, status: 'withdrawn' },
  })
  const check = (tried: { wanted: readonly string[]; alone: readonly string[]; together: readonly string[] }) => {
    expect(tried.alone).toEqual(tried.wanted)
    expect(tried.together).toEqual(tried.wanted)
  }
  const inOrder = (facts: OpenCaseFacts, more: object): OpenCaseFacts => ({
    ...facts,
    sale: facts.sale && { ...facts.sale, order: { ...facts.sale.order, ...more } },
  })

  it('open', () => {
    check(
      tryRefusals(openCase, open, asked, {
        order_missing: (facts) => ({ ...facts, sale: undefined }),
        order_not_refundable: (facts) => inOrder(facts, { status: 'created' }),
        order_imported: (facts) => ({
          ...facts,
          sale: facts.sale && { ...facts.sale, terms: { ...facts.sale.terms, origin: 'old shop' } },
        }),
        line_missing: (facts) => ({ ...facts, lines: [...facts.lines, { lineId: 'nothing', quantity: 1 }] }),
        line_repeated: (facts) => ({ ...facts, lines: [...facts.lines, ...facts.lines] }),
        line_not_goods: (facts) => ({
          ...facts,
          kind: 'exchange',
          sale: facts.sale && {
            ...facts.sale,
            terms: {
              ...facts.sale.terms,
              memberships: [{ lineId: 'tea', term: { tierId: 'gold', unit: 'days', count: 30 } }],
            },
          },
        }),
        quantity_exceeded: (facts) => ({ ...facts, lines: facts.lines.map((line) => ({ ...line, quantity: 4 })) }),
        case_open: (facts) =>
          inOrder(facts, { lines: facts.sale?.order.lines.map((each) => ({ ...each, claimedCount: 2 })) }),
        cases_full: (facts) => ({ ...facts, sale: facts.sale && { ...facts.sale, caseCount: 50 } }),
        kind_not_open: (facts) => ({ ...facts, kind: 'refund_only' }),
        not_returnable: (facts) => ({ ...facts, finalLineIds: ['tea'] }),
        return_window_over: (facts) => ({ ...facts, now: now + 9 * day }),
        sku_missing: (facts) => ({ ...facts, skus: facts.skus.map((each) => ({ ...each, isForSale: false })) }),
        exchange_price_differs: (facts) => ({
          ...facts,
          skus: facts.skus.map((each) => ({ ...each, listMinor: 9_989 })),
        }),
      }),
    )
  })

  it('approve, of a refund and of goods that are sent', () => {
    const facts: ApproveFacts = { found, refund, shelves: new Map(), settings, now }
    const wanted = found.lines.map((line) => ({ ...line, wantedSkuId: 'tea' }))
    check(
      tryRefusals<ApproveFacts, CodeOf<typeof approveCase>>(approveCase, approve, facts, {
        case_missing: lost,
        case_not_ready: over,
        // Only one of the two can be at fault: what is refunded is not sent.
        shipping_exceeded: (good) => ({ ...good, found, shippingMinor: 1 }),
        stock_insufficient: (good) => ({
          ...good,
          found: as({ kind: 'reship', lines: wanted }),
          shelves: new Map([['tea', { skuId: 'tea', onHandCount: 1, heldCount: 0, soldCount: 3 }]]),
        }),
      }),
    )
  })

  it('arrive', () => {
    const back = as({ kind: 'return_and_refund', status: 'returning' })
    const line = { lineId: 'tea', acceptedCount: 2, goods: 'restock' } as const
    const came = { found: back, refund, lines: [line], settings, now }
    check(
      tryRefusals<ArriveFacts, CodeOf<typeof arriveCase>>(arriveCase, arrive, came, {
        case_missing: lost,
        case_not_ready: over,
        line_missing: (good) => ({ ...good, lines: [...good.lines, { ...line, lineId: 'cup' }] }),
        line_repeated: (good) => ({ ...good, lines: [...good.lines, line] }),
        quantity_exceeded: (good) => ({ ...good, lines: good.lines.map((each) => ({ ...each, acceptedCount: 3 })) }),
        shipping_exceeded: (good) => ({ ...good, shippingMinor: 1 }),
      }),
    )
  })

  it('all that only needs the case', () => {
    const waiting = { found: as({ kind: 'exchange', status: 'approved' }), parcel, settings, now }
    check(
      tryRefusals(sendCaseBack, sendBack, waiting, {
        case_missing: lost<SendBackFacts>,
        case_not_ready: over<SendBackFacts>,
      }),
    )
    const owed = { found: as({ kind: 'reship', status: 'approved' }), sale: claimed, parcel, settings, now }
    check(tryRefusals(reshipCase, reship, owed, { case_missing: lost<ReshipFacts>, case_not_ready: over<ReshipFacts> }))
    const both = { case_missing: lost<EndFacts>, case_not_ready: over<EndFacts> }
    check(tryRefusals(withdrawCase, withdraw, { found, now }, both))
    check(tryRefusals(rejectCase, reject, { found, now }, both))
    check(tryRefusals(closeCase, close, { found: sent, now }, both))
    const due: EndFacts = { found: sent, now: now + day }
    check(tryRefusals(expireCase, expire, due, { ...both, case_not_due: (good) => ({ ...good, now: good.now - 1 }) }))
  })
})

describe('what can be asked for', () => {
  it('follows from the reason and from receipt', () => {
    expect(kindsFor('no_reason', false)).toEqual(['refund_only'])
    expect(kindsFor('late', false)).toEqual(['refund_only', 'reship'])
    expect(kindsFor('no_reason', true)).toEqual(['return_and_refund', 'exchange'])
    expect(kindsFor('defective', true)).toEqual(['refund_only', 'return_and_refund', 'exchange', 'reship'])
  })

  it('seven days begin the day after receipt and count whole, in the zone of the brand', () => {
    // Received on 1 March at 23:59 in Shanghai: 8 March is the last day.
    const received = Date.UTC(2026, 2, 1, 15, 59)
    expect(windowEnd(received, 7, 480)).toBe(Date.UTC(2026, 2, 8, 16))
    expect(windowEnd(received + 60_000, 7, 480)).toBe(Date.UTC(2026, 2, 9, 16))
    expect(windowEnd(received, 7, 0)).toBe(Date.UTC(2026, 2, 9))
  })

  it('is open to the last moment of the window, and over at the next', () => {
    const endedAt = windowEnd(order.completedAt ?? 0, 7, 480)
    expect(open({ ...asked, now: endedAt - 1 }).ok).toBe(true)
    expect(open({ ...asked, now: endedAt })).toMatchObject({ refusal: { detail: { endedAt } } })
    expect(open({ ...asked, reason: 'defective', now: endedAt }).ok).toBe(true)
  })

  it('an exception is one for returns without a reason alone', () => {
    const final = { ...asked, finalLineIds: ['tea'] }
    expect(open(final).ok).toBe(false)
    const decision = open({ ...final, reason: 'defective' })
    expect(decision.ok && decision.events[0]?.lines[0]?.noReasonReturn).toBe(false)
  })
})

describe('what a case does', () => {
  it('a refund is the refund of the order, to the last event, with goods that nobody has written off', () => {
    const decision = approve({ found, refund, shelves: new Map(), settings, now })
    const events = decision.ok ? decision.events : []
    expect(events.map(({ type }) => type)).toEqual([
      ...['case_refunded', 'order_refunded', 'points_returned', 'points_clawed', 'commission_reversed'],
      ...['growth_changed', 'tier_changed', 'tier_standing_set', 'stock_returned'],
      ...['payment_refund_requested', 'stock_adjusted'],
    ])
    expect(events[0]).toMatchObject({ refundedMinor: 84_18 + 84_19, units: [{ lineId: 'tea', quantity: 2 }] })
    expect(events.at(-1)).toEqual({
      ...{ type: 'stock_adjusted', skuId: 'tea', deltaCount: -2, kind: 'loss', noteId: 'case_1' },
      moves: [{ count: -2 }],
    })
    const kept = approve({ found, refund, shelves: new Map(), settings, now, goods: 'restock' })
    expect(kept.ok && kept.events.map(({ type }) => type)).not.toContain('stock_adjusted')
  })

  it('what replaced something comes back as itself: sold pieces first, then the others', () => {
    const replaced = [{ lineId: 'tea', pieces: [{ skuId: 'green', quantity: 2, slot: 3 }] }]
    const back = { ...refund, sale: { ...claimed, terms: { ...terms, replaced } } }
    const decision = approve({ found, refund: back, shelves: new Map(), settings, now, goods: 'restock' })
    const events = decision.ok ? decision.events : []
    expect(events.find(({ type }) => type === 'stock_returned')).toMatchObject({
      lines: [
        { skuId: 'tea', quantity: 1 },
        { skuId: 'green', quantity: 1, slot: 3 },
      ],
    })
    expect(events.find(({ type }) => type === 'order_refunded')).toMatchObject({
      replaced: [{ lineId: 'tea', pieces: [{ skuId: 'green', quantity: 1, slot: 3 }] }],
    })
  })

  it('of an exchange only what is accepted is owed; the rest is free again, and bad goods are written off', () => {
    const lines = found.lines.map((line) => ({ ...line, wantedSkuId: 'green' }))
    const takes = [{ skuId: 'green', quantity: 2 }]
    const back = { ...as({ kind: 'exchange', status: 'returning', lines }), takes }
    const seen = [{ lineId: 'tea', acceptedCount: 1, goods: 'scrap' } as const]
    const decision = arrive({ found: back, refund, lines: seen, settings, now })
    expect(decision.ok && decision.events).toMatchObject([
      {
        ...{ type: 'case_arrived', takes: [{ skuId: 'green', quantity: 1 }] },
        replaced: [{ lineId: 'tea', pieces: [{ skuId: 'green', quantity: 1 }] }],
      },
      { type: 'stock_returned', lines: [{ skuId: 'tea', quantity: 1 }] },
      { type: 'stock_adjusted', skuId: 'tea', deltaCount: -1, kind: 'damage' },
      { type: 'stock_released', lines: [{ skuId: 'green', quantity: 1 }] },
    ])
    const none = arrive({ found: back, refund, lines: [{ ...seen[0], acceptedCount: 0 } as never], settings, now })
    expect(none.ok && none.events.map(({ type }) => type)).toEqual(['case_closed', 'stock_released'])
  })

  it('goods that are sent once more stand for those that were lost', () => {
    const lines = found.lines.map((line) => ({ ...line, wantedSkuId: 'tea' }))
    const owed = {
      ...as({ kind: 'reship', status: 'approved', lines }),
      takes: [{ skuId: 'tea', quantity: 2, slot: 1 }],
    }
    const decision = reship({ found: owed, sale: claimed, parcel, settings, now })
    expect(decision.ok && decision.events).toMatchObject([
      { type: 'case_reshipped', replaced: [{ lineId: 'tea', pieces: [{ skuId: 'tea', quantity: 2, slot: 1 }] }] },
      { type: 'stock_returned', lines: [{ skuId: 'tea', quantity: 2 }] },
      { type: 'stock_adjusted', skuId: 'tea', deltaCount: -2, kind: 'loss' },
      { type: 'stock_sold', lines: [{ skuId: 'tea', quantity: 2, slot: 1 }] },
    ])
  })
})
