import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { expectText, onPages, openDesk, openPhone, openStage, signInMember, signInOperator } from './demo.fixture.ts'

const patience = { timeout: 30_000, interval: 500 }
const { title, isSkipped } = onPages('what the shop reports, in the console')

describe.skipIf(isSkipped)(title, () => {
  const stage = openStage()

  test('a visit, a basket, a checkout and an order are one person at each step', async () => {
    const phone = await openPhone(stage.browser)
    await buy(phone.page, stage.demo.url)
    const desk = await openDesk(stage.browser)
    await signInOperator(desk.page, stage.demo.url)
    await desk.page.getByTestId('nav-funnel').click()
    const counts = async (): Promise<readonly (string | null)[]> => {
      const steps = await desk.page.getByTestId('funnel-step').all()
      return Promise.all(steps.map((step) => step.getAttribute('data-count')))
    }
    const reloaded = async () => {
      await desk.page.reload()
      await desk.page.getByTestId('funnel-step').or(desk.page.getByTestId('empty-state')).first().waitFor()
      return counts()
    }
    await expect.poll(reloaded, patience).toEqual(['1', '1', '1', '1'])
    await desk.page.getByTestId('funnel-order').selectOption('unordered')
    await expect.poll(async () => (await counts()).slice(1), patience).toEqual(['1', '1', '1'])
    await desk.page.getByTestId('funnel-order').selectOption('strict')
    await expect.poll(async () => (await counts())[0], patience).toBe('1')

    await desk.page.getByTestId('nav-retention').click()
    await desk.page.getByTestId('retention-buying').click()
    await desk.page.getByTestId('cohort-total').waitFor()
    const cohorts = await desk.page.getByTestId('cohort').all()
    const sizes = await Promise.all(cohorts.map((row) => row.getAttribute('data-count')))
    expect([sizes.length, sizes.at(-1)]).toEqual([14, '1'])

    await desk.page.getByTestId('nav-events').click()
    await desk.page.getByTestId('event-filter').fill('Order Completed')
    await expect.poll(() => desk.page.locator('[data-event="Order Completed"]').count(), patience).toBe(1)
    // The goods on the first page were in view for a second.
    await phone.page.goto(stage.demo.url)
    await desk.page.getByTestId('event-filter').fill('Product Exposed')
    await expect.poll(() => desk.page.locator('[data-event="Product Exposed"]').count(), patience).toBeGreaterThan(1)
    await badEvent(stage.demo.url)
    await desk.page.getByTestId('events-violations').click()
    await desk.page.locator('[data-reason="event_missing"]').waitFor()
    await desk.page.getByTestId('events-delivery').click()
    await expectText(desk.page, 'tile-dead', '1')
    // The hour may have turned since the purchase.
    const hours = await desk.page.getByTestId('delivery-hour').all()
    const accepted = await Promise.all(hours.map((hour) => hour.getAttribute('data-accepted')))
    expect(accepted.reduce((sum, count) => sum + Number(count), 0)).toBeGreaterThan(5)
    const rows = (await exported(desk.page, 'csv')).split('\r\n')
    expect(rows.filter((row) => row.includes(',Order Completed,'))).toHaveLength(1)
    const lines = (await exported(desk.page, 'ndjson')).trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line).event)).toContain('Order Completed')
    await desk.page.getByTestId('export-format').selectOption('parquet')
    await desk.page.getByTestId('export-download').click()
    await expectText(desk.page, 'write-error', 'route_missing')
    expect([...phone.faults, ...desk.faults]).toEqual([])
  })
})

/** The file of the last days that the page hands over. */
async function exported(page: Page, format: string): Promise<string> {
  await page.getByTestId('events-files').click()
  await page.getByTestId('export-format').selectOption(format)
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('export-download').click()])
  expect(download.suggestedFilename()).toMatch(new RegExp(`^events-\\d{4}-\\d\\d-\\d\\d\\.${format}$`))
  return readFile(await download.path(), 'utf8')
}

/** From the first page to a paid order; what is looked at on the way is reported by itself. */
async function buy(page: Page, url: string): Promise<void> {
  await signInMember(page, `${url}/me`, '13900000007', '阿橘')
  await page.goto(`${url}/products/prd_house_cakestand`)
  await page.getByTestId('add-to-cart').click()
  await page.locator('.badge').first().waitFor()
  await page.goto(`${url}/checkout`)
  await page.getByTestId('place-order').click()
  await page.getByTestId('pay-succeed').click()
  await page.getByTestId('paid').waitFor()
}

async function badEvent(url: string): Promise<void> {
  const body = JSON.stringify({
    writeKey: 'pk_demo',
    batch: [{ type: 'track', anonymousId: 'a', messageId: 'nameless' }],
  })
  expect((await fetch(`${url}/v1/batch`, { method: 'POST', body })).status).toBe(200)
}
