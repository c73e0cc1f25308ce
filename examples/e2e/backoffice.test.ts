import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { expectText, onPages, openDesk, openStage, signInOperator } from './demo.fixture.ts'

const { title, isSkipped } = onPages('catalogue, stock, money and webhooks on the console’s real pages')

describe.skipIf(isSkipped)(title, () => {
  const stage = openStage()
  let page: Page
  let faults: string[] = []
  const open = async (name: string): Promise<void> => {
    if (page === undefined) {
      const desk = await openDesk(stage.browser)
      page = desk.page
      faults = desk.faults
      await signInOperator(page, stage.demo.url)
    }
    await page.getByTestId(`nav-${name}`).click()
  }

  test('an operator makes a product with options, changes a price list, and brings products out and in by file', async () => {
    await open('products')
    await makeCategory(page)
    await makeProduct(page)
    await open('products')
    await page.getByTestId('product-search').fill('围裙')
    await page.getByTestId('product-find').click()
    await expect.poll(() => page.getByTestId('product-row').count()).toBe(1)
    await expectText(page, 'product-row', '厨房布艺')
    await page.getByTestId('product-row').getByRole('link').click()
    await page.getByTestId('sku').first().locator('summary').click()
    await page.getByTestId('shop-price-add-0').click()
    await page.getByTestId('shop-price-key-0-0').fill('wecom')
    await page.getByTestId('shop-price-0-0').fill('79')
    await page.getByTestId('product-submit').click()
    await page.getByTestId('product-done').waitFor()

    await open('products')
    const download = page.waitForEvent('download')
    await page.getByTestId('products-export').click()
    const csv = await readFile(await (await download).path(), 'utf8')
    expect(csv).toContain('wecom')
    await upload(page, 'products-import', csv.replace('list_minor', 'price'))
    await expectText(page, 'import-mistakes', '未知的列')
    await upload(page, 'products-import', csv)
    await expect.poll(() => page.getByTestId('import-outcome').textContent()).toMatch(/新增 0 个商品，更新 \d+ 个/)
    expect(await wideness(page)).toBe(0)
  })

  test('an operator receives goods, moves them to a second warehouse, sets a threshold and sees what moved', async () => {
    await open('stock')
    await page.getByTestId('location-add').click()
    await page.getByTestId('location-name').fill('二号仓')
    await page.getByTestId('location-submit').click()
    await page.getByTestId('location-done').waitFor()
    await page.getByTestId('location-drawer-close').click()
    await page.getByTestId('stock-open-sku_22960').click()
    await page.getByTestId('stock-delta').fill('7')
    await page.getByTestId('stock-reason').fill('新到一箱')
    await page.getByTestId('stock-submit').click()
    await expectText(page, 'stock-done', '52')
    await expectText(page, 'movement-row', '新到一箱')
    await page.getByTestId('transfer-quantity').fill('20')
    await page.getByTestId('transfer-submit').click()
    await page.getByTestId('transfer-done').waitFor()
    const locations = page.getByTestId('stock-locations').locator('tbody tr')
    await expect
      .poll(() => locations.evaluateAll((rows) => rows.map((row) => row.children[1]?.textContent)))
      .toEqual([...['32', '20']])
    await page.getByTestId('policy-low').fill('900')
    await page.getByTestId('policy-submit').click()
    await page.getByTestId('policy-done').waitFor()
    await page.getByTestId('stock-drawer-close').click()
    await page.getByTestId('stock-shown').selectOption('low')
    await expect
      .poll(() => page.getByTestId('stock-row').evaluateAll((rows) => rows.map((row) => row.dataset.skuId)))
      .toEqual(['sku_22960'])
    expect(await wideness(page)).toBe(0)
  })

  test('an operator compares the provider’s books, and a file of them, with the shop’s', async () => {
    await open('payments')
    await page.getByTestId('reconcile-run').click()
    // The test provider keeps no books: what was paid in the promoter's shop of the demo stands in the shop's alone.
    await expect.poll(() => page.getByTestId('reconcile-verdict').getAttribute('data-clean')).toBe('false')
    expect(await page.getByTestId('difference').count()).toBe(3)
    const moment = new Date().toISOString()
    await upload(page, 'reconcile-file', `payment_id,amount_minor,currency,at\npay_gone,44.55,CNY,${moment}`)
    await page.getByText('第 2 行的 amount_minor 看不懂').waitFor()
    expect(await page.getByTestId('reconcile-run').isDisabled()).toBe(true)
    await upload(page, 'reconcile-file', `payment_id,amount_minor,currency,at\npay_gone,4455,CNY,${moment}`)
    await page.getByTestId('reconcile-run').click()
    await page.getByTestId('difference').filter({ hasText: '本店没有' }).filter({ hasText: '44.55' }).waitFor()
    await page.getByTestId('payments-shown').selectOption('held')
    await page.getByTestId('empty-state').waitFor()
    expect(await wideness(page)).toBe(0)
  })

  test('an operator makes a webhook, sees its secret when asked, and sends an event again', async () => {
    await open('webhooks')
    await page.getByTestId('webhook-create').click()
    await page.getByTestId('webhook-url').fill('https://127.0.0.1:9/hooks')
    await page.getByTestId('webhook-submit').click()
    await page.getByTestId('webhook-reveal').click()
    const secret = (await page.getByTestId('webhook-secret').textContent()) ?? ''
    expect(secret).toMatch(/^whsec_/)
    await page.getByTestId('webhook-rotate').click()
    await page.getByTestId('webhook-rotate').click()
    await page.getByTestId('webhook-rotated').waitFor()
    expect(await page.getByTestId('webhook-secret').count()).toBe(0)
    await page.getByTestId('webhook-reveal').click()
    await expect.poll(() => page.getByTestId('webhook-secret').textContent()).toMatch(/^whsec_/)
    expect(await page.getByTestId('webhook-secret').textContent()).not.toBe(secret)
    await page.getByTestId('replay-submit').click()
    await page.getByTestId('replay-done').waitFor()
    await page.getByTestId('webhook-drawer-close').click()
    await page.getByTestId('webhook-row').getByRole('button').click()
    expect(await page.getByTestId('webhook-secret').count()).toBe(0)
    await page.getByTestId('delivery-row').first().waitFor()
    await page.getByTestId('delivery-again').first().click()
    await expect.poll(() => page.getByTestId('delivery-again').first().isEnabled()).toBe(true)
    expect(await page.getByTestId('write-error').count()).toBe(0)
    expect(faults).toEqual([])
  })
})

async function makeCategory(page: Page): Promise<void> {
  await page.getByTestId('category-add').click()
  await page.getByTestId('category-name').fill('厨房布艺')
  await page.getByTestId('category-id').fill('linen')
  await page.getByTestId('category-parent').selectOption('kitchen')
  await page.getByTestId('category-submit').click()
  await page.getByTestId('category-done').waitFor()
  await page.getByTestId('category-drawer-close').click()
  await page.locator('[data-testid=category-row][data-category-id=linen]').waitFor()
}

/** An apron in two colours, each of which becomes a SKU. */
async function makeProduct(page: Page): Promise<void> {
  await page.getByTestId('product-create').click()
  await page.getByTestId('product-name').fill('亚麻围裙')
  await page.getByTestId('product-category').selectOption('linen')
  await page.getByTestId('option-add').click()
  await page.getByTestId('option-name-0').fill('颜色')
  await page.getByTestId('value-name-0-0').fill('靛蓝')
  await page.getByTestId('value-add-0').click()
  await page.getByTestId('value-name-0-1').fill('本白')
  await page.getByTestId('skus-make').click()
  await expect.poll(() => page.getByTestId('sku').count()).toBe(2)
  for (const at of [0, 1]) {
    await page.getByTestId(`sku-list-${at}`).fill('88')
    await page.getByTestId(`sku-cost-${at}`).fill('40')
  }
  await page.getByTestId('product-submit').click()
  await page.getByTestId('product-done').waitFor()
}

function upload(page: Page, testId: string, text: string): Promise<void> {
  const file = { name: 'file.csv', mimeType: 'text/csv', buffer: Buffer.from(text) }
  return page.getByTestId(testId).setInputFiles(file)
}

/** How many pixels a page is wider than its screen. */
function wideness(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth))
}
