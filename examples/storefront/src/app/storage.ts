import { type ClientStorage, memoryStorage, webStorage } from '@siyu/core'

/** The browser's storage, or this page's memory where the browser forbids it. */
export const storage: ClientStorage = usableStorage()

function usableStorage(): ClientStorage {
  try {
    localStorage.getItem('shop')
    return webStorage()
  } catch {
    return memoryStorage()
  }
}

/** Reads a small setting of this device. */
export function readSetting(name: string): string | null {
  const value = storage.get(`shop.${name}`)
  return typeof value === 'string' ? value : null
}

/** Keeps a small setting of this device; a full storage loses it. */
export function keepSetting(name: string, value: string): void {
  try {
    void storage.set(`shop.${name}`, value)
  } catch {
    // The choice still holds for this visit.
  }
}
