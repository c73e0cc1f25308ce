import type { MemberLabels } from '@siyu/core/members'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Refused } from '../kernel/testing/sale.ts'
import { newKey, openShop, type Shop, type SignedIn } from '../kernel/testing/shop.ts'
import { rebuilt, stateOf } from '../kernel/testing/state.ts'
import { MEMBER_ACCESS_MS, SESSION_MS } from '../kernel/tokens.ts'
import { CODE_MS } from './code.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(async () => {
  expect(shop.faults).toEqual([])
  await shop.close()
})

const count = async (table: string, where = 'true'): Promise<number> => {
  const text = `select count(*) as count from ${table} where ${where}`
  const [row] = await shop.database.database.execute<{ count: number }>({ text, values: [] })
  return row?.count ?? -1
}

async function askCode(address: string, key: string = newKey()): Promise<string> {
  const asked = await shop.call<{ testCode: string }>('POST', '/v1/sign-in-codes', { kind: 'phone', address }, { key })
  expect(asked.status).toBe(200)
  return asked.body.testCode
}

const enter = (address: string, code: string, key: string = newKey()) =>
  shop.call<SignedIn & { error: { code: string } }>('POST', '/v1/sessions', { kind: 'phone', address, code }, { key })

describe('sign-in', () => {
  it('joins someone new once, finds them however they write their number, and makes all their rows', async () => {
    const first = await shop.signIn('138 0013 8000')
    const again = await shop.signIn('+86 13800138000')
    expect([first.joined, again.joined]).toEqual([true, false])
    expect(again.memberId).toBe(first.memberId)
    const tables = ['member_tiers', 'carts', 'points_accounts', 'referral_codes', 'commission_accounts']
    const made = await Promise.all(tables.map((table) => count(table, `member_id = '${first.memberId}'`)))
    expect(made).toEqual(tables.map(() => 1))
  })

  it('refuses what is no address, a wrong code, a used one and a late one', async () => {
    const nowhere = await shop.call('POST', '/v1/sign-in-codes', { kind: 'phone', address: '12345' })
    expect(nowhere).toMatchObject({ status: 409, body: { error: { code: 'address_invalid' } } })
    const code = await askCode('13800138001')
    const wrong = code === '000000' ? '000001' : '000000'
    expect(await enter('13800138001', wrong)).toMatchObject({ status: 403, body: { error: { code: 'code_wrong' } } })
    expect((await enter('13800138001', code)).status).toBe(200)
    expect(await enter('13800138001', code)).toMatchObject({ status: 403, body: { error: { code: 'code_wrong' } } })
    const late = await askCode('13800138001')
    shop.clock.now += CODE_MS
    expect(await enter('13800138001', late)).toMatchObject({ status: 403, body: { error: { code: 'code_expired' } } })
  })

  it('sends the same code to a retry, and only the newest one holds', async () => {
    const key = newKey()
    const [code, retried] = [await askCode('13800138002', key), await askCode('13800138002', key)]
    expect(retried).toBe(code)
    const newer = await askCode('13800138002')
    expect(await enter('13800138002', code)).toMatchObject({ status: code === newer ? 200 : 403 })
    expect((await enter('13800138002', newer)).status).toBe(code === newer ? 403 : 200)
  })

  it('gives a retry the same session, and never keeps a token or an address', async () => {
    const [code, key] = [await askCode('13800138003'), newKey()]
    const [first, retried] = [await enter('13800138003', code, key), await enter('13800138003', code, key)]
    expect(retried.headers.get('idempotency-hit')).toBe('true')
    expect(retried.body).toEqual(first.body)
    const kept = await shop.database.database.execute({
      text: `select (select json_agg(r) from requests r)::text || (select json_agg(e) from events e)::text as all_text`,
      values: [],
    })
    expect(String(kept[0]?.all_text)).not.toMatch(/13800138003|eyJ/)
  })

  it('makes one member of two who sign in at once, and one session of one code', async () => {
    const code = await askCode('13800138004')
    const both = await Promise.all([enter('13800138004', code), enter('13800138004', code)])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 403])
    expect(await count('member_identities', `address = '13800138004'`)).toBe(1)
    const minted = await Promise.all(
      ['a', 'b', 'c'].map(() =>
        shop.call<SignedIn>('POST', '/v1/sessions/mint', { externalId: 'ext_one' }, { secret: true }),
      ),
    )
    expect(new Set(minted.map(({ body }) => body.memberId)).size).toBe(1)
    expect(minted.filter(({ body }) => body.joined)).toHaveLength(1)
  })

  it('binds someone new to the owner of the code they bring, and nobody twice', async () => {
    const promoter = await shop.signIn('13800138005')
    const mine = await shop.call<{ code: string }>('GET', '/v1/referral', undefined, { token: promoter.accessToken })
    expect(mine.body.code).toMatch(/^[0-9a-z]{11}$/)
    const friend = await shop.signIn('13800138006', mine.body.code)
    await shop.signIn('13800138006', mine.body.code)
    const where = `member_id = '${friend.memberId}' and referrer_id = '${promoter.memberId}'`
    expect(await count('referral_nodes', where)).toBe(1)
    expect(await count('events', `type = 'member_bound' and member_id = '${friend.memberId}'`)).toBe(1)
    expect((await shop.signIn('13800138007', 'nobodys1')).joined).toBe(true)
  })
})

describe('sessions', () => {
  it('refresh until they end, and a late replay of the sign-in gives nothing new', async () => {
    const [code, key] = [await askCode('13800138010'), newKey()]
    const { body } = await enter('13800138010', code, key)
    const refreshed = () => shop.call<SignedIn>('POST', '/v1/sessions/refresh', { refreshToken: body.refreshToken })
    const get = (token: string) => shop.call('GET', '/v1/member', undefined, { token })
    shop.clock.now += MEMBER_ACCESS_MS + 1_000
    expect(await get(body.accessToken)).toMatchObject({ status: 401, body: { error: { code: 'session_expired' } } })
    const replayed = await enter('13800138010', code, key)
    expect((await get(replayed.body.accessToken)).status).toBe(401)
    const renewed = await refreshed()
    expect(renewed).toMatchObject({ status: 200, body: { memberId: body.memberId, joined: false } })
    expect((await get(renewed.body.accessToken)).status).toBe(200)
    expect((await get(body.refreshToken)).status).toBe(401)
    shop.clock.now += SESSION_MS
    expect(await refreshed()).toMatchObject({ status: 403, body: { error: { code: 'session_ended' } } })
  })

  it('end at a sign-out, on all devices that share them and on no other', async () => {
    const [one, other] = [await shop.signIn('13800138011'), await shop.signIn('13800138011')]
    const ended = await shop.call('POST', '/v1/sessions/end', {}, { token: one.accessToken })
    expect(ended.status).toBe(200)
    const refreshed = await Promise.all(
      [one, other].map(({ refreshToken }) => shop.call('POST', '/v1/sessions/refresh', { refreshToken })),
    )
    expect(refreshed.map(({ status }) => status)).toEqual([403, 200])
  })

  it('are not refreshed by anything that is no refresh token of this server', async () => {
    const { accessToken, refreshToken: refresh } = await shop.signIn('13800138012')
    for (const refreshToken of [accessToken, 'no token at all, but long', `${refresh.slice(0, -9)}AAAAAAAAA`]) {
      const refused = await shop.call('POST', '/v1/sessions/refresh', { refreshToken })
      expect(refused).toMatchObject({ status: 403, body: { error: { code: 'session_ended' } } })
    }
  })
})

describe('members', () => {
  it('see and change only themselves; operators see them all, page by page', async () => {
    shop.clock.now += 1
    const [mine, other] = [await shop.signIn('13800138020'), await shop.signIn('13800138021')]
    const named = await shop.call('PUT', '/v1/member', { name: '小美' }, { token: mine.accessToken })
    expect(named.body).toMatchObject({ id: mine.memberId, name: '小美' })
    const seen = await shop.call('GET', '/v1/member', undefined, { token: other.accessToken })
    expect(seen.body).toMatchObject({
      ...{ id: other.memberId, name: null },
      identities: [{ kind: 'phone', address: '13800138021' }],
    })
    expect((await shop.call('GET', '/v1/members', undefined, { token: mine.accessToken })).status).toBe(403)
    const ids: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const path: string = `/v1/members?limit=3${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`
      const page = await shop.call<{ items: { id: string }[]; nextCursor: string | null }>('GET', path, undefined, {
        secret: true,
      })
      ids.push(...page.body.items.map(({ id }) => id))
      cursor = page.body.nextCursor
    }
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toHaveLength(await count('members'))
    expect(ids.slice(0, 2).sort()).toEqual([mine.memberId, other.memberId].sort())
    const first = await shop.call('GET', '/v1/members?limit=2', undefined, { secret: true })
    expect(first.body).toMatchObject({ items: [{ tierId: 'basic', pointsCount: 0, orderCount: 0 }, {}] })
  })

  it('are imported once for each id of the other system, with the day they joined', async () => {
    const input = { externalId: 'crm-77', joinedAt: shop.clock.now - 90 * 86_400_000, name: '老王' }
    const bring = () => shop.call<{ memberId: string }>('POST', '/v1/members/import', input, { secret: true })
    const [first, second] = [await bring(), await bring()]
    expect([first.body, second.body]).toMatchObject([{ created: true }, { created: false }])
    expect(second.body.memberId).toBe(first.body.memberId)
    expect(await count('members', `id = '${first.body.memberId}' and joined_at = ${input.joinedAt}`)).toBe(1)
    const { memberId } = first.body
    const minted = await shop.call('POST', '/v1/sessions/mint', { externalId: 'crm-77' }, { secret: true })
    expect(minted.body).toMatchObject({ memberId, joined: false })
  })

  it('are not made by a dry run', async () => {
    const before = await Promise.all(['members', 'member_identities', 'requests', 'events'].map((t) => count(t)))
    const input = { externalId: 'crm-78', joinedAt: 0 }
    const dry = await shop.call('POST', '/v1/members/import?dryRun=1', input, { secret: true })
    expect(dry).toMatchObject({ status: 200, body: { created: true } })
    const after = await Promise.all(['members', 'member_identities', 'requests', 'events'].map((t) => count(t)))
    expect(after).toEqual(before)
  })
})

describe('labels', () => {
  type Said = { readonly tags: readonly string[]; readonly segmentIds: readonly string[] }
  type As = { readonly token?: string; readonly secret?: boolean }
  const operator: As = { secret: true }
  const pathOf = (memberId: string) => `/v1/members/${memberId}/labels`
  const label = (memberId: string, said: Said, as: As = operator) =>
    shop.call<MemberLabels & Refused>('PUT', pathOf(memberId), said, as)
  const labelsOf = (memberId: string, as: As = operator) =>
    shop.call<MemberLabels & Refused>('GET', pathOf(memberId), undefined, as)
  const none: Said = { tags: [], segmentIds: [] }

  it('are none at first, and replaced whole, both lists', async () => {
    shop.clock.now += 1
    const { memberId } = await shop.signIn('13800138030')
    expect((await labelsOf(memberId)).body).toEqual({ memberId, ...none })
    const steps: readonly Said[] = [
      { tags: ['vip', '咖啡'], segmentIds: ['seg_north'] },
      { tags: ['咖啡'], segmentIds: [] },
      none,
      { tags: [], segmentIds: ['seg_south', 'seg_north'] },
      { tags: ['vip'], segmentIds: ['seg_south'] },
    ]
    for (const said of steps) {
      expect(await label(memberId, said)).toMatchObject({ status: 200, body: { memberId, ...said } })
      expect((await labelsOf(memberId)).body).toEqual({ memberId, ...said })
    }
    const events = () => count('events', `type = 'member_labelled' and member_id = '${memberId}'`)
    expect([await events(), (await label(memberId, steps[4] as Said)).status, await events()]).toEqual([5, 200, 5])
    expect(await count('member_labels', `member_id = '${memberId}'`)).toBe(1)
    const { body } = await shop.call<{ items: object[] }>('GET', '/v1/members?limit=1', undefined, operator)
    expect(body.items).toMatchObject([{ id: memberId, tags: ['vip'] }])
  })

  it('refuse somebody unknown, a label twice, and more than there may be', async () => {
    const { memberId } = await shop.signIn('13800138031')
    const missing = { status: 404, body: { error: { code: 'member_missing' } } }
    expect(await labelsOf('mem_nobody')).toMatchObject(missing)
    expect(await label('mem_nobody', { tags: ['a', 'a'], segmentIds: [] })).toMatchObject(missing)
    const repeated = { status: 409, body: { error: { code: 'label_repeated', detail: { label: 'seg_a' } } } }
    expect(await label(memberId, { tags: ['seg_a'], segmentIds: ['seg_a', 'seg_b', 'seg_a'] })).toMatchObject(repeated)
    const tags = Array.from({ length: 101 }, (_, n) => `tag ${n}`)
    expect((await label(memberId, { tags, segmentIds: [] })).status).toBe(400)
    expect((await label(memberId, { tags: tags.slice(1), segmentIds: [] })).status).toBe(200)
    expect((await label(memberId, { tags: [''], segmentIds: [] })).status).toBe(400)
  })

  it('are the business of operators: no member reads or sets any, not even their own', async () => {
    const { memberId, accessToken: token } = await shop.signIn('13800138032')
    await label(memberId, { tags: ['vip'], segmentIds: ['seg_quiet'] })
    for (const as of [{ token }, {}]) {
      const said = [await labelsOf(memberId, as), await label(memberId, none, as)]
      expect(said.map(({ status }) => status)).toEqual(as.token === undefined ? [401, 401] : [403, 403])
    }
    const own = await shop.call('GET', '/v1/member', undefined, { token })
    expect(JSON.stringify(own.body)).not.toMatch(/vip|seg_quiet/)
  })

  it('stand once, whole, when several say the first at once', async () => {
    const { memberId } = await shop.signIn('13800138033')
    const said = ['a', 'b', 'c', 'd'].map((tag) => ({ tags: [tag], segmentIds: [`seg_${tag}`] }))
    const answers = await Promise.all(said.map((each) => label(memberId, each)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    const { tags, segmentIds } = (await labelsOf(memberId)).body
    expect(said).toContainEqual({ tags, segmentIds })
  })

  it('are rebuilt from the journal', async () => {
    await shop.server.outbox.drain()
    const state = await stateOf(shop.database.database)
    expect(state.member_labels?.length).toBe(4)
    expect((await rebuilt(shop.database.database)).member_labels).toEqual(state.member_labels)
  })
})
