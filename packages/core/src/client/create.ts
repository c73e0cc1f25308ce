import type { OperatorSession } from '../brands/index.ts'
import { contract, type SiyuContract } from '../contract.ts'
import { type Contract, createId, type Endpoint, type Schema } from '../kernel/index.ts'
import { type MemberSession, refreshSession } from '../members/index.ts'
import { type Call, type CallOptions, type CallParts, createCall, isOpener } from './call.ts'
import { createEmitter, type On } from './events.ts'
import { createLive, type Live } from './live.ts'
import { paginate } from './paginate.ts'
import { type RetryOptions, usualRetry } from './retry.ts'
import { type AdminSessionControl, createSessionKeeper, type SessionControl, type SessionKeeper } from './session.ts'
import { type ClientStorage, memoryStorage } from './storage.ts'
import type { Transport } from './transport.ts'

/** Time of one try unless told otherwise. */
const USUAL_TIMEOUT_MS = 15_000

/** What a client is made of. */
export type ClientOptions = {
  /** Address of the server without `/v1`: `https://shop.example`. In browsers also `''` or `/shop`. */
  readonly baseUrl: string
  /** How requests leave the device. */
  readonly transport: Transport
  /** `pk_…`, tells the brand. Safe to publish. */
  readonly publishableKey?: string | undefined
  /** Where the session outlives a reload; memory unless given. */
  readonly storage?: ClientStorage | undefined
  readonly retry?: RetryOptions | undefined
  /** Time of one try; 15 seconds unless given. */
  readonly timeoutMs?: number | undefined
  /** Sent as `accept-language`. */
  readonly locale?: string | undefined
  /** Clock, epoch milliseconds. */
  readonly now?: (() => number) | undefined
  /** Chance between 0 and 1, for waits and, where `newId` is not given, identifiers. */
  readonly random?: (() => number) | undefined
  /** Makes identifiers such as `key_…`. */
  readonly newId?: ((prefix: string) => string) | undefined
}

/** An endpoint without fields takes no input. */
type InputArgument<Input> = keyof Input extends never ? Readonly<Record<string, never>> : Input

/** The method of an endpoint. The input may be left out when none of its fields must be given. */
export type Method<E> =
  E extends Endpoint<infer Input, infer Output, infer _Code>
    ? Record<never, never> extends Input
      ? (input?: InputArgument<Input>, options?: CallOptions) => Promise<Output>
      : (input: InputArgument<Input>, options?: CallOptions) => Promise<Output>
    : never

/** The methods of a contract by verb. */
export type Methods<C> = { readonly [Verb in keyof C]: Method<C[Verb]> }

/** The methods of all contracts by concept. */
type MethodsOf<Contracts> = { readonly [Concept in keyof Contracts]: Methods<Contracts[Concept]> }

/** A client: every operation as `siyu.<concept>.<verb>(input, options)`, and the session and events around them. */
export type ClientOf<Contracts> = MethodsOf<Contracts> & {
  readonly session: SessionControl
  readonly live: Live
  /** Listens to what happens in the client and, while `live` runs, on the server. */
  readonly on: On
  /** `for await (const order of siyu.paginate(siyu.orders.list, { limit: 50 }))`. */
  readonly paginate: typeof paginate
  /** The key the client was made with; tells brands apart in caches. */
  readonly publishableKey: string | undefined
  /** An identifier made on the device, such as the `ord_…` of a checkout. */
  readonly newId: (prefix: string) => string
}

/** The client of a shop: what members and visitors may do. */
export type Siyu = ClientOf<SiyuContract>

/** Makes a shop's client over a transport. It starts nothing and reads no global but timers, `Date` and `Math`. */
export function createClient(options: ClientOptions): Siyu {
  return clientOf(contract, options)
}

/** What only a client of operators is told. */
export type OperatorParts = {
  readonly secretKey: string | undefined
  /** Proves an operator's session that was stored; the client of a shop takes none up. */
  readonly operatorSession: Schema<OperatorSession>
}

/** Makes the client of any list of contracts. */
export function clientOf<Contracts extends { readonly [Concept in keyof Contracts]: Contract }>(
  contracts: Contracts,
  options: ClientOptions,
  operators?: OperatorParts,
): ClientOf<Contracts> {
  const { emit, on } = createEmitter()
  const now = options.now ?? Date.now
  const random = options.random ?? Math.random
  const secretKey = operators?.secretKey
  const { publishableKey, locale, transport } = options
  const parts: CallParts = {
    ...{ transport, publishableKey, secretKey, locale, now, random, emit },
    baseUrl: options.baseUrl.replace(/\/+$/, ''),
    newId: options.newId ?? ((prefix) => createId(prefix, now(), (bytes) => bytes.map(() => random() * 256))),
    retry: { ...usualRetry, ...definedOf(options.retry) },
    timeoutMs: options.timeoutMs ?? USUAL_TIMEOUT_MS,
    session: () => keeper,
  }
  const call = createCall(parts)
  const keeper: SessionKeeper = createSessionKeeper({
    storage: (secretKey === undefined ? options.storage : undefined) ?? memoryStorage(),
    storageKey: publishableKey === undefined ? 'siyu.session' : `siyu.session.${publishableKey}`,
    operatorSession: operators?.operatorSession,
    renew: (refreshToken) => call(refreshSession, { refreshToken }),
    ...{ now, emit },
  })
  const session = secretKey === undefined ? keeper.control : undefined
  const concepts = Object.entries<Contract>(contracts).map(([name, verbs]) => [name, methodsOf(verbs, call, session)])
  return {
    ...(Object.fromEntries(concepts) as MethodsOf<Contracts>),
    session: keeper.control,
    live: createLive({ ...parts, on }),
    ...{ on, paginate, publishableKey, newId: parts.newId },
  }
}

type AnyMethod = (input?: unknown, options?: CallOptions) => Promise<unknown>

function methodsOf(verbs: Contract, call: Call, session: AdminSessionControl | undefined): Record<string, AnyMethod> {
  return Object.fromEntries(Object.entries(verbs).map(([verb, endpoint]) => [verb, methodOf(endpoint, call, session)]))
}

/** Calls that open or end a session also change the one on this device. With a secret key there is none. */
function methodOf(endpoint: Endpoint, call: Call, session: AdminSessionControl | undefined): AnyMethod {
  if (isOpener(endpoint)) {
    return async (input, options) => {
      const opened = await call(endpoint, input, options)
      if (options?.dryRun !== true) session?.set(opened as MemberSession | OperatorSession)
      return opened
    }
  }
  if (endpoint.name === 'members.signOut') {
    return (input, options) => call(endpoint, input, options).finally(() => session?.clear())
  }
  return (input, options) => call(endpoint, input, options)
}

/** Options given as undefined mean the usual ones. */
function definedOf(retry: RetryOptions = {}): { [K in keyof RetryOptions]: number } {
  return Object.fromEntries(Object.entries(retry).filter(([, value]) => value !== undefined))
}
