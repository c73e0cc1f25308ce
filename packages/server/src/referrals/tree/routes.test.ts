import type { CommissionPlan, Referral, TreePage } from '@siyu/core/referrals'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPair, skip } from '../../kernel/testing/pair.ts'
import { type Refused, rowsOf } from '../../kernel/testing/sale.ts'
import { openShop, type Shop, type SignedIn } from '../../kernel/testing/shop.ts'

const REFERRALS: CommissionPlan = {
  depth: 1,
  levelBps: [1_000],
  ...{ capBps: 3_000, freezeDays: 7 },
  binding: { mode: 'last_touch', validDays: null, protectionDays: 2 },
}
const DAY_MS = 86_400_000
/** Rounds of clients that bind at random; all of them only when there is time. */
const ROUNDS = process.env['SIYU_LONG'] === '1' ? 60 : 6
const CLIENTS = 16

let shop: Shop
beforeAll(async () => {
  shop = await openShop({ referrals: REFERRALS })
})
afterAll(async () => {
  expect(shop.faults).toEqual([])
  await shop.close()
})

const phoneOf = (n: number): string => `138${String(n).padStart(8, '0')}`
const codeOf = async (of: Shop, { accessToken: token }: SignedIn) =>
  (await of.call<Referral>('GET', '/v1/referral', undefined, { token })).body.code
const assign = (of: Shop, memberId: string, referrerId: string) =>
  of.call<Refused>('POST', '/v1/referral/assignments', { memberId, referrerId, reason: '转介' }, { secret: true })
const look = async (path: string) =>
  (await shop.call<TreePage & Refused>('GET', path, undefined, { secret: true })).body

it('a later code takes the place of an earlier one when its protection is over', async () => {
  const [ann, ben, cat] = [await shop.signIn(phoneOf(1)), await shop.signIn(phoneOf(2)), await shop.signIn(phoneOf(3))]
  const bind = async (code: string) => {
    const { accessToken: token } = await shop.signIn(phoneOf(3))
    return (await shop.call<Referral & Refused>('POST', '/v1/referral/binding', { code }, { token })).body
  }
  const [first, second] = [await codeOf(shop, ann), await codeOf(shop, ben)]
  expect(await bind(first)).toMatchObject({ referrerId: ann.memberId })
  expect((await bind(second)).error?.code).toBe('already_bound')
  shop.clock.now += 2 * DAY_MS
  expect(await bind(second)).toMatchObject({ referrerId: ben.memberId })
  const downline = async ({ memberId }: SignedIn) =>
    (await look(`/v1/referral/downline?memberId=${memberId}&level=direct`)).items
  expect(await downline(ann)).toEqual([])
  expect(await downline(ben)).toMatchObject([{ memberId: cat.memberId, directCount: 0 }])
})

it('an operator binds by hand, with the reason beside the journal, but closes no circle', async () => {
  const [top, middle, low] = [
    await shop.signIn(phoneOf(11)),
    await shop.signIn(phoneOf(12)),
    await shop.signIn(phoneOf(13)),
  ]
  expect((await assign(shop, middle.memberId, top.memberId)).status).toBe(200)
  expect((await assign(shop, low.memberId, middle.memberId)).status).toBe(200)
  expect((await assign(shop, top.memberId, low.memberId)).body.error?.code).toBe('referral_cycle')
  expect((await assign(shop, top.memberId, 'mem_none')).body.error?.code).toBe('member_missing')
  expect((await assign(shop, top.memberId, top.memberId)).body.error?.code).toBe('referral_self')
  expect((await assign(shop, low.memberId, top.memberId)).status).toBe(200)
  const notes = await rowsOf<{ kind: string; words: string; owner_id: string }>(shop, 'personal_notes')
  expect(notes.filter(({ owner_id: of }) => of === low.memberId)).toMatchObject([
    { kind: 'binding', words: '转介' },
    { kind: 'binding', words: '转介' },
  ])
  expect(JSON.stringify(await rowsOf(shop, 'events'))).not.toContain('转介')
})

it('shows who is above and who is two levels below, page by page', async () => {
  const root = await shop.signIn(phoneOf(20))
  const teams: string[] = []
  const wanted: string[] = []
  for (const team of [0, 1, 2]) {
    const lead = await shop.signIn(phoneOf(30 + team))
    shop.clock.now += 1_000
    await assign(shop, lead.memberId, root.memberId)
    teams.unshift(lead.memberId)
    const own: string[] = []
    for (const at of [0, 1, 2]) {
      const member = await shop.signIn(phoneOf(40 + team * 3 + at))
      if (team === 1) continue
      shop.clock.now += 1_000
      await assign(shop, member.memberId, lead.memberId)
      own.unshift(member.memberId)
    }
    wanted.unshift(...own)
  }
  const pages = async (path: string) => {
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: TreePage = await look(
        `${path}&limit=2${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
      )
      seen.push(...page.items.map(({ memberId }) => memberId))
      cursor = page.nextCursor
    }
    return seen
  }
  expect(await pages(`/v1/referral/downline?memberId=${root.memberId}&level=direct`)).toEqual(teams)
  expect(await pages(`/v1/referral/downline?memberId=${root.memberId}&level=second`)).toEqual(wanted)
  // The member sees the same, under their own name alone.
  const { accessToken: token } = await shop.signIn(phoneOf(20))
  const team = await shop.call<TreePage>('GET', '/v1/referral/team?level=second&limit=100', undefined, { token })
  expect(team.body.items.map(({ memberId }) => memberId)).toEqual(wanted)
  const [deepest = ''] = wanted
  const above = [teams[0], root.memberId]
  expect(await pages(`/v1/referral/upline?memberId=${deepest}`)).toEqual(above)
  expect((await look('/v1/referral/upline?memberId=mem_none')).error?.code).toBe('member_missing')
})

it.skipIf(skip !== undefined)(
  `${CLIENTS} clients bind and re-bind at random, on two servers: never a circle`,
  async () => {
    const shops = await openPair({ referrals: REFERRALS })
    const [first, second] = shops
    try {
      let seed = 7
      const draw = (below: number): number => {
        seed = (seed * 48_271) % 2_147_483_647
        return seed % below
      }
      const members = await Promise.all(Array.from({ length: CLIENTS }, (_, n) => first.signIn(phoneOf(n))))
      const idOf = (n: number): string => members[n]?.memberId ?? ''
      const codes = await Promise.all(members.map((member) => codeOf(first, member)))
      let [doneCount, refusedCount] = [0, 0]
      for (let round = 0; round < ROUNDS; round += 1) {
        const answers = await Promise.all(
          members.map(({ accessToken: token }, n) => {
            const shopOf = shops[n % 2] as Shop
            const [code, byHand] = [codes[draw(CLIENTS)] ?? '', draw(2) === 0]
            if (byHand) return assign(shopOf, idOf(draw(CLIENTS)), idOf(draw(CLIENTS)))
            return shopOf.call<Refused>('POST', '/v1/referral/binding', { code }, { token })
          }),
        )
        const unexpected = answers.filter(({ status }) => ![200, 409, 503].includes(status))
        expect(unexpected).toEqual([])
        doneCount += answers.filter(({ status }) => status === 200).length
        refusedCount += answers.filter(({ status }) => status === 409).length
        const nodes = await rowsOf<{ member_id: string; referrer_id: string | null; direct_count: number }>(
          first,
          'referral_nodes',
        )
        const above = new Map(nodes.map((node) => [node.member_id, node.referrer_id]))
        for (const start of above.keys()) {
          let [at, steps]: [string | null, number] = [start, 0]
          while (at !== null && steps <= CLIENTS) [at, steps] = [above.get(at) ?? null, steps + 1]
          expect(at, `round ${round}: ${start} stands in a circle`).toBeNull()
        }
        for (const node of nodes) {
          const directs = nodes.filter(({ referrer_id: of }) => of === node.member_id)
          expect(Number(node.direct_count)).toBe(directs.length)
        }
      }
      expect(doneCount).toBeGreaterThan(ROUNDS)
      expect(refusedCount).toBeGreaterThan(0)
      expect([...first.faults, ...second.faults]).toEqual([])
    } finally {
      await second.close()
      await first.close()
    }
  },
)
