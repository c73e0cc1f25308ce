import { AsyncLocalStorage } from 'node:async_hooks'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite, type QueryOptions, type Transaction } from '@electric-sql/pglite'
import {
  assertChannel,
  codeOf,
  type Database,
  decoderOf,
  encodeParameter,
  type Row,
  type Statement,
  TransactionAbortedError,
} from './database.ts'
import { type HeldLock, takeLock } from './pglite-lock.ts'

export type PgliteOptions = {
  /** Folder that holds the data; undefined keeps everything in memory. */
  readonly dataDir?: string | undefined
  /** A dump of another memory database to start from. */
  readonly snapshot?: Blob | undefined
}

/** A database inside this process. `raw` is there for what brings its own statements (jobs). */
export type PgliteDatabase = Database & {
  readonly kind: 'pglite'
  readonly raw: PGlite
  /** Writes where the server answers into the lock, for other processes to find. Nothing to do in memory. */
  readonly announce: (url: string) => Promise<void>
}

const ABORTED_SQLSTATE = '25P02'

/**
 * Opens (or creates) the database. One process at a time: throws DatabaseLockedError when the folder is open elsewhere.
 * What is committed survives a killed process, not a power cut: the file system under it never syncs.
 */
export async function openPglite(options: PgliteOptions = {}): Promise<PgliteDatabase> {
  const { dataDir } = options
  if (dataDir === undefined) {
    return toDatabase(await PGlite.create(options.snapshot === undefined ? {} : { loadDataDir: options.snapshot }))
  }
  await mkdir(dataDir, { recursive: true })
  const lock = await takeLock(dataDir)
  try {
    return toDatabase(await openFolder(dataDir), lock)
  } catch (error) {
    await lock.release()
    throw error
  }
}

/** A folder becomes the database only when it is complete, so a first start may be killed at any point. */
async function openFolder(dataDir: string): Promise<PGlite> {
  const folder = join(dataDir, 'pglite')
  if (!(await exists(folder))) {
    const draft = join(dataDir, 'pglite.new')
    await rm(draft, { recursive: true, force: true })
    await (await PGlite.create(draft)).close()
    await rename(draft, folder)
  }
  return PGlite.create(folder)
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined
}

function toDatabase(raw: PGlite, lock?: HeldLock): PgliteDatabase {
  const options = queryOptions(raw)
  const inside = new AsyncLocalStorage<{ open: boolean }>()
  const assertOutside = (): void => {
    if (inside.getStore()?.open === true) throw new Error('inside a transaction only its own sql may be used')
  }
  const execute = async <R extends Row>(statement: Statement): Promise<readonly R[]> => {
    assertOutside()
    return recovering(raw, () => query<R>(raw, options, statement))
  }
  let closed: Promise<void> | undefined
  return {
    kind: 'pglite',
    raw,
    announce: async (url) => lock?.announce(url),
    execute,
    // There is one session, which takes what it is given one after the other.
    inLine: (work) => work({ execute }),
    transaction: async (work) => {
      assertOutside()
      const scope = { open: true }
      return transact(raw, (tx) => {
        const execute = <R extends Row>(statement: Statement) => query<R>(tx, options, statement)
        return inside
          .run(scope, () => work({ execute }))
          .finally(() => {
            scope.open = false
          })
      })
    },
    script: async (text) => {
      assertOutside()
      await runScript(raw, text)
    },
    listen: async (channel, onMessage) => {
      assertChannel(channel)
      const stop = await raw.listen(channel, onMessage)
      return () => (raw.closed ? Promise.resolve() : stop())
    },
    close: () => {
      closed ??= raw.close().finally(() => lock?.release())
      return closed
    },
  }
}

/** Our types instead of PGlite's, for our statements only: what uses `raw` keeps PGlite's own. */
function queryOptions(raw: PGlite): QueryOptions {
  const parsers = Object.fromEntries(Object.keys(raw.parsers).map((oid) => [oid, decoderOf(Number(oid))]))
  // Parameters arrive here as text already, whatever their type.
  const serializers = new Proxy({}, { get: () => (text: string) => text })
  return { parsers, serializers }
}

async function query<R extends Row>(
  target: PGlite | Transaction,
  options: QueryOptions,
  statement: Statement,
): Promise<readonly R[]> {
  const { rows } = await target.query<R>(statement.text, statement.values.map(encodeParameter), options)
  return rows
}

/**
 * There is one session, and what uses `raw` may have left it in a failed transaction for a moment.
 * Nothing was run then, so the session is put right and the same is done again.
 */
async function recovering<T>(raw: PGlite, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (codeOf(error) !== ABORTED_SQLSTATE) throw error
    await raw.exec('rollback')
    return work()
  }
}

async function transact<T>(raw: PGlite, work: (tx: Transaction) => Promise<T>): Promise<T> {
  // `begin` itself does nothing in a failed transaction but fail, so the session is looked at first.
  await recovering(raw, () => raw.query('select 1'))
  try {
    return await raw.transaction(work)
  } catch (error) {
    throw isSwallowed(error) ? new TransactionAbortedError() : error
  }
}

/** PGlite's own error for a commit that turned into a rollback. */
function isSwallowed(error: unknown): boolean {
  return error instanceof Error && 'query' in error && error.query === 'COMMIT' && codeOf(error) === ABORTED_SQLSTATE
}

async function runScript(raw: PGlite, text: string): Promise<void> {
  try {
    await recovering(raw, () => raw.exec(text))
  } catch (error) {
    // The script may have failed inside its own begin.
    await raw.exec('rollback')
    throw error
  }
}
