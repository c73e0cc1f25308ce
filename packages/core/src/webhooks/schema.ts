import * as z from 'zod/mini'
import { Count, Id, listOf, Moment, type Schema } from '../kernel/index.ts'

/** The most endpoints of a brand. */
export const MAX_ENDPOINTS = 20
/** The most filters of an endpoint. */
export const MAX_FILTERS = 50

/** Which events an endpoint is told of: a type (`order_paid`), the beginning of some (`order_*`), or `*` for all. */
export type WebhookFilter = string
export const WebhookFilter: Schema<WebhookFilter> = z.string().check(z.regex(/^(\*|[a-z][a-z_]{0,62}\*?)$/))

/** disabled: an operator turned it off, or it failed for days. */
export type WebhookStatus = 'active' | 'disabled'

/** Where events are sent. */
export type WebhookEndpoint = {
  readonly id: string
  readonly url: string
  readonly filters: readonly WebhookFilter[]
  readonly status: WebhookStatus
  readonly createdAt: number
  /** When its secret was last exchanged: for a day after it, deliveries are signed with the one before as well. */
  readonly rotatedAt: number | null
}
export const WebhookUrl: Schema<string> = z
  .string()
  .check(z.minLength(8), z.maxLength(500), z.regex(/^https?:\/\/[^\s]+$/))
export const WebhookEndpoint: Schema<WebhookEndpoint> = z.object({
  id: Id,
  url: WebhookUrl,
  filters: listOf(WebhookFilter, MAX_FILTERS, 1),
  status: z.enum(['active', 'disabled']),
  createdAt: Moment,
  rotatedAt: z.nullable(Moment),
})

/** pending: waits for its (next) try · delivered · failed: given up. */
export type DeliveryStatus = 'pending' | 'delivered' | 'failed'
export const DeliveryStatus: Schema<DeliveryStatus> = z.enum(['pending', 'delivered', 'failed'])

/** One event on its way to one endpoint. */
export type WebhookDelivery = {
  readonly endpointId: string
  /** The event's id, which is sent as `webhook-id`: the same at every try. */
  readonly eventId: string
  readonly type: string
  /** The event's place in the published order. */
  readonly position: number
  readonly status: DeliveryStatus
  readonly attemptCount: number
  /** When it is tried next; when it ended otherwise. */
  readonly nextAt: number
  /** What the last try was answered: an HTTP status, or 0 with the reason in `lastExcerpt`. */
  readonly lastStatus: number | null
  readonly lastExcerpt: string | null
  readonly lastDurationMs: number | null
}
export const WebhookDelivery: Schema<WebhookDelivery> = z.object({
  endpointId: Id,
  eventId: Id,
  type: z.string(),
  position: Count,
  status: DeliveryStatus,
  attemptCount: Count,
  nextAt: Moment,
  lastStatus: z.nullable(Count),
  lastExcerpt: z.nullable(z.string()),
  lastDurationMs: z.nullable(Count),
})
