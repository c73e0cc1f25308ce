/** A server process on a database that is there: `node serve.ts <url> <now>`. It says where it listens, and serves. */
import { listen } from '../../cli/shop.ts'
import { createServer } from '../../server.ts'
import { openPostgres } from '../postgres.ts'
import { SECRET, UNLIMITED } from './shop.ts'

const [url = '', now = '0'] = process.argv.slice(2)
const database = await openPostgres({ connectionString: url, poolSize: 8 })
const server = await createServer({
  ...{ database, secret: SECRET, rateLimit: UNLIMITED, testMode: true },
  now: () => Number(now),
})
const { url: address } = await listen(server, 0, '127.0.0.1')
console.log(`listening on ${address} `)
