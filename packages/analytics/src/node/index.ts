import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { EventMap, Platform, QueueStorage, Tracker, TrackerOptions } from '../tracker/index.ts'
import { createPlatformTracker, fetchTransport, redactPersonal, uuidV7 } from '../tracker/index.ts'

export type NodeTrackerOptions = TrackerOptions & {
  /**
   * Folder in which unsent events wait through a restart or a crash; made when absent. One process at a time. Without
   * it they wait in memory.
   */
  readonly folder?: string | undefined
  /** Parts of the platform to replace. */
  readonly platform?: Partial<Platform> | undefined
}

/**
 * A tracker for servers and scripts. Say whose event it is with each call (`{ userId }` or `{ anonymousId }`), and call
 * `close()` before the process ends: it sends what waits.
 */
export function createTracker<Events extends EventMap = EventMap>(options: NodeTrackerOptions): Tracker<Events> {
  let identity: string | undefined
  const save = (text: string | undefined) => {
    identity = text
  }
  return createPlatformTracker<Events>(options, {
    storage: options.folder === undefined ? noStorage : folderStorage(options.folder),
    identity: { load: () => identity, save },
    transport: fetchTransport,
    now: Date.now,
    newId: uuidV7,
    random: Math.random,
    redact: redactPersonal,
    ...options.platform,
  })
}

const refuse = (): never => {
  throw new Error('no folder')
}
const noStorage: QueueStorage = { list: refuse, get: refuse, set: refuse, remove: refuse }

/** One file per segment; a file is whole or not there. */
function folderStorage(folder: string): QueueStorage {
  mkdirSync(folder, { recursive: true })
  const fileOf = (key: string) => path.join(folder, `${encodeURIComponent(key)}.jsonl`)
  const nameOf = (file: string) => decodeURIComponent(file.slice(0, -'.jsonl'.length))
  return {
    list: (prefix) =>
      readdirSync(folder)
        .filter((file) => file.endsWith('.jsonl'))
        .map(nameOf)
        .filter((key) => key.startsWith(prefix)),
    get: (key) => readFileSync(fileOf(key), 'utf8'),
    set: (entries) => {
      for (const [key, text] of entries) {
        writeFileSync(`${fileOf(key)}.part`, text)
        renameSync(`${fileOf(key)}.part`, fileOf(key))
      }
    },
    remove: (keys) => {
      for (const key of keys) rmSync(fileOf(key), { force: true })
    },
  }
}
