import { writeFile } from 'node:fs/promises'
import { migrations } from '../../migrations.ts'
import { testPaymentProvider } from '../../payments/index.ts'
import { sweep } from '../../sweeps.ts'
import { dump } from './dump.ts'
import { stockUp, TEA, template } from './goods.ts'
import { adjustPoints, buy, claim, openPayment, place, refund, simulate } from './sale.ts'
import { openShop, type Shop, START } from './shop.ts'

const DAY_MS = 86_400_000
const PROVIDERS = [testPaymentProvider]

/**
 * A small shop that has seen everything: a sale by referral with coupon and points, part of it refunded; a hold that
 * outlived its lot; money that came too late; an order that waits for its payment; events that are not published yet.
 */
async function live(shop: Shop): Promise<void> {
  const cup = { ...TEA, id: 'prd_cup', skus: [{ ...TEA.skus[0], id: 'sku_cup', listMinor: 33_33 }] } as typeof TEA
  await stockUp(shop, TEA, 100)
  await stockUp(shop, cup, 100)
  await shop.call('PUT', '/v1/coupon-templates/tpl_ten', template('tpl_ten', 10, START), { secret: true })
  const ann = await shop.signIn('13800000001')
  const referral = await shop.call<{ code: string }>('GET', '/v1/referral', undefined, { token: ann.accessToken })
  const ben = await shop.signIn('13800000002', referral.body.code)
  await adjustPoints(shop, ben.memberId, 200)
  shop.clock.now += 300_000
  await adjustPoints(shop, ben.memberId, 300)
  const { id: couponId } = await claim(shop, ben.accessToken, 'tpl_ten')
  const lines = { sku_cup: 1, sku_tea: 2 }
  const sale = await buy(shop, ben.accessToken, { lines, couponIds: [couponId], pointsCount: 300 })
  await refund(shop, sale.id, { sku_tea: 1 })
  await sweep(shop.server, PROVIDERS)

  shop.clock.now = START + 365 * DAY_MS - 60_000
  const late = await shop.signIn('13800000002')
  const held = await place(shop, late.accessToken, { lines: { sku_cup: 1 }, pointsCount: 100 })
  const { id: paymentId } = await openPayment(shop, late.accessToken, held.id)
  shop.clock.now += 3_600_000
  await sweep(shop.server, PROVIDERS)
  const again = await shop.signIn('13800000002')
  await simulate(shop, again.accessToken, paymentId, 'succeed')
  await shop.server.outbox.drain()

  await shop.server.close()
  await place(shop, again.accessToken, { lines: { sku_tea: 1 } })
}

const [file] = process.argv.slice(2)
if (file === undefined) throw new Error('usage: make-fixture.ts FILE')
const shop = await openShop({ on: 'pglite' })
await live(shop)
if (shop.faults.length > 0) throw new Error(JSON.stringify(shop.faults))
await writeFile(file, `${await dump(shop.database.database, migrations)}\n`)
await shop.close()
