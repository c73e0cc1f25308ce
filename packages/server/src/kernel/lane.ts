/**
 * A lane sends work off at once while there is room, and what comes meanwhile waits and goes together. So a single
 * client never waits, and the more there are, the more share one way. What waits while several flights are free is
 * parted among them: all on one flight would then wait for each other at every step, and nothing run beside it.
 */
export type Lane<Item, Result> = (item: Item) => Promise<Result>

export type LaneOptions<Item, Result> = {
  /** Only items of one kind go together. */
  readonly kindOf: (item: Item) => string
  /** Which of the waiting items of one kind go together, the first among them; all unless given. */
  readonly choose?: (items: readonly Item[]) => readonly Item[]
  /** Results in the order of the items. When several fail together, each is sent alone. */
  readonly send: (items: readonly Item[]) => Promise<readonly Result[]>
  /** How many are under way at once, */
  readonly flightCount: number
  /** and how long one counts as such: what hangs must not hold up the others. */
  readonly holdMs: number
  /** The most items that go together. */
  readonly batchCount: number
  /** Items are parted among the free flights, but not into smaller parts than this. */
  readonly leastCount: number
}

type Waiting<Item, Result> = {
  readonly item: Item
  readonly kind: string
  readonly resolve: (result: Result) => void
  readonly reject: (error: unknown) => void
}

export function openLane<Item, Result>(options: LaneOptions<Item, Result>): Lane<Item, Result> {
  const { kindOf, choose = (items) => items, send, flightCount, holdMs, batchCount, leastCount } = options
  let waiting: Waiting<Item, Result>[] = []
  let flying = 0
  let due = false

  const next = (freeCount: number): readonly Waiting<Item, Result>[] => {
    const kind = waiting[0]?.kind
    const all = waiting.filter((each) => each.kind === kind)
    const partCount = Math.max(leastCount, Math.ceil(all.length / freeCount))
    const alike = all.slice(0, Math.min(partCount, batchCount))
    const chosen = new Set(choose(alike.map(({ item }) => item)))
    const batch = alike.filter(({ item }) => chosen.has(item))
    const going = new Set(batch)
    waiting = waiting.filter((each) => !going.has(each))
    return batch
  }
  const depart = (): void => {
    due = false
    while (waiting.length > 0 && flying < flightCount) {
      const batch = next(flightCount - flying)
      flying += 1
      let landed = false
      const land = (): void => {
        if (landed) return
        landed = true
        flying -= 1
        clearTimeout(held)
        soon()
      }
      const held = setTimeout(land, holdMs)
      void deliver(batch, send).finally(land)
    }
  }
  /** What the answers of one flight set off belongs together, so it is gathered first. */
  const soon = (): void => {
    if (due || waiting.length === 0 || flying >= flightCount) return
    due = true
    setImmediate(depart)
  }
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, kind: kindOf(item), resolve, reject })
      soon()
    })
}

async function deliver<Item, Result>(
  batch: readonly Waiting<Item, Result>[],
  send: LaneOptions<Item, Result>['send'],
): Promise<void> {
  try {
    const results = await send(batch.map(({ item }) => item))
    batch.forEach(({ resolve }, index) => {
      resolve(results[index] as Result)
    })
  } catch (error) {
    if (batch.length === 1) batch[0]?.reject(error)
    else await Promise.all(batch.map((each) => deliver([each], send)))
  }
}
