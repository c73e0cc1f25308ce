import type { Properties } from '../events.ts'
import { type EventPlan, violationsOf } from '../plan.ts'
import type { DeadLetter, Parcel, StoredEvent } from '../warehouse/index.ts'
import {
  type Arrival,
  acceptEvent,
  cleanBytes,
  type DeadReason,
  EVENT_BYTES_MAX,
  sanitise,
  text,
  wellFormed,
} from './accept.ts'
import { type Common, sceneReader } from './scene.ts'

const RAW_LENGTH_MAX = 8000
const DETAIL_LENGTH_MAX = 1000

/** What a brand expects of its events, and what becomes of a `track` that is not as planned. */
export type PlanPolicy = {
  /** Of `defineEvents`; several are joined by spreading. */
  readonly plan: EventPlan
  /**
   * `reject`: a dead letter instead of the event. `store`: the event is stored, and a dead letter that says so is kept
   * beside it.
   */
  readonly violations: 'reject' | 'store'
}

export type JudgeOptions = {
  /** Bytes of one event's JSON. */
  readonly eventBytes?: number | undefined
  /** A reason sends the event to the dead letters. */
  readonly validate?: ((event: StoredEvent, brandId: string) => string | undefined) | undefined
  readonly planOf?: ((brandId: string) => PlanPolicy | undefined) | undefined
}

/** What one request brought, not yet judged. */
export type Load = Common & {
  readonly brandId: string
  readonly messages: readonly unknown[]
  /** See `isPlainJson`. */
  readonly isPlain: boolean
  readonly arrival: Arrival
}

/** Sorts events into those to store and dead letters. One bad event harms only itself. */
export async function judgeAll(load: Load, options: JudgeOptions): Promise<Parcel> {
  const { brandId, messages, isPlain, arrival } = load
  const events: StoredEvent[] = []
  const letters: DeadLetter[] = []
  const policy = options.planOf?.(brandId)
  const sceneOf = sceneReader(load)
  for (const message of messages) {
    const cleaned = cleanMessage(message, isPlain, options.eventBytes)
    const judged =
      typeof cleaned === 'string'
        ? cleaned
        : acceptEvent(cleaned, ownId(cleaned) ?? (await newId(cleaned)), sceneOf(cleaned), arrival)
    const event = typeof judged === 'string' ? undefined : judged
    const reason = event === undefined ? String(judged) : options.validate?.(event, brandId)
    const detail = event === undefined || reason !== undefined ? undefined : violationOf(event, policy)
    const isStored = reason === undefined && (detail === undefined || policy?.violations === 'store')
    if (event !== undefined && isStored) events.push(event)
    if (reason !== undefined) letters.push(await deadLetter(message, reason, arrival))
    else if (detail !== undefined)
      letters.push({ ...(await deadLetter(message, 'plan_violation', arrival)), detail, isStored })
  }
  return { brandId, events, letters }
}

/** Of a `track` alone: the other types have no names to plan. */
function violationOf({ type, event, properties }: StoredEvent, policy: PlanPolicy | undefined): string | undefined {
  if (policy === undefined || type !== 'track') return undefined
  const violations = violationsOf(policy.plan, event, properties)
  return violations.length === 0 ? undefined : violations.join(', ').slice(0, DETAIL_LENGTH_MAX)
}

function cleanMessage(message: unknown, isPlain: boolean, eventBytes = EVENT_BYTES_MAX): Properties | DeadReason {
  if (typeof message !== 'object' || message === null || Array.isArray(message)) return 'not_an_object'
  if (cleanBytes(message, isPlain) <= eventBytes) return message as Properties
  const clean = sanitise(withoutUndefined(message)) as Properties | undefined
  if (!clean) return 'too_deep'
  return new TextEncoder().encode(JSON.stringify(clean)).length > eventBytes ? 'too_large' : clean
}

function withoutUndefined(message: object): object {
  return Object.fromEntries(Object.entries(message).filter(([, value]) => value !== undefined))
}

function ownId(message: Properties): string | undefined {
  return text(message['messageId'])
}

/** A client that sends no id but a time is still recognised when it repeats itself. */
async function newId(message: Properties): Promise<string> {
  const isDated = message['timestamp'] !== undefined || message['originalTimestamp'] !== undefined
  return isDated ? digest(JSON.stringify(message)) : crypto.randomUUID()
}

/** An event the collector, or the store behind it, could not take. */
export async function deadLetter(message: unknown, reason: string, { receivedAt }: Arrival): Promise<DeadLetter> {
  let raw: string
  try {
    raw = JSON.stringify(message) ?? ''
  } catch {
    raw = '(nested too deeply to print)'
  }
  return { letterId: await digest(raw), reason, raw: wellFormed(raw.slice(0, RAW_LENGTH_MAX)), receivedAt }
}

async function digest(value: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(value)))
  return Array.from(bytes.slice(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
