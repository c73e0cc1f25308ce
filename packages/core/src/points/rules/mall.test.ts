import { describe, expect, it } from 'vitest'
import { tryRefusals } from '../../members/refusals.fixture.ts'
import { MAX_MALL } from '../contract/mall.ts'
import { MallItem, type MallItemRow } from '../mall.ts'
import { saveMallItem } from '../operators/mall.ts'
import {
  type ItemCode,
  type ItemFacts,
  itemRefusal,
  itemState,
  itemsBack,
  leftOf,
  type SaveItemFacts,
  saveItem,
} from './mall.ts'

const item: MallItemRow = {
  ...{ id: 'itm_cup', skuId: 'cup', pointsCount: 500, cashMinor: 9_90, perMemberLimit: 2, totalLimit: 10 },
  ...{ startsAt: 100, endsAt: 200, tierIds: ['gold'], active: true, redeemedCount: 3 },
}

describe('saving an item', () => {
  it('refuses in the order of the contract', () => {
    const good: SaveItemFacts = { item, listMinor: 50_00, known: item, itemCount: 1, maxItems: MAX_MALL }
    const tried = tryRefusals(saveMallItem, saveItem, good, {
      sku_missing: (facts) => ({ ...facts, listMinor: undefined }),
      item_window_empty: (facts) => ({ ...facts, item: { ...facts.item, endsAt: facts.item.startsAt } }),
      cash_not_below_list: (facts) => ({ ...facts, item: { ...facts.item, cashMinor: 50_00 } }),
      limit_below_redeemed: (facts) => ({
        ...facts,
        item: { ...facts.item, totalLimit: 2 },
        known: { redeemedCount: 3 },
      }),
      mall_full: (facts) => ({ ...facts, known: facts.known === item ? undefined : facts.known, itemCount: MAX_MALL }),
    })
    expect(tried.alone).toEqual(tried.wanted)
    expect(tried.together.slice(0, 3)).toEqual(tried.wanted.slice(0, 3))
    expect(saveItem({ ...good, known: undefined })).toMatchObject({ events: [{ created: true }] })
  })

  it('takes no id that an order could not tell from points of a cart', () => {
    const { redeemedCount: _, ...saved } = item
    expect(MallItem.safeParse(saved).success).toBe(true)
    for (const id of ['points', 'cup', 'itm_']) expect(MallItem.safeParse({ ...saved, id }).success).toBe(false)
  })
})

describe('an item', () => {
  const stock = { onHandCount: 8, heldCount: 2 }
  const facts = { item, stock, tierId: 'gold', memberCount: 0, now: 100 }

  it.each([
    ['open', {}],
    ['not_started', { now: 99 }],
    ['ended', { now: 200 }],
    ['ended', { item: { ...item, active: false } }],
    ['tier_too_low', { tierId: 'basic' }],
    ['tier_too_low', { tierId: null }],
    ['open', { tierId: null, item: { ...item, tierIds: null } }],
    ['limit_reached', { memberCount: 2 }],
    ['sold_out', { item: { ...item, redeemedCount: 10 } }],
    ['sold_out', { stock: { onHandCount: 2, heldCount: 2 } }],
  ] as const)('is %s with %j', (state, change) => {
    expect(itemState({ ...facts, ...change })).toBe(state)
  })

  it('has what its bucket and the stock have', () => {
    expect(leftOf({ item, stock })).toBe(6)
    expect(leftOf({ item: { ...item, redeemedCount: 9 }, stock })).toBe(1)
    expect(leftOf({ item: { ...item, totalLimit: null }, stock })).toBe(6)
  })

  it('is refused for what is in the way, the first thing first', () => {
    const good: ItemFacts = { item, quantity: 2, tierId: 'gold', memberCount: 0, now: 100 }
    const breaks: Record<ItemCode, Partial<ItemFacts>> = {
      item_missing: { item: undefined },
      item_not_open: { now: 200 },
      tier_too_low: { tierId: 'basic' },
      item_limit_reached: { memberCount: 1 },
      item_sold_out: { item: { ...item, redeemedCount: 9 } },
    }
    expect(itemRefusal(good)).toBeUndefined()
    for (const [code, change] of Object.entries(breaks)) expect(itemRefusal({ ...good, ...change })?.code).toBe(code)
    const all = Object.assign({}, ...Object.values(breaks).reverse()) as Partial<ItemFacts>
    expect(itemRefusal({ ...good, ...all })?.code).toBe('item_missing')
    expect(itemRefusal({ ...good, item: { ...item, active: false } })?.code).toBe('item_missing')
    expect(itemRefusal({ ...good, memberCount: 5 })?.detail).toEqual({ leftCount: 0 })
  })
})

describe('pieces that come back', () => {
  it('go to the item that the money map names, and to no other', () => {
    const owner = { memberId: 'mem_1', orderId: 'ord_1' }
    const ofItem = { reductions: [{ source: 'points', ruleId: 'itm_cup' }], quantity: 2 }
    const ofCart = { reductions: [{ source: 'points', ruleId: 'points' }], quantity: 2 }
    const ofPromotion = { reductions: [{ source: 'promotion', ruleId: 'itm_cup' }], quantity: 2 }
    expect(itemsBack(owner, [ofCart, ofItem, ofPromotion, { ...ofItem, quantity: 0 }])).toEqual([
      { type: 'points_item_returned', ...owner, itemId: 'itm_cup', count: 2 },
    ])
  })
})
