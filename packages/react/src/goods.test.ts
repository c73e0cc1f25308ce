import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { buildPage, openBrowser } from './browser.fixture.ts'
import { type Goods, goodsHandlers, newGoods } from './goods.fixture.ts'
import { openShop, type PageFiles, refusal, type Seen, type Shop } from './shop.fixture.ts'

const reason = process.env.SIYU_NO_CHROMIUM
if (reason) console.log(`browser tests of the hooks of goods skipped: ${reason}`)

describe.skipIf(reason)('the hooks of goods, carts and addresses in a browser', () => {
  let files: PageFiles
  let browser: Browser
  let goods: Goods
  let shop: Shop
  let page: Page
  const problems: string[] = []

  beforeAll(async () => {
    files = await buildPage('goods-page.fixture.tsx')
    browser = await openBrowser()
  })
  afterAll(() => browser?.close())
  beforeEach(async () => {
    goods = newGoods()
    shop = await openShop(files, goodsHandlers(goods))
    page = await (await browser.newContext()).newPage()
    problems.length = 0
    page.on('pageerror', (error) => problems.push(String(error)))
    await page.goto(shop.url)
    await reads('session', 'anonymous')
  })
  afterEach(async () => {
    await page.context().close()
    await shop.close()
    expect(problems).toEqual([])
  })

  const click = (id: string): Promise<void> => page.evaluate((name) => document.getElementById(name)?.click(), id)
  const reads = (id: string, expected: string): Promise<unknown> =>
    expect
      .poll(() => page.evaluate((name) => document.getElementById(name)?.textContent, id), {
        timeout: 8_000,
        interval: 10,
      })
      .toBe(expected)
  const calls = (name: string): readonly Seen[] => shop.seen.filter((each) => each.name === name)
  const dataOf = (id: string): Promise<Record<string, string | undefined>> =>
    page.evaluate((name) => ({ ...document.getElementById(name)?.dataset }), id)

  it('useCategories makes trees of the list, by rank', async () => {
    await reads('categories', 'tops(vests shirts)')
    expect(calls('catalog.categories')).toHaveLength(1)
  })

  it('useVariant narrows value by value, greys what is sold out or does not exist, and takes a choice back', async () => {
    await reads('open', 'none 3000-4000 6')
    expect(await dataOf('open-l')).toEqual({ chosen: 'false', possible: 'true', available: 'true' })
    await click('open-red')
    await reads('open', 'none 3000-3500 4')
    expect(await dataOf('open-l')).toEqual({ chosen: 'false', possible: 'true', available: 'false' })
    await click('open-l')
    await reads('open', 'sku_red_l 3500-3500 0')
    expect(await dataOf('open-blue')).toEqual({ chosen: 'false', possible: 'true', available: 'true' })
    await click('open-blue')
    await reads('open', 'sku_blue_l 4000-4000 2')
    expect(await dataOf('open-m')).toEqual({ chosen: 'false', possible: 'false', available: 'false' })
    await click('open-l')
    await reads('open', 'none 4000-4000 2')
  })

  it('useVariant begins with the values of a SKU', async () => {
    await reads('begun', 'sku_red_m 3000-3000 4')
    expect(await dataOf('begun-red')).toMatchObject({ chosen: 'true' })
    await click('begun-m')
    await reads('begun', 'none 3000-3500 4')
  })

  it('useCart keeps a visitor’s cart on the device, prices it, and hands it to the member who signs in', async () => {
    await click('add-tea')
    await click('add-cup')
    await reads('cart', 'sku_tea×2 sku_cup×1')
    await reads('quote', String(2 * 6_000 + 2_000 - 1_000))
    expect(calls('carts.setLine')).toEqual([])
    await page.reload()
    await reads('cart', 'sku_tea×2 sku_cup×1')
    await click('no-coupons')
    await reads('cart-error', 'Your session has ended. Please sign in again.')
    shop.carts.set('mem_ada', {
      lines: [{ lineId: 'sku_tea', skuId: 'sku_tea', quantity: 1 }],
      ...{ couponIds: null, pointsCount: 0 },
    })
    await click('sign-in-ada')
    await reads('cart', 'sku_tea×3 sku_cup×1')
    await reads('saving', 'false')
    expect(calls('carts.merge').map(({ member }) => member)).toEqual(['mem_ada'])
    await click('sign-out')
    await reads('session', 'anonymous')
    await reads('cart', '')
  })

  it('merges once though the answer is lost: the next page asks again under the same key', async () => {
    await click('add-tea')
    await reads('cart', 'sku_tea×2')
    shop.lose.add('carts.merge')
    await click('sign-in-ada')
    await expect.poll(() => calls('carts.merge').length, { timeout: 8_000 }).toBe(1)
    await reads('saving', 'false')
    await page.reload()
    await expect.poll(() => calls('carts.merge').length, { timeout: 8_000 }).toBe(2)
    const [first, second] = calls('carts.merge')
    expect(second?.key).toBe(first?.key)
    expect(second?.input).toEqual(first?.input)
    const kept = (): Promise<string | null> => page.evaluate(() => localStorage.getItem('siyu.cart'))
    await expect.poll(kept, { timeout: 8_000 }).toBe('{"lines":[],"handovers":[]}')
    await page.reload()
    await reads('session', 'mem_ada')
    await reads('saving', 'false')
    expect(calls('carts.merge')).toHaveLength(2)
  })

  it('does not give what one visitor left to another member', async () => {
    await click('add-tea')
    await reads('cart', 'sku_tea×2')
    shop.lose.add('carts.merge')
    await click('sign-in-ada')
    await expect.poll(() => calls('carts.merge').length, { timeout: 8_000 }).toBe(1)
    await click('sign-out')
    await reads('session', 'anonymous')
    await click('sign-in-bo')
    await reads('session', 'mem_bo')
    await reads('cart', '')
    expect(calls('carts.merge').map(({ member }) => member)).toEqual(['mem_ada'])
  })

  it('useCartReview tells changes and parcels, forgets them when seen, and keeps a note', async () => {
    const nothing = { beforeMinor: null, nowMinor: null, availableCount: null }
    const name = { zh: '仓', en: 'store' }
    goods.review = {
      ...goods.review,
      changes: [{ skuId: 'sku_tea', kind: 'sold_out', ...nothing }],
      parcels: ['main', 'loc_2'].map((locationId) => ({ locationId, name, lines: [] })),
    }
    await click('sign-in-ada')
    await reads('changes', 'sku_tea:sold_out')
    await reads('parcels', 'main loc_2')
    await click('seen')
    await reads('changes', '')
    await click('set-note')
    await reads('note', 'at the door')
  })

  it('useAddresses adds, chooses and removes, and the review follows', async () => {
    await click('sign-in-ada')
    await reads('session', 'mem_ada')
    await click('address-add')
    await reads('addresses', 'adr_1:street 1')
    await reads('chosen', 'adr_1')
    await click('address-add')
    await reads('chosen', 'adr_2')
    await click('address-choose')
    await reads('chosen', 'adr_1')
    await click('address-remove')
    await reads('addresses', 'adr_2:street 2')
    await reads('chosen', '')
    shop.refuse = { 'carts.saveAddress': refusal('addresses_full', 409) }
    await click('address-add')
    await expect.poll(() => page.evaluate(() => document.getElementById('address-error')?.textContent)).not.toBe('')
    await reads('addresses', 'adr_2:street 2')
  })

  it('useCheckout says what stored value pays, and nothing where it pays none', async () => {
    goods.stored = { ...goods.stored, balanceMinor: 1_500 }
    await click('sign-in-ada')
    await reads('stored', '1500')
    await click('add-cup')
    await reads('quote', '2000')
    await reads('saving', 'false')
    await click('buy')
    await reads('step', 'paying')
    expect(calls('orders.checkout').at(-1)?.input).toMatchObject({ storedValueMinor: 1_500 })
    await click('add-cup')
    await reads('quote', '2000')
    await reads('saving', 'false')
    await click('buy-plain')
    await expect.poll(() => calls('orders.checkout').length).toBe(2)
    expect(calls('orders.checkout').at(-1)?.input).not.toHaveProperty('storedValueMinor')
  })
})
