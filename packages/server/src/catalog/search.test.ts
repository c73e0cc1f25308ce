import type { ShopProduct } from '@siyu/core/catalog'
import type { Page } from '@siyu/core/kernel'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TEA } from '../kernel/testing/goods.ts'
import { testDatabases } from '../kernel/testing/postgres.ts'
import { openShop, type Shop } from '../kernel/testing/shop.ts'
import { rebuilt, stateOf } from '../kernel/testing/state.ts'

/** Id, Chinese title, English title, tags, description. */
const GOODS: readonly (readonly [string, string, string, readonly string[], string])[] = [
  ['longjing', '西湖龙井绿茶', 'West Lake Longjing', ['绿茶', '春茶'], '明前采摘，豆香。'],
  ['biluochun', '碧螺春', 'Biluochun', ['绿茶'], '江苏苏州洞庭山名茶。'],
  ['puer', '云南普洱熟茶 357g', "Pu'er Tea Cake", ['黑茶'], '陈年茶饼，越陈越香。'],
  ['jujube', '新疆红枣', 'Red dates', ['干果'], '配红茶煮着喝。'],
  ['keemun', '祁门红茶', 'Keemun', ['红茶'], 'Black tea, 50g tin.'],
  ['cup', 'iPhone 保温杯 Pro', 'iPhone Cup', ['杯子'], 'ＡＢＣ１２３ 全角型号'],
  ['sakura', 'さくら茶', 'Sakura', [], "100% natural: it's 'quoted' \\ & | ! (odd)"],
]

describe.each(await testDatabases())('search on $title', (kind) => {
  let shop: Shop
  beforeAll(async () => {
    if (kind.skip !== undefined) return
    shop = await openShop({ on: kind.kind })
    const [sku] = TEA.skus
    for (const [id, zh, en, tags, description] of GOODS) {
      const skus = [{ ...sku, id: `sku_${id}` }]
      const saved = await shop.call(
        ...([
          'PUT',
          `/v1/products/${id}`,
          { ...TEA, title: { zh, en }, category: 'x', tags, description, skus },
        ] as const),
        { secret: true },
      )
      expect(saved.status).toBe(200)
    }
  })
  afterAll(async () => {
    if (shop === undefined) return
    expect(shop.faults).toEqual([])
    await shop.close()
  })
  const test = it.skipIf(kind.skip !== undefined)
  const page = async (search: string, more = '') =>
    (await shop.call<Page<ShopProduct>>('GET', `/v1/products?search=${encodeURIComponent(search)}${more}`)).body
  const find = async (search: string) => (await page(search)).items.map(({ id }) => id)

  test.each([
    // One character, anywhere in a text; the title first.
    ['茶', ['puer', 'keemun', 'sakura', 'longjing', 'biluochun', 'jujube']],
    // Two characters are exact: 红茶 is not 红枣.
    ['绿茶', ['longjing', 'biluochun']],
    ['红茶', ['keemun', 'jujube']],
    ['红枣', ['jujube']],
    // Words run together, in any order, without a dictionary.
    ['龙井绿茶', ['longjing']],
    ['绿茶龙井', ['longjing']],
    ['普洱茶', ['puer']],
    ['洞庭山', ['biluochun']],
    // Mixed, in any case and width, by the beginnings of words.
    ['iphone杯', ['cup']],
    ['IPH', ['cup']],
    ['ｉｐｈｏｎｅ', ['cup']],
    ['abc123', ['cup']],
    ['357', ['puer']],
    ['tea 50g', ['keemun']],
    ['保温 pro', ['cup']],
    ['さくら', ['sakura']],
    // Nothing, and what a query language would choke on.
    ['手机', []],
    ['龘', []],
    ["'", []],
    ["it's & | ! :* ( \\", ['sakura']],
    ['！？', []],
  ])('%s', async (search, expected) => {
    const found = await find(search)
    expect([...found].sort()).toEqual([...expected].sort())
    if (found.length === 2) expect(found).toEqual(expected)
  })

  test('what stands in the title comes before what is only described', async () => {
    expect((await find('茶')).slice(0, 4).sort()).toEqual(['keemun', 'longjing', 'puer', 'sakura'])
    expect((await find('茶')).at(-1)).toBe('jujube')
    expect(await find('绿茶')).toEqual(['longjing', 'biluochun'])
  })

  test('goes on page by page, and loses and repeats nothing', async () => {
    const ids: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const more: string = cursor === '' ? '' : `&cursor=${cursor}`
      const { items, nextCursor }: Page<ShopProduct> = await page('茶', `&limit=2${more}`)
      ids.push(...items.map(({ id }) => id))
      cursor = nextCursor
    }
    expect(ids).toEqual(await find('茶'))
  })

  test('an empty search lists everything, and one in a category only what is there', async () => {
    expect((await find('')).length).toBe(GOODS.length)
    expect((await page('茶', '&category=y')).items).toEqual([])
  })

  test('what can be found follows from the journal', async () => {
    await shop.server.outbox.drain()
    const { database } = shop.database
    expect((await rebuilt(database)).products).toEqual((await stateOf(database)).products)
  })
})
