/** What the load goes to, in a process of its own: `process.ts sink` or `process.ts collector <database url>`. */
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { createCollector } from '../../packages/analytics/src/collector/index.ts'
import { postgresEventStore } from '../../packages/analytics/src/warehouse/index.ts'
import { openPostgres } from '../../packages/server/src/kernel/postgres.ts'

const unlimited = { eventsPerSecond: 1e9, burstCount: 1e9 }

/** Reads what comes and says yes. */
const sink: RequestListener = (request, response) => {
  request.on('end', () => response.end('{"success":true}'))
  request.resume()
}

async function collectorOn(connectionString: string): Promise<RequestListener> {
  const store = postgresEventStore(await openPostgres({ connectionString, poolSize: 4 }))
  const limits = {
    rate: unlimited,
    insertsMax: Number(process.env.INSERTS ?? 2),
    insertCount: Number(process.env.COUNT ?? 1000),
  }
  const collect = createCollector({ store, now: Date.now, keys: () => 'brand_bench', limits, onError: console.error })
  return getRequestListener((request) => collect(request))
}

const [kind, url = ''] = process.argv.slice(2)
const server = createServer(kind === 'sink' ? sink : await collectorOn(url))
server.listen(0, '127.0.0.1', () => process.stdout.write(`port ${(server.address() as AddressInfo).port}\n`))
