import { type Endpoint, isSiyuError, isWrite, SiyuError } from '../kernel/index.ts'
import type { Emit, FailedRequest } from './events.ts'
import { type RetryPolicy, retrying } from './retry.ts'
import type { SessionKeeper } from './session.ts'
import { type Signal, withLimits } from './signal.ts'
import type { Transport, TransportRequest, TransportResponse } from './transport.ts'
import { checkInput, errorOf, hasBody, noAnswer, readReply, targetOf } from './wire.ts'

/** What one call can say beside its input. */
export type CallOptions = {
  /** Gives the call up: it fails with `aborted`. An `AbortSignal` is one. */
  readonly signal?: Signal | undefined
  /** Time of one try. */
  readonly timeoutMs?: number | undefined
  /** Key of a write. Made for each call unless given; give the `idempotencyKey` of an error to go on with its intent. */
  readonly idempotencyKey?: string | undefined
  /** Answers what a write would answer, and changes nothing. */
  readonly dryRun?: boolean | undefined
}

export type CallParts = {
  readonly baseUrl: string
  readonly transport: Transport
  readonly publishableKey: string | undefined
  readonly secretKey: string | undefined
  readonly locale: string | undefined
  readonly session: () => SessionKeeper
  readonly emit: Emit
  readonly now: () => number
  readonly random: () => number
  readonly newId: (prefix: string) => string
  readonly retry: RetryPolicy
  readonly timeoutMs: number
}

/** Calls an endpoint and answers what its contract says. */
export type Call = <Input, Output, Code extends string>(
  endpoint: Endpoint<Input, Output, Code>,
  input?: unknown,
  options?: CallOptions,
) => Promise<Output>

const openers: ReadonlySet<string> = new Set(['members.signIn', 'members.refresh', 'brands.signInOperator'])

/** What opens a session: it is called without one. */
export function isOpener({ name }: Pick<Endpoint, 'name'>): boolean {
  return openers.has(name)
}

/** The way of every call: check, send with retries under one key, check the answer, tell of a failure. */
export function createCall(parts: CallParts): Call {
  return async <Input, Output, Code extends string>(
    endpoint: Endpoint<Input, Output, Code>,
    input?: unknown,
    options: CallOptions = {},
  ): Promise<Output> => {
    const key = isWrite(endpoint) ? (options.idempotencyKey ?? parts.newId('key')) : undefined
    try {
      return (await perform(parts, endpoint as unknown as Endpoint, input, key, options)) as Output
    } catch (error) {
      const told = withKey(error, key)
      parts.emit('request.failed', { endpoint: endpoint.name, error: told as FailedRequest['error'] })
      throw told
    }
  }
}

function perform(
  parts: CallParts,
  endpoint: Endpoint,
  input: unknown,
  key: string | undefined,
  options: CallOptions,
): Promise<unknown> {
  const { signal, dryRun = false, timeoutMs = parts.timeoutMs } = options
  const work = async (leftMs: number): Promise<unknown> => {
    const plain = {
      method: endpoint.method,
      url: parts.baseUrl + targetOf(endpoint, fields, dryRun && key !== undefined),
      headers: headersOf(parts, key, hasBody(endpoint)),
      body: hasBody(endpoint) ? JSON.stringify(fields) : undefined,
      timeoutMs: Math.max(1, Math.min(timeoutMs, leftMs)),
    }
    const response = await authorized(parts, endpoint, (token) => send(parts, plain, token, signal), signal)
    return readReply(endpoint, response)
  }
  const fields = checkInput(endpoint, input)
  return retrying(work, { policy: parts.retry, now: parts.now, random: parts.random, signal })
}

/** Sends with the session's token; when the server says it has ended, once more with a new one. */
async function authorized(
  parts: CallParts,
  endpoint: Endpoint,
  sendWith: (token: string | undefined) => Promise<TransportResponse>,
  signal: Signal | undefined,
): Promise<TransportResponse> {
  if (parts.secretKey !== undefined) return sendWith(parts.secretKey)
  if (isOpener(endpoint)) return sendWith(undefined)
  const session = parts.session()
  const isPublic = endpoint.access === 'public'
  const goOn = (error: unknown): undefined => {
    if (!isPublic || !isSiyuError(error, 'session_expired')) throw error
  }
  const token = await withLimits(() => session.token().catch(goOn), { signal })
  const response = await sendWith(token)
  if (token === undefined || response.status !== 401 || errorOf(response).code !== 'session_expired') return response
  await withLimits(() => session.replace(token).catch(goOn), { signal })
  return sendWith(await session.token())
}

type PlainRequest = Omit<TransportRequest, 'signal'>

function send(
  { transport }: CallParts,
  plain: PlainRequest,
  token: string | undefined,
  signal: Signal | undefined,
): Promise<TransportResponse> {
  const headers = token === undefined ? plain.headers : { ...plain.headers, authorization: `Bearer ${token}` }
  const once = async (inner: Signal): Promise<TransportResponse> =>
    transport.send({ ...plain, headers, signal: inner }).catch((error: unknown) => {
      throw noAnswer(error)
    })
  return withLimits(once, { signal, timeoutMs: plain.timeoutMs })
}

/** The headers of every request but for the token. */
export function headersOf(
  { publishableKey, locale }: Pick<CallParts, 'publishableKey' | 'locale'>,
  key: string | undefined,
  json: boolean,
): Record<string, string> {
  const headers: Record<string, string> = { accept: 'application/json' }
  if (json) headers['content-type'] = 'application/json'
  if (publishableKey !== undefined) headers['siyu-key'] = publishableKey
  if (locale !== undefined) headers['accept-language'] = locale
  if (key !== undefined) headers['idempotency-key'] = key
  return headers
}

/** A write that may or may not have happened keeps its key, so that the same intent can be tried again. */
function withKey(error: unknown, key: string | undefined): unknown {
  if (key === undefined || !isSiyuError(error)) return error
  const isOpen = error.status === 0 || error.retryable
  return isOpen ? new SiyuError({ ...error, cause: error.cause, idempotencyKey: key }) : error
}
