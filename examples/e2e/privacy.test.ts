import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  buildPages,
  type Demo,
  newFolder,
  noBrowser,
  openBrowser,
  openDesk,
  openPhone,
  removeFolder,
  startDemo,
} from './demo.fixture.ts'

const title = `consents and rights on real pages${noBrowser === undefined ? '' : ` (${noBrowser})`}`

describe.skipIf(noBrowser !== undefined)(title, () => {
  let demo: Demo
  let browser: Browser
  beforeAll(async () => {
    await buildPages()
    demo = await startDemo(await newFolder())
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
    if (demo !== undefined) await removeFolder(demo.folder)
  })

  test('a member switches, downloads, asks and leaves; the operator answers', async () => {
    const { page, faults } = await openPhone(browser)
    await signIn(page, `${demo.url}/me`, '13900000009', '小禾')
    await page.getByTestId('go-privacy').click()

    const sms = page.locator('[data-about="marketing.sms"]')
    await sms.getByRole('checkbox').click()
    await expect.poll(() => sms.getAttribute('data-state')).toBe('granted')
    await sms.getByRole('checkbox').click()
    await expect.poll(() => sms.getAttribute('data-state')).toBe('withdrawn')
    await page.locator('[data-about="analytics"]').getByRole('checkbox').click()

    const download = page.waitForEvent('download')
    await page.getByTestId('download-data').click()
    const file = JSON.parse(await readFile(await (await download).path(), 'utf8')) as {
      concepts: { members: { memberProfiles: unknown } }
    }
    expect(file.concepts.members.memberProfiles).toEqual([{ name: '小禾', birthday: null }])

    await page.getByTestId('correction').fill('我的名字应为小荷')
    await page.getByTestId('send-correction').click()
    await page.getByTestId('data-request').filter({ hasText: '我的名字应为小荷' }).waitFor()
    // What joining gave ends with the account.
    await page.getByTestId('agree-losses').check()
    await page.getByTestId('delete-account').click()
    await page.getByTestId('keep-account').waitFor()
    expect(await wideness(page)).toBe(0)

    const desk = await openDesk(browser)
    await desk.page.goto(`${demo.url}/console`)
    await desk.page.getByTestId('operator-login').fill('demo')
    await desk.page.getByTestId('operator-password').fill('siyu-demo')
    await desk.page.getByTestId('operator-submit').click()
    await desk.page.getByTestId('nav-privacy').click()
    const row = desk.page.getByTestId('request-row').filter({ hasText: '我的名字应为小荷' })
    await desk.page.locator('[data-about="marketing.sms"]').waitFor()
    await row.getByTestId('answer-text').fill('已按您的要求更正')
    await row.getByTestId('answer-done').click()
    await row.waitFor({ state: 'detached' })
    expect(await wideness(desk.page)).toBe(0)

    await page.reload()
    await page.getByTestId('data-request').filter({ hasText: '已按您的要求更正' }).waitFor()
    await page.getByTestId('keep-account').click()
    await page.getByTestId('delete-account').waitFor()
    expect([...faults, ...desk.faults]).toEqual([])
  })
})

/** How many pixels the page can be scrolled sideways: none. */
function wideness(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}

async function signIn(page: Page, url: string, phone: string, name: string): Promise<void> {
  await page.goto(url)
  await page.getByTestId('consent-grant').click()
  await page.getByTestId('sign-in').or(page.getByTestId('sign-in-phone')).first().waitFor()
  if (!(await page.getByTestId('sign-in-phone').isVisible())) await page.getByTestId('sign-in').click()
  await page.getByTestId('sign-in-phone').fill(phone)
  await page.getByTestId('sign-in-send').click()
  await page.getByTestId('sign-in-name').fill(name)
  await page.getByTestId('sign-in-submit').click()
  await page.getByTestId('sign-in-submit').waitFor({ state: 'detached' })
}
