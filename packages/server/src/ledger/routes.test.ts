import { createHash } from 'node:crypto'
import type { Page } from '@siyu/core/kernel'
import type { AuditReport, LedgerAccount, LedgerEntry, LedgerSeal, TrialBalance } from '@siyu/core/ledger'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { stockUp, TEA, template } from '../kernel/testing/goods.ts'
import { linksOf } from '../kernel/testing/links.ts'
import { adjustPoints, buy, claim, place, refund } from '../kernel/testing/sale.ts'
import { openShop, type Shop, type SignedIn, START } from '../kernel/testing/shop.ts'
import { sealLedgers } from '../sweeps.ts'

let shop: Shop
let ann: SignedIn
let promoter: SignedIn
beforeAll(async () => {
  shop = await openShop({ referrals: { depth: 1, levelBps: [1_000], capBps: 3_000, freezeDays: 7 } })
  await stockUp(shop, TEA, 50)
  await shop.call('PUT', '/v1/coupon-templates/tpl_ten', template('tpl_ten', null, START), { secret: true })
  promoter = await shop.signIn('13800000001')
  const { body } = await shop.call<{ code: string }>('GET', '/v1/referral', undefined, { token: promoter.accessToken })
  ann = await shop.signIn('13800000002', body.code)
  await adjustPoints(shop, ann.memberId, 500)
  const { id: couponId } = await claim(shop, ann.accessToken, 'tpl_ten')
  const order = await buy(shop, ann.accessToken, { lines: { sku_tea: 2 }, couponIds: [couponId], pointsCount: 200 })
  expect((await refund(shop, order.id, { sku_tea: 1 })).status).toBe(200)
})
afterAll(async () => {
  expect(shop.faults).toEqual([])
  await shop.close()
})

function entriesOf(book: string, ownerId: string, more = '') {
  const path = `/v1/ledger/entries?book=${book}&ownerId=${ownerId}${more}`
  return shop.call<Page<LedgerEntry>>('GET', path, undefined, { secret: true })
}

function runAudit() {
  return shop.call<AuditReport>('POST', '/v1/ledger/audit', {}, { secret: true })
}

it('every change of points, commission and budgets is an entry with its running balance', async () => {
  const { body } = await entriesOf('points', ann.memberId)
  const inOrder = body.items.toReversed()
  expect(inOrder.map(({ kind }) => kind)).toEqual(['adjust', 'spend', 'earn', 'return', 'claw'])
  let balance = 0
  for (const [index, each] of inOrder.entries()) {
    balance += each.amount
    expect(each).toMatchObject({ number: index + 1, balance })
  }
  const commission = (await entriesOf('commission', promoter.memberId)).body.items
  expect(commission.map(({ kind, amount }) => [kind, Math.sign(amount)])).toEqual([
    ['reverse', -1],
    ['accrue', 1],
  ])
  expect((await entriesOf('budget', 'tpl_ten')).body.items).toMatchObject([{ kind: 'use', amount: 10_00 }])
})

it('the chain can be checked by anybody: SHA-256 over the hash before and the entries of one command', async () => {
  const { items } = (await entriesOf('points', ann.memberId)).body
  let before = ''
  for (const entries of linksOf(items.toReversed())) {
    const text = entries
      .map(({ amount, kind, reference, eventId, at }) => [amount, kind, reference ?? '', eventId, at].join('|'))
      .join('\n')
    before = createHash('sha256').update(`${before}\n${text}`).digest('hex')
    expect(entries[0]?.hash).toBe(before)
  }
  const path = `/v1/ledger/accounts?book=points&ownerId=${ann.memberId}`
  const { body } = await shop.call<Page<LedgerAccount>>('GET', path, undefined, { secret: true })
  expect(body.items).toMatchObject([{ entryCount: items.length, head: before }])
})

it('pages go on by number, and a period limits them', async () => {
  const first = (await entriesOf('points', ann.memberId, '&limit=2')).body
  expect(first.items.map(({ number }) => number)).toEqual([5, 4])
  const second = (await entriesOf('points', ann.memberId, `&limit=2&cursor=${first.nextCursor}`)).body
  expect(second.items.map(({ number }) => number)).toEqual([3, 2])
  expect((await entriesOf('points', ann.memberId, `&untilAt=${START}`)).body.items).toEqual([])
})

it('all accounts of a book are 0 together', async () => {
  const { body } = await shop.call<TrialBalance[]>('GET', '/v1/ledger/trial-balance', undefined, { secret: true })
  expect(body.map(({ book }) => book)).toEqual(['budget', 'commission', 'points', 'stored_value'])
  for (const { ownersBalance, brandBalances } of body) {
    expect(brandBalances.reduce((sum, { balance }) => sum + balance, ownersBalance)).toBe(0)
  }
})

it('the job seals what was published, once, in a chain of its own', async () => {
  await shop.server.outbox.drain()
  expect(await sealLedgers(shop.server)).toBe(1)
  await shop.server.outbox.drain()
  expect(await sealLedgers(shop.server)).toBe(0)
  await place(shop, ann.accessToken, { lines: { sku_tea: 1 } })
  await adjustPoints(shop, ann.memberId, 1)
  await shop.server.outbox.drain()
  expect(await sealLedgers(shop.server)).toBe(1)
  const { body } = await shop.call<Page<LedgerSeal>>('GET', '/v1/ledger/seals', undefined, { secret: true })
  expect(body.items.map(({ number, entryCount }) => [number, entryCount])).toEqual([
    [2, 1],
    [1, 8],
  ])
  const [second, first] = body.items
  expect(second?.fromPosition).toBe(first?.toPosition)
})

it('two jobs at once seal a stretch once', async () => {
  await adjustPoints(shop, ann.memberId, 1)
  await shop.server.outbox.drain()
  const keys = ['one', 'two', 'three', 'four']
  const outcomes = await Promise.all(keys.map((key) => shop.server.run(shop.brandId, 'ledger.seal', {}, key)))
  expect(outcomes.filter(({ kind }) => kind === 'done')).toHaveLength(1)
  expect(outcomes.filter(({ kind }) => kind === 'refused')).toHaveLength(3)
})

it('an audit of a sound ledger is clean and says what it read', async () => {
  const { status, body } = await runAudit()
  expect(status).toBe(200)
  expect(body.differences).toEqual([])
  expect(body).toMatchObject({ entryCount: 10, sealCount: 3 })
  expect(body.accountCount).toBeGreaterThanOrEqual(5)
})

it('names an account that is not there, and lets nobody else in', async () => {
  expect(await entriesOf('points', 'mem_nobody')).toMatchObject({
    status: 404,
    body: { error: { code: 'account_missing' } },
  })
  const token = ann.accessToken
  for (const path of ['/v1/ledger/accounts?book=points', '/v1/ledger/trial-balance', '/v1/ledger/seals']) {
    expect((await shop.call('GET', path, undefined, { token })).status).toBe(403)
  }
  expect((await shop.call('POST', '/v1/ledger/audit', {}, { token })).status).toBe(403)
})
