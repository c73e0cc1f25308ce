import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BucketSlot } from '../inventory/index.ts'
import { MAX_AMOUNT } from '../kernel/index.ts'
import { tryRefusals } from '../members/refusals.fixture.ts'
import { dueMinor, evolve, type Order, type OrderPlaced, orderOf, partDue, timelineOf } from '../orders/index.ts'
import { refundPaidOrder } from '../payments/index.ts'
import { coupons, fullProgram } from '../payments/program.fixture.ts'
import { cartOf, placeFacts, refundableOf } from '../payments/world/facts.fixture.ts'
import { checkout, openWorld, payOrder } from '../payments/world.fixture.ts'
import { buyPresale } from './contract.ts'
import { savePresale } from './operators.ts'
import {
  type BuyPresaleFacts,
  balanceMinor,
  buy,
  paidMinor,
  presaleState,
  type SavePresaleFacts,
  save,
  termsOf,
} from './rules.ts'
import type { Presale } from './schema.ts'

const presale: Presale = {
  ...{ id: 'pre_1', name: { zh: '预售', en: 'Presale' }, skuId: 'tea' },
  ...{ priceMinor: 80_00, depositMinor: 10_00, depositWorthMinor: 20_00 },
  ...{ startsAt: 0, endsAt: 100, balanceFrom: 200, balanceUntil: 300, shipsFrom: 400 },
  ...{ bucketCount: 10, perMemberCount: 3, forfeit: 'keep' },
}
const slots: readonly BucketSlot[] = [
  { slot: 0, limitCount: 5, takenCount: 0 },
  { slot: 1, limitCount: 5, takenCount: 0 },
]
const filled = (takenCount: number) => slots.map((slot) => ({ ...slot, takenCount }))

/** Two pieces in a shop with promotions, coupons and points, which must not touch their price. */
function facts(change: Partial<BuyPresaleFacts> = {}): BuyPresaleFacts {
  const world = openWorld(fullProgram, 10, coupons, 500)
  const { cart: _, ...placing } = placeFacts(world, 'ord_1', cartOf({ tea: 2 }))
  const plain = { ...placing.pricing, shipping: null, taxes: null }
  const bought = { quantity: 2, expectedPayableMinor: 140_00, memberCount: undefined, terms: termsOf(presale) }
  return { ...placing, pricing: plain, presale, slots, ...bought, now: 50, ...change }
}

function placed(): OrderPlaced {
  const decision = buy(facts())
  if (!decision.ok) throw new Error(JSON.stringify(decision.refusal))
  return decision.events[0] as OrderPlaced
}

describe('a presale', () => {
  it('costs less by what its deposit counts for above itself', () => {
    expect([paidMinor(presale), balanceMinor(presale)]).toEqual([70_00, 60_00])
  })

  it('tells a shopper the first thing in the way', () => {
    const stock = { onHandCount: 9, heldCount: 0 }
    const given = { presale, listMinor: 99_90, slots, stock, memberCount: 0, now: 50 }
    expect(presaleState(given)).toBe('open')
    expect(presaleState({ ...given, now: -1 })).toBe('not_started')
    expect(presaleState({ ...given, now: 100 })).toBe('ended')
    expect(presaleState({ ...given, listMinor: 69_99 })).toBe('paused')
    expect(presaleState({ ...given, listMinor: 70_00 })).toBe('open')
    expect(presaleState({ ...given, memberCount: 3 })).toBe('limit_reached')
    expect(presaleState({ ...given, slots: filled(5) })).toBe('sold_out')
    expect(presaleState({ ...given, stock: { onHandCount: 2, heldCount: 2 } })).toBe('sold_out')
  })
})

describe('buying', () => {
  it('refuses in the order of the contract', () => {
    const tried = tryRefusals(buyPresale, buy, facts(), {
      presale_missing: (given) => ({ ...given, presale: undefined }),
      presale_not_open: (given) => ({ ...given, now: 100 }),
      presale_terms_changed: (given) => ({ ...given, terms: { ...given.terms, forfeit: 'refund' } }),
      price_above_list: (given) => ({
        ...given,
        pricing: { ...given.pricing, skus: given.pricing.skus.map((sku) => ({ ...sku, listMinor: 69_99 })) },
      }),
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
    expect(tried.alone).toEqual(tried.wanted)
    // Without its SKU there is no list price to be above of, and none that is too large.
    expect(tried.together[0]).toBe('presale_missing')
    expect(tried.together.slice(0, 3)).toEqual(tried.wanted.slice(0, 3))
    expect(tried.together.slice(4, 8)).toEqual(tried.wanted.slice(4, 8))
  })

  it('refuses whoever was shown another deposit, another end of it, or another time of the balance', () => {
    const changes = [
      { depositMinor: 9_99 },
      { forfeit: 'refund' },
      { balanceFrom: 201 },
      { balanceUntil: 301 },
    ] as const
    for (const change of changes) {
      const refused = buy(facts({ terms: { ...termsOf(presale), ...change } }))
      expect(refused).toEqual({ ok: false, refusal: { code: 'presale_terms_changed', detail: termsOf(presale) } })
    }
  })

  it('is one order of two payments, with stock and bucket set aside and what was agreed frozen', () => {
    expect(buy(facts())).toMatchObject({
      events: [
        {
          ...{ type: 'order_placed', payableMinor: 140_00, pointsCount: 0, couponIds: [] },
          campaign: { kind: 'presale', id: 'pre_1', bucketId: 'pre_1/tea', takes: [{ count: 2 }] },
          deposit: {
            ...{ depositMinor: 20_00, depositWorthMinor: 40_00, forfeit: 'keep' },
            ...{ balanceFrom: 200, balanceUntil: 300, shipsFrom: 400 },
          },
        },
        { type: 'stock_held', lines: [{ skuId: 'tea', quantity: 2 }] },
        { type: 'bucket_taken', bucketId: 'pre_1/tea', count: 2, limitCount: 3, isFirst: true },
      ],
    })
  })

  it('is due in its parts: the deposit, then the balance, and together the price', () => {
    const order = orderOf(placed())
    const ids = { orderId: order.id, memberId: order.memberId }
    const deposited = evolve(order, [{ type: 'order_deposited', ...ids, paidAt: 60, paymentDueAt: 300 } as never])
    expect([partDue(order), dueMinor(order), deposited.status]).toEqual(['deposit', 20_00, 'deposited'])
    expect([partDue(deposited), dueMinor(deposited), deposited.paymentDueAt]).toEqual(['balance', 120_00, 300])
    expect(timelineOf(order).map(({ kind }) => kind)).toEqual(['placed', 'deposited', 'paid', 'received'])
    expect(timelineOf(deposited).map(({ kind, at }) => [kind, at])).toEqual([
      ...[
        ['placed', order.placedAt],
        ['deposited', 60],
      ].toSorted((one, other) => Number(one[1]) - Number(other[1])),
      ...[
        ['paid', null],
        ['received', null],
      ],
    ])
  })
})

const saving: SavePresaleFacts = {
  ...{ presale, known: undefined, listMinor: 99_90, slots: [], presaleCount: 0, maxPresales: 100 },
}
const withTerms = (given: SavePresaleFacts, terms: Partial<Presale>) => ({
  ...given,
  presale: { ...given.presale, ...terms },
})

describe('saving a presale', () => {
  it('refuses in the order of the contract', () => {
    const tried = tryRefusals(savePresale, save, saving, {
      presale_windows_crossed: (given) => withTerms(given, { endsAt: 0 }),
      presale_sku_fixed: (given) => ({ ...given, known: { skuId: 'rice' } }),
      sku_missing: (given) => ({ ...given, listMinor: undefined }),
      price_above_list: (given) => ({ ...given, listMinor: given.listMinor && 79_99 }),
      deposit_worth_low: (given) => withTerms(given, { depositWorthMinor: 9_99 }),
      deposit_not_below_price: (given) => withTerms(given, { depositWorthMinor: 80_00 }),
      deposit_above_share: (given) => withTerms(given, { depositMinor: 17_50 }),
      bucket_below_taken: (given) => ({ ...given, slots: [{ slot: 0, limitCount: 11, takenCount: 11 }] }),
      presales_full: (given) => ({ ...given, presaleCount: 100 }),
    })
    expect(tried.alone).toEqual(tried.wanted)
    const faults = ['presale_windows_crossed', 'presale_sku_fixed', 'sku_missing', 'price_above_list']
    expect(tried.together.slice(0, 4)).toEqual(faults)
  })

  it('wants orders before balances, and goods not before there can be one', () => {
    const crossed = [{ endsAt: 201 }, { balanceUntil: 200 }, { shipsFrom: 199 }, { startsAt: 100 }]
    for (const change of crossed) {
      expect(save(withTerms(saving, change))).toMatchObject({ refusal: { code: 'presale_windows_crossed' } })
    }
    expect(save(withTerms(saving, { endsAt: 200, shipsFrom: 200 })).ok).toBe(true)
  })

  it('lets a deposit be kept up to a fifth of what is paid, 民法典 art. 586, and more where it goes back', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 100_00 }),
        fc.integer({ min: 1, max: 100_00 }),
        fc.nat(50_00),
        (priceMinor, depositMinor, moreMinor) => {
          const terms = { priceMinor, depositMinor, depositWorthMinor: depositMinor + moreMinor }
          const given = { ...saving, listMinor: priceMinor }
          const back = save(withTerms(given, { ...terms, forfeit: 'refund' }))
          expect(back.ok).toBe(depositMinor + moreMinor < priceMinor)
          if (!back.ok) return
          const kept = save(withTerms(given, { ...terms, forfeit: 'keep' }))
          expect(kept.ok).toBe(depositMinor * 5 <= priceMinor - moreMinor)
        },
      ),
    )
  })
})

describe('refunding what was paid in two parts', () => {
  it('gives each payment back exactly its own money, in whatever parts units come back, the balance first', () => {
    const world = openWorld(fullProgram, 50, coupons, 0)
    checkout(world, 'ord_1', cartOf({ tea: 5, cup: 4 }))
    payOrder(world, 'ord_1')
    const { sale, payments } = refundableOf(world, 'ord_1')
    const [paid] = payments
    if (paid === undefined) throw new Error('the order was not paid')
    const wholes = new Map(sale.order.lines.map(({ line }) => [line.lineId, line.quantity]))
    const anyParts = fc.array(fc.record({ line: fc.nat(3), quantity: fc.integer({ min: 1, max: 3 }) }), {
      maxLength: 6,
    })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: paid.amountMinor - 1 }), anyParts, (depositMinor, parts) => {
        const amounts = { balance: paid.amountMinor - depositMinor, deposit: depositMinor }
        const back = { balance: 0, deposit: 0 }
        const ids = new Set<string>()
        let [order, idCount]: [Order, number] = [sale.order, 0]
        const newId = (prefix: string): string => {
          idCount += 1
          return `${prefix}_${idCount}`
        }
        const giveBack = (lines: readonly { readonly lineId: string; readonly quantity: number }[]): void => {
          const split = (['balance', 'deposit'] as const).map((part) => ({
            ...{ ...paid, id: part, part, amountMinor: amounts[part], refundRequestedMinor: back[part] },
          }))
          const refundId = newId('ref')
          const decision = refundPaidOrder({
            sale: { ...sale, order },
            payments: split,
            refundId,
            lines,
            newId,
            now: 9,
          })
          if (!decision.ok) throw new Error(JSON.stringify(decision.refusal))
          order = evolve(order, decision.events)
          for (const event of decision.events) {
            if (event.type !== 'payment_refund_requested') continue
            back[event.paymentId as 'balance' | 'deposit'] += event.amountMinor
            expect(ids.has(event.refundId)).toBe(false)
            ids.add(event.refundId)
          }
          const storedMinor = order.storedValueMinor ?? 0
          expect(back.balance + back.deposit).toBe(Math.min(order.refundedMinor, order.payableMinor - storedMinor))
          expect(back.deposit === 0 || back.balance === amounts.balance).toBe(true)
        }
        for (const { line, quantity } of parts) {
          const lineId = [...wholes.keys()][line % wholes.size] as string
          const left = order.lines.find((each) => each.line.lineId === lineId)
          const leftCount = (left?.line.quantity ?? 0) - (left?.refundedCount ?? 0)
          if (quantity < leftCount) giveBack([{ lineId, quantity }])
        }
        giveBack(
          order.lines.map(({ line, refundedCount }) => ({
            lineId: line.lineId,
            quantity: line.quantity - refundedCount,
          })),
        )
        const shippingMinor = order.shipping?.payableMinor ?? 0
        const shippingBackMinor = order.refunds.reduce((sum, refund) => sum + refund.shippingMinor, 0)
        expect(back.balance + back.deposit).toBe(paid.amountMinor - shippingMinor + shippingBackMinor)
        expect(order.status).toBe('refunded')
      }),
      { numRuns: process.env.SIYU_LONG === undefined ? 40 : 1_000 },
    )
  })
})
