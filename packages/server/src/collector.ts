import { createCollector } from '@siyu/analytics/collector'
import { postgresEventStore } from '@siyu/analytics/warehouse'
import { findKey } from '../brands/index.ts'
import { keyHash } from '../kernel/access.ts'
import type { Server } from '../server.ts'

/** The paths of Segment's HTTP API that the collector answers. */
const PATHS = ['batch', 'track', 'page', 'screen', 'identify', 'group', 'alias'].map((name) => `/v1/${name}`)

/** Mounts the event collector beside the API. Events are written with a publishable key. */
export function mountCollector(server: Server): void {
  const { database } = server.engine
  const collect = createCollector({
    store: postgresEventStore(database),
    now: server.now,
    keys: async (writeKey) => (await findKey(database, keyHash(writeKey)))?.brandId,
  })
  for (const path of PATHS) server.app.on(['POST', 'OPTIONS'], path, (c) => collect(c.req.raw))
}
