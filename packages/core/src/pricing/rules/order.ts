/** Places in order of their ids, so that the order the lines came in changes nothing. */
export function orderOf(ids: readonly string[]): readonly number[] {
  // Ids mostly count up, so that few runs are to be merged.
  const runs: number[][] = []
  for (let at = 0; at < ids.length; at += 1) {
    if (at === 0 || (ids[at - 1] as string) >= (ids[at] as string)) runs.push([])
    runs[runs.length - 1]?.push(at)
  }
  while (runs.length > 1) runs.push(merged(runs.shift() ?? [], runs.shift() ?? [], ids))
  return runs[0] ?? []
}

/** Two lists of places in the order of their ids as one. */
function merged(first: readonly number[], second: readonly number[], ids: readonly string[]): number[] {
  const all: number[] = []
  let at = 0
  for (const place of first) {
    while (at < second.length && (ids[second[at] as number] as string) < (ids[place] as string)) {
      all.push(second[at] as number)
      at += 1
    }
    all.push(place)
  }
  return all.concat(second.slice(at))
}
