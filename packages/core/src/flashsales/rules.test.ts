import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BucketSlot, backToBucket, resizeBucket, takeFromBucket } from '../inventory/index.ts'
import { MAX_AMOUNT } from '../kernel/index.ts'
import { tryRefusals } from '../members/refusals.fixture.ts'
import type { OrderPlaced } from '../orders/index.ts'
import { coupons, fullProgram } from '../payments/program.fixture.ts'
import { cartOf, placeFacts } from '../payments/world/facts.fixture.ts'
import { openWorld } from '../payments/world.fixture.ts'
import { buyFlash } from './contract.ts'
import type { FlashItem, FlashSession } from './operator-schema.ts'
import { saveFlashSession } from './operators.ts'
import { type BuyFlashFacts, buy, flashState, phaseOf, type SaveSessionFacts, saveSession } from './rules.ts'

const item: FlashItem = { skuId: 'tea', priceMinor: 9_90, bucketCount: 10, perMemberCount: 3, slotCount: 2 }
const slots: readonly BucketSlot[] = [
  { slot: 0, limitCount: 5, takenCount: 0 },
  { slot: 1, limitCount: 5, takenCount: 0 },
]

/** A purchase in a shop with promotions, coupons and points, which must not touch its price. */
function facts(change: Partial<BuyFlashFacts> = {}): BuyFlashFacts {
  const world = openWorld(fullProgram, 10, coupons, 500)
  const { cart: _, ...placing } = placeFacts(world, 'ord_1', cartOf({ tea: 2 }))
  const session = { id: 'fls_1', name: { zh: '秒杀', en: 'Flash' }, startsAt: 0, endsAt: placing.now + 1 }
  const plain = { ...placing.pricing, shipping: null, taxes: null }
  const bought = { quantity: 2, expectedPayableMinor: 19_80, memberCount: undefined }
  return { ...placing, pricing: plain, session, item, slots, ...bought, ...change }
}

function placedBy(given: BuyFlashFacts): OrderPlaced {
  const decision = buy(given)
  if (!decision.ok) throw new Error(JSON.stringify(decision.refusal))
  return decision.events[0] as OrderPlaced
}
const filled = (takenCount: number) => slots.map((slot) => ({ ...slot, takenCount }))

describe('a session', () => {
  it('is upcoming, open and over by the clock alone, its end excluded', () => {
    const session = { startsAt: 10, endsAt: 20 }
    expect([9, 10, 19, 20].map((now) => phaseOf(session, now))).toEqual(['upcoming', 'open', 'open', 'ended'])
  })

  it('tells a shopper the first thing in the way, and that it is sold out only when no slot has a piece', () => {
    const stock = { onHandCount: 9, heldCount: 0 }
    const given = { session: { startsAt: 10, endsAt: 20 }, item, slots, stock, memberCount: 0, now: 15 }
    expect(flashState(given)).toBe('open')
    expect(flashState({ ...given, now: 9 })).toBe('not_started')
    expect(flashState({ ...given, now: 20 })).toBe('ended')
    expect(flashState({ ...given, memberCount: 3 })).toBe('limit_reached')
    expect(flashState({ ...given, slots: [{ slot: 0, limitCount: 5, takenCount: 5 }, slots[1] as BucketSlot] })).toBe(
      'open',
    )
    expect(flashState({ ...given, slots: filled(5) })).toBe('sold_out')
    expect(flashState({ ...given, stock: { onHandCount: 2, heldCount: 2 } })).toBe('sold_out')
  })
})

describe('buying', () => {
  it('refuses in the order of the contract', () => {
    const tried = tryRefusals(buyFlash, buy, facts(), {
      session_missing: (given) => ({ ...given, session: undefined }),
      session_not_open: (given) => ({ ...given, session: given.session && { ...given.session, endsAt: given.now } }),
      flash_item_missing: (given) => ({ ...given, item: undefined }),
      order_exists: (given) => ({ ...given, isTaken: true }),
      member_limit_reached: (given) => ({ ...given, memberCount: 2 }),
      sold_out: (given) => ({ ...given, slots: filled(5) }),
      bucket_insufficient: (given) => ({ ...given, slots: [{ slot: 0, limitCount: 5, takenCount: 4 }] }),
      sku_missing: (given) => ({ ...given, pricing: { ...given.pricing, skus: [] } }),
      basket_too_large: (given) => ({
        ...given,
        pricing: { ...given.pricing, skus: given.pricing.skus.map((sku) => ({ ...sku, listMinor: MAX_AMOUNT })) },
      }),
      price_changed: (given) => ({ ...given, expectedPayableMinor: 1 }),
      stock_insufficient: (given) => ({
        ...given,
        stocks: new Map([['tea', { skuId: 'tea', onHandCount: 1, heldCount: 0, soldCount: 0 }]]),
      }),
    })
    expect([tried.alone, tried.together]).toEqual([tried.wanted, tried.wanted])
  })

  it('is an order whose money map brings the list price down by the session, and nothing else', () => {
    const decision = buy(facts())
    expect(decision).toMatchObject({
      events: [
        {
          ...{ type: 'order_placed', payableMinor: 19_80, listMinor: 199_80, pointsCount: 0, couponIds: [] },
          campaign: { kind: 'flash_sale', id: 'fls_1', bucketId: 'fls_1/tea', takes: [{ count: 2 }] },
        },
        { type: 'stock_held', lines: [{ skuId: 'tea', quantity: 2 }] },
        { type: 'bucket_taken', bucketId: 'fls_1/tea', count: 2, limitCount: 3, isFirst: true },
      ],
    })
    const [line] = placedBy(facts()).lines
    expect(line?.reductions).toEqual([{ source: 'timed_price', ruleId: 'fls_1', funder: 'brand', minor: 180_00 }])
    expect(buy(facts({ memberCount: 1 }))).toMatchObject({ events: [{}, {}, { isFirst: false }] })
  })
})

const session: FlashSession = {
  id: 'fls_1',
  name: { zh: '秒杀', en: 'Flash' },
  startsAt: 10,
  endsAt: 20,
  items: [item],
}
const saving: SaveSessionFacts = {
  ...{ session, known: undefined, listPrices: new Map([['tea', 99_90]]), buckets: new Map() },
  ...{ sessionCount: 0, maxSessions: 500 },
}

describe('saving a session', () => {
  it('refuses in the order of the contract', () => {
    const withItems = (given: SaveSessionFacts, items: readonly FlashItem[]) => ({
      ...given,
      session: { ...given.session, items },
    })
    const tried = tryRefusals(saveFlashSession, saveSession, saving, {
      session_window_empty: (given) => ({ ...given, session: { ...given.session, endsAt: 10 } }),
      flash_item_repeated: (given) => withItems(given, [...given.session.items, ...given.session.items]),
      sku_missing: (given) => ({ ...given, listPrices: new Map([...given.listPrices].slice(1)) }),
      price_not_below_list: (given) => ({ ...given, listPrices: new Map([['tea', 9_90]]) }),
      bucket_below_taken: (given) => ({
        ...given,
        buckets: new Map([['fls_1/tea', [{ slot: 0, limitCount: 11, takenCount: 11 }]]]),
      }),
      flash_sales_full: (given) => ({ ...given, sessionCount: 500 }),
    })
    expect(tried.alone).toEqual(tried.wanted)
    // A SKU that is missing has no price that could be too high.
    expect(tried.together).toEqual(tried.wanted)
  })

  it('gives its buckets their pieces, and takes the free ones from what it no longer sells', () => {
    expect(saveSession(saving)).toMatchObject({
      events: [
        { type: 'flash_session_saved', created: true },
        {
          ...{ type: 'bucket_resized', bucketId: 'fls_1/tea' },
          slots: [
            { slot: 0, count: 5, isNew: true },
            { slot: 1, count: 5, isNew: true },
          ],
        },
      ],
    })
    const rice = { ...item, skuId: 'rice', slotCount: 1 }
    const buckets = new Map([['fls_1/tea', [{ slot: 0, limitCount: 5, takenCount: 2 }]]])
    const listPrices = new Map([['rice', 99_90]])
    const next = { ...saving, session: { ...session, items: [rice] }, known: session, buckets, listPrices }
    expect(saveSession(next)).toMatchObject({
      events: [
        { created: false },
        { bucketId: 'fls_1/rice', slots: [{ slot: 0, count: 10, isNew: true }] },
        {
          bucketId: 'fls_1/tea',
          slots: [
            { slot: 0, count: -3 },
            { slot: 1, count: 0, isNew: true },
          ],
        },
      ],
    })
  })
})

describe('a bucket', () => {
  it('sells every piece of all its slots and never one more, and takes back what it gave', () => {
    const anySlots = fc.array(fc.record({ limit: fc.nat(6), taken: fc.nat(6) }), { minLength: 1, maxLength: 8 })
    const anyBuys = fc.array(fc.record({ quantity: fc.integer({ min: 1, max: 4 }), backCount: fc.nat(4) }), {
      maxLength: 30,
    })
    fc.assert(
      fc.property(anySlots, anyBuys, (given, buys) => {
        const state = given.map(({ limit, taken }, slot) => ({
          ...{ slot, limitCount: limit, takenCount: Math.min(limit, taken) },
        }))
        const free = () => state.reduce((sum, { limitCount, takenCount }) => sum + limitCount - takenCount, 0)
        buys.forEach(({ quantity, backCount }, at) => {
          const before = free()
          const bucket = { bucketId: 'b/x', slots: state, perMemberCount: 9, memberCount: undefined }
          const owner = { memberId: 'mem', orderId: `ord_${at}` }
          const decision = takeFromBucket({ bucket, ...owner, quantity })
          expect(decision.ok).toBe(before >= quantity)
          if (!decision.ok) {
            expect(decision.refusal.code).toBe(before === 0 ? 'sold_out' : 'bucket_insufficient')
            return
          }
          const [taken] = decision.events
          for (const { slot, count } of taken?.takes ?? []) (state[slot] as { takenCount: number }).takenCount += count
          for (const { limitCount, takenCount } of state) expect(takenCount).toBeLessThanOrEqual(limitCount)
          const firstCount = Math.min(backCount, quantity)
          const parts = [
            ...backToBucket(owner, taken, 0, firstCount),
            ...backToBucket(owner, taken, firstCount, quantity - firstCount),
          ]
          expect(parts.reduce((sum, { count }) => sum + count, 0)).toBe(quantity)
          const [back] = parts
          for (const { slot, count } of back?.takes ?? []) (state[slot] as { takenCount: number }).takenCount -= count
          expect(free()).toBe(before - quantity + (back?.count ?? 0))
        })
      }),
    )
  })

  it('has as many pieces as it was given, evenly over its slots, whatever was sold', () => {
    const anySlots = fc.array(fc.record({ limit: fc.nat(20), taken: fc.nat(20) }), { maxLength: 8 })
    fc.assert(
      fc.property(anySlots, fc.nat(100), fc.integer({ min: 1, max: 8 }), (given, limitCount, slotCount) => {
        const known = given.map(({ limit, taken }, slot) => ({
          slot,
          limitCount: limit,
          takenCount: Math.min(limit, taken),
        }))
        const takenCount = known.reduce((sum, slot) => sum + slot.takenCount, 0)
        const decision = resizeBucket({ bucketId: 'b/x', slots: known, limitCount, slotCount })
        expect(decision.ok).toBe(limitCount >= takenCount)
        if (!decision.ok) return
        const moves = decision.events.flatMap((event) => event.slots)
        const after = new Map(known.map(({ slot, limitCount: limit }) => [slot, limit]))
        for (const { slot, count, isNew } of moves) {
          expect(isNew).toBe(!after.has(slot))
          after.set(slot, (after.get(slot) ?? 0) + count)
        }
        expect([...after.values()].reduce((sum, limit) => sum + limit, 0)).toBe(limitCount)
        const frees = [...after].map(([slot, limit]) => [slot, limit - (known[slot]?.takenCount ?? 0)] as const)
        const inUse = frees.filter(([slot]) => slot < slotCount).map(([, free]) => free)
        expect(Math.max(...inUse) - Math.min(...inUse)).toBeLessThanOrEqual(1)
        expect(frees.filter(([slot, free]) => slot >= slotCount && free !== 0)).toEqual([])
      }),
    )
  })
})
