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
  return (element, properties) => {
    let timer: ReturnType<typeof setTimeout>
    const see = ({ intersectionRatio }: IntersectionObserverEntry) => {
      clearTimeout(timer)
      if (intersectionRatio * 10_000 < visibleBps) return
      timer = setTimeout(() => {
        observer.disconnect()
        tracker.track(event, properties)
      }, visibleMs)
    }
    const observer = new IntersectionObserver((entries) => entries.forEach(see), { threshold: visibleBps / 10_000 })
    observer.observe(element)
    return () => {
      clearTimeout(timer)
      observer.disconnect()
    }
  }
}
