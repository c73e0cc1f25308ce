import type { Page } from '@siyu/core/kernel'
import { type Arrival, type LinkDayList, landing, type Referral, type ShareLink } from '@siyu/core/referrals'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { stockUp, TEA } from '../../kernel/testing/goods.ts'
import { type Refused, rowsOf } from '../../kernel/testing/sale.ts'
import { newKey, openShop, type Shop, type SignedIn } from '../../kernel/testing/shop.ts'
import { forgetKeys } from '../../sweeps.ts'

const DAY_MS = 86_400_000

let shop: Shop
let ann: SignedIn
beforeAll(async () => {
  shop = await openShop()
  await stockUp(shop, TEA, 10)
  ann = await shop.signIn('13800000001')
})
afterAll(async () => {
  expect(shop.faults).toEqual([])
  await shop.close()
})

type Landed = { readonly code: string; readonly kind: string | null; readonly target: object } & Refused
const make = async (link: object) =>
  (await shop.call<ShareLink & Refused>('POST', '/v1/referral-links', link, { secret: true })).body
const poster = { kind: 'poster', label: '南京路店', ownerId: null, target: { kind: 'home' } }
const makeOwn = async (target: object) => {
  const as = { token: (await shop.signIn('13800000001')).accessToken }
  return (await shop.call<ShareLink & Refused>('POST', '/v1/referral/links', { target }, as)).body
}
const land = async (code: string, visitorId: string, token?: string, key?: string) =>
  (await shop.call<Landed>('POST', '/v1/referral/visits', { code, visitorId, via: 'link' }, { token, key })).body
const daysOf = async (code: string) => {
  const path = `/v1/referral-links/${code}/days?from=2026-01-01&until=2026-12-31`
  return (await shop.call<LinkDayList>('GET', path, undefined, { secret: true })).body.items
}
const visitsOf = async (code: string) =>
  (await rowsOf<{ code: string; member_id: string | null }>(shop, 'link_visits')).filter((row) => row.code === code)

it('a visitor counts once a day, from a page as from a mini-program', async () => {
  const { code } = await make({ ...poster, target: { kind: 'product', id: 'prd_tea' } })
  const arrivals: readonly Arrival[] = [
    { platform: 'web', url: `https://shop.example/?ref=${code}` },
    { platform: 'mini_program', query: { scene: encodeURIComponent(`ref=${code}`) }, scene: 1047 },
    { platform: 'mini_program', query: { ref: code }, scene: 1007, shareTicket: 'abc', chatType: 3 },
  ]
  for (const arrival of arrivals) {
    const { code: found = '', via } = landing(arrival) ?? {}
    const visit = { code: found, visitorId: 'openid-of-a', via }
    const { body } = await shop.call<Landed>('POST', '/v1/referral/visits', visit)
    expect(body).toEqual({ code, kind: 'poster', target: { kind: 'product', id: 'prd_tea' } })
  }
  await land(code, 'visitor-b')
  expect(await daysOf(code)).toEqual([{ day: '2026-03-01', visitCount: 2 }])
  shop.clock.now += DAY_MS
  // 16:00 UTC is the next day in Shanghai.
  await land(code, 'visitor-b')
  shop.clock.now += 16 * 3_600_000
  await land(code, 'visitor-b')
  expect((await daysOf(code)).map(({ day, visitCount }) => [day, visitCount])).toEqual([
    ['2026-03-01', 2],
    ['2026-03-02', 1],
    ['2026-03-03', 1],
  ])
  const path = `/v1/referral-links/${code}/days?from=2026-02-99&until=2026-03-03`
  expect((await shop.call('GET', path, undefined, { secret: true })).status).toBe(400)
})

it('many at once are all counted, and one who is told twice once', async () => {
  const { code } = await make(poster)
  const names = Array.from({ length: 12 }, (_, n) => `visitor-${n}`)
  await Promise.all([...names, ...names].map((name) => land(code, name)))
  const key = newKey()
  await Promise.all([land(code, 'visitor-13', undefined, key), land(code, 'visitor-13', undefined, key)])
  expect((await daysOf(code)).map(({ visitCount }) => visitCount)).toEqual([13])
  expect(await visitsOf(code)).toHaveLength(13)
})

it('an owner’s link binds, counts everybody but the owner, and does neither once it is closed', async () => {
  const own = await makeOwn({ kind: 'product', id: 'prd_tea' })
  expect(own).toMatchObject({ kind: 'personal', ownerId: ann.memberId, label: null, closedAt: null })
  expect(await makeOwn({ kind: 'product', id: 'prd_tea' })).toMatchObject({ code: own.code })
  expect((await makeOwn({ kind: 'product', id: 'prd_gone' })).error?.code).toBe('link_target_missing')

  const ben = await shop.signIn('13800000002', own.code)
  const { body } = await shop.call<Referral>('GET', '/v1/referral', undefined, { token: ben.accessToken })
  expect(body.referrerId).toBe(ann.memberId)
  await land(own.code, 'device-of-ann', (await shop.signIn('13800000001')).accessToken)
  await land(own.code.toUpperCase(), 'device-of-ben', ben.accessToken)
  expect(await visitsOf(own.code)).toMatchObject([{ member_id: ben.memberId }])

  const asBen = await shop.call<Refused>(
    'POST',
    `/v1/referral/links/${own.code}/closing`,
    {},
    { token: ben.accessToken },
  )
  expect(asBen.body.error?.code).toBe('link_missing')
  const as = { token: (await shop.signIn('13800000001')).accessToken }
  const closed = await shop.call<ShareLink>('POST', `/v1/referral/links/${own.code}/closing`, {}, as)
  expect(closed.body).toMatchObject({ closedAt: shop.clock.now, visitCount: 1 })
  expect((await land(own.code, 'device-of-cat')).error?.code).toBe('link_closed')
  const cat = await shop.signIn('13800000003', own.code)
  const bound = await shop.call<Referral>('GET', '/v1/referral', undefined, { token: cat.accessToken })
  expect(bound.body.referrerId).toBeNull()
  const listed = await shop.call<Page<ShareLink>>('GET', '/v1/referral/links', undefined, as)
  expect(listed.body.items.map(({ code }) => code)).toEqual([own.code])
})

it('a member’s own code lands at home; what is nobody’s is refused', async () => {
  const as = { token: (await shop.signIn('13800000001')).accessToken }
  const { code } = (await shop.call<Referral>('GET', '/v1/referral', undefined, as)).body
  expect(await land(code, 'visitor-x')).toEqual({ code, kind: 'personal', target: { kind: 'home' } })
  expect(await daysOf(code)).toMatchObject([{ visitCount: 1 }])
  expect((await land('p0000000000', 'visitor-x')).error?.code).toBe('code_unknown')
})

it('operators list by kind and owner, page by page, and close; members may do neither', async () => {
  await makeOwn({ kind: 'home' })
  shop.clock.now += 1
  const kol = await make({ ...poster, kind: 'kol', ownerId: ann.memberId })
  expect((await make({ ...poster, kind: 'kol' })).error?.code).toBe('link_owner_missing')
  expect((await make({ ...poster, ownerId: 'mem_nobody' })).error?.code).toBe('member_missing')
  const list = async (query: string) =>
    (await shop.call<Page<ShareLink>>('GET', `/v1/referral-links?${query}`, undefined, { secret: true })).body
  expect((await list('kind=kol')).items).toMatchObject([{ code: kol.code, ownerId: ann.memberId, visitCount: 0 }])
  const first = await list(`ownerId=${ann.memberId}&limit=1`)
  const next = await list(`ownerId=${ann.memberId}&limit=1&cursor=${encodeURIComponent(first.nextCursor ?? '')}`)
  expect([...first.items, ...next.items].map(({ kind }) => kind)).toEqual(['kol', 'personal'])
  const close = (code: string) =>
    shop.call<ShareLink & Refused>('POST', `/v1/referral-links/${code}/closing`, {}, { secret: true })
  expect((await close(kol.code)).body.closedAt).toBe(shop.clock.now)
  shop.clock.now += 1
  expect((await close(kol.code)).body.closedAt).toBe(shop.clock.now - 1)
  expect((await close('wnone000000')).body.error?.code).toBe('link_missing')
  const { accessToken: token } = await shop.signIn('13800000001')
  expect((await shop.call('GET', '/v1/referral-links', undefined, { token })).status).toBe(403)
})

it('who visited is forgotten after a time, the counts are not', async () => {
  const before = (await rowsOf(shop, 'link_days')).length
  shop.clock.now += 91 * DAY_MS
  await forgetKeys(shop.server)
  expect(await rowsOf(shop, 'link_visits')).toEqual([])
  expect(await rowsOf(shop, 'link_days')).toHaveLength(before)
})
