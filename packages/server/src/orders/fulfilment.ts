import type { Decision, Endpoint } from '@siyu/core/kernel'
import {
  autoComplete,
  autoCompleteOrder,
  autoReceive,
  autoReceiveOrder,
  type CompleteFacts,
  complete,
  completeOrder,
  configureOrders,
  correct,
  correctShipment,
  type EndingSale,
  evolve,
  getOrderSettings,
  type Order,
  type OrderIdInput,
  type OrderSettings,
  type ReceiveEvent,
  receive,
  receiveOrder,
  saveOrderSettings,
  ship,
  shipOrder,
} from '@siyu/core/orders'
import type { Expression } from 'kysely'
import { guardSettings, loadSettings } from '../brands/index.ts'
import { loadLocationIds } from '../inventory/index.ts'
import { type Call, memberOf } from '../kernel/call.ts'
import { command, type Route } from '../kernel/command.ts'
import { answer, query } from '../kernel/query.ts'
import type { Loaded } from '../kernel/read.ts'
import { lifeOf, loadEarning, loadLots } from '../points/index.ts'
import { loadOrderCommissions } from '../referrals/index.ts'
import { growthFacts, loadGrowth } from '../tiers/index.ts'
import { forMember, withoutReasons, withReasons } from './reasons.ts'
import { importRoute } from './shipments.ts'
import { loadOrder, loadOwnOrder, memberOfOrder, type OrderRow } from './store.ts'

const endingRoutes: readonly Route[] = [
  command(receiveOrder, {
    load: (call, { orderId }) => ({
      order: loadOwnOrder(call, memberOf(call), orderId),
      ...loadEnding(call, memberOf(call), orderId),
    }),
    decide: (rows, _input, call) => receive({ sale: endingSale(rows, call), now: call.now }),
    reply: (events, { order }) => forMember(withoutReasons(evolve(order as Order, events))),
    finish: async (stored, _call, _input, { order }) => withReasons(stored, order),
  }),
  ending(autoReceiveOrder, autoReceive),
  ending(completeOrder, complete),
  ending(autoCompleteOrder, autoComplete),
]

const shipRoute: Route = command(shipOrder, {
  load: (call, { orderId, locationId }) => ({
    order: loadOrder(call, orderId),
    locationIds: loadLocationIds(call, locationId === undefined ? [] : [locationId]),
  }),
  decide: ({ order, locationIds }, input, { now }) => {
    const isLocation = input.locationId === undefined || locationIds.includes(input.locationId)
    return ship({ sale: order && { order, terms: order }, input, isLocation, now })
  },
  reply: (events, { order }) => withoutReasons(evolve(order as Order, events)),
  finish: async (stored, _call, _input, { order }) => withReasons(stored, order),
})

const shipmentRoutes: readonly Route[] = [
  shipRoute,
  importRoute(shipRoute),
  command(correctShipment, {
    load: (call, { orderId }) => ({ order: loadOrder(call, orderId) }),
    decide: ({ order }, { shipmentId, carrier, trackingNumber }) =>
      correct({ order, shipmentId, carrier, trackingNumber }),
    reply: (events, { order }) => withoutReasons(evolve(order as Order, events)),
    finish: async (stored, _call, _input, { order }) => withReasons(stored, order),
  }),
]

const settingsRoutes: readonly Route[] = [
  query(getOrderSettings, {
    load: (call) => ({ settings: loadSettings<OrderSettings>(call, 'orders') }),
    reply: ({ settings }) => answer(settings),
  }),
  command(saveOrderSettings, {
    load: (call) => ({ guard: guardSettings(call, 'orders') }),
    decide: (_facts, settings) => configureOrders(settings),
    reply: (_events, _facts, settings) => settings,
  }),
]

/** What becomes of orders that are paid. */
export const fulfilmentRoutes: readonly Route[] = [...endingRoutes, ...shipmentRoutes, ...settingsRoutes]

/** What ends any member's order. */
function ending<Code extends string>(
  endpoint: Endpoint<OrderIdInput, Order, Code>,
  rule: (facts: CompleteFacts) => Decision<ReceiveEvent, Code>,
): Route {
  return command(endpoint, {
    load: (call, { orderId }) => ({
      order: loadOrder(call, orderId),
      ...loadEnding(call, memberOfOrder(call, orderId), orderId),
    }),
    decide: (rows, _input, call) => rule({ sale: endingSale(rows, call), now: call.now }),
    reply: (events, { order }) => withoutReasons(evolve(order as Order, events)),
    finish: async (stored, _call, _input, { order }) => withReasons(stored, order),
  })
}

/** What the end of an order may move. */
function loadEnding(call: Call, memberId: string | Expression<string>, orderId: string) {
  return {
    ...loadGrowth(call, memberId),
    lots: loadLots(call, memberId, orderId),
    earning: loadEarning(call, memberId, orderId),
    commissions: loadOrderCommissions(call, orderId),
  }
}

type EndingRows = Loaded<ReturnType<typeof loadEnding>> & { readonly order: OrderRow | undefined }

function endingSale({ order, lots, earning, commissions, ...rows }: EndingRows, call: Call): EndingSale | undefined {
  const growth = growthFacts(rows, call)
  if (order === undefined || growth === undefined) return undefined
  const { settings, brand, account } = rows
  return {
    ...{ order, terms: order, commissions, growth, program: settings.earn, life: lifeOf(settings, brand) },
    lot: lots.find(({ id }) => id === earning?.lotId),
    debtCount: account?.debtCount ?? 0,
    openCaseCount: order.openCaseCount,
  }
}
