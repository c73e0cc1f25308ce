import { describe, expect, it } from 'vitest'
import {
  type CartLine,
  cartChanges,
  cartParcels,
  look,
  mergeCarts,
  noteOrder,
  type Offer,
  seenOf,
  setLine,
} from '../index.ts'

const line = (skuId: string, quantity: number): CartLine => ({ lineId: skuId, skuId, quantity })
const offer = (skuId: string, part: Partial<Offer> = {}): Offer => ({
  ...{ skuId, isForSale: true, priceMinor: 5_00, availableCount: 9 },
  ...part,
})
const offersOf = (...offers: readonly Offer[]): ReadonlyMap<string, Offer> =>
  new Map(offers.map((each) => [each.skuId, each]))
const changes = (seen: Offer, now: Offer | undefined, quantity = 2): readonly unknown[] => {
  const lines = [line('tea', quantity)]
  const found = cartChanges(lines, seenOf(lines, offersOf(seen)), now === undefined ? new Map() : offersOf(now))
  return found.map(({ kind, beforeMinor, nowMinor, availableCount }) => [kind, beforeMinor, nowMinor, availableCount])
}

describe('cartChanges', () => {
  it.each([
    [{}, {}, []],
    [{}, { priceMinor: 6_00 }, [['price_up', 5_00, 6_00, null]]],
    [{}, { priceMinor: 4_99 }, [['price_down', 5_00, 4_99, null]]],
    [{}, { availableCount: 0 }, [['sold_out', null, null, null]]],
    [
      {},
      { availableCount: 1, priceMinor: 1 },
      [
        ['short', null, null, 1],
        ['price_down', 5_00, 1, null],
      ],
    ],
    [{}, { availableCount: 2 }, []],
    [{ availableCount: 1 }, {}, [['back', null, null, null]]],
    [{ availableCount: 1 }, { availableCount: 1 }, [['short', null, null, 1]]],
    [{}, { isForSale: false, priceMinor: 1 }, [['gone', null, null, null]]],
  ] as const)('seen %o, now %o: %o', (seen, now, expected) => {
    expect(changes(offer('tea', seen), offer('tea', now))).toEqual(expected)
  })

  it('a SKU that is not there is gone, and a line nobody looked at has no price to differ from', () => {
    expect(changes(offer('tea'), undefined)).toEqual([['gone', null, null, null]])
    expect(cartChanges([line('tea', 1)], [], offersOf(offer('tea')))).toEqual([])
  })
})

it('looking remembers everything that is offered, and a note is written once', () => {
  const facts = { memberId: 'mem_1', lines: [line('tea', 1), line('gone', 1)], offers: offersOf(offer('tea')) }
  const seen = [{ skuId: 'tea', priceMinor: 5_00, isEnough: true }]
  expect(look(facts)).toEqual({ ok: true, events: [{ type: 'cart_seen', memberId: 'mem_1', seen }] })
  expect(noteOrder({ memberId: 'mem_1', before: 'a', note: 'a' })).toEqual({ ok: true, events: [] })
  const noted = { type: 'cart_noted', memberId: 'mem_1' }
  expect(noteOrder({ memberId: 'mem_1', before: 'a', note: '' })).toEqual({ ok: true, events: [noted] })
})

it('setting a line remembers what it was offered at, and forgets lines that are gone', () => {
  const cart = { lines: [line('cup', 1)], couponIds: null, pointsCount: 0 }
  const seen = [
    { skuId: 'cup', priceMinor: 1, isEnough: true },
    { skuId: 'old', priceMinor: 1, isEnough: true },
  ]
  const facts = { memberId: 'mem_1', cart, skuId: 'tea', quantity: 10, offer: offer('tea'), seen }
  const tea = { skuId: 'tea', priceMinor: 5_00, isEnough: false }
  expect(setLine(facts)).toMatchObject({ events: [{ seen: [seen[0], tea] }] })
  expect(setLine({ ...facts, skuId: 'cup', quantity: 0 })).toMatchObject({ events: [{ lines: [], seen: [] }] })
})

it('medusajs/medusa#9999: a cart merged at sign-in adds up, and takes nothing that is no longer for sale', () => {
  const cart = { lines: [line('tea', 1)], couponIds: null, pointsCount: 0 }
  const offers = [offer('tea'), offer('cup'), offer('gone', { isForSale: false })]
  const facts = { memberId: 'mem_1', cart, added: [line('tea', 2), line('cup', 1), line('gone', 1)], offers, seen: [] }
  expect(mergeCarts(facts)).toMatchObject({
    events: [{ lines: [line('tea', 3), line('cup', 1)], seen: [{ skuId: 'tea' }, { skuId: 'cup' }] }],
  })
  expect(mergeCarts({ ...facts, added: [line('gone', 1)] })).toEqual({ ok: true, events: [] })
})

it('cartParcels splits by location what is there, as an order would', () => {
  const slot = (locationId: string, onHandCount: number) => ({
    ...{ locationId, slot: 0, onHandCount, heldCount: 0, soldCount: 0, backorderCount: 0 },
  })
  const shelves = new Map(
    Object.entries({ tea: [slot('main', 1), slot('north', 1)], cup: [slot('north', 5)] }).map(([skuId, slots]) => {
      const onHandCount = slots.reduce((sum, each) => sum + each.onHandCount, 0)
      return [skuId, { skuId, onHandCount, heldCount: 0, soldCount: 0, slots }]
    }),
  )
  const offers = offersOf(offer('tea', { availableCount: 2 }), offer('cup', { availableCount: 5 }))
  expect(cartParcels([line('tea', 2), line('cup', 1)], offers, shelves)).toEqual([
    { locationId: 'main', lines: [line('tea', 1)] },
    { locationId: 'north', lines: [line('tea', 1), line('cup', 1)] },
  ])
  expect(cartParcels([line('tea', 1), line('cup', 6)], offers, shelves)).toEqual([
    { locationId: 'main', lines: [line('tea', 1)] },
  ])
})
