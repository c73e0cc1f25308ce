import { createPlatformTracker } from './core.ts'
import type { EventMap, Platform, Tracker, TrackerOptions } from './ports.ts'
import { redactPersonal } from './redact.ts'
import { fetchTransport, uuidV7 } from './standard.ts'
import { pageContext, pageLifecycle, pageSignals, pageSource, trackPageViews } from './web-page.ts'
import { usableLocal, webIdentity, webStorage, webTabs } from './web-storage.ts'

/** A tab that holds the lock for longer than this hangs. */
const TAKE_OVER_MS = 30_000

/** The tracker's options on the web; any part of the platform can be replaced. */
export type WebTrackerOptions = TrackerOptions & {
  /** Counts page views by itself, also those of a single-page application. Default false. */
  readonly pageViews?: boolean | undefined
  /** Parts of the platform to replace. */
  readonly platform?: Partial<Platform> | undefined
}

/** A tracker for web pages. Every part of the platform comes from the browser unless given. */
export function createTracker<Events extends EventMap = EventMap>(options: WebTrackerOptions): Tracker<Events> {
  const local = usableLocal()
  const { platform, pageViews } = options
  const tracker = createPlatformTracker<Events>(options, {
    storage: webStorage(local),
    identity: webIdentity(local, options.writeKey),
    transport: fetchTransport,
    now: Date.now,
    newId: uuidV7,
    random: Math.random,
    lock: webLock(),
    context: pageContext(),
    source: pageSource,
    lifecycle: pageLifecycle,
    signals: pageSignals,
    tabs: webTabs(local, options.writeKey),
    redact: redactPersonal,
    ...platform,
  })
  if (pageViews) trackPageViews(tracker)
  return tracker
}

/** One tab at a time; the lock of a tab that is gone is free, that of a tab that hangs is taken over. */
function webLock(): Platform['lock'] {
  const locks = navigator.locks as LockManager | undefined
  // Browsers with the one and not the other do without both.
  return (
    locks &&
    AbortSignal.timeout &&
    ((name, task) =>
      locks
        .request(name, { signal: AbortSignal.timeout(TAKE_OVER_MS) }, task)
        .catch((error) =>
          error.name === 'TimeoutError' ? locks.request(name, { steal: true }, task) : Promise.reject(error),
        ))
  )
}
