type Maybe<T> = T | Promise<T>

/** Where the session outlives a reload. Both at-once and promised answers are fine. */
export type ClientStorage = {
  get(key: string): Maybe<string | null | undefined>
  set(key: string, value: string): Maybe<unknown>
  remove(key: string): Maybe<unknown>
}

/** Forgets everything with the page or process. */
export function memoryStorage(): ClientStorage {
  const values = new Map<string, string>()
  return {
    get: (key) => values.get(key),
    set: (key, value) => values.set(key, value),
    remove: (key) => values.delete(key),
  }
}

/** What {@link webStorage} needs of `localStorage` and `sessionStorage`. */
export type WebStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** Keeps the session in the browser, in `localStorage` unless told otherwise. */
export function webStorage(storage: WebStorage = localStorage): ClientStorage {
  return {
    get: (key) => storage.getItem(key),
    set: (key, value) => storage.setItem(key, value),
    remove: (key) => storage.removeItem(key),
  }
}
