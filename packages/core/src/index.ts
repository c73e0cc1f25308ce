import { createClient, type Siyu } from './client/index.ts'
import { type SiyuOptions, webOptions } from './client/web.ts'

export type { ErrorCode, RefusalCode } from './admin-contract.ts'
export type {
  CallOptions,
  ChangeName,
  ClientOf,
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
export type { SiyuOptions } from './client/web.ts'
export type { ShopErrorCode, SiyuContract } from './contract.ts'
export { contract } from './contract.ts'
export type { CommonCode, InputIssue, Page } from './kernel/index.ts'
export { ContractError, isSiyuError, SiyuError } from './kernel/index.ts'

/**
 * Makes a shop's client for browsers, workers and Node. ky is a part of its own that starts to load at once, so that a
 * page pays for it beside its other work. Mini-programs take `createClient` of `@siyu/core/client` and a
 * `requestTransport`; operators and servers take `createSiyuAdmin` of `@siyu/core/admin`.
 */
export function createSiyu(options: SiyuOptions): Siyu {
  return createClient(webOptions(options))
}
