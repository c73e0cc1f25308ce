import { type Collector, type CollectorLimits, createCollector, type PlanPolicy } from '@siyu/analytics/collector'
import type { EventStore } from '@siyu/analytics/warehouse'
import { type FindKey, keyHash } from './kernel/access.ts'
import type { App } from './kernel/http.ts'

/** What may be set about recorded events. */
export type AnalyticsOptions = {
  /** Days an event is kept, from the day it happened; null keeps everything. Default 760, two years and a month. */
  readonly retentionDays?: number | null | undefined
  readonly limits?: CollectorLimits | undefined
  /** What each brand expects of its events; undefined expects nothing. */
  readonly planOf?: ((brandId: string) => PlanPolicy | undefined) | undefined
}

export const RETENTION_DAYS = 760

/** The paths of Segment's HTTP API, long and short, and of the settings browser clients ask for. */
const PATHS = [
  ...['batch', 'track', 'page', 'screen', 'identify', 'group', 'alias'].flatMap((name) => [`/v1/${name}`]),
  ...['b', 't', 'p', 's', 'i', 'g', 'a'].map((name) => `/v1/${name}`),
  ...['/v1/projects/:writeKey/settings', '/sourceConfig', '/sourceConfig/'],
]

export type CollectorPorts = {
  readonly store: EventStore
  readonly findKey: FindKey
  readonly now: () => number
  readonly onError: (error: unknown) => void
}

/** The event collector of all brands. Events are written with a publishable key. */
export function openCollector({ store, findKey, now, onError }: CollectorPorts, options: AnalyticsOptions): Collector {
  const keys = async (writeKey: string) => (await findKey(keyHash(writeKey)))?.brandId
  return createCollector({ store, now, onError, keys, limits: options.limits, planOf: options.planOf })
}

/** Mounts the collector; before the API, because any page may send events and the answers say so. */
export function mountCollector(app: App, collect: Collector): void {
  for (const path of PATHS) app.on(['GET', 'POST', 'OPTIONS'], path, (c) => collect(c.req.raw))
}
