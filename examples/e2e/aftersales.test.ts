import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import {
  expectText,
  onPages,
  openDesk,
  openPhone,
  openStage,
  putInCart,
  signInMember,
  signInOperator,
} from './demo.fixture.ts'

const { title, isSkipped } = onPages('after-sales on real pages')

describe.skipIf(isSkipped)(title, () => {
  const stage = openStage()

  test('a line goes back for its money: the member’s page moves as the shop acts, and no page is touched for it', async () => {
    const { url } = stage.demo
    const phone = await openPhone(stage.browser)
    const { page } = phone
    await signInMember(page, `${url}/me`, '13900000003', '小满')
    await page.goto(`${url}/products/prd_house_bunting`)
    await page.getByTestId('quantity-more').click()
    await putInCart(page)
    await page.goto(`${url}/cart`)
    await page.getByTestId('checkout').click()
    await page.getByTestId('place-order').click()
    await page.getByTestId('pay-succeed').click()
    await page.getByTestId('view-order').click()
    await page.getByTestId('confirm-receipt').click()
    await expectStatus(page, 'order-status', 'completed')

    await page.getByRole('link', { name: '申请售后' }).click()
    await page.getByTestId('case-words').fill('颜色和图片不一样')
    await fits(page)
    await page.getByTestId('case-submit').click()
    await expectStatus(page, 'case-status', 'requested')
    const caseUrl = page.url()

    const desk = await openDesk(stage.browser)
    await signInOperator(desk.page, url)
    await desk.page.getByTestId('nav-aftersales').click()
    await desk.page.getByTestId('case-row').first().click()
    await expectText(desk.page, 'case-drawer', '颜色和图片不一样')
    await desk.page.getByTestId('case-approve').click()
    await expectStatus(desk.page, 'case-status', 'approved')

    await expectStatus(page, 'case-status', 'approved')
    await page.getByTestId('case-carrier').fill('顺丰')
    await page.getByTestId('case-tracking').fill('SF1234567890')
    await fits(page)
    await page.getByTestId('case-send-back').click()
    await expectStatus(page, 'case-status', 'returning')

    await desk.page.reload()
    await desk.page.getByTestId('case-arrive').click()
    await expectStatus(page, 'case-status', 'refunded')
    await expectText(page, 'case-money', '44.55')
    expect(page.url()).toBe(caseUrl)
    await fits(page)
    expect([...phone.faults, ...desk.faults]).toEqual([])
  })
})

async function expectStatus(page: Page, testId: string, status: string): Promise<void> {
  const shown = page.getByTestId(testId).first()
  await expect.poll(() => shown.getAttribute('data-status'), { timeout: 15_000, message: testId }).toBe(status)
}

/** Nothing is wider than the phone, and what is tapped is large enough. */
async function fits(page: Page): Promise<void> {
  const small = await page.evaluate(() => {
    const tapped = [...document.querySelectorAll<HTMLElement>('main :is(button, select, input, a)')]
    const shown = tapped.filter((each) => each.offsetParent !== null && each.closest('.step__facts, .stepper') === null)
    const low = shown.filter((each) => each.getBoundingClientRect().height < 40).map((each) => each.outerHTML)
    return { low, wide: document.documentElement.scrollWidth - window.innerWidth }
  })
  expect(small).toEqual({ low: [], wide: 0 })
}
