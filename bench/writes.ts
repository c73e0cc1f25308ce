import { listen } from '../packages/server/src/cli/shop.ts'
import type { CommitForm } from '../packages/server/src/kernel/commit.ts'
import { type CheckoutSample, rawAdjust, rawCheckout, sampleOf } from './floor.ts'
import { compare, type Work } from './measure.ts'
import { asMember, type BenchShop, newId, operator, type Shopper, secretKey, skuId } from './shop.ts'

const roundMs = 300
const roundCount = 3
const clientCounts = [1, 16]

export const writesHead: readonly string[] = [
  ...['database', 'command', 'clients', 'raw/s', 'composed/s', 'transaction/s', 'composed÷raw', 'transaction÷raw'],
]

/** Writes a second on one database: in process in both commit forms beside the floor, and over HTTP, as rows. */
export async function measureWrites(name: string, shop: BenchShop): Promise<readonly (readonly string[])[]> {
  const [first] = shop.shoppers
  if (first === undefined) throw new Error('a bench needs shoppers')
  const sample = await sampleOf(shop.database, await checkout(shop, first, 'composed'))
  const rows: string[][] = []
  for (const clientCount of clientCounts) {
    const row = (command: string, raw: number, composed: number, transaction: number): void => {
      rows.push([
        name,
        command,
        `${clientCount}`,
        ...[raw, composed, transaction].map(whole),
        share(composed, raw),
        share(transaction, raw),
      ])
    }
    const light = await compare({
      clientCount,
      roundMs,
      roundCount,
      reset: shop.server.outbox.drain,
      works: lightWorks(shop),
    })
    row('inventory.adjust', light.raw, light.composed, light.transaction)
    const heavy = await compare({ clientCount, roundMs, roundCount, ...heavyContest(shop, sample) })
    row('orders.checkout', heavy.raw, heavy.composed, heavy.transaction)
    const http = await overHttp(shop, clientCount)
    rows.push([name, 'inventory.adjust, HTTP', `${clientCount}`, '', whole(http), '', share(http, light.raw), ''])
  }
  return rows
}

type Works = Readonly<Record<'raw' | CommitForm, Work>>

let turn = 0
const nextSku = (): string => {
  turn += 1
  return skuId(turn * 7)
}

function lightWorks({ run, database }: BenchShop): Works {
  const adjust = (form: CommitForm) => async (): Promise<boolean> => {
    await run(operator, 'inventory.adjust', { skuId: nextSku(), deltaCount: 1, reason: 'bench' }, form)
    return true
  }
  const raw = async (): Promise<boolean> => (await database.execute(rawAdjust(nextSku()))).length === 1
  return { raw, composed: adjust('composed'), transaction: adjust('transaction') }
}

/** A cart serves once, so a round ends early when all are used up. */
function heavyContest(shop: BenchShop, sample: CheckoutSample): { reset: () => Promise<void>; works: Works } {
  let next = 0
  const withShopper = (work: (shopper: Shopper) => Promise<unknown>) => async (): Promise<boolean> => {
    const shopper = shop.shoppers[next]
    next += 1
    if (shopper === undefined) return false
    await work(shopper)
    return true
  }
  const reset = async (): Promise<void> => {
    await shop.refill()
    await shop.server.outbox.drain()
    next = 0
  }
  const works = {
    raw: withShopper((shopper) => shop.database.execute(rawCheckout(shopper, sample))),
    composed: withShopper((shopper) => checkout(shop, shopper, 'composed')),
    transaction: withShopper((shopper) => checkout(shop, shopper, 'transaction')),
  }
  return { reset, works }
}

/** Three lines at 100.00, 10.00 off by coupon, 10.00 by points. */
const payableMinor = 28_000

async function checkout(shop: BenchShop, { memberId }: Shopper, form: CommitForm): Promise<string> {
  const orderId = newId('ord')
  const input = { orderId, expectedPayableMinor: payableMinor }
  await shop.run(asMember(memberId), 'orders.checkout', input, form)
  return orderId
}

/** Client and server share this process, so this is less than a server alone would do. */
async function overHttp(shop: BenchShop, clientCount: number): Promise<number> {
  const { http, url } = await listen(shop.server, 0, '127.0.0.1')
  const composed = async (): Promise<boolean> => {
    const response = await fetch(`${url}/v1/stock/${nextSku()}/adjustments`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${secretKey}`,
        'content-type': 'application/json',
        'idempotency-key': newId('key'),
      },
      body: '{"deltaCount":1,"reason":"bench"}',
    })
    await response.text()
    if (!response.ok) throw new Error(`the shop answered ${response.status}`)
    return true
  }
  try {
    const reset = shop.server.outbox.drain
    return (await compare({ clientCount, roundMs, roundCount, reset, works: { composed } })).composed
  } finally {
    http.close()
    http.closeAllConnections()
  }
}

function whole(perSecond: number): string {
  return perSecond.toFixed(0)
}

function share(part: number, floor: number): string {
  return (part / floor).toFixed(2)
}
