import { type Endpoint, isWrite } from '@siyu/core/kernel'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { cors } from 'hono/cors'
import { type Caller, type FindKey, identify, mayCall } from './access.ts'
import type { Call } from './call.ts'
import type { Engine, Outcome, Route } from './command.ts'
import { faultOf } from './database.ts'
import { checkInput, readQueryString } from './input.ts'
import type { RateLimit } from './limits.ts'
import type { Tokens } from './tokens.ts'

/** The largest request body. */
export const MAX_BODY_BYTES: number = 256 * 1024

/** What serving over HTTP needs beside the engine. */
export type Wire = {
  readonly engine: Engine
  readonly routes: readonly Route[]
  readonly tokens: Tokens
  readonly findKey: FindKey
  readonly limit: RateLimit
  readonly now: () => number
  readonly newId: (prefix: string) => string
  readonly hash: (text: string) => string
  /** A fault of ours: told to whoever looks after the server, never to the caller. */
  readonly onFault: (fault: { readonly requestId: string; readonly endpoint: string; readonly error: unknown }) => void
}

/** The environment a host passes beside the request: where it came from, if it knows. */
export type Bindings = { readonly remoteAddress?: string | undefined }
export type App = Hono<{ Bindings: Bindings }>

type Ctx = Context<{ Bindings: Bindings }>

/**
 * The HTTP face of the routes: one handler for all of them, because an endpoint is data. What `mount` adds answers
 * before the API does, with headers of its own.
 */
export function createApp(wire: Wire, mount: (app: App) => void = () => undefined): App {
  const app: App = new Hono<{ Bindings: Bindings }>()
  mount(app)
  app.use(
    '/v1/*',
    cors({ origin: (origin) => origin, allowHeaders: ALLOWED_HEADERS, exposeHeaders: EXPOSED_HEADERS, maxAge: 600 }),
  )
  // Per route, because the event collector takes larger bodies under a limit of its own.
  const limited = bodyLimit({
    maxSize: MAX_BODY_BYTES,
    onError: (c) => problem(c, wire, 413, 'too_large', { maxBytes: MAX_BODY_BYTES }),
  })
  for (const route of wire.routes) {
    if (route.endpoint.access === 'system') continue
    app.on(route.endpoint.method, [route.endpoint.path], limited, (c) => handle(c, wire, route))
  }
  app.notFound((c) => problem(c, wire, 404, 'route_missing'))
  app.onError((error, c) => fault(c, wire, c.req.path, error))
  return app
}

const ALLOWED_HEADERS = ['authorization', 'content-type', 'siyu-key', 'idempotency-key', 'last-event-id']
const EXPOSED_HEADERS = ['siyu-request-id', 'idempotency-hit', 'retry-after']

async function handle(c: Ctx, wire: Wire, route: Route): Promise<Response> {
  const { endpoint } = route
  const now = wire.now()
  const caller = await identify(c.req.raw.headers, wire.tokens, wire.findKey, now)
  if (!caller.ok) return problem(c, wire, caller.status, caller.code)
  const waitMs = await wire.limit(limitName(c, caller), endpoint.name)
  if (waitMs > 0) return problem(c, wire, 429, 'rate_limited', undefined, waitMs)
  const { access } = endpoint
  const concept = endpoint.name.split('.')[0] ?? ''
  if (!mayCall(access, caller, concept)) {
    return problem(c, wire, caller.principal.kind === 'public' ? 401 : 403, 'denied', { access, concept })
  }
  const key = isWrite(endpoint) ? c.req.header('idempotency-key') : ''
  if (key === undefined || (key === '' && isWrite(endpoint))) return problem(c, wire, 400, 'idempotency_key_missing')
  if (key.length > 128 || /[^\x21-\x7e]/.test(key)) {
    return invalid(c, wire, [{ path: 'idempotency-key', message: 'must be 1 to 128 visible ASCII characters' }])
  }
  const raw = await readInput(c, endpoint)
  if (raw === undefined) return invalid(c, wire, [{ path: '', message: 'the body is not a JSON object' }])
  const checked = checkInput(endpoint.input, raw)
  if (!checked.ok) return invalid(c, wire, checked.issues)

  const login = loginOf(checked.input)
  const loginWaitMs = login === undefined ? 0 : await wire.limit('', endpoint.name, `${caller.brandId}:${login}`)
  if (loginWaitMs > 0) return problem(c, wire, 429, 'rate_limited', undefined, loginWaitMs)
  const call: Call = {
    brandId: caller.brandId,
    principal: caller.principal,
    key,
    now,
    newId: wire.newId,
    hash: wire.hash,
  }
  const dryRun = c.req.query('dryRun') === '1'
  try {
    return respond(c, wire, endpoint, await route.run(wire.engine, call, checked.input, { dryRun }))
  } catch (error) {
    const kind = faultOf(error).kind
    if (kind !== 'fault') return problem(c, wire, 503, 'busy', undefined, 1_000)
    return fault(c, wire, endpoint.name, error)
  }
}

/** Whom a sign-in is about, however they are spelled: counted by spelling, the limit would be worth nothing. */
function loginOf(input: unknown): string | undefined {
  const { address, login } = input as { readonly address?: unknown; readonly login?: unknown }
  const named = address ?? login
  if (typeof named !== 'string') return undefined
  const plain = named
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}@]/gu, '')
  // However a number is written, with or without its country: its last eleven digits are the person's.
  return /^\d+$/.test(plain) ? plain.slice(-11) : plain
}

/** A publishable key is shared by all its shoppers, so they are told apart by address. */
function limitName(c: Ctx, caller: Extract<Caller, { ok: true }>): string {
  const { principal, key } = caller
  if (key?.kind === 'secret') return `secret:${caller.brandId}:${key.id}`
  if (principal.kind === 'member') return `${caller.brandId}:${principal.memberId}`
  if (principal.kind === 'operator') return `${caller.brandId}:${principal.operatorId}`
  return `${caller.brandId}:${c.env?.remoteAddress ?? 'unknown'}`
}

/** Body, path and query string as one input; undefined when the body is not a JSON object. */
async function readInput(c: Ctx, endpoint: Endpoint): Promise<Record<string, unknown> | undefined> {
  const path = c.req.param() as Readonly<Record<string, string>>
  if (endpoint.method === 'GET') {
    return { ...readQueryString(endpoint.input, new URL(c.req.url).searchParams), ...path }
  }
  const text = await c.req.text()
  const body = text === '' ? {} : parseJson(text)
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined
  return { ...body, ...path }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function respond(c: Ctx, wire: Wire, endpoint: Endpoint, outcome: Outcome): Response {
  switch (outcome.kind) {
    case 'done': {
      const headers: Record<string, string> = { 'siyu-request-id': wire.newId('req') }
      if (outcome.replayed) headers['idempotency-hit'] = 'true'
      if (outcome.dryRun) headers['siyu-dry-run'] = 'true'
      return c.json(outputOf(endpoint, outcome) as object, 200, headers)
    }
    case 'refused':
      return problem(
        c,
        wire,
        endpoint.refusals[outcome.refusal.code] ?? 409,
        outcome.refusal.code,
        outcome.refusal.detail,
      )
    case 'conflict':
      return problem(c, wire, 409, 'idempotency_key_reused')
    case 'busy':
      return problem(c, wire, 503, 'busy', undefined, 1_000)
    case 'file':
      return file(wire, outcome)
  }
}

function file(wire: Wire, { body, type, name }: Extract<Outcome, { kind: 'file' }>): Response {
  const headers = { 'siyu-request-id': wire.newId('req'), 'content-type': type, 'cache-control': 'no-store' }
  return new Response(body, { headers: { ...headers, 'content-disposition': `attachment; filename="${name}"` } })
}

/** Only what the contract names leaves the house. A dry run that lacks what only a real one gets answers nothing. */
function outputOf(endpoint: Endpoint, { output, dryRun }: Extract<Outcome, { kind: 'done' }>): unknown {
  if (!dryRun) return endpoint.output.parse(output)
  const checked = endpoint.output.safeParse(output)
  return checked.success ? checked.data : {}
}

type Status = 400 | 401 | 402 | 403 | 404 | 409 | 413 | 429 | 500 | 503

function problem(c: Ctx, wire: Wire, status: Status, code: string, detail?: unknown, waitMs?: number): Response {
  const requestId = wire.newId('req')
  const headers: Record<string, string> = { 'siyu-request-id': requestId }
  if (waitMs !== undefined) headers['retry-after'] = String(Math.max(1, Math.ceil(waitMs / 1000)))
  return c.json({ error: { code, ...(detail === undefined ? {} : { detail }), requestId } }, status, headers)
}

function invalid(c: Ctx, wire: Wire, issues: readonly { readonly path: string; readonly message: string }[]): Response {
  return problem(c, wire, 400, 'invalid_input', { issues })
}

function fault(c: Ctx, wire: Wire, endpoint: string, error: unknown): Response {
  const requestId = wire.newId('req')
  wire.onFault({ requestId, endpoint, error })
  return c.json({ error: { code: 'fault', requestId } }, 500, { 'siyu-request-id': requestId })
}
