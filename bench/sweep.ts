/** The sweep of points that have ended, with a million lots due, and what a checkout beside it takes. */
import type { Database } from '../packages/server/src/kernel/database.ts'
import { startEmbeddedPostgres } from '../packages/server/src/kernel/embedded.ts'
import { openPostgres } from '../packages/server/src/kernel/postgres.ts'
import { sweep } from '../packages/server/src/sweeps.ts'
import { median } from './measure.ts'
import { asMember, type BenchShop, brandId, newId, openBenchShop, skuId } from './shop.ts'
import { progress, table } from './table.ts'

const memberCount = 20_000
const lotsEach = 50
const lotCount = 10
/** A checkout is begun this often, whether the sweep runs or not. */
const pauseMs = 50
const restMs = 10_000
/** Ends the bench should lots be left over for ever. */
const MOST_SWEEPS = 60

/** Prints how fast lots end, and a row of checkout times without and with the sweep. */
export async function benchSweep(): Promise<void> {
  const server = await startEmbeddedPostgres({ durable: true })
  const database = await openPostgres({ connectionString: server.url, poolSize: 20 })
  try {
    const shop = await openBenchShop(database, 1)
    try {
      progress(`${memberCount * lotsEach} lots that have ended`)
      await plant(database)
      await measure(shop)
    } finally {
      await shop.server.close()
    }
  } finally {
    await database.close().finally(server.stop)
  }
}

/** Members like the first shopper, each with lots that ended one after the other during the last weeks. */
async function plant(database: Database): Promise<void> {
  for (const [name, column] of [
    ['members', 'id'],
    ['member_tiers', 'member_id'],
    ['referral_nodes', 'member_id'],
    ['points_accounts', 'member_id'],
    ['ledger_accounts', 'owner_id'],
  ] as const) {
    await database.execute({
      text: `insert into ${name} select r.* from ${name} t cross join generate_series(1, $2::int) n
        cross join lateral jsonb_populate_record(null::${name},
          to_jsonb(t) || jsonb_build_object('${column}', 'mem_lots_' || n)) r
        where t.brand_id = $3 and t.${column} = $1`,
      values: ['mem_bench_0', memberCount, brandId],
    })
  }
  const values = [brandId, lotCount, memberCount, lotsEach, Date.now()]
  await database.execute({
    text: `insert into points_lots
      (brand_id, member_id, id, amount_count, remaining_count, expired_count, active_at, expires_at)
      select $1, 'mem_lots_' || m, 'lot_' || m || '_' || l, $2, $2, 0, 1, $5::bigint - 60000 * (m + l)
      from generate_series(1, $3::int) m, generate_series(1, $4::int) l`,
    values,
  })
  await database.execute({
    text: `update points_accounts set balance_count = $1::int * $2::int, held_count = 0
      where member_id like 'mem\\_lots\\_%'`,
    values: [lotCount, lotsEach],
  })
  await database.script('vacuum analyze')
}

async function measure(shop: BenchShop): Promise<void> {
  const alone = await checkoutsWhile(shop, () => new Promise((resolve) => setTimeout(resolve, restMs)))
  let [endedCount, sweepCount] = [0, 0]
  const startedAt = performance.now()
  const beside = await checkoutsWhile(shop, async () => {
    while (endedCount < memberCount * lotsEach && sweepCount < MOST_SWEEPS) {
      endedCount += (await sweep(shop.server, [])).expiredCount
      sweepCount += 1
      progress(`${endedCount} lots ended`)
    }
  })
  const seconds = (performance.now() - startedAt) / 1000
  const rate = (endedCount / seconds).toFixed(0)
  console.log(`${endedCount} lots ended in ${seconds.toFixed(0)} s, ${rate} a second, in ${sweepCount} sweeps\n`)
  const head = ['checkouts', 'count', 'ms, median', 'ms, 99 of 100', 'ms, longest']
  console.log(table([head, ['alone', ...alone], ['beside the sweep', ...beside]]))
}

/** Checks out one line again and again until the work is done. */
async function checkoutsWhile(shop: BenchShop, work: () => Promise<void>): Promise<readonly string[]> {
  const times: number[] = []
  let isOver = false
  const done = work().finally(() => {
    isOver = true
  })
  while (!isOver) {
    const shopper = times.length % shop.shoppers.length
    const member = asMember(shop.shoppers[shopper]?.memberId ?? '')
    // The line that is in the cart at first.
    await shop.run(member, 'carts.setLine', { skuId: skuId(shopper), quantity: 1 })
    await shop.run(member, 'carts.setOptions', { couponIds: [], pointsCount: 0 })
    const startedAt = performance.now()
    await shop.run(member, 'orders.checkout', { orderId: newId('ord'), expectedPayableMinor: 10_000 })
    times.push(performance.now() - startedAt)
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
  await done
  const sorted = times.toSorted((a, b) => a - b)
  const late = sorted[Math.floor(sorted.length * 0.99)] ?? 0
  return [`${times.length}`, ...[median(times), late, sorted.at(-1) ?? 0].map((ms) => ms.toFixed(1))]
}
