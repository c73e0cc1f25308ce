import { describe, expect, it } from 'vitest'
import type { Condition, Effect, ItemFilter, Terms } from '../promotions/index.ts'
import { conditionText, effectText, itemsText, limitsText, stackingText, termsText } from './index.ts'

const money = (minor: number): string => `¥${(minor / 100).toFixed(2)}`
const names: Readonly<Record<string, string>> = { tea: '红茶', cup: '茶杯', gold: '金卡' }
const nameOf = (_: string, id: string): string => names[id] ?? id

const free: Effect = { kind: 'shipping_off', off: { bps: 10_000 } }

describe('what effects say', () => {
  const cases: ReadonlyArray<readonly [Effect, string, string]> = [
    [{ kind: 'amount_off', minor: 2_000 }, '减 ¥20', '¥20 off'],
    [
      { kind: 'amount_off', minor: 150, per: 'unit', maxUnits: 3 },
      '每件减 ¥1.50，每单限 3 件',
      '¥1.50 off each piece, up to 3 pieces',
    ],
    [{ kind: 'percent_off', bps: 1_500, capMinor: 5_000 }, '8.5 折，最多减 ¥50', '15% off, at most ¥50'],
    [{ kind: 'percent_off', bps: 333, capMinor: null }, '减 3.33%', '3.33% off'],
    [{ kind: 'set_price', minor: 990, per: 'unit' }, '特价每件 ¥9.90', '¥9.90 each'],
    [
      {
        kind: 'ladder',
        by: 'amount',
        steps: [
          { from: 10_000, off: { minor: 1_000 } },
          { from: 20_000, off: { minor: 3_000 } },
        ],
      },
      '满 ¥100 减 ¥10，满 ¥200 减 ¥30',
      '¥10 off from ¥100, ¥30 off from ¥200',
    ],
    [
      { kind: 'ladder', by: 'quantity', steps: [{ from: 2, off: { bps: 1_000 } }] },
      '满 2 件 9 折',
      '10% off from 2 pieces',
    ],
    [
      { kind: 'every_full', everyMinor: 5_000, minor: 600, maxTimes: 3 },
      '每满 ¥50 减 ¥6，最多 3 次',
      '¥6 off for every full ¥50, at most 3 times',
    ],
    [{ kind: 'buy_get', buyCount: 2, getCount: 1, bps: 10_000 }, '买 2 赠 1', 'buy 2, get 1 free'],
    [
      { kind: 'buy_get', buyCount: 1, getCount: 1, bps: 5_000, per: 'line' },
      '同款第 2 件 5 折',
      'piece 2 at 50% off, of the same kind',
    ],
    [
      { kind: 'buy_get', buyCount: 1, getCount: 1, bps: 10_000, getItems: { skuIds: ['cup'] } },
      '买 1 赠 1，优惠的是茶杯',
      'buy 1, get 1 free, lowered: 茶杯',
    ],
    [{ kind: 'bundle_price', parts: [{ count: 3 }], minor: 10_000 }, '任意 3 件，一口价 ¥100', 'any 3 for ¥100'],
    [
      {
        kind: 'bundle_price',
        parts: [
          { count: 1, items: { skuIds: ['tea'] } },
          { count: 2, items: { skuIds: ['cup'] } },
        ],
        minor: 9_900,
      },
      '红茶 1 件 + 茶杯 2 件，一口价 ¥99',
      '1 × 红茶 + 2 × 茶杯 for ¥99',
    ],
    [
      { kind: 'gift', skuId: 'cup', count: 1, everyMinor: 20_000 },
      '每满 ¥200 赠 茶杯 × 1',
      '茶杯 × 1 for every full ¥200',
    ],
    [free, '包邮', 'free shipping'],
    [{ kind: 'shipping_off', off: { minor: 500 } }, '运费减 ¥5', '¥5 off the shipping'],
  ]
  it.each(cases)('%j', (effect, zh, en) => {
    expect(effectText(effect, 'zh-CN', money, nameOf)).toBe(zh)
    expect(effectText(effect, 'en', money, nameOf)).toBe(en)
  })
})

describe('what conditions say', () => {
  const cases: ReadonlyArray<readonly [Condition, string, string]> = [
    [{ kind: 'subtotal_at_least', minor: 20_000, items: {} }, '整单满 ¥200', 'all goods reach ¥200'],
    [{ kind: 'quantity_at_least', count: 3 }, '满 3 件', 'the goods come to 3 pieces or more'],
    [{ kind: 'tier_in', tierIds: ['gold'] }, '金卡会员', 'the shopper is 金卡'],
    [{ kind: 'order_number', from: 1, to: 1 }, '首单', 'it is the first order'],
    [{ kind: 'order_number', from: 3, to: null }, '第 3 单起', 'it is order 3 or later'],
    [{ kind: 'region_in', regions: ['44', '31'] }, '收货地区 44、31', 'it ships to 44 or 31'],
    [{ kind: 'weekday_in', days: [6, 7] }, '周六、周日', 'it is Saturday or Sunday'],
    [{ kind: 'minutes_between', from: 540, to: 725 }, '每天 09:00–12:05', 'it is between 09:00 and 12:05'],
    [
      {
        kind: 'any',
        of: [
          { kind: 'joined_within', days: 30 },
          { kind: 'not', of: { kind: 'channel_in', channels: ['app'] } },
        ],
      },
      '（入会 30 天内或非（在app渠道下单））',
      '(the shopper joined within 30 days or not (it is bought in app))',
    ],
  ]
  it.each(cases)('%j', (condition, zh, en) => {
    expect(conditionText(condition, 'zh', money, nameOf)).toBe(zh)
    expect(conditionText(condition, 'fr', money, nameOf)).toBe(en)
  })
})

describe('what items say', () => {
  const cases: ReadonlyArray<readonly [ItemFilter | null, string, string]> = [
    [null, '', ''],
    [{}, '', ''],
    [{ skuIds: ['a', 'b', 'c', 'd', 'e'] }, 'a、b、c 等 5 个', 'a, b, c and 2 more'],
    [
      { categories: ['茶叶'], except: { tags: ['限量'] } },
      '「茶叶」类商品（「限量」标签商品除外）',
      'the category “茶叶” except goods tagged “限量”',
    ],
    [
      { unitFromMinor: 1_000, unitToMinor: 5_000, fullPriceOnly: true },
      '单价 ¥10–¥50 的商品且为原价商品',
      'goods of ¥10 to ¥50 a piece that are also goods at list price',
    ],
  ]
  it.each(cases)('%j', (items, zh, en) => {
    expect(itemsText(items, 'zh', money)).toBe(zh)
    expect(itemsText(items, 'en', money)).toBe(en)
  })
})

describe('what a rule says', () => {
  const threshold: Condition = { kind: 'subtotal_at_least', minor: 20_000 }
  it('puts a threshold beside what it brings', () => {
    const terms: Pick<Terms, 'conditions' | 'effect'> = {
      conditions: [threshold],
      effect: { kind: 'amount_off', minor: 2_000 },
    }
    expect(termsText(terms, 'zh-CN', money)).toBe('满 ¥200 减 ¥20')
    expect(termsText(terms, 'en', money)).toBe('¥20 off from ¥200')
  })

  it('keeps a threshold apart from a cap', () => {
    const effect: Effect = { kind: 'percent_off', bps: 1_000, capMinor: 3_000 }
    expect(termsText({ conditions: [threshold], effect }, 'zh', money)).toBe('满 ¥200 9 折，最多减 ¥30')
    expect(termsText({ conditions: [threshold], effect }, 'en', money)).toBe('10% off, at most ¥30, from ¥200')
  })

  it('says items and other conditions around it', () => {
    const terms = {
      conditions: [threshold, { kind: 'tier_in', tierIds: ['gold'] } as const],
      items: { categories: ['茶叶'] },
      effect: free,
    }
    expect(termsText(terms, 'zh-CN', money, nameOf)).toBe('限「茶叶」类商品，金卡会员，满 ¥200 包邮')
    expect(termsText(terms, 'en', money, nameOf)).toBe(
      'free shipping from ¥200 on the category “茶叶”, if the shopper is 金卡',
    )
  })

  it('puts groups in brackets only where others stand beside them', () => {
    const first: Condition = { kind: 'order_number', from: 1, to: 1 }
    const either: Condition = { kind: 'any', of: [first, { kind: 'tier_in', tierIds: ['gold'] }] }
    const late: Condition = { kind: 'weekday_in', days: [6] }
    expect(termsText({ conditions: [either, late], effect: free }, 'zh', money, nameOf)).toBe(
      '首单或金卡会员，周六，包邮',
    )
    expect(termsText({ conditions: [either], effect: free }, 'en', money)).toBe(
      'free shipping, if it is the first order or the shopper is gold',
    )
    expect(termsText({ conditions: [either, late], effect: free }, 'en', money)).toBe(
      'free shipping, if (it is the first order or the shopper is gold) and it is Saturday',
    )
  })

  it('says stacking and limits', () => {
    expect(stackingText(null, 'zh')).toBe('')
    expect(stackingText({ group: 'tea', mode: 'best', neverWith: ['vip'] }, 'zh')).toBe(
      '「tea」组内只用最优惠的一个；不与「vip」同享',
    )
    expect(stackingText({ exclusive: true }, 'en')).toBe('not together with others of its lane')
    expect(limitsText({ maxUses: 100, budgetMinor: 50_000, period: 'day' }, 'zh', money)).toBe(
      '每天共 100 单，预算 ¥500',
    )
    expect(limitsText({ maxUsesPerMember: 1 }, 'en', money)).toBe('1 per member')
    expect(limitsText({}, 'en', money)).toBe('')
  })
})
