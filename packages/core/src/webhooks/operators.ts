import * as z from 'zod/mini'
import {
  Count,
  Empty,
  type Endpoint,
  Id,
  listOf,
  MAX_PAGE,
  Moment,
  type Page,
  pageOf,
  type Schema,
} from '../kernel/index.ts'
import {
  DeliveryStatus,
  MAX_ENDPOINTS,
  MAX_FILTERS,
  WebhookDelivery,
  WebhookEndpoint,
  WebhookFilter,
  WebhookUrl,
} from './schema.ts'

/** All endpoints of the brand. */
export const listWebhooks: Endpoint<Empty, readonly WebhookEndpoint[]> = {
  name: 'webhooks.list',
  method: 'GET',
  path: '/v1/webhooks',
  access: 'operator',
  input: Empty,
  output: listOf(WebhookEndpoint, MAX_ENDPOINTS),
  refusals: {},
}

export type SaveWebhookInput = {
  readonly endpointId: string
  readonly url: string
  readonly filters: readonly WebhookFilter[]
  readonly status: WebhookEndpoint['status']
}
export const SaveWebhookInput: Schema<SaveWebhookInput> = z.object({
  endpointId: Id,
  url: WebhookUrl,
  filters: listOf(WebhookFilter, MAX_FILTERS, 1),
  status: z.enum(['active', 'disabled']),
})

/** Make an endpoint or replace it. A new one is told of what happens from now on. */
export const saveWebhook: Endpoint<SaveWebhookInput, WebhookEndpoint, 'webhook_url_not_allowed' | 'webhooks_full'> = {
  name: 'webhooks.save',
  method: 'PUT',
  path: '/v1/webhooks/:endpointId',
  access: 'operator',
  input: SaveWebhookInput,
  output: WebhookEndpoint,
  refusals: { webhook_url_not_allowed: 409, webhooks_full: 409 },
}

export type WebhookIdInput = { readonly endpointId: string }
export const WebhookIdInput: Schema<WebhookIdInput> = z.object({ endpointId: Id })
export type WebhookSecret = { readonly secret: string }
export const WebhookSecret: Schema<WebhookSecret> = z.object({ secret: z.string() })

/** The secret an endpoint's deliveries are signed with: `whsec_…`. */
export const revealWebhook: Endpoint<WebhookIdInput, WebhookSecret, 'webhook_missing'> = {
  name: 'webhooks.secret',
  method: 'GET',
  path: '/v1/webhooks/:endpointId/secret',
  access: 'operator',
  input: WebhookIdInput,
  output: WebhookSecret,
  refusals: { webhook_missing: 404 },
}

/** Exchange the secret; for a day, deliveries are signed with both. */
export const rotateWebhook: Endpoint<WebhookIdInput, WebhookEndpoint, 'webhook_missing'> = {
  name: 'webhooks.rotate',
  method: 'POST',
  path: '/v1/webhooks/:endpointId/rotation',
  access: 'operator',
  input: WebhookIdInput,
  output: WebhookEndpoint,
  refusals: { webhook_missing: 404 },
}

export type ListDeliveriesInput = {
  readonly endpointId: string
  readonly status?: DeliveryStatus | undefined
  readonly cursor?: string | undefined
  readonly limit?: number | undefined
}
export const ListDeliveriesInput: Schema<ListDeliveriesInput> = z.object({
  endpointId: Id,
  status: z.optional(DeliveryStatus),
  cursor: z.optional(z.string().check(z.maxLength(200))),
  limit: z.optional(z.int().check(z.gte(1), z.lte(MAX_PAGE))),
})

/** What was sent to an endpoint and how it was answered, newest event first. */
export const listDeliveries: Endpoint<ListDeliveriesInput, Page<WebhookDelivery>> = {
  name: 'webhooks.deliveries',
  method: 'GET',
  path: '/v1/webhooks/:endpointId/deliveries',
  access: 'operator',
  input: ListDeliveriesInput,
  output: pageOf(WebhookDelivery),
  refusals: {},
}

export type ReplayWebhookInput = {
  readonly endpointId: string
  /** One event; or all that happened in a span of time. */
  readonly eventId?: string | undefined
  readonly fromAt?: number | undefined
  readonly untilAt?: number | undefined
}
export const ReplayWebhookInput: Schema<ReplayWebhookInput> = z
  .object({
    endpointId: Id,
    eventId: z.optional(Id),
    fromAt: z.optional(Moment),
    untilAt: z.optional(Moment),
  })
  .check(
    z.refine(
      ({ eventId, fromAt, untilAt }) => (eventId === undefined) === (fromAt !== undefined && untilAt !== undefined),
      {
        path: ['eventId'],
        message: 'give an event, or the beginning and the end of a span',
      },
    ),
  )
export type ReplayedWebhook = { readonly eventCount: number }
export const ReplayedWebhook: Schema<ReplayedWebhook> = z.object({ eventCount: Count })

/** Send again what an endpoint is told of: one event, or up to 10,000 of a span of time. */
export const replayWebhook: Endpoint<ReplayWebhookInput, ReplayedWebhook, 'webhook_missing'> = {
  name: 'webhooks.replay',
  method: 'POST',
  path: '/v1/webhooks/:endpointId/replays',
  access: 'operator',
  input: ReplayWebhookInput,
  output: ReplayedWebhook,
  refusals: { webhook_missing: 404 },
}

export type WebhooksAdminContract = {
  readonly list: typeof listWebhooks
  readonly save: typeof saveWebhook
  readonly secret: typeof revealWebhook
  readonly rotate: typeof rotateWebhook
  readonly deliveries: typeof listDeliveries
  readonly replay: typeof replayWebhook
}
export const webhooksAdminContract: WebhooksAdminContract = {
  list: listWebhooks,
  save: saveWebhook,
  secret: revealWebhook,
  rotate: rotateWebhook,
  deliveries: listDeliveries,
  replay: replayWebhook,
}
