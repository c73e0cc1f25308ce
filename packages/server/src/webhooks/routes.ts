import { type Endpoint, refuse } from '@siyu/core/kernel'
import {
  disable,
  disableWebhook,
  listDeliveries,
  listWebhooks,
  type ReplayWebhookInput,
  replayWebhook,
  revealWebhook,
  rotate,
  rotateWebhook,
  save,
  saveWebhook,
} from '@siyu/core/webhooks'
import { command, type Route } from '../kernel/command.ts'
import { DEFAULT_PAGE, numberIn, pageBy } from '../kernel/cursor.ts'
import { answer, query } from '../kernel/query.ts'
import { read } from '../kernel/read.ts'
import { requeue } from './queue.ts'
import { secretOf } from './secrets.ts'
import { type EndpointRow, loadDeliveries, loadEndpoint, loadEndpoints } from './store.ts'

/** The routes of webhooks. Only where it is configured may an endpoint lie in a closed network. */
export function webhookRoutes(allowsPrivate: boolean): readonly Route[] {
  return [saveRoute(allowsPrivate), ...always, replayRoute]
}

function saveRoute(allowsPrivate: boolean): Route {
  return command(saveWebhook, {
    load: (call) => ({ endpoints: loadEndpoints(call) }),
    owner: () => 'webhooks',
    decide: ({ endpoints }, input) => save({ input, endpoints, allowsPrivate }),
    reply: (_events, { endpoints }, { endpointId: id, ...input }, { now }) => {
      const before = endpoints.find((each) => each.id === id)
      return { id, ...input, createdAt: before?.createdAt ?? now, rotatedAt: before?.rotatedAt ?? null }
    },
  })
}

const always: readonly Route[] = [
  query(listWebhooks, {
    load: (call) => ({ endpoints: loadEndpoints(call) }),
    reply: ({ endpoints }) => answer(endpoints),
  }),
  query(revealWebhook, {
    load: (call, { endpointId }) => ({ endpoint: loadEndpoint(call, endpointId) }),
    reply: ({ endpoint }, _input, { hash }) =>
      endpoint === undefined ? refuse('webhook_missing') : answer({ secret: secretOf(hash, endpoint) }),
  }),
  command(rotateWebhook, {
    load: (call, { endpointId }) => ({ endpoint: loadEndpoint(call, endpointId) }),
    decide: (facts) => rotate(facts),
    reply: (_events, { endpoint }, _input, { now }) => ({ ...(endpoint as EndpointRow), rotatedAt: now }),
  }),
  command(disableWebhook, {
    load: (call, { endpointId }) => ({ endpoint: loadEndpoint(call, endpointId) }),
    decide: (facts) => disable(facts),
    reply: (_events, { endpoint }) => ({ ...(endpoint as EndpointRow), status: 'disabled' as const }),
  }),
  query(listDeliveries, {
    load: (call, { endpointId, status, cursor, limit = DEFAULT_PAGE }) => ({
      rows: loadDeliveries(call, endpointId, status, numberIn(cursor), limit + 1),
    }),
    reply: ({ rows }, { limit = DEFAULT_PAGE }) =>
      answer(
        pageBy(
          rows,
          limit,
          ({ position }) => String(position),
          (row) => row,
        ),
      ),
  }),
]

/** Puts deliveries back into the queue: the log of calls is the sender's own, so no event is needed to say so. */
const replayRoute: Route = {
  endpoint: replayWebhook as unknown as Endpoint,
  run: async ({ database }, call, raw) => {
    const input = raw as ReplayWebhookInput
    const { endpoint } = (await read(database, { endpoint: loadEndpoint(call, input.endpointId) })).facts
    const missing = refuse('webhook_missing')
    if (endpoint === undefined) return { kind: 'refused', refusal: missing.refusal, replayed: false }
    const eventCount = await requeue(database, call, endpoint, input)
    return { kind: 'done', output: { eventCount }, replayed: false, dryRun: false }
  },
}
