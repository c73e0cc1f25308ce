import type { Decision, Endpoint } from '@siyu/core/kernel'
import {
  type CancelEvent,
  type CancelFacts,
  callOff,
  callOffOrder,
  cancel,
  cancelOrder,
  evolve,
  expire,
  expireOrder,
  type Order,
  type OrderIdInput,
} from '@siyu/core/orders'
import { withDepositBack } from '@siyu/core/payments'
import type { Expression } from 'kysely'
import { type Call, memberOf } from '../kernel/call.ts'
import { command, type Route } from '../kernel/command.ts'
import type { Load, Loaded } from '../kernel/read.ts'
import {
  forMember,
  type HeldLoads,
  heldSale,
  loadHeld,
  loadOrder,
  loadOwnOrder,
  memberOfOrder,
  type OrderRow,
  withoutReasons,
  withReasons,
} from '../orders/index.ts'
import { loadPaidBy, loadPending, type PaymentRow } from './store.ts'

/** What closes orders that are not paid, or of which only the deposit is: its money may have to go back. */
export const closingRoutes: readonly Route[] = [
  command(cancelOrder, {
    load: (call, { orderId }) =>
      loadClosing(call, memberOf(call), orderId, loadOwnOrder(call, memberOf(call), orderId)),
    decide: (rows, _input, call) => closed(cancel, rows, call),
    reply: (events, { order }) => forMember(withoutReasons(evolve(order as OrderRow, events))),
    finish: async (stored, _call, _input, { order }) => withReasons(stored, order),
  }),
  closing(callOffOrder, callOff),
  closing(expireOrder, expire),
]

/** What closes any member's order. */
function closing<Code extends string>(
  endpoint: Endpoint<OrderIdInput, Order, Code>,
  rule: (facts: CancelFacts) => Decision<CancelEvent, Code>,
): Route {
  return command(endpoint, {
    load: (call, { orderId }) => loadClosing(call, memberOfOrder(call, orderId), orderId, loadOrder(call, orderId)),
    decide: (rows, _input, call) => closed(rule, rows, call),
    reply: (events, { order }) => withoutReasons(evolve(order as OrderRow, events)),
  })
}

type ClosingLoads = HeldLoads & {
  readonly order: Load<OrderRow | undefined>
  readonly payments: Load<readonly PaymentRow[]>
  readonly pending: Load<{ readonly id: string } | undefined>
}

function loadClosing(
  call: Call,
  memberId: string | Expression<string>,
  orderId: string,
  order: ClosingLoads['order'],
): ClosingLoads {
  return {
    ...loadHeld(call, memberId, orderId),
    order,
    payments: loadPaidBy(call, orderId),
    pending: loadPending(call, orderId),
  }
}

function closed<Code extends string>(
  rule: (facts: CancelFacts) => Decision<CancelEvent, Code>,
  rows: Loaded<ClosingLoads>,
  { newId, now }: Call,
) {
  const { payments, pending } = rows
  const isPaying = pending !== undefined
  return withDepositBack(rule({ sale: heldSale(rows), isPaying, newId, now }), { payments, newId })
}
