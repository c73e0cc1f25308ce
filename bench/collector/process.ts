/** What the load goes to, in a process of its own: `process.ts sink` or `process.ts collector <database url>`. */
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createCollector } from '../../packages/analytics/src/collector/index.ts'
import { postgresEventStore } from '../../packages/analytics/src/warehouse/index.ts'
import { listen } from '../../packages/server/src/cli/shop.ts'
import { openPostgres } from '../../packages/server/src/kernel/postgres.ts'

const unlimited = { eventsPerSecond: 1e9, burstCount: 1e9 }

/** Reads what comes and says yes. */
const sink: RequestListener = (request, response) => {
  request.on('end', () => response.end('{"success":true}'))
  request.resume()
}

async function startSink(): Promise<number> {
  const server = createServer(sink)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return (server.address() as AddressInfo).port
}

async function startCollector(connectionString: string): Promise<number> {
  const store = postgresEventStore(await openPostgres({ connectionString, poolSize: 4 }))
  const limits = { rate: unlimited }
  const collect = createCollector({ store, now: Date.now, keys: () => 'brand_bench', limits, onError: console.error })
  return Number(new URL((await listen({ fetch: collect }, 0, '127.0.0.1')).url).port)
}

const [kind, url = ''] = process.argv.slice(2)
const port = kind === 'sink' ? await startSink() : await startCollector(url)
process.stdout.write(`port ${port}\n`)
