import type { Properties } from '../events.ts'
import type { Lifecycle, Signals, Source, Tracker } from './ports.ts'

/** Page, locale and browser: the same object until the address or the title changes. */
export function pageContext(): () => Properties {
  let known: Properties = {}
  let seen: string | undefined
  return () => {
    // What the browser is asked at each event costs more than what is made of it; the address least from the document.
    const { URL: url, title } = document
    if (seen !== url + title) {
      seen = url + title
      const { pathname: path, search } = location
      const { language: locale, userAgent } = navigator
      known = { page: { url, path, search, referrer: document.referrer, title }, locale, userAgent }
    }
    return known
  }
}

/** The campaign of the address, or the site that links here. */
export function pageSource(): Source | undefined {
  let source: Source | undefined
  new URLSearchParams(location.search).forEach((value, key) => {
    const [, campaign = key === 'ref' ? 'referralCode' : ''] = key.split('utm_')
    if (campaign) source = { ...source, [campaign === 'campaign' ? 'name' : campaign]: value.slice(0, 100) }
  })
  const [, , from] = document.referrer.split('/')
  if (from && from !== location.host) source = { ...source, referrer: from }
  return source
}

/** Tells of leaving and returning. */
export function pageLifecycle({ leave, resume }: Lifecycle): void {
  // It is the document's, and bubbles to the window.
  addEventListener('visibilitychange', () => (document.hidden ? leave() : resume()))
  addEventListener('pagehide', leave)
  addEventListener('pageshow', resume)
  addEventListener('online', resume)
}

/** Global Privacy Control and Do Not Track, where the browser sends them. */
export function pageSignals(): Signals {
  const told = navigator as { readonly globalPrivacyControl?: boolean; readonly doNotTrack?: string | null }
  return { gpc: told.globalPrivacyControl, dnt: told.doNotTrack === '1' }
}

/**
 * Counts a page view now, and one for every address a single-page application goes to; the same address twice in a row
 * counts once. Call it once for a page.
 */
export function trackPageViews(tracker: Pick<Tracker, 'page'>): void {
  let seen = ''
  const look = () => {
    const address = location.pathname + location.search
    if (address !== seen) {
      seen = address
      tracker.page()
    }
  }
  for (const name of ['pushState', 'replaceState'] as const) {
    const change = history[name]
    history[name] = (...args) => {
      change.apply(history, args)
      // The router sets the title after the address.
      setTimeout(look)
    }
  }
  addEventListener('popstate', look)
  look()
}
