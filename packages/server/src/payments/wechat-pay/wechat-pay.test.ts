import { inspect } from 'node:util'
import type { Order } from '@siyu/core/orders'
import type { PaymentRecord } from '@siyu/core/payments'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stockUp, TEA } from '../../kernel/testing/goods.ts'
import { openPayment, place, refund } from '../../kernel/testing/sale.ts'
import { openShop, type Shop, START } from '../../kernel/testing/shop.ts'
import { sweep } from '../../sweeps.ts'
import type { NewProviderPayment, NoticeResult } from '../provider.ts'
import { type Double, type Notification, openDouble } from './double.fixture.ts'
import { type WechatPay, wechatPay } from './provider.ts'
import { newPlatformKey } from './signing.fixture.ts'
import { isSignedBy } from './signing.ts'

const clock = { now: START }
let double: Double
let provider: WechatPay
beforeAll(async () => {
  double = await openDouble(() => clock.now)
  provider = wechatPay(double.options({ sharesProfit: true }))
})
afterAll(() => double.close())

let count = 0
const payment = (more: Partial<NewProviderPayment> = {}): NewProviderPayment => {
  count += 1
  return {
    ...{ brandId: 'brd_test', paymentId: `pay_06bk${count}`, orderId: `ord_${count}`, amountMinor: 50_00 },
    ...{ currency: 'CNY', reference: null, at: clock.now, description: '龙井', expiresAt: clock.now + 1_800_000 },
    ...{ method: 'jsapi', payer: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o', isShared: true, ...more },
  }
}
const told = (notification: Notification): Promise<NoticeResult> => provider.notify({ ...notification, now: clock.now })

describe('paying', () => {
  it('places an order for jsapi and signs what wx.requestPayment takes', async () => {
    const wanted = payment()
    const { action } = await provider.create(wanted)
    expect(action).toMatchObject({
      appId: 'wx8888888888888888',
      signType: 'RSA',
      package: `prepay_id=wx_prepay_${wanted.paymentId}`,
    })
    const { appId, timeStamp, nonceStr, package: prepay, paySign } = action as Record<string, string>
    const key = (await import('node:crypto')).createPublicKey(double.options().privateKeyPem)
    const lines = [appId, timeStamp, nonceStr, prepay].map(String)
    expect(isSignedBy(key, lines, paySign ?? '')).toBe(true)
    expect(isSignedBy(key, lines, `${paySign?.slice(0, -8)}AAAAAAA=`)).toBe(false)
    expect(double.transactions.get(wanted.paymentId)).toMatchObject({
      notify_url: 'https://shop.test/v1/payment-notices/wechat_pay/brd_test',
      ...{ amount: { total: 50_00, currency: 'CNY' }, profitSharing: true },
    })
    await provider.create(wanted)
    expect([...double.transactions.keys()].filter((id) => id === wanted.paymentId)).toHaveLength(1)
  })

  it('places orders for a code and for a browser', async () => {
    expect((await provider.create(payment({ method: 'native' }))).action).toHaveProperty('codeUrl')
    expect((await provider.create(payment({ method: 'h5', payer: '203.0.113.7' }))).action).toHaveProperty('h5Url')
  })

  it.each([
    ['an openid that is none', { payer: 'x' }, 'PARAM_ERROR'],
    ['no payer', { payer: undefined }, 'PAYER_MISSING'],
    ['a way to pay it has not', { method: 'cash' }, 'METHOD_UNKNOWN'],
    ['a currency it does not take', { currency: 'USD' }, 'PARAM_ERROR'],
  ])('declines %s for good', async (_, more, code) => {
    await expect(provider.create(payment(more))).rejects.toMatchObject({ name: 'ProviderDeclined', code })
  })

  it('asks, closes, and does not close what was paid', async () => {
    const [open, paid] = [payment(), payment()]
    for (const each of [open, paid]) await provider.create(each)
    expect(await provider.query(open)).toEqual({ outcome: 'pending' })
    await provider.close(open)
    expect(await provider.query(open)).toEqual({ outcome: 'closed' })
    double.pay(paid.paymentId, clock.now)
    await expect(provider.close(paid)).rejects.toMatchObject({ code: 'ORDERPAID' })
    expect(await provider.query(paid)).toMatchObject({ outcome: 'succeeded', amountMinor: 50_00, currency: 'CNY' })
    expect(await provider.query(payment())).toEqual({ outcome: 'pending' })
    await expect(provider.close(payment())).resolves.toBeUndefined()
  })

  it('refunds once per id, asks again while it is under way, and tells of one that cannot be paid', async () => {
    const paid = payment()
    await provider.create(paid)
    double.pay(paid.paymentId, clock.now)
    const back = { ...paid, refundId: `rfd_${paid.paymentId}`, amountMinor: 20_00, paidMinor: 50_00 }
    double.faults.refundStatus = 'PROCESSING'
    expect(await provider.refund(back)).toBe('processing')
    double.faults.refundStatus = 'ABNORMAL'
    await expect(provider.refund(back)).rejects.toMatchObject({ code: 'REFUND_ABNORMAL' })
    double.faults.refundStatus = 'SUCCESS'
    expect([await provider.refund(back), await provider.refund(back)]).toEqual(['settled', 'settled'])
    expect([...double.refunds.values()].filter(({ out_trade_no }) => out_trade_no === paid.paymentId)).toHaveLength(1)
    await expect(provider.refund({ ...back, refundId: 'rfd_more', amountMinor: 30_01 })).rejects.toThrow(
      'INVALID_REQUEST',
    )
  })

  it('believes no answer that is not signed', async () => {
    double.faults.signAnswers = false
    await expect(provider.query(payment())).rejects.toThrow('not signed as it should be')
    double.faults.signAnswers = true
  })
})

describe('notifications', () => {
  const paid = async (): Promise<[string, Notification]> => {
    const wanted = payment()
    await provider.create(wanted)
    return [wanted.paymentId, double.pay(wanted.paymentId, clock.now)]
  }

  it('are read when they are signed, once per nonce', async () => {
    const [paymentId, notification] = await paid()
    expect(await told(notification)).toMatchObject({
      kind: 'verified',
      notices: [{ kind: 'payment', paymentId, status: { outcome: 'succeeded', amountMinor: 50_00, currency: 'CNY' } }],
      taken: { status: 204 },
    })
    expect(await told(notification)).toMatchObject({ kind: 'rejected', reason: 'the nonce was used before' })
  })

  it.each<[string, (good: Notification) => Notification, string]>([
    ['a body that was changed', ({ headers, body }) => ({ headers, body: `${body} ` }), 'the signature is wrong'],
    [
      'an old timestamp',
      ({ body }) => double.notification('TRANSACTION.SUCCESS', { body }, clock.now - 301_000),
      'no signature of now',
    ],
    [
      'a timestamp to come',
      ({ body }) => double.notification('TRANSACTION.SUCCESS', { body }, clock.now + 302_000),
      'no signature of now',
    ],
    ['no headers', ({ body }) => ({ headers: new Headers(), body }), 'no signature of now'],
    [
      'another key',
      () =>
        double.notification('TRANSACTION.SUCCESS', {}, clock.now, {
          signedBy: newPlatformKey(double.platform[0]?.serial ?? ''),
        }),
      'the signature is wrong',
    ],
    [
      'an unknown serial number',
      () => double.notification('TRANSACTION.SUCCESS', {}, clock.now, { signedBy: newPlatformKey('77') }),
      'signed under a key that is not known',
    ],
    [
      'a resource sealed by somebody else',
      () => double.notification('TRANSACTION.SUCCESS', {}, clock.now, { apiKey: 'x'.repeat(32) }),
      'the resource cannot be read',
    ],
    [
      'a resource that says nothing',
      () => double.notification('TRANSACTION.SUCCESS', { trade_state: 'SUCCESS' }, clock.now),
      'the resource cannot be read',
    ],
  ])('are turned away with %s', async (_, change, reason) => {
    const [, notification] = await paid()
    expect(await told(change(notification))).toMatchObject({ kind: 'rejected', reason })
  })

  it('are turned away when their ciphertext was tampered with, though the signature fits', async () => {
    const [, { body }] = await paid()
    const envelope = JSON.parse(body)
    const bytes = Buffer.from(envelope.resource.ciphertext, 'base64')
    bytes[3] = (bytes[3] ?? 0) ^ 1
    envelope.resource.ciphertext = bytes.toString('base64')
    const text = JSON.stringify(envelope)
    const { signLines } = await import('./signing.ts')
    const [key] = double.platform
    if (key === undefined) throw new Error('no key')
    const timestamp = String(Math.floor(clock.now / 1000))
    const headers = new Headers({
      ...{ 'wechatpay-timestamp': timestamp, 'wechatpay-nonce': 'tampered', 'wechatpay-serial': key.serial },
      'wechatpay-signature': signLines(key.privateKey, [timestamp, 'tampered', text]),
    })
    expect(await told({ headers, body: text })).toMatchObject({
      kind: 'rejected',
      reason: 'the resource cannot be read',
    })
  })

  it('refuse the signatures that are sent to see whether they are refused', async () => {
    const [, { headers, body }] = await paid()
    headers.set('wechatpay-signature', `WECHATPAY/SIGNTEST/${headers.get('wechatpay-signature')}`)
    expect(await told({ headers, body })).toMatchObject({ kind: 'rejected', reason: 'the signature is wrong' })
  })

  it('tell of refunds', async () => {
    const resource = { out_trade_no: 'pay_1', out_refund_no: 'rfd_1', refund_status: 'SUCCESS' }
    const said = await told(double.notification('REFUND.SUCCESS', resource, clock.now))
    expect(said).toMatchObject({
      notices: [{ kind: 'refund', paymentId: 'pay_1', refundId: 'rfd_1', status: 'settled' }],
    })
  })

  it('go on through an exchange of certificates, without a stranger making us ask', async () => {
    const [before] = double.platform
    clock.now += 61_000
    double.platform.push(newPlatformKey('2BADF00D2BADF00D2BADF00D2BADF00D2BADF00D'))
    const [, fresh] = await paid()
    expect(await told(fresh)).toMatchObject({ kind: 'verified' })
    const old = double.notification(
      'TRANSACTION.SUCCESS',
      { out_trade_no: 'p', trade_state: 'NOTPAY' },
      clock.now,
      before && { signedBy: before },
    )
    expect(await told(old)).toMatchObject({ kind: 'verified' })
    const asked = () => double.seen.filter(({ path }) => path === '/v3/certificates').length
    const askedBefore = asked()
    for (const serial of ['01', '02', '03']) {
      const strange = double.notification('TRANSACTION.SUCCESS', {}, clock.now, { signedBy: newPlatformKey(serial) })
      expect(await told(strange)).toMatchObject({ kind: 'rejected' })
    }
    expect(asked()).toBe(askedBefore)
  })

  it('are checked by the public key of merchants that have one', async () => {
    const [key] = double.platform.slice(-1)
    if (key === undefined) throw new Error('no key')
    const id = 'PUB_KEY_ID_0100000000000000000000000000000001'
    const own = { ...key, serial: id }
    double.platform.push(own)
    const fixed = wechatPay(double.options({ platformKey: { id, pem: key.publicPem } }))
    const wanted = payment()
    await fixed.create(wanted)
    expect(double.seen.at(-1)).toMatchObject({ status: 200, serial: id })
    const said = await fixed.notify({ ...double.pay(wanted.paymentId, clock.now), now: clock.now })
    expect(said).toMatchObject({ kind: 'verified' })
    double.platform.pop()
  })
})

describe('sharing', () => {
  it('shares, asks, takes back and finishes', async () => {
    const wanted = payment()
    await provider.create(wanted)
    double.pay(wanted.paymentId, clock.now)
    const transactionId = double.transactions.get(wanted.paymentId)?.transaction_id ?? ''
    const receivers = [
      { type: 'MERCHANT_ID' as const, account: '86693852', amountMinor: 15_00, description: '分给门店' },
    ]
    const parts = [{ account: '86693852', amountMinor: 15_00, result: 'SUCCESS' }]
    const of = { transactionId, sharingId: 'P1' }
    await expect(provider.sharing.request({ ...of, receivers, isLast: false })).rejects.toThrow('INVALID_REQUEST')
    const merchant = { type: 'MERCHANT_ID', account: '86693852', name: '南京路门店' } as const
    for (let times = 0; times < 2; times += 1) await provider.sharing.addReceiver(merchant)
    expect(double.receivers.get(merchant.account)).toBe('南京路门店')
    expect(await provider.sharing.request({ ...of, receivers, isLast: false })).toEqual({ state: 'FINISHED', parts })
    expect(await provider.sharing.query(of)).toMatchObject({ parts })
    const back = { sharingId: 'P1', returnId: 'R1', merchantId: '86693852', amountMinor: 5_00, description: '退货' }
    expect(await provider.sharing.takeBack(back)).toBe('PROCESSING')
    expect(await provider.sharing.queryReturn(back)).toBe('SUCCESS')
    const [receiver] = receivers
    const tooMuch = receivers.map((each) => ({ ...each, amountMinor: 1 }))
    await expect(
      provider.sharing.request({ ...of, sharingId: 'P3', receivers: tooMuch, isLast: true }),
    ).rejects.toThrow('RULE_LIMIT')
    expect(await provider.sharing.finish({ ...of, sharingId: 'P2', description: '完结' })).toMatchObject({
      state: 'FINISHED',
    })
    await expect(provider.sharing.request({ ...of, sharingId: 'P5', receivers, isLast: true })).rejects.toThrow(
      'NOT_ENOUGH',
    )
    const tooMany = Array.from({ length: 51 }, () => receiver as (typeof receivers)[number])
    await expect(
      provider.sharing.request({ ...of, sharingId: 'P4', receivers: tooMany, isLast: true }),
    ).rejects.toThrow('1 to 50')
  })
})

it('no secret is in an error or in what is printed of the provider', async () => {
  const errors: unknown[] = [provider, double.options().baseUrl]
  const catching = (work: Promise<unknown>) => work.catch((error: unknown) => errors.push(error))
  await catching(provider.create(payment({ payer: 'x' })))
  double.faults.signAnswers = false
  await catching(provider.query(payment()))
  double.faults.signAnswers = true
  const elsewhere = wechatPay(double.options({ baseUrl: 'http://127.0.0.1:9' }))
  await catching(elsewhere.query(payment()))
  const otherKey = wechatPay(double.options({ apiV3Key: 'y'.repeat(32) }))
  await catching(otherKey.query(payment()))
  expect(() => wechatPay(double.options({ apiV3Key: 'short-secret' }))).toThrow('32 characters')
  await told(double.notification('TRANSACTION.SUCCESS', {}, clock.now, { apiKey: 'z'.repeat(32) }))
  expect(errors.length).toBe(6)
  const printed = errors
    .map((error) => `${inspect(error, { depth: 10, showHidden: true })} ${JSON.stringify(error)}`)
    .join()
  for (const secret of [...double.secrets, 'yyyyyyyy', 'PRIVATE KEY', 'oUpF8uMuAJO'])
    expect(printed).not.toContain(secret)
})

describe('a shop', () => {
  let shop: Shop
  beforeAll(async () => {
    shop = await openShop({ now: clock.now, paymentProviders: [wechatPay(double.options())] })
    await stockUp(shop, TEA, 20)
  })
  afterAll(() => shop.close())

  const post = ({ headers, body }: Notification) =>
    shop.server.fetch(
      new Request('http://shop.test/v1/payment-notices/wechat_pay/brd_test', { method: 'POST', headers, body }),
    )

  it('is paid, refunded and reconciled through it', async () => {
    const wallet = wechatPay(double.options())
    const { accessToken: token } = await shop.signIn('13800000001')
    const { id: orderId } = await place(shop, token, { lines: { sku_tea: 1 } })
    const input = { orderId, provider: 'wechat_pay', payer: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' }
    const { body: opened } = await shop.call<{ id: string; action: object }>('POST', '/v1/payments', input, { token })
    expect(opened.action).toHaveProperty('paySign')
    const notification = double.pay(opened.id, clock.now)
    expect((await post({ ...notification, body: notification.body.replace('S', 'Z') })).status).toBe(401)
    expect((await post(notification)).status).toBe(204)
    expect((await post(notification)).status).toBe(401)
    const { body: order } = await shop.call<Order>('GET', `/v1/orders/${orderId}`, undefined, { token })
    expect(order.status).toBe('paid')
    await refund(shop, orderId, { sku_tea: 1 })
    await sweep(shop.server, [wallet])
    const { body } = await shop.call<{ items: PaymentRecord[] }>('GET', '/v1/payments', undefined, { secret: true })
    expect(body.items[0]).toMatchObject({ status: 'succeeded', paidMinor: 50_00, refundedMinor: 50_00 })
    expect(body.items[0]?.reference).toMatch(/^42000/)
    const span = { brandId: shop.brandId, fromAt: clock.now - 86_400_000, untilAt: clock.now + 86_400_000 }
    expect(await wallet.statement(span)).toEqual([])
    clock.now += 86_400_000
    const lines = (await wallet.statement(span)).filter(({ paymentId }) => paymentId === opened.id)
    clock.now -= 86_400_000
    expect(lines.map(({ kind, amountMinor, settled }) => [kind, amountMinor, settled])).toEqual([
      ['payment', 50_00, true],
      ['refund', 50_00, true],
    ])
  })

  it('holds another amount than was asked for, and keeps no openid', async () => {
    const { accessToken: token } = await shop.signIn('13800000002')
    const { id: orderId } = await place(shop, token, { lines: { sku_tea: 1 } })
    const input = { orderId, payer: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' }
    const { body: opened } = await shop.call<{ id: string }>('POST', '/v1/payments', input, { token })
    expect((await post(double.pay(opened.id, clock.now, 1))).status).toBe(204)
    const { body } = await shop.call('GET', '/v1/payments?status=held', undefined, { secret: true })
    expect(body).toMatchObject({ items: [{ id: opened.id, paidMinor: 1 }] })
    const written = await shop.database.database.execute({ text: 'select data::text as data from events', values: [] })
    expect(JSON.stringify(written)).not.toContain('oUpF8uMuAJO')
    expect(await openPayment(shop, token, orderId)).toMatchObject({ status: 'failed', action: null })
  })
})
