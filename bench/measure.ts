/** One unit of work by one of several clients; false when there is nothing left to do. */
export type Work = (client: number) => Promise<boolean>

/** The value in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

/** Operations a second of several clients working side by side, each beginning when its last one was answered. */
export async function rate(clientCount: number, forMs: number, work: Work): Promise<number> {
  const startedAt = performance.now()
  let doneCount = 0
  let endedAt = startedAt
  const client = async (index: number): Promise<void> => {
    while (performance.now() - startedAt < forMs && (await work(index))) {
      doneCount += 1
      endedAt = performance.now()
    }
  }
  await Promise.all(Array.from({ length: clientCount }, (_, index) => client(index)))
  return (doneCount * 1000) / (endedAt - startedAt)
}

/** What is measured beside each other: rounds alternate, so that a busy moment of the machine meets all of them. */
export type Contest<Name extends string> = {
  readonly clientCount: number
  readonly roundMs: number
  readonly roundCount: number
  /** Puts everything back before each round. */
  readonly reset: () => Promise<void>
  readonly works: Readonly<Record<Name, Work>>
}

/** The median rate of each, after one round that does not count. */
export async function compare<Name extends string>(contest: Contest<Name>): Promise<Readonly<Record<Name, number>>> {
  const { clientCount, roundMs, roundCount, reset, works } = contest
  const names = Object.keys(works) as Name[]
  const rates = new Map(names.map((name) => [name, [] as number[]]))
  for (let round = 0; round <= roundCount; round += 1) {
    for (const name of names) {
      await reset()
      const found = await rate(clientCount, round === 0 ? roundMs / 2 : roundMs, works[name])
      if (round > 0) rates.get(name)?.push(found)
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(rates.get(name) ?? [])])) as Record<Name, number>
}
