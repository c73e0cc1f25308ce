import { createSiyu, fetchTransport, type Siyu } from '@siyu/core'
import type { SiyuAdmin } from '@siyu/core/admin'
import type { Server } from '../server.ts'

/** What somebody's device sends, in this process. */
export type Device = (name: string) => Siyu

/** Devices of members of a brand, each with a session of its own. */
export function devicesOf(server: Server, publishableKey: string): Device {
  const transport = fetchTransport((request) => server.fetch(request))
  return () => createSiyu({ baseUrl: 'http://in-process', publishableKey, transport, timeoutMs: 60_000 })
}

const PROMOTER = { phone: '13800000801', name: '苏禾' }
const SHOP_PAGE = {
  name: '苏禾的小铺',
  story: '做了十年花艺，家里的角落都想留给会发光的小东西。只卖自己用过、舍得送朋友的。',
  bannerUrl: '/demo-shop.svg',
}
const PRODUCT_IDS = ['prd_house_frame', 'prd_house_tlight', 'prd_house_cakestand', 'prd_house_bag']
/** Who buys in the shop, and whether the goods have arrived. */
const BUYERS = [
  { phone: '13800000802', name: '青杉', productId: 'prd_house_frame', quantity: 2, hasArrived: true },
  { phone: '13800000803', name: '小满', productId: 'prd_house_tlight', quantity: 3, hasArrived: true },
  { phone: '13800000804', name: '阿棠', productId: 'prd_house_frame', quantity: 1, hasArrived: false },
] as const

/**
 * A promoter's shop that is open, with prices of its own, visits, and a few orders, so that its figures and the
 * statement of its commission have something to say. Run again, it changes nothing.
 */
export async function fillKolShop(siyu: SiyuAdmin, device: Device): Promise<void> {
  const promoter = await signedIn(device, PROMOTER)
  const shopId = await openedShop(siyu, promoter)
  const { shop } = await promoter.kolshops.mine()
  const code = shop?.code ?? ''
  for (const [at, visitorId] of ['demo-visit-1', 'demo-visit-2', ...BUYERS.map(({ phone }) => phone)].entries()) {
    const key = { idempotencyKey: `demo-visit-${at}` }
    await device(visitorId).referrals.land({ code, visitorId: `demo-${visitorId}`, via: 'link' }, key)
  }
  for (const buyer of BUYERS) await boughtBy(await signedIn(device, buyer, code), shopId, buyer)
}

async function openedShop(siyu: SiyuAdmin, promoter: Siyu): Promise<string> {
  const key = (step: string) => ({ idempotencyKey: `demo-shop-${step}` })
  const { shopId } = await promoter.kolshops.apply(SHOP_PAGE, key('apply'))
  const chosen = { productIds: PRODUCT_IDS, couponTemplateId: 'cpt_tenth' }
  await promoter.kolshops.edit({ ...SHOP_PAGE, ...chosen }, key('edit'))
  await siyu.kolshops.move({ shopId, move: 'approve', reason: null }, key('approve'))
  const { items } = await promoter.kolshops.prices()
  const prices = items.flatMap(({ skuId, listMinor, floorMinor }) =>
    // A tenth less than the brand asks, where it leaves the promoter so much.
    floorMinor === null ? [] : [{ skuId, priceMinor: Math.max(floorMinor, Math.floor((listMinor * 9) / 100) * 10) }],
  )
  await promoter.kolshops.price({ prices }, key('price'))
  return shopId
}

type Person = { readonly phone: string; readonly name: string }

async function signedIn(device: Device, { phone, name }: Person, referralCode?: string): Promise<Siyu> {
  const siyu = device(phone)
  const { testCode } = await siyu.members.requestCode({ kind: 'phone', address: phone })
  await siyu.members.signIn({ kind: 'phone', address: phone, code: testCode ?? '', referralCode })
  await siyu.members.updateProfile({ name }, { idempotencyKey: `demo-name-${phone}` })
  return siyu
}

async function boughtBy(
  siyu: Siyu,
  shopId: string,
  { phone, productId, quantity, hasArrived }: (typeof BUYERS)[number],
): Promise<void> {
  const key = (step: string) => ({ idempotencyKey: `demo-${step}-${phone}` })
  const { skus } = await siyu.catalog.get({ productId })
  const skuId = skus[0]?.id ?? ''
  const place = { shopId }
  await siyu.carts.setLine({ skuId, quantity }, key('cart'))
  const lines = [{ lineId: skuId, skuId, quantity }]
  const { payableMinor } = await siyu.pricing.quote({ lines, couponIds: [], pointsCount: 0, place })
  const orderId = `ord_demo_${phone}`
  await siyu.orders.checkout({ orderId, expectedPayableMinor: payableMinor, place }, key('order'))
  const payment = await siyu.payments.create({ orderId }, key('pay'))
  await siyu.payments.simulate({ paymentId: payment.id, outcome: 'succeed' }, key('paid'))
  if (hasArrived) await siyu.orders.receive({ orderId }, key('receive'))
}
