import type { ConsentList, ConsentStatistics, DataRequest, MemberExport, Policy } from '@siyu/core/compliance'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stockUp, TEA } from '../kernel/testing/goods.ts'
import { breaches } from '../kernel/testing/invariants.ts'
import { adjustPoints, buy, pay, place, type Refused, receive, refund, rowsOf } from '../kernel/testing/sale.ts'
import { newKey, openShop, type Shop, type SignedIn, START } from '../kernel/testing/shop.ts'
import { rebuilt, stateOf } from '../kernel/testing/state.ts'
import { sweep } from '../sweeps.ts'

const DAY_MS = 86_400_000
const secret = { secret: true }
const policy = (version: string, effectiveFrom: number, purposes: Policy['purposes']): Policy => ({
  ...{ version, effectiveFrom, purposes, url: 'https://shop.test/privacy' },
  summary: { zh: '说明如何使用个人信息', en: 'How personal data is used' },
})
const SAYING = { granted: true, policyVersion: 'v1', locale: 'zh-CN', screen: 'privacy' }

let shop: Shop
let [ann, bob]: SignedIn[] = []
beforeAll(async () => {
  shop = await openShop()
  await stockUp(shop, TEA, 100)
  ann = await shop.signIn('13800000001')
  bob = await shop.signIn('13800000002')
})
afterAll(async () => {
  await shop.server.outbox.drain()
  const { database } = shop.database
  expect(await rebuilt(database)).toEqual(await stateOf(database))
  expect(await breaches(database)).toEqual([])
  expect(shop.faults).toEqual([])
  await shop.close()
})

const asAnn = () => ({ token: ann?.accessToken })
const asBob = () => ({ token: bob?.accessToken })
const codeOf = ({ body }: { readonly body: Refused }) => body.error?.code
const consents = async (as: { readonly token?: string | undefined } = asAnn(), query = '') =>
  (await shop.call<ConsentList>('GET', `/v1/consents${query}`, undefined, as)).body
const stateIn = (list: ConsentList, about: string) => list.items.find((item) => item.about === about)?.state
const say = (purpose: string, saying: object, as: object = asAnn()) =>
  shop.call<ConsentList & Refused>('PUT', `/v1/consents/${purpose}`, { ...SAYING, ...saying }, as)

describe('consents', () => {
  it('can be given to no policy, and only to the one that holds', async () => {
    expect(codeOf(await say('analytics', {}))).toBe('policy_missing')
    const all = ['service', 'analytics', 'personalisation', 'marketing.sms'] as const
    const saved = await shop.call('PUT', '/v1/policies/v1', policy('v1', START, all), secret)
    expect(saved).toMatchObject({ status: 200, body: { version: 'v1' } })
    expect(codeOf(await say('analytics', { policyVersion: 'v0' }))).toBe('policy_outdated')
    expect(codeOf(await say('service', { granted: false }))).toBe('service_essential')
    const again = await shop.call<Refused>('PUT', '/v1/policies/v1', policy('v1', START + 5, all), secret)
    expect(codeOf(again)).toBe('policy_in_force')
    const past = await shop.call<Refused>('PUT', '/v1/policies/v0', policy('v0', START - 600_001, all), secret)
    expect(codeOf(past)).toBe('policy_backdated')
    expect((await shop.call('GET', '/v1/policies')).body).toMatchObject({ items: [{ version: 'v1' }] })
  })

  it('are given once however often the call is repeated, and a no counts at once', async () => {
    const key = newKey()
    const yes = await say('analytics', {}, { ...asAnn(), key })
    expect([yes.status, stateIn(yes.body, 'analytics')]).toEqual([200, 'granted'])
    expect((await say('analytics', {}, { ...asAnn(), key })).body).toEqual(yes.body)
    await say('analytics', {})
    const receipts = await rowsOf<{ subject_id: string }>(shop, 'consent_receipts')
    expect(receipts).toMatchObject([
      { subject_id: ann?.memberId, about: 'analytics', granted: true, screen: 'privacy', source: 'self' },
    ])
    const no = await say('analytics', { granted: false, policyVersion: undefined })
    expect(no.body.items.find(({ about }) => about === 'analytics')).toMatchObject({
      ...{ state: 'withdrawn', allowed: false, policyVersion: null, currentVersion: 'v1' },
    })
    expect(await consents()).toEqual(no.body)
    expect(stateIn(await consents(asBob()), 'analytics')).toBe('unasked')
  })

  it('said by many devices at once leave one last word and a receipt for each change', async () => {
    const words = [true, false, true, false, true, false]
    const replies = await Promise.all(words.map((granted) => say('personalisation', { granted })))
    expect(replies.map(({ status }) => status)).toEqual(words.map(() => 200))
    const own = (await rowsOf<{ about: string; granted: boolean }>(shop, 'consent_receipts')).filter(
      ({ about }) => about === 'personalisation',
    )
    expect(own.length).toBeGreaterThan(0)
    const [last] = (await rowsOf<{ about: string; granted: boolean }>(shop, 'consents')).filter(
      ({ about }) => about === 'personalisation',
    )
    expect(stateIn(await consents(), 'personalisation')).toBe(last?.granted === true ? 'granted' : 'withdrawn')
  })

  it('of a visitor are carried over by signing in, where they are the last word', async () => {
    expect(codeOf(await shop.call<Refused>('GET', '/v1/consents'))).toBe('subject_missing')
    expect(codeOf(await say('analytics', {}, {}))).toBe('subject_missing')
    await say('marketing.sms', { visitorId: 'vis_1' }, {})
    expect(stateIn(await consents({}, '?visitorId=vis_1'), 'marketing.sms')).toBe('granted')
    const adopted = await shop.call<ConsentList>('POST', '/v1/consents/adoption', { visitorId: 'vis_1' }, asBob())
    expect(stateIn(adopted.body, 'marketing.sms')).toBe('granted')
    const twice = await shop.call<ConsentList>('POST', '/v1/consents/adoption', { visitorId: 'vis_1' }, asBob())
    expect(twice.body).toEqual(adopted.body)
  })

  it('are asked for again when the policy changes what it says of them, and told to operators', async () => {
    shop.clock.now += DAY_MS
    ann = await shop.signIn('13800000001')
    bob = await shop.signIn('13800000002')
    await shop.call('PUT', '/v1/policies/v2', policy('v2', shop.clock.now, ['marketing.sms']), secret)
    const list = await consents(asBob())
    expect(list.items.find(({ about }) => about === 'marketing.sms')).toMatchObject({
      ...{ state: 'outdated', currentVersion: 'v2', policyVersion: 'v1', allowed: false },
    })
    const of = `/v1/members/${bob?.memberId}/consents`
    expect((await shop.call('GET', of, undefined, secret)).body).toMatchObject({
      receipts: [{ about: 'marketing.sms', source: 'visitor', locale: 'zh-CN' }],
    })
    const { body } = await shop.call<ConsentStatistics>('GET', '/v1/consents/statistics', undefined, secret)
    expect(body.items.find(({ about }) => about === 'marketing.sms')).toMatchObject({
      outdatedCount: 1,
      unaskedCount: 1,
    })
    expect(body).toMatchObject({ memberCount: 2, openCount: 0, overdueCount: 0 })
    const missing = await shop.call<Refused>('GET', '/v1/members/mem_none/consents', undefined, secret)
    expect([missing.status, codeOf(missing)]).toEqual([404, 'member_missing'])
  })

  it('of a child begin with the guardian, and end at marketing', async () => {
    const kid = await shop.signIn('13800000003')
    const as = { token: kid.accessToken }
    await shop.call('PUT', '/v1/member', { name: '小明', birthday: '2016-05-01' }, as)
    expect(codeOf(await say('analytics', {}, as))).toBe('guardian_missing')
    const path = `/v1/members/${kid.memberId}/consents/guardian`
    const guarded = { granted: true, policyVersion: 'v1', locale: 'zh-CN' }
    expect((await shop.call('PUT', path, guarded, secret)).status).toBe(200)
    expect((await say('analytics', {}, as)).body).toMatchObject({ ageBand: 'child' })
    expect(codeOf(await say('personalisation', {}, as))).toBe('member_minor')
    const future = await shop.call<Refused>('PUT', '/v1/member', { name: '小明', birthday: '2030-01-01' }, as)
    expect([future.status, codeOf(future)]).toEqual([409, 'birthday_future'])
  })
})

describe('requests', () => {
  it('wait for an operator with a day they are due, and end with an answer', async () => {
    const asked = await shop.call<DataRequest>(
      'POST',
      '/v1/data-requests',
      { kind: 'correct', note: '我的名字写错了' },
      asAnn(),
    )
    expect(asked).toMatchObject({ status: 200, body: { status: 'open', note: '我的名字写错了', by: 'member' } })
    const { id, memberId, dueAt } = asked.body
    // Monday, 2 March: the fifteenth working day after it ends with Monday, 23 March, in Shanghai.
    expect(dueAt).toBe(Date.UTC(2026, 2, 23, 16))
    const queue = await shop.call<{ items: DataRequest[] }>('GET', '/v1/data-requests/queue', undefined, secret)
    expect(queue.body.items.map((item) => [item.id, item.note])).toEqual([[id, '我的名字写错了']])
    const path = `/v1/members/${memberId}/data-requests/${id}/answer`
    const answer = { outcome: 'refused', answer: '请在会员卡页面自行修改' }
    const replies = await Promise.all([1, 2].map(() => shop.call<Refused>('POST', path, answer, secret)))
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409])
    expect(replies.map(codeOf)).toContain('request_closed')
    const own = await shop.call<{ items: DataRequest[] }>('GET', '/v1/data-requests', undefined, asAnn())
    expect(own.body.items).toMatchObject([{ status: 'refused', answer: '请在会员卡页面自行修改' }])
    expect((await shop.call<{ items: [] }>('GET', '/v1/data-requests', undefined, asBob())).body.items).toEqual([])
    const ended = await shop.call<{ items: DataRequest[] }>(
      'GET',
      '/v1/data-requests/queue?ended=true',
      undefined,
      secret,
    )
    expect(ended.body.items.map((item) => item.id)).toEqual([id])
  })

  it('are ten at most at a time', async () => {
    const carol = await shop.signIn('13800000004')
    const ask = () =>
      shop.call<Refused>('POST', '/v1/data-requests', { kind: 'access', note: 'all' }, { token: carol.accessToken })
    for (let count = 0; count < 10; count += 1) expect((await ask()).status).toBe(200)
    expect(codeOf(await ask())).toBe('requests_full')
  })

  it('an operator may write one down for a member, not for nobody', async () => {
    const body = { kind: 'access', note: 'by letter' }
    const missing = await shop.call<Refused>('POST', '/v1/members/mem_none/data-requests', body, secret)
    expect(codeOf(missing)).toBe('member_missing')
    const done = await shop.call('POST', `/v1/members/${bob?.memberId}/data-requests`, body, secret)
    expect(done).toMatchObject({ status: 200, body: { by: 'operator', note: 'by letter' } })
  })

  it('the times may be changed inside what the law leaves', async () => {
    const settings = { answerDays: 10, coolingOffDays: 3 }
    expect((await shop.call('PUT', '/v1/compliance', settings, secret)).status).toBe(200)
    expect((await shop.call('GET', '/v1/compliance', undefined, secret)).body).toEqual(settings)
    expect((await shop.call('PUT', '/v1/compliance', { ...settings, answerDays: 16 }, secret)).status).toBe(400)
  })
})

describe('a deletion', () => {
  it('waits for an order on its way, can be taken back, and is one at a time', async () => {
    const dan = await shop.signIn('13800000005')
    const as = { token: dan.accessToken }
    await adjustPoints(shop, dan.memberId, 100)
    const order = await place(shop, dan.accessToken, { lines: { sku_tea: 1 } })
    await pay(shop, dan.accessToken, order.id)
    expect((await shop.call('GET', '/v1/data-requests/deletion', undefined, as)).body).toEqual({
      ...{ pointsCount: 150, couponCount: 0, commissionMinor: 0, coolingOffDays: 3, blockedBy: ['order_open'] },
    })
    const ask = (agreesToLosses: boolean) =>
      shop.call<DataRequest & Refused>(
        'POST',
        '/v1/data-requests/deletion',
        { agreesToLosses, waivesCommission: false },
        as,
      )
    expect(codeOf(await ask(false))).toBe('losses_not_agreed')
    const asked = await Promise.all([ask(true), ask(true), ask(true)])
    expect(asked.map(({ status }) => status).sort()).toEqual([200, 409, 409])
    expect(asked.map(codeOf)).toContain('deletion_open')
    const { id } = (asked.find(({ status }) => status === 200) as (typeof asked)[0]).body
    const cancel = () => shop.call<Refused>('POST', `/v1/data-requests/${id}/cancellation`, {}, as)
    expect((await shop.call('POST', `/v1/data-requests/${id}/cancellation`, {}, asBob())).status).toBe(404)
    expect((await cancel()).status).toBe(200)
    expect(codeOf(await cancel())).toBe('request_closed')

    const again = (await ask(true)).body
    shop.clock.now += 3 * DAY_MS
    await sweep(shop.server, [])
    const [row] = (await rowsOf<{ id: string }>(shop, 'data_requests')).filter((each) => each.id === again.id)
    expect(row).toMatchObject({ status: 'waiting', blocked_by: ['order_open'], step_at: shop.clock.now + DAY_MS })
    const back = await shop.signIn('13800000005')
    expect(back.joined).toBe(false)
    await receive(shop, back.accessToken, order.id)
    shop.clock.now += DAY_MS
    await sweep(shop.server, [])
    shop.clock.now += 15 * 60_000
    await sweep(shop.server, [])
    expect((await shop.signIn('13800000005')).joined).toBe(true)
  })

  it('keeps commission from going to children, and waits for what is unpaid unless it is given up', async () => {
    const promoter = await shop.signIn('13800000006')
    const as = { token: promoter.accessToken }
    const { body } = await shop.call<{ code: string }>('GET', '/v1/referral', undefined, as)
    const friend = await shop.signIn('13800000007', body.code)
    await shop.call('PUT', '/v1/member', { name: '少年', birthday: '2010-01-01' }, as)
    await buy(shop, friend.accessToken, { lines: { sku_tea: 1 } })
    const earned = async () => (await shop.call('GET', '/v1/commission', undefined, as)).body
    expect(await earned()).toMatchObject({ pendingMinor: 0, frozenMinor: 0 })
    await shop.call('PUT', '/v1/member', { name: '青年', birthday: '2000-01-01' }, as)
    await buy(shop, friend.accessToken, { lines: { sku_tea: 1 } })
    expect(await earned()).toMatchObject({ frozenMinor: 5_00 })

    const path = `/v1/members/${promoter.memberId}/data-requests`
    const open = (waivesCommission: boolean) =>
      shop.call<DataRequest & Refused>(
        'POST',
        path,
        { kind: 'delete', note: 'asked by phone', waivesCommission },
        secret,
      )
    await open(false)
    await sweep(shop.server, [])
    const rows = await rowsOf<{ member_id: string; blocked_by: object }>(shop, 'data_requests')
    expect(rows.find(({ member_id }) => member_id === promoter.memberId)?.blocked_by).toEqual(['commission_unpaid'])
    expect(codeOf(await open(true))).toBe('deletion_open')
    expect(
      (await shop.call<Refused>('POST', '/v1/referral/binding', { code: body.code }, asBob())).status,
    ).toBeLessThan(500)
  })
})

describe('the document about a member', () => {
  it('has every concept’s part, is the operator’s too, and tells nothing of the shop’s costs', async () => {
    const order = await buy(shop, bob?.accessToken as string, { lines: { sku_tea: 1 } }).catch(async () => {
      bob = await shop.signIn('13800000002')
      return buy(shop, bob.accessToken, { lines: { sku_tea: 1 } })
    })
    await refund(shop, order.id, { sku_tea: 1 })
    const own = await shop.call<MemberExport>('GET', '/v1/member/data', undefined, asBob())
    expect(own).toMatchObject({ status: 200, body: { memberId: bob?.memberId, isWhole: true } })
    const { concepts } = own.body
    expect(concepts.members?.memberIdentities).toEqual([{ kind: 'phone', address: '13800000002' }])
    expect(concepts.orders?.orders).toMatchObject([{ id: order.id, status: 'refunded' }])
    expect(concepts.compliance?.personalNotes).toMatchObject([
      { words: 'did not like it', kind: 'refund' },
      { words: 'by letter', kind: 'data_request' },
    ])
    for (const secretWord of ['costs', 'uplines', 'frozen', 'commissionMinor', 'costMinor']) {
      expect(JSON.stringify(concepts.orders)).not.toContain(`"${secretWord}"`)
    }
    const theirs = await shop.call<MemberExport>('GET', `/v1/members/${bob?.memberId}/data`, undefined, secret)
    expect(theirs.body).toEqual(own.body)
    expect((await shop.call('GET', '/v1/members/mem_none/data', undefined, secret)).status).toBe(404)
  })
})
