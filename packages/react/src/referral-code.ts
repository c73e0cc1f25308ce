import type { ClientStorage } from '@siyu/core'
import { deviceStorage } from './device-storage.ts'

/** The parameter of a link that carries a referral code. */
export const referralParam = 'ref'

const storageKey = 'siyu.referral'
const codePattern = /^[0-9A-Za-z]{4,24}$/

/** The referral code this device was opened with, kept until someone joins under it. */
export type ReferralCodes = {
  /** Keeps the code of a link, if it carries one; the newest link counts. */
  readonly capture: (url: string | undefined) => Promise<void>
  readonly get: () => Promise<string | null>
  readonly forget: () => Promise<void>
}

/** Keeps referral codes in `storage`, the browser's unless given. A device that refuses to store forgets them. */
export function createReferralCodes(storage?: ClientStorage): ReferralCodes {
  const store = deviceStorage(storage)
  return {
    async capture(url) {
      const code = url === undefined ? null : codeIn(url)
      if (code !== null) await store.set(storageKey, code)
    },
    get: async () => (await store.get(storageKey)) ?? null,
    forget: () => store.remove(storageKey),
  }
}

function codeIn(url: string): string | null {
  const code = /[?&]ref=([^&#]*)/.exec(url)?.[1] ?? ''
  return codePattern.test(code) ? code : null
}
