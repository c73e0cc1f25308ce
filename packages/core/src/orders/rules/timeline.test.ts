import { expect, it } from 'vitest'
import { program } from '../../payments/program.fixture.ts'
import { cartOf } from '../../payments/world/facts.fixture.ts'
import { saleOf } from '../../payments/world/tables.fixture.ts'
import { checkout, openWorld } from '../../payments/world.fixture.ts'
import { type Order, type OrderStatus, timelineOf } from '../index.ts'

const world = openWorld(program, 10, [], 0)
checkout(world, 'ord_1', cartOf({ tea: 1 }))
const placed = { ...saleOf(world, 'ord_1').order, placedAt: 1, paymentDueAt: 90 }
const sent = { id: 'shp_1', lines: [], carrier: 'sf', trackingNumber: 'SF1234', locationId: null, at: 4 }
const back = { id: 'rfd_1', at: 3 } as unknown as Order['refunds'][number]
const ended = { paidAt: 2, shipments: [sent], shippedAt: 4, receivedAt: 5, completedAt: 6, refunds: [back] }

const said = (order: Partial<Order>): readonly unknown[] =>
  timelineOf({ ...placed, ...order }).map((step) =>
    step.at === null ? [step.kind, null, 'dueAt' in step ? step.dueAt : null] : [step.kind, step.at],
  )

/** What is said in each status. */
const wanted: Readonly<Record<OrderStatus, readonly [Partial<Order>, readonly unknown[]]>> = {
  created: [
    {},
    [
      ['placed', 1],
      ['paid', null, 90],
      ['received', null, null],
    ],
  ],
  deposited: [
    { depositPaidAt: 2, paymentDueAt: 95 },
    [
      ['placed', 1],
      ['deposited', 2],
      ['paid', null, 95],
      ['received', null, null],
    ],
  ],
  paid: [
    { paidAt: 2 },
    [
      ['placed', 1],
      ['paid', 2],
      ['received', null, null],
    ],
  ],
  fulfilling: [
    { paidAt: 2, shipments: [sent] },
    [
      ['placed', 1],
      ['paid', 2],
      ['shipment', 4],
      ['shipped', null, null],
      ['received', null, null],
    ],
  ],
  shipped: [
    { paidAt: 2, shipments: [sent], shippedAt: 4, receiptDueAt: 99 },
    [
      ['placed', 1],
      ['paid', 2],
      ['shipment', 4],
      ['received', null, 99],
    ],
  ],
  received: [
    { ...ended, completedAt: null, completionDueAt: 77 },
    [
      ['placed', 1],
      ['paid', 2],
      ['refund', 3],
      ['shipment', 4],
      ['received', 5],
      ['completed', null, 77],
    ],
  ],
  completed: [
    ended,
    [
      ['placed', 1],
      ['paid', 2],
      ['refund', 3],
      ['shipment', 4],
      ['received', 5],
      ['completed', 6],
    ],
  ],
  cancelled: [
    { cancelledAt: 8 },
    [
      ['placed', 1],
      ['cancelled', 8],
    ],
  ],
  refunded: [
    { paidAt: 2, refunds: [back] },
    [
      ['placed', 1],
      ['paid', 2],
      ['refund', 3],
    ],
  ],
}

it.each(Object.entries(wanted))('tells what happened and what is ahead: %s', (status, [order, steps]) => {
  expect(said({ ...order, status: status as OrderStatus })).toEqual(steps)
})

it('speaks of sending where shipments are tracked', () => {
  const fulfilment = { ...placed.fulfilment, tracksShipments: true }
  expect(said({ status: 'paid', paidAt: 2, fulfilment }).at(-2)).toEqual(['shipped', null, null])
})

it('a cancellation of which nobody knows when it was stands at the end', () => {
  expect(said({ status: 'cancelled', cancelledAt: null }).at(-1)).toEqual(['cancelled', null, null])
})
