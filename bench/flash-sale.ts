/** A flash sale beside the counter it could be at best: one conditional UPDATE of one row, on a durable PostgreSQL. */
import { listen } from '../packages/server/src/cli/shop.ts'
import { startEmbeddedPostgres } from '../packages/server/src/kernel/embedded.ts'
import { openPostgres } from '../packages/server/src/kernel/postgres.ts'
import { median, type Work } from './measure.ts'
import { asMember, type BenchShop, brandId, newId, openBenchShop, operator, skuId } from './shop.ts'
import { progress, table } from './table.ts'

const clientCount = 64
const roundCount = 10
const attemptsPerRound = 2_000
const warmUpCount = 4_000
const priceMinor = 990
const ampleCount = 1_000_000
const slotCounts = [1, 8]

/** Prints a row per way: the floor, ours over one slot and over several, and ours over HTTP. */
export async function benchFlashSale(): Promise<void> {
  const server = await startEmbeddedPostgres({ durable: true })
  const database = await openPostgres({ connectionString: server.url, poolSize: 20 })
  try {
    const shop = await openBenchShop(database)
    try {
      console.log(table(await measure(shop)))
    } finally {
      await shop.server.close()
    }
  } finally {
    await database.close().finally(server.stop)
  }
}

async function measure(shop: BenchShop): Promise<readonly (readonly string[])[]> {
  await openSale(shop)
  const ways: Record<string, Work> = { 'raw UPDATE, one row': rawWork(shop) }
  for (const slotCount of slotCounts) ways[`flashsales.buy, slots: ${slotCount}`] = buyWork(shop, slotCount)
  for (const [name, work] of Object.entries(ways)) {
    progress(`warming up ${name}`)
    await attempts(warmUpCount, work)
    await shop.server.outbox.drain()
  }
  await shop.database.script('vacuum analyze')
  const rates = await compare(shop, ways)
  const { http, url } = await listen(shop.server, 0, '127.0.0.1')
  const overHttp = await compare(shop, { 'flashsales.buy, slots: 8, HTTP': await httpWork(shop, url) })
  http.close()
  http.closeAllConnections()
  const raw = rates['raw UPDATE, one row'] ?? Number.NaN
  return [
    ['way', 'attempts', 'clients', 'per second', '÷ raw'],
    ...Object.entries({ ...rates, ...overHttp }).map(([name, rate]) => [
      ...[name, `${roundCount * attemptsPerRound}`, `${clientCount}`, rate.toFixed(0), (rate / raw).toFixed(2)],
    ]),
  ]
}

/** The median of rounds in turns, so that a busy moment meets all ways. */
async function compare(
  { server }: BenchShop,
  ways: Readonly<Record<string, Work>>,
): Promise<Readonly<Record<string, number>>> {
  const rates = new Map<string, number[]>(Object.keys(ways).map((name) => [name, []]))
  for (let round = 0; round < roundCount; round += 1) {
    for (const [name, work] of Object.entries(ways)) {
      progress(`round ${round + 1} of ${name}`)
      await server.outbox.drain()
      const startedAt = performance.now()
      await attempts(attemptsPerRound, work)
      rates.get(name)?.push((attemptsPerRound * 1000) / (performance.now() - startedAt))
    }
  }
  return Object.fromEntries([...rates].map(([name, found]) => [name, median(found)]))
}

/** So many attempts by the clients side by side; each must be done. */
async function attempts(count: number, work: Work): Promise<void> {
  let next = 0
  const client = async (index: number): Promise<void> => {
    while (next < count) {
      next += 1
      if (!(await work(index))) throw new Error('an attempt on ample stock was refused')
    }
  }
  await Promise.all(Array.from({ length: clientCount }, (_, index) => client(index)))
}

async function openSale({ run, database }: BenchShop): Promise<void> {
  for (const slotCount of slotCounts) {
    const article = skuId(slotCount)
    await run(operator, 'inventory.savePolicy', { skuId: article, slotCount, backorderCount: 0, lowStockCount: null })
    const item = { skuId: article, priceMinor, bucketCount: ampleCount, perMemberCount: ampleCount, slotCount }
    await run(operator, 'flashsales.save', {
      ...{ id: `fls_${slotCount}`, name: { zh: '秒杀', en: 'Flash' }, items: [item] },
      ...{ startsAt: 0, endsAt: Date.now() + 86_400_000 },
    })
  }
  await database.script(`create table raw_counter (id text primary key, sold bigint not null, most bigint not null);
    insert into raw_counter values ('one', 0, 1000000000)`)
}

function rawWork({ database }: BenchShop): Work {
  const text = 'update raw_counter set sold = sold + 1 where id = $1 and sold < most returning 1'
  return async () => (await database.execute({ text, values: ['one'] })).length === 1
}

let turn = 0
function nextMember({ shoppers }: BenchShop): string {
  turn += 1
  return shoppers[turn % shoppers.length]?.memberId ?? ''
}

const inputOf = (slotCount: number) => ({
  ...{ orderId: newId('ord'), skuId: skuId(slotCount), quantity: 1, expectedPayableMinor: priceMinor },
})

function buyWork(shop: BenchShop, slotCount: number): Work {
  return async () => {
    const input = { sessionId: `fls_${slotCount}`, ...inputOf(slotCount) }
    await shop.run(asMember(nextMember(shop)), 'flashsales.buy', input)
    return true
  }
}

async function httpWork(shop: BenchShop, url: string): Promise<Work> {
  const tokens = await Promise.all(
    shop.shoppers.map(({ memberId }) => {
      const claims = { brandId, principal: asMember(memberId), use: 'access' as const }
      return shop.server.tokens.sign(claims, Date.now() + 3_600_000)
    }),
  )
  return async () => {
    turn += 1
    const response = await fetch(`${url}/v1/flash-sales/fls_8/orders`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${tokens[turn % tokens.length]}`,
        'content-type': 'application/json',
        'idempotency-key': newId('key'),
      },
      body: JSON.stringify(inputOf(8)),
    })
    await response.text()
    return response.ok
  }
}
