/** Runs what concerns one owner one after the other, so that it does not fight for the same rows. */
export type Turns = <T>(owner: string, work: () => Promise<T>) => Promise<T>

/** The longest line; whoever comes then goes ahead and takes the chance of a lost race. */
const MAX_WAITING = 1_000
/** The longest wait for whoever is in front. */
const MAX_WAIT_MS = 1_000

/**
 * Turns within this process. Nothing rests on them: several processes, a full line and a long wait race by versions,
 * as everyone would without.
 */
export function openTurns(): Turns {
  const lines = new Map<string, { last: Promise<unknown>; count: number }>()
  return async (owner, work) => {
    const line = lines.get(owner) ?? { last: Promise.resolve(), count: 0 }
    if (line.count >= MAX_WAITING) return work()
    lines.set(owner, line)
    const turn = line.count === 0 ? work() : settled(line.last).then(work)
    line.count += 1
    line.last = turn
    try {
      return await turn
    } finally {
      line.count -= 1
      if (line.count === 0) lines.delete(owner)
    }
  }
}

/** Resolves when the work is over, however it ended, or when it takes too long. */
function settled(work: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(resolve, MAX_WAIT_MS)
    const over = (): void => {
      clearTimeout(late)
      resolve()
    }
    work.then(over, over)
  })
}
