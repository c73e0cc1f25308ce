import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { findChromium } from '../../tools/chromium.ts'
import { copyOfShop, type Demo, noBrowser, removeFolder, startDemo } from './shop.fixture.ts'

/** For a suite on real pages: its title, which says why when there is no browser, and whether it is skipped. */
export function onPages(what: string): { readonly title: string; readonly isSkipped: boolean } {
  return { title: noBrowser === undefined ? what : `${what} (${noBrowser})`, isSkipped: noBrowser !== undefined }
}

/** The browser of a suite. */
export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium() ?? '',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  })
}

/** A phone of its own: 390 × 844, its own storage. Whatever the page reports as broken is kept in `faults`. */
export async function openPhone(browser: Browser): Promise<{ context: BrowserContext; page: Page; faults: string[] }> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN' })
  return openPage(context)
}

/** An operator's screen: 1280 × 800. */
export async function openDesk(browser: Browser): Promise<{ context: BrowserContext; page: Page; faults: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN' })
  return openPage(context)
}

async function openPage(context: BrowserContext): Promise<{ context: BrowserContext; page: Page; faults: string[] }> {
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  return { context, page, faults }
}

/** What the tests of one file share. A test may put another demo on the same folder here. */
export type Stage = { demo: Demo; browser: Browser }

/** For the tests of this suite: a shop on a folder of its own, the built pages, a browser; nothing is left of them. */
export function openStage(): Stage {
  const stage: Partial<Stage> = {}
  beforeAll(async () => {
    stage.demo = await startDemo(await copyOfShop())
    stage.browser = await openBrowser()
  })
  afterAll(async () => {
    await stage.browser?.close()
    await stage.demo?.stop()
    if (stage.demo !== undefined) await removeFolder(stage.demo.folder)
  })
  return stage as Stage
}

/** Signs the demo's operator in on the console. */
export async function signInOperator(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/console`)
  await page.getByTestId('operator-login').fill('demo')
  await page.getByTestId('operator-password').fill('siyu-demo')
  await page.getByTestId('operator-submit').click()
}

/** Opens a page of the storefront for the first time and signs in there. */
export async function signInMember(page: Page, url: string, phone: string, name: string): Promise<void> {
  await page.goto(url)
  await page.getByTestId('consent-grant').click()
  await openSignIn(page)
  await fillSignIn(page, phone, name)
}

/** The form stands on some pages; on others a button opens it. */
export async function openSignIn(page: Page): Promise<void> {
  await page.getByTestId('sign-in').or(page.getByTestId('sign-in-phone')).first().waitFor()
  if (!(await page.getByTestId('sign-in-phone').isVisible())) await page.getByTestId('sign-in').click()
}

export async function fillSignIn(page: Page, phone: string, name: string): Promise<void> {
  await page.getByTestId('sign-in-phone').fill(phone)
  await page.getByTestId('sign-in-send').click()
  await page.getByTestId('sign-in-name').fill(name)
  await page.getByTestId('sign-in-submit').click()
  await page.getByTestId('sign-in-submit').waitFor({ state: 'detached' })
}

/** Waits until an element says a text; blanks do not count. */
export async function expectText(page: Page, testId: string, text: string): Promise<void> {
  const shown = page.getByTestId(testId).first()
  const bare = (words: string | null): string | undefined => words?.replace(/\s/g, '')
  await expect
    .poll(async () => bare(await shown.textContent()), { timeout: 15_000, message: testId })
    .toContain(bare(text))
}

/** Puts what a product's page shows into the cart, and waits until the shop has it. */
export async function putInCart(page: Page): Promise<void> {
  const isStored = (url: string, method: string): boolean => method === 'PUT' && url.includes('/v1/cart/lines/')
  const stored = page.waitForResponse((answer) => isStored(answer.url(), answer.request().method()) && answer.ok())
  await page.getByTestId('add-to-cart').click()
  await stored
}
