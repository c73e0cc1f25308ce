import { randomFillSync } from 'node:crypto'
import type {
  Coupon,
  CouponCode,
  CouponGift,
  CouponHeld,
  CouponReleased,
  CouponTemplate,
  TemplateList,
} from '@siyu/core/coupons'
import { accept, createId, type Endpoint, Id, type Page, refuse, type Schema } from '@siyu/core/kernel'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { command, type Outcome } from '../kernel/command.ts'
import { template } from '../kernel/testing/goods.ts'
import { openPair, type Pair, skip, tally, times } from '../kernel/testing/pair.ts'
import { newKey, type Reply, type Shop, type SignedIn, START } from '../kernel/testing/shop.ts'
import { rebuilt, stateOf } from '../kernel/testing/state.ts'
import { loadCoupon, loadCouponUsage } from './store.ts'

type Failure = { readonly error?: { readonly code: string } }
type Answer = Reply<Coupon & Failure>

const MEMBER_COUNT = 40

type HoldInput = { readonly memberId: string; readonly couponId: string; readonly minor: number }
const HoldInput: Schema<HoldInput> = z.object({ memberId: Id, couponId: Id, minor: z.int() })
const holdEndpoint: Endpoint<HoldInput, object, 'coupon_used' | 'budget_spent'> = {
  name: 'tests.hold',
  method: 'POST',
  path: '/v1/holds',
  access: 'system',
  input: HoldInput,
  output: z.object({}),
  refusals: { coupon_used: 409, budget_spent: 409 },
}

/** The part of a checkout that takes the coupon, and the budget with it. */
const hold = command(holdEndpoint, {
  load: (call, { memberId, couponId }) => ({
    coupon: loadCoupon(call, memberId, couponId),
    usage: loadCouponUsage(call, memberId),
  }),
  decide: ({ coupon, usage }, { memberId, couponId, minor }) => {
    if (coupon?.status !== 'issued') return refuse('coupon_used')
    if ((usage.get(coupon.templateId)?.budgetLeftMinor ?? minor) < minor) return refuse('budget_spent')
    const { templateId } = coupon
    const event = { memberId, couponId, orderId: `ord_${couponId}`, templateId, minor }
    return accept<CouponHeld>({ type: 'coupon_held', ...event })
  },
  reply: () => ({}),
})

const release = command(
  { ...holdEndpoint, name: 'tests.release' },
  {
    load: (call, { memberId, couponId }) => ({ coupon: loadCoupon(call, memberId, couponId) }),
    decide: ({ coupon }, { memberId, couponId, minor }) => {
      if (coupon?.status !== 'held') return refuse('coupon_used')
      const { templateId } = coupon
      const event = { memberId, couponId, orderId: `ord_${couponId}`, templateId, minor }
      return accept<CouponReleased>({ type: 'coupon_released', ...event })
    },
    reply: () => ({}),
  },
)

describe.skipIf(skip !== undefined)(
  `coupons of two servers on one PostgreSQL${skip === undefined ? '' : ` (skipped: ${skip})`}`,
  () => {
    let shops: Pair
    let members: readonly SignedIn[]

    beforeAll(async () => {
      shops = await openPair()
      members = await Promise.all(
        times(MEMBER_COUNT, (n) => shopOf(n).signIn(`138000001${String(n).padStart(2, '0')}`)),
      )
    })
    afterAll(async () => {
      await shops[0].server.outbox.drain()
      expect(await rebuilt(shops[0].database.database)).toEqual(await stateOf(shops[0].database.database))
      await shops[1].close()
      await shops[0].close()
      expect([...shops[0].faults, ...shops[1].faults]).toEqual([])
    })

    const shopOf = (n: number): Shop => shops[n % 2] as Shop
    const member = (n: number): SignedIn => members[n] as SignedIn
    const make = async (id: string, part: Partial<CouponTemplate> = {}): Promise<void> => {
      const body = { ...template(id, null, START), claimUntil: null, ...part }
      const saved = await shops[0].call('PUT', `/v1/coupon-templates/${id}`, body, { secret: true })
      expect(saved.status).toBe(200)
    }
    /** A call as a client of ours makes it: what is busy is asked again, under the same key. */
    const ask = async (n: number, who: number, path: string, body: object): Promise<Answer> => {
      const key = newKey()
      for (let attempt = 1; ; attempt += 1) {
        const as = { token: member(who).accessToken, key }
        const answer = await shopOf(n + attempt).call<Coupon & Failure>('POST', path, body, as)
        if (answer.status !== 503 || attempt === 10) return answer
      }
    }
    const templateRow = async (id: string): Promise<TemplateList['items'][number] | undefined> => {
      const { body } = await shops[1].call<TemplateList>('GET', '/v1/coupon-templates', undefined, { secret: true })
      return body.items.find((row) => row.template.id === id)
    }
    const run = async (route: typeof hold, n: number, input: HoldInput): Promise<Outcome> => {
      const { engine } = shopOf(n).server
      const call = {
        ...{ brandId: shops[0].brandId, principal: { kind: 'system' as const }, key: newKey(), now: START },
        newId: (prefix: string) => createId(prefix, START, (bytes) => randomFillSync(bytes)),
        hash: (text: string) => text,
      }
      for (;;) {
        const outcome = await route.run(engine, call, input, { dryRun: false })
        if (outcome.kind !== 'busy') return outcome
      }
    }

    it('40 members with one unique code: exactly 1 gets a coupon', async () => {
      await make('tpl_code', { needsCode: true })
      const input = { templateId: 'tpl_code', count: 3 }
      await shops[0].call('PUT', '/v1/coupon-batches/bat_one', input, { secret: true })
      const path = '/v1/coupon-batches/bat_one/codes'
      const codes = (await shops[0].call<Page<CouponCode>>('GET', path, undefined, { secret: true })).body.items
      for (const { code } of codes) {
        const answers = await Promise.all(times(MEMBER_COUNT, (n) => ask(n, n, '/v1/coupon-codes', { code })))
        const { done, ...refused } = tally(answers)
        expect(done).toBe(1)
        // Who won an earlier one has had theirs.
        expect(Object.keys(refused).every((name) => /^409 (code_used|coupon_limit_reached)$/.test(name))).toBe(true)
      }
      expect((await templateRow('tpl_code'))?.issuedCount).toBe(3)
    })

    it('40 claims of one member of a template with 5 for each: exactly 5', async () => {
      await make('tpl_five', { perMemberLimit: 5 })
      const answers = await Promise.all(times(40, (n) => ask(n, 0, '/v1/coupons', { templateId: 'tpl_five' })))
      expect(tally(answers)).toEqual({ done: 5, '409 coupon_limit_reached': 35 })
      expect((await templateRow('tpl_five'))?.issuedCount).toBe(5)
    })

    it('40 claims of one member of 3 a day: exactly 3, by public code and from the centre together', async () => {
      const periodLimit = { count: 3, period: 'day' } as const
      await make('tpl_daily', { perMemberLimit: 100, periodLimit, publicCode: 'DAILY' })
      const answers = await Promise.all(
        times(40, (n) =>
          n % 4 < 2
            ? ask(n, 1, '/v1/coupons', { templateId: 'tpl_daily' })
            : ask(n, 1, '/v1/coupon-codes', { code: 'daily' }),
        ),
      )
      expect(tally(answers)).toEqual({ done: 3, '409 coupon_period_limit_reached': 37 })
    })

    it('40 members with one gift code, while its giver withdraws: one of them, or nobody', async () => {
      await make('tpl_gift', { transferable: true, perMemberLimit: 10 })
      let takenCount = 0
      for (let round = 0; round < 5; round += 1) {
        const coupon = (await ask(0, 0, '/v1/coupons', { templateId: 'tpl_gift' })).body
        const given = await ask(0, 0, `/v1/coupons/${coupon.id}/gift`, {})
        const { giftCode } = given.body as unknown as CouponGift
        const takers = times(MEMBER_COUNT - 1, (n) => ask(n, n + 1, '/v1/coupon-gifts', { giftCode }))
        const as = { token: member(0).accessToken }
        const back = await shops[1].call<Failure>('DELETE', `/v1/coupons/${coupon.id}/gift`, {}, as)
        const { done = 0, ...refused } = tally(await Promise.all(takers))
        takenCount += done
        expect(done).toBe(back.status === 200 ? 0 : 1)
        expect(Object.keys(refused)).toEqual([back.status === 200 ? '404 gift_missing' : '409 gift_taken'])
      }
      const rows = await shops[0].database.database.execute<{ n: number; own: number }>({
        text: `select count(*) filter (where status = 'issued') as n, count(*) filter (where status = 'void') as own
          from coupons where template_id = 'tpl_gift'`,
        values: [],
      })
      expect(rows).toEqual([{ n: 5, own: takenCount }])
      expect((await templateRow('tpl_gift'))?.issuedCount).toBe(5)
    })

    it('a budget of 95.00 for 40 orders of 10.00: exactly 9 hold, and what is released is there again', async () => {
      await make('tpl_budget', { budgetMinor: 95_00 })
      const coupons = await Promise.all(
        times(MEMBER_COUNT, async (n) => (await ask(n, n, '/v1/coupons', { templateId: 'tpl_budget' })).body),
      )
      const inputs = coupons.map(({ id: couponId }, n) => ({ memberId: member(n).memberId, couponId, minor: 10_00 }))
      const outcomes = await Promise.all(inputs.map((input, n) => run(hold, n, input)))
      const heldBy = inputs.filter((_, n) => outcomes[n]?.kind === 'done')
      expect(heldBy).toHaveLength(9)
      expect(outcomes.filter(({ kind }) => kind === 'refused')).toHaveLength(31)
      expect((await templateRow('tpl_budget'))?.spentMinor).toBe(90_00)

      // Four give up while everybody tries again: four others get in.
      const tries = inputs.filter((input) => !heldBy.includes(input))
      await Promise.all(heldBy.slice(0, 4).map((input, n) => run(release, n, input)))
      const again = await Promise.all(tries.map((input, n) => run(hold, n, input)))
      expect(again.filter(({ kind }) => kind === 'done')).toHaveLength(4)
      expect((await templateRow('tpl_budget'))?.spentMinor).toBe(90_00)
      const below = { ...template('tpl_budget', null, START), budgetMinor: 89_99 }
      const saved = await shops[0].call('PUT', '/v1/coupon-templates/tpl_budget', below, { secret: true })
      expect(saved).toMatchObject({
        ...{ status: 409, body: { error: { code: 'budget_below_spent', detail: { spentMinor: 90_00 } } } },
      })
    })

    it('holds of events without a sum leave the budget as it was', async () => {
      await make('tpl_before', { budgetMinor: 10_00 })
      const { id: couponId } = (await ask(0, 0, '/v1/coupons', { templateId: 'tpl_before' })).body
      const input = { memberId: member(0).memberId, couponId, minor: 0 }
      expect((await run(hold, 0, input)).kind).toBe('done')
      expect((await templateRow('tpl_before'))?.spentMinor).toBe(0)
      expect((await run(release, 1, input)).kind).toBe('done')
      expect((await templateRow('tpl_before'))?.spentMinor).toBe(0)
    })
  },
)
