import type { HouseholdInvitation, HouseholdView, PointsBalance, PointsEntry, PointsSharing } from '@siyu/core/points'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { breaches } from '../../kernel/testing/invariants.ts'
import { adjustPoints, type Refused, rowsOf } from '../../kernel/testing/sale.ts'
import { openShop, type Reply, type Shop, type SignedIn } from '../../kernel/testing/shop.ts'
import { rebuilt, stateOf } from '../../kernel/testing/state.ts'
import { sweep } from '../../sweeps.ts'

const DAY_MS = 86_400_000
const SHARING: PointsSharing = {
  ...{ allowed: true, maxMembers: 3, minimumCount: 10, maxPerDayCount: 100, maxPerMonthCount: 150 },
}

let shop: Shop
let phone = 13800000000
beforeAll(async () => {
  shop = await openShop()
})
beforeEach(() => configure(SHARING))
afterAll(async () => {
  expect(await breaches(shop.database.database)).toEqual([])
  await shop.server.outbox.drain()
  expect(await rebuilt(shop.database.database)).toEqual(await stateOf(shop.database.database))
  expect(shop.faults).toEqual([])
  await shop.close()
})

async function configure(settings: PointsSharing): Promise<void> {
  const saved = await shop.call('PUT', '/v1/points/sharing', settings, { secret: true })
  expect([saved.status, saved.body]).toEqual([200, settings])
}
const codeOf = ({ body }: Reply<Refused>) => body.error?.code
/** An access token that holds now: tokens live for minutes, tests for months. */
async function tokenOf({ memberId }: SignedIn): Promise<string> {
  const own = people.get(memberId)
  if (own === undefined) throw new Error(`nobody is ${memberId}`)
  if (shop.clock.now > own.at) people.set(memberId, await signedIn(own.phone))
  return people.get(memberId)?.token ?? ''
}
const post = async <T>(who: SignedIn, path: string, body: object = {}): Promise<Reply<T & Refused>> =>
  shop.call('POST', `/v1/points/${path}`, body, { token: await tokenOf(who) })
const invite = (who: SignedIn) => post<HouseholdInvitation>(who, 'household/invitations')
const join = (who: SignedIn, code: string) => post<{ householdId: string }>(who, 'household/members', { code })
const leave = (who: SignedIn, memberId?: string) => post(who, 'household/leavings', { memberId })
const send = (from: SignedIn, to: SignedIn, count: number) =>
  post<{ transferId: string }>(from, 'transfers', { toMemberId: to.memberId, count })
const get = async <T>(who: SignedIn, path: string) =>
  (await shop.call<T>('GET', `/v1/points${path}`, undefined, { token: await tokenOf(who) })).body
const view = (who: SignedIn) => get<HouseholdView>(who, '/household')
const balance = (who: SignedIn) => get<PointsBalance>(who, '')

type Person = { readonly phone: string; readonly token: string; readonly at: number }
const people = new Map<string, Person>()

async function signedIn(number: string): Promise<Person> {
  return { phone: number, token: (await shop.signIn(number)).accessToken, at: shop.clock.now }
}

async function someone(): Promise<SignedIn> {
  phone += 1
  const who = await shop.signIn(String(phone))
  people.set(who.memberId, { phone: String(phone), token: who.accessToken, at: shop.clock.now })
  return who
}

/** The owner of a household, and those who accepted. */
async function family(others: number): Promise<readonly SignedIn[]> {
  const owner = await someone()
  const joined: SignedIn[] = []
  for (let at = 0; at < others; at += 1) {
    const { body } = await invite(owner)
    const other = await someone()
    expect((await join(other, body.code)).status).toBe(200)
    joined.push(other)
  }
  return [owner, ...joined]
}

it('is formed by an invitation that one member accepts', async () => {
  const [ann, ben, cat] = [await someone(), await someone(), await someone()]
  await shop.call('PUT', '/v1/member', { name: '安' }, { token: ann.accessToken })
  expect((await view(ann)).household).toBeNull()
  const { body: first } = await invite(ann)
  const { body: invitation } = await invite(ann)
  expect(invitation.householdId).toBe(first.householdId)
  // The first code is void: there is one invitation at a time.
  expect(codeOf(await join(ben, first.code))).toBe('invitation_missing')
  expect((await join(ben, invitation.code.toLowerCase())).body.householdId).toBe(first.householdId)
  expect(codeOf(await join(cat, invitation.code))).toBe('invitation_missing')
  const members = [
    { memberId: ann.memberId, name: '安', joinedAt: shop.clock.now },
    { memberId: ben.memberId, name: null, joinedAt: shop.clock.now },
  ]
  expect((await view(ben)).household).toEqual({
    ...{ id: first.householdId, ownerId: ann.memberId, members, invitation: null },
  })
  const { body: third } = await invite(ann)
  expect((await view(ann)).household?.invitation).toEqual({ code: third.code, expiresAt: third.expiresAt })
  expect((await view(ben)).household?.invitation).toBeNull()
  expect(JSON.stringify(await rowsOf(shop, 'events'))).not.toContain('安')
  shop.clock.now = third.expiresAt
  expect(codeOf(await join(cat, third.code))).toBe('invitation_expired')
  expect((await view(ann)).household?.invitation).toBeNull()
})

it('holds as many as it may, each in one, and ends with its owner', async () => {
  const [owner, second, third] = (await family(2)) as [SignedIn, SignedIn, SignedIn]
  expect(codeOf(await invite(owner))).toBe('household_full')
  expect(codeOf(await invite(second))).toBe('household_not_yours')
  const [other] = (await family(0)) as [SignedIn]
  const { body: invitation } = await invite(other)
  expect(codeOf(await join(second, invitation.code))).toBe('household_taken')
  expect(codeOf(await join(second, `${invitation.code.slice(0, -1)}~`))).toMatch(/code_mistyped|invitation_missing/)
  expect(codeOf(await leave(second, third.memberId))).toBe('household_not_yours')
  expect(codeOf(await leave(owner, other.memberId))).toBe('relative_missing')
  expect((await leave(owner, third.memberId)).status).toBe(200)
  expect([(await view(third)).household, (await view(owner)).household?.members.length]).toEqual([null, 2])
  expect((await join(third, invitation.code)).status).toBe(200)
  expect((await leave(owner)).status).toBe(200)
  expect([(await view(owner)).household, (await view(second)).household]).toEqual([null, null])
  expect(codeOf(await leave(second))).toBe('household_missing')
  expect((await view(third)).household?.ownerId).toBe(other.memberId)
})

it('sends points with the end they have, and both histories show it', async () => {
  const [ann, ben] = (await family(1)) as [SignedIn, SignedIn]
  await adjustPoints(shop, ann.memberId, 60)
  const firstEnd = shop.clock.now + 365 * DAY_MS
  shop.clock.now += DAY_MS
  await adjustPoints(shop, ann.memberId, 60)
  const sent = await send(ann, ben, 80)
  expect(sent.status).toBe(200)
  expect((await balance(ann)).spendableCount).toBe(40)
  expect(await balance(ben)).toMatchObject({ spendableCount: 80, expiringNext: { at: firstEnd, count: 60 } })
  const entries = async (who: SignedIn) => {
    const { items } = await get<{ items: PointsEntry[] }>(who, '/history')
    return items.filter(({ kind }) => kind === 'transfer').map(({ deltaCount }) => deltaCount)
  }
  expect([await entries(ann), await entries(ben)]).toEqual([[-80], [80]])
  expect(await view(ann)).toMatchObject({ leftTodayCount: 20, leftThisMonthCount: 70 })
  // Sending them on and back makes none of them live longer.
  expect((await send(ben, ann, 60)).status).toBe(200)
  expect((await balance(ann)).expiringNext).toEqual({ at: firstEnd, count: 60 })
  shop.clock.now = firstEnd
  await sweep(shop.server, [])
  expect([(await balance(ann)).spendableCount, (await balance(ben)).spendableCount]).toEqual([40, 20])
})

it('refuses what policy, limits and accounts do not allow, and moves nothing then', async () => {
  const [ann, ben] = (await family(1)) as [SignedIn, SignedIn]
  const cat = await someone()
  await adjustPoints(shop, ann.memberId, 120)
  const freeze = (who: SignedIn, verb: string) =>
    shop.call('POST', `/v1/members/${who.memberId}/points/${verb}`, { reason: 'looked at' }, { secret: true })
  expect(codeOf(await send(ann, ann, 20))).toBe('transfer_self')
  expect(codeOf(await send(ann, cat, 20))).toBe('relative_missing')
  expect(codeOf(await send(cat, ann, 20))).toBe('household_missing')
  expect(codeOf(await send(ann, ben, 9))).toBe('transfer_too_small')
  expect(codeOf(await send(ann, ben, 101))).toBe('transfer_limit_reached')
  expect((await send(ann, ben, 0)).status).toBe(400)
  expect((await send(ann, ben, -20)).status).toBe(400)
  await freeze(ann, 'freezes')
  expect([(await send(ann, ben, 20)).status, codeOf(await send(ann, ben, 20))]).toEqual([403, 'points_frozen'])
  await freeze(ann, 'unfreezes')
  await freeze(ben, 'freezes')
  expect(codeOf(await send(ann, ben, 20))).toBe('receiver_frozen')
  await freeze(ben, 'unfreezes')
  await configure({ ...SHARING, allowed: false })
  expect([(await send(ann, ben, 20)).status, codeOf(await send(ann, ben, 20))]).toEqual([403, 'sharing_off'])
  expect(codeOf(await invite(ann))).toBe('sharing_off')
  await configure({ ...SHARING, maxPerDayCount: null, maxPerMonthCount: null })
  expect((await send(ann, ben, 121)).status).toBe(402)
  expect([(await balance(ann)).spendableCount, (await balance(ben)).spendableCount]).toEqual([120, 0])
  expect((await shop.call('PUT', '/v1/points/sharing', SHARING, { token: ann.accessToken })).status).toBe(403)
  expect((await shop.call('GET', '/v1/points/sharing')).body).toMatchObject({ maxPerDayCount: null })
})

it('counts what was sent by the day and the month of the brand', async () => {
  const [ann, ben] = (await family(1)) as [SignedIn, SignedIn]
  await adjustPoints(shop, ann.memberId, 500)
  // 23:59 in Shanghai on the last of the month.
  shop.clock.now = Date.UTC(2027, 5, 30, 15, 59)
  expect((await send(ann, ben, 100)).status).toBe(200)
  expect(codeOf(await send(ann, ben, 10))).toBe('transfer_limit_reached')
  shop.clock.now += 60_000
  expect(await view(ann)).toMatchObject({ leftTodayCount: 100, leftThisMonthCount: 150 })
  expect((await send(ann, ben, 100)).status).toBe(200)
  shop.clock.now += DAY_MS
  expect(await view(ann)).toMatchObject({ leftTodayCount: 100, leftThisMonthCount: 50 })
  expect((await send(ann, ben, 51)).body.error).toMatchObject({ detail: { leftCount: 50 } })
})
