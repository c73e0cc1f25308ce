import { accept, type CodeOf, type Decision, dayMs, refuse } from '../kernel/index.ts'
import type { WebhookDisabled, WebhookRotated, WebhookSaved } from './events.ts'
import type { rotateWebhook, SaveWebhookInput, saveWebhook } from './operators.ts'
import { MAX_ENDPOINTS, type WebhookEndpoint } from './schema.ts'
import type { disableWebhook } from './system.ts'

export type SaveFacts = {
  readonly input: SaveWebhookInput
  readonly endpoints: readonly WebhookEndpoint[]
  /** Whether addresses without TLS are allowed: for tests and closed networks. */
  readonly allowsPrivate: boolean
}

/** Makes an endpoint or replaces it. */
export function save({
  input,
  endpoints,
  allowsPrivate,
}: SaveFacts): Decision<WebhookSaved, CodeOf<typeof saveWebhook>> {
  if (!allowsPrivate && !input.url.startsWith('https://')) return refuse('webhook_url_not_allowed')
  const isNew = !endpoints.some(({ id }) => id === input.endpointId)
  if (isNew && endpoints.length >= MAX_ENDPOINTS) return refuse('webhooks_full', { maxCount: MAX_ENDPOINTS })
  return accept({ type: 'webhook_saved', ...input, isNew })
}

type Facts = { readonly endpoint: WebhookEndpoint | undefined }

/** Exchanges the secret. */
export function rotate({ endpoint }: Facts): Decision<WebhookRotated, CodeOf<typeof rotateWebhook>> {
  return endpoint === undefined
    ? refuse('webhook_missing')
    : accept({ type: 'webhook_rotated', endpointId: endpoint.id })
}

/** Turns an endpoint off. Nothing happens to one that is off. */
export function disable({ endpoint }: Facts): Decision<WebhookDisabled, CodeOf<typeof disableWebhook>> {
  if (endpoint === undefined) return refuse('webhook_missing')
  return endpoint.status === 'disabled' ? accept() : accept({ type: 'webhook_disabled', endpointId: endpoint.id })
}

/** How long after each try the next one comes, in milliseconds: nine tries over about two days. */
const waitsMs: readonly number[] = [
  ...[5_000, 30_000, 120_000, 600_000, 3_600_000],
  ...[10_800_000, 28_800_000, 43_200_000, dayMs],
]

/**
 * How long until the next try after so many, or null to give up. Up to a fifth is added by chance, a number from 0
 * to 1, so that what failed together is not tried together.
 */
export function waitMs(attemptCount: number, chance: number): number | null {
  const wait = waitsMs[attemptCount - 1]
  return wait === undefined ? null : Math.round(wait * (1 + chance / 5))
}
