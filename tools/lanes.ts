/** Running parts side by side. */

/** A piece of work, and how many workers it keeps busy. */
export type Load<Result> = { readonly workers: number; readonly run: () => Promise<Result> }

/**
 * Runs everything in its order, as much of it at once as there are workers for; what needs more than there are runs
 * alone. The results stand in the same order.
 */
export async function inLanes<Result>(loads: readonly Load<Result>[], workers: number): Promise<readonly Result[]> {
  const running = new Set<Promise<unknown>>()
  const results: Promise<Result>[] = []
  let busy = 0
  for (const load of loads) {
    while (running.size > 0 && busy + load.workers > workers) await Promise.race(running)
    busy += load.workers
    const result = load.run()
    const release = (): void => {
      busy -= load.workers
      running.delete(ended)
    }
    const ended: Promise<unknown> = result.then(release, release)
    running.add(ended)
    results.push(result)
  }
  return Promise.all(results)
}
