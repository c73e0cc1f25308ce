import type { CommissionBalance, Referral } from '@siyu/core/referrals'
import type { RiskCase, RiskReview, RiskSettings } from '@siyu/core/risk'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { stockUp, TEA } from '../kernel/testing/goods.ts'
import { breaches } from '../kernel/testing/invariants.ts'
import { complete, openPayment, place, type Refused, rowsOf, simulate } from '../kernel/testing/sale.ts'
import { newKey, openShop, type Shop, type SignedIn } from '../kernel/testing/shop.ts'
import { rebuilt, stateOf } from '../kernel/testing/state.ts'
import { sweep } from '../sweeps.ts'

const DAY_MS = 86_400_000
const secret = { secret: true }

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
  await stockUp(shop, TEA, 100)
})
afterAll(async () => {
  await shop.server.outbox.drain()
  const { database } = shop.database
  expect(await rebuilt(database)).toEqual(await stateOf(database))
  expect(await breaches(database)).toEqual([])
  expect(shop.faults).toEqual([])
  await shop.close()
})

type Person = { readonly device?: string; readonly home?: string; readonly phone?: string; readonly payer?: string }

const signedIn = new Map<string, { readonly phone: string; readonly token: string }>()
const as = ({ memberId }: SignedIn) => ({ token: signedIn.get(memberId)?.token ?? '' })
const get = async <T>(path: string, who: SignedIn) => (await shop.call<T>('GET', path, undefined, as(who))).body
const codeOf = async (who: SignedIn) => (await get<Referral>('/v1/referral', who)).code
const reviewsOf = async (who: SignedIn) => (await get<{ items: RiskReview[] }>('/v1/commission/reviews', who)).items
const casesOf = async (stage = 'held') =>
  (await shop.call<{ items: RiskCase[] }>('GET', `/v1/risk/cases?stage=${stage}`, undefined, secret)).body.items
const commissionOf = (who: SignedIn) => get<CommissionBalance>('/v1/commission', who)
const appeal = (who: SignedIn, orderId: string, words: string, key = newKey()) =>
  shop.call<RiskReview & Refused>('POST', `/v1/commission/reviews/${orderId}/appeal`, { words }, { ...as(who), key })
const decide = (payeeId: string, orderId: string, verdict: string, key = newKey()) =>
  shop.call<RiskCase & Refused>(
    'POST',
    `/v1/risk/cases/${payeeId}/${orderId}/decision`,
    { verdict, note: 'looked at the parcels', answer: 'we have looked at it' },
    { ...secret, key },
  )

/** Somebody with what they have: a device, a home with a phone, an account they pay from. */
async function arrive(phone: string, { device, home, phone: delivery = phone }: Person, code?: string) {
  const who = await shop.signIn(phone, code)
  signedIn.set(who.memberId, { phone, token: who.accessToken })
  if (device !== undefined) await shop.call('PUT', '/v1/device', { deviceId: device }, as(who))
  if (home !== undefined) {
    const address = {
      name: '收货人',
      phone: delivery,
      region: '4403',
      area: '广东深圳南山',
      detail: home,
      postcode: '',
    }
    const saved = await shop.call('PUT', '/v1/addresses/home', address, as(who))
    expect(saved.status).toBe(200)
  }
  return who
}

async function buyAs(who: SignedIn, payer?: string) {
  const { id } = await place(shop, as(who).token, { lines: { sku_tea: 1 } })
  if (payer !== undefined) await shop.call('POST', '/v1/payments', { orderId: id, payer }, as(who))
  const payment = await openPayment(shop, as(who).token, id)
  await simulate(shop, as(who).token, payment.id, 'succeed')
  return complete(shop, as(who).token, id)
}

/** The return window passes; sessions end meanwhile. */
async function settle() {
  shop.clock.now += 8 * DAY_MS
  await sweep(shop.server, [])
  for (const [memberId, { phone }] of signedIn) {
    signedIn.set(memberId, { phone, token: (await shop.signIn(phone)).accessToken })
  }
}

it('holds commission on one’s own second account, tells why, hears the promoter and lets a person decide', async () => {
  const mine = { device: 'device-of-ann', home: '科技路1号', phone: '13700000001' }
  const ann = await arrive('13800000001', mine)
  const second = await arrive('13800000002', mine, await codeOf(ann))
  const { id: orderId } = await buyAs(second)
  expect((await sweep(shop.server, [])).assessedCount).toBe(1)
  expect((await sweep(shop.server, [])).assessedCount).toBe(0)
  const heldAt = shop.clock.now
  await settle()
  expect(await commissionOf(ann)).toMatchObject({ frozenMinor: 5_00, availableMinor: 0 })

  const [review] = await reviewsOf(ann)
  expect(review).toEqual({
    ...{
      orderId,
      amountMinor: 5_00,
      stage: 'held',
      classes: ['same_person'],
      heldAt,
      appealUntil: heldAt + 3 * DAY_MS,
    },
    ...{ appeal: null, answer: null, decidedAt: null },
  })
  const [found] = await casesOf()
  expect(found).toMatchObject({ orderId, payeeId: ann.memberId, buyerId: second.memberId, stage: 'held' })
  expect(found?.reasons.map(({ code }) => code)).toEqual(['same_device', 'same_phone', 'same_address'])
  expect(found?.score).toBe(76)

  const key = newKey()
  expect((await appeal(ann, orderId, '是我妈妈买的', key)).body).toMatchObject({
    appeal: '是我妈妈买的',
    stage: 'held',
  })
  expect((await appeal(ann, orderId, '是我妈妈买的', key)).status).toBe(200)
  expect((await appeal(ann, orderId, '再说一次')).body.error?.code).toBe('appeal_given')
  expect((await appeal(second, orderId, '不是我的')).body.error?.code).toBe('review_missing')
  expect((await casesOf())[0]?.appeal).toBe('是我妈妈买的')

  const verdict = newKey()
  const decided = await decide(ann.memberId, orderId, 'clear', verdict)
  expect(decided.body).toMatchObject({ stage: 'cleared', note: 'looked at the parcels', appeal: '是我妈妈买的' })
  expect((await decide(ann.memberId, orderId, 'clear', verdict)).body).toEqual(decided.body)
  expect((await decide(ann.memberId, orderId, 'confirm')).body.error?.code).toBe('review_decided')
  expect((await appeal(ann, orderId, '晚了')).body.error?.code).toBe('review_decided')
  await settle()
  expect(await commissionOf(ann)).toMatchObject({ frozenMinor: 0, availableMinor: 5_00 })
  expect((await reviewsOf(ann))[0]).toMatchObject({ stage: 'cleared', answer: 'we have looked at it' })

  // What a person cleared between these two is not held against them again.
  await buyAs(second)
  await settle()
  expect(await commissionOf(ann)).toMatchObject({ frozenMinor: 0, availableMinor: 10_00 })
})

it('takes commission back only by a person’s word, and not before there was time for an appeal', async () => {
  const bob = await arrive('13800000003', {})
  const other = await arrive('13800000004', {}, await codeOf(bob))
  await buyAs(bob, 'openid-of-bob')
  const { id: orderId } = await buyAs(other, 'openid-of-bob')
  await sweep(shop.server, [])
  expect((await reviewsOf(bob))[0]).toMatchObject({ orderId, classes: ['same_person'] })
  expect((await decide(bob.memberId, 'ord_nothing', 'clear')).body.error?.code).toBe('review_missing')
  expect((await decide(bob.memberId, orderId, 'confirm')).body.error?.code).toBe('appeal_open')
  shop.clock.now += 3 * DAY_MS
  const confirmed = await decide(bob.memberId, orderId, 'confirm')
  expect(confirmed.body).toMatchObject({ stage: 'confirmed', amountMinor: 0 })
  await settle()
  expect(await commissionOf(bob)).toMatchObject({ pendingMinor: 0, frozenMinor: 0, availableMinor: 0 })
  expect((await casesOf('confirmed')).map((each) => each.orderId)).toEqual([orderId])
})

it('leaves a family alone that shares a home and a phone', async () => {
  const home = { home: '花园路2号', phone: '13700000005' }
  const cat = await arrive('13800000005', { ...home, device: 'device-of-cat' })
  const dan = await arrive('13800000006', { ...home, device: 'device-of-dan' }, await codeOf(cat))
  await buyAs(dan)
  await settle()
  expect(await commissionOf(cat)).toMatchObject({ availableMinor: 5_00 })
  expect(await reviewsOf(cat)).toEqual([])
})

it('finds evidence that came after the sale, before the money leaves', async () => {
  const eve = await arrive('13800000007', { device: 'device-of-eve' })
  const fay = await arrive('13800000008', {}, await codeOf(eve))
  const { id: orderId } = await buyAs(fay, 'openid-of-eve')
  await sweep(shop.server, [])
  expect(await reviewsOf(eve)).toEqual([])
  await buyAs(eve, 'openid-of-eve')
  await settle()
  expect((await reviewsOf(eve)).map((each) => each.orderId)).toEqual([orderId])
  expect(await commissionOf(eve)).toMatchObject({ frozenMinor: 5_00, availableMinor: 0 })
})

it('keeps hashes of what it compares, at most 100, and nothing of it in the journal', async () => {
  const gus = await arrive('13800000009', { device: 'device-of-gus' })
  const note = (deviceId: string) => shop.call<Refused>('PUT', '/v1/device', { deviceId }, as(gus))
  expect((await note('short')).status).toBe(400)
  for (let number = 1; number < 100; number += 1) expect((await note(`device-${number}-of-gus`)).status).toBe(200)
  expect((await note('one-device-too-many')).body.error?.code).toBe('devices_full')
  expect((await note('device-of-gus')).status).toBe(200)
  const kept = JSON.stringify([
    await rowsOf(shop, 'risk_marks'),
    await rowsOf(shop, 'events'),
    await rowsOf(shop, 'requests'),
  ])
  for (const secretText of [
    'device-of',
    'openid-of',
    '科技路',
    '13700000001',
    '是我妈妈买的',
    'looked at the parcels',
  ]) {
    expect(kept).not.toContain(secretText)
  }
})

it('holds by the settings of the brand, which only operators see', async () => {
  const before = (await shop.call<RiskSettings>('GET', '/v1/risk/settings', undefined, secret)).body
  expect(before).toMatchObject({ isActive: true, holdScore: 60, appealDays: 3 })
  const hal = await arrive('13800000010', {})
  expect((await shop.call('GET', '/v1/risk/settings', undefined, as(hal))).status).toBe(403)
  expect((await shop.call('GET', '/v1/risk/cases', undefined, as(hal))).status).toBe(403)
  expect((await shop.call('PUT', '/v1/risk/settings', { ...before, holdScore: 0 }, secret)).status).toBe(400)
  const off = await shop.call('PUT', '/v1/risk/settings', { ...before, isActive: false }, secret)
  expect(off).toMatchObject({ status: 200, body: { isActive: false } })
  const ida = await arrive('13800000011', { device: 'device-of-ida', home: '海滨路3号' })
  const twin = await arrive('13800000012', { device: 'device-of-ida', home: '海滨路3号' }, await codeOf(ida))
  await buyAs(twin)
  await settle()
  expect(await commissionOf(ida)).toMatchObject({ availableMinor: 5_00 })
})
