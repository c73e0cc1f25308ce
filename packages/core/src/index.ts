import { type ClientOptions, createClient, type Siyu, type Transport } from './client/index.ts'
import { lazyTransport } from './client/lazy.ts'
import { createId, type RandomBytes } from './kernel/index.ts'

export type {
  CallOptions,
  ChangeName,
  ClientOptions,
  ClientStorage,
  FailedRequest,
  ListMethod,
  Live,
  LiveEvent,
  LiveStatus,
  Method,
  Methods,
  On,
  RetryOptions,
  Session,
  SessionControl,
  Signal,
  Siyu,
  SiyuEvents,
  Transport,
  TransportRequest,
  TransportResponse,
  TransportStream,
} from './client/index.ts'
export { fetchTransport, memoryStorage, paginate, webStorage } from './client/index.ts'
export type { ErrorCode, RefusalCode, SiyuContract } from './contract.ts'
export { contract, listEndpoints } from './contract.ts'
export type { CommonCode, InputIssue, Page } from './kernel/index.ts'
export { ContractError, isSiyuError, SiyuError } from './kernel/index.ts'

/** What a client on the web or on Node is made of; the transport is ky unless given. */
export type SiyuOptions = Omit<ClientOptions, 'transport'> & { readonly transport?: Transport | undefined }

const randomBytes: RandomBytes = (bytes) => crypto.getRandomValues(bytes as Uint8Array<ArrayBuffer>)

/**
 * Makes a client for browsers, workers and Node. ky is a part of its own that starts to load at once, so that a page
 * pays for it beside its other work. Mini-programs take `createClient` of `@siyu/core/client` and a `requestTransport`.
 */
export function createSiyu(options: SiyuOptions): Siyu {
  const now = options.now ?? Date.now
  return createClient({
    ...options,
    transport:
      options.transport ?? lazyTransport(() => import('./client/ky.ts').then((loaded) => loaded.kyTransport())),
    newId: options.newId ?? ((prefix) => createId(prefix, now(), (bytes) => randomBytes(bytes))),
  })
}
