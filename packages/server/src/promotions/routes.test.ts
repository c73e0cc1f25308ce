import type { Promotion } from '@siyu/core/promotions'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { promotion } from '../kernel/testing/goods.ts'
import { openShop, type Shop, START } from '../kernel/testing/shop.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(async () => {
  expect(shop.faults).toEqual([])
  await shop.close()
})

const save = (each: Promotion) => shop.call('PUT', `/v1/promotions/${each.id}`, each, { secret: true })
const list = async (): Promise<readonly string[]> =>
  (await shop.call<{ items: readonly Promotion[] }>('GET', '/v1/promotions')).body.items.map(({ id }) => id)

it('lists what runs now, the highest priority first', async () => {
  await save(promotion('prm_b', START))
  await save(promotion('prm_a', START))
  await save({ ...promotion('prm_c', START), priority: 5 })
  await save(promotion('prm_later', START + 1))
  await save({ ...promotion('prm_over', START - 10), endsAt: START })
  await save({ ...promotion('prm_off', START), active: false })
  expect(await list()).toEqual(['prm_c', 'prm_a', 'prm_b'])
})

it('replaces a promotion whole', async () => {
  const changed = { ...promotion('prm_a', START), priority: 9, endsAt: null }
  expect((await save(changed)).body).toEqual(changed)
  expect(await list()).toEqual(['prm_a', 'prm_c', 'prm_b'])
})

it('refuses one that could never run', async () => {
  const never = { ...promotion('prm_never', START), endsAt: START }
  expect(await save(never)).toMatchObject({ status: 409, body: { error: { code: 'promotion_window_empty' } } })
})
