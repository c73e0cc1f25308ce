import { createId, type RandomBytes } from '../kernel/index.ts'
import type { ClientOptions } from './create.ts'
import { lazyTransport } from './lazy.ts'
import type { Transport } from './transport.ts'

/** What a client on the web or on Node is made of; the transport is ky unless given. */
export type SiyuOptions = Omit<ClientOptions, 'transport'> & { readonly transport?: Transport | undefined }

const randomBytes: RandomBytes = (bytes) => crypto.getRandomValues(bytes as Uint8Array<ArrayBuffer>)

/** The options with what browsers, workers and Node have: ky, loaded as a part of its own, and good chance. */
export function webOptions(options: SiyuOptions): ClientOptions {
  const now = options.now ?? Date.now
  return {
    ...options,
    transport: options.transport ?? lazyTransport(() => import('./ky.ts').then((loaded) => loaded.kyTransport())),
    newId: options.newId ?? ((prefix) => createId(prefix, now(), (bytes) => randomBytes(bytes))),
  }
}
