import type { Properties } from '../events.ts'
import { createPlatformTracker } from './core.ts'
import type { IdentityStorage, Platform, QueueStorage, Tracker, TrackerOptions, Transport } from './ports.ts'

/** The tracker's options on the web; any part of the platform can be replaced. */
export type WebTrackerOptions = TrackerOptions & Partial<Platform>

/**
 * A tracker for web pages (and Node ≥ 18, where it queues in memory). Every part of the platform comes from
 * `globalThis` unless given.
 */
export function createTracker(options: WebTrackerOptions): Tracker {
  const local = options.storage && options.identity ? undefined : usableStorage()
  return createPlatformTracker(options, {
    storage: webStorage(local),
    identity: webIdentity(local, options.writeKey),
    transport: webTransport,
    now: Date.now,
    newId: uuidV7,
    random: Math.random,
    lock: webLock(),
    context: webContext,
    lifecycle: webLifecycle,
    ...options,
  })
}

/** Access alone can throw (blocked cookies, sandboxed frames). */
function usableStorage(): Storage | undefined {
  try {
    const { localStorage } = globalThis
    localStorage.length
    return localStorage
  } catch {
    return undefined
  }
}

function webStorage(local: Storage | undefined): QueueStorage {
  return {
    list: (prefix) => Object.keys(local ?? {}).filter((key) => key.startsWith(prefix)),
    get: (key) => local?.getItem(key) ?? undefined,
    // Without storage this throws, and the queue stays in the tab's memory.
    set: (key, value) => (local as Storage).setItem(key, value),
    remove: (key) => local?.removeItem(key),
  }
}

function webIdentity(local: Storage | undefined, writeKey: string): IdentityStorage {
  const key = `siyu.id.${writeKey}`
  return {
    load: () => local?.getItem(key) ?? undefined,
    save: (text) => (text === undefined ? local?.removeItem(key) : local?.setItem(key, text)),
  }
}

/** A string body without headers is a simple request: no preflight, which a page that goes away could not finish. */
const webTransport: Transport = async ({ url, body, timeoutMs, leaving }) => {
  const { navigator } = globalThis
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), timeoutMs)
  try {
    const request: RequestInit = { method: 'POST', body, keepalive: leaving, credentials: 'omit', signal: abort.signal }
    const { status, headers } = await fetch(url, request)
    const seconds = Number(headers.get('retry-after') ?? 0)
    return { status, retryAfterMs: seconds > 0 ? seconds * 1000 : undefined }
  } catch (error) {
    if (leaving) navigator?.sendBeacon?.(url, body)
    throw error
  } finally {
    clearTimeout(timer)
  }
}

function webLock(): Platform['lock'] {
  const locks = globalThis.navigator?.locks as LockManager | undefined
  return locks && ((name, task) => locks.request(name, task))
}

/** UUID v7. `crypto.randomUUID` is missing on plain-http pages, `getRandomValues` is not. */
function uuidV7(): string {
  const time = Date.now().toString(16).padStart(12, '0')
  const [a = 0, b = 0, ...rest] = crypto.getRandomValues(new Uint16Array(5))
  const hex = (value: number) => value.toString(16).padStart(4, '0')
  const variant = hex((b & 0x3fff) | 0x8000)
  return `${time.slice(0, 8)}-${time.slice(8)}-${hex((a & 0xfff) | 0x7000)}-${variant}-${rest.map(hex).join('')}`
}

function webContext(): Properties {
  const { location, document, navigator } = globalThis
  if (!location || !document) return {}
  const { href: url, pathname: path, search } = location
  const campaign: Record<string, string> = {}
  new URLSearchParams(search).forEach((value, key) => {
    if (key.startsWith('utm_')) campaign[key === 'utm_campaign' ? 'name' : key.slice(4)] = value
  })
  const { referrer, title } = document
  const { language: locale, userAgent } = navigator
  return { page: { url, path, search, referrer, title }, campaign, locale, userAgent }
}

const webLifecycle: Platform['lifecycle'] = ({ leave, resume }) => {
  const { document } = globalThis
  const abort = new AbortController()
  const listening = { signal: abort.signal }
  if (document) {
    const turn = () => (document.visibilityState === 'hidden' ? leave() : resume())
    document.addEventListener('visibilitychange', turn, listening)
    addEventListener('pagehide', leave, listening)
    for (const back of ['pageshow', 'online']) addEventListener(back, resume, listening)
  }
  return () => abort.abort()
}
