import type { Entry, IdentityStorage, QueueStorage } from './ports.ts'
import { quietly } from './quiet.ts'

/** What a browser that is closed may leave in the origin's IndexedDB. */
const DATABASE_BYTES = 12_000_000
/** localStorage is the site's: it stands in for IndexedDB, and takes what a leaving page writes in its last moment. */
const LOCAL_BYTES = 2_000_000
/** Some browsers never answer the first call of IndexedDB; then localStorage stands in. */
const OPEN_MS = 2000
const STORE = 'q'

/** Access alone can throw (blocked cookies, sandboxed frames). */
export function usableLocal(): Storage | undefined {
  return quietly(() => globalThis.localStorage)
}

/** IndexedDB; localStorage where that is blocked, and for what must be stored before the page is gone. */
export function webStorage(local: Storage | undefined): QueueStorage {
  const beside = localQueue(local)
  let opening: Promise<IDBDatabase | undefined> | undefined
  /** Its answer in a list, or undefined where there is no IndexedDB. After an error the next call connects anew. */
  const run = async <Value>(
    mode: IDBTransactionMode,
    task: (store: IDBObjectStore) => IDBRequest<Value> | undefined,
  ) => {
    opening ??= openDatabase()
    const database = await opening
    try {
      return database && [await transaction(database, mode, task)]
    } catch (error) {
      opening = undefined
      throw error
    }
  }
  return {
    maxBytes: DATABASE_BYTES,
    list: async (prefix) => {
      const [found = []] = (await run('readonly', (store) => store.getAllKeys())) ?? []
      return [...(found as string[]), ...beside.list()].filter((key) => key.startsWith(prefix))
    },
    get: async (key) =>
      beside.get(key) ?? ((await run('readonly', (store) => store.get(key)))?.[0] as string | undefined),
    set: async (entries) => {
      const done = await run('readwrite', (store) => {
        for (const [key, text] of entries) store.put(text, key)
      })
      if (!done) for (const entry of entries) beside.set(entry)
    },
    remove: async (keys) => {
      for (const key of keys) beside.remove(key)
      await run('readwrite', (store) => {
        for (const key of keys) store.delete(key)
      })
    },
    setNow: beside.set,
  }
}

function transaction<Value>(
  database: IDBDatabase,
  mode: IDBTransactionMode,
  task: (store: IDBObjectStore) => IDBRequest<Value> | undefined,
): Promise<Value | undefined> {
  return new Promise((resolve, reject) => {
    const running = database.transaction(STORE, mode)
    const request = task(running.objectStore(STORE))
    running.oncomplete = () => resolve(request?.result)
    running.onabort = reject
    running.commit?.()
  })
}

function openDatabase(): Promise<IDBDatabase | undefined> {
  return new Promise((resolve) => {
    const none = () => resolve(undefined)
    setTimeout(none, OPEN_MS)
    const request = quietly(() => indexedDB.open('siyu', 1))
    if (!request) return none()
    request.onupgradeneeded = () => request.result.createObjectStore(STORE)
    request.onerror = none
    request.onsuccess = () => resolve(request.result)
  })
}

/** Synchronous, and never more than its share of what belongs to the whole site. */
function localQueue(local: Storage | undefined): {
  readonly list: () => string[]
  readonly get: (key: string) => string | null | undefined
  readonly set: (entry: Entry) => void
  readonly remove: (key: string) => void
} {
  let room = LOCAL_BYTES
  return {
    list: () => Object.keys(local ?? {}),
    get: (key) => local?.getItem(key),
    set: ([key, text]) => {
      room -= text.length
      // Without storage this throws, and the queue stays in the tab's memory.
      if (room > 0) (local as Storage).setItem(key, text)
      else throw new Error('full')
    },
    remove: (key) => local?.removeItem(key),
  }
}

/** The visitor's ids, in localStorage. */
export function webIdentity(local: Storage | undefined, writeKey: string): IdentityStorage {
  const key = `siyu.id.${writeKey}`
  return {
    load: () => local?.getItem(key),
    save: (text) => (text === undefined ? local?.removeItem(key) : local?.setItem(key, text)),
  }
}
