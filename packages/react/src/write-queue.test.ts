import { SiyuError } from '@siyu/core/kernel'
import { describe, expect, it } from 'vitest'
import { createWriteQueue, type Write, type WriteQueue } from './write-queue.ts'

type Bench = {
  readonly queue: WriteQueue<readonly string[]>
  readonly shown: (readonly string[] | undefined)[]
  readonly idle: boolean[]
  readonly sent: string[]
  /** Answers the write that waits longest. */
  readonly answer: (error?: SiyuError) => Promise<void>
}

const refusal = new SiyuError({ code: 'sku_missing', status: 404 })
const lost = new SiyuError({ code: 'network', status: 0, retryable: true })

/** A server that keeps a list of names, and answers when told to. */
function bench(initial: readonly string[] | undefined): Bench & { readonly add: (name: string) => Promise<unknown> } {
  let server: readonly string[] = initial ?? ['loaded']
  let current = initial
  const waiting: ((error?: SiyuError) => void)[] = []
  const shown: (readonly string[] | undefined)[] = []
  const idle: boolean[] = []
  const sent: string[] = []
  const queue = createWriteQueue<readonly string[]>({
    shown: () => current,
    load: async () => server,
    show: (state) => {
      current = state
      shown.push(state)
    },
    onIdle: (isCertain) => idle.push(isCertain),
  })
  const write = (name: string): Write<readonly string[]> => ({
    preview: (state) => [...state, name],
    send: (confirmed) =>
      new Promise((resolve, reject) => {
        sent.push(name)
        waiting.push((error) => {
          if (error !== undefined) return reject(error)
          server = [...confirmed, name]
          resolve(server)
        })
      }),
  })
  const answer = async (error?: SiyuError): Promise<void> => {
    await settled()
    waiting.shift()?.(error)
    await settled()
  }
  return { queue, shown, idle, sent, answer, add: (name) => queue.run(write(name)) }
}

/** Lets everything that is ready to run, run. */
function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve))
}

describe('createWriteQueue', () => {
  it('shows every write at once and sends them one after the other', async () => {
    const { add, answer, shown, sent, queue, idle } = bench([])
    const first = add('a')
    const second = add('b')
    expect(shown.at(-1)).toEqual(['a', 'b'])
    expect(queue.status().pendingCount).toBe(2)
    await settled()
    expect(sent).toEqual(['a'])
    await answer()
    expect(sent).toEqual(['a', 'b'])
    expect(idle).toEqual([])
    await answer()
    expect(await first).toEqual(['a'])
    expect(await second).toEqual(['a', 'b'])
    expect(queue.status()).toEqual({ pendingCount: 0, error: null })
    expect(idle).toEqual([true])
  })

  it('takes back a refused write alone', async () => {
    const { add, answer, shown, queue, idle } = bench(['kept'])
    const refused = expect(add('bad')).rejects.toBe(refusal)
    const good = add('good')
    expect(shown.at(-1)).toEqual(['kept', 'bad', 'good'])
    await answer(refusal)
    await refused
    expect(shown.at(-1)).toEqual(['kept', 'good'])
    expect(queue.status()).toEqual({ pendingCount: 1, error: refusal })
    await answer()
    expect(await good).toEqual(['kept', 'good'])
    expect(idle).toEqual([true])
    expect(queue.status()).toEqual({ pendingCount: 0, error: refusal })
    const next = add('next')
    expect(queue.status()).toEqual({ pendingCount: 1, error: null })
    await settled()
    await answer()
    await next
  })

  it('says when a write may have worked although no answer came', async () => {
    const { add, answer, shown, idle } = bench([])
    const unanswered = expect(add('a')).rejects.toBe(lost)
    await answer(lost)
    await unanswered
    expect(shown.at(-1)).toEqual([])
    expect(idle).toEqual([false])
  })

  it('loads what it has never seen before the first write', async () => {
    const { add, answer, shown } = bench(undefined)
    const written = add('a')
    expect(shown).toEqual([])
    await settled()
    expect(shown.at(-1)).toEqual(['loaded', 'a'])
    await answer()
    expect(await written).toEqual(['loaded', 'a'])
  })

  it('sends nothing more and shows nothing more once dropped', async () => {
    const { add, answer, shown, sent, queue } = bench([])
    const gone = new SiyuError({ code: 'aborted', status: 0 })
    const both = Promise.allSettled([add('a'), add('b')])
    await settled()
    queue.drop(gone)
    const shownBefore = shown.length
    await answer()
    expect(await both).toEqual([
      { status: 'rejected', reason: gone },
      { status: 'rejected', reason: gone },
    ])
    expect(sent).toEqual(['a'])
    expect(shown.length).toBe(shownBefore)
    expect(queue.status()).toEqual({ pendingCount: 0, error: null })
  })
})
