import { fromPglite, PgBoss } from 'pg-boss'
import type { PgliteDatabase } from './kernel/pglite.ts'
import type { PostgresDatabase } from './kernel/postgres.ts'
import type { PaymentProvider } from './payments/index.ts'
import type { Server } from './server.ts'
import {
  auditLedgers,
  deliverWebhooks,
  forgetKeys,
  keepEvents,
  payRefunds,
  sealLedgers,
  settleTeams,
  sweep,
} from './sweeps.ts'

export type JobName =
  | 'sweep'
  | 'seal_ledger'
  | 'audit_ledger'
  | 'forget_keys'
  | 'send_webhooks'
  | 'keep_events'
  | 'pass_events'

export type Jobs = {
  /** Asks for a job to be run soon, beside its schedule. */
  readonly request: (name: JobName) => Promise<void>
  /** Stops looking for work; what is under way is finished. The database stays open. */
  readonly stop: () => Promise<void>
}

/** How often what is due is looked for: cron, every minute. */
const EVERY_MINUTE = '* * * * *'
const EVERY_NIGHT = '17 3 * * *'
const NIGHTLY_KEEPING = '29 3 * * *'
const NIGHTLY_AUDIT = '41 3 * * *'
/** How often a process looks for work that was asked for. */
const LOOK_EVERY_SECONDS = 5
/** How long a job under way is waited for when stopping. */
const STOP_MS = 10_000

/**
 * Runs the sweeps on pg-boss, on one process at a time however many there are. Work that was asked for is looked for
 * every `lookEverySeconds`, 0.5 at the least.
 */
export async function startJobs(
  server: Server,
  database: PgliteDatabase | PostgresDatabase,
  providers: readonly PaymentProvider[],
  onError: (error: unknown) => void,
  lookEverySeconds: number = LOOK_EVERY_SECONDS,
): Promise<Jobs> {
  const boss = new PgBoss(bossOptions(database))
  boss.on('error', onError)
  await boss.start()
  const add = addJob(boss, onError, lookEverySeconds)
  await add('sweep', EVERY_MINUTE, async () => {
    await sweep(server, providers)
  })
  await add('seal_ledger', EVERY_MINUTE, async () => {
    await sealLedgers(server)
  })
  await add('send_webhooks', EVERY_MINUTE, async () => {
    await deliverWebhooks(server)
  })
  await add('audit_ledger', NIGHTLY_AUDIT, () => auditLedgers(server))
  await add('forget_keys', EVERY_NIGHT, () => forgetKeys(server))
  await add('keep_events', NIGHTLY_KEEPING, () => keepEvents(server))
  await add('pass_events', EVERY_MINUTE, server.passEvents)
  // A new shop has no days yet, and one that rested has too few.
  await boss.send('keep_events', {})
  const isRefund = (type: string): boolean => type === 'payment_refund_requested'
  const stopRefunds = atOnce(server, isRefund, () => payRefunds(server, providers), onError)
  const isPaid = (type: string): boolean => type === 'order_paid'
  const stopTeams = atOnce(server, isPaid, () => settleTeams(server), onError)
  const stopSending = atOnce(
    server,
    () => true,
    () => deliverWebhooks(server),
    onError,
  )
  return {
    request: async (name) => {
      await boss.send(name, {})
    },
    stop: async () => {
      await stopRefunds()
      await stopTeams()
      await stopSending()
      await boss.stop({ timeout: STOP_MS })
    },
  }
}

function bossOptions(database: PgliteDatabase | PostgresDatabase): ConstructorParameters<typeof PgBoss>[0] & object {
  if ('raw' in database) return { db: fromPglite(database.raw), backend: 'pglite', schema: 'siyu_jobs' }
  const { pool } = database
  return {
    db: { executeSql: (text: string, values?: unknown[]) => pool.query(text, values) },
    schema: 'siyu_jobs',
  }
}

type AddJob = (name: JobName, cron: string, work: () => Promise<void>) => Promise<void>

/** A job that fails is told of and run again by pg-boss. */
function addJob(boss: PgBoss, onError: (error: unknown) => void, lookEverySeconds: number): AddJob {
  return async (name, cron, work) => {
    await boss.createQueue(name)
    await boss.work(name, { pollingIntervalSeconds: lookEverySeconds }, () =>
      work().catch((error: unknown) => {
        onError(error)
        throw error
      }),
    )
    await boss.schedule(name, cron)
  }
}

/**
 * Work that is done as soon as an event asks for it, a round at a time; the sweep does it again should this process
 * die.
 */
function atOnce(
  server: Server,
  isWanted: (type: string) => boolean,
  work: () => Promise<unknown>,
  onError: (error: unknown) => void,
): () => Promise<unknown> {
  let running: Promise<unknown> = Promise.resolve()
  let isWaiting = false
  const unsubscribe = server.outbox.subscribe(({ type }) => {
    // One round does all there is, so one that has not begun yet is enough.
    if (!isWanted(type) || isWaiting) return
    isWaiting = true
    running = running.then(round).catch(onError)
  })
  function round(): Promise<unknown> {
    isWaiting = false
    return work()
  }
  return async () => {
    unsubscribe()
    await running
  }
}
