/** Writes on every kind of database a shop runs on. Loopback only, nothing is left. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from '../packages/server/src/kernel/database.ts'
import { startEmbeddedPostgres } from '../packages/server/src/kernel/embedded.ts'
import { openPglite } from '../packages/server/src/kernel/pglite.ts'
import { openPostgres } from '../packages/server/src/kernel/postgres.ts'
import { openBenchShop } from './shop.ts'
import { progress } from './table.ts'
import { measureWrites, writesHead } from './writes.ts'

type Opened = { readonly database: Database; readonly close: () => Promise<void> }

/** Every database a shop runs on, by the name it has in the table. */
const databases: Readonly<Record<string, () => Promise<Opened>>> = {
  'PGlite, memory': async () => closing(await openPglite()),
  'PGlite, folder': openFolder,
  'PostgreSQL, fsync on': () => openServer(true),
  'PostgreSQL, fsync off': () => openServer(false),
}

function closing(database: Database): Opened {
  return { database, close: database.close }
}

async function openFolder(): Promise<Opened> {
  const folder = await mkdtemp(join(tmpdir(), 'siyu-bench-'))
  const database = await openPglite({ dataDir: folder })
  return { database, close: () => database.close().finally(() => rm(folder, { recursive: true, force: true })) }
}

async function openServer(durable: boolean): Promise<Opened> {
  const server = await startEmbeddedPostgres({ durable })
  const database = await openPostgres({ connectionString: server.url, poolSize: 20 })
  return { database, close: () => database.close().finally(server.stop) }
}

async function writesOn(name: string, open: () => Promise<Opened>): Promise<readonly (readonly string[])[]> {
  progress(`writes on ${name}`)
  const { database, close } = await open()
  try {
    const shop = await openBenchShop(database)
    return await measureWrites(name, shop).finally(shop.server.close)
  } finally {
    await close()
  }
}

/** Rows of writes a second by database and command; a database that cannot be opened is left out, and said so. */
export async function measureDatabases(): Promise<readonly (readonly string[])[]> {
  const rows = [writesHead]
  for (const [name, open] of Object.entries(databases)) {
    try {
      rows.push(...(await writesOn(name, open)))
    } catch (error) {
      progress(`${name} left out: ${error instanceof Error ? error.message : String(error)}`)
      process.exitCode = 1
    }
  }
  return rows
}
