/** A shop's server in a process of its own, so that it can be killed: `collecting.ts <database url> <port>`. */

import { listen } from '../../cli/shop.ts'
import { createServer } from '../../server.ts'
import { openPostgres } from '../postgres.ts'

const [connectionString = '', port = '0'] = process.argv.slice(2)
const database = await openPostgres({ connectionString, poolSize: 4 })
const server = await createServer({
  database,
  testMode: true,
  secret: 'a secret of the tests, longer than 32 characters',
})
await listen(server, Number(port), '127.0.0.1')
process.stdout.write('ready\n')
