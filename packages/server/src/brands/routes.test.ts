import { afterAll, beforeAll, expect, it } from 'vitest'
import { keyHash } from '../kernel/access.ts'
import { newKey, openShop, type Shop, START } from '../kernel/testing/shop.ts'
import { OPERATOR_ACCESS_MS } from '../kernel/tokens.ts'
import { hashPassword } from './password.ts'

const TITLE = { zh: '另一家', en: 'Other' }

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
  const { body: tiers } = await shop.call('GET', '/v1/tiers')
  const { body: points } = await shop.call('GET', '/v1/points/settings')
  const referrals = { depth: 1, levelBps: [1_000], capBps: 3_000, freezeDays: 7 }
  const key = (id: string, kind: 'publishable' | 'secret', text: string, origins: string[], scopes: string[]) => ({
    ...{ id, kind, keyHash: keyHash(text), origins, scopes },
  })
  const other = {
    brand: { id: 'brd_other', name: TITLE, currency: 'EUR', timeZone: 'Europe/Berlin' },
    settings: { tiers, points, referrals },
    keys: [
      key('key_web', 'publishable', 'pk_web', ['https://shop.example'], []),
      key('key_points', 'secret', 'sk_points', [], ['points']),
    ],
    operators: [{ id: 'opr_one', login: 'owner', name: 'Owner', passwordHash: await hashPassword('correct horse') }],
  }
  await shop.server.run('brd_other', 'brands.create', other, 'set-up')
})
afterAll(async () => {
  expect(shop.faults).toEqual([])
  await shop.close()
})

type Answer = { readonly status: number; readonly code: string | undefined; readonly body: Record<string, unknown> }

const ask = async (method: string, path: string, headers: Record<string, string>, body?: object): Promise<Answer> => {
  const init = body === undefined ? {} : { body: JSON.stringify(body) }
  const all = { ...headers, ...(method === 'GET' ? {} : { 'idempotency-key': newKey() }) }
  const response = await shop.server.fetch(new Request(`http://shop.test${path}`, { method, headers: all, ...init }))
  const answer = (await response.json()) as Record<string, unknown> & { error?: { code: string } }
  return { status: response.status, code: answer.error?.code, body: answer }
}
const signIn = (login: string, password: string) =>
  ask('POST', '/v1/operators/sessions', { 'siyu-key': 'pk_web' }, { login, password })
const bearer = (text: unknown) => ({ authorization: `Bearer ${String(text)}` })

it('tells the brand of a key', async () => {
  const { body } = await ask('GET', '/v1/brand', { 'siyu-key': 'pk_web' })
  expect(body).toEqual({ id: 'brd_other', name: TITLE, currency: 'EUR', timeZone: 'Europe/Berlin' })
  expect((await shop.call('GET', '/v1/brand')).body).toMatchObject({ id: 'brd_test' })
})

it('opens an operator’s session for the right password only, and ends it', async () => {
  expect(await signIn('owner', 'wrong horse')).toMatchObject({ status: 403, code: 'operator_unknown' })
  expect(await signIn('nobody', 'correct horse')).toMatchObject({ status: 403, code: 'operator_unknown' })
  // The same login is unknown in another brand.
  const elsewhere = await shop.call('POST', '/v1/operators/sessions', { login: 'owner', password: 'correct horse' })
  expect(elsewhere.status).toBe(403)
  const session = await signIn('owner', 'correct horse')
  expect(session).toMatchObject({ status: 200, body: { operatorId: 'opr_one', name: 'Owner' } })
  expect(session.body.expiresAt).toBe(START + OPERATOR_ACCESS_MS)
  const orders = () => ask('GET', '/v1/admin/orders', bearer(session.body.accessToken))
  expect(await orders()).toMatchObject({ status: 200, body: { items: [] } })
  const crossed = await ask('GET', '/v1/admin/orders', { ...bearer(session.body.accessToken), 'siyu-key': shop.pk })
  expect(crossed).toMatchObject({ status: 401, code: 'denied' })
  shop.clock.now += OPERATOR_ACCESS_MS
  expect(await orders()).toMatchObject({ status: 401, code: 'session_expired' })
  shop.clock.now = START
})

it('a publishable key works from its own origins', async () => {
  const from = (origin: string) => ask('GET', '/v1/brand', { 'siyu-key': 'pk_web', origin })
  expect((await from('https://shop.example')).status).toBe(200)
  expect(await from('https://evil.example')).toMatchObject({ status: 403, code: 'denied' })
  expect(await from('https://shop.example.evil.example')).toMatchObject({ status: 403, code: 'denied' })
})

it('a secret key reaches its own concepts only', async () => {
  const settings = { ...(await ask('GET', '/v1/points/settings', { 'siyu-key': 'pk_web' })).body }
  expect((await ask('PUT', '/v1/points/settings', bearer('sk_points'), settings)).status).toBe(200)
  expect(await ask('GET', '/v1/admin/orders', bearer('sk_points'))).toMatchObject({
    ...{ status: 403, body: { error: { code: 'denied', detail: { access: 'operator', concept: 'orders' } } } },
  })
  expect(await ask('GET', '/v1/points', bearer('sk_points'))).toMatchObject({
    ...{ status: 403, body: { error: { code: 'denied', detail: { access: 'member', concept: 'points' } } } },
  })
})

it('no key, an unknown key, a key of the wrong kind and a token nobody signed are turned away', async () => {
  expect(await ask('GET', '/v1/brand', {})).toMatchObject({ status: 401, code: 'key_missing' })
  expect(await ask('GET', '/v1/brand', { 'siyu-key': 'pk_none' })).toMatchObject({ status: 401, code: 'denied' })
  expect(await ask('GET', '/v1/brand', { 'siyu-key': 'sk_points' })).toMatchObject({ status: 401, code: 'denied' })
  expect(await ask('GET', '/v1/brand', bearer('sk_none'))).toMatchObject({ status: 401, code: 'denied' })
  expect((await ask('GET', '/v1/brand', bearer('eyJhbGciOiJub25lIn0.e30.'))).status).toBe(401)
})

it('a revoked key stops working', async () => {
  await shop.call('GET', '/v1/brand')
  expect((await ask('GET', '/v1/admin/orders', bearer(shop.sk))).status).toBe(200)
  await shop.database.database.execute({ text: 'delete from api_keys where id = $1', values: ['key_sk'] })
  shop.clock.now += 5_001
  expect(await ask('GET', '/v1/admin/orders', bearer(shop.sk))).toMatchObject({ status: 401, code: 'denied' })
})
