import { createHmac } from 'node:crypto'
import type { EventStore } from '@siyu/analytics/warehouse'
import { createId } from '@siyu/core/kernel'
import { apply } from './apply.ts'
import { findKey } from './brands/index.ts'
import {
  type AnalyticsOptions,
  type EventHome,
  mountCollector,
  openCollector,
  openEvents,
  RETENTION_DAYS,
} from './collector.ts'
import type { ApiKey } from './kernel/access.ts'
import { identify } from './kernel/access.ts'
import type { Call } from './kernel/call.ts'
import type { Engine, Outcome, Route } from './kernel/command.ts'
import type { CommitForm } from './kernel/commit.ts'
import type { Database } from './kernel/database.ts'
import { type App, type Bindings, createApp } from './kernel/http.ts'
import { createRateLimit, DEFAULT_RATE_LIMIT, type RateLimitOptions } from './kernel/limits.ts'
import { migrate } from './kernel/migrate.ts'
import { type Outbox, openOutbox } from './kernel/outbox.ts'
import { pooledRandom } from './kernel/random.ts'
import { memberStream } from './kernel/stream.ts'
import { createTokens, type Tokens } from './kernel/tokens.ts'
import { openTraffic } from './kernel/traffic.ts'
import { type CodeSender, testCodeSender } from './members/index.ts'
import { migrations } from './migrations.ts'
import { mountNotices, type PaymentProvider } from './payments/index.ts'
import { routesOf } from './routes.ts'
import type { SendPorts } from './webhooks/index.ts'

export type ServerOptions = {
  /** An open database: `openPglite(…)` or `openPostgres(…)`. The server migrates it but does not close it. */
  readonly database: Database
  /** At least 32 characters; signs sessions and hashes sign-in codes. The same for all processes of a brand. */
  readonly secret: string
  readonly now?: (() => number) | undefined
  readonly random?: (() => number) | undefined
  /** How commits are written; both give the same result. */
  readonly commitForm?: CommitForm | undefined
  readonly rateLimit?: RateLimitOptions | undefined
  /** Sends sign-in codes. Needed unless `testMode` is on. */
  readonly codeSender?: CodeSender | undefined
  /**
   * For tests and demos only, off by default: sign-in codes are told in the reply instead of being sent, and members
   * may play the built-in test provider, which pays their orders with nothing.
   */
  readonly testMode?: boolean | undefined
  /**
   * Who takes the money, the shop's usual one first. Each is notified at `/v1/payment-notices/<name>/<brand>`. Without
   * any there is the built-in test provider, which only members of a shop in test mode can play.
   */
  readonly paymentProviders?: readonly PaymentProvider[] | undefined
  /**
   * Webhooks go to https addresses of the open internet alone. `allowsPrivate` lifts both limits, for tests and for
   * receivers in a closed network.
   */
  readonly webhooks?: { readonly allowsPrivate: boolean } | undefined
  /** How long recorded events are kept, what they should be, and how many are taken. */
  readonly analytics?: AnalyticsOptions | undefined
  readonly onFault?: ((fault: Fault) => void) | undefined
}

/** Something of ours broke. `error` may hold facts of a request; log it where only operators of the server read. */
export type Fault = { readonly requestId: string; readonly endpoint: string; readonly error: unknown }

export type Server = {
  /** The whole API as one web-standard function. */
  readonly fetch: (request: Request, environment?: Bindings) => Promise<Response>
  /** The Hono application behind `fetch`, to mount beside other routes. */
  readonly app: App
  readonly engine: Engine
  readonly outbox: Outbox
  readonly tokens: Tokens
  readonly routes: readonly Route[]
  /** Where recorded events live. */
  readonly events: EventStore
  /** What is still to be told to others, and what tells them. */
  readonly eventQueue: EventHome['queue']
  readonly passEvents: EventHome['pass']
  /** Days recorded events are kept; null keeps them all. */
  readonly eventRetentionDays: number | null
  /** Runs one endpoint as the system itself: jobs, set-up, imports in process. */
  readonly run: (brandId: string, endpoint: string, input: unknown, key: string) => Promise<Outcome>
  readonly now: () => number
  /** What sending webhooks needs. */
  readonly sending: Pick<SendPorts, 'random' | 'hash' | 'allowsPrivate'>
  /** Stops publishing and streams. The database stays open. */
  readonly close: () => Promise<void>
}

/** How long a key is remembered after it was looked up; a revoked key works that long at most. */
const KEY_MEMORY_MS = 5_000

/** Migrates the database and serves the contract on it. */
export async function createServer(options: ServerOptions): Promise<Server> {
  const { database, secret, now = Date.now, random = Math.random } = options
  await migrate(database, migrations)
  const onFault = options.onFault ?? printFault
  const randomBytes = pooledRandom()
  const newId = (prefix: string): string => createId(prefix, now(), randomBytes)
  const hash = (text: string): string => createHmac('sha256', secret).update(text).digest('hex')
  const outbox = await openOutbox(database, (error) => onFault({ requestId: 'outbox', endpoint: 'outbox', error }))
  const tokens = createTokens(secret)
  const engine: Engine = {
    database,
    form: options.commitForm ?? 'composed',
    apply,
    random,
    committed: outbox.kick,
    traffic: openTraffic(database),
  }
  const { analytics = {} } = options
  const home = await openEvents({ sql: database, now, random }, analytics)
  const events = home.store
  const { paymentProviders = [], testMode = false } = options
  const allowsPrivateWebhooks = options.webhooks?.allowsPrivate === true
  const routes = routesOf({
    tokens,
    codeSender: codeSenderOf(options),
    testMode,
    events,
    paymentProviders,
    allowsPrivateWebhooks,
  })
  const keys = rememberKeys((text) => findKey(database, text), now)
  const limit = createRateLimit(options.rateLimit ?? DEFAULT_RATE_LIMIT)
  const onCollectorFault = (error: unknown) => onFault({ requestId: 'collector', endpoint: 'collector', error })
  const collect = openCollector({ store: events, findKey: keys, now, onError: onCollectorFault }, analytics)
  const wire = { engine, routes, tokens, findKey: keys, limit, now, newId, hash, onFault }
  const app = createApp(wire, (before) => mountCollector(before, collect))
  addStream(app, outbox, tokens, keys, now)
  app.get('/healthz', async (c) => {
    await database.execute({ text: 'select 1 as ok', values: [] })
    return c.json({ ok: true })
  })
  const run = runnerOf(engine, routes, { now, newId, hash })
  const onPaymentFault = (error: unknown) => onFault({ requestId: 'payments', endpoint: 'payments', error })
  mountNotices(app, { providers: paymentProviders, now, run, onFault: onPaymentFault })
  return {
    fetch: async (request, environment = {}) => app.fetch(request, environment),
    app,
    engine,
    outbox,
    tokens,
    routes,
    events,
    eventQueue: home.queue,
    passEvents: home.pass,
    eventRetentionDays: analytics.retentionDays === undefined ? RETENTION_DAYS : analytics.retentionDays,
    now,
    run,
    sending: { random, hash, allowsPrivate: allowsPrivateWebhooks },
    close: outbox.close,
  }
}

/** Runs endpoints as the system itself. */
function runnerOf(engine: Engine, routes: readonly Route[], of: Pick<Call, 'newId' | 'hash'> & Clocked): Server['run'] {
  const { newId, hash } = of
  return (brandId, endpoint, input, key) => {
    const route = routes.find((candidate) => candidate.endpoint.name === endpoint)
    if (route === undefined) throw new Error(`no endpoint ${endpoint}`)
    const call: Call = { brandId, principal: { kind: 'system' }, key, now: of.now(), newId, hash }
    return route.run(engine, call, route.endpoint.input.parse(input), { dryRun: false })
  }
}

type Clocked = { readonly now: () => number }

/** A member's events as they are published. */
function addStream(
  app: App,
  outbox: Outbox,
  tokens: Tokens,
  keys: (hash: string) => Promise<ApiKey | undefined>,
  now: () => number,
): void {
  app.get('/v1/events/stream', async (c) => {
    const caller = await identify(c.req.raw.headers, tokens, keys, now())
    if (!caller.ok) return c.json({ error: { code: caller.code } }, caller.status)
    if (caller.principal.kind !== 'member') return c.json({ error: { code: 'denied' } }, 403)
    const from = /^\d{1,15}$/.exec(c.req.header('last-event-id') ?? '')?.[0]
    const { memberId, sessionId } = caller.principal
    const lastPosition = from === undefined ? null : Number(from)
    const whose = { brandId: caller.brandId, memberId, sessionId }
    const body = memberStream(outbox, { ...whose, lastPosition, lifeMs: caller.expiresAt - now() })
    return new Response(body, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' } })
  })
}

function codeSenderOf({ codeSender, testMode }: ServerOptions): CodeSender {
  if (codeSender !== undefined) return codeSender
  if (testMode === true) return testCodeSender
  throw new Error('createServer: codeSender is missing; testMode: true tells sign-in codes instead of sending them')
}

function rememberKeys(
  find: (hash: string) => Promise<ApiKey | undefined>,
  now: () => number,
): (hash: string) => Promise<ApiKey | undefined> {
  const known = new Map<string, { readonly key: ApiKey; readonly until: number }>()
  return async (hash) => {
    const entry = known.get(hash)
    if (entry !== undefined && now() < entry.until) return entry.key
    const key = await find(hash)
    if (known.size > 10_000) known.clear()
    if (key !== undefined) known.set(hash, { key, until: now() + KEY_MEMORY_MS })
    return key
  }
}

function printFault({ requestId, endpoint, error }: Fault): void {
  console.error(`fault ${requestId} in ${endpoint}:`, error)
}
