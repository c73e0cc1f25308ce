import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import {
  expectText,
  fillSignIn,
  onPages,
  openDesk,
  openPhone,
  openStage,
  signInMember,
  signInOperator,
} from './demo.fixture.ts'

/**
 * A shop of a promoter on real pages, from the application to the commission. By hand: the plan of the demo pays the
 * promoter 8 % of what a buyer they brought has paid: of 7.65, 0.61.
 */
const { title, isSkipped } = onPages('a promoter’s shop on real pages')
const bag = 'prd_house_bag'

describe.skipIf(isSkipped)(title, () => {
  const stage = openStage()

  test('is applied for, approved, filled and shared; a visitor lands and buys, and its figures say so', async () => {
    const promoter = await openPhone(stage.browser)
    await signInMember(promoter.page, `${stage.demo.url}/me/shop`, '13900000061', '安然')
    await promoter.page.getByTestId('shop-name').fill('安然的小铺')
    await promoter.page.getByTestId('shop-story').fill('只卖自己用过的东西。')
    await promoter.page.getByTestId('shop-apply').click()
    await expectState(promoter.page, 'applied')
    await promoter.page.getByTestId('shop-add').click()
    await promoter.page.locator(`[data-testid=shop-add-product][data-product=${bag}]`).click()
    await promoter.page.getByTestId('shop-adding').getByRole('button', { name: '关闭' }).click()
    await promoter.page.locator(`[data-testid=shop-product][data-product=${bag}]`).waitFor()
    await promoter.page.getByTestId('shop-save').click()
    await promoter.page.getByText('已保存').waitFor()
    expect(await wideness(promoter.page)).toBe(0)

    const desk = await openDesk(stage.browser)
    await signInOperator(desk.page, stage.demo.url)
    await desk.page.getByTestId('nav-kolshops').click()
    await desk.page.getByTestId('kolshop-row').filter({ hasText: '安然的小铺' }).click()
    await desk.page.getByTestId('kolshop-approve').click()
    await expectText(desk.page, 'kolshop-status', '营业中')

    await promoter.page.reload()
    await expectState(promoter.page, 'open')
    const link = await promoter.page.getByTestId('shop-link').inputValue()
    expect(await wideness(promoter.page)).toBe(0)

    const visitor = await openPhone(stage.browser)
    await visitor.page.goto(link)
    await visitor.page.getByTestId('consent-grant').click()
    await visitor.page.getByText('安然的小铺').first().waitFor()
    expect(await wideness(visitor.page)).toBe(0)
    await visitor.page.getByTestId('shop-products').getByTestId('product-card').click()
    await visitor.page.getByTestId('add-to-cart').click()
    await visitor.page.getByText('已放进购物车').waitFor()
    await visitor.page.goto(`${stage.demo.url}/cart`)
    await expectText(visitor.page, 'in-shop', '安然的小铺')
    await expectText(visitor.page, 'cart-total', '7.65')
    await visitor.page.getByTestId('checkout').click()
    await fillSignIn(visitor.page, '13900000062', '小满')
    await expectText(visitor.page, 'checkout-total', '7.65')
    await visitor.page.getByTestId('place-order').click()
    await visitor.page.getByTestId('pay-succeed').click()
    await visitor.page.getByTestId('paid').waitFor()

    await promoter.page.reload()
    await expectText(promoter.page, 'shop-visits', '1')
    await expectText(promoter.page, 'shop-orders', '1')
    await expectText(promoter.page, 'shop-sales', '7.65')
    await expectText(promoter.page, 'shop-commission', '0.61')
    await promoter.page.goto(`${stage.demo.url}/products/${bag}`)
    await promoter.page.getByTestId('share-product').click()
    const own = await promoter.page.getByTestId('shop-link').inputValue()
    await visitor.page.goto(own)
    await visitor.page.waitForURL(`**/products/${bag}`)
    await promoter.page.goto(`${stage.demo.url}/me/shop`)
    await expectText(promoter.page, 'my-link', '1 次访问')
    await promoter.page.goto(`${stage.demo.url}/invite`)
    await expectText(promoter.page, 'commission-pending', '0.61')
    await desk.page.reload()
    await desk.page.getByTestId('kolshop-filter').selectOption('open')
    await desk.page.getByTestId('kolshop-row').filter({ hasText: '安然的小铺' }).click()
    await expectText(desk.page, 'kolshop-total', '7.65')
    expect(await wideness(desk.page)).toBe(0)
    expect([...promoter.faults, ...visitor.faults, ...desk.faults]).toEqual([])
  })

  test('a brand’s link leads from a poster to its product, and its visits are counted', async () => {
    const desk = await openDesk(stage.browser)
    await signInOperator(desk.page, stage.demo.url)
    await desk.page.getByTestId('nav-links').click()
    await desk.page.getByTestId('link-create').click()
    await desk.page.getByTestId('link-name').fill('南京路店海报')
    await desk.page.getByTestId('link-target').selectOption('product')
    await desk.page.getByTestId('link-target-id').fill(bag)
    await desk.page.getByTestId('link-submit').click()
    await desk.page.getByTestId('link-row').filter({ hasText: '南京路店海报' }).click()
    const url = (await desk.page.getByTestId('link-url').textContent()) ?? ''

    const visitor = await openPhone(stage.browser)
    await visitor.page.goto(url)
    await visitor.page.waitForURL(`**/products/${bag}`)
    await visitor.page.getByTestId('product-price').waitFor()
    await visitor.page.goto(url)
    await visitor.page.waitForURL(`**/products/${bag}`)
    await desk.page.reload()
    await desk.page.getByTestId('link-row').filter({ hasText: '南京路店海报' }).click()
    await expectText(desk.page, 'link-days', '1')
    expect([...visitor.faults, ...desk.faults]).toEqual([])
  })
})

async function expectState(page: Page, state: string): Promise<void> {
  await page.locator(`[data-testid=shop-state][data-state=${state}]`).waitFor()
}

/** How far the page is wider than its window. */
function wideness(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
}
