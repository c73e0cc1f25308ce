import type { Promotion, PromotionRow } from '@siyu/core/promotions'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { promotion } from '../kernel/testing/goods.ts'
import { rowsOf } from '../kernel/testing/sale.ts'
import { openShop, type Shop, START } from '../kernel/testing/shop.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(async () => {
  expect(shop.faults).toEqual([])
  await shop.close()
})

type Page = { readonly items: readonly PromotionRow[]; readonly nextCursor: string | null }
const save = (each: Promotion) => shop.call('PUT', `/v1/promotions/${each.id}`, each, { secret: true })
const running = async (): Promise<readonly Promotion[]> =>
  (await shop.call<{ items: readonly Promotion[] }>('GET', '/v1/promotions')).body.items
const list = async (): Promise<readonly string[]> => (await running()).map(({ id }) => id)
const all = async (query: string): Promise<Page> =>
  (await shop.call<Page>('GET', `/v1/admin/promotions${query}`, undefined, { secret: true })).body
const whole = (each: Promotion) => ({ items: null, stacking: null, limits: null, ...each })

it('lists what runs now, the highest priority first', async () => {
  await save(promotion('prm_b', START))
  await save(promotion('prm_a', START))
  await save({ ...promotion('prm_c', START), priority: 5 })
  await save(promotion('prm_later', START + 1))
  await save({ ...promotion('prm_over', START - 10), endsAt: START })
  await save({ ...promotion('prm_off', START), active: false })
  expect(await list()).toEqual(['prm_c', 'prm_a', 'prm_b'])
})

it('replaces a promotion whole, what was left out included', async () => {
  const items = { tags: ['new'], except: { categories: ['gifts'] } }
  const stacking = { lane: 'order', group: 'sale', mode: 'best' } as const
  const rich: Promotion = { ...promotion('prm_a', START), items, stacking, limits: { maxUsesPerMember: 2 } }
  expect((await save(rich)).body).toEqual(rich)
  expect((await running()).find(({ id }) => id === 'prm_a')).toEqual(rich)
  const changed = { ...promotion('prm_a', START), priority: 9, endsAt: null }
  expect((await save(changed)).body).toEqual(whole(changed))
  expect((await running())[0]).toEqual(whole(changed))
  expect(await list()).toEqual(['prm_a', 'prm_c', 'prm_b'])
})

it.each<[string, Partial<Promotion>]>([
  ['promotion_window_empty', { endsAt: START }],
  ['condition_empty', { conditions: [{ kind: 'order_number', from: 2, to: 1 }] }],
  ['effect_empty', { effect: { kind: 'percent_off', bps: 1_000, capMinor: 0 } }],
])('refuses %s', async (code, part) => {
  const refused = await save({ ...promotion('prm_never', START), ...part })
  expect(refused).toMatchObject({ status: 409, body: { error: { code } } })
})

it('shows operators all of them, newest first, and nobody else', async () => {
  shop.clock.now += 1
  await save(promotion('prm_0', START))
  await save(promotion('prm_a', START))
  const first = await all('?limit=2')
  expect(first.items.map((row) => [row.promotion.id, row.usage, row.createdAt])).toEqual([
    ['prm_0', null, START + 1],
    ['prm_over', null, START],
  ])
  const rest = await all(`?cursor=${first.nextCursor}`)
  expect(rest.items.map((row) => row.promotion.id)).toEqual(['prm_off', 'prm_later', 'prm_c', 'prm_b', 'prm_a'])
  expect(rest.nextCursor).toBeNull()
  expect((await shop.call('GET', '/v1/admin/promotions')).status).toBe(401)
})

it('opens the counters of this period and the next in the brand’s zone, and tells shoppers no budget', async () => {
  const limits = { maxUses: 5, budgetMinor: 500_00, period: 'day' } as const
  await save({ ...promotion('prm_few', START), limits })
  const counters = () =>
    rowsOf<{ period_key: string; max_uses: number; used_count: number }>(shop, 'promotion_counters')
  // The clock stands at 08:00 in Shanghai.
  expect((await counters()).map((row) => [row.period_key, row.max_uses, row.used_count])).toEqual([
    ['2026-03-01', 5, 0],
    ['2026-03-02', 5, 0],
  ])
  await save({ ...promotion('prm_few', START), limits: { ...limits, maxUses: 7 } })
  expect((await counters()).map((row) => row.max_uses)).toEqual([7, 7])
  const [shown] = (await running()).filter(({ id }) => id === 'prm_few')
  expect(shown?.limits).toEqual({ maxUses: 7, period: 'day' })
  const row = (await all('')).items.find((each) => each.promotion.id === 'prm_few')
  expect(row).toMatchObject({
    usage: { periodKey: '2026-03-01', usedCount: 0, spentMinor: 0 },
    promotion: { limits: { budgetMinor: 500_00 } },
  })
})
