import { openTestProvider, type TestProvider } from '../../payments/index.ts'
import { type Clock, openShop, type Shop, type ShopOptions, START } from './shop.ts'

/** A shop whose money is taken by a test provider with books and faults; it notifies through the front door. */
export async function openCounter(
  options: ShopOptions = {},
): Promise<{ readonly shop: Shop; readonly counter: TestProvider }> {
  const clock: Clock = { now: options.now ?? START }
  const held: { shop?: Shop } = {}
  const counter = openTestProvider({
    secret: 'the secret of the counter',
    now: () => (held.shop?.clock ?? clock).now,
    notify: async (brandId, { headers, body }) => {
      if (held.shop === undefined) throw new Error('the shop is not open yet')
      const url = `http://shop.test/v1/payment-notices/test/${brandId}`
      const reply = await held.shop.server.fetch(new Request(url, { method: 'POST', headers, body }))
      return reply.ok
    },
  })
  const shop = await openShop({ ...options, paymentProviders: [counter] })
  held.shop = shop
  return { shop, counter }
}
