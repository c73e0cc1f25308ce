import type { AuditReport } from '@siyu/core/ledger'
import type {
  CommissionBalance,
  CommissionRule,
  PayoutBatch,
  PayoutRow,
  Referral,
  Withdrawal,
} from '@siyu/core/referrals'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stockUp, TEA } from '../../kernel/testing/goods.ts'
import { breaches } from '../../kernel/testing/invariants.ts'
import { buy, type Refused, refund, rowsOf } from '../../kernel/testing/sale.ts'
import { openShop, type Shop } from '../../kernel/testing/shop.ts'
import { rebuilt, stateOf } from '../../kernel/testing/state.ts'
import { wechatPay } from '../../payments/index.ts'
import { type Double, openDouble } from '../../payments/wechat-pay/double.fixture.ts'
import { sweep } from '../../sweeps.ts'
import { chasePayouts, type PayoutProvider } from '../index.ts'

const TERMS = {
  ...{ minMinor: 1_00, maxMinor: 100_00, feeBps: 100, feeMinor: 0, freeMinor: 0, reviewFromMinor: 5_00 },
  methods: ['manual', 'wechat_pay'],
}

let shop: Shop
let double: Double
beforeAll(async () => {
  shop = await openShop({
    referrals: { depth: 1, levelBps: [1_000], capBps: 3_000, freezeDays: 0, withdrawals: TERMS },
  })
  await stockUp(shop, TEA, 100)
  double = await openDouble(() => shop.clock.now)
})
afterAll(async () => {
  expect(shop.faults).toEqual([])
  await double.close()
  await shop.close()
})

type Answer<T> = { readonly status: number; readonly body: T & Refused }
let people = 0

/** A promoter whose friend bought tea worth so much commission, which is available. */
async function promoter(teas: number) {
  people += 1
  const phone = `1380000${String(people).padStart(4, '0')}`
  const { accessToken: token, memberId } = await shop.signIn(phone)
  const { code } = (await shop.call<Referral>('GET', '/v1/referral', undefined, { token })).body
  const friend = await shop.signIn(`1390000${String(people).padStart(4, '0')}`, code)
  const order = await buy(shop, friend.accessToken, { lines: { sku_tea: teas } })
  await sweep(shop.server, [])
  const take = (
    amountMinor: number,
    method: string = 'manual',
    account: string = '6222 0000',
  ): Promise<Answer<Withdrawal>> =>
    shop.call('POST', '/v1/withdrawals', { amountMinor, method, account, name: '王小明' }, { token })
  const balance = async () => (await shop.call<CommissionBalance>('GET', '/v1/commission', undefined, { token })).body
  return { token, memberId, order, take, balance, phone }
}

const operate = <T>(path: string, input: object = {}): Promise<Answer<T>> =>
  shop.call<T & Refused>('POST', path, input, { secret: true })

const OPENID = 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o'
const rejecting = (id: string): Promise<Answer<Withdrawal>> =>
  operate(`/v1/withdrawals/${id}/rejection`, { reason: '账户不符' })
const transferOf = (id: string) => double.transfers.get(id.replaceAll('_', ''))
const stateOfWithdrawal = async (id: string) =>
  (await rowsOf<{ id: string; status: string; reference: string | null }>(shop, 'withdrawals')).find(
    (row) => row.id === id,
  )
/** How many transfers were asked for, whatever became of them. */
const askedCount = () => double.seen.filter(({ path }) => path.endsWith('/transfer-bills')).length
const wallet = () => wechatPay(double.options())
const payoutsOf = (provider: ReturnType<typeof wallet>) => provider.payouts as PayoutProvider

describe('withdrawals', () => {
  it('are debited when asked for, credited back when refused, and paid once in a batch', async () => {
    const { take, balance, memberId, token } = await promoter(4)
    expect(await balance()).toMatchObject({ availableMinor: 20_00 })
    const large = (await take(12_00)).body
    expect(large).toMatchObject({ status: 'requested', feeMinor: 12, taxMinor: 0 })
    expect((await take(12_00)).body.error?.code).toBe('commission_insufficient')
    expect(await balance()).toMatchObject({ availableMinor: 8_00 })
    const path = `/v1/withdrawals/${large.id}`
    expect((await operate<Withdrawal>(`${path}/rejection`, { reason: '账户不符' })).body.status).toBe('rejected')
    expect((await operate(`${path}/rejection`, { reason: 'again' })).body.error?.code).toBe('withdrawal_not_open')
    expect(await balance()).toMatchObject({ availableMinor: 20_00 })

    const small = (await take(4_00)).body
    const other = (await take(10_00)).body
    expect(small.status).toBe('approved')
    const tax = { taxMinor: 80, taxNote: '劳务报酬 20 %' }
    const approved = await operate<Withdrawal>(`/v1/withdrawals/${other.id}/approval`, tax)
    expect(approved.body).toMatchObject({ status: 'approved', taxMinor: 80 })
    const { body } = await operate<PayoutBatch>('/v1/payout-batches')
    expect(new Map(body.items.map(({ withdrawal }) => [withdrawal.id, withdrawal.status]))).toEqual(
      new Map([small, other].map(({ id }) => [id, 'paying'])),
    )
    expect((await operate<PayoutBatch>('/v1/payout-batches')).body).toEqual({ batchId: null, items: [] })
    const paid = { outcome: 'paid', reference: 'ICBC-77' }
    expect((await operate<Withdrawal>(`/v1/withdrawals/${small.id}/outcome`, paid)).body.status).toBe('paid')
    const failed = { outcome: 'failed', reference: 'closed' }
    expect((await operate<Withdrawal>(`/v1/withdrawals/${other.id}/outcome`, failed)).body.status).toBe('failed')
    expect((await operate(`/v1/withdrawals/${small.id}/outcome`, failed)).body.error?.code).toBe(
      'withdrawal_not_paying',
    )
    expect(await balance()).toMatchObject({ availableMinor: 16_00 })

    const rows = await shop.call<{ items: PayoutRow[] }>('GET', '/v1/admin/withdrawals?status=paid', undefined, {
      secret: true,
    })
    expect(rows.body.items).toMatchObject([
      { withdrawal: { id: small.id, memberId }, account: '6222 0000', name: '王小明' },
    ])
    const own = await shop.call<{ items: Withdrawal[] }>('GET', '/v1/withdrawals', undefined, { token })
    expect(own.body.items.map(({ status }) => status).sort()).toEqual(['failed', 'paid', 'rejected'])
    const notes = await rowsOf<{ kind: string; words: string }>(shop, 'personal_notes')
    expect(
      notes
        .filter(({ kind }) => kind === 'withdrawal')
        .map(({ words }) => words)
        .sort(),
    ).toEqual(['劳务报酬 20 %', '账户不符'])
    const journal = JSON.stringify(await rowsOf(shop, 'events'))
    for (const secret of ['王小明', '6222 0000', '账户不符']) expect(journal).not.toContain(secret)
  })

  it('two at once for all there is: one is paid', async () => {
    const { take, balance } = await promoter(2)
    const answers = await Promise.all([take(10_00), take(10_00), take(10_00)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
    expect(await balance()).toMatchObject({ availableMinor: 0 })
  })

  it('CRMEB settled commission, opencart#7703: a refund after the pay-out blocks until it is earned back', async () => {
    const { take, balance, order } = await promoter(1)
    const taken = (await take(4_99)).body
    await operate('/v1/payout-batches')
    await operate(`/v1/withdrawals/${taken.id}/outcome`, { outcome: 'paid', reference: null })
    await refund(shop, order.id, { sku_tea: 1 })
    expect(await balance()).toMatchObject({ availableMinor: -4_99 })
    expect((await take(1_00)).body.error).toMatchObject({ code: 'commission_insufficient' })
  })

  it('go to WeChat once, and are asked about until the payee has confirmed or let them lapse', async () => {
    const { take, balance } = await promoter(3)
    const [one, two, bad] = [
      (await take(4_00, 'wechat_pay', OPENID)).body,
      (await take(3_00, 'wechat_pay', OPENID)).body,
      (await take(2_00, 'wechat_pay', 'not an openid')).body,
    ]
    expect((await take(1_00, 'alipay')).body.error?.code).toBe('withdrawal_method_off')
    const providers = [wechatPay(double.options())]
    expect((await sweep(shop.server, providers)).paidOutCount).toBe(3)
    expect((await sweep(shop.server, providers)).paidOutCount).toBe(0)
    expect([...double.transfers.values()].map(({ transfer_amount: minor }) => minor).sort()).toEqual([2_97, 3_96])
    const [first, second] = [one, two].map(({ id }) => double.transfers.get(id.replaceAll('_', '')))
    if (first === undefined || second === undefined) throw new Error('not sent')
    first.state = 'SUCCESS'
    Object.assign(second, { state: 'CANCELLED', fail_reason: 'USER_TIMEOUT' })
    expect((await sweep(shop.server, providers)).paidOutCount).toBe(2)
    expect(await balance()).toMatchObject({ availableMinor: 11_00 })
    const rows = await rowsOf<{ id: string; status: string; reference: string }>(shop, 'withdrawals')
    const by = (id: string) => rows.find((row) => row.id === id)
    expect(by(one.id)).toMatchObject({ status: 'paid' })
    expect(by(two.id)).toMatchObject({ status: 'failed', reference: 'USER_TIMEOUT' })
    expect(by(bad.id)).toMatchObject({ status: 'failed', reference: 'PARAM_ERROR' })
  })

  it('a rejection while the provider is asked comes too late, also when the answer is lost', async () => {
    const { take, balance } = await promoter(2)
    const { id } = (await take(4_00, 'wechat_pay', OPENID)).body
    const refusals: unknown[] = []
    const provider = wallet()
    const payouts: PayoutProvider = {
      ...payoutsOf(provider),
      pay: async (payout) => {
        refusals.push((await rejecting(id)).body.error)
        return payoutsOf(provider).pay(payout)
      },
    }
    const interrupted = { ...provider, payouts }
    const before = askedCount()
    double.faults.lost.push('POST /v3/fund-app')
    await expect(sweep(shop.server, [interrupted])).rejects.toThrow('due rows')
    expect(transferOf(id)).toMatchObject({ transfer_amount: 3_96 })
    expect(await stateOfWithdrawal(id)).toMatchObject({ status: 'paying', reference: null })
    Object.assign(transferOf(id) as object, { state: 'SUCCESS' })
    expect((await sweep(shop.server, [interrupted])).paidOutCount).toBe(1)
    const refused = { code: 'withdrawal_not_open', detail: { status: 'paying' } }
    expect(refusals).toMatchObject([refused, refused])
    expect(await stateOfWithdrawal(id)).toMatchObject({ status: 'paid' })
    expect(askedCount() - before).toBe(1)
    expect(await balance()).toMatchObject({ availableMinor: 6_00 })
  })

  it('a rejection between looking and sending keeps it from being sent', async () => {
    const { take, balance } = await promoter(2)
    const { id } = (await take(4_00, 'wechat_pay', OPENID)).body
    const asked: string[] = []
    const run: typeof shop.server.run = async (brandId, endpoint, input, key) => {
      asked.push(endpoint)
      if (asked.length === 1) expect((await rejecting(id)).body).toMatchObject({ status: 'rejected' })
      return shop.server.run(brandId, endpoint, input, key)
    }
    const ports = { sql: shop.server.engine.database, now: shop.server.now, run }
    const errors: unknown[] = []
    const count = await chasePayouts(ports, [payoutsOf(wallet())], errors)
    expect([count, asked, errors]).toEqual([0, ['referrals.splitPayout'], []])
    expect(await stateOfWithdrawal(id)).toMatchObject({ status: 'rejected' })
    expect((await sweep(shop.server, [wallet()])).paidOutCount).toBe(0)
    expect(transferOf(id)).toBeUndefined()
    expect(await balance()).toMatchObject({ availableMinor: 10_00 })
  })

  it('sent and rejected at once, each is either paid or the promoter’s again', async () => {
    const { take, balance } = await promoter(2)
    const ids: string[] = []
    for (let n = 0; n < 6; n += 1) ids.push((await take(1_50, 'wechat_pay', OPENID)).body.id)
    const [, ...answers] = await Promise.all([sweep(shop.server, [wallet()]), ...ids.map(rejecting)])
    for (const [n, { status, body }] of answers.entries()) {
      const id = ids[n] ?? ''
      expect(transferOf(id) === undefined).toBe(status === 200)
      expect(body.error?.code).toBe(status === 200 ? undefined : 'withdrawal_not_open')
      if (status !== 200) Object.assign(transferOf(id) as object, { state: 'SUCCESS' })
    }
    await sweep(shop.server, [wallet()])
    const paidCount = answers.filter(({ status }) => status !== 200).length
    expect(await balance()).toMatchObject({ availableMinor: 10_00 - 1_50 * paidCount })
    const states = await Promise.all(ids.map(stateOfWithdrawal))
    expect(states.map((row) => row?.status)).toEqual(
      answers.map(({ status }) => (status === 200 ? 'rejected' : 'paid')),
    )
  })

  it('one that an operator settled as failed and the provider paid all the same is named', async () => {
    const { take } = await promoter(1)
    const { id } = (await take(4_00, 'wechat_pay', OPENID)).body
    const provider = wallet()
    await sweep(shop.server, [provider])
    Object.assign(transferOf(id) as object, { state: 'SUCCESS' })
    const payouts: PayoutProvider = {
      ...payoutsOf(provider),
      pay: async (payout) => {
        const settled = await operate(`/v1/withdrawals/${id}/outcome`, { outcome: 'failed', reference: 'by_hand' })
        expect(settled.status).toBe(200)
        return payoutsOf(provider).pay(payout)
      },
    }
    const failure = await sweep(shop.server, [{ ...provider, payouts }]).catch((error: AggregateError) => error.errors)
    expect(String(failure)).toMatch(new RegExp(`withdrawal ${id} of .* says paid, refused as withdrawal_not_paying`))
    expect(await stateOfWithdrawal(id)).toMatchObject({ status: 'failed' })
  })

  it('one that an older version sent while it was approved is asked about, not sent again', async () => {
    const { take } = await promoter(1)
    const { id } = (await take(4_00, 'wechat_pay', OPENID)).body
    const out_bill_no = id.replaceAll('_', '')
    double.transfers.set(out_bill_no, {
      ...{ out_bill_no, openid: OPENID, transfer_amount: 3_96, transfer_bill_no: '13', state: 'SUCCESS' },
    })
    const before = askedCount()
    await sweep(shop.server, [wallet()])
    expect(await stateOfWithdrawal(id)).toMatchObject({ status: 'paid' })
    expect(askedCount()).toBe(before)
  })

  it('a rule with a cap of a month pays two at once no more than it', async () => {
    const rule: CommissionRule = {
      ...{ id: 'rul_tea', name: { zh: '茶', en: 'Tea' }, priority: 1, active: true, startsAt: 0, endsAt: null },
      ...{
        items: { productIds: ['prd_tea'] },
        levels: [{ fixedMinor: 9_00 }],
        caps: { monthMinor: 13_00 },
        funder: 'brand',
      },
    }
    const put = (body: object) => shop.call<Refused>('PUT', '/v1/commission/rules/rul_tea', body, { secret: true })
    const two = await put({ ...rule, levels: [{ bps: 1 }, { bps: 1 }] })
    expect(two.body.error?.code).toBe('depth_not_acknowledged')
    expect((await put(rule)).status).toBe(200)
    const { token, memberId, balance } = await promoter(1)
    const { code } = (await shop.call<Referral>('GET', '/v1/referral', undefined, { token })).body
    const friends = [await shop.signIn('13700000001', code), await shop.signIn('13700000002', code)]
    await Promise.all(friends.map(({ accessToken }) => buy(shop, accessToken, { lines: { sku_tea: 1 } })))
    await sweep(shop.server, [])
    expect(await balance()).toMatchObject({ availableMinor: 13_00 })
    const counters = await rowsOf<{ payee_id: string; granted_minor: number }>(shop, 'commission_counters')
    expect(
      counters.filter(({ payee_id: of }) => of === memberId).map(({ granted_minor: minor }) => Number(minor)),
    ).toEqual([13_00])
    expect((await put({ ...rule, active: false })).status).toBe(200)
    const rules = await shop.call('GET', '/v1/commission/rules', undefined, { secret: true })
    expect(rules.body).toMatchObject({ items: [{ id: 'rul_tea', active: false }] })
    const plan = await shop.call('GET', '/v1/commission/plan', undefined, { secret: true })
    expect(plan.body).toMatchObject({ depth: 1, withdrawals: TERMS })
  })

  it('add up in the tables, in the ledger and in a replay', async () => {
    const { database } = shop.server.engine
    expect(await breaches(database)).toEqual([])
    await shop.server.outbox.drain()
    expect(await rebuilt(database)).toEqual(await stateOf(database))
    const audited = await shop.call<AuditReport>('POST', '/v1/ledger/audit', {}, { secret: true })
    expect(audited.body.differences).toEqual([])
  })
})
