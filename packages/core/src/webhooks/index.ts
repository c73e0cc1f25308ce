export type { WebhookDisabled, WebhookEvent, WebhookRotated, WebhookSaved } from './events.ts'
export type { WebhooksAdminContract } from './operators.ts'
export {
  ListDeliveriesInput,
  listDeliveries,
  listWebhooks,
  ReplayedWebhook,
  ReplayWebhookInput,
  replayWebhook,
  revealWebhook,
  rotateWebhook,
  SaveWebhookInput,
  saveWebhook,
  WebhookIdInput,
  WebhookSecret,
  webhooksAdminContract,
} from './operators.ts'
export type { SaveFacts } from './rules.ts'
export { disable, rotate, save, waitMs } from './rules.ts'
export type { WebhookStatus } from './schema.ts'
export { DeliveryStatus, MAX_ENDPOINTS, WebhookDelivery, WebhookEndpoint, WebhookFilter } from './schema.ts'
export type { SignedWebhook, VerifiedWebhook, WebhookHeaders } from './sign.ts'
export { signWebhook, verifyWebhook, WEBHOOK_TOLERANCE_MS } from './sign.ts'
export { disableWebhook } from './system.ts'
