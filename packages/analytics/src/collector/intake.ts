import type { DeadLetter, EventStore, Parcel, StoredEvent } from '../warehouse/index.ts'
import { StoreRefusedError } from '../warehouse/index.ts'

export type IntakeOptions = {
  readonly store: Pick<EventStore, 'insertMany'>
  /** Events in one insert. A request that alone has more goes alone. */
  readonly insertCount: number
  /** Inserts under way at once; one beside another only for a quarter of `insertCount` or more. */
  readonly insertsMax: number
  /** The letter for an event the store can never hold. */
  readonly letterOf: (event: StoredEvent) => Promise<DeadLetter>
}

/** Takes in what one request brought; resolves once it is durable, rejects when it is not stored at all. */
export type Intake = (parcel: Parcel) => Promise<void>

type Waiting = { readonly parcel: Parcel; readonly done: () => void; readonly fail: (error: unknown) => void }

/**
 * Many requests become one insert: the first goes at once, what comes while it is under way waits and goes together.
 * So a quiet collector answers without delay and a busy one pays for a commit once per hundreds of events: without a
 * least size for the second insert, each answer would bring one request back that went alone, ahead of all others.
 */
export function createIntake(options: IntakeOptions): Intake {
  const waiting: Waiting[] = []
  let underWay = 0
  let waitingCount = 0
  const mayGo = (): boolean =>
    underWay === 0 ? waitingCount > 0 : underWay < options.insertsMax && waitingCount * 4 >= options.insertCount
  const pump = (): void => {
    while (mayGo()) {
      underWay += 1
      const taken = takeSome(waiting, options.insertCount)
      for (const { parcel } of taken) waitingCount -= countOf(parcel)
      void store(taken, options).then(() => {
        underWay -= 1
        pump()
      })
    }
  }
  return (parcel) =>
    new Promise((done, fail) => {
      waiting.push({ parcel, done, fail })
      waitingCount += countOf(parcel)
      // What else has been read by now goes along.
      queueMicrotask(pump)
    })
}

function takeSome(waiting: Waiting[], insertCount: number): readonly Waiting[] {
  let [count, size] = [0, 0]
  for (const { parcel } of waiting) {
    size += countOf(parcel)
    if (count > 0 && size > insertCount) break
    count += 1
  }
  return waiting.splice(0, count)
}

function countOf({ events, letters }: Parcel): number {
  return events.length + letters.length
}

/** Stores what goes together. When some of it can never be stored, each goes for itself: nobody suffers for another. */
async function store(taken: readonly Waiting[], options: IntakeOptions): Promise<void> {
  try {
    await options.store.insertMany(taken.map(({ parcel }) => parcel))
    for (const { done } of taken) done()
  } catch (error) {
    if (!(error instanceof StoreRefusedError)) for (const { fail } of taken) fail(error)
    else for (const { parcel, done, fail } of taken) await storeParts(parcel, options).then(done, fail)
  }
}

/** Stores all that can be stored: the events the store refuses are found by halves and become letters. */
async function storeParts(parcel: Parcel, options: IntakeOptions): Promise<void> {
  try {
    await options.store.insertMany([parcel])
  } catch (error) {
    if (!(error instanceof StoreRefusedError)) throw error
    for (const part of await partsOf(parcel, error, options)) await storeParts(part, options)
  }
}

async function partsOf(parcel: Parcel, error: Error, options: IntakeOptions): Promise<readonly Parcel[]> {
  const { brandId, events, letters } = parcel
  const [first, ...others] = events
  if (first === undefined) throw error
  if (others.length === 0) return [{ brandId, events: [], letters: [...letters, await options.letterOf(first)] }]
  const middle = events.length >> 1
  return [
    { brandId, events: events.slice(0, middle), letters },
    { brandId, events: events.slice(middle), letters: [] },
  ]
}
