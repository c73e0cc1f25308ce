import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoPublishableKey } from './cli/demo.ts'
import type { Database } from './kernel/database.ts'
import { openOutbox } from './kernel/outbox.ts'
import { openPglite } from './kernel/pglite.ts'
import { openPostgres } from './kernel/postgres.ts'
import { TEA } from './kernel/testing/goods.ts'
import { createPostgres, type TestDatabase, testServer } from './kernel/testing/postgres.ts'
import { freePort, type Running, startSiyu } from './kernel/testing/process.ts'

const MEMBER_COUNT = 4
const KILL_COUNT = process.env.SIYU_LONG === undefined ? 1 : 10
/** Traffic between two kills. */
const UP_MS = 1_200
/** A call that is not answered for this long is a defect. */
const PATIENCE_MS = 30_000
const STOCK = 100_000
const SKU = 'sku_kill'

type Method = 'GET' | 'POST' | 'PUT'
type Body = { readonly id: string; readonly payableMinor: number; readonly lines: readonly unknown[] }
type Who = { readonly token: string } | 'operator' | 'visitor'
/** What clients were told had happened. */
type Told = { readonly orders: string[]; readonly payments: string[]; readonly refunds: string[] }

const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

/** A shop in a process of its own that can be killed and started again, and a client of it that does not give up. */
type Killable = {
  readonly dataDir: string
  readonly port: number
  readonly start: () => Promise<void>
  readonly kill: () => Promise<void>
  /** Calls until it is answered, always under the same key. */
  readonly call: <T = Body>(method: Method, path: string, body: object | undefined, who: Who) => Promise<T>
  /** How many times a call went without an answer. */
  readonly unansweredCount: () => number
}

async function openKillable(dataDir: string, environment: Readonly<Record<string, string>>): Promise<Killable> {
  const port = await freePort()
  let running: Running | undefined
  let [keyCount, unansweredCount] = [0, 0]
  const start = async (): Promise<void> => {
    running = startSiyu(['dev', '--port', String(port), '--data-dir', dataDir], environment)
    await running.says('Siyu is ready')
  }
  const kill = async (): Promise<void> => {
    running?.child.kill('SIGKILL')
    await running?.ended
    running = undefined
  }
  const headersOf = async (who: Who): Promise<Record<string, string>> => {
    if (who === 'visitor') return { 'siyu-key': demoPublishableKey }
    if (who !== 'operator') return { authorization: `Bearer ${who.token}` }
    const state = JSON.parse(await readFile(join(dataDir, 'state.json'), 'utf8')) as { secretKey: string }
    return { authorization: `Bearer ${state.secretKey}` }
  }
  const call = async <T>(method: Method, path: string, body: object | undefined, who: Who): Promise<T> => {
    keyCount += 1
    const key = `key-${keyCount}`
    const headers = { ...(await headersOf(who)), 'idempotency-key': key }
    const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) }
    for (const endsAt = Date.now() + PATIENCE_MS; Date.now() < endsAt; await sleep(20)) {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, init)
        .then(async (response) => ({ status: response.status, body: await response.json() }))
        .catch(() => undefined)
      if (answer === undefined) unansweredCount += 1
      else if (answer.status === 200) return answer.body as T
      else if (answer.status < 500) expect.fail(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    }
    return expect.fail(`no answer to ${method} ${path}`)
  }
  return { dataDir, port, start, kill, call, unansweredCount: () => unansweredCount }
}

async function joinMember({ call }: Killable, n: number): Promise<{ readonly token: string }> {
  const to = { kind: 'phone', address: `1380000000${n}` }
  const { testCode: code } = await call<{ testCode: string }>('POST', '/v1/sign-in-codes', to, 'visitor')
  const session = await call<{ accessToken: string }>('POST', '/v1/sessions', { ...to, code }, 'visitor')
  return { token: session.accessToken }
}

/** One sale from the cart to, now and then, the refund of a unit. */
async function sellOnce({ call }: Killable, who: Who, orderId: string, n: number, told: Told): Promise<void> {
  const quantity = 1 + (n % 3)
  await call('PUT', `/v1/cart/lines/${SKU}`, { quantity }, who)
  const basket = { lines: [{ lineId: SKU, skuId: SKU, quantity }] }
  const { payableMinor: expectedPayableMinor } = await call('POST', '/v1/quotes', basket, who)
  const order = await call('POST', '/v1/orders', { orderId, expectedPayableMinor }, who)
  expect(order.id).toBe(orderId)
  told.orders.push(orderId)
  if (n % 5 === 4) {
    await call('POST', `/v1/orders/${orderId}/cancellation`, {}, who)
    return
  }
  const payment = await call('POST', '/v1/payments', { orderId }, who)
  told.payments.push(payment.id)
  await call('POST', `/v1/payments/${payment.id}/simulation`, { outcome: 'succeed' }, who)
  if (n % 2 === 0) await call('POST', `/v1/orders/${orderId}/receipt`, {}, who)
  if (n % 3 === 0) return
  const lines = [{ lineId: SKU, quantity: 1 }]
  await call('POST', `/v1/orders/${orderId}/refunds`, { lines, reason: 'broken' }, 'operator')
  told.refunds.push(orderId)
}

/** Members shop while the process is killed under them, again and again. */
async function shopUnderFire(shop: Killable): Promise<Told> {
  const told: Told = { orders: [], payments: [], refunds: [] }
  await shop.start()
  const [tea] = TEA.skus
  const product = { ...TEA, id: 'prd_kill', skus: [{ ...tea, id: SKU, memberPrices: [] }] }
  await shop.call('PUT', '/v1/products/prd_kill', product, 'operator')
  const received = { deltaCount: STOCK, reason: 'received' }
  await shop.call('POST', `/v1/stock/${SKU}/adjustments`, received, 'operator')
  const members = await Promise.all(Array.from({ length: MEMBER_COUNT }, (_, n) => joinMember(shop, n)))
  let open = true
  const shoppers = members.map(async (who, member) => {
    for (let n = 0; open; n += 1) await sellOnce(shop, who, `ord_${member}_${n}`, n, told)
  })
  for (let round = 0; round < KILL_COUNT; round += 1) {
    await sleep(UP_MS)
    await shop.kill()
    await shop.start()
  }
  await sleep(UP_MS / 2)
  open = false
  await Promise.all(shoppers)
  await shop.kill()
  return told
}

/** The demo has orders of its own. */
const FROM_TEST = "not like 'ord\\_demo\\_%'"

/** Nothing lost, nothing doubled: what clients were told is what is stored, and every sum adds up. */
async function expectWhole(database: Database, told: Told): Promise<void> {
  const rows = (text: string) => database.execute<Record<string, never>>({ text, values: [] })
  const ids = async (text: string): Promise<readonly unknown[]> => (await rows(text)).map(({ id }) => id)
  expect(await ids(`select id from orders where id ${FROM_TEST} order by id`)).toEqual(told.orders.toSorted())
  const paid = await ids(`select id from payments where order_id ${FROM_TEST} order by id`)
  expect(paid).toEqual(told.payments.toSorted())
  expect(await ids('select order_id as id from order_refunds order by 1')).toEqual(told.refunds.toSorted())
  expect(await ids('select order_id as id from payment_refunds order by 1')).toEqual(told.refunds.toSorted())
  for (const [type, expected] of [
    ['order_placed', told.orders],
    ['payment_created', told.payments],
    ['order_paid', told.payments],
    ['order_refunded', told.refunds],
  ] as const) {
    const [journaled] = await rows(
      `select count(*) as all_count, count(distinct data ->> 'orderId') as order_count from events
        where type = '${type}' and data ->> 'orderId' ${FROM_TEST}`,
    )
    expect({ type, ...journaled }).toEqual({ type, all_count: expected.length, order_count: expected.length })
  }
  await expectSums(rows)
  const outbox = await openOutbox(database, (error) => expect.fail(String(error)))
  await outbox.drain()
  await outbox.close()
  const [positions] = await rows(
    'select count(*) as events, count(distinct position) as distinct_count, max(position) as last from events',
  )
  expect(positions).toEqual({ events: positions?.last, distinct_count: positions?.last, last: positions?.last })
}

async function expectSums(rows: (text: string) => Promise<readonly unknown[]>): Promise<void> {
  expect(
    await rows(`select (on_hand_count + sold_count)::int as pieces, held_count::int as held,
        sold_count::int - (select coalesce(sum(l.quantity - l.refunded_count), 0)::int from order_lines l
          join orders o on o.brand_id = l.brand_id and o.member_id = l.member_id and o.id = l.order_id
          where o.status <> 'cancelled' and l.sku_id = s.sku_id) as unaccounted
      from stock s where sku_id = '${SKU}'`),
  ).toEqual([{ pieces: STOCK, held: 0, unaccounted: 0 }])
  expect(
    await rows(`select a.member_id from points_accounts a where a.balance_count <>
      (select coalesce(sum(e.amount), 0) from ledger_entries e
        where (e.brand_id, e.owner_id, e.book) = (a.brand_id, a.member_id, 'points'))`),
  ).toEqual([])
  expect(
    await rows(`select o.id from orders o where o.refunded_minor <>
      (select coalesce(sum((r.refund ->> 'paidMinor')::bigint), 0) from order_refunds r
        where r.brand_id = o.brand_id and r.member_id = o.member_id and r.order_id = o.id)`),
  ).toEqual([])
  expect(await rows(`select id from orders where status = 'created'`)).toEqual([])
}

const folders: string[] = []
async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'siyu-kill-'))
  folders.push(folder)
  return folder
}
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))))

let prepared: Promise<string> | undefined

/** A folder with the demo shop in it, as a first start leaves it. */
async function folderWithShop(): Promise<string> {
  prepared ??= prepareShop()
  const folder = await newFolder()
  await cp(await prepared, folder, { recursive: true })
  return folder
}

async function prepareShop(): Promise<string> {
  const folder = await newFolder()
  const first = startSiyu(['dev', '--port', String(await freePort()), '--data-dir', folder])
  await first.says('Siyu is ready')
  first.child.kill('SIGTERM')
  expect(await first.ended).toBe(0)
  return folder
}

const found = await testServer()
const skip = 'skip' in found ? found.skip : undefined

describe('a shop whose process is killed while its members shop', () => {
  it.skipIf(skip !== undefined)(`loses and doubles nothing on PostgreSQL${skip ?? ''}`, async () => {
    const fresh: TestDatabase = await createPostgres()
    const shop = await openKillable(await newFolder(), { DATABASE_URL: fresh.url as string })
    const told = await shopUnderFire(shop)
    expect(shop.unansweredCount()).toBeGreaterThan(0)
    const database = await openPostgres({ connectionString: fresh.url as string, poolSize: 2 })
    await expectWhole(database, told)
    console.info(`postgres: ${told.orders.length} orders, ${shop.unansweredCount()} calls without an answer`)
    await database.close()
    await fresh.database.close()
  })

  it('loses and doubles nothing on a PGlite folder', async () => {
    const shop = await openKillable(await folderWithShop(), {})
    const told = await shopUnderFire(shop)
    expect(shop.unansweredCount()).toBeGreaterThan(0)
    const database = await openPglite({ dataDir: join(shop.dataDir, 'db') })
    await expectWhole(database, told)
    console.info(`pglite: ${told.orders.length} orders, ${shop.unansweredCount()} calls without an answer`)
    await database.close()
  })
})

const HEADER = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID'
const GOOD = [
  '536365,K1,WHITE HANGING HEART,6,2010-12-01 08:26:00,2.55,17850',
  '536365,K2,WHITE METAL LANTERN,6,2010-12-01 08:26:00,3.39,17850',
  '536367,K3,ASSORTED BIRD,32,2010-12-01 08:34:00,1.69,13047',
]
const BAD = [
  '536368,22960,JAM MAKING SET,six,2010-12-01 08:34:00,4.25,13047',
  '536369,21756,BATH,3,yesterday,5.95,13047',
]

describe('a PGlite folder that is in use', () => {
  let shop: Killable
  let folder: string
  beforeAll(async () => {
    folder = await folderWithShop()
    shop = await openKillable(folder, {})
    await shop.start()
  })
  afterAll(() => shop.kill())

  async function runImport(lines: readonly string[]): Promise<readonly [unknown, string]> {
    const file = join(folder, 'sales.csv')
    await writeFile(file, `${[HEADER, ...lines].join('\n')}\n`)
    const running = startSiyu(['import', 'online-retail', file, '--data-dir', folder])
    return [await running.ended, running.output()]
  }

  it('is refused to a second process, which says who holds it', async () => {
    const second = startSiyu(['dev', '--port', String(await freePort()), '--data-dir', folder])
    expect(await second.ended).toBe(1)
    expect(second.output()).toMatch(
      new RegExp(
        `the data folder .*db is held by process \\d+ on .* since .*, which answers at http://.*:${shop.port}`,
      ),
    )
    expect(second.output()).not.toContain('    at ')
  })

  it('takes an import through the running shop, and again without doubling anything', async () => {
    const [firstCode, first] = await runImport(GOOD)
    expect(first).toContain(`through the server at http://localhost:${shop.port}`)
    expect(first).toMatch(/imported: 3 products new, 0 known; 2 members new, 0 known; 2 orders new, 0 known/)
    expect(firstCode).toBe(0)
    const [secondCode, second] = await runImport(GOOD)
    expect(second).toMatch(/imported: 0 products new, 3 known; 0 members new, 2 known; 0 orders new, 2 known/)
    expect(secondCode).toBe(0)
    const { items } = await shop.call<{ items: readonly { readonly id: string }[] }>(
      'GET',
      '/v1/admin/orders',
      undefined,
      'operator',
    )
    expect(items.filter(({ id }) => !id.startsWith('ord_demo_'))).toHaveLength(2)
  })

  it('names bad rows by their line, takes the good ones and ends with 1', async () => {
    const [code, output] = await runImport([...GOOD.slice(0, 2), ...BAD, ...GOOD.slice(2)])
    expect(output).toContain('line 4: Quantity "six" is not a whole number')
    expect(output).toContain('line 5: InvoiceDate "yesterday" is not YYYY-MM-DD hh:mm:ss')
    expect(output).toContain('rows: 5 read, 3 taken, 2 bad')
    expect(code).toBe(1)
  })
})
