import type { Properties } from '../events.ts'
import type {
  EventMap,
  Lifecycle,
  Platform,
  QueueStorage,
  Source,
  Tracker,
  TrackerOptions,
  Transport,
} from '../tracker/index.ts'
import { createPlatformTracker, redactPersonal } from '../tracker/index.ts'
import type { Wx } from './wx.ts'

export type { EnterOptions, Wx } from './wx.ts'

/** Of the 10 MB a mini-program may keep; a key may hold 1 MB, a segment of the queue is 50 kB. */
const STORED_BYTES = 8_000_000

export type WeappTrackerOptions = TrackerOptions & {
  /** The global `wx`. */
  readonly wx: Wx
  /** Route of the page that is open, such as `() => getCurrentPages().at(-1)?.route`. */
  readonly route?: (() => string | undefined) | undefined
  /** Parts of the platform to replace. */
  readonly platform?: Partial<Platform> | undefined
}

/** A tracker for WeChat mini-programs. It touches neither `App` nor `Page` nor cards: call `page()` in onShow. */
export function createTracker<Events extends EventMap = EventMap>(options: WeappTrackerOptions): Tracker<Events> {
  const { wx, writeKey } = options
  const identityKey = `siyu.id.${writeKey}`
  const now = Date.now
  return createPlatformTracker<Events>(options, {
    storage: wxStorage(wx),
    identity: {
      load: () => textOf(wx.getStorageSync(identityKey)),
      save: (text) => (text === undefined ? wx.removeStorageSync(identityKey) : wx.setStorageSync(identityKey, text)),
    },
    transport: wxTransport(wx),
    now,
    newId: () => idOf(now(), Math.random),
    random: Math.random,
    context: wxContext(options),
    source: () => wxSource(wx),
    lifecycle: (hooks) => wxLifecycle(wx, hooks),
    redact: redactPersonal,
    ...options.platform,
  })
}

/** Written before the call returns: an app that is swept away loses nothing. */
function wxStorage(wx: Wx): QueueStorage {
  return {
    maxBytes: STORED_BYTES,
    list: (prefix) => wx.getStorageInfoSync().keys.filter((key) => key.startsWith(prefix)),
    get: (key) => textOf(wx.getStorageSync(key)),
    set: (entries) => {
      for (const [key, text] of entries) wx.setStorageSync(key, text)
    },
    remove: (keys) => {
      for (const key of keys) wx.removeStorageSync(key)
    },
    setNow: ([key, text]) => wx.setStorageSync(key, text),
  }
}

/** `success` comes for every status: only the status says whether it was one. */
function wxTransport(wx: Wx): Transport {
  return ({ url, body, timeoutMs }) =>
    new Promise((resolve, reject) => {
      // A request that was cut off when the app went to the background may never call back.
      const timer = setTimeout(() => reject(new Error('no answer')), timeoutMs + 1000)
      wx.request({
        url,
        method: 'POST',
        data: body,
        header: { 'content-type': 'text/plain' },
        timeout: timeoutMs,
        success: ({ statusCode, header = {} }) => {
          clearTimeout(timer)
          const seconds = Number(header['Retry-After'] ?? header['retry-after'])
          resolve({ status: statusCode, retryAfterMs: (seconds || 0) * 1000 })
        },
        fail: (error) => {
          clearTimeout(timer)
          reject(error)
        },
      })
    })
}

function wxContext({ wx, route }: WeappTrackerOptions): () => Properties {
  const device = wx.getSystemInfoSync?.() ?? {}
  const { language: locale, brand, model, system, platform, version, SDKVersion } = device
  const known = {
    locale,
    device: { brand, model },
    os: { name: platform, version: system },
    wechat: { version, SDKVersion },
  }
  let context: Properties = {}
  let seen: string | undefined
  return () => {
    const path = route?.()
    const scene = wx.getEnterOptionsSync?.().scene
    if (seen !== `${path} ${scene}`) {
      seen = `${path} ${scene}`
      context = { ...known, page: { path }, scene }
    }
    return context
  }
}

/** The scene, the campaign and the referral code of the way in. A QR code carries its parameters in `scene`. */
function wxSource(wx: Wx): Source | undefined {
  const { scene, query = {}, referrerInfo } = wx.getEnterOptionsSync?.() ?? {}
  if (scene === undefined) return undefined
  const source: Record<string, string> = { scene: String(scene) }
  const pairs = decodeURIComponent(query['scene'] ?? '').split('&')
  const scanned = pairs.map((pair) => pair.split('=') as [string, string?])
  for (const [key, value] of [...Object.entries(query), ...scanned]) {
    const [, campaign = key === 'ref' ? 'referralCode' : ''] = key.split('utm_')
    if (campaign && value) source[campaign === 'campaign' ? 'name' : campaign] = value.slice(0, 100)
  }
  if (referrerInfo?.appId) source['referrer'] = referrerInfo.appId
  return source
}

function wxLifecycle(wx: Wx, { leave, resume }: Lifecycle): void {
  wx.onAppHide(leave)
  wx.onAppShow(resume)
  wx.onNetworkStatusChange?.(({ isConnected }) => {
    if (isConnected) resume()
  })
}

/** Shaped as UUID v7. Mini-programs have no synchronous `crypto`; 71 bits of chance and the time are enough here. */
function idOf(now: number, random: () => number): string {
  const time = now.toString(16).padStart(12, '0')
  const pattern = `${time.slice(0, 8)}-${time.slice(8)}-7xxx-8xxx-xxxxxxxxxxxx`
  return pattern.replace(/x/g, () => Math.floor(random() * 16).toString(16))
}

/** An absent key reads as an empty string. */
function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
