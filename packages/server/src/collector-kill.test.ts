import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import type { Database } from './kernel/database.ts'
import { type TestDatabase, testDatabases } from './kernel/testing/postgres.ts'
import { openShop, START } from './kernel/testing/shop.ts'

const MAIN = fileURLToPath(new URL('./kernel/testing/serve.ts', import.meta.url))
const KILL_COUNT = process.env.SIYU_LONG === undefined ? 4 : 50
const CLIENT_COUNT = 6
/** Batches acknowledged between two kills, at most. */
const BATCHES_MAX = 30
/** A client tries again after this, like any that waits for a service to come back. */
const RETRY_MS = 20
/** A server that starts on a busy machine takes its time. */
const LIMIT_MS = Math.max(180_000, KILL_COUNT * 20_000)
const PATIENCE = { timeout: 120_000, interval: 5 }

type Killable = {
  /** Where it listens, or listened last. */
  readonly address: () => string
  readonly start: () => Promise<void>
  readonly kill: () => Promise<void>
}

function killable(url: string): Killable {
  let child: ChildProcess | undefined
  let address = ''
  return {
    address: () => address,
    start: () =>
      new Promise((done, fail) => {
        const args = ['--conditions=siyu-source', MAIN, url, String(START)]
        child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
        child.stdout?.on('data', (chunk: Buffer) => {
          address = /listening on (\S+) /.exec(chunk.toString())?.[1] ?? address
          done()
        })
        child.once('exit', (code) => fail(new Error(`ended with ${code} before it listened`)))
      }),
    kill: async () => {
      const gone = new Promise((done) => child?.once('exit', done))
      child?.kill('SIGKILL')
      await gone
    },
  }
}

/** Sends batches one after the other, each until it is acknowledged, and notes what was. */
async function send(
  client: number,
  collector: Killable,
  isOpen: () => boolean,
  acknowledged: string[][],
): Promise<number> {
  let unansweredCount = 0
  for (let n = 0; isOpen(); n += 1) {
    const ids = Array.from({ length: 1 + ((n * 7 + client) % 20) }, (_, at) => `c${client}-${n}-${at}`)
    const batch = ids.map((messageId) => ({
      ...{ type: 'track', event: 'Product Viewed', messageId, anonymousId: `anon_${client}`, userId: `mem_${client}` },
      properties: { client, n },
    }))
    const init = { method: 'POST', body: JSON.stringify({ batch, writeKey: 'pk_test' }) }
    for (let isTaken = false; !isTaken && isOpen(); ) {
      isTaken = await fetch(`${collector.address()}/v1/batch`, init)
        .then(async (reply) => reply.status === 200 && (await reply.text()) !== '')
        .catch(() => false)
      if (isTaken) acknowledged.push(ids)
      else {
        unansweredCount += 1
        await new Promise((done) => setTimeout(done, RETRY_MS))
      }
    }
  }
  return unansweredCount
}

async function idsIn(database: Database, table: string): Promise<readonly string[]> {
  const text = `select message_id from ${table} where brand_id = 'brd_test' order by message_id collate "C"`
  return (await database.execute<{ message_id: string }>({ text, values: [] })).map((row) => row.message_id)
}

const postgres = (await testDatabases()).find(({ kind }) => kind === 'postgres')

it.skipIf(postgres?.skip !== undefined)(
  `a collector that is killed ${KILL_COUNT} times under load has stored what it acknowledged, exactly once`,
  async () => {
    const shop = await openShop({ on: 'postgres' })
    const { url = '', database }: TestDatabase = shop.database
    await shop.server.events.keep({ now: START, retentionDays: null })
    const collector = killable(url)
    const acknowledged: string[][] = []
    let isOpen = true
    await collector.start()
    const clients = Array.from({ length: CLIENT_COUNT }, (_, n) => send(n, collector, () => isOpen, acknowledged))
    for (let round = 0; round < KILL_COUNT; round += 1) {
      const target = acknowledged.length + 1 + Math.floor(Math.random() * BATCHES_MAX)
      await expect.poll(() => acknowledged.length, PATIENCE).toBeGreaterThanOrEqual(target)
      await collector.kill()
      await collector.start()
    }
    await expect.poll(() => acknowledged.length, PATIENCE).toBeGreaterThan(KILL_COUNT * 2)
    isOpen = false
    const unanswered = (await Promise.all(clients)).reduce((sum, count) => sum + count, 0)
    await collector.kill()
    const told = acknowledged.flat().toSorted()
    const stored = await idsIn(database, 'analytics_events')
    expect(unanswered).toBeGreaterThanOrEqual(KILL_COUNT)
    expect(new Set(stored).size).toBe(stored.length)
    const known = new Set(stored)
    expect(told.filter((id) => !known.has(id))).toEqual([])
    expect(await idsIn(database, 'analytics_messages')).toEqual(stored)
    console.info(`${told.length} events acknowledged, ${stored.length} stored, ${unanswered} requests unanswered`)
    expect(shop.faults).toEqual([])
    await shop.close()
  },
  LIMIT_MS,
)
