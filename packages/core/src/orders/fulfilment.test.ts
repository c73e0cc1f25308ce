import { describe, expect, it } from 'vitest'
import { tryRefusals } from '../members/refusals.fixture.ts'
import { program } from '../payments/program.fixture.ts'
import { cartOf, growthOf, lifeOf } from '../payments/world/facts.fixture.ts'
import { buyerId, day, saleOf } from '../payments/world/tables.fixture.ts'
import { checkout, openWorld, payOrder, refundSale } from '../payments/world.fixture.ts'
import {
  autoComplete,
  autoCompleteOrder,
  autoReceive,
  autoReceiveOrder,
  type CompleteFacts,
  type CorrectShipmentFacts,
  canReceive,
  complete,
  completeOrder,
  correct,
  correctShipment,
  type EndingSale,
  evolve,
  type FulfilmentTerms,
  type LineQuantity,
  MAX_SHIPMENTS,
  type Order,
  parcelsOf,
  receive,
  receiveOrder,
  type ShipFacts,
  ship,
  shipOrder,
  unsentLines,
} from './index.ts'

const sent = { carrier: 'sf', trackingNumber: 'SF100200300' }

/** Three teas and a cup, paid. */
function paid(): EndingSale {
  const world = openWorld(program, 10, [], 0)
  checkout(world, 'ord_1', cartOf({ tea: 3, cup: 1 }))
  expect(payOrder(world, 'ord_1')).toBe('accepted')
  const { order, terms, commissions, ownLotId } = saleOf(world, 'ord_1')
  const lot = world.lots.get(ownLotId ?? '')
  const earning = { lot, debtCount: 0, program: program.settings.earn, life: lifeOf(world), growth: growthOf(world) }
  return { order, terms, commissions, ...earning }
}

function withOrder<Facts extends { readonly sale: { readonly order: Order } | undefined }>(
  facts: Facts,
  more: Partial<Order>,
): Facts {
  return { ...facts, sale: facts.sale && { ...facts.sale, order: { ...facts.sale.order, ...more } } }
}

function placedUnder(sale: EndingSale, more: Partial<FulfilmentTerms>): EndingSale {
  const fulfilment = { ...sale.order.fulfilment, ...more }
  return { ...sale, order: { ...sale.order, fulfilment }, terms: { ...sale.terms, fulfilment } }
}

function shipFacts(order: Order, lines?: readonly LineQuantity[]): ShipFacts {
  const input = { orderId: order.id, shipmentId: `shp_${order.shipments.length}`, lines, ...sent }
  return { sale: { order, terms: paid().terms }, input, isLocation: true, now: 5 }
}

/** Sends some of an order, or the rest; the order after it and what was said. */
function send(order: Order, lines?: readonly LineQuantity[]): readonly [Order, readonly string[]] {
  const decision = ship(shipFacts(order, lines))
  if (!decision.ok) throw new Error(decision.refusal.code)
  return [evolve(order, decision.events), decision.events.map(({ type }) => type)]
}

const missing = <Facts>(facts: Facts): Facts => ({ ...facts, sale: undefined })
const cancelled = <Facts extends CompleteFacts>(facts: Facts): Facts => withOrder(facts, { status: 'cancelled' })
const underCase = (facts: CompleteFacts): CompleteFacts => ({
  ...facts,
  sale: facts.sale && { ...facts.sale, openCaseCount: 1 },
})
const untracked = (facts: CompleteFacts): CompleteFacts => {
  const sale = facts.sale && placedUnder(facts.sale, { tracksShipments: true })
  return withOrder({ ...facts, sale }, { status: 'fulfilling' })
}

describe('what is refused, in the order of the contracts', () => {
  const now = 10 * day
  const good: CompleteFacts = { sale: paid(), now }
  const shipped = withOrder(good, { status: 'shipped', receiptDueAt: now })
  const received = withOrder(good, { status: 'received', completionDueAt: now })
  const order = paid().order
  const toCorrect: CorrectShipmentFacts = { order: send(order)[0], shipmentId: 'shp_0', ...sent }

  it.each([
    [
      'receive',
      tryRefusals(receiveOrder, receive, good, {
        order_missing: (facts) => missing(facts),
        order_not_paid: cancelled,
        group_pending: (facts) => withOrder(facts, { waitsFor: 'group' }),
        order_not_shipped: untracked,
      }),
    ],
    [
      'autoReceive',
      tryRefusals(autoReceiveOrder, autoReceive, shipped, {
        order_missing: (facts) => missing(facts),
        order_not_paid: cancelled,
        group_pending: (facts) => withOrder(facts, { waitsFor: 'group' }),
        order_not_shipped: untracked,
        case_open: underCase,
        order_not_due: (facts) => withOrder(facts, { receiptDueAt: now + 1 }),
      }),
    ],
    [
      'complete',
      tryRefusals(completeOrder, complete, received, {
        order_missing: (facts) => missing(facts),
        order_not_completable: cancelled,
      }),
    ],
    [
      'autoComplete',
      tryRefusals(autoCompleteOrder, autoComplete, received, {
        order_missing: (facts) => missing(facts),
        order_not_completable: cancelled,
        case_open: underCase,
        order_not_due: (facts) => withOrder(facts, { completionDueAt: null }),
      }),
    ],
    [
      'ship',
      tryRefusals(shipOrder, ship, shipFacts(order, [{ lineId: 'tea', quantity: 3 }]), {
        order_missing: (facts) => missing(facts),
        order_not_shippable: (facts) => withOrder(facts, { status: 'received' }),
        group_pending: (facts) => withOrder(facts, { waitsFor: 'group' }),
        shipment_exists: (facts) => withOrder(facts, { shipments: [shipment(facts.input.shipmentId)] }),
        shipments_full: (facts) => withOrder(facts, { shipments: Array.from({ length: MAX_SHIPMENTS }, shipment) }),
        line_missing: (facts) => withLines(facts, { lineId: 'pot', quantity: 1 }),
        line_repeated: (facts) => withLines(facts, { lineId: 'tea', quantity: 1 }),
        quantity_exceeded: (facts) => withLines(facts, { lineId: 'cup', quantity: 2 }),
        location_missing: (facts) => ({ ...facts, isLocation: false }),
      }),
    ],
    [
      'correct',
      tryRefusals(correctShipment, correct, toCorrect, {
        order_missing: (facts) => ({ ...facts, order: undefined }),
        shipment_missing: (facts) => ({ ...facts, shipmentId: 'shp_1' }),
      }),
    ],
  ] as const)('%s', (_, { alone, together, wanted }) => {
    expect(alone).toEqual(wanted)
    expect(together).toEqual(wanted)
  })

  function shipment(id: unknown): Order['shipments'][number] {
    const lines = [{ lineId: 'cup', quantity: 1 }]
    return { id: typeof id === 'string' ? id : 'shp_x', lines, ...sent, locationId: null, at: 1 }
  }
  function withLines(facts: ShipFacts, line: LineQuantity): ShipFacts {
    return { ...facts, input: { ...facts.input, lines: [...(facts.input.lines ?? []), line] } }
  }
})

describe('sending', () => {
  it('goes part by part, and the last part makes it shipped, with a day it counts as received on', () => {
    const [partly, first] = send(paid().order, [{ lineId: 'tea', quantity: 2 }])
    expect([partly.status, first, partly.receiptDueAt]).toEqual(['fulfilling', ['order_shipment_sent'], null])
    expect(unsentLines(partly.lines, {})).toEqual([
      { lineId: 'tea', quantity: 1 },
      { lineId: 'cup', quantity: 1 },
    ])
    const [all, last] = send(partly)
    expect([all.status, last]).toEqual(['shipped', ['order_shipment_sent', 'order_shipped']])
    expect([all.shippedAt, all.receiptDueAt]).toEqual([5, 5 + 10 * day])
    expect(all.lines.map(({ shippedCount }) => shippedCount)).toEqual(all.lines.map(({ line }) => line.quantity))
    expect(ship(shipFacts(all))).toMatchObject({ refusal: { code: 'order_not_shippable' } })
  })

  it('counts only the units that are kept', () => {
    const { order } = paid()
    const kept = { ...order, lines: order.lines.map((each) => ({ ...each, refundedCount: 1 })) }
    const tooMany = ship(shipFacts(kept, [{ lineId: 'tea', quantity: 3 }]))
    expect(tooMany).toMatchObject({ refusal: { code: 'quantity_exceeded', detail: { lineId: 'tea', leftCount: 2 } } })
    const [after] = send(kept)
    expect([after.status, after.shipments[0]?.lines]).toEqual(['shipped', [{ lineId: 'tea', quantity: 2 }]])
  })

  it('a number may be corrected, and the same one again says nothing', () => {
    const [order] = send(paid().order)
    const facts = { order, shipmentId: 'shp_0', ...sent }
    expect(correct(facts)).toEqual({ ok: true, events: [] })
    const decision = correct({ ...facts, trackingNumber: 'SF100200301' })
    const after = evolve(order, decision.ok ? decision.events : [])
    expect(after.shipments).toEqual([{ ...order.shipments[0], trackingNumber: 'SF100200301' }])
  })

  it.each([
    [[{ lineId: 'tea', quantity: 2 }], 'shipped'],
    [[{ lineId: 'tea', quantity: 1 }], 'fulfilling'],
  ] as const)('a refund of %o of two units that were not sent leaves it %s', (lines, status) => {
    const world = openWorld(program, 10, [], 0)
    checkout(world, 'ord_1', cartOf({ tea: 3, cup: 1 }))
    payOrder(world, 'ord_1')
    const sale = saleOf(world, 'ord_1')
    const [order] = send(sale.order, [
      { lineId: 'tea', quantity: 1 },
      { lineId: 'cup', quantity: 1 },
    ])
    sale.order = order
    expect(refundSale(world, 'ord_1', lines)).toBe('accepted')
    expect(saleOf(world, 'ord_1').order.status).toBe(status)
  })

  it('knows from where the pieces come', () => {
    const lines = paid().order.lines.map(({ line }) => line)
    const stock = [
      { skuId: 'tea', quantity: 1 },
      { skuId: 'tea', quantity: 1, slot: 3 },
      { skuId: 'cup', quantity: 1, locationId: 'north' },
    ]
    expect(parcelsOf(lines, { stock })).toEqual([
      { locationId: 'main', lines: [{ skuId: 'tea', quantity: 2 }] },
      { locationId: 'north', lines: [{ skuId: 'cup', quantity: 1 }] },
    ])
    expect(parcelsOf(lines, {})).toEqual([
      {
        locationId: 'main',
        lines: expect.arrayContaining([
          { skuId: 'cup', quantity: 1 },
          { skuId: 'tea', quantity: 3 },
        ]),
      },
    ])
  })
})

describe('receiving', () => {
  const typesOf = (sale: EndingSale): readonly string[] => {
    const decision = receive({ sale, now: 7 })
    return decision.ok ? decision.events.map(({ type }) => type) : [decision.refusal.code]
  }

  it('completes in the same moment where the shop waits for nothing more', () => {
    const sale = paid()
    expect(typesOf(sale).slice(0, 3)).toEqual(['order_received', 'commission_frozen', 'order_completed'])
    const decision = receive({ sale, now: 7 })
    const after = evolve(sale.order, decision.ok ? decision.events : [])
    expect(after).toMatchObject({ status: 'completed', receivedAt: 7, completedAt: 7, completionDueAt: null })
  })

  it('lets commission wait from receipt on, and points and growth until completion', () => {
    const sale = placedUnder(paid(), { autoCompleteDays: 7 })
    expect(typesOf(sale)).toEqual(['order_received', 'commission_frozen'])
    const decision = receive({ sale, now: 7 })
    const order = evolve(sale.order, decision.ok ? decision.events : [])
    expect(order).toMatchObject({ status: 'received', completionDueAt: 7 + 7 * day, completedAt: null })
    const done = complete({ sale: { ...sale, order }, now: 8 })
    expect(done.ok && done.events.map(({ type }) => type)).toEqual([
      ...['order_completed', 'points_activated', 'growth_changed'],
      ...(done.ok ? done.events.slice(3).map(({ type }) => type) : []),
    ])
    expect(evolve(order, done.ok ? done.events : [])).toMatchObject({ receivedAt: 7, completedAt: 8 })
    expect(order.memberId).toBe(buyerId)
  })

  it('may be said of what is paid, or, where shipments are tracked, only of what was sent', () => {
    const { order } = paid()
    const fulfilment = { ...order.fulfilment, tracksShipments: true }
    const statuses = ['created', 'paid', 'fulfilling', 'shipped', 'received'] as const
    expect(statuses.filter((status) => canReceive({ ...order, status }))).toEqual(['paid', 'fulfilling', 'shipped'])
    expect(statuses.filter((status) => canReceive({ status, fulfilment }))).toEqual(['shipped'])
  })
})
