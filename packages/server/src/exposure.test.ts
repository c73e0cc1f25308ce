import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stockUp, TEA } from './kernel/testing/goods.ts'
import { createTestDatabase } from './kernel/testing/postgres.ts'
import { place } from './kernel/testing/sale.ts'
import { openShop, type Shop } from './kernel/testing/shop.ts'
import { createServer } from './server.ts'

/** What must not leave the house, or must not be possible, unless somebody asked for it. */
let shop: Shop
beforeAll(async () => {
  shop = await openShop()
  await stockUp(shop, TEA, 10)
})
afterAll(() => shop.close())

const secret = 'a secret of the tests, longer than 32 characters'
const rateLimit = { perMinute: 100, secretPerMinute: 100, signInPer10Minutes: 100, signInPerPersonPer10Minutes: 3 }

describe('a member’s dry run', () => {
  it('tells no more than the contract names: no costs, no promoters, no terms', async () => {
    const { accessToken: token } = await shop.signIn('13800000001')
    const order = await place(shop, token, { lines: { sku_tea: 1 } })
    const dry = await shop.call('POST', `/v1/orders/${order.id}/cancellation?dryRun=1`, {}, { token })
    expect([dry.status, dry.headers.get('siyu-dry-run')]).toEqual([200, 'true'])
    expect(dry.body).toMatchObject({ id: order.id, status: 'cancelled' })
    expect(Object.keys(dry.body).sort()).toEqual(Object.keys(order).sort())
    expect((await shop.call('GET', `/v1/orders/${order.id}`, undefined, { token })).body).toEqual(order)
  })

  it('answers nothing where only a real call is given something: tokens', async () => {
    const dry = await shop.call('POST', '/v1/sessions/mint?dryRun=1', { externalId: 'crm:7' }, { secret: true })
    expect([dry.status, dry.body]).toEqual([200, {}])
  })
})

describe('without test mode', () => {
  it('a server will not start without somebody to send the codes', async () => {
    const { database } = await createTestDatabase()
    await expect(createServer({ database, secret })).rejects.toThrow(/codeSender is missing/)
    await database.close()
  })

  it('no code is told and nobody can pay with nothing', async () => {
    const sent: { readonly address: string; readonly code: string }[] = []
    const codeSender = { send: async (to: (typeof sent)[number]) => void sent.push(to), tellsCode: false }
    const { engine } = shop.server
    const server = await createServer({ database: engine.database, secret, codeSender, rateLimit })
    const post = async (path: string, body: object, key: string): Promise<Response> => {
      const headers = { 'siyu-key': shop.pk, 'idempotency-key': key }
      return server.fetch(
        new Request(`http://shop.test${path}`, { method: 'POST', headers, body: JSON.stringify(body) }),
      )
    }
    const asked = await post('/v1/sign-in-codes', { kind: 'phone', address: '13800000009' }, 'ask-1')
    expect([asked.status, await asked.json()]).toMatchObject([200, { testCode: null }])
    expect(sent).toEqual([{ kind: 'phone', address: '13800000009', code: expect.stringMatching(/^\d{6}$/) }])
    const played = await post('/v1/payments/pay_1/simulation', { outcome: 'succeed' }, 'play-1')
    expect([played.status, await played.json()]).toMatchObject([404, { error: { code: 'route_missing' } }])

    // Three tries for one person, however the number is written.
    const spellings = ['+86 138-0000-0009', '(138)00000009', '１３８００００００09']
    const tries = []
    for (const address of spellings) {
      tries.push(await post('/v1/sessions', { kind: 'phone', address, code: '000000' }, `try-${address.length}`))
    }
    expect(tries.map(({ status }) => status)).toEqual([403, 403, 429])
    await server.close()
  })
})

it('keeps no phone that could be guessed from the journal of keys', async () => {
  await shop.call('POST', '/v1/sign-in-codes', { kind: 'phone', address: '13800000077' })
  const { database } = shop.server.engine
  const rows = await database.execute({ text: 'select * from requests', values: [] })
  const text = JSON.stringify(rows)
  const { createHash } = await import('node:crypto')
  const plain = createHash('sha256')
    .update(JSON.stringify({ address: '13800000077', kind: 'phone' }))
    .digest('hex')
  expect(rows.length).toBeGreaterThan(3)
  expect(text).not.toContain('13800000077')
  expect(text).not.toContain(plain)
})
