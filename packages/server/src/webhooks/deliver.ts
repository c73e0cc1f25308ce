import { signWebhook, waitMs } from '@siyu/core/webhooks'
import type { Call } from '../kernel/call.ts'
import type { SweepPorts } from '../kernel/due.ts'
import {
  type DueDelivery,
  enqueue,
  failingSince,
  forgetFailing,
  hasEndpoints,
  recordTry,
  type Tried,
  takeDue,
} from './queue.ts'
import { signingSecrets } from './secrets.ts'
import { post } from './send.ts'

/** Deliveries that are under way together. */
const TOGETHER = 10
/** After so long without a good answer an endpoint is turned off. */
const DISABLE_AFTER_MS = 5 * 86_400_000

/** What sending needs of the server. */
export type SendPorts = SweepPorts & {
  readonly random: () => number
  readonly hash: Call['hash']
  readonly allowsPrivate: boolean
}

/**
 * Sends what is due, and goes on while there is more. Every event reaches every endpoint at least once, under the
 * event's own id; deliveries begin in the order of the events, but one that is tried again comes later than what came
 * after it. Gives back how many were delivered.
 */
export async function deliver(ports: SendPorts): Promise<number> {
  const { sql, now } = ports
  if (!(await hasEndpoints(sql))) return 0
  for (let more = true; more; ) more = await enqueue(sql, now())
  let count = 0
  for (;;) {
    const due = await takeDue(sql, now(), TOGETHER)
    const tries = await Promise.all(due.map((delivery) => attempt(ports, delivery)))
    count += tries.filter((isDelivered) => isDelivered).length
    if (due.length < TOGETHER) break
  }
  await disableFailing(ports)
  return count
}

async function attempt({ sql, now, random, hash, allowsPrivate }: SendPorts, delivery: DueDelivery): Promise<boolean> {
  const { eventId: id, endpointId, url, type, at, data, position, attemptCount } = delivery
  const body = JSON.stringify({ type, timestamp: new Date(at).toISOString(), position, data })
  const timestamp = Math.floor(now() / 1000)
  const signature = await signWebhook(signingSecrets(hash, { ...delivery, id: endpointId }, now()), {
    id,
    timestamp,
    body,
  })
  const headers = {
    ...{ 'content-type': 'application/json', 'user-agent': 'siyu-webhooks', 'webhook-id': id },
    ...{ 'webhook-timestamp': String(timestamp), 'webhook-signature': signature },
    'content-length': String(Buffer.byteLength(body)),
  }
  const startedAt = performance.now()
  const answer = await post(url, headers, body, allowsPrivate)
  const durationMs = Math.round(performance.now() - startedAt)
  const isDelivered = answer.status >= 200 && answer.status < 300
  const wait = isDelivered ? null : waitMs(attemptCount + 1, random())
  const tried: Tried = {
    status: isDelivered ? 'delivered' : wait === null ? 'failed' : 'pending',
    nextAt: now() + (wait ?? 0),
    answer: { ...answer, durationMs },
  }
  await recordTry(sql, delivery, tried, now())
  return isDelivered
}

async function disableFailing({ sql, now, run }: SendPorts): Promise<void> {
  for (const { brandId, endpointId } of await failingSince(sql, now() - DISABLE_AFTER_MS)) {
    await run(brandId, 'webhooks.disable', { endpointId }, `disable:${endpointId}:${now()}`)
    await forgetFailing(sql, brandId, endpointId)
  }
}
