import type { Coupon, CouponOffer, CouponTemplate } from '@siyu/core/coupons'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { template } from '../kernel/testing/goods.ts'
import { newKey, openShop, type Shop, START } from '../kernel/testing/shop.ts'

let shop: Shop
const tokens: string[] = []
beforeAll(async () => {
  shop = await openShop()
  for (let index = 0; index < 4; index += 1) tokens.push((await shop.signIn(`1380013800${index}`)).accessToken)
})
afterAll(async () => {
  expect(shop.faults).toEqual([])
  await shop.close()
})

const save = (each: CouponTemplate) => shop.call('PUT', `/v1/coupon-templates/${each.id}`, each, { secret: true })
const claim = (templateId: string, token = tokens[0], key: string = newKey(), query = '') =>
  shop.call<Coupon & { error?: { code: string } }>('POST', `/v1/coupons${query}`, { templateId }, { token, key })
const wallet = async (token = tokens[0]): Promise<readonly Coupon[]> =>
  (await shop.call<{ items: readonly Coupon[] }>('GET', '/v1/coupons', undefined, { token })).body.items
const offer = async (id: string, token?: string): Promise<CouponOffer | undefined> => {
  const { body } = await shop.call<{ items: readonly CouponOffer[] }>('GET', '/v1/coupon-offers', undefined, { token })
  return body.items.find(({ templateId }) => templateId === id)
}

it('a claim is kept once, however often it is sent, and lies in no other wallet', async () => {
  await save(template('tpl_one', 10, START))
  const key = newKey()
  const [first, again] = [await claim('tpl_one', tokens[0], key), await claim('tpl_one', tokens[0], key)]
  expect(again.body).toEqual(first.body)
  expect(first.body).toMatchObject({ templateId: 'tpl_one', status: 'issued', validUntil: START + 7 * 86_400_000 })
  expect((await wallet()).map(({ id }) => id)).toEqual([first.body.id])
  expect(await wallet(tokens[1])).toEqual([])
  expect(await claim('tpl_one')).toMatchObject({ status: 409, body: { error: { code: 'coupon_limit_reached' } } })
  expect(await claim('tpl_none')).toMatchObject({ status: 404, body: { error: { code: 'coupon_missing' } } })
})

it('the offer says to each what they can do', async () => {
  expect(await offer('tpl_one')).toMatchObject({ state: 'claimable', leftCount: 9 })
  expect(await offer('tpl_one', tokens[0])).toMatchObject({ state: 'claimed', leftCount: 9 })
  expect(await offer('tpl_one', tokens[1])).toMatchObject({ state: 'claimable', leftCount: 9 })
})

it('the last coupon goes to one of those who claim at once', async () => {
  await save(template('tpl_last', 1, START))
  const claims = await Promise.all(tokens.map((token) => claim('tpl_last', token)))
  expect(claims.filter(({ status }) => status === 200)).toHaveLength(1)
  const refusals = claims.filter(({ status }) => status !== 200).map(({ body }) => body.error?.code)
  expect(refusals).toEqual(['coupon_sold_out', 'coupon_sold_out', 'coupon_sold_out'])
  expect(await offer('tpl_last')).toMatchObject({ state: 'sold_out', leftCount: 0 })
})

it('the limit of a member holds when they claim on several devices at once', async () => {
  await save({ ...template('tpl_two', null, START), perMemberLimit: 2 })
  const claims = await Promise.all(['a', 'b', 'c', 'd'].map(() => claim('tpl_two')))
  expect(claims.map(({ status }) => status).sort()).toEqual([200, 200, 409, 409])
  expect((await wallet()).filter(({ templateId }) => templateId === 'tpl_two')).toHaveLength(2)
})

it('coupons in wallets keep their terms; the limit may not fall below them', async () => {
  const cheaper = { ...template('tpl_one', 10, START), effect: { kind: 'amount_off', minor: 1 } as const }
  expect((await save(cheaper)).status).toBe(200)
  expect((await wallet()).find(({ templateId }) => templateId === 'tpl_one')?.effect).toMatchObject({ minor: 10_00 })
  const below = await save({ ...cheaper, totalLimit: 0 })
  expect(below).toMatchObject({
    status: 409,
    body: { error: { code: 'limit_below_issued', detail: { issuedCount: 1 } } },
  })
  const rows = await shop.call('GET', '/v1/coupon-templates', undefined, { secret: true })
  expect(rows.body).toMatchObject({
    items: expect.arrayContaining([{ template: cheaper, issuedCount: 1, redeemedCount: 0 }]),
  })
})

it('a dry run claims nothing and keeps no key', async () => {
  await save(template('tpl_dry', 1, START))
  const key = newKey()
  const dry = await claim('tpl_dry', tokens[1], key, '?dryRun=1')
  expect(dry).toMatchObject({ status: 200, body: { templateId: 'tpl_dry' } })
  expect(await offer('tpl_dry', tokens[1])).toMatchObject({ state: 'claimable', leftCount: 1 })
  const real = await claim('tpl_dry', tokens[1], key)
  expect([real.status, real.headers.get('idempotency-hit')]).toEqual([200, null])
})
