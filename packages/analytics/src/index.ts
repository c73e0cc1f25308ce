export {
  type CommerceEvent,
  commerceEvents,
  type Json,
  type Message,
  type MessageType,
  type Properties,
} from './events.ts'
export { createPlatformTracker } from './tracker/core.ts'
export type {
  Consent,
  Drop,
  DropReason,
  IdentityStorage,
  MaybePromise,
  Platform,
  QueueStorage,
  Tracker,
  TrackerOptions,
  Transport,
  TransportReply,
  TransportRequest,
} from './tracker/ports.ts'
export { createTracker, type WebTrackerOptions } from './tracker/web.ts'
