import { join } from 'node:path'
import { createSiyu } from '@siyu/core'
import { NO_RATE_LIMIT } from '../kernel/limits.ts'
import { readLock } from '../kernel/pglite-lock.ts'
import { createServer } from '../server.ts'
import { demoBrand, demoPublishableKey, demoSetup } from './demo.ts'
import { openDatabase, printReport, sendEvents } from './dev.ts'
import { type ImportTarget, importSales } from './import-sales.ts'
import { type RowError, readOnlineRetail, type Sales } from './online-retail.ts'
import { importBalanceRows, readBalances } from './points-file.ts'
import { progressBar } from './progress.ts'
import { clientOf } from './shop.ts'
import { dataFolder, openState } from './state.ts'

/** A file, and the shop it goes to. */
export type FileCommand = {
  readonly path: string
  readonly dataDir: string | undefined
  /** A running server; found through the data folder's lock when not given. */
  readonly url: string | undefined
  readonly secretKey: string | undefined
}

export type ImportCommand = FileCommand & {
  readonly writeKey: string | undefined
  readonly rate: number
  readonly shiftDays: number
}

/** How many bad rows are shown one by one. */
const SHOWN_ERRORS = 50

/** `siyu import online-retail FILE`: through the running server if there is one, else in this process. */
export async function importOnlineRetail(command: ImportCommand): Promise<number> {
  const sales = await readWithProgress(command.path)
  printSkipped(sales)
  const { target, close } = await openTarget(command)
  try {
    const shiftMs = command.shiftDays * 86_400_000
    const report = await importSales(target, sales, { rate: command.rate, shiftMs, concurrency: 8 })
    printReport(report)
    return sales.errors.length + report.errors.length === 0 ? 0 : 1
  } finally {
    await close()
  }
}

/** `siyu import points FILE`: opening balances, through the running server if there is one, else in this process. */
export async function importPointsFile(command: FileCommand): Promise<number> {
  const { rows, errors } = await readBalances(command.path)
  printErrors(errors)
  const { target, close } = await openTarget({ ...command, writeKey: undefined })
  try {
    const report = await importBalanceRows(target.siyu, rows)
    printErrors(report.errors)
    console.error(`balances: ${report.imported} brought in, ${report.known} known`)
    return errors.length + report.errors.length === 0 ? 0 : 1
  } finally {
    await close()
  }
}

async function readWithProgress(path: string): Promise<Sales> {
  const bar = progressBar('reading ', 541_909)
  const sales = await readOnlineRetail(path, (count) => {
    if (count % 1_000 === 0) bar.at(count)
  })
  bar.end()
  return sales
}

function printSkipped({ rowCount, rows, skipped, errors }: Sales): void {
  const left = Object.entries(skipped).map(([reason, count]) => `${reason} ${count}`)
  console.error(`rows: ${rowCount} read, ${rows.length} taken, ${errors.length} bad; left out: ${left.join(', ')}`)
  printErrors(errors)
}

function printErrors(errors: readonly RowError[]): void {
  for (const { line, message } of errors.slice(0, SHOWN_ERRORS)) console.error(`line ${line}: ${message}`)
  if (errors.length > SHOWN_ERRORS) console.error(`… and ${errors.length - SHOWN_ERRORS} more bad rows`)
}

type Opened = { readonly target: ImportTarget; readonly close: () => Promise<void> }

async function openTarget(command: FileCommand & Pick<ImportCommand, 'writeKey'>): Promise<Opened> {
  const folder = dataFolder(command.dataDir)
  const state = await openState(folder)
  const secretKey = command.secretKey ?? state.secretKey
  const url = command.url ?? (await readLock(join(folder, 'db')))?.url
  if (url === undefined) return openHere(folder, state.secret, secretKey)
  const siyu = createSiyu({ baseUrl: url, secretKey, timeoutMs: 60_000 })
  const writeKey = command.writeKey ?? demoPublishableKey
  console.error(`importing through the server at ${url}`)
  return {
    target: { siyu, sendEvents: (events) => sendEvents(fetch, url, events, writeKey) },
    close: async () => undefined,
  }
}

async function openHere(folder: string, secret: string, secretKey: string): Promise<Opened> {
  const database = await openDatabase(folder)
  const server = await createServer({
    database,
    testMode: true,
    secret,
    rateLimit: NO_RATE_LIMIT,
  })
  await server.run(demoBrand.id, 'brands.create', await demoSetup(secretKey), 'demo-brand')
  return {
    target: {
      siyu: clientOf(server, secretKey),
      sendEvents: (events) => sendEvents(server.fetch, 'http://in-process', events),
    },
    close: async () => {
      await server.close()
      await database.close()
    },
  }
}
