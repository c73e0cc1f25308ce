import { useState } from 'react'

/** The value, or the last one there was while the next is on its way: what is on screen does not flicker. */
export function useLatest<T>(value: T | undefined): T | undefined {
  const [latest, setLatest] = useState(value)
  if (value !== undefined && value !== latest) setLatest(value)
  return value ?? latest
}
