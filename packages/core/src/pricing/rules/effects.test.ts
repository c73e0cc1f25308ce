import { describe, expect, it } from 'vitest'
import type { Effect, Promotion } from '../../promotions/index.ts'
import { type Quote, quote } from '../index.ts'
import { lineOf, off, percent, plain, promotionOf } from './baskets.fixture.ts'
import type { GiftFacts, PricedLine, QuoteFacts } from './facts.ts'

const tea = lineOf('a_tea', 3, 50_00)
const cup = lineOf('b_cup', 2, 30_00)
const cake = lineOf('c_cake', 1, 9_99)

/** What is to pay for each line with one promotion. List: 150.00 tea, 60.00 cups, 9.99 cake. */
function paid(effect: Effect, more: Partial<Promotion> = {}, facts: Partial<QuoteFacts> = {}): readonly number[] {
  return payables(quoted(effect, more, facts))
}

function quoted(effect: Effect, more: Partial<Promotion> = {}, facts: Partial<QuoteFacts> = {}): Quote {
  return quote({ ...plain, lines: [tea, cup, cake], promotions: [promotionOf('pro_1', effect, more)], ...facts })
}

function payables({ lines }: Quote): readonly number[] {
  return lines.map(({ payableMinor }) => payableMinor)
}

/** Count and price of the units of the first line, run by run. */
function units({ lines }: Quote): readonly (readonly number[])[] {
  return lines[0]?.runs.map((run) => [run.count, run.payableMinor]) ?? []
}

describe('sums and shares', () => {
  it.each<[string, Effect, readonly number[]]>([
    ['20.00 off the order', off(20_00), [136_36, 54_55, 9_08]],
    ['20.00 off each line, at most the line', { kind: 'amount_off', minor: 20_00, per: 'line' }, [130_00, 40_00, 0]],
    ['5.00 off each unit', { kind: 'amount_off', minor: 5_00, per: 'unit' }, [135_00, 50_00, 4_99]],
    ['12.5 % of the order, counted once', percent(1_250), [131_25, 52_50, 8_74]],
    ['12.5 % of each line', { kind: 'percent_off', bps: 1_250, capMinor: null, per: 'line' }, [131_25, 52_50, 8_74]],
    ['half of the order, at most 30.00', percent(5_000, 30_00), [129_54, 51_82, 8_63]],
    [
      'half of each line, at most 30.00 in all',
      { kind: 'percent_off', bps: 5_000, capMinor: 30_00, per: 'line' },
      [129_54, 51_82, 8_63],
    ],
    ['all for 100.00', { kind: 'set_price', minor: 100_00, per: 'order' }, [68_19, 27_27, 4_54]],
    ['each line for 40.00, never dearer', { kind: 'set_price', minor: 40_00, per: 'line' }, [40_00, 40_00, 9_99]],
    ['each unit for 25.00', { kind: 'set_price', minor: 25_00, per: 'unit' }, [75_00, 50_00, 9_99]],
  ])('%s', (_, effect, expected) => {
    expect(paid(effect)).toEqual(expected)
  })

  it('rounds a share per unit, per line or once, as it says', () => {
    const lines = [lineOf('a', 3, 33)]
    const share = (per: 'order' | 'line' | 'unit'): readonly number[] =>
      paid({ kind: 'percent_off', bps: 1_000, capMinor: null, per }, {}, { lines: [...lines, lineOf('b', 1, 34)] })
    expect(share('unit')).toEqual([90, 31])
    expect(share('line')).toEqual([89, 31])
    expect(share('order')).toEqual([89, 31])
  })
})

describe('which units', () => {
  const half: Effect = { kind: 'percent_off', bps: 5_000, capMinor: null, per: 'unit' }

  it('takes the cheapest or dearest first, at most so many', () => {
    expect(paid({ ...half, maxUnits: 2, first: 'cheapest' })).toEqual([150_00, 45_00, 4_99])
    expect(paid({ ...half, maxUnits: 2, first: 'dearest' })).toEqual([100_00, 60_00, 9_99])
    expect(paid({ ...half, maxUnits: 1, maxUnitsPer: 'line' })).toEqual([125_00, 45_00, 4_99])
  })

  it('takes only whole groups of a line', () => {
    expect(paid({ ...half, groupCount: 2 })).toEqual([100_00, 30_00, 9_99])
  })

  it('gives the lowered units first in the map, so that a refund of one gives back its own price', () => {
    expect(units(quoted({ ...half, maxUnits: 1 }))).toEqual([
      [1, 25_00],
      [2, 50_00],
    ])
  })
})

describe('ladders 满减 每满减 N件N折', () => {
  const steps = [
    { from: 100_00, off: { minor: 10_00 } },
    { from: 200_00, off: { minor: 30_00 } },
  ]

  it('gives the highest step reached', () => {
    const ladder: Effect = { kind: 'ladder', by: 'amount', steps }
    expect(quoted(ladder).payableMinor).toBe(189_99)
    expect(quoted(ladder, {}, { lines: [tea] }).payableMinor).toBe(140_00)
    expect(quoted(ladder, {}, { lines: [cup] }).explain).toMatchObject([
      { minor: 0, reason: 'below_subtotal', missingMinor: 40_00 },
    ])
  })

  it('counts pieces: three for 10 % less, five for 20 %', () => {
    const ladder: Effect = {
      kind: 'ladder',
      by: 'quantity',
      steps: [
        { from: 3, off: { bps: 1_000 } },
        { from: 5, off: { bps: 2_000 } },
      ],
    }
    expect(quoted(ladder).payableMinor).toBe(175_99)
    expect(quoted(ladder, {}, { lines: [tea] }).payableMinor).toBe(135_00)
    expect(quoted(ladder, {}, { lines: [cup] }).explain).toMatchObject([{ reason: 'below_quantity', missingCount: 1 }])
  })

  it('gives a sum for every full so much, at most so often', () => {
    const full: Effect = { kind: 'every_full', everyMinor: 50_00, minor: 6_00, maxTimes: null }
    expect(quoted(full).payableMinor).toBe(219_99 - 4 * 6_00)
    expect(quoted({ ...full, maxTimes: 3 }).payableMinor).toBe(219_99 - 3 * 6_00)
  })
})

describe('buy and get', () => {
  const threeForTwo: Effect = { kind: 'buy_get', buyCount: 2, getCount: 1, bps: 10_000 }

  it('gives the cheapest of every three', () => {
    expect(paid(threeForTwo)).toEqual([150_00, 30_00, 0])
    expect(paid({ ...threeForTwo, maxTimes: 1 })).toEqual([150_00, 60_00, 0])
    expect(paid({ ...threeForTwo, takes: 'dearest', maxTimes: 1 })).toEqual([100_00, 60_00, 9_99])
  })

  it('sells the second unit of a line at half price 第二件半价', () => {
    expect(paid({ kind: 'buy_get', buyCount: 1, getCount: 1, bps: 5_000, per: 'line' })).toEqual([125_00, 45_00, 9_99])
  })

  it('gives other goods than were bought', () => {
    const cakeFree: Effect = { ...threeForTwo, buyCount: 3, getItems: { skuIds: ['c_cake'] } }
    expect(paid(cakeFree, { items: { skuIds: ['a_tea'] } })).toEqual([150_00, 60_00, 0])
    expect(paid({ ...cakeFree, buyCount: 4 }, { items: { skuIds: ['a_tea'] } })).toEqual([150_00, 60_00, 9_99])
  })

  it('does not give a unit that also pays: buy 2 get 2 wants four', () => {
    const twoAndTwo: Effect = { kind: 'buy_get', buyCount: 2, getCount: 2, bps: 10_000, getItems: { skuIds: ['a'] } }
    const ask = (quantity: number): number =>
      quote({
        ...plain,
        lines: [lineOf('a', quantity, 10_00)],
        promotions: [promotionOf('p', twoAndTwo, { items: { skuIds: ['a'] } })],
      }).payableMinor
    expect([ask(3), ask(4), ask(7), ask(8)]).toEqual([30_00, 20_00, 50_00, 40_00])
  })
})

describe('bundles 打包一口价', () => {
  it('sells any three for a price, the dearest first', () => {
    expect(paid({ kind: 'bundle_price', parts: [{ count: 3 }], minor: 100_00 })).toEqual([100_00, 60_00, 9_99])
  })

  it('sells one of each for a price, as often as there are whole bundles that are worth it', () => {
    const parts = [
      { items: { skuIds: ['a_tea'] }, count: 1 },
      { items: { skuIds: ['b_cup'] }, count: 1 },
    ]
    const both = quoted({ kind: 'bundle_price', parts, minor: 60_00 })
    expect(both.payableMinor).toBe(50_00 + 2 * 60_00 + 9_99)
    expect(units(both)).toEqual([
      [2, 37_50],
      [1, 50_00],
    ])
    expect(quoted({ kind: 'bundle_price', parts, minor: 60_00, maxTimes: 1 }).payableMinor).toBe(219_99 - 20_00)
    expect(quoted({ kind: 'bundle_price', parts, minor: 80_00 }).explain).toMatchObject([{ reason: 'nothing_left' }])
  })
})

describe('prices of a time', () => {
  it('takes the best of list, member, shop and timed price for each unit', () => {
    const line = (more: Partial<PricedLine>): PricedLine => lineOf('a', 2, 10_00, more)
    const timed: Effect = { kind: 'set_price', minor: 8_00, per: 'unit' }
    const facts = { tierId: 'gold' }
    const prices = (more: Partial<PricedLine>): unknown => {
      const { payableMinor, lines } = quoted(timed, {}, { ...facts, lines: [line(more)] })
      return [payableMinor, lines[0]?.reductions.map(({ source }) => source)]
    }
    expect(prices({})).toEqual([16_00, ['timed_price']])
    expect(prices({ memberPrices: [{ tierId: 'gold', priceMinor: 7_50 }] })).toEqual([15_00, ['member_price']])
    expect(prices({ shopPriceMinor: 7_00 })).toEqual([14_00, ['shop_price']])
    expect(prices({ shopPriceMinor: 12_00 })).toEqual([16_00, ['timed_price']])
    const lost = quoted(timed, {}, { lines: [line({ shopPriceMinor: 7_00 })] })
    expect(lost.explain).toMatchObject([
      { ruleId: 'shop_price' },
      { ruleId: 'pro_1', minor: 0, reason: 'better_price' },
    ])
  })

  it('sells so many units at the flash price and the rest at the best other one', () => {
    const flash: Effect = { kind: 'set_price', minor: 1_00, per: 'unit', maxUnits: 2 }
    const member = lineOf('a', 5, 10_00, { memberPrices: [{ tierId: 'gold', priceMinor: 9_00 }] })
    const sold = quoted(flash, {}, { lines: [member], tierId: 'gold' })
    expect(sold.payableMinor).toBe(2 * 1_00 + 3 * 9_00)
    expect(units(sold)).toEqual([
      [2, 1_00],
      [3, 9_00],
    ])
  })

  it('sells only complete groups at a timed price, and the rest at the best other one', () => {
    const pairs: Effect = { kind: 'set_price', minor: 1_00, per: 'unit', groupCount: 2 }
    const member = lineOf('a', 5, 10_00, { memberPrices: [{ tierId: 'gold', priceMinor: 9_00 }] })
    expect(paid(pairs, {}, { lines: [member], tierId: 'gold' })).toEqual([4 * 1_00 + 9_00])
    const dearest: Effect = { kind: 'set_price', minor: 1_00, per: 'unit', maxUnits: 2, first: 'dearest' }
    expect(paid(dearest, {}, { lines: [cup, tea] })).toEqual([60_00, 50_00 + 2 * 1_00])
  })

  it('is a first order’s price for the first order only', () => {
    const first = { conditions: [{ kind: 'order_number', from: 1, to: 1 } as const] }
    const ask = (orderNumber: number | null): number =>
      quoted({ kind: 'set_price', minor: 40_00, per: 'unit' }, first, {
        lines: [tea],
        shopper: { tags: [], segmentIds: [], joinedAt: null, orderNumber },
      }).payableMinor
    expect([ask(1), ask(2), ask(null)]).toEqual([120_00, 150_00, 150_00])
  })
})

describe('gifts', () => {
  const mug: GiftFacts = {
    ...{ skuId: 'sku_mug', productId: 'prd_mug', title: { zh: '杯', en: 'Mug' }, listMinor: 15_00, memberPrices: [] },
    availableCount: 3,
  }
  const gifts = new Map([['sku_mug', mug]])
  const gift: Effect = { kind: 'gift', skuId: 'sku_mug', count: 1 }

  it('adds a line that the promotion pays, as far as there is stock', () => {
    const given = quoted(gift, {}, { gifts })
    expect(given).toMatchObject({ listMinor: 234_99, reductionMinor: 15_00, payableMinor: 219_99 })
    expect(given.lines[3]).toMatchObject({ lineId: 'gift.1', skuId: 'sku_mug', quantity: 1, giftOf: 'pro_1' })
    const many = quoted({ ...gift, count: 2, everyMinor: 50_00 }, {}, { gifts })
    expect(many.lines[3]).toMatchObject({ quantity: 3, payableMinor: 0 })
  })

  it('says when there is none left', () => {
    const sold = new Map([['sku_mug', { ...mug, availableCount: 0 }]])
    expect(quoted(gift, {}, { gifts: sold }).explain).toMatchObject([{ minor: 0, reason: 'gift_missing' }])
    expect(quoted(gift).explain).toMatchObject([{ reason: 'gift_missing' }])
  })
})

describe('floors', () => {
  it('shares what a line has no room for over the others', () => {
    const lines = [
      lineOf('a', 1, 10_00),
      lineOf('b', 1, 20_00, { floorMinor: 19_00 }),
      lineOf('c', 1, 50_00, { floorMinor: 50_00 }),
      lineOf('d', 1, 30_00, { floorMinor: 26_00 }),
    ]
    expect(paid(off(12_00), {}, { lines })).toEqual([3_00, 19_00, 50_00, 26_00])
    expect(paid(off(20_00), {}, { lines })).toEqual([0, 19_00, 50_00, 26_00])
    expect(paid(percent(5_000), {}, { lines: lines.slice(2) })).toEqual([50_00, 26_00])
  })
})

describe('shipping and taxes', () => {
  const zones = [
    {
      ...{ regions: [], firstSize: 1, firstMinor: 8_00, extraSize: 1, extraMinor: 2_00 },
      freeFromMinor: null,
      freeFromCount: null,
    },
  ]
  const shipping: QuoteFacts['shipping'] = {
    refund: 'never',
    templates: [{ id: 'tpl_1', name: { zh: '快递', en: 'Parcel' }, mode: 'count', zones }],
  }
  const place = { channel: null, communityId: null, shopId: null, region: '4403', shippingMethodId: null }
  const free: Effect = { kind: 'shipping_off', off: { bps: 10_000 } }

  it('charges the first block and each further one, and takes shipping off by rule', () => {
    const asked = quote({ ...plain, lines: [tea, cup], shipping, place })
    expect(asked.shipping).toMatchObject({ listMinor: 16_00, payableMinor: 16_00 })
    expect(asked.payableMinor).toBe(226_00)
    expect(quoted(free, {}, { lines: [tea, cup], shipping, place }).payableMinor).toBe(210_00)
    const part: Effect = { kind: 'shipping_off', off: { minor: 5_00 } }
    expect(quoted(part, {}, { lines: [tea, cup], shipping, place }).shipping).toMatchObject({ payableMinor: 11_00 })
  })

  it('charges nothing while nobody knows where it goes', () => {
    const asked = quoted(free, {}, { shipping })
    expect(asked.shipping).toBeNull()
    expect(asked.explain).toMatchObject([{ reason: 'no_shipping' }])
  })

  it('takes tax inside the price, or on top, once per line after all reductions', () => {
    const rates = [{ name: 'VAT', category: null, bps: 1_300 }]
    const inside = quoted(off(20_00), {}, { taxes: { mode: 'inside', rates } })
    expect(inside.payableMinor).toBe(199_99)
    expect(inside.lines.map(({ taxMinor }) => taxMinor)).toEqual([15_69, 6_28, 1_04])
    expect(inside.taxes).toEqual([{ name: 'VAT', bps: 1_300, baseMinor: 176_98, taxMinor: 23_01 }])
    const onTop = quoted(off(20_00), {}, { taxes: { mode: 'on_top', rates } })
    expect(onTop.lines.map(({ taxMinor }) => taxMinor)).toEqual([17_73, 7_09, 1_18])
    expect(onTop.payableMinor).toBe(199_99 + 26_00)
  })
})
