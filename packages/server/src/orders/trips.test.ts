import { createId } from '@siyu/core/kernel'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Call } from '../kernel/call.ts'
import type { Database } from '../kernel/database.ts'
import { pooledRandom } from '../kernel/random.ts'
import { stockUp, TEA, template } from '../kernel/testing/goods.ts'
import { adjustPoints, claim, fillCart, newOrderId, quoteOf } from '../kernel/testing/sale.ts'
import { newKey, openShop, type Shop } from '../kernel/testing/shop.ts'
import { openTraffic } from '../kernel/traffic.ts'

const LINE_COUNT = 10
let shop: Shop
beforeAll(async () => {
  // The form that goes as one statement; the other one is the reference.
  shop = await openShop({ form: 'composed' })
})
afterAll(() => shop.close())

/** The same database, with the texts of what was asked of it. */
function heard(database: Database): { readonly database: Database; readonly texts: string[] } {
  const texts: string[] = []
  const execute: Database['execute'] = (statement) => {
    texts.push(statement.text)
    return database.execute(statement)
  }
  return { database: { ...database, execute }, texts }
}

it('a checkout of ten lines with a coupon and points is one read and one commit', async () => {
  const skus = Array.from({ length: LINE_COUNT }, (_, at) => ({
    ...TEA.skus[0],
    id: `sku_trip_${at}`,
    memberPrices: [],
  }))
  await stockUp(shop, { ...TEA, skus } as typeof TEA, 5)
  const { accessToken: token, memberId } = await shop.signIn('13800000001')
  await adjustPoints(shop, memberId, 500)
  await shop.call('PUT', '/v1/coupon-templates/cpt_trip', template('cpt_trip', null, shop.clock.now), { secret: true })
  const { id: couponId } = await claim(shop, token, 'cpt_trip')
  const lines = Object.fromEntries(skus.map(({ id }) => [id, 1]))
  const basket = { lines, couponIds: [couponId], pointsCount: 100 }
  await fillCart(shop, token, basket)
  const { payableMinor: expectedPayableMinor } = await quoteOf(shop, token, basket)

  const { database, texts } = heard(shop.database.database)
  const route = shop.server.routes.find(({ endpoint }) => endpoint.name === 'orders.checkout')
  const call: Call = {
    ...{ brandId: shop.brandId, principal: { kind: 'member', memberId, sessionId: 'ses_trip' }, key: newKey() },
    ...{
      now: shop.clock.now,
      newId: (prefix) => createId(prefix, shop.clock.now, pooledRandom()),
      hash: (text) => text,
    },
  }
  const engine = { ...shop.server.engine, database, traffic: openTraffic(database) }
  const input = { orderId: newOrderId(), expectedPayableMinor }
  const outcome = await route?.run(engine, call, input, { dryRun: false })

  expect(outcome).toMatchObject({ kind: 'done', output: { payableMinor: expectedPayableMinor } })
  expect(texts).toHaveLength(2)
  expect(texts[0]).toMatch(/^select /)
  expect(texts[1]).toContain('insert into requests')
})
