export { createPlatformTracker } from './core.ts'
export { createExposure, type Expose, type ExposureOptions } from './exposure.ts'
export type {
  Consent,
  Drop,
  DropReason,
  Entry,
  EventMap,
  EventOptions,
  IdentityStorage,
  Lifecycle,
  MaybePromise,
  Platform,
  PrivacySignal,
  Purposes,
  QueueStorage,
  Signals,
  Source,
  Tracker,
  TrackerOptions,
  TrackerPlugin,
  Transport,
  TransportReply,
  TransportRequest,
} from './ports.ts'
export { redactPersonal } from './redact.ts'
export { fetchTransport, uuidV7 } from './standard.ts'
export { createTracker, type WebTrackerOptions } from './web.ts'
export { trackPageViews } from './web-page.ts'
