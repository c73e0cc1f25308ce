import type { Message } from '../events.ts'
import { createSender, type Sender } from './deliver.ts'
import { createIdentity, type IdentityKeeper, parsed, quietly } from './identity.ts'
import type { Consent, DropReason, Platform, Tracker, TrackerOptions } from './ports.ts'
import { byteCount, createQueue, EVENT_BYTES, type Queue } from './queue.ts'

type Body = Omit<Message, 'messageId' | 'timestamp' | 'anonymousId' | 'userId' | 'context'>

type State = {
  readonly options: TrackerOptions
  readonly platform: Platform
  readonly queue: Queue
  readonly sender: Sender
  readonly identity: IdentityKeeper
  readonly drop: (reason: DropReason, message?: Partial<Message>) => void
  consent: Consent
  isPersisting: boolean
  isClosed: boolean
  droppedCount: number
}

/** A tracker on any platform; `createTracker` is this on the web. Nothing here touches `window` or `document`. */
export function createPlatformTracker(options: TrackerOptions, platform: Platform): Tracker {
  const state = createState(options, platform)
  const { identity, sender } = state
  const detach = platform.lifecycle?.({
    leave: () => leave(state),
    resume: () => {
      if (mayStore(state)) void sender.drain()
    },
  })
  setConsent(state, state.consent)
  return {
    track: (event, properties) => enqueue(state, { type: 'track', event, properties }),
    page: (name, properties) => enqueue(state, { type: 'page', name, properties }),
    identify: (memberId, traits) => {
      identity.signIn(memberId)
      enqueue(state, { type: 'identify', traits })
    },
    group: (groupId, traits) => enqueue(state, { type: 'group', groupId, traits }),
    reset: () => identity.replace(),
    flush: () => flush(state),
    close: async () => {
      state.isClosed = true
      detach?.()
      await flush(state)
      sender.stop()
    },
    setConsent: (consent) => setConsent(state, consent),
    droppedCount: () => state.droppedCount,
  }
}

function createState(options: TrackerOptions, platform: Platform): State {
  const allowed = () => mayStore(state)
  const drop: State['drop'] = (reason, message) => {
    state.droppedCount++
    quietly(() => options.onDrop?.({ reason, message }))
  }
  const queue = createQueue(platform, options.writeKey, allowed, (reason, text) => drop(reason, parsed(text)))
  const state: State = {
    options,
    platform,
    queue,
    sender: createSender(options, platform, queue, (text) => drop('rejected', parsed(text))),
    identity: createIdentity(platform, allowed),
    drop,
    consent: options.consent ?? 'granted',
    isPersisting: false,
    isClosed: false,
    droppedCount: 0,
  }
  return state
}

function mayStore({ consent }: State): boolean {
  return consent === 'granted'
}

function enqueue(state: State, body: Body): void {
  const { platform, identity, queue, drop } = state
  if (state.consent === 'denied' || state.isClosed) return
  const { anonymousId, memberId: userId, sessionId } = identity.touch()
  const context = { library: { name: '@siyu/analytics' }, sessionId, ...quietly(() => platform.context?.()) }
  const timestamp = new Date(platform.now()).toISOString()
  const message: Message = { messageId: platform.newId(), timestamp, anonymousId, userId, context, ...body }
  // Made text at once: what the host changes afterwards does not change the event, and it is never made twice.
  const text = quietly(() => JSON.stringify(message))
  const bytes = byteCount(text ?? '')
  if (!text) drop('unserialisable', message)
  else if (bytes > EVENT_BYTES) drop('too_large', message)
  else if (!queue.add(text, bytes)) drop('queue_full', message)
  else persistSoon(state)
}

/** A microtask runs before the page can navigate away, and gathers the events of one task into one write. */
function persistSoon(state: State): void {
  if (state.isPersisting || !mayStore(state)) return
  state.isPersisting = true
  queueMicrotask(() => {
    state.isPersisting = false
    if (!mayStore(state)) return
    const { flushAtCount = 20, flushIntervalMs = 2000 } = state.options
    const isFull = state.queue.waitingCount() >= flushAtCount
    void state.queue.persist()
    state.sender.wake(isFull ? 0 : flushIntervalMs)
  })
}

async function flush(state: State): Promise<void> {
  if (!mayStore(state)) return
  await state.queue.persist()
  // A run under way may already have seen an empty queue: only the next one is sure to see these events.
  await state.sender.drain()
  await state.sender.drain()
}

function leave(state: State): void {
  if (!mayStore(state)) return
  void state.queue.persist()
  state.sender.leave()
}

function setConsent(state: State, consent: Consent): void {
  state.consent = consent
  if (mayStore(state)) {
    state.identity.touch()
    persistSoon(state)
    state.sender.wake(0)
  }
  if (consent === 'denied') {
    state.identity.forget()
    void state.queue.clear()
  }
}
