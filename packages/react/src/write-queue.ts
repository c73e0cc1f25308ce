import type { SiyuError } from '@siyu/core/kernel'
import { mayHaveWorked } from './intents.ts'
import { createListeners } from './listeners.ts'

/** One change of something the server keeps whole. */
export type Write<State> = {
  /** What the state will be if the server agrees. */
  readonly preview: (state: State) => State
  /** Asks the server, given what it last said; resolves to what it says now. */
  readonly send: (confirmed: State) => Promise<State>
}

/**
 * What the queue is doing. Its identity changes when it does. The last refusal stands until somebody writes again, so
 * that the success of a write behind it does not hide it.
 */
export type QueueStatus = { readonly pendingCount: number; readonly error: SiyuError | null }

/** Where the queue reads and shows the state. */
export type QueuePort<State> = {
  /** What is shown now, if anything was loaded. */
  readonly shown: () => State | undefined
  readonly load: () => Promise<State>
  readonly show: (state: State) => void
  /** Called when the last pending write is answered; `isCertain` is false when one of them may or may not have worked. */
  readonly onIdle: (isCertain: boolean) => void
}

/** Writes of one state, one after the other. */
export type WriteQueue<State> = {
  /** Shows the preview at once, sends when the writes before are answered, rejects when refused. */
  readonly run: (write: Write<State>) => Promise<State>
  /** Forgets what is pending: nothing more is sent, waiting callers are rejected with `dropped`. */
  readonly drop: (dropped: SiyuError) => void
  readonly status: () => QueueStatus
  readonly subscribe: (listener: () => void) => () => void
  /** Tells what each write that worked made of the state. The answer stops it. */
  readonly answered: (listener: (before: State, after: State) => void) => () => void
}

type Lane<State> = {
  confirmed: State | undefined
  pending: readonly Write<State>[]
  tail: Promise<unknown>
  dropped: SiyuError | undefined
  isCertain: boolean
}

/**
 * Sends writes one at a time. What is shown is always what the server last said with the pending writes played on top,
 * so a refused write disappears alone and those after it stay.
 */
export function createWriteQueue<State>(port: QueuePort<State>): WriteQueue<State> {
  const { subscribe, tell } = createListeners()
  const answered = new Set<(before: State, after: State) => void>()
  let lane = emptyLane<State>()
  let status: QueueStatus = { pendingCount: 0, error: null }

  const report = (error: SiyuError | null): void => {
    status = { pendingCount: lane.pending.length, error }
    tell()
  }
  const show = (own: Lane<State>): void => {
    if (own.dropped !== undefined || own.confirmed === undefined) return
    port.show(own.pending.reduce<State>((state, write) => write.preview(state), own.confirmed))
  }
  const settle = (own: Lane<State>, write: Write<State>, error: SiyuError | null): void => {
    if (own.dropped !== undefined) return
    own.pending = own.pending.filter((each) => each !== write)
    if (error !== null && mayHaveWorked(error)) own.isCertain = false
    show(own)
    report(error ?? status.error)
    if (own.pending.length > 0) return
    port.onIdle(own.isCertain)
    lane = emptyLane()
  }
  const send = async (own: Lane<State>, write: Write<State>): Promise<State> => {
    try {
      if (own.dropped !== undefined) throw own.dropped
      if (own.confirmed === undefined) {
        own.confirmed = await port.load()
        show(own)
      }
      const answer = await write.send(own.confirmed)
      if (own.dropped !== undefined) throw own.dropped
      const before = own.confirmed
      own.confirmed = answer
      settle(own, write, null)
      for (const listener of answered) listener(before, answer)
      return answer
    } catch (error) {
      settle(own, write, error as SiyuError)
      throw error
    }
  }

  return {
    run(write) {
      const own = lane
      if (own.pending.length === 0) own.confirmed = port.shown()
      own.pending = [...own.pending, write]
      show(own)
      report(null)
      const answer = own.tail.then(() => send(own, write))
      own.tail = answer.catch(() => undefined)
      return answer
    },
    drop(dropped) {
      lane.dropped = dropped
      lane = emptyLane()
      report(null)
    },
    status: () => status,
    subscribe,
    answered: (listener) => {
      answered.add(listener)
      return () => void answered.delete(listener)
    },
  }
}

function emptyLane<State>(): Lane<State> {
  return { confirmed: undefined, pending: [], tail: Promise.resolve(), dropped: undefined, isCertain: true }
}
