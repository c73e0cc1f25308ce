import type { Endpoint } from '../kernel/index.ts'
import { WebhookIdInput } from './operators.ts'
import { WebhookEndpoint } from './schema.ts'

/** Stop sending to an endpoint that failed for days. */
export const disableWebhook: Endpoint<WebhookIdInput, WebhookEndpoint, 'webhook_missing'> = {
  name: 'webhooks.disable',
  method: 'POST',
  path: '/v1/webhooks/:endpointId/disabling',
  access: 'system',
  input: WebhookIdInput,
  output: WebhookEndpoint,
  refusals: { webhook_missing: 404 },
}
