import { describe, expect, it } from 'vitest'
import { inLanes, type Load } from './lanes.ts'

/** Pieces of work that end when the test says so, and which of them were begun. */
function held(sizes: Readonly<Record<string, number>>): {
  readonly loads: readonly Load<string>[]
  readonly begun: readonly string[]
  readonly end: (name: string) => void
} {
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const loads = Object.entries(sizes).map(([name, workers]) => ({
    workers,
    run: () =>
      new Promise<string>((resolve) => {
        begun.push(name)
        ends.set(name, () => resolve(name))
      }),
  }))
  return { loads, begun, end: (name) => ends.get(name)?.() }
}

describe('lanes', () => {
  it('run what fits side by side, and the next as soon as one ends', async () => {
    const { loads, begun, end } = held({ a: 1, b: 1, c: 1, d: 1 })
    const results = inLanes(loads, 2)
    expect(begun).toEqual(['a', 'b'])
    end('b')
    await expect.poll(() => begun).toEqual(['a', 'b', 'c'])
    end('c')
    await expect.poll(() => begun).toEqual(['a', 'b', 'c', 'd'])
    end('d')
    end('a')
    expect(await results).toEqual(['a', 'b', 'c', 'd'])
  })

  it('keep the order: nothing small overtakes what needs all workers', async () => {
    const { loads, begun, end } = held({ a: 1, whole: 2, b: 1 })
    const results = inLanes(loads, 2)
    expect(begun).toEqual(['a'])
    end('a')
    await expect.poll(() => begun).toEqual(['a', 'whole'])
    end('whole')
    await expect.poll(() => begun).toEqual(['a', 'whole', 'b'])
    end('b')
    expect(await results).toEqual(['a', 'whole', 'b'])
  })

  it('run alone what needs more than there are', async () => {
    const { loads, begun, end } = held({ huge: 9, a: 1 })
    const results = inLanes(loads, 2)
    expect(begun).toEqual(['huge'])
    end('huge')
    await expect.poll(() => begun).toEqual(['huge', 'a'])
    end('a')
    expect(await results).toEqual(['huge', 'a'])
  })

  it('go on after a failure, and tell of it', async () => {
    const { loads, begun, end } = held({ a: 1, b: 1 })
    const fails: Load<string> = { workers: 1, run: () => Promise.reject(new Error('out of order')) }
    const results = inLanes([fails, ...loads], 1).catch((error: unknown) => String(error))
    await expect.poll(() => begun).toEqual(['a'])
    end('a')
    await expect.poll(() => begun).toEqual(['a', 'b'])
    end('b')
    expect(await results).toBe('Error: out of order')
  })
})
