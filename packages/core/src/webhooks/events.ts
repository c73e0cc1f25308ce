import type { WebhookFilter, WebhookStatus } from './schema.ts'

/** An endpoint was made, or changed. */
export type WebhookSaved = {
  readonly type: 'webhook_saved'
  readonly endpointId: string
  readonly url: string
  readonly filters: readonly WebhookFilter[]
  readonly status: WebhookStatus
  readonly isNew: boolean
}

/** Its secret was exchanged. */
export type WebhookRotated = { readonly type: 'webhook_rotated'; readonly endpointId: string }

/** It failed for days and is not sent to any more. */
export type WebhookDisabled = { readonly type: 'webhook_disabled'; readonly endpointId: string }

/** Everything that can happen to an endpoint. */
export type WebhookEvent = WebhookSaved | WebhookRotated | WebhookDisabled
