import {
  createContext,
  type ReactElement,
  type ReactNode,
  type RefCallback,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
} from 'react'
import { SiyuConfigError, useSiyuContext } from './provider.tsx'
import { type EventTracker, trackShop } from './shop-events.ts'

export type { EventTracker } from './shop-events.ts'

export type TrackingProviderProps = {
  /** The tracker of `@siyu/analytics`, made once outside of React. */
  readonly tracker: EventTracker
  /** Tracks the standard funnel without more code. True unless said otherwise. */
  readonly automatic?: boolean | undefined
  readonly children?: ReactNode
}

const TrackingContext = createContext<EventTracker | null>(null)

/** Gives the hooks below it a tracker, and tracks what the shop does by itself. Stands inside of `SiyuProvider`. */
export function TrackingProvider({ tracker, automatic = true, children }: TrackingProviderProps): ReactElement {
  const { shop } = useSiyuContext()
  useEffect(() => (automatic ? trackShop(shop, tracker) : undefined), [shop, tracker, automatic])
  return <TrackingContext.Provider value={tracker}>{children}</TrackingContext.Provider>
}

/** Tracks an event: the same function as long as the tracker is. Throws {@link SiyuConfigError} without a provider. */
export function useTrack(): EventTracker['track'] {
  const tracker = useContext(TrackingContext)
  if (tracker === null) throw new SiyuConfigError('Put <TrackingProvider tracker={…}> around what tracks.')
  return tracker.track
}

export type ExposureOptions = {
  /** Default `Product Exposed`. */
  readonly event?: string | undefined
  /** How much of the element must be seen, in parts of 10,000. Default 5,000. */
  readonly visibleBps?: number | undefined
  /** For how long without a break. Default 1,000. */
  readonly visibleMs?: number | undefined
}

/** A `ref` that tracks its element once, when half of it was in view for a second. */
export function useExposure(
  properties: Parameters<EventTracker['track']>[1],
  { event = 'Product Exposed', visibleBps = 5000, visibleMs = 1000 }: ExposureOptions = {},
): RefCallback<Element> {
  const track = useTrack()
  const latest = useRef(properties)
  latest.current = properties
  const watch = useMemo(() => createWatch(visibleBps, visibleMs), [visibleBps, visibleMs])
  useEffect(() => () => watch(null), [watch])
  return useCallback((element) => watch(element, () => track(event, latest.current)), [watch, track, event])
}

/** Watches one element at a time; null ends it. Seen once, it is not watched again. */
function createWatch(visibleBps: number, visibleMs: number): (element: Element | null, onSeen?: () => void) => void {
  let observer: IntersectionObserver | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let seen: Element | undefined
  return (element, onSeen) => {
    observer?.disconnect()
    clearTimeout(timer)
    if (element === null || element === seen || typeof IntersectionObserver === 'undefined') return
    observer = new IntersectionObserver(
      (entries) => {
        clearTimeout(timer)
        if ((entries.at(-1)?.intersectionRatio ?? 0) * 10_000 < visibleBps) return
        timer = setTimeout(() => {
          seen = element
          observer?.disconnect()
          onSeen?.()
        }, visibleMs)
      },
      { threshold: visibleBps / 10_000 },
    )
    observer.observe(element)
  }
}
