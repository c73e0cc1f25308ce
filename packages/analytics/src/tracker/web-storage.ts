import type { Entry, IdentityStorage, Platform, QueueStorage } from './ports.ts'
import { quietly } from './quiet.ts'

/** What a tab may have in localStorage, in UTF-16 units: the most of that belongs to the site. */
const LOCAL_LENGTH = 1_000_000
/** Some browsers never answer the first call of IndexedDB; then localStorage stands in. */
const OPEN_MS = 2000
const STORE = 'q'

/** Access alone can throw (blocked cookies, sandboxed frames). */
export function usableLocal(): Storage | undefined {
  return quietly(() => localStorage)
}

/** IndexedDB, with localStorage as its journal: for a trickle, for what a leaving page has, and where it is blocked. */
export function webStorage(local: Storage | undefined): QueueStorage {
  const beside = localQueue(local)
  let opening: Promise<IDBDatabase | undefined> | undefined
  /** Undefined where there is no IndexedDB. After an error the next call connects anew. */
  const run = async <Value>(
    mode: IDBTransactionMode,
    task: (store: IDBObjectStore) => IDBRequest<Value> | undefined,
  ) => {
    opening ??= openDatabase().catch(() => undefined)
    const database = await opening
    try {
      return database && (await transaction(database, mode, task))
    } catch (error) {
      opening = undefined
      throw error
    }
  }
  return {
    list: async (prefix) => {
      const found = (await run('readonly', (store) => store.getAllKeys())) || []
      return [...(found as string[]), ...beside.list()].filter((key) => key.startsWith(prefix))
    },
    get: async (key) => beside.get(key) ?? (await run<string>('readonly', (store) => store.get(key))),
    set: async (entries) => {
      const done = await run('readwrite', (store) => {
        for (const [key, text] of entries) store.put(text, key)
      })
      if (done === undefined) entries.forEach(beside.set)
    },
    remove: async (keys) => {
      const others = keys.filter((key) => !beside.remove(key))
      if (others.length > 0) {
        await run('readwrite', (store) => {
          for (const key of others) store.delete(key)
        })
      }
    },
    setNow: beside.set,
  }
}

function transaction<Value>(
  database: IDBDatabase,
  mode: IDBTransactionMode,
  task: (store: IDBObjectStore) => IDBRequest<Value> | undefined,
): Promise<Value | ''> {
  return new Promise((resolve, reject) => {
    const running = database.transaction(STORE, mode)
    const request = task(running.objectStore(STORE))
    running.oncomplete = () => resolve(request?.result ?? '')
    running.onabort = reject
    running.commit?.()
  })
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    setTimeout(reject, OPEN_MS)
    const request = indexedDB.open('siyu', 1)
    request.onupgradeneeded = () => request.result.createObjectStore(STORE)
    request.onerror = reject
    request.onsuccess = () => resolve(request.result)
  })
}

/** Synchronous, and never more than its share of what belongs to the whole site. */
function localQueue(local: Storage | undefined): {
  readonly list: () => string[]
  readonly get: (key: string) => string | null | undefined
  readonly set: (entry: Entry) => void
  /** False when it was not there. */
  readonly remove: (key: string) => boolean
} {
  let room = LOCAL_LENGTH
  return {
    list: () => Object.keys(local ?? {}),
    get: (key) => local?.getItem(key),
    set: ([key, text]) => {
      // Without storage this throws, and the queue stays in the tab's memory.
      if (text.length > room) throw new Error('full')
      ;(local as Storage).setItem(key, text)
      room -= text.length
    },
    remove: (key) => {
      const { length } = local?.getItem(key) ?? ''
      room += length
      local?.removeItem(key)
      return length > 0
    },
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

/** Tells the other tabs by a change of localStorage that is taken back at once: nothing stays on the device. */
export function webTabs(local: Storage | undefined, writeKey: string): Platform['tabs'] {
  const key = `siyu.say.${writeKey}`
  return (hear) => {
    addEventListener('storage', (event) => {
      if (event.key === key && event.newValue) hear(event.newValue)
    })
    return (text) => {
      local?.setItem(key, text)
      local?.removeItem(key)
    }
  }
}
