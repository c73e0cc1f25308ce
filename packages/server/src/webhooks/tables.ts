import type { WebhookEndpoint } from '@siyu/core/webhooks'
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
}

/** What was sent is a log of calls to the outside, which the sender writes: no event makes it and no replay does. */
export const webhookSpecs: { readonly [N in keyof WebhookTables]: TableSpec } = {
  webhookEndpoints: { name: 'webhook_endpoints', key: ['brand_id', 'id'], versioned: true, kind: 'state' },
}
