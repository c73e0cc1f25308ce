/** A large checkout on a durable PostgreSQL: ten lines, a coupon and points; its rate, and its statements counted. */
import type { Database } from '../packages/server/src/kernel/database.ts'
import { startEmbeddedPostgres } from '../packages/server/src/kernel/embedded.ts'
import { openPostgres } from '../packages/server/src/kernel/postgres.ts'
import { compare, type Work } from './measure.ts'
import { asMember, type BenchShop, newId, openBenchShop } from './shop.ts'
import { progress, table } from './table.ts'

const LINE_COUNT = 10
/** Ten lines at 100.00, 10.00 off by the coupon and 10.00 by points. */
const payableMinor = 98_000
const roundMs = 2_000
const roundCount = 5

/** Prints a row for one client and one for sixteen. */
export async function benchCheckout(): Promise<void> {
  const server = await startEmbeddedPostgres({ durable: true })
  const database = await openPostgres({ connectionString: server.url, poolSize: 20 })
  try {
    const counted = countOf(database)
    const shop = await openBenchShop(counted.database, LINE_COUNT)
    try {
      const rows: (readonly string[])[] = [
        ['lines', 'clients', 'checkouts/s', 'statements a checkout', 'Medusa’s steps, as published'],
      ]
      for (const clientCount of [1, 16]) rows.push(await measure(shop, counted, clientCount))
      console.log(table(rows))
    } finally {
      await shop.server.close()
    }
  } finally {
    await database.close().finally(server.stop)
  }
}

type Counted = { readonly database: Database; readonly count: () => number }

/** The same database; statements that publish are not counted, as they belong to no checkout. */
function countOf(database: Database): Counted {
  let count = 0
  const execute: Database['execute'] = (statement) => {
    if (!statement.text.includes('pg_notify')) count += 1
    return database.execute(statement)
  }
  return { database: { ...database, execute }, count: () => count }
}

async function measure(shop: BenchShop, counted: Counted, clientCount: number): Promise<readonly string[]> {
  progress(`${LINE_COUNT} lines, ${clientCount} clients`)
  let [next, doneCount, statementCount, before] = [0, 0, 0, 0]
  const checkout: Work = async () => {
    const shopper = shop.shoppers[next]
    next += 1
    if (shopper === undefined) return false
    const input = { orderId: newId('ord'), expectedPayableMinor: payableMinor }
    await shop.run(asMember(shopper.memberId), 'orders.checkout', input)
    doneCount += 1
    statementCount = counted.count() - before
    return true
  }
  const totals = { done: 0, statements: 0 }
  const reset = async (): Promise<void> => {
    totals.done += doneCount
    totals.statements += statementCount
    await shop.refill()
    await shop.server.outbox.drain()
    ;[next, doneCount, statementCount, before] = [0, 0, 0, counted.count()]
  }
  const { rate } = await compare({ clientCount, roundMs, roundCount, reset, works: { rate: checkout } })
  const each = (totals.statements / totals.done).toFixed(2)
  return [`${LINE_COUNT}`, `${clientCount}`, rate.toFixed(0), each, '10 steps and 9 transforms']
}
