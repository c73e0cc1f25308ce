import type { Properties } from '../events.ts'
import type { Tracker } from './ports.ts'

export type ExposureOptions = {
  /** Default `Product Exposed`. */
  readonly event?: string | undefined
  /** How much of the element must be seen, in parts of 10,000. Default 5,000. */
  readonly visibleBps?: number | undefined
  /** For how long without a break. Default 1,000. */
  readonly visibleMs?: number | undefined
}

/** Watches an element; the answer stops it. */
export type Expose = (element: Element, properties?: Properties) => () => void

/** Tracks an element once, when it was really seen: half of it, for a second. */
export function createExposure(
  tracker: Pick<Tracker, 'track'>,
  { event = 'Product Exposed', visibleBps = 5000, visibleMs = 1000 }: ExposureOptions = {},
): Expose {
  const watched = new Map<
    Element,
    { readonly properties: Properties | undefined; timer?: ReturnType<typeof setTimeout> }
  >()
  const stop = (element: Element) => {
    clearTimeout(watched.get(element)?.timer)
    watched.delete(element)
    observer.unobserve(element)
  }
  const see = ({ target, intersectionRatio }: IntersectionObserverEntry) => {
    const found = watched.get(target)
    if (!found) return
    clearTimeout(found.timer)
    if (intersectionRatio * 10_000 < visibleBps) return
    found.timer = setTimeout(() => {
      stop(target)
      tracker.track(event, found.properties)
    }, visibleMs)
  }
  const observer = new IntersectionObserver((entries) => entries.forEach(see), { threshold: visibleBps / 10_000 })
  return (element, properties) => {
    watched.set(element, { properties })
    observer.observe(element)
    return () => stop(element)
  }
}
