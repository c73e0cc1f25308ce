/** Entries of a log in order, cut into its links: the entries of one command, which carry one hash. */
export function linksOf<E extends { readonly hash: string }>(entries: readonly E[]): readonly (readonly E[])[] {
  const links: E[][] = []
  for (const entry of entries) {
    const last = links.at(-1)
    if (last?.[0]?.hash === entry.hash) last.push(entry)
    else links.push([entry])
  }
  return links
}
