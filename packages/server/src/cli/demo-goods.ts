import type { Category, Product, ProductOption, Sku } from '@siyu/core/catalog'

/** `values` names its value of each of the product's options, where it has several of them. */
type Article = readonly [code: string, zh: string, en: string, listMinor: number, stock: number, values?: string]

const category = (id: string, zh: string, en: string, parentId: string | null, rank: number): Category => ({
  ...{ id, name: { zh, en }, parentId, rank },
})

/** The shelves of the demo. */
export const demoCategories: readonly Category[] = [
  category('kitchen', '厨房茶点', 'Kitchen and tea', null, 1),
  category('cakestand', '点心架', 'Cakestands', 'kitchen', 1),
  category('tins', '糕点罐', 'Cake tins', 'kitchen', 2),
  category('lunchbox', '便当盒', 'Lunch boxes', 'kitchen', 3),
  category('jam', '果酱', 'Jam making', 'kitchen', 4),
  category('lights', '灯与烛', 'Lights and candles', null, 2),
  category('light', '烛台', 'T-light holders', 'lights', 1),
  category('lantern', '提灯', 'Lanterns', 'lights', 2),
  category('home', '居家随身', 'Home and out', null, 3),
  category('bottle', '热水袋', 'Hot water bottles', 'home', 1),
  category('bag', '购物袋', 'Bags', 'home', 2),
  category('notebook', '本册', 'Notebooks', 'home', 3),
  category('decoration', '装点', 'Decoration', null, 4),
  category('bunting', '彩旗', 'Bunting', 'decoration', 1),
  category('frame', '相框', 'Picture frames', 'decoration', 2),
  category('bird', '摆件', 'Ornaments', 'decoration', 3),
]

type Line = {
  readonly id: string
  readonly names: readonly [zh: string, en: string]
  readonly category: string
  readonly description: string
  /** Tells the articles apart: the name of their only option, or several options with their values. */
  readonly by?: readonly [zh: string, en: string] | readonly ProductOption[]
  /** The least its articles may cost, in hundredths of the list price: as much is left to promoters' shops. */
  readonly floor?: number
  readonly articles: readonly Article[]
}

const values = (...names: readonly (readonly [id: string, zh: string, en: string])[]): ProductOption['values'] =>
  names.map(([id, zh, en]) => ({ id, name: { zh, en } }))

const pattern = ['花色', 'Pattern'] as const

/** What the demo sells: articles of the Online Retail file under Chinese names, prices at nine to one. */
const lines: readonly Line[] = [
  {
    ...{ id: 'prd_house_cakestand', names: ['摄政风点心架', 'Regency cakestand'], category: 'cakestand' },
    description: '下午茶的主角，三层可拆，收纳不占地方。',
    articles: [['22423', '三层', '3 tiers', 11_475, 40]],
  },
  {
    ...{ id: 'prd_house_bottle', names: ['暖心热水袋', 'Hot water bottle'], category: 'bottle', by: pattern },
    description: '针织外套可拆洗，冬天的办公桌和被窝都需要它。',
    articles: [
      ['22111', '苏格兰梗', 'Scottie dog', 4_455, 60],
      ['21485', '波点爱心', 'Retrospot heart', 4_455, 60],
      ['22112', '巧克力', 'Chocolate', 4_455, 0],
    ],
  },
  {
    ...{ id: 'prd_house_tlight', names: ['心形吊挂烛台', 'Hanging heart t-light holder'], category: 'light' },
    floor: 80,
    ...{ description: '挂在窗边，点一支小蜡烛，夜里就有了光。', by: ['颜色', 'Colour'] },
    articles: [
      ['85123A', '白色', 'White', 2_655, 120],
      ['21733', '红色', 'Red', 2_655, 80],
    ],
  },
  {
    ...{ id: 'prd_house_bunting', names: ['派对三角彩旗', 'Party bunting'], category: 'bunting', by: pattern },
    description: '生日、露营、开业都能挂，三米长，可反复使用。',
    articles: [
      ['47566', '碎花', 'Floral', 4_455, 50],
      ['23298', '波点', 'Spotty', 4_455, 50],
    ],
  },
  {
    ...{ id: 'prd_house_bag', names: ['波点购物袋', 'Polkadot shopping bag'], category: 'bag' },
    description: '装得下一周的菜，也装得下说走就走的周末。',
    by: [
      {
        ...{ id: 'size', name: { zh: '大小', en: 'Size' } },
        values: values(['jumbo', '大号', 'Jumbo'], ['small', '小号', 'Small']),
      },
      {
        ...{ id: 'colour', name: { zh: '花色', en: 'Colour' } },
        values: values(['red', '红波点', 'Red'], ['pink', '粉波点', 'Pink'], ['black', '黑底', 'Black']),
      },
    ],
    articles: [
      ['85099B', '大号 红波点', 'Jumbo, red', 1_872, 200, 'jumbo red'],
      ['22386', '大号 粉波点', 'Jumbo, pink', 1_872, 0, 'jumbo pink'],
      ['85099C', '大号 黑底', 'Jumbo, black', 1_975, 60, 'jumbo black'],
      ['20724', '小号 红波点', 'Small, red', 765, 80, 'small red'],
      ['22356', '小号 粉波点', 'Small, pink', 765, 80, 'small pink'],
    ],
  },
  {
    ...{ id: 'prd_house_lunchbox', names: ['娃娃女孩便当盒', 'Dolly girl lunch box'], category: 'lunchbox' },
    description: '轻便铁皮盒，孩子的点心、你的针线都放得下。',
    articles: [['22630', '单个', 'One', 1_755, 90]],
  },
  {
    ...{ id: 'prd_house_frame', names: ['做旧白木相框', 'Wooden picture frame, white finish'], category: 'frame' },
    floor: 80,
    ...{ description: '实木做旧，摆桌上或挂墙上都好看。', by: ['尺寸', 'Size'] },
    articles: [
      ['82482', '标准', 'Standard', 2_295, 70],
      ['82494L', '复古大号', 'Antique, large', 2_655, 40],
    ],
  },
  {
    ...{ id: 'prd_house_tins', names: ['复古蛋糕罐三件套', 'Set of 3 cake tins'], category: 'tins', by: pattern },
    description: '大中小三只，饼干受潮的烦恼到此为止。',
    articles: [
      ['22720', '食品柜款', 'Pantry design', 4_455, 36],
      ['23245', '摄政款', 'Regency', 4_455, 30],
    ],
  },
  {
    ...{ id: 'prd_house_notebooks', names: ['牛皮纸笔记本三册', 'Set of 3 notebooks in parcel'], category: 'notebook' },
    description: '像一个小包裹，送人自用都体面。',
    articles: [['22759', '一包', 'One parcel', 1_485, 150]],
  },
  {
    ...{ id: 'prd_house_lantern', names: ['金属心形提灯', 'Hanging metal heart lantern'], category: 'lantern' },
    description: '小小一盏，只剩最后几只。',
    articles: [['22464', '单个', 'One', 1_485, 3]],
  },
  {
    ...{ id: 'prd_house_jam', names: ['果酱制作套装', 'Jam making set with jars'], category: 'jam' },
    description: '罐子、标签、漏斗齐全，把夏天装进罐子里。',
    articles: [['22960', '一套', 'One set', 3_825, 45]],
  },
  {
    ...{ id: 'prd_house_birds', names: ['彩色小鸟摆件', 'Coloured bird ornament'], category: 'bird' },
    description: '颜色随缘，停在花盆边上刚刚好。',
    articles: [['84879', '随机一只', 'One, assorted', 1_521, 100]],
  },
]

/** A product of the demo, and how many pieces of each of its SKUs there are to begin with. */
export type DemoGoods = { readonly product: Product; readonly counts: readonly (readonly [string, number])[] }

/** Everything the demo sells. */
export const demoGoods: readonly DemoGoods[] = lines.map((line) => ({
  product: productOf(line),
  counts: line.articles.flatMap(([code, , , , stock]) => (stock === 0 ? [] : [[`sku_${code}`, stock] as const])),
}))

function productOf({ id, names: [zh, en], category, description, by = [], floor = 0, articles }: Line): Product {
  const options = optionsOf(by, articles)
  const texts = { title: { zh, en }, description, imageUrl: null, category, published: true }
  return { id, ...texts, options, skus: articles.map((article) => skuOf(article, options.length > 0, floor)) }
}

function optionsOf(by: NonNullable<Line['by']>, articles: readonly Article[]): readonly ProductOption[] {
  const [first, second] = by
  if (typeof first !== 'string' || typeof second !== 'string') return by as readonly ProductOption[]
  const own = articles.map(([code, zh, en]) => [code, zh, en] as const)
  return [{ id: 'style', name: { zh: first, en: second }, values: values(...own) }]
}

/** Members of the upper tiers pay five and ten percent less, rounded down to ten fen. */
function skuOf([code, zh, en, listMinor, , own = code]: Article, hasOptions: boolean, floor: number): Sku {
  const priceOf = (share: number): number => Math.floor((listMinor * share) / 1_000) * 10
  const memberPrices = [
    { tierId: 'tier_silver', priceMinor: priceOf(95) },
    { tierId: 'tier_gold', priceMinor: priceOf(90) },
    { tierId: 'tier_black', priceMinor: priceOf(88) },
  ]
  const least = floor === 0 ? {} : { floorMinor: priceOf(floor) }
  const prices = { listMinor, costMinor: Math.floor(listMinor * 0.55), memberPrices, ...least }
  return { id: `sku_${code}`, title: { zh, en }, ...prices, choices: hasOptions ? own.split(' ') : [] }
}
