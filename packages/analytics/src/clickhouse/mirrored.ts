import type { DeliveryQueue, EventStore, QueuedEvent, TargetKey, Turn } from '../warehouse/index.ts'
import type { Mirror } from './mirror.ts'

/** The name mirrors are queued under: `targetsOf` of the store must name it. */
export const MIRROR_TARGET = 'mirror'
/** Events written to a mirror at once. */
const BATCH = 5_000
const LEASE_MS = 120_000
const PAUSE_FIRST_MS = 1_000
const PAUSE_MAX_MS = 300_000
const DAY_MS = 86_400_000
/** How long an erasure waits for a batch that is under way. */
const TURN_TRIES = 100
const TURN_PAUSE_MS = 100

export type MirrorPorts = {
  readonly store: EventStore
  readonly queue: DeliveryQueue
  readonly mirror: Mirror
  /** Epoch milliseconds. */
  readonly now: () => number
}

/** A turn at the mirror is somebody else's for too long; nothing was changed. */
export class MirrorBusyError extends Error {
  readonly code = 'mirror_busy'
  constructor() {
    super('the mirror is being written to: try again later')
    this.name = 'MirrorBusyError'
  }
}

/**
 * A store that keeps what it always kept and answers questions from the mirror. The mirror lags behind by what is still
 * queued. Erasing and re-keying happen in both, while nothing is under way between them.
 */
export function mirroredStore(ports: MirrorPorts): EventStore {
  const { store, mirror, queue } = ports
  return {
    ...store,
    funnel: mirror.funnel,
    exportText: mirror.exportText,
    exportParquet: mirror.exportParquet,
    erase: (brandId, memberId) =>
      alone(ports, brandId, async () => {
        const anonymousIds = (await queue.linksOf(brandId, memberId)).map(({ anonymousId }) => anonymousId)
        await mirror.erase({ brandId, memberId, anonymousIds })
        return store.erase(brandId, memberId)
      }),
    rekey: (brandId, from, into) =>
      alone(ports, brandId, async () => {
        if (from !== into) await mirror.rekey(brandId, from, into)
        return store.rekey(brandId, from, into)
      }),
    keep: async (options) => {
      const { now, retentionDays } = options
      if (retentionDays !== null) await mirror.dropBefore((Math.floor(now / DAY_MS) - retentionDays) * DAY_MS)
      return store.keep(options)
    },
  }
}

async function alone<T>({ queue, now }: MirrorPorts, brandId: string, work: () => Promise<T>): Promise<T> {
  const key: TargetKey = { brandId, target: MIRROR_TARGET }
  for (let attempt = 0; attempt < TURN_TRIES; attempt += 1) {
    const turn = await queue.begin(key, now(), LEASE_MS, true)
    if (turn !== undefined) return work().finally(() => queue.end(turn))
    await new Promise((done) => setTimeout(done, TURN_PAUSE_MS))
  }
  throw new MirrorBusyError()
}

/**
 * Brings a mirror up to date: all brands, batch by batch, until nothing waits. A batch is sent again as it was until
 * its arrival is known, and the mirror takes it once. Returns the events written.
 * @throws AggregateError of what failed, after the other brands were served
 */
export async function feedMirror(ports: Omit<MirrorPorts, 'store'>): Promise<number> {
  const errors: unknown[] = []
  let count = 0
  for (const key of await ports.queue.due(MIRROR_TARGET, ports.now()))
    count += await feedBrand(key, ports).catch((error: unknown) => {
      errors.push(error)
      return 0
    })
  if (errors.length > 0) throw new AggregateError(errors, `${errors.length} brands could not be mirrored`)
  return count
}

async function feedBrand(key: TargetKey, ports: Omit<MirrorPorts, 'store'>): Promise<number> {
  let count = 0
  for (;;) {
    const turn = await ports.queue.begin(key, ports.now(), LEASE_MS)
    if (turn === undefined) return count
    const written = await feedOnce(turn, ports).finally(() => ports.queue.end(turn))
    if (written === 0) return count
    count += written
  }
}

async function feedOnce(turn: Turn, { queue, mirror, now }: Omit<MirrorPorts, 'store'>): Promise<number> {
  const { brandId, batch, attemptsCount } = turn
  const events = await queue.take(turn, BATCH)
  if (events.length === 0) return 0
  const anonymousIds = [...new Set(events.flatMap((event) => event.anonymousId ?? []))]
  try {
    const links = await queue.links(brandId, anonymousIds)
    await mirror.write({ brandId, events, links, token: tokenOf(turn, events), version: batch })
  } catch (error) {
    const pauseMs = Math.min(PAUSE_MAX_MS, PAUSE_FIRST_MS * 2 ** attemptsCount)
    await queue.fail(turn, now() + pauseMs, error instanceof Error ? error.message : String(error))
    throw error
  }
  await queue.deliver(
    turn,
    events.map(({ messageId }) => messageId),
  )
  return events.length
}

/** Of the batch and of what is in it: when some of it was erased meanwhile, it is another batch. */
function tokenOf({ brandId, batch }: Turn, events: readonly QueuedEvent[]): string {
  return [brandId, batch, events.length, events[0]?.messageId, events.at(-1)?.messageId].join(':')
}
