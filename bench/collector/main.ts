/** Events a second: our collector beside a bare sink and a raw batched insert, in one run. Loopback only. */
import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { clickhouseSkip, startChdb } from '../../packages/analytics/src/clickhouse/chdb.fixture.ts'
import {
  clickhouseMirror,
  feedMirror,
  MIRROR_TARGET,
  openClickHouse,
} from '../../packages/analytics/src/clickhouse/index.ts'
import {
  postgresEventStore,
  postgresQueue,
  type QueuedEvent,
  type StoredEvent,
} from '../../packages/analytics/src/warehouse/index.ts'
import type { Database } from '../../packages/server/src/kernel/database.ts'
import { startEmbeddedPostgres } from '../../packages/server/src/kernel/embedded.ts'
import { migrate } from '../../packages/server/src/kernel/migrate.ts'
import { openPostgres } from '../../packages/server/src/kernel/postgres.ts'
import { migrations } from '../../packages/server/src/migrations.ts'
import { compare } from '../measure.ts'
import { progress, table } from '../table.ts'
import { bodyOf, eventsOf, post } from './load.ts'

const MAIN = fileURLToPath(new URL('./process.ts', import.meta.url))
const RAW_COUNT = 500
const clientCount = 32
const roundMs = 3_000
const roundCount = 3
/** Events told to ClickHouse in one round. */
const MIRRORED_COUNT = 40_000

/** Prints both tables. */
export async function benchCollector(): Promise<void> {
  const postgres = await startEmbeddedPostgres({ durable: true })
  const database = await openPostgres({ connectionString: postgres.url, poolSize: 4 })
  try {
    await migrate(database, migrations)
    await database.script(RAW_TABLES)
    const store = postgresEventStore(database)
    await store.keep({ now: Date.now(), retentionDays: null })
    console.log(`${table(await measurePostgres(database, postgres.url))}\n`)
    console.log(table(await measureClickhouse(database)))
  } finally {
    await database.close().finally(postgres.stop)
  }
}

/** What somebody writes who only wants rows: one table and its key, or with the indexes questions need. */
const RAW_TABLES = `
create table raw_events (brand_id text not null, message_id text not null, type text not null, event text not null,
  anonymous_id text, member_id text, session_id text, occurred_at bigint not null, received_at bigint not null,
  sent_at bigint, properties jsonb not null, context jsonb not null, primary key (brand_id, message_id));
create table raw_indexed (like raw_events including all);
create index on raw_indexed (brand_id, received_at);
create index on raw_indexed (brand_id, event, occurred_at);
create index on raw_indexed (brand_id, member_id, occurred_at);`

function rawInsert(target: string, events: readonly StoredEvent[]) {
  const rows = events.map(({ properties, context, ...event }) => ({ ...event, properties, context }))
  return {
    text: `insert into ${target} select 'brand_bench', "messageId", type, event, "anonymousId", "memberId", "sessionId",
  "occurredAt", "receivedAt", "sentAt", properties, context
from jsonb_to_recordset($1::jsonb) as r("messageId" text, type text, event text, "anonymousId" text, "memberId" text,
  "sessionId" text, "occurredAt" bigint, "receivedAt" bigint, "sentAt" bigint, properties jsonb, context jsonb)
on conflict do nothing`,
    values: [JSON.stringify(rows)],
  }
}

async function measurePostgres(database: Database, url: string): Promise<readonly (readonly string[])[]> {
  const [sink, collector] = await Promise.all([started('sink'), started('collector', url)])
  const rows = [['events a request', 'sink/s', 'raw/s', 'raw, indexed/s', 'ours/s', 'ours÷slower', 'ours÷indexed']]
  try {
    for (const count of [20, 100]) {
      progress(`PostgreSQL, ${count} events a request`)
      const works = {
        sink: async () => (await post(sink.port, bodyOf(count))) === 200,
        raw: async () => (await database.execute(rawInsert('raw_events', eventsOf(RAW_COUNT)))).length === 0,
        indexed: async () => (await database.execute(rawInsert('raw_indexed', eventsOf(RAW_COUNT)))).length === 0,
        ours: async () => (await post(collector.port, bodyOf(count))) === 200,
      }
      const reset = () => database.script(EMPTY)
      const found = await compare({ clientCount, roundMs, roundCount, reset, works })
      const [bare, raw, indexed, ours] = [
        found.sink * count,
        found.raw * RAW_COUNT,
        found.indexed * RAW_COUNT,
        found.ours * count,
      ]
      const figures = [ours / Math.min(bare, raw), ours / Math.min(bare, indexed)].map((figure) => figure.toFixed(2))
      rows.push([`${count}`, ...[bare, raw, indexed, ours].map((figure) => figure.toFixed(0)), ...figures])
    }
  } finally {
    sink.child.kill()
    collector.child.kill()
  }
  return rows
}

const EMPTY = `truncate analytics_events, analytics_messages, analytics_identities, raw_events, raw_indexed;
checkpoint;`

type Started = { readonly child: ChildProcess; readonly port: number }

function started(...args: readonly string[]): Promise<Started> {
  const child = spawn(process.execPath, ['--conditions=siyu-source', MAIN, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return new Promise((done, fail) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      const port = /port (\d+)/.exec(chunk.toString())?.[1]
      if (port !== undefined) done({ child, port: Number(port) })
    })
    child.once('exit', (code) => fail(new Error(`ended with ${code}`)))
  })
}

/** Feeding ClickHouse from the queue beside writing the same rows to it directly. */
async function measureClickhouse(database: Database): Promise<readonly (readonly string[])[]> {
  const head = ['ClickHouse (chDB)', 'raw/s', 'ours/s', 'ours÷raw']
  if (clickhouseSkip !== undefined) return [head, [clickhouseSkip, '', '', '']]
  const engine = await startChdb()
  const client = await openClickHouse(engine.url)
  try {
    const mirror = clickhouseMirror(client)
    await mirror.open()
    const store = postgresEventStore(database, { targetsOf: () => [MIRROR_TARGET] })
    const ports = { queue: postgresQueue(database), mirror, now: Date.now }
    const rates: { raw: number[]; ours: number[] } = { raw: [], ours: [] }
    for (let round = 0; round < 3; round += 1) {
      progress(`ClickHouse, round ${round + 1}`)
      await database.script(`${EMPTY} truncate analytics_queue;`)
      const batches = Array.from({ length: MIRRORED_COUNT / 5_000 }, () => eventsOf(5_000))
      for (const events of batches) await store.insert('brand_bench', events)
      const rawMs = await timed(async () => {
        for (const [at, events] of batches.entries())
          await mirror.write({
            ...{ brandId: 'brand_raw', events: events.map(printed), links: [], token: `${round}-${at}`, version: 1 },
          })
      })
      const oursMs = await timed(() => feedMirror(ports))
      rates.raw.push((MIRRORED_COUNT * 1000) / rawMs)
      rates.ours.push((MIRRORED_COUNT * 1000) / oursMs)
    }
    const [raw = 0, ours = 0] = [rates.raw, rates.ours].map((each) => each.toSorted((a, b) => a - b)[1])
    return [head, ['from the queue', raw.toFixed(0), ours.toFixed(0), (ours / raw).toFixed(2)]]
  } finally {
    await client.close()
    await engine.close()
  }
}

function printed({ properties, context, ...head }: StoredEvent): QueuedEvent {
  return { ...head, propertiesJson: JSON.stringify(properties), contextJson: JSON.stringify(context) }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}
