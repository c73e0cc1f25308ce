import { fromPglite, PgBoss } from 'pg-boss'
import type { PgliteDatabase } from './kernel/pglite.ts'
import type { PostgresDatabase } from './kernel/postgres.ts'
import type { PaymentProvider } from './payments/index.ts'
import type { Server } from './server.ts'
import { forgetKeys, payRefunds, sweep } from './sweeps.ts'

export type Jobs = { readonly stop: () => Promise<void> }

/** How often what is due is looked for: cron, every minute. */
const EVERY_MINUTE = '* * * * *'
const EVERY_NIGHT = '17 3 * * *'

/** Runs the sweeps on pg-boss, on one process at a time however many there are. */
export async function startJobs(
  server: Server,
  database: PgliteDatabase | PostgresDatabase,
  providers: readonly PaymentProvider[],
  onError: (error: unknown) => void,
): Promise<Jobs> {
  const boss = new PgBoss(bossOptions(database))
  boss.on('error', onError)
  await boss.start()
  await addJob(boss, 'sweep', EVERY_MINUTE, async () => {
    await sweep(server, providers)
  })
  await addJob(boss, 'forget_keys', EVERY_NIGHT, () => forgetKeys(server))
  const stopRefunds = refundAtOnce(server, providers, onError)
  return {
    stop: async () => {
      stopRefunds()
      await boss.stop({ graceful: false })
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

async function addJob(boss: PgBoss, name: string, cron: string, work: () => Promise<void>): Promise<void> {
  await boss.createQueue(name)
  await boss.work(name, { pollingIntervalSeconds: 5 }, work)
  await boss.schedule(name, cron)
}

/** A refund is asked of its provider as soon as it is published; the sweep asks again should this process die. */
function refundAtOnce(
  server: Server,
  providers: readonly PaymentProvider[],
  onError: (error: unknown) => void,
): () => void {
  let running = Promise.resolve(0)
  return server.outbox.subscribe(({ type }) => {
    if (type === 'payment_refund_requested') running = running.then(() => payRefunds(server, providers)).catch(report)
  })
  function report(error: unknown): number {
    onError(error)
    return 0
  }
}
