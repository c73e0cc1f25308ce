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

const { title, isSkipped } = onPages('after-sales and presales on real pages')

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

  test('a presale: the deposit is paid, what becomes of it was shown before, and the shop calls the order off', async () => {
    const { url } = stage.demo
    const phone = await openPhone(stage.browser)
    const { page } = phone
    await signInMember(page, `${url}/me`, '13900000004', '果果')
    await page.goto(`${url}/products/prd_house_jam`)
    await page.getByTestId('product-presale').click()
    await expectText(page, 'presale-terms', '抵 ¥8.00')
    await fits(page)
    await page.getByTestId('presale-buy').click()
    const sheet = page.getByTestId('sale-sheet')
    await sheet.getByTestId('presale-forfeit').waitFor()
    expect(await sheet.getByTestId('presale-forfeit').getAttribute('data-forfeit')).toBe('refund')
    await expectText(page, 'sale-sum', '32.00')
    await page.getByTestId('sale-confirm').click()
    await expectText(page, 'payment-amount', '5.00')
    await page.getByTestId('pay-succeed').click()
    await expectText(page, 'paid-amount', '5.00')
    await page.getByTestId('view-order').click()
    await expectStatus(page, 'order-status', 'deposited')
    await expectText(page, 'order-balance', '27.00')
    await page.getByTestId('balance-opens').waitFor()
    expect(await page.getByTestId('pay-order').isDisabled()).toBe(true)
    await fits(page)

    const desk = await openDesk(stage.browser)
    await signInOperator(desk.page, url)
    await desk.page.getByTestId('nav-orders').click()
    await sendFile(desk.page)
    await desk.page.getByTestId('order-payment-minutes').fill('45')
    await desk.page.getByTestId('order-settings-submit').click()
    await desk.page.getByTestId('order-settings-done').waitFor()
    await desk.page.getByTestId('order-row').first().click()
    await desk.page.getByTestId('call-off').click()
    await expectStatus(page, 'order-status', 'cancelled')
    await expectText(page, 'deposit-end', '定金已退回')
    expect([...phone.faults, ...desk.faults]).toEqual([])
  })
})

/** A file of tracking numbers of which no row can be taken: each says why. */
async function sendFile(page: Page): Promise<void> {
  const csv = 'order_id,carrier,tracking_number\nord_nobody,sf,SF7000000001\nord_nobody,sf,1\n'
  const file = { name: 'parcels.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) }
  await page.getByTestId('shipments-import').setInputFiles(file)
  await expectText(page, 'shipments-outcome', '未导入 2 行')
  await expectText(page, 'shipments-refused', 'tracking_number')
}

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
