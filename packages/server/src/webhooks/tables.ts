import type { DeliveryStatus, WebhookEndpoint } from '@siyu/core/webhooks'
import type { TableSpec } from '../kernel/tables.ts'

export type WebhookTables = {
  webhookEndpoints: {
    readonly brandId: string
    readonly id: string
    readonly url: string
    readonly filters: WebhookEndpoint['filters']
    readonly status: WebhookEndpoint['status']
    /** How often the secret was exchanged: it is made of this and the server's own secret, and is kept nowhere. */
    readonly generation: number
    readonly createdAt: number
    readonly rotatedAt: number | null
    readonly version: number
  }
  /** How far an endpoint was told, and since when it fails. */
  webhookCursors: {
    readonly brandId: string
    readonly endpointId: string
    readonly position: number
    readonly failingSince: number | null
  }
  /** What was sent, and how it was answered. */
  webhookDeliveries: {
    readonly brandId: string
    readonly endpointId: string
    readonly eventId: string
    readonly type: string
    readonly position: number
    readonly status: DeliveryStatus
    readonly attemptCount: number
    readonly nextAt: number
    readonly lastStatus: number | null
    readonly lastExcerpt: string | null
    readonly lastDurationMs: number | null
  }
}

/** The queue and its log are the sender's own: calls to the outside, which no event makes and no replay rebuilds. */
export const webhookSpecs: { readonly [N in keyof WebhookTables]: TableSpec } = {
  webhookEndpoints: { name: 'webhook_endpoints', key: ['brand_id', 'id'], versioned: true, kind: 'state' },
  webhookCursors: { name: 'webhook_cursors', key: ['brand_id', 'endpoint_id'], versioned: false, kind: 'kernel' },
  webhookDeliveries: {
    name: 'webhook_deliveries',
    key: ['brand_id', 'endpoint_id', 'event_id'],
    versioned: false,
    kind: 'kernel',
  },
}
