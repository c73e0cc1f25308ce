import { createCollector } from '@siyu/analytics/collector'
import type { EventStore } from '@siyu/analytics/warehouse'
import { type FindKey, keyHash } from './kernel/access.ts'
import type { App } from './kernel/http.ts'

/** The paths of Segment's HTTP API that the collector answers. */
const PATHS = ['batch', 'track', 'page', 'screen', 'identify', 'group', 'alias'].map((name) => `/v1/${name}`)

/** Mounts the event collector beside the API. Events are written with a publishable key. */
export function mountCollector(
  app: App,
  store: EventStore,
  findKey: FindKey,
  now: () => number,
  onError: (error: unknown) => void,
): void {
  const collect = createCollector({
    store,
    now,
    onError,
    keys: async (writeKey) => (await findKey(keyHash(writeKey)))?.brandId,
  })
  for (const path of PATHS) app.on(['POST', 'OPTIONS'], path, (c) => collect(c.req.raw))
}
