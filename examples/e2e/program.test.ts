import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { onPages, openDesk, openStage, signInOperator } from './demo.fixture.ts'

/**
 * The program of points from the operator's side. One bottle earns a point for each 1.00 paid, and 7 for the order by
 * the rule that is made here, for new friends only; a check-in gives 3 growth, and a household 600 points a day.
 */
const { title, isSkipped } = onPages('the points program on real pages')

describe.skipIf(isSkipped)(title, () => {
  const stage = openStage()

  test('an operator changes rules and tiers, a checkout earns by them, and the ledger shows the posting', async () => {
    const { page, faults } = await openDesk(stage.browser)
    await signInOperator(page, stage.demo.url)
    await page.getByTestId('nav-points').click()
    await makeRule(page)
    await page.getByTestId('sharing-maxPerDayCount').fill('600')
    await page.getByTestId('sharing-submit').click()
    await page.getByTestId('sharing-done').waitFor()
    await page.getByTestId('nav-tiers').click()
    await page.getByTestId('tier-growth-check_in').fill('3')
    await page.getByTestId('tiers-submit').click()
    await page.getByTestId('tiers-done').waitFor()

    const { token, memberId } = await shopper(stage.demo.url)
    expect(await call(stage.demo.url, 'GET', '/v1/points/household', undefined, token)).toMatchObject({
      sharing: { maxPerDayCount: 600 },
    })
    await call(stage.demo.url, 'POST', '/v1/points/check-ins', {}, token)
    expect(await call(stage.demo.url, 'GET', '/v1/tier', undefined, token)).toMatchObject({ growthCount: 3 })
    const goodsMinor = await buyBottle(stage.demo.url, token)
    const earned = Math.floor(goodsMinor / 100) + 7
    expect(await call(stage.demo.url, 'GET', '/v1/points', undefined, token)).toMatchObject({ pendingCount: earned })

    await page.getByTestId('nav-ledger').click()
    await page.getByTestId('ledger-owner').fill(memberId)
    await page.getByTestId('ledger-account').getByRole('button').click()
    const newest = page.getByTestId('ledger-entry').filter({ hasText: String(earned) })
    await expect.poll(() => newest.count()).toBeGreaterThan(0)
    expect(faults).toEqual([])
  })
})

/** Seven points for every order of a new friend. */
async function makeRule(page: Page): Promise<void> {
  await page.getByTestId('rule-add-fixed').click()
  const rule = page.getByTestId('earn-rule').last()
  await rule.getByTestId('rule-name').fill('新朋友七分')
  await rule.getByTestId('rule-count').fill('7')
  await rule.locator('details.more > summary').click()
  await rule.getByTestId('condition-add').click()
  await rule.getByTestId('condition-kind-0').selectOption('tier_in')
  await rule.getByTestId('condition-value-0').fill('friend')
  await rule.getByTestId('pick-tier_friend').click()
  await page.getByTestId('points-program-submit').click()
  await page.getByTestId('points-program-done').waitFor()
}

type Body = Readonly<Record<string, unknown>>

async function call(url: string, method: string, path: string, body?: object, token?: string): Promise<Body> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...{ 'siyu-key': 'pk_demo', 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const answer = (await response.json()) as Body
  expect(response.status, `${path}: ${JSON.stringify(answer)}`).toBe(200)
  return answer
}

/** Somebody who joins now. */
async function shopper(url: string): Promise<{ readonly token: string; readonly memberId: string }> {
  const phone = { kind: 'phone', address: '13900000031' }
  const { testCode: code } = await call(url, 'POST', '/v1/sign-in-codes', phone)
  const { accessToken, memberId } = await call(url, 'POST', '/v1/sessions', { ...phone, code })
  return { token: String(accessToken), memberId: String(memberId) }
}

/** Buys and pays one bottle; what was paid for it, shipping aside. */
async function buyBottle(url: string, token: string): Promise<number> {
  const place = { region: '310000' }
  await call(url, 'PUT', '/v1/cart/lines/sku_22111', { quantity: 1 }, token)
  const lines = [{ lineId: 'sku_22111', skuId: 'sku_22111', quantity: 1 }]
  const quote = await call(url, 'POST', '/v1/quotes', { lines, place }, token)
  const orderId = `ord_${randomUUID()}`
  const expectedPayableMinor = Number(quote.payableMinor)
  await call(url, 'POST', '/v1/orders', { orderId, expectedPayableMinor, place }, token)
  const { id: paymentId } = await call(url, 'POST', '/v1/payments', { orderId }, token)
  await call(url, 'POST', `/v1/payments/${String(paymentId)}/simulation`, { outcome: 'succeed' }, token)
  const shipping = quote.shipping as { readonly payableMinor: number } | null
  return expectedPayableMinor - (shipping?.payableMinor ?? 0)
}
