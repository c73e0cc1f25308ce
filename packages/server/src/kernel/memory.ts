/** Gives what was made for a name before, or makes it. */
export type Memory<T> = (name: string, make: () => T) => T

/** Remembers what was made for each name, up to so many; what comes then is made anew every time. */
export function openMemory<T>(mostCount: number): Memory<T> {
  const known = new Map<string, T>()
  return (name, make) => {
    const found = known.get(name)
    if (found !== undefined) return found
    const made = make()
    if (known.size < mostCount) known.set(name, made)
    return made
  }
}
