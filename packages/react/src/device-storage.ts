import { type ClientStorage, webStorage } from '@siyu/core'

/** Small texts on this device that may be lost at any time. */
export type DeviceStorage = {
  readonly get: (key: string) => Promise<string | undefined>
  readonly set: (key: string, value: string) => Promise<void>
  readonly remove: (key: string) => Promise<void>
}

/** Keeps texts in `storage`, the browser's unless given. A device that refuses to store forgets them. */
export function deviceStorage(storage?: ClientStorage): DeviceStorage {
  const quietly = async <T>(act: (store: ClientStorage) => T | Promise<T>): Promise<T | undefined> => {
    try {
      return await act(storage ?? webStorage())
    } catch {
      // There is none here, or it is full, or a private window forbids it.
      return undefined
    }
  }
  return {
    get: async (key) => (await quietly((store) => store.get(key))) ?? undefined,
    async set(key, value) {
      await quietly((store) => store.set(key, value))
    },
    async remove(key) {
      await quietly((store) => store.remove(key))
    },
  }
}
