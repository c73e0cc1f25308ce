import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { onPages, openDesk, openPhone, openStage, signInMember, signInOperator } from './demo.fixture.ts'

const { title, isSkipped } = onPages('consents and rights on real pages')

describe.skipIf(isSkipped)(title, () => {
  const stage = openStage()

  test('a member switches, downloads, asks and leaves; the operator answers', async () => {
    const { page, faults } = await openPhone(stage.browser)
    await signInMember(page, `${stage.demo.url}/me`, '13900000009', '小禾')
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

    const desk = await openDesk(stage.browser)
    await signInOperator(desk.page, stage.demo.url)
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
