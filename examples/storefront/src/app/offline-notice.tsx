import { type ReactElement, useSyncExternalStore } from 'react'
import { useWords } from '../language/language.tsx'

/** Says so when the network is gone. */
export function OfflineNotice(): ReactElement | null {
  const { common } = useWords()
  const isOnline = useSyncExternalStore(
    subscribe,
    () => navigator.onLine,
    () => true,
  )
  if (isOnline) return null
  return (
    <p className="offline" role="status" data-testid="offline">
      {common.offline}
    </p>
  )
}

function subscribe(listener: () => void): () => void {
  const events = ['online', 'offline'] as const
  for (const event of events) addEventListener(event, listener)
  return () => {
    for (const event of events) removeEventListener(event, listener)
  }
}
