/** What a ledger costs: earning and redeeming beside the same rows written by hand, on a durable PostgreSQL. */
import type { Database, Statement } from '../packages/server/src/kernel/database.ts'
import { startEmbeddedPostgres } from '../packages/server/src/kernel/embedded.ts'
import { openPostgres } from '../packages/server/src/kernel/postgres.ts'
import { rawEarn, rawRedeem } from './ledger-floor.ts'
import { compare, rate, type Work } from './measure.ts'
import { type BenchShop, brandId, newId, openBenchShop, operator } from './shop.ts'
import { progress, table } from './table.ts'

const roundMs = 400
const warmUpMs = 2_000
const roundCount = 5
/** Commands of a member measured beside another one's. */
const historyMs = 1_000
const lotCount = 1_000_000_000
const longCount = 1_000_000
const shortCount = 100

/** A command of points and the statement that writes the same rows. */
type Pair = {
  readonly name: string
  readonly endpoint: string
  readonly input: (memberId: string) => object
  readonly raw: (memberId: string, lotId: string) => Statement
}

const pairs: readonly Pair[] = [
  {
    name: 'earn',
    endpoint: 'points.earn',
    input: (memberId) => ({ memberId, basisMinor: 1_000, reference: newId('till') }),
    raw: (memberId) => rawEarn(memberId),
  },
  {
    name: 'redeem',
    endpoint: 'points.redeem',
    input: (memberId) => ({ memberId, count: 100, reference: newId('till') }),
    raw: rawRedeem,
  },
]

/** Prints both tables. */
export async function benchLedger(): Promise<void> {
  const server = await startEmbeddedPostgres({ durable: true })
  const database = await openPostgres({ connectionString: server.url, poolSize: 20 })
  try {
    const shop = await openBenchShop(database)
    try {
      await database.script('vacuum analyze')
      console.log(`${table(await measureRates(shop))}\n`)
      console.log(table(await measureHistory(shop)))
    } finally {
      await shop.server.close()
    }
  } finally {
    await database.close().finally(server.stop)
  }
}

async function measureRates(shop: BenchShop): Promise<readonly (readonly string[])[]> {
  const rows = [['command', 'members', 'clients', 'raw/s', 'ours/s', 'ours÷raw']]
  for (const pair of pairs) {
    for (const memberCount of [shop.shoppers.length, 1]) {
      for (const clientCount of [1, 16]) {
        progress(`${pair.name}, ${memberCount} members, ${clientCount} clients`)
        const works = worksOf(shop, pair, memberCount)
        const reset = (): Promise<void> => resetLots(shop)
        await warmUp(shop, clientCount, works)
        const { raw, ours } = await compare({ clientCount, roundMs, roundCount, reset, works })
        const figures = [raw.toFixed(0), ours.toFixed(0), (ours / raw).toFixed(2)]
        rows.push([pair.name, memberCount === 1 ? 'one' : 'many', `${clientCount}`, ...figures])
      }
    }
  }
  return rows
}

/** Until statements are planned and code is compiled, as after a minute in service; tables are analyzed by then. */
async function warmUp(
  { database }: BenchShop,
  clientCount: number,
  works: Readonly<Record<string, Work>>,
): Promise<void> {
  for (const work of Object.values(works)) await rate(clientCount, warmUpMs, work)
  await database.script('analyze')
  for (const work of Object.values(works)) await rate(clientCount, roundMs, work)
}

function worksOf(shop: BenchShop, pair: Pair, memberCount: number): Readonly<Record<'raw' | 'ours', Work>> {
  let turn = 0
  const nextMember = (): string => {
    turn += 1
    return shop.shoppers[(turn * 7) % memberCount]?.memberId ?? ''
  }
  return {
    raw: async () => (await shop.database.execute(pair.raw(nextMember(), 'lot_bench'))).length === 1,
    ours: async () => {
      await shop.run(operator, pair.endpoint, pair.input(nextMember()))
      return true
    },
  }
}

/** One deep lot per member, and everything so far published. */
async function resetLots({ database, server, shoppers }: BenchShop): Promise<void> {
  await database.script('truncate points_lots')
  await database.execute({
    text: `insert into points_lots (brand_id, member_id, id, amount_count, remaining_count, expired_count, active_at)
      select $1, m, 'lot_bench', $2, $2, 0, 1 from unnest($3::text[]) m`,
    values: [brandId, lotCount, shoppers.map(({ memberId }) => memberId)],
  })
  await server.outbox.drain()
}

/** The same command of a member with a long history and one with a short. */
async function measureHistory(shop: BenchShop): Promise<readonly (readonly string[])[]> {
  const [long, short] = shop.shoppers
  if (long === undefined || short === undefined) throw new Error('a bench needs shoppers')
  progress(`${longCount} entries of one member`)
  await resetLots(shop)
  await addHistory(shop.database, long.memberId, longCount)
  await addHistory(shop.database, short.memberId, shortCount)
  await shop.database.script('vacuum analyze')
  const rows = [['command', `ms after ${shortCount}`, `ms after ${longCount}`, 'long÷short']]
  for (const { name, endpoint, input } of pairs) {
    const workOf =
      (memberId: string): Work =>
      async () => {
        await shop.run(operator, endpoint, input(memberId))
        return true
      }
    const reset = shop.server.outbox.drain
    const works = { long: workOf(long.memberId), short: workOf(short.memberId) }
    const rates = await compare({ clientCount: 1, roundMs: historyMs / 2, roundCount, reset, works })
    const figures = [1000 / rates.short, 1000 / rates.long, rates.short / rates.long]
    rows.push([name, ...figures.map((figure) => figure.toFixed(2))])
  }
  return rows
}

/** Entries and used-up lots of a member, as years would leave them. */
async function addHistory(database: Database, memberId: string, count: number): Promise<void> {
  await database.execute({
    text: `insert into ledger_entries
      (brand_id, owner_id, book, number, kind, amount, balance, reference, event_id, at, hash)
      select $1, $2, 'points', 1000000 + n, 'adjust', 10, 0, null, 'evt_past_' || n, n, ''
      from generate_series(1, $3::int) n`,
    values: [brandId, memberId, count],
  })
  await database.execute({
    text: `insert into points_lots (brand_id, member_id, id, amount_count, remaining_count, expired_count, active_at)
      select $1, $2, 'lot_past_' || n, 10, 0, 0, n from generate_series(1, $3::int / 2) n`,
    values: [brandId, memberId, count],
  })
}
