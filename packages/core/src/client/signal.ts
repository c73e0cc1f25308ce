import { SiyuError } from '../kernel/index.ts'

/** What a call needs of an `AbortSignal`. Mini-programs have none, so the client asks for no more than this. */
export type Signal = {
  readonly aborted: boolean
  addEventListener(type: 'abort', listener: () => void): void
  removeEventListener(type: 'abort', listener: () => void): void
}

/** The other end of a {@link Signal}. */
export type Canceller = { readonly signal: Signal; readonly cancel: () => void }

/** A signal that runs everywhere, and the function that gives it. */
export function createCanceller(): Canceller {
  const listeners = new Set<() => void>()
  let aborted = false
  const signal: Signal = {
    get aborted() {
      return aborted
    },
    addEventListener: (_type, listener) => void listeners.add(listener),
    removeEventListener: (_type, listener) => void listeners.delete(listener),
  }
  const cancel = (): void => {
    if (aborted) return
    aborted = true
    for (const listener of [...listeners]) listener()
  }
  return { signal, cancel }
}

/** What ends a piece of work before it ends itself. */
export type Limits = { readonly signal?: Signal | undefined; readonly timeoutMs?: number | undefined }

/**
 * Runs `work` until it ends, the signal is given (`aborted`) or the time is over (`timeout`); the work is told through
 * the signal it gets, and what it answers after that is ignored.
 */
export function withLimits<T>(work: (signal: Signal) => Promise<T>, { signal, timeoutMs }: Limits): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    if (signal?.aborted) return reject(stopped('aborted'))
    const inner = createCanceller()
    let timer: ReturnType<typeof setTimeout> | undefined
    const release = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
    }
    const stop = (code: 'aborted' | 'timeout'): void => {
      release()
      reject(stopped(code))
      inner.cancel()
    }
    const abort = (): void => stop('aborted')
    signal?.addEventListener('abort', abort)
    if (timeoutMs !== undefined) timer = setTimeout(() => stop('timeout'), timeoutMs)
    work(inner.signal).finally(release).then(resolve, reject)
  })
}

/** Waits, unless the signal is given first. */
export function sleep(ms: number, signal?: Signal): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const wait = (): Promise<void> =>
    new Promise((resolve) => {
      timer = setTimeout(resolve, ms)
    })
  return withLimits(wait, { signal }).finally(() => clearTimeout(timer))
}

function stopped(code: 'aborted' | 'timeout'): SiyuError {
  return new SiyuError({ code, status: 0, retryable: code === 'timeout' })
}
