import type { AuditReport } from '@siyu/core/ledger'
import type { CommissionBalance, Referral, Withdrawal } from '@siyu/core/referrals'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { stockUp, TEA } from '../../kernel/testing/goods.ts'
import { breaches } from '../../kernel/testing/invariants.ts'
import { place, type Refused, receive, refund, rowsOf } from '../../kernel/testing/sale.ts'
import { openShop, type Shop } from '../../kernel/testing/shop.ts'
import { rebuilt, stateOf } from '../../kernel/testing/state.ts'
import { wechatPay } from '../../payments/index.ts'
import { type Double, openDouble } from '../../payments/wechat-pay/double.fixture.ts'
import type { WechatPay } from '../../payments/wechat-pay/provider.ts'
import { sweep } from '../../sweeps.ts'

const DAY_MS = 86_400_000
const OPENID = 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o'
const MERCHANT = '86693852'
const TERMS = {
  ...{ minMinor: 1, maxMinor: 1_000_00, feeBps: 0, feeMinor: 0, freeMinor: 0, reviewFromMinor: 1_000_00 },
  methods: ['wechat_pay', 'manual'],
}

let shop: Shop
let double: Double
let wallet: WechatPay
const clock = { now: Date.UTC(2026, 2, 1) }
beforeAll(async () => {
  double = await openDouble(() => clock.now)
  wallet = wechatPay(double.options({ sharesProfit: true, now: () => clock.now }))
  // Half of what is paid is commission, so that more of it is earned than may be shared.
  shop = await openShop({
    referrals: { depth: 1, levelBps: [5_000], capBps: 5_000, freezeDays: 0, withdrawals: TERMS },
    paymentProviders: [wallet],
  })
  await stockUp(shop, TEA, 200)
})
afterAll(async () => {
  expect(shop.faults).toEqual([])
  expect(await breaches(shop.database.database)).toEqual([])
  await double.close()
  await shop.close()
})

const sweepOnce = async () => {
  clock.now = shop.clock.now
  return sweep(shop.server, [wallet])
}
let people = 0
type Promoter = Awaited<ReturnType<typeof promoter>>

/** A promoter whose friend bought tea by WeChat Pay, once for each of these quantities; all commission is available. */
async function promoter(...orders: readonly number[]) {
  people += 1
  const phone = `1360000${String(people).padStart(4, '0')}`
  const { accessToken, memberId } = await shop.signIn(phone)
  const { code } = (await shop.call<Referral>('GET', '/v1/referral', undefined, { token: accessToken })).body
  const friend = await shop.signIn(`1370000${String(people).padStart(4, '0')}`, code)
  const bought: { readonly orderId: string; readonly paymentId: string }[] = []
  for (const teas of orders) {
    const order = await place(shop, friend.accessToken, { lines: { sku_tea: teas } })
    const paymentId = await payByWechat(order.id, friend.accessToken)
    await receive(shop, friend.accessToken, order.id)
    bought.push({ orderId: order.id, paymentId })
    shop.clock.now += 1
  }
  await sweepOnce()
  const as = async () => ({ token: (await shop.signIn(phone)).accessToken })
  const take = async (amountMinor: number, account: string = OPENID): Promise<Withdrawal> => {
    const input = { amountMinor, method: 'wechat_pay', account, name: '王小明' }
    const { body } = await shop.call<Withdrawal & Refused>('POST', '/v1/withdrawals', input, await as())
    expect(body.error).toBeUndefined()
    return body
  }
  const availableMinor = async () =>
    (await shop.call<CommissionBalance>('GET', '/v1/commission', undefined, await as())).body.availableMinor
  const withdrawal = async (id: string) =>
    (await shop.call<{ items: Withdrawal[] }>('GET', '/v1/withdrawals', undefined, await as())).body.items.find(
      (each) => each.id === id,
    )
  return { memberId, bought, take, availableMinor, withdrawal }
}

async function payByWechat(orderId: string, token: string): Promise<string> {
  clock.now = shop.clock.now
  const input = { orderId, provider: 'wechat_pay', payer: `oFriend_${people}_0000000000` }
  const { body } = await shop.call<{ id: string }>('POST', '/v1/payments', input, { token })
  const { headers, body: text } = double.pay(body.id, clock.now)
  const path = 'http://shop.test/v1/payment-notices/wechat_pay/brd_test'
  expect((await shop.server.fetch(new Request(path, { method: 'POST', headers, body: text }))).status).toBe(204)
  return body.id
}

/** What went out of the payments of somebody's orders, and by transfer. */
const sharedOf = (of: Promoter) => {
  const numbers = of.bought.map(({ paymentId }) => double.transactions.get(paymentId)?.transaction_id)
  const parts = [...double.sharings.values()].filter(({ transactionId }) => numbers.includes(transactionId))
  const paid = parts.filter(({ closed }) => !closed).flatMap(({ receivers }) => receivers)
  return paid.map(({ amount }) => amount).sort((a, b) => a - b)
}
const transferOf = ({ id }: Withdrawal) => double.transfers.get(id.replace('_', ''))
const isFree = (paymentId: string) => {
  const number = double.transactions.get(paymentId)?.transaction_id
  return [...double.sharings.values()].some(({ transactionId, finished }) => transactionId === number && finished)
}

it('commission goes out of the payments that earned it, up to what may be shared, and the rest by transfer', async () => {
  const ann = await promoter(2, 1)
  expect(await ann.availableMinor()).toBe(75_00)
  const taken = await ann.take(60_00)
  await sweepOnce()
  // 30 % of 100.00 and of 50.00.
  expect(sharedOf(ann)).toEqual([15_00, 30_00])
  expect([...double.receivers.keys()]).toContain(OPENID)
  expect(transferOf(taken)).toMatchObject({ transfer_amount: 15_00 })
  expect(await ann.withdrawal(taken.id)).toMatchObject({ status: 'paying' })
  const transfer = transferOf(taken)
  if (transfer !== undefined) transfer.state = 'SUCCESS'
  await sweepOnce()
  await sweepOnce()
  expect(await ann.withdrawal(taken.id)).toMatchObject({ status: 'paid', amountMinor: 60_00, backMinor: 0 })
  expect(sharedOf(ann)).toEqual([15_00, 30_00])
  expect(await ann.availableMinor()).toBe(15_00)
  // Nothing more may be shared of them, so what is taken out later is transferred.
  const later = await ann.take(10_00)
  await sweepOnce()
  expect(transferOf(later)).toMatchObject({ transfer_amount: 10_00 })
  const rows = await rowsOf<{ withdrawal_id: string }>(shop, 'payout_shares')
  expect(rows.filter(({ withdrawal_id }) => withdrawal_id === later.id)).toEqual([])
})

it('a lost answer, an answer that waits and a notice told twice share once', async () => {
  const ben = await promoter(2)
  const taken = await ben.take(10_00)
  double.faults.lost.push('POST /v3/profitsharing/orders')
  await expect(sweepOnce()).rejects.toThrow('due rows')
  double.sharingFaults.shareResult = 'PENDING'
  expect(await sweepOnce()).toMatchObject({ paidOutCount: 0 })
  expect(await ben.withdrawal(taken.id)).toMatchObject({ status: 'paying' })
  const byHand = await shop.call<Refused>(
    ...([
      'POST',
      `/v1/withdrawals/${taken.id}/outcome`,
      { outcome: 'failed', reference: null },
      { secret: true },
    ] as const),
  )
  expect(byHand.body.error?.code).toBe('withdrawal_not_paying')
  double.sharingFaults.shareResult = 'SUCCESS'
  for (let times = 0; times < 2; times += 1) {
    const resource = { out_order_no: 'whatever', receiver: { account: OPENID, amount: 10_00 } }
    const notice = double.notification('TRANSACTION.SUCCESS', resource, clock.now, { original: 'profitsharing' })
    const path = 'http://shop.test/v1/payment-notices/wechat_pay/brd_test'
    const { headers, body } = notice
    expect((await shop.server.fetch(new Request(path, { method: 'POST', headers, body }))).status).toBe(204)
  }
  await sweepOnce()
  await sweepOnce()
  expect(await ben.withdrawal(taken.id)).toMatchObject({ status: 'paid' })
  expect(sharedOf(ben)).toEqual([10_00])
  expect(transferOf(taken)).toBeUndefined()
})

it('what was split goes on as it was settled after no more is to be shared', async () => {
  const ivy = await promoter(2)
  const taken = await ivy.take(10_00)
  double.sharingFaults.shareResult = 'PENDING'
  await sweepOnce()
  double.sharingFaults.shareResult = 'SUCCESS'
  await sweep(shop.server, [wechatPay(double.options({ now: () => clock.now }))])
  expect(await ivy.withdrawal(taken.id)).toMatchObject({ status: 'paid' })
  expect([sharedOf(ivy), transferOf(taken)]).toEqual([[10_00], undefined])
})

it('who cannot be registered, and what is closed, is paid by transfer instead; what fails there comes back', async () => {
  const cat = await promoter(2)
  const account = 'oRefusedByProvider_000000000'
  double.sharingFaults.refused.add(account)
  const refused = await cat.take(5_00, account)
  await sweepOnce()
  expect([sharedOf(cat), transferOf(refused)?.transfer_amount]).toEqual([[], 5_00])

  double.sharingFaults.shareResult = 'CLOSED'
  const closed = await cat.take(6_00)
  await sweepOnce()
  double.sharingFaults.shareResult = 'SUCCESS'
  expect(transferOf(closed)).toMatchObject({ transfer_amount: 6_00 })
  Object.assign(transferOf(closed) as object, { state: 'FAIL', fail_reason: 'ACCOUNT_FROZEN' })
  await sweepOnce()
  expect(await cat.withdrawal(closed.id)).toMatchObject({ status: 'failed', reference: 'ACCOUNT_FROZEN' })
  expect(await cat.availableMinor()).toBe(45_00)

  // 30.00 go out of the payment; the rest fails and is the promoter's again.
  const partly = await cat.take(40_00)
  await sweepOnce()
  Object.assign(transferOf(partly) as object, { state: 'FAIL', fail_reason: 'ACCOUNT_FROZEN' })
  await sweepOnce()
  const sharedMinor = sharedOf(cat).at(-1) ?? 0
  expect(await cat.withdrawal(partly.id)).toMatchObject({ status: 'paid', backMinor: 40_00 - sharedMinor })
  expect(await cat.availableMinor()).toBe(45_00 - sharedMinor)
})

it('what more is asked for than the provider lets go out of a payment is transferred', async () => {
  const dan = await promoter(2)
  const eager = wechatPay(double.options({ sharesProfit: true, sharingMaxBps: 4_000, now: () => clock.now }))
  const taken = await dan.take(40_00)
  clock.now = shop.clock.now
  await sweep(shop.server, [eager])
  expect([sharedOf(dan), transferOf(taken)?.transfer_amount]).toEqual([[], 40_00])
  expect(double.seen.map(({ code }) => code)).toContain('RULE_LIMIT')
})

it('a refund asks a merchant for its part again, once; of a person it is owed', async () => {
  const eve = await promoter(4)
  const taken = await eve.take(50_00, MERCHANT)
  await sweepOnce()
  expect(await eve.withdrawal(taken.id)).toMatchObject({ status: 'paid' })
  expect(double.receivers.get(MERCHANT)).toBe('王小明')
  expect(await eve.availableMinor()).toBe(50_00)
  // Two of four come back: 50.00 of 100.00 commission, of which 50.00 went out and 50.00 did not.
  await refund(shop, eve.bought[0]?.orderId ?? '', { sku_tea: 2 })
  await sweepOnce()
  expect([double.returns.size, await eve.availableMinor()]).toEqual([0, 0])
  await refund(shop, eve.bought[0]?.orderId ?? '', { sku_tea: 1 })
  expect(await eve.availableMinor()).toBe(-25_00)
  double.faults.lost.push('POST /v3/profitsharing/return-orders')
  await expect(sweepOnce()).rejects.toThrow('due rows')
  double.sharingFaults.returnResult = 'PROCESSING'
  shop.clock.now += 1
  await sweepOnce()
  expect(await eve.availableMinor()).toBe(-25_00)
  double.sharingFaults.returnResult = 'SUCCESS'
  for (let times = 0; times < 2; times += 1) {
    shop.clock.now += 1
    await sweepOnce()
  }
  expect([...double.returns.values()]).toMatchObject([{ account: MERCHANT, amount: 25_00 }])
  expect(await eve.availableMinor()).toBe(0)
  expect(await eve.withdrawal(taken.id)).toMatchObject({ status: 'paid', backMinor: 25_00 })
  // The last one comes back too, and this time the merchant has no money: it is owed, and asked for no more.
  double.sharingFaults.returnResult = 'FAILED'
  await refund(shop, eve.bought[0]?.orderId ?? '', { sku_tea: 1 })
  for (let times = 0; times < 3; times += 1) {
    shop.clock.now += 1
    await sweepOnce()
  }
  double.sharingFaults.returnResult = 'SUCCESS'
  expect([double.returns.size, await eve.availableMinor()]).toEqual([2, -25_00])

  const fay = await promoter(2)
  await fay.take(30_00)
  await sweepOnce()
  await refund(shop, fay.bought[0]?.orderId ?? '', { sku_tea: 2 })
  await sweepOnce()
  expect([double.returns.size, await fay.availableMinor()]).toEqual([2, -30_00])
})

it('a payment is frozen while commission can go out of it, and free when none can', async () => {
  const gus = await promoter(2)
  const [{ paymentId, orderId } = { paymentId: '', orderId: '' }] = gus.bought
  expect([double.transactions.get(paymentId)?.profitSharing, isFree(paymentId)]).toEqual([true, false])
  await refund(shop, orderId, { sku_tea: 2 })
  await sweepOnce()
  expect(isFree(paymentId)).toBe(true)

  const hal = await promoter(2)
  const [{ paymentId: waiting } = { paymentId: '' }] = hal.bought
  shop.clock.now += 31 * DAY_MS
  await sweepOnce()
  expect(isFree(waiting)).toBe(true)
  const late = await hal.take(20_00)
  await sweepOnce()
  expect([sharedOf(hal), transferOf(late)?.transfer_amount]).toEqual([[], 20_00])

  // Whose order pays nobody anything is not frozen at all.
  const { accessToken: token } = await shop.signIn('13700009999')
  const order = await place(shop, token, { lines: { sku_tea: 1 } })
  expect(double.transactions.get(await payByWechat(order.id, token))?.profitSharing).toBe(false)
})

it('the ledger agrees, and the journal alone gives the same', async () => {
  const audit = await shop.call<AuditReport>('POST', '/v1/ledger/audit', {}, { secret: true })
  expect(audit.body.differences).toEqual([])
  await shop.server.outbox.drain()
  expect(await rebuilt(shop.database.database)).toEqual(await stateOf(shop.database.database))
})
