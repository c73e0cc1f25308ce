import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { verifyWebhook, type WebhookDelivery, type WebhookEndpoint } from '@siyu/core/webhooks'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Refused } from '../kernel/testing/sale.ts'
import { openShop, type Shop } from '../kernel/testing/shop.ts'
import { deliverWebhooks, forgetKeys } from '../sweeps.ts'
import { isPrivate, post } from './send.ts'

type Got = { readonly headers: IncomingHttpHeaders; readonly body: string; readonly path: string }
let shop: Shop
let receiver: Server
let base: string
let answer = { status: 200, body: 'thanks' }
const got: Got[] = []
beforeAll(async () => {
  shop = await openShop({ webhooks: { allowsPrivate: true } })
  receiver = createServer((request, response) => {
    let body = ''
    request.on('data', (part) => {
      body += part
    })
    request.on('end', () => {
      got.push({ headers: request.headers, body, path: request.url ?? '' })
      response.writeHead(answer.status, answer.status === 302 ? { location: `${base}/elsewhere` } : {}).end(answer.body)
    })
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`
})
afterAll(async () => {
  expect(shop.faults).toEqual([])
  await shop.close()
  await new Promise((resolve) => receiver.close(resolve))
})

const api = <T = Refused>(method: 'GET' | 'POST' | 'PUT', path: string, body?: object) =>
  shop.call<T>(method, `/v1/webhooks${path}`, body, { secret: true })
const save = (id: string, more: object = {}) =>
  api<WebhookEndpoint & Refused>('PUT', `/${id}`, { url: `${base}/${id}`, filters: ['*'], status: 'active', ...more })
const deliveries = async (id: string) =>
  (await api<{ items: WebhookDelivery[] }>('GET', `/${id}/deliveries?limit=100`)).body.items
async function sent(): Promise<readonly Got[]> {
  got.length = 0
  await shop.server.outbox.drain()
  await deliverWebhooks(shop.server)
  return [...got]
}
const secretOf = async (id: string) => (await api<{ secret: string }>('GET', `/${id}/secret`)).body.secret
const isGood = async ({ headers, body }: Got, secret: string) =>
  verifyWebhook(secret, new Headers(headers as Record<string, string>), body, shop.clock.now)
let phone = 13_800_000_000
/** Something happens: somebody joins. */
const happen = async () => {
  phone += 1
  return (await shop.signIn(String(phone))).memberId
}
const typeOf = ({ body }: Got): string => JSON.parse(body).type

it('an endpoint is told of what happens from now on, signed, once, and of what it asked for', async () => {
  await happen()
  await save('hook_all')
  await save('hook_orders', { filters: ['order_*', 'member_joined'] })
  const memberId = await happen()
  const all = await sent()
  const joined = all.filter(
    ({ path, body }) => path === '/hook_all' && body.includes(memberId) && body.includes('member_joined'),
  )
  expect(joined).toHaveLength(1)
  expect(all.filter(({ path }) => path === '/hook_orders').map(typeOf)).toEqual(['member_joined'])
  const [first] = joined as [Got]
  expect(await isGood(first, await secretOf('hook_all'))).toEqual({ ok: true, id: first.headers['webhook-id'] })
  expect(await isGood(first, await secretOf('hook_orders'))).toMatchObject({ ok: false })
  const positions = all
    .filter(({ path }) => path === '/hook_all')
    .map(({ body }) => JSON.parse(body).position as number)
  expect(positions.length).toBeGreaterThan(1)
  expect(await sent()).toEqual([])
  expect(await deliveries('hook_orders')).toMatchObject([
    { type: 'member_joined', status: 'delivered', attemptCount: 1, lastStatus: 200, lastExcerpt: 'thanks' },
  ])
})

it('an endpoint whose making is not published yet is not told all that ever happened', async () => {
  // As another process finds it between the commit and the publishing.
  await shop.database.database.execute({
    text: `insert into webhook_endpoints (brand_id, id, url, filters, status, generation, created_at)
      values ($1, 'hook_early', $2, '["*"]', 'active', 1, 0)`,
    values: [shop.brandId, `${base}/hook_early`],
  })
  expect((await sent()).filter(({ path }) => path === '/hook_early')).toEqual([])
  await shop.database.database.execute({ text: `delete from webhook_endpoints where id = 'hook_early'`, values: [] })
})

it('an exchanged secret is signed with beside the new one for a day', async () => {
  const before = await secretOf('hook_orders')
  expect((await api('POST', '/hook_orders/rotation', {})).status).toBe(200)
  const after = await secretOf('hook_orders')
  expect(after).not.toBe(before)
  await happen()
  const [told] = (await sent()).filter(({ path }) => path === '/hook_orders') as [Got]
  for (const secret of [before, after]) expect(await isGood(told, secret)).toMatchObject({ ok: true })
  shop.clock.now += 86_400_000
  await happen()
  const [later] = (await sent()).filter(({ path }) => path === '/hook_orders') as [Got]
  expect([await isGood(later, before), await isGood(later, after)]).toMatchObject([{ ok: false }, { ok: true }])
})

it('a failed delivery is tried again, later each time, under the same id; a redirect is not followed', async () => {
  answer = { status: 302, body: 'x'.repeat(2_000) }
  await happen()
  const [first] = (await sent()).filter(({ path }) => path === '/hook_orders') as [Got]
  expect(got.some(({ path }) => path === '/elsewhere')).toBe(false)
  const [pending] = await deliveries('hook_orders')
  expect(pending).toMatchObject({ status: 'pending', attemptCount: 1, lastStatus: 302 })
  expect(pending?.lastExcerpt).toHaveLength(500)
  const waitedMs = (pending?.nextAt ?? 0) - shop.clock.now
  expect(waitedMs >= 5_000 && waitedMs <= 6_000).toBe(true)
  expect(await sent()).toEqual([])
  shop.clock.now += 6_000
  answer = { status: 204, body: '' }
  const again = (await sent()).filter(({ path }) => path === '/hook_orders') as [Got]
  expect(again[0].headers['webhook-id']).toBe(first.headers['webhook-id'])
  expect(await isGood(again[0], await secretOf('hook_orders'))).toMatchObject({ ok: true })
  expect((await deliveries('hook_orders'))[0]).toMatchObject({ status: 'delivered', attemptCount: 2 })
})

it('two senders at once send each delivery once', async () => {
  await Promise.all(Array.from({ length: 6 }, happen))
  got.length = 0
  await shop.server.outbox.drain()
  await Promise.all([deliverWebhooks(shop.server), deliverWebhooks(shop.server)])
  await deliverWebhooks(shop.server)
  const ids = got.filter(({ path }) => path === '/hook_orders').map(({ headers }) => headers['webhook-id'])
  expect([ids.length, new Set(ids).size]).toEqual([6, 6])
})

it('a delivery, or all of a span, is sent again when it is asked for', async () => {
  const [last] = (await deliveries('hook_orders')) as [WebhookDelivery]
  const one = await api<{ eventCount: number }>('POST', '/hook_orders/replays', { eventId: last.eventId })
  expect(one.body).toEqual({ eventCount: 1 })
  expect((await sent()).map(({ headers }) => headers['webhook-id'])).toEqual([last.eventId])
  const span = { fromAt: 0, untilAt: shop.clock.now + 1 }
  const { body } = await api<{ eventCount: number }>('POST', '/hook_orders/replays', span)
  expect(body.eventCount).toBeGreaterThan(8)
  expect(await sent()).toHaveLength(body.eventCount)
  expect((await api('POST', '/hook_none/replays', span)).body.error?.code).toBe('webhook_missing')
  expect((await api('POST', '/hook_orders/replays', {})).status).toBe(400)
})

it('an endpoint that failed for days is turned off, is told nothing meanwhile, and can be turned on', async () => {
  answer = { status: 500, body: 'down' }
  await save('hook_all', { status: 'disabled' })
  await happen()
  for (let day = 0; day < 6; day += 1) {
    await sent()
    shop.clock.now += 86_400_000
  }
  await sent()
  const list = (await api<WebhookEndpoint[]>('GET', '')).body
  expect(list.map(({ id, status }) => [id, status])).toEqual([
    ['hook_all', 'disabled'],
    ['hook_orders', 'disabled'],
  ])
  answer = { status: 200, body: '' }
  await happen()
  expect(await sent()).toEqual([])
  await save('hook_orders', { filters: ['member_joined'] })
  await happen()
  expect((await sent()).length).toBeGreaterThanOrEqual(1)
})

it('the log is forgotten after its time', async () => {
  expect((await deliveries('hook_orders')).length).toBeGreaterThan(0)
  shop.clock.now += 31 * 86_400_000
  await forgetKeys(shop.server)
  expect((await deliveries('hook_orders')).filter(({ status }) => status !== 'pending')).toEqual([])
})

it('refuses what is not there, and addresses that are not allowed', async () => {
  expect((await api('GET', '/hook_none/secret')).body.error?.code).toBe('webhook_missing')
  expect((await api('POST', '/hook_none/rotation', {})).body.error?.code).toBe('webhook_missing')
  expect((await save('hook_bad', { url: 'ftp://x' })).status).toBe(400)
  expect((await save('hook_bad', { filters: ['Order'] })).status).toBe(400)
  const open = await openShop({ database: shop.database })
  const input = { url: 'http://shop.example/hook', filters: ['*'], status: 'active' }
  const refused = await open.call<Refused>('PUT', '/v1/webhooks/hook_http', input, { secret: true })
  expect(refused.body.error?.code).toBe('webhook_url_not_allowed')
  await open.server.close()
})

it.each([
  ...['127.0.0.1', '10.1.2.3', '172.16.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '224.0.0.1'],
  ...[
    '::1',
    '::',
    'fc00::1',
    'fe80::1',
    '::ffff:10.0.0.1',
    '::ffff:a00:1',
    '64:ff9b::a00:1',
    '2002:a00:1::',
    'no-address',
  ],
])('%s is no address of the open internet', (address) => {
  expect(isPrivate(address)).toBe(true)
})

it('no call goes to a closed network, however it is written', async () => {
  expect([isPrivate('93.184.216.34'), isPrivate('2606:2800:220:1::1')]).toEqual([false, false])
  const { port } = receiver.address() as AddressInfo
  got.length = 0
  const hosts = ['127.0.0.1', 'localhost', '[::1]', '2130706433', '0x7f.1', '[::ffff:127.0.0.1]', '0177.0.0.1']
  for (const host of hosts)
    expect(await post(`https://${host}:${port}/x`, {}, '{}', false)).toMatchObject({ status: 0 })
  expect(await post(`http://127.0.0.1:${port}/x`, {}, '{}', false)).toEqual({
    status: 0,
    excerpt: 'the address is not https',
  })
  expect(got).toEqual([])
})
