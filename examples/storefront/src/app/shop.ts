import { type Consent, createTracker, type Tracker } from '@siyu/analytics'
import { createSiyu, type Siyu } from '@siyu/core'
import { keepSetting, readSetting, storage } from './storage.ts'

/** Tells the server which brand this shop belongs to. Safe to publish. */
const publishableKey = 'pk_demo'

/** The shop's client; the API is served from the same origin. */
export const siyu: Siyu = createSiyu({ baseUrl: '', publishableKey, storage })

/** What the visitor said about statistics; `pending` until asked. */
export function savedConsent(): Consent {
  const saved = readSetting('consent')
  return saved === 'granted' || saved === 'denied' ? saved : 'pending'
}

/** Records what happens in the shop, as far as the visitor allows. */
export const tracker: Tracker = createTracker({
  endpoint: location.origin,
  writeKey: publishableKey,
  consent: savedConsent(),
})

/** Keeps the visitor's choice and acts on it. */
export function decideConsent(consent: 'granted' | 'denied'): void {
  keepSetting('consent', consent)
  tracker.setConsent(consent)
}
