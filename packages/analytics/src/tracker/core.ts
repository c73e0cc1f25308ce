import type { Message } from '../events.ts'
import { type Body, createComposer, type Draft, isAllowed } from './compose.ts'
import { createIdentity, type IdentityKeeper } from './identity.ts'
import { createLine } from './line.ts'
import type {
  Consent,
  DropReason,
  EventMap,
  EventOptions,
  Platform,
  Purposes,
  Tracker,
  TrackerOptions,
} from './ports.ts'
import { quietly } from './quiet.ts'

/** What waits for consent. */
const PENDING_COUNT = 500

/** A tracker on any platform; `createTracker` is this on the web. Nothing here touches `window` or `document`. */
export function createPlatformTracker<Events extends EventMap = EventMap>(
  options: TrackerOptions,
  platform: Platform,
): Tracker<Events> {
  const identity = createIdentity(platform)
  const { compose, finish } = createComposer(options, platform)
  const waiting: (() => void)[] = []
  let { consent = consentAtFirst(options, platform), purposes = {} } = options
  let droppedCount = 0
  let isClosed = false
  const drop = (reason: DropReason, message?: Partial<Message>) => {
    droppedCount++
    quietly(() => options.onDrop?.({ reason, message }))
  }
  const seal = (draft: Draft) => finish(purposes, draft)
  const line = createLine(options, platform, () => consent === 'granted', seal, drop, identity.refresh)
  const write = (body: Body, at: number, said: EventOptions) => {
    if (!isAllowed(purposes, said.purpose)) return
    // Made text at once: what the host changes afterwards does not change the event, and it is never made twice.
    const draft = quietly(() => compose(identity.touch(), body, at, said) ?? '')
    if (draft) line.add(draft)
    else if (draft === undefined) drop('unserialisable', body)
  }
  /** Now, or once there is consent; false when too much waits for that. */
  const allowed = (task: () => void) => {
    if (consent === 'granted') task()
    return consent !== 'pending' || (waiting.length < PENDING_COUNT && waiting.push(task) > 0)
  }
  const record = (body: Body, said: EventOptions = {}) => {
    if (isClosed) return
    const at = said.occurredAt ?? platform.now()
    const kept = consent === 'pending' ? copyOf(body) : body
    if (!allowed(() => write(kept, at, said))) drop('queue_full', body)
  }
  const attribute = () => {
    const found = quietly(() => platform.source?.())
    if (found) identity.change({ first: identity.touch().first ?? found, last: found })
  }
  const decide = (next: Consent, more?: Purposes) => {
    consent = next
    purposes = { ...purposes, ...more }
    if (next === 'granted') {
      attribute()
      for (const task of waiting.splice(0)) task()
      line.start()
    } else if (next === 'denied') {
      waiting.length = 0
      identity.forget()
      void line.clear()
    }
  }
  platform.lifecycle?.(line)
  const tell = platform.tabs?.((text) => decide(...(JSON.parse(text) as Parameters<typeof decide>)))
  decide(consent)
  return {
    ...calls(record, allowed, identity, attribute),
    flush: line.flush,
    parked: line.parked,
    close: async () => {
      isClosed = true
      await line.flush()
      line.stop()
    },
    setConsent: (...said) => {
      decide(...said)
      quietly(() => tell?.(JSON.stringify(said)))
    },
    droppedCount: () => droppedCount,
  }
}

type Calls = Pick<Tracker, 'track' | 'page' | 'identify' | 'group' | 'alias' | 'register' | 'reset'>

/** What a host calls, as messages. */
function calls(
  record: (body: Body, said?: EventOptions) => void,
  allowed: (task: () => void) => void,
  identity: IdentityKeeper,
  attribute: () => void,
): Calls {
  return {
    track: (event, properties, said) => record({ type: 'track', event, properties }, said),
    page: (name, properties, said) => {
      allowed(attribute)
      record({ type: 'page', name, properties }, said)
    },
    identify: (memberId, traits = {}, said) => {
      if (!said) allowed(() => identity.signIn(memberId))
      record({ type: 'identify', traits }, said && { ...said, userId: memberId })
    },
    group: (groupId, traits = {}, said) => record({ type: 'group', groupId, traits }, said),
    alias: (userId, previousId) => record({ type: 'alias', previousId, traits: {} }, { userId }),
    register: (properties) =>
      allowed(() => identity.change({ registered: { ...identity.touch().registered, ...properties } })),
    reset: () => allowed(() => identity.replace()),
  }
}

function consentAtFirst({ respect = ['gpc'] }: TrackerOptions, { signals }: Platform): Consent {
  const found = quietly(() => signals?.()) ?? []
  return respect.some((signal) => found.includes(signal)) ? 'denied' : 'granted'
}

/** What the host changes afterwards does not change the event. What is no JSON is found out later. */
function copyOf(body: Body): Body {
  return quietly(() => JSON.parse(JSON.stringify(body)) as Body) ?? body
}
