import { existsSync } from 'node:fs'
import path from 'node:path'
import { build } from 'esbuild'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Loopback, startLoopback } from '../loopback.fixture.ts'

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
const absence = process.env['SIYU_NO_CHROMIUM'] ?? (existsSync(executablePath) ? undefined : `no ${executablePath}`)
if (absence) console.warn(`Chromium tests skipped: ${absence}`)

async function bundle(code: string): Promise<string> {
  const resolveDir = path.resolve(import.meta.dirname, '..')
  const stdin = { contents: code, resolveDir, loader: 'ts' as const }
  const result = await build({ stdin, bundle: true, minify: true, format: 'iife', target: 'es2020', write: false })
  return result.outputFiles[0]?.text ?? ''
}

describe.skipIf(absence)('in Chromium', () => {
  let collector: Loopback
  let shop: Loopback
  let browser: Browser
  let context: BrowserContext
  let script: string

  beforeAll(async () => {
    script = await bundle(`import { createExposure, createTracker, trackPageViews } from './index.ts'
      import { autocapture } from './autocapture/index.ts'
      import { debugOverlay } from './overlay/index.ts'
      Object.assign(globalThis, { createExposure, createTracker, trackPageViews, autocapture, debugOverlay })`)
    collector = await startLoopback()
    // Another port is another origin: what a shop's page sends crosses origins, as in production.
    shop = await startLoopback(
      () => `<!doctype html><title>店</title><script>${script}
        const endpoint = '${collector.url}'
        globalThis.tracker = createTracker({ endpoint, writeKey: 'pk_test', flushIntervalMs: 60000 })
      </script>`,
    )
    const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking']
    browser = await chromium.launch({ executablePath, args })
  })
  beforeEach(async () => {
    collector.setFault(() => undefined)
    await collector.sql.execute({ text: 'truncate analytics_events', values: [] })
    context = await browser.newContext()
  })
  afterEach(() => context.close())
  afterAll(async () => {
    await browser?.close()
    await Promise.all([collector?.close(), shop?.close()])
  })

  const open = async (): Promise<Page> => {
    const page = await context.newPage()
    await page.goto(`${shop.url}/p/1?utm_source=wechat&utm_campaign=spring`)
    return page
  }
  /** Whoever opens the database first makes it: a test that only looks must not leave the tracker an empty one. */
  const stored = (what: 'getAllKeys' | 'getAll') => `new Promise((resolve) => {
    const opening = indexedDB.open('siyu', 1)
    opening.onupgradeneeded = () => opening.result.createObjectStore('q')
    opening.onsuccess = () => {
      const asking = opening.result.transaction('q').objectStore('q').${what}()
      asking.onsuccess = () => resolve(asking.result)
    }
  })`
  const storedKeys = stored('getAllKeys')
  const trackFive = "for (const n of [1, 2, 3, 4, 5]) tracker.track('event ' + n, { n });"
  /** After the evaluation was answered: a page that leaves meanwhile may never answer it. */
  const leave = async (page: Page): Promise<void> => {
    await page.evaluate(`void setTimeout(() => { ${trackFive} location.href = 'about:blank' })`)
    await page.waitForURL('about:blank')
  }
  const five = [1, 2, 3, 4, 5].map((n) => `event ${n}`)
  const arrives = (names: readonly string[]) =>
    expect.poll(() => collector.storedNames(), { timeout: 10_000 }).toEqual(names)

  it('delivers what was tracked just before a navigation, once, with its page', async () => {
    const page = await open()
    await leave(page)
    await arrives(five)
    const [row] = await collector.store.list({ brandId: 'brand_a', limit: 1 })
    expect(row?.context).toMatchObject({
      page: { path: '/p/1', title: '店', url: `${shop.url}/p/1?utm_source=wechat&utm_campaign=spring` },
      campaign: { source: 'wechat', name: 'spring' },
    })
  })

  it('delivers what was tracked just before the tab is closed', async () => {
    const page = await open()
    await page.evaluate(trackFive)
    await page.close({ runBeforeUnload: true })
    await arrives(five)
  })

  it('delivers on the next visit what the leaving request could not', async () => {
    collector.setFault(() => ({ status: 503 }))
    const page = await open()
    await leave(page)
    await page.waitForURL('about:blank')
    collector.setFault(() => undefined)
    expect(await collector.storedNames()).toEqual([])
    await open()
    await arrives(five)
  })

  it('one visitor and no repeats in two tabs that share the storage', async () => {
    const one = await open()
    await one.evaluate("tracker.track('event 0')")
    const two = await open()
    await Promise.all([
      one.evaluate(`${trackFive} tracker.flush()`),
      two.evaluate(`tracker.track('event 6'); tracker.flush()`),
    ])
    await arrives(['event 0', ...five, 'event 6'])
    const rows = await collector.store.list({ brandId: 'brand_a', limit: 10 })
    expect(new Set(rows.map(({ anonymousId }) => anonymousId)).size).toBe(1)
    await expect.poll(() => one.evaluate(storedKeys)).toEqual([])
  })

  it('a yes or a no counts in the other open tabs, too, and leaves nothing behind', async () => {
    const tabs = [await open(), await open()]
    const [one, two] = tabs as [Page, Page]
    for (const page of tabs) {
      await page.evaluate(`tracker = createTracker({ endpoint: '${collector.url}', writeKey: 'pk_test',
        flushIntervalMs: 50, consent: 'pending' })`)
    }
    await two.evaluate("tracker.track('before')")
    await one.evaluate("tracker.setConsent('granted')")
    await arrives(['before'])
    collector.setFault(() => ({ status: 503 }))
    await one.evaluate("tracker.track('unsent')")
    const ids = 'Object.keys(localStorage).filter((key) => key.startsWith("siyu.")).length'
    await expect.poll(() => one.evaluate(ids)).toBeGreaterThan(1)
    await two.evaluate("tracker.setConsent('denied')")
    await expect.poll(async () => [await one.evaluate(ids), await one.evaluate(storedKeys)]).toEqual([0, []])
    collector.setFault(() => undefined)
    await one.evaluate("tracker.track('after'); tracker.flush()")
    expect(await collector.storedNames()).toEqual(['before'])
  })

  it('takes the sending over from a tab that hangs', async () => {
    const hung = await open()
    await hung.evaluate("void navigator.locks.request('siyu.pk_test', () => new Promise(() => {}))")
    const page = await context.newPage()
    // The half minute that a tab is given, in no time.
    await page.addInitScript(
      'const { timeout } = AbortSignal; AbortSignal.timeout = (ms) => timeout.call(AbortSignal, ms / 300)',
    )
    await page.goto(shop.url)
    await page.evaluate(`${trackFive} void tracker.flush()`)
    await arrives(five)
  })

  it('works when the browser blocks storage', async () => {
    const page = await context.newPage()
    await page.addInitScript(
      "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('blocked', 'SecurityError') } })",
    )
    await page.goto(shop.url)
    await leave(page)
    await arrives(five)
  })

  it('writes a burst to IndexedDB and a trickle to localStorage, within the moment', async () => {
    collector.setFault(() => ({ status: 503 }))
    const page = await open()
    await page.evaluate("for (let at = 0; at < 1000; at++) tracker.track('fast', { at })")
    const texts = async () => (await page.evaluate(stored('getAll'))) as string[]
    // All of it, or what follows is part of the burst.
    await expect.poll(async () => (await texts()).join('\n').split('\n').length).toBe(1000)
    expect((await texts()).length).toBeGreaterThan(3)
    const trickle = 'Object.keys(localStorage).filter((key) => key.startsWith("siyu.q"))'
    expect(await page.evaluate(trickle)).toEqual([])
    await page.evaluate("tracker.track('slow')")
    await expect.poll(async () => ((await page.evaluate(trickle)) as string[]).length).toBe(1)
  })

  it('counts the pages of an application, elements that were seen, and clicks, and shows them', async () => {
    const page = await open()
    await page.evaluate(`
      tracker = createTracker({ endpoint: '${collector.url}', writeKey: 'pk_test', flushIntervalMs: 50, pageViews: true,
        plugins: [debugOverlay({ 'Element Clicked': { missing: 'string' } })] })
      document.body.innerHTML = '<p id=near style="height: 50px">near</p><p id=far style="margin-top: 4000px">far</p>' +
        '<button id=buy>Buy <b>now</b></button><div data-no-track><button id=hush>no</button></div>' +
        '<form onsubmit="return false"><input name=phone value=13800138000><button data-track="Sent">send</button></form>'
      const expose = createExposure(tracker, { visibleMs: 50 })
      for (const id of ['near', 'far']) expose(document.getElementById(id), { product_id: id })
      autocapture(tracker)
      history.pushState({}, '', '/p/2')
      history.replaceState({}, '', '/p/2')
      for (const query of ['#buy b', '#hush', 'form button']) document.querySelector(query).click()
    `)
    await arrives(['$page', '$page', 'Element Clicked', 'Form Submitted', 'Product Exposed', 'Sent'])
    const rows = await collector.store.list({ brandId: 'brand_a', limit: 20 })
    const of = (event: string) => rows.find((row) => row.event === event)?.properties
    expect(of('Product Exposed')).toEqual({ product_id: 'near' })
    expect(of('Element Clicked')).toEqual({ tag: 'button', id: 'buy', text: 'Buy now' })
    expect(of('Form Submitted')).toEqual({ tag: 'form' })
    const shown = await page.evaluate("document.querySelector('siyu-events').shadowRoot.querySelector('ol').innerText")
    expect(shown).toContain('Element Clicked missing:string')
  })
})
