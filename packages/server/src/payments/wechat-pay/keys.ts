import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'
import { type Sealed, unseal } from './signing.ts'

/** How long downloaded certificates are used before they are asked for again; the documented interval is 12 hours. */
const REFRESH_MS = 12 * 3_600_000
/** An unknown serial number asks at once, but not more often than this: strangers can name any. */
const RETRY_MS = 60_000

type Known = { readonly key: KeyObject; readonly fromAt: number; readonly untilAt: number }

/** The keys that the provider signs with, by serial number. */
export type PlatformKeys = {
  /** The key of a serial number at this moment; undefined when the provider has none of it. */
  readonly find: (serialNumber: string, now: number) => Promise<KeyObject | undefined>
  /** The one that what is meant for the provider alone is sealed with; undefined when it has told none. */
  readonly current: (now: number) => Promise<CurrentKey | undefined>
}
export type CurrentKey = { readonly serialNumber: string; readonly key: KeyObject }

/** A public key that does not change. Its id begins with `PUB_KEY_ID_`. */
export function fixedKey(id: string, pem: string): PlatformKeys {
  const key = createPublicKey(pem)
  return {
    find: async (serialNumber) => (serialNumber === id ? key : undefined),
    current: async () => ({ serialNumber: id, key }),
  }
}

export type CertificateRow = {
  readonly serial_no: string
  readonly effective_time: string
  readonly expire_time: string
  readonly encrypt_certificate: Sealed
}

/**
 * Certificates that change: asked for when they are first needed, each half day, and when one is named that is not
 * known, so that an old and a new one are both good while they are exchanged. One that has ended is not.
 */
export function rotatingKeys(load: () => Promise<readonly CertificateRow[]>, apiKey: Buffer): PlatformKeys {
  let known = new Map<string, Known>()
  let [loadedAt, triedAt] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]
  let loading: Promise<void> | undefined
  const refresh = (now: number): Promise<void> => {
    triedAt = now
    loading ??= load()
      .then((rows) => {
        known = new Map(rows.map((row) => [row.serial_no, certificateOf(row, apiKey)]))
        loadedAt = now
      })
      .finally(() => {
        loading = undefined
      })
    return loading
  }
  const good = (serialNumber: string, now: number): KeyObject | undefined => {
    const found = known.get(serialNumber)
    return found !== undefined && found.fromAt <= now && now < found.untilAt ? found.key : undefined
  }
  return {
    current: async (now) => {
      if (now - loadedAt >= REFRESH_MS) await refresh(now)
      const good = [...known].filter(([, { fromAt, untilAt }]) => fromAt <= now && now < untilAt)
      const newest = good.toSorted(([, a], [, b]) => a.fromAt - b.fromAt).at(-1)
      return newest && { serialNumber: newest[0], key: newest[1].key }
    },
    find: async (serialNumber, now) => {
      const isOld = now - loadedAt >= REFRESH_MS
      if ((isOld || !known.has(serialNumber)) && (loading !== undefined || now - triedAt >= RETRY_MS)) {
        // What is known stays good while the provider cannot be asked.
        await refresh(now).catch((error: unknown) => {
          if (!known.has(serialNumber)) throw error
        })
      }
      return good(serialNumber, now)
    },
  }
}

/** A certificate out of the list. @throws when it is not sealed under the merchant's key */
export function certificateOf(row: CertificateRow, apiKey: Buffer): Known {
  const { publicKey } = new X509Certificate(unseal(apiKey, row.encrypt_certificate))
  return { key: publicKey, fromAt: Date.parse(row.effective_time), untilAt: Date.parse(row.expire_time) }
}
