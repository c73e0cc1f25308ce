/** Those who want to know when something changes, as `useSyncExternalStore` takes them. */
export type Listeners = {
  readonly subscribe: (listener: () => void) => () => void
  readonly tell: () => void
}

/** An empty list of listeners. */
export function createListeners(): Listeners {
  const all = new Set<() => void>()
  return {
    subscribe(listener) {
      all.add(listener)
      return () => all.delete(listener)
    },
    tell() {
      for (const listener of all) listener()
    },
  }
}
