import { feedMirror, MIRROR_TARGET, type Mirror, mirroredStore } from '@siyu/analytics/clickhouse'
import { type Collector, type CollectorLimits, createCollector, type PlanPolicy } from '@siyu/analytics/collector'
import { createForwarder, type Forwarder, type ForwarderLimits } from '@siyu/analytics/forwarder'
import {
  type DeliveryQueue,
  type EventStore,
  postgresEventStore,
  postgresQueue,
  type Sql,
} from '@siyu/analytics/warehouse'
import { type FindKey, keyHash } from './kernel/access.ts'
import type { App } from './kernel/http.ts'

/** What may be set about recorded events. */
export type AnalyticsOptions = {
  /** Days an event is kept, from the day it happened; null keeps everything. Default 760, two years and a month. */
  readonly retentionDays?: number | null | undefined
  readonly limits?: CollectorLimits | undefined
  /** What each brand expects of its events; undefined expects nothing. */
  readonly planOf?: ((brandId: string) => PlanPolicy | undefined) | undefined
  /** ClickHouse: `clickhouseMirror(await openClickHouse(…))`. It is fed from the database, and answers the questions. */
  readonly mirror?: Mirror | undefined
  /** Other collectors that are told a brand's events. */
  readonly forwards?: readonly ForwardOptions[] | undefined
}

export type ForwardOptions = {
  /** Letters, digits and `_`; keep it, events wait under it. */
  readonly name: string
  readonly brandId: string
  /** A Segment-compatible server, e.g. `https://events.example`. */
  readonly endpoint: string
  readonly writeKey: string
  readonly limits?: ForwarderLimits | undefined
}

export const RETENTION_DAYS = 760

/** The paths of Segment's HTTP API, long and short, and of the settings browser clients ask for. */
const PATHS = [
  ...['batch', 'track', 'page', 'screen', 'identify', 'group', 'alias'].flatMap((name) => [`/v1/${name}`]),
  ...['b', 't', 'p', 's', 'i', 'g', 'a'].map((name) => `/v1/${name}`),
  ...['/v1/projects/:writeKey/settings', '/sourceConfig', '/sourceConfig/'],
]

/** Where events are stored, and what brings them further. */
export type EventHome = {
  readonly store: EventStore
  readonly queue: DeliveryQueue
  /** Tells mirror and forwarders all that waits. @throws AggregateError of what failed, after the others were served */
  readonly pass: () => Promise<void>
}

export type HomePorts = { readonly sql: Sql; readonly now: () => number; readonly random: () => number }

/** Opens the store with what the options put behind it. */
export async function openEvents({ sql, now, random }: HomePorts, options: AnalyticsOptions): Promise<EventHome> {
  const { mirror, forwards = [] } = options
  for (const { name } of forwards) checkName(name)
  const forwarded = (brandId: string) => forwards.filter((each) => each.brandId === brandId)
  const targetsOf = (brandId: string) => [
    ...(mirror === undefined ? [] : [MIRROR_TARGET]),
    ...forwarded(brandId).map(({ name }) => targetOf(name)),
  ]
  const queue = postgresQueue(sql)
  const inner = postgresEventStore(sql, { targetsOf })
  const senders = forwards.map(({ name, ...each }) =>
    createForwarder({ ...each, target: targetOf(name), queue, now, random }),
  )
  if (mirror === undefined) return { store: inner, queue, pass: () => passAll(senders) }
  await mirror.open()
  const ports = { store: inner, queue, mirror, now }
  return { store: mirroredStore(ports), queue, pass: () => passAll([() => feedMirror(ports), ...senders]) }
}

/** The name a forward's events are queued under. */
export function targetOf(name: string): string {
  return `forward_${name}`
}

function checkName(name: string): void {
  if (!/^\w{1,60}$/.test(name)) throw new Error(`createServer: forward "${name}" must be 1 to 60 letters, digits or _`)
}

async function passAll(works: readonly (Forwarder | (() => Promise<number>))[]): Promise<void> {
  const errors: unknown[] = []
  for (const work of works) await work().catch((error: unknown) => errors.push(error))
  if (errors.length > 0) throw new AggregateError(errors, `${errors.length} ways of recorded events failed`)
}

export type CollectorPorts = {
  readonly store: EventStore
  readonly findKey: FindKey
  readonly now: () => number
  readonly onError: (error: unknown) => void
}

/** The event collector of all brands. Events are written with a publishable key. */
export function openCollector({ store, findKey, now, onError }: CollectorPorts, options: AnalyticsOptions): Collector {
  const keys = async (writeKey: string) => (await findKey(keyHash(writeKey)))?.brandId
  return createCollector({ store, now, onError, keys, limits: options.limits, planOf: options.planOf })
}

/** Mounts the collector; before the API, because any page may send events and the answers say so. */
export function mountCollector(app: App, collect: Collector): void {
  for (const path of PATHS) app.on(['GET', 'POST', 'OPTIONS'], path, (c) => collect(c.req.raw))
}
