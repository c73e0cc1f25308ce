import type { Place, Quote, QuoteInput } from '@siyu/core/pricing'
import type { Promotion } from '@siyu/core/promotions'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { buildPage, openBrowser } from './browser.fixture.ts'
import { couponOf, fullReduction, openShop, type PageFiles, refusal, type Seen, type Shop } from './shop.fixture.ts'

const reason = process.env.SIYU_NO_CHROMIUM
if (reason) console.log(`browser tests of the hooks skipped: ${reason}`)

let files: PageFiles = new Map()

/** A quote without the moment it was made at. */
function bare(quote: Quote | undefined): object | undefined {
  return quote && { ...quote, quotedAt: 0 }
}

/** How many of each the shopper put in, as the quote has it. */
function quantitiesOf({ lines }: Quote): readonly number[] {
  return lines.filter(({ giftOf }) => giftOf === null).map(({ quantity }) => quantity)
}

describe.skipIf(reason)('the hooks in a browser', () => {
  let browser: Browser
  let shop: Shop
  let page: Page
  const problems: string[] = []

  beforeAll(async () => {
    files = await buildPage('page.fixture.tsx')
    browser = await openBrowser()
  })
  afterAll(() => browser?.close())
  beforeEach(async () => {
    shop = await openShop(files)
    page = await (await browser.newContext()).newPage()
    problems.length = 0
    page.on('pageerror', (error) => problems.push(String(error)))
  })
  afterEach(async () => {
    await page.context().close()
    await shop.close()
  })

  const open = async (withHost = false, locale = 'zh-CN', place?: Place): Promise<void> => {
    await page.goto(`${shop.url}/?ref=BO345678`)
    await page.waitForFunction(() => window.shop !== undefined)
    await page.evaluate((options) => window.shop.mount(options), { withHost, locale, place })
    await reads('#session', 'anonymous')
  }
  const click = (id: string): Promise<void> => page.evaluate((name) => document.getElementById(name)?.click(), id)
  const text = (selector: string): Promise<string> => page.locator(selector).evaluate((node) => node.textContent)
  const reads = (selector: string, expected: string): Promise<unknown> =>
    expect.poll(() => text(selector), { timeout: 8_000, interval: 10 }).toBe(expected)
  const signIn = async (id = 'sign-in-ada', memberId = 'mem_ada'): Promise<void> => {
    await click(id)
    await reads('#session', memberId)
    await reads('#count', '0')
  }
  const calls = (name: string): readonly Seen[] => shop.seen.filter((each) => each.name === name)

  it('shows prices in the shop’s currency, to members theirs, and joins under the captured code', async () => {
    await open()
    await reads('#products', '¥60.00¥20.00')
    await signIn()
    await reads('#tier', 'gold')
    await reads('#products', '¥50.00¥20.00')
    expect(calls('members.signIn')[0]?.input).toMatchObject({ referralCode: 'BO345678' })
    await reads('#clock', '2')
    expect(problems).toEqual([])
  })

  it('sends rapid clicks one after the other and shows them at once', async () => {
    await open()
    await signIn()
    await reads('#products', '¥50.00¥20.00')
    await page.evaluate(() => {
      for (const _ of [1, 2, 3]) document.getElementById('add-tea')?.click()
    })
    expect([await text('#count'), await text('#saving')]).toEqual(['3', 'true'])
    await reads('#saving', 'false')
    expect(await text('#count')).toBe('3')
    expect(calls('carts.setLine').map(({ input }) => input.quantity)).toEqual([1, 2, 3])
    expect(new Set(calls('carts.setLine').map(({ key }) => key)).size).toBe(3)
    expect(shop.mostCartWrites).toBe(1)
  })

  it('takes a refused write back, keeps the others, and says why in both languages', async () => {
    for (const [locale, why] of [
      ['zh-CN', '所选规格不存在或已下架'],
      ['en', 'This option is not available.'],
    ] as const) {
      await page.evaluate(() => localStorage.clear()).catch(() => undefined)
      await open(false, locale)
      await signIn('sign-in-ada', 'mem_ada')
      shop.held.add('carts.setLine')
      await page.evaluate(() => {
        document.getElementById('add-gone')?.click()
        document.getElementById('add-tea')?.click()
      })
      expect(await text('#count')).toBe('2')
      shop.held.clear()
      await reads('#cart-error', why)
      await reads('#saving', 'false')
      expect(await text('#count')).toBe('1')
      await click('remove-tea')
      await reads('#count', '0')
      await reads('#saving', 'false')
    }
    expect(problems).toEqual([])
  })

  it('shows the price of a changed quantity without waiting for the network', async () => {
    await open()
    await signIn()
    await click('add-tea')
    await reads('#quote', 'server 5000')
    expect(await text('#difference')).toBe('')
    for (const name of ['pricing.quote', 'pricing.facts', 'carts.setLine']) shop.held.add(name)
    await click('add-tea')
    await reads('#quote', 'preview 9000')
    expect(await text('#difference')).toBe('')
    expect(problems).toEqual([])
  })

  it('reports what was shown when a promotion of the server has changed in between, and shows it no more', async () => {
    await open()
    await signIn()
    await click('add-tea')
    await reads('#quote', 'server 5000')
    const asked = calls('pricing.facts').length
    shop.promotions = []
    shop.held.add('pricing.quote')
    await click('add-tea')
    await reads('#quote', 'preview 9000')
    shop.held.clear()
    await reads('#quote', 'server 10000')
    await reads('#difference', '9000 10000')
    await expect.poll(() => calls('pricing.facts').length).toBe(asked + 1)
    await reads('#saving', 'false')
    expect(await text('#difference')).toBe('9000 10000')
    await new Promise((resolve) => setTimeout(resolve, 300))
    shop.held.add('pricing.quote')
    await click('add-tea')
    await reads('#quote', 'preview 15000')
    shop.held.clear()
    await reads('#quote', 'server 15000')
    expect(await text('#difference')).toBe('')
  })

  const lineOf = (name: string, quantity: number): QuoteInput['lines'][number] => ({
    ...{ lineId: `line_${name}`, skuId: `sku_${name}`, quantity },
  })
  const rule = (id: string, terms: Partial<Promotion>): Promotion => ({
    ...fullReduction,
    id,
    conditions: [],
    ...terms,
  })
  const baskets: readonly QuoteInput[] = [
    { lines: [lineOf('tea', 1)] },
    { lines: [lineOf('tea', 3)] },
    { lines: [lineOf('pot', 1), lineOf('tea', 7), lineOf('cup', 5)] },
    { lines: [lineOf('cup', 5), lineOf('pot', 3)], pointsCount: 1_200 },
    { lines: [lineOf('pot', 1)], couponIds: ['cpn_third'] },
    { lines: [lineOf('pot', 2)], couponIds: [] },
    { lines: [lineOf('pot', 1), lineOf('cup', 1)], place: { region: '44' }, pointsCount: 300 },
    { lines: [lineOf('tea', 2), lineOf('cup', 2)], couponIds: ['cpn_nobodys', 'cpn_cap'], place: { region: '65' } },
  ]

  it('previews what the server will say, to the cent and rule by rule, and never a price of another basket', async () => {
    shop.promotions = [
      fullReduction,
      rule('pro_half', { effect: { kind: 'buy_get', buyCount: 1, getCount: 1, bps: 5_000 }, priority: 5 }),
      rule('pro_gift', {
        conditions: [{ kind: 'subtotal_at_least', minor: 20_000 }],
        effect: { kind: 'gift', skuId: 'sku_cup', count: 1 },
      }),
    ]
    shop.wallet = [
      couponOf('cpn_ten', { stacking: {} }),
      couponOf('cpn_third', { stacking: {}, effect: { kind: 'percent_off', bps: 3_333, capMinor: null } }),
      couponOf('cpn_cap', { effect: { kind: 'percent_off', bps: 1_000, capMinor: 777 } }),
      couponOf('cpn_ship', { effect: { kind: 'shipping_off', off: { minor: 500 } } }),
    ]
    const zone = { firstSize: 1_000, extraSize: 500, freeFromMinor: null, freeFromCount: null }
    const zones = [
      { ...zone, regions: [], firstMinor: 1_000, extraMinor: 333 },
      { ...zone, regions: ['65'], firstMinor: 2_000, extraMinor: 1_111 },
    ]
    shop.shipping = { templates: [{ id: 'shp', name: fullReduction.name, mode: 'weight', zones }], refund: 'never' }
    shop.taxes = { mode: 'on_top', rates: [{ name: 'VAT', category: null, bps: 1_300 }] }
    await open()
    await signIn()
    for (const basket of baskets) {
      shop.held.add('pricing.quote')
      await page.evaluate((each) => window.shop.show(each), basket)
      await expect.poll(() => text('#other'), { interval: 10, timeout: 8_000 }).toMatch(/^preview /)
      shop.held.clear()
      await expect.poll(() => text('#other'), { interval: 10, timeout: 8_000 }).toMatch(/^server /)
    }
    const drawn = await page.evaluate(() => window.shop.drawn)
    for (const basket of baskets) {
      const own = drawn.filter((each) => JSON.stringify(each.basket) === JSON.stringify(basket))
      const [preview] = own.filter((each) => each.isPreview)
      const server = own.at(-1)
      expect(server?.isPreview).toBe(false)
      expect(bare(preview?.quote)).toEqual(bare(server?.quote))
      expect(own.flatMap(({ quote }) => quote ?? []).map(quantitiesOf)).toEqual(
        own.flatMap(({ quote }) => quote ?? []).map(() => basket.lines.map(({ quantity }) => quantity)),
      )
    }
    const payable = baskets.map(
      (basket) => drawn.findLast((each) => JSON.stringify(each.basket) === JSON.stringify(basket))?.quote?.payableMinor,
    )
    // By hand, the first: 50.00 − 5.00 − 10.00 − 11.67 (33.33 % of 35.00), and 13 % on top of 23.33.
    expect(payable).toEqual([2_636, 7_325, 34_531, 26_184, 7_617, 17_703, 7_823, 16_323])
    // Fewer SKUs, another region, other coupons or points: the facts at hand are enough.
    expect(calls('pricing.facts').length).toBeLessThan(baskets.length)
    expect(problems).toEqual([])
  })

  it('leaves the coupons to the best combination, or takes those insisted on, and says why not', async () => {
    shop.wallet = [
      couponOf('cpn_ten'),
      couponOf('cpn_fifth', { effect: { kind: 'percent_off', bps: 2_000, capMinor: null } }),
      couponOf('cpn_later', { conditions: [{ kind: 'subtotal_at_least', minor: 30_000 }] }),
    ]
    await open()
    await signIn()
    await click('add-tea')
    await reads('#quote', 'server 4000')
    // 10.00 and 20 % of 50.00 are alike: the template that comes first is taken.
    await reads('#coupons', 'cpn_fifth')
    await click('add-tea')
    await reads('#quote', 'server 7200')
    await reads('#coupons', 'cpn_fifth')
    await reads('#hints', '')
    await reads('#layers', 'prices:2000 promotions:1000 coupons:1800')
    await reads('#without', '9000')
    await reads(
      '#wallet',
      'cpn_ten:false true excluded 0|cpn_fifth:true true null 1800|cpn_later:false false below_subtotal 0',
    )
    await click('no-coupons')
    await reads('#quote', 'server 9000')
    await click('spend')
    await reads('#quote', 'server 8000')
    expect(await text('#coupons')).toBe('')
    expect(problems).toEqual([])
  })

  it('takes coupons by code and as gifts, and prices the cart with them', async () => {
    await open()
    await signIn()
    await click('add-tea')
    await reads('#quote', 'server 5000')
    await click('redeem')
    await reads('#wallet', 'cpn_code:true true null 1000')
    await reads('#quote', 'server 4000')
    await click('give')
    await reads('#gift', 'GIFT-2345')
    await reads('#wallet', 'cpn_code given:false false coupon_not_usable 0')
    await reads('#quote', 'server 5000')
    await click('withdraw')
    await reads('#wallet', 'cpn_code:true true null 1000')
    await click('accept')
    await expect.poll(() => text('#wallet')).toContain('cpn_gift:')
    expect(calls('coupons.redeemCode')[0]?.key).toMatch(/^key_/)
    expect(problems).toEqual([])
  })

  it('quotes and checks out for the place of the provider, and loads the engine only for a basket', async () => {
    const zone = {
      firstSize: 1,
      firstMinor: 800,
      extraSize: 1,
      extraMinor: 0,
      freeFromMinor: null,
      freeFromCount: null,
    }
    const zones = [{ ...zone, regions: ['44'] }]
    shop.shipping = { templates: [{ id: 'shp', name: fullReduction.name, mode: 'count', zones }], refund: 'never' }
    const loaded: string[] = []
    page.on('request', (request) => loaded.push(new URL(request.url()).pathname))
    await open(false, 'en', { region: '4403' })
    await signIn()
    const engines = (): readonly string[] => loaded.filter((each) => each.startsWith('/engine'))
    expect(engines()).toEqual([])
    await click('add-tea')
    await reads('#quote', 'server 5800')
    await expect.poll(engines).toHaveLength(1)
    await click('buy')
    await reads('#step', 'paying')
    expect(calls('orders.checkout')[0]?.input).toMatchObject({ place: { region: '4403' }, expectedPayableMinor: 5_800 })
  })

  it('shows a claim at once and takes it back when refused', async () => {
    await open(false, 'en')
    await signIn()
    await reads('#offers', 'tpl_ten:claimable')
    shop.held.add('coupons.claim')
    shop.refuse = { 'coupons.claim': refusal('coupon_sold_out', 409) }
    await click('claim')
    await reads('#offers', 'tpl_ten:claimed')
    shop.held.clear()
    await reads('#claim-error', 'All of these coupons are gone.')
    await reads('#offers', 'tpl_ten:claimable')
    shop.refuse = {}
    await click('claim')
    await reads('#offers', 'tpl_ten:claimed')
    await expect.poll(() => calls('coupons.claim').length).toBe(2)
    const [refused, accepted] = calls('coupons.claim')
    expect(accepted?.key).not.toBe(refused?.key)
  })

  it('buys once, however often the answers get lost', async () => {
    await open(false, 'en')
    await signIn()
    await click('add-tea')
    await reads('#quote', 'server 5000')
    shop.lose.add('orders.checkout')
    await click('buy')
    await reads('#step', 'failed')
    expect(await text('#checkout-error')).toBe('No connection. Please check your network.')
    expect(shop.orders.size).toBe(1)
    shop.lose.add('payments.create')
    await click('retry')
    await reads('#step', 'failed')
    await click('retry')
    await reads('#step', 'paying')
    const tries = calls('orders.checkout')
    expect(tries.length).toBe(2)
    expect(tries[1]?.input).toEqual(tries[0]?.input)
    expect(tries[1]?.key).toBe(tries[0]?.key)
    expect(calls('payments.create').map(({ key }) => key)).toEqual([
      calls('payments.create')[0]?.key,
      calls('payments.create')[0]?.key,
    ])
    await click('fail')
    await reads('#step', 'failed')
    expect(await text('#checkout-error')).toBe('The payment did not go through. Please try again.')
    await click('retry')
    await reads('#step', 'paying')
    await reads('#order-status', 'created')
    await click('pay')
    await reads('#step', 'paid')
    await reads('#order-status', 'paid')
    await reads('#count', '0')
    expect(shop.orders.size).toBe(1)
  })

  it('says when the price has moved, and buys at the new one, with the gifts that were shown', async () => {
    shop.promotions = [fullReduction, rule('pro_gift', { effect: { kind: 'gift', skuId: 'sku_cup', count: 1 } })]
    await open()
    await signIn()
    await click('add-tea')
    await reads('#quote', 'server 5000')
    shop.refuse = { 'orders.checkout': refusal('price_changed', 409) }
    await click('buy')
    await reads('#step', 'failed')
    shop.refuse = {}
    await click('buy')
    await reads('#step', 'paying')
    const [first, second] = calls('orders.checkout')
    expect(second?.input.orderId).toBe(first?.input.orderId)
    expect(second?.input.expectedGifts).toEqual([{ skuId: 'sku_cup', quantity: 1 }])
    expect(second?.key).not.toBe(first?.key)
  })

  it('leaves nothing of a member behind, and sends nothing of theirs as someone else', async () => {
    await open()
    await signIn()
    await reads('#owner', 'mem_ada')
    await click('add-tea')
    await click('add-tea')
    await click('sign-out')
    await reads('#session', 'anonymous')
    const owners = async (): Promise<readonly unknown[]> =>
      page.evaluate(() => [...new Set(window.shop.keys().map((key) => key[2]))])
    await expect.poll(owners).toEqual(['anon'])
    await click('sign-in-bo')
    await reads('#owner', 'mem_bo')
    await reads('#count', '0')
    await expect.poll(async () => (await owners()).includes('mem_ada')).toBe(false)
    expect(calls('carts.setLine').filter(({ member }) => member !== 'mem_ada')).toEqual([])
  })

  it('makes a link that refers, and its code', async () => {
    await open()
    await signIn()
    await reads('#link', `${shop.url}/product/tea?ref=ADA23456`)
    await expect.poll(async () => Number(await text('#qr-size'))).toBeGreaterThan(20)
    const path = page.locator('svg.qr[data-state=ready] path')
    await expect.poll(() => path.getAttribute('d')).toMatch(/^(M\d+ \d+h1v1h-1z){200,}$/)
  })

  it('keeps its answers in the cache of the host where there is one', async () => {
    await open(true)
    await reads('#products', '¥60.00¥20.00')
    const [hosted, used] = await page.evaluate(() => [
      window.shop.host.getQueryCache().getAll().length,
      window.shop.keys().length,
    ])
    expect(hosted).toBeGreaterThan(0)
    expect(used).toBe(hosted)
  })

  it('brings its own cache where there is none, and explains a foreign one', async () => {
    await open()
    await reads('#products', '¥60.00¥20.00')
    expect(await page.evaluate(() => window.shop.host.getQueryCache().getAll().length)).toBe(0)
    const told = await page.evaluate(() => window.shop.mountForeign())
    expect(told).toMatch(/^SiyuConfigError: This QueryClient is of another copy/)
  })
})
