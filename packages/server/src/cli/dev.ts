import { stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { findKey } from '../brands/index.ts'
import { startJobs } from '../jobs.ts'
import { keyHash } from '../kernel/access.ts'
import type { PgliteDatabase } from '../kernel/pglite.ts'
import { openPglite } from '../kernel/pglite.ts'
import { openPostgres, type PostgresDatabase } from '../kernel/postgres.ts'
import { testPaymentProvider } from '../payments/index.ts'
import { createServer, type Server } from '../server.ts'
import { demoBrand, demoOperator, demoPublishableKey, demoSetup, fillDemo } from './demo.ts'
import { devicesOf, fillKolShop } from './demo-kolshop.ts'
import { type ImportReport, importSales } from './import-sales.ts'
import { readOnlineRetail } from './online-retail.ts'
import { clientOf, listen, mountOpenApi, mountPage } from './shop.ts'
import { dataFolder, openState } from './state.ts'

export type DevOptions = {
  readonly port: number
  readonly host: string
  readonly dataDir: string | undefined
  readonly storefront: string | undefined
  readonly console: string | undefined
  /** Sales file the demo starts with. */
  readonly sample: string | undefined
}

const DAY_MS = 86_400_000
/** How many refused rows are shown one by one. */
const SHOWN_ERRORS = 50

/** Prices of the file are in pounds; the demo shop shows them in yuan at this rate. */
const DEMO_RATE = 9

/** Runs the demo shop until it is stopped: database, API, pages, jobs. */
export async function dev(options: DevOptions): Promise<void> {
  const folder = dataFolder(options.dataDir)
  const state = await openState(folder)
  say('database: opening')
  const database = await openDatabase(folder)
  const server = await createServer({ database, secret: state.secret, testMode: true })
  await mountPages(server, options)
  await seed(server, state.secretKey, folder, options.sample)
  const jobs = await startJobs(server, database, [testPaymentProvider], (error) => console.error('jobs:', error))
  const { http, url } = await listen(server, options.port, options.host)
  if ('announce' in database) await database.announce(url)
  const signIn = `storefront: any phone number, the code is shown · console: ${demoOperator.login} / ${demoOperator.password}`
  // Heard from here on: whoever reads that the shop is ready may stop it at once.
  const stopped = stopSignal()
  console.log(`Siyu is ready: ${url}  (console ${url}/console; ${signIn})`)
  await stopped
  http.close()
  http.closeAllConnections()
  await jobs.stop()
  await server.close()
  await database.close()
}

/** Pages are mounted before the first request: routes cannot be added after it. */
async function mountPages({ app }: Server, options: DevOptions): Promise<void> {
  mountOpenApi(app, '/')
  if (options.console !== undefined) await mountPage(app, '/console', resolve(options.console))
  if (options.storefront !== undefined) await mountPage(app, '', resolve(options.storefront))
}

/** `DATABASE_URL`, or PGlite in the data folder: it survives a killed process, not a power cut. */
export async function openDatabase(folder: string): Promise<PgliteDatabase | PostgresDatabase> {
  const url = process.env.DATABASE_URL
  return url === undefined ? openPglite({ dataDir: join(folder, 'db') }) : openPostgres({ connectionString: url })
}

/** Sets up the demo brand once: what was done is marked in the folder only after all of it is there. */
async function seed(server: Server, secretKey: string, folder: string, sample: string | undefined): Promise<void> {
  const marker = join(folder, 'seeded')
  if (await exists(marker)) return
  say('demo shop: setting up')
  await server.run(demoBrand.id, 'brands.create', await demoSetup(secretKey), 'demo-brand')
  await requireOwnKey(server, secretKey)
  const siyu = clientOf(server, secretKey)
  await fillDemo(siyu, server.now())
  await fillKolShop(siyu, devicesOf(server, demoPublishableKey))
  if (sample !== undefined && (await exists(sample))) {
    printReport(await importFile(server, secretKey, sample))
  }
  await writeFile(marker, new Date().toISOString())
}

/** A database that another data folder set up knows other keys: said now, not as a refused call later. */
async function requireOwnKey({ engine }: Server, secretKey: string): Promise<void> {
  if ((await findKey(engine.database, keyHash(secretKey))) !== undefined) return
  throw new Error('this database holds the shop of another data folder: use that folder, or an empty database')
}

/** Brings the sample's sales in as if the newest was sold yesterday. */
async function importFile(server: Server, secretKey: string, path: string): Promise<ImportReport> {
  const sales = await readOnlineRetail(path, () => undefined)
  const newest = sales.rows.reduce((at, row) => Math.max(at, row.soldAt), 0)
  const shiftMs = server.now() - DAY_MS - newest
  const siyu = clientOf(server, secretKey)
  const options = { rate: DEMO_RATE, shiftMs: Math.floor(shiftMs / DAY_MS) * DAY_MS, concurrency: 4 }
  return importSales(
    { siyu, sendEvents: (events) => sendEvents(server.fetch, 'http://in-process', events) },
    sales,
    options,
  )
}

/** Sends analytics events to a collector in batches it takes. */
export async function sendEvents(
  fetch: (request: Request) => Promise<Response>,
  baseUrl: string,
  events: readonly object[],
  writeKey: string = demoPublishableKey,
): Promise<void> {
  for (let from = 0; from < events.length; from += 100) {
    const body = JSON.stringify({ batch: events.slice(from, from + 100), writeKey, sentAt: new Date().toISOString() })
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(new Request(`${baseUrl}/v1/batch`, { method: 'POST', headers, body }))
    if (!response.ok) throw new Error(`the collector answered ${response.status}: ${await response.text()}`)
  }
}

/** What an import did, in words. */
export function printReport({ products, members, orders, salesMinor, errors }: ImportReport): void {
  const part = (name: string, { created, known }: { readonly created: number; readonly known: number }): string =>
    `${created} ${name} new, ${known} known`
  const sums = `${part('products', products)}; ${part('members', members)}; ${part('orders', orders)}`
  console.error(`imported: ${sums}; sales ${(salesMinor / 100).toFixed(2)}`)
  for (const { line, message } of errors.slice(0, SHOWN_ERRORS)) console.error(`line ${line}: ${message}`)
  if (errors.length > SHOWN_ERRORS) console.error(`… and ${errors.length - SHOWN_ERRORS} more`)
}

function say(text: string): void {
  console.error(`· ${text}`)
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

function stopSignal(): Promise<void> {
  return new Promise((done) => {
    process.once('SIGINT', () => done())
    process.once('SIGTERM', () => done())
  })
}
