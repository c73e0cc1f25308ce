import type {
  Commission,
  CommissionBalance,
  CommissionHold,
  Referral,
  TeamMember,
  TreeNode,
} from '@siyu/core/referrals'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { stockUp, TEA } from '../kernel/testing/goods.ts'
import { buy, complete, pay, place, type Refused, refund, rowsOf } from '../kernel/testing/sale.ts'
import { openShop, type Shop, type SignedIn } from '../kernel/testing/shop.ts'
import { sweep } from '../sweeps.ts'

const DAY_MS = 86_400_000

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
  await stockUp(shop, TEA, 100)
})
afterAll(async () => {
  expect(shop.faults).toEqual([])
  await shop.close()
})

const get = async <T>(path: string, { accessToken: token }: SignedIn) =>
  (await shop.call<T>('GET', path, undefined, { token })).body
const codeOf = async (member: SignedIn) => (await get<Referral>('/v1/referral', member)).code
const bind = async (member: SignedIn, code: string) => {
  const input = { code }
  const { status, body } = await shop.call<Referral & Refused>('POST', '/v1/referral/binding', input, {
    token: member.accessToken,
  })
  return { status, code: body.error?.code, referrerId: body.referrerId }
}

it('binds once, to someone else who is not below', async () => {
  const [ann, ben, cat] = [
    await shop.signIn('13800000001'),
    await shop.signIn('13800000002'),
    await shop.signIn('13800000003'),
  ]
  expect(await bind(ben, 'nosuchcode')).toMatchObject({ status: 404, code: 'code_unknown' })
  expect(await bind(ben, await codeOf(ben))).toMatchObject({ status: 409, code: 'referral_self' })
  const code = (await codeOf(ann)).toUpperCase()
  expect(await bind(ben, code)).toMatchObject({ status: 200, referrerId: ann.memberId })
  expect(await bind(ben, await codeOf(cat))).toMatchObject({ status: 409, code: 'already_bound' })
  expect(await bind(cat, await codeOf(ben))).toMatchObject({ status: 200, referrerId: ben.memberId })
  expect(await bind(ann, await codeOf(cat))).toMatchObject({ status: 409, code: 'referral_cycle' })
  expect(await get<Referral>('/v1/referral', ann)).toMatchObject({ referrerId: null, directCount: 1 })

  const tree = await shop.call<{ items: TreeNode[] }>('GET', '/v1/referral-tree', undefined, { secret: true })
  expect(tree.body.items.map(({ memberId, referrerId }) => [memberId, referrerId]).sort()).toEqual(
    [
      [ann.memberId, null],
      [ben.memberId, ann.memberId],
      [cat.memberId, ben.memberId],
    ].sort(),
  )
  const asMember = await shop.call('GET', '/v1/referral-tree', undefined, { token: ann.accessToken })
  expect(asMember.status).toBe(403)
})

it('closes no circle when three bind to each other at once', async () => {
  const members = [await shop.signIn('13800000004'), await shop.signIn('13800000005'), await shop.signIn('13800000006')]
  const codes = await Promise.all(members.map(codeOf))
  const bound = await Promise.all(members.map((member, index) => bind(member, codes[(index + 1) % 3] as string)))
  expect(bound.map(({ status }) => status).sort()).toEqual([200, 200, 409])
  expect(bound.find(({ status }) => status === 409)?.code).toBe('referral_cycle')
})

it('shows a team page by page, names shortened', async () => {
  const leader = await shop.signIn('13800000007')
  const code = await codeOf(leader)
  const joined: string[] = []
  for (const index of [0, 1, 2, 3, 4]) {
    if (index % 2 === 0) shop.clock.now += 1_000
    joined.push((await shop.signIn(`1390000000${index}`, code)).memberId)
  }
  // Someone who is a member already is not bound again by signing in with a code.
  const again = await shop.signIn('13900000000', await codeOf(await shop.signIn('13800000008')))
  expect(await get<Referral>('/v1/referral', again)).toMatchObject({ referrerId: leader.memberId })
  const named = await shop.call('PUT', '/v1/member', { name: '王小明' }, { token: again.accessToken })
  expect(named.status).toBe(200)

  type Team = { readonly items: readonly TeamMember[]; readonly nextCursor: string | null }
  const seen: TeamMember[] = []
  let cursor: string | null = null
  do {
    const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const page: Team = await get<Team>(`/v1/referral/team?limit=2${query}`, leader)
    seen.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== null)
  expect(seen.map(({ memberId }) => memberId).sort()).toEqual([...joined].sort())
  expect(seen.map(({ joinedAt }) => joinedAt)).toEqual(seen.map(({ joinedAt }) => joinedAt).sort((a, b) => b - a))
  expect(seen.find(({ memberId }) => memberId === again.memberId)?.name).toBe('王**')
})

it('commission waits out the return window, then is released once by the sweep', async () => {
  const promoter = await shop.signIn('13800000010')
  const friend = await shop.signIn('13800000011', await codeOf(promoter))
  const order = await buy(shop, friend.accessToken, { lines: { sku_tea: 3 } })
  const releaseAt = shop.clock.now + 7 * DAY_MS
  const balance = async () => get<CommissionBalance>('/v1/commission', await shop.signIn('13800000010'))
  expect(await balance()).toMatchObject({ pendingMinor: 0, frozenMinor: 15_00, availableMinor: 0 })
  await refund(shop, order.id, { sku_tea: 1 })
  expect(await balance()).toMatchObject({ frozenMinor: 10_00 })

  shop.clock.now = releaseAt - 1
  expect((await sweep(shop.server, [])).releasedCount).toBe(0)
  shop.clock.now = releaseAt
  expect((await sweep(shop.server, [])).releasedCount).toBe(1)
  expect((await sweep(shop.server, [])).releasedCount).toBe(0)
  expect(await balance()).toMatchObject({
    ...{ frozenMinor: 0, availableMinor: 10_00 },
    items: [{ orderId: order.id, level: 1, amountMinor: 15_00, reversedMinor: 5_00, state: 'available' }],
  })
  const again = await shop.signIn('13800000010')
  const listed = await get<{ items: Commission[]; nextCursor: string | null }>('/v1/commission/orders?limit=1', again)
  expect(listed).toMatchObject({ items: [{ orderId: order.id, reversedMinor: 5_00 }], nextCursor: null })
  // A refund after the release is taken back from what is available.
  await refund(shop, order.id, { sku_tea: 2 })
  expect(await balance()).toMatchObject({ availableMinor: 0, items: [{ state: 'reversed' }] })
})

it('commission that is held stays frozen after its window, until it is cleared', async () => {
  const promoter = await shop.signIn('13800000041')
  const friend = await shop.signIn('13800000042', await codeOf(promoter))
  const order = await buy(shop, friend.accessToken, { lines: { sku_tea: 1 } })
  const commission = { orderId: order.id, payeeId: promoter.memberId }
  const send = async (path: string, input: object) =>
    (await shop.call<CommissionHold & Refused>('POST', path, input, { secret: true })).body
  const heldAt = shop.clock.now
  const held = { ...commission, heldAt, heldReason: 'same_device' }
  expect(await send('/v1/commission/holds', { ...commission, reason: 'same_device' })).toEqual(held)
  shop.clock.now += 30 * DAY_MS
  expect(await send('/v1/commission/holds', { ...commission, reason: 'ring' })).toEqual(held)
  expect((await sweep(shop.server, [])).releasedCount).toBe(0)
  const again = async () => get<CommissionBalance>('/v1/commission', await shop.signIn('13800000041'))
  expect(await again()).toMatchObject({ frozenMinor: 5_00, items: [{ heldAt, heldReason: 'same_device' }] })

  const cleared = { ...commission, heldAt: null, heldReason: null }
  expect(await send('/v1/commission/clearances', commission)).toEqual(cleared)
  expect(await send('/v1/commission/clearances', commission)).toEqual(cleared)
  expect((await sweep(shop.server, [])).releasedCount).toBe(1)
  expect(await again()).toMatchObject({ frozenMinor: 0, availableMinor: 5_00, items: [{ heldAt: null }] })
  const late = await send('/v1/commission/holds', { ...commission, reason: 'ring' })
  expect(late.error?.code).toBe('commission_settled')
  const nothing = await send('/v1/commission/clearances', { ...commission, orderId: 'ord_none' })
  expect(nothing.error?.code).toBe('commission_missing')
  const { accessToken: token } = await shop.signIn('13800000042')
  expect((await shop.call('POST', '/v1/commission/clearances', commission, { token })).status).toBe(403)
})

it('a second level pays only under a plan that says who took the risk', async () => {
  const plan = { depth: 2, levelBps: [1_000, 500], capBps: 1_200, freezeDays: 0 }
  const put = (body: object) => shop.call('PUT', '/v1/commission/plan', body, { secret: true })
  expect((await put(plan)).status).toBe(400)
  const acknowledgement = { by: 'owner', at: shop.clock.now, note: 'checked with counsel' }
  expect((await put({ ...plan, acknowledgement })).status).toBe(200)
  const top = await shop.signIn('13800000012')
  const middle = await shop.signIn('13800000013', await codeOf(top))
  const buyer = await shop.signIn('13800000014', await codeOf(middle))
  await buy(shop, buyer.accessToken, { lines: { sku_tea: 2 } })
  // 10.00 and 5.00 wanted, 12.00 allowed: 8.00 and 4.00
  expect(await get<CommissionBalance>('/v1/commission', middle)).toMatchObject({ frozenMinor: 8_00 })
  expect(await get<CommissionBalance>('/v1/commission', top)).toMatchObject({ frozenMinor: 4_00 })
  expect((await sweep(shop.server, [])).releasedCount).toBe(2)
})

it('an order that is paid after its promoter has left brings nobody commission, and the journal says why', async () => {
  const promoter = await shop.signIn('13800000031')
  const code = await codeOf(promoter)
  let { accessToken: token } = await shop.signIn('13800000032', code)
  const orders = [
    await place(shop, token, { lines: { sku_tea: 1 } }),
    await place(shop, token, { lines: { sku_tea: 1 } }),
    await place(shop, token, { lines: { sku_tea: 1 } }),
  ]
  const [early, closing, erased] = orders.map(({ id }) => id) as [string, string, string]
  await pay(shop, token, early)
  const asked = { kind: 'delete', note: 'by letter', waivesCommission: true }
  const path = `/v1/members/${promoter.memberId}/data-requests`
  expect((await shop.call('POST', path, asked, { secret: true })).status).toBe(200)
  await sweep(shop.server, [])
  await pay(shop, token, closing)
  shop.clock.now += 16 * 60_000
  await sweep(shop.server, [])
  token = (await shop.signIn('13800000032')).accessToken
  await pay(shop, token, erased)
  expect((await complete(shop, token, erased)).status).toBe('completed')
  expect((await refund(shop, erased, { sku_tea: 1 })).status).toBe(200)

  const requests = await rowsOf<{ member_id: string; status: string }>(shop, 'data_requests')
  expect(requests.find(({ member_id: of }) => of === promoter.memberId)?.status).toBe('erased')
  const paid = await rowsOf<{ payee_id: string; order_id: string }>(shop, 'commissions')
  expect(paid.filter(({ payee_id: of }) => of === promoter.memberId).map(({ order_id: id }) => id)).toEqual([early])
  const events = await rowsOf<{ type: string; data: { orderId: string } }>(shop, 'events')
  const withheld = events.filter(({ type }) => type === 'commission_withheld').map(({ data }) => data)
  expect(withheld.sort((a, b) => (a.orderId === closing ? -1 : b.orderId === closing ? 1 : 0))).toMatchObject(
    [closing, erased].map((orderId) => ({ orderId, payeeId: promoter.memberId, level: 1, reason: 'payee_left' })),
  )
})
