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
  const { respect = ['gpc'] } = options
  const told = quietly(() => platform.signals?.())
  let { consent = respect.some((signal) => told?.[signal]) ? 'denied' : 'granted', purposes = {} } = options
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
    const draft = quietly(() => compose(identity.touch(), body, at, said) ?? '')
    if (draft) line.add(draft)
    else if (draft === undefined) drop('unserialisable', body)
  }
  /** Now, or once there is consent; false when too much waits for that. */
  const allowed = (task: () => void) => {
    if (consent === 'granted') task()
    return consent !== 'pending' || (waiting.length < PENDING_COUNT && waiting.push(task) > 0)
  }
  const record: Record = (body, said = {}, isNews = () => true) => {
    const at = said.occurredAt ?? platform.now()
    const kept = consent === 'pending' ? copyOf(body) : body
    if (!isClosed && !allowed(() => isNews() && write(kept, at, said))) drop('queue_full', body)
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

/** `isNews` is asked when the event may be written. */
type Record = (body: Body, said?: EventOptions, isNews?: () => unknown) => void

type Calls = Pick<Tracker, 'track' | 'page' | 'identify' | 'group' | 'alias' | 'register' | 'reset'>

/** What a host calls, as messages. */
function calls(
  record: Record,
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
    // Once for a visitor and a member: every event says who it is, a page load has nothing to add.
    identify: (memberId, traits, said) =>
      record(
        { type: 'identify', traits: traits ?? {} },
        said && { ...said, userId: memberId },
        () => said || identity.signIn(memberId) || traits,
      ),
    group: (groupId, traits = {}, said) => record({ type: 'group', groupId, traits }, said),
    alias: (userId, previousId) => record({ type: 'alias', previousId, traits: {} }, { userId }),
    register: (properties) =>
      allowed(() => identity.change({ registered: { ...identity.touch().registered, ...properties } })),
    reset: () => allowed(identity.replace),
  }
}

/** What the host changes afterwards does not change the event. What is no JSON is found out later. */
function copyOf(body: Body): Body {
  return quietly(() => JSON.parse(JSON.stringify(body)) as Body) ?? body
}
