import { describe, expect, it } from 'vitest'
import type { Coupon } from '../coupons/index.ts'
import { tryRefusals } from '../members/refusals.fixture.ts'
import { coupon, coupons, fullProgram, program } from '../payments/program.fixture.ts'
import { cartOf, growthOf, lifeOf, placeFacts } from '../payments/world/facts.fixture.ts'
import { buyerId, day, paymentWindowMs, saleOf, type World } from '../payments/world/tables.fixture.ts'
import {
  cancelSale,
  checkout,
  completeSale,
  givePoints,
  importInto,
  openWorld,
  payOrder,
  refundSale,
  sweep,
  timeOut,
} from '../payments/world.fixture.ts'
import { spendable } from '../points/index.ts'
import { unitParts } from '../pricing/index.ts'
import {
  type CancelFacts,
  cancel,
  cancelOrder,
  canMove,
  checkout as checkoutEndpoint,
  complete,
  expire,
  expireOrder,
  type ImportSaleFacts,
  importOrder,
  importSale,
  moves,
  Order,
  type OrderCommand,
  OrderStatus,
  type PlaceOrderFacts,
  pay,
  placeOrder,
  type RefundFacts,
  receive,
  refund,
  refundOrder,
  ship,
} from './index.ts'

const growthAtStart = growthOf(openWorld(program, 10, [], 0))
const exampleCart = cartOf({ tea: 3, cup: 1 }, { couponIds: ['cpn_20'], pointsCount: 500 })

/** A shop where the worked example was placed. */
function example(settings: Partial<typeof program.settings> = {}): World {
  const world = openWorld({ ...program, settings: { ...program.settings, ...settings } }, 10, [coupon], 500)
  expect(checkout(world, 'ord_1', exampleCart)).toBe('accepted')
  return world
}

function points(world: World): number {
  return spendable([...world.lots.values()], world.debtCount, world.now)
}

function stock(world: World, skuId: string): readonly unknown[] {
  const { onHandCount, heldCount, soldCount } = world.stocks.get(skuId) ?? {}
  return [onHandCount, heldCount, soldCount]
}

describe('the worked example of the docs', () => {
  it('freezes 294.70 with every unit of it', () => {
    const { order } = saleOf(example(), 'ord_1')
    expect(Order.safeParse(order).success).toBe(true)
    expect([order.listMinor, order.payableMinor, order.pointsCount]).toEqual([34_970, 29_470, 500])
    const units = order.lines.map(({ line }) =>
      Array.from({ length: line.quantity }, (_, at) => unitParts(line, at, at + 1).paidMinor),
    )
    expect(units).toEqual([[8_418, 8_419, 8_419], [4_214]])
  })

  it('refunds one tea: 84.18, 143 points back, 84 points and 84 growth taken, 8.42 commission reversed', () => {
    const world = example()
    expect([payOrder(world, 'ord_1'), completeSale(world, 'ord_1')]).toEqual(['accepted', 'accepted'])
    expect([points(world), world.growthCount, world.tierId]).toEqual([294, 294, 'silver'])
    expect(saleOf(world, 'ord_1').commissions[0]?.amountMinor).toBe(2_946)
    expect(refundSale(world, 'ord_1', [{ lineId: 'tea', quantity: 1 }])).toBe('accepted')
    expect(saleOf(world, 'ord_1').order.refunds).toMatchObject([
      {
        paidMinor: 8_418,
        pointsReturnedCount: 143,
        pointsClawedCount: 84,
        growthCount: 84,
        commissionMinor: 842,
      },
    ])
    expect([points(world), world.growthCount, world.tierId]).toEqual([294 + 143 - 84, 210, 'basic'])
    expect(stock(world, 'tea')).toEqual([8, 0, 2])
  })

  it('refunds the rest: everything is where it was', () => {
    const world = example()
    payOrder(world, 'ord_1')
    completeSale(world, 'ord_1')
    refundSale(world, 'ord_1', [{ lineId: 'tea', quantity: 1 }])
    const rest = [
      { lineId: 'cup', quantity: 1 },
      { lineId: 'tea', quantity: 2 },
    ]
    expect(refundSale(world, 'ord_1', rest)).toBe('accepted')
    const { order, commissions } = saleOf(world, 'ord_1')
    expect([order.status, order.refundedMinor]).toEqual(['refunded', 29_470])
    expect([points(world), world.debtCount, world.growthCount, world.tierId]).toEqual([500, 0, 0, 'basic'])
    expect(commissions.map(({ state, amountMinor, reversedMinor }) => [state, amountMinor - reversedMinor])).toEqual([
      ['reversed', 0],
    ])
    expect(world.coupons.get('cpn_20')).toMatchObject({ status: 'issued', orderId: null })
    expect([stock(world, 'tea'), stock(world, 'cup')]).toEqual([
      [10, 0, 0],
      [10, 0, 0],
    ])
  })
})

describe('checkout', () => {
  const world = openWorld(program, 10, [coupon], 500)
  const good: PlaceOrderFacts = { ...placeFacts(world, 'ord_1', exampleCart), expectedPayableMinor: 29_470 }

  it('refuses in the order of the contract', () => {
    const tried = tryRefusals(checkoutEndpoint, placeOrder, good, {
      cart_empty: (facts) => ({ ...facts, cart: { ...facts.cart, lines: [] } }),
      order_exists: (facts) => ({ ...facts, isTaken: true }),
      address_missing: (facts) => ({ ...facts, address: undefined }),
      sku_missing: (facts) => withPricing(facts, { skus: facts.pricing.skus.slice(1) }),
      basket_too_large: (facts) =>
        withPricing(facts, { skus: facts.pricing.skus.map((sku) => ({ ...sku, listMinor: 1_000_000_000_000 })) }),
      coupon_missing: (facts) => withPricing(facts, { coupons: [] }),
      coupon_used: (facts) => withPricing(facts, { coupons: [{ ...coupon, status: 'redeemed' }] }),
      coupon_not_usable: (facts) => withPricing(facts, { coupons: [{ ...coupon, validUntil: facts.now }] }),
      points_frozen: (facts) => ({ ...facts, isFrozen: true, cart: { ...facts.cart, pointsCount: 1 } }),
      points_insufficient: (facts) => ({ ...facts, cart: { ...facts.cart, pointsCount: 501 } }),
      price_changed: (facts) => ({ ...facts, expectedPayableMinor: 1 }),
      gift_changed: (facts) => ({ ...facts, expectedGifts: [{ skuId: 'pin', quantity: 1 }] }),
      stored_value_insufficient: (facts) => ({ ...facts, storedValue: { wantedMinor: 2, availableMinor: 1 } }),
      stock_insufficient: (facts) => ({ ...facts, stocks: emptyStocks }),
    })
    expect(tried.alone).toEqual(tried.wanted)
    expect(tried.together).toEqual(tried.wanted)
  })

  function withPricing(facts: PlaceOrderFacts, more: Partial<PlaceOrderFacts['pricing']>): PlaceOrderFacts {
    return { ...facts, pricing: { ...facts.pricing, ...more } }
  }
  const emptyStocks = new Map(
    program.prices.map(({ skuId }) => [skuId, { skuId, onHandCount: 0, heldCount: 0, soldCount: 0 }] as const),
  )

  it('says why: the price it is, the points there are, what the coupon lacks', () => {
    const refusal = (more: Partial<PlaceOrderFacts>): unknown => {
      const decision = placeOrder({ ...good, ...more })
      return decision.ok ? undefined : decision.refusal.detail
    }
    expect(refusal({ expectedPayableMinor: 29_469 })).toEqual({ payableMinor: 29_470 })
    expect(refusal({ cart: { ...good.cart, pointsCount: 600 } })).toEqual({ spendableCount: 500 })
    const lacking = (more: Partial<Coupon>): unknown =>
      refusal(withPricing(good, { coupons: [{ ...coupon, ...more }] }))
    expect(lacking({ status: 'void' })).toEqual({ couponId: 'cpn_20', reason: 'void' })
    expect(lacking({ validFrom: good.now + 1 })).toEqual({ couponId: 'cpn_20', reason: 'not_started' })
    expect(lacking({ giftedUntil: good.now + 1 })).toEqual({ couponId: 'cpn_20', reason: 'gifted' })
    const conditions = [{ kind: 'subtotal_at_least', minor: 99_999 } as const]
    expect(lacking({ conditions })).toEqual({ couponId: 'cpn_20', reason: 'below_subtotal' })
  })

  it('mall#1003: a coupon that another order holds cannot be used', () => {
    const held = placeOrder(withPricing(good, { coupons: [{ ...coupon, status: 'held', orderId: 'ord_0' }] }))
    expect(held).toMatchObject({ ok: false, refusal: { code: 'coupon_used' } })
  })

  it('does not use up a coupon that finds nothing to lower', () => {
    const shop = openWorld(program, 10, [{ ...coupon, conditions: [] }], 0)
    expect(checkout(shop, 'ord_1', cartOf({ gift: 1 }, { couponIds: ['cpn_20'] }))).toBe('accepted')
    expect(saleOf(shop, 'ord_1').order).toMatchObject({ couponIds: [], payableMinor: 0 })
    expect(shop.coupons.get('cpn_20')?.status).toBe('issued')
  })

  it('holds stock, coupon and points together and empties the cart', () => {
    const shop = example()
    expect([stock(shop, 'tea'), shop.coupons.get('cpn_20')?.status, points(shop)]).toEqual([[10, 3, 0], 'held', 0])
    expect(shop.journal.slice(1).map(({ type }) => type)).toEqual([
      'order_placed',
      'stock_held',
      'coupon_held',
      'points_held',
      'cart_emptied',
    ])
  })

  it('holds several coupons, a gift and the limits of promotions together, each with what it took', () => {
    const shop = openWorld(fullProgram, 10, coupons, 0)
    const cart = cartOf({ tea: 4, cup: 1 }, { couponIds: ['cpn_tea', 'cpn_ship'] })
    expect(checkout(shop, 'ord_1', cart)).toBe('accepted')
    const { order } = saleOf(shop, 'ord_1')
    expect(order.couponIds.toSorted()).toEqual(['cpn_ship', 'cpn_tea'])
    expect(order.lines.map(({ line }) => [line.skuId, line.quantity, line.giftOf])).toEqual([
      ['tea', 4, null],
      ['cup', 1, null],
      ['pin', 3, 'prm_pin'],
    ])
    const events = shop.journal.filter(({ type }) => ['coupon_held', 'promotion_used', 'stock_held'].includes(type))
    expect(events).toMatchObject([
      { type: 'stock_held', lines: [{ skuId: 'tea' }, { skuId: 'cup' }, { skuId: 'pin', quantity: 3 }] },
      { type: 'coupon_held', couponId: 'cpn_tea', templateId: 'tpl_tea', minor: 2_898 },
      { type: 'coupon_held', couponId: 'cpn_ship', templateId: 'tpl_ship', minor: 300 },
      { type: 'promotion_used', promotionId: 'prm_30', minor: 3_000, total: { maxUses: 6 }, member: { created: true } },
      { type: 'promotion_used', promotionId: 'prm_pin', minor: 3 * 333, member: null },
    ])
    expect(cancelSale(shop, 'ord_1')).toBe('accepted')
    const back = shop.journal.filter(({ type }) => ['coupon_released', 'promotion_unused'].includes(type))
    expect(back.map((event) => 'minor' in event && event.minor)).toEqual([2_898, 300, 3_000, 3 * 333])
    expect([stock(shop, 'pin'), shop.coupons.get('cpn_tea')?.status]).toEqual([[10, 0, 0], 'issued'])
  })

  it('says when other gifts would come than were shown, and asks nothing when nobody says', () => {
    const facts = { ...placeFacts(openWorld(fullProgram, 10, [], 0), 'ord_1', cartOf({ tea: 3 })) }
    const told = placeOrder(facts)
    const good = { ...facts, expectedPayableMinor: told.ok ? 0 : Number(told.refusal.detail?.['payableMinor']) }
    const gifts = [{ skuId: 'pin', quantity: 2 }]
    const changed = { ok: false, refusal: { code: 'gift_changed', detail: { gifts } } }
    const one = { skuId: 'pin', quantity: 1 }
    for (const expectedGifts of [undefined, gifts, [one, one]]) {
      expect(placeOrder({ ...good, expectedGifts }).ok).toBe(true)
    }
    for (const expectedGifts of [[], [one], [...gifts, one], [{ skuId: 'cup', quantity: 2 }]]) {
      expect(placeOrder({ ...good, expectedGifts })).toEqual(changed)
    }
  })

  it('refuses what taxes on top or shipping make larger than any amount may be', () => {
    const rich = (listMinor: number): PlaceOrderFacts => {
      const prices = fullProgram.prices.map((price) => (price.skuId === 'cup' ? { ...price, listMinor } : price))
      return placeFacts(openWorld({ ...fullProgram, prices }, 10, [], 0), 'ord_1', cartOf({ cup: 1 }))
    }
    expect(placeOrder(rich(1_000_000_000_000))).toMatchObject({ refusal: { code: 'basket_too_large' } })
    expect(placeOrder(rich(800_000_000_000))).toMatchObject({ refusal: { code: 'price_changed' } })
  })

  it('insists on the coupons of the cart, and on none when the choice is open', () => {
    const facts = { ...placeFacts(openWorld(program, 10, coupons, 0), 'ord_1', exampleCart) }
    const both = { ...facts.cart, pointsCount: 0, couponIds: ['cpn_20', 'cpn_ship'] }
    expect(placeOrder({ ...facts, cart: both })).toMatchObject({
      refusal: { code: 'coupon_not_usable', detail: { couponId: 'cpn_ship', reason: 'no_shipping' } },
    })
    const open = { ...both, couponIds: null }
    expect(placeOrder({ ...facts, cart: open })).toMatchObject({ refusal: { code: 'price_changed' } })
  })

  it('freezes the terms: changing the plan, the program or the tiers later changes no order', () => {
    const placed = placeOrder(good)
    expect(placed.ok && placed.events[0]).toMatchObject({
      uplines: [{ payeeId: 'mem_b', level: 1, bps: 1_000, capBps: 3_000, freezeDays: 7 }],
      earn: { parts: [{ ruleId: 'base', effect: { count: 1, perMinor: 100 } }], multipliers: [], rounding: 'floor' },
      growthBps: 100,
      origin: 'checkout',
    })
  })
})

describe('moves', () => {
  const statuses = Object.keys(moves) as readonly OrderStatus[]
  const commands = Object.keys(moves.created) as readonly OrderCommand[]
  const world = example()
  const { order, terms } = saleOf(world, 'ord_1')
  const growth = growthAtStart
  const later = { newId: () => 'lot_new', now: order.paymentDueAt }
  const shared = { terms, promotionUses: [], heldTakes: [], lots: [], commissions: [], debtCount: 0, graceDays: 7 }
  const earning = { program: program.settings.earn, life: lifeOf(world), used: new Map(), debtCount: 0, lots: [] }
  const run: Readonly<Record<OrderCommand, (from: Order) => boolean>> = {
    pay: (from) => {
      const held = { heldTakes: [], leftPayeeIds: [], lotId: 'lot_new' }
      return pay({ order: from, terms, ...held, earning, now: later.now }).ok
    },
    ship: (from) => {
      const input = { orderId: from.id, shipmentId: 'shp_1', carrier: 'sf', trackingNumber: 'SF1234' }
      return ship({ sale: { order: from, terms }, input, isLocation: true, now: later.now }).ok
    },
    receive: (from) => receive({ sale: { order: from, lot: undefined, ...earning, growth, ...shared }, ...later }).ok,
    complete: (from) => complete({ sale: { order: from, lot: undefined, ...earning, growth, ...shared }, ...later }).ok,
    cancel: (from) => cancel({ sale: { order: from, ...shared }, ...later }).ok,
    expire: (from) => expire({ sale: { order: from, ...shared }, ...later }).ok,
    refund: (from) => {
      const points = { spentTakes: [], ownLotId: null, expiredCount: 0, settings: program.settings }
      const sale = { order: { ...from, couponIds: [] }, growth, ...points, ...shared }
      return refund({ sale, refundId: 'r', lines: [{ lineId: 'gift', quantity: 1 }], ...later }).ok
    },
  }

  it.each(statuses.flatMap((status) => commands.map((command) => [status, command] as const)))(
    '%s × %s is what the table says',
    (status, command) => {
      const line = { ...order.lines[0]?.line, lineId: 'gift', pointsCount: 0, payableMinor: 0, quantity: 1 }
      const free = { count: 1, listMinor: 0, reductions: [], payableMinor: 0, taxMinor: 0, pointsCount: 0 }
      const small = {
        ...order,
        status,
        lines: [{ line: { ...line, runs: [free] }, refundedCount: 0, shippedCount: 0 }],
      } as Order
      expect(run[command](small)).toBe(moves[status][command].length > 0)
      expect(canMove(status, command)).toBe(moves[status][command].length > 0)
    },
  )

  it('knows every status, and nothing leaves an end', () => {
    expect(statuses.every((status) => OrderStatus.safeParse(status).success)).toBe(true)
    expect(statuses.flatMap((status) => Object.values(moves[status]).flat())).toEqual(
      expect.arrayContaining(statuses.filter((status) => status !== 'created')),
    )
    for (const status of ['cancelled', 'refunded'] as const) {
      expect(Object.values(moves[status]).flat()).toEqual([])
    }
  })
})

describe('cancel, expire and refund', () => {
  const world = example()
  const { order, terms, heldTakes } = saleOf(world, 'ord_1')
  const cancelFacts: CancelFacts = {
    sale: { order, terms, promotionUses: [], heldTakes, lots: [...world.lots.values()], graceDays: 7 },
    newId: () => 'lot_new',
    now: order.paymentDueAt,
  }
  const paidSale = (): Extract<RefundFacts['sale'], object> => {
    const shop = example()
    payOrder(shop, 'ord_1')
    const { commissions, ownLotId, spentTakes, order: paid } = saleOf(shop, 'ord_1')
    const growth = growthAtStart
    const lots = [...shop.lots.values()]
    const points = { spentTakes, lots, ownLotId, expiredCount: 0, debtCount: 0, settings: program.settings }
    return { order: paid, terms, growth, commissions, promotionUses: [], ...points }
  }
  const cancelled = <Facts extends { readonly sale: unknown }>(facts: Facts): Facts => ({
    ...facts,
    sale: { ...(facts.sale as object), order: { ...order, status: 'cancelled' } },
  })

  /** The order with one unit of each line under an open case. */
  const claimedOf = (of: Order): Order => ({
    ...of,
    lines: of.lines.map((each) => ({ ...each, claimedCount: 1 })),
  })

  it('refuse in the order of their contracts', () => {
    const missing = <Facts extends { readonly sale: unknown }>(facts: Facts): Facts => ({ ...facts, sale: undefined })
    const ofCancel = tryRefusals(cancelOrder, cancel, cancelFacts, {
      order_missing: (good) => missing(good),
      order_not_cancellable: (good) => cancelled(good),
    })
    const ofExpire = tryRefusals(expireOrder, expire, cancelFacts, {
      order_missing: (good) => missing(good),
      order_not_cancellable: (good) => cancelled(good),
      order_not_due: (facts) => ({ ...facts, now: order.paymentDueAt - 1 }),
    })
    const lines = [{ lineId: 'tea', quantity: 3 }]
    const facts: RefundFacts = { sale: paidSale(), refundId: 'ref_1', lines, newId: () => 'l', now: 1 }
    const ofRefund = tryRefusals(refundOrder, refund, facts, {
      order_missing: (good) => missing(good),
      order_not_refundable: (good) => cancelled(good),
      line_missing: (good) => ({ ...good, lines: [...good.lines, { lineId: 'nothing', quantity: 1 }] }),
      line_repeated: (good) => ({ ...good, lines: [...good.lines, ...good.lines] }),
      quantity_exceeded: (good) => ({ ...good, lines: [{ lineId: 'tea', quantity: 4 }] }),
      case_open: (good) => ({ ...good, sale: good.sale && { ...good.sale, order: claimedOf(good.sale.order) } }),
      shipping_exceeded: (good) => ({ ...good, shippingMinor: 1 }),
      pricing_unknown: (good) => ({
        ...good,
        thresholds: 'reevaluate',
        sale: good.sale && { ...good.sale, terms: { ...terms, frozen: null } },
      }),
    })
    for (const tried of [ofCancel, ofExpire, ofRefund]) {
      expect(tried.alone).toEqual(tried.wanted)
      expect(tried.together).toEqual(tried.wanted)
    }
  })

  it.each([
    ['cancelled by the member', cancelSale],
    ['out of time', timeOut],
  ])('mall useIntegration (never returned on cancel), litemall#163: %s, everything held is free again', (_, undo) => {
    const shop = example()
    shop.now += paymentWindowMs
    expect(undo(shop, 'ord_1')).toBe('accepted')
    expect([points(shop), shop.coupons.get('cpn_20')?.status, stock(shop, 'tea')]).toEqual([500, 'issued', [10, 0, 0]])
    expect(saleOf(shop, 'ord_1').order.status).toBe('cancelled')
    expect(payOrder(shop, 'ord_1')).toBe('order_not_payable')
  })

  it('Setono LoyaltyLedger::rollbackRedeem: redeem and cancel does not launder ending points into lasting ones', () => {
    const shop = example({ expiry: { kind: 'days', days: 1 } })
    shop.now += 2 * day
    expect(timeOut(shop, 'ord_1')).toBe('accepted')
    expect(points(shop)).toBe(500)
    shop.now += 7 * day
    sweep(shop)
    expect(points(shop)).toBe(0)
  })

  it('odoo#212922: spent points come back once, and earned ones go', () => {
    const shop = example()
    payOrder(shop, 'ord_1')
    const whole = [
      { lineId: 'tea', quantity: 3 },
      { lineId: 'cup', quantity: 1 },
    ]
    expect(refundSale(shop, 'ord_1', whole)).toBe('accepted')
    expect(refundSale(shop, 'ord_1', whole)).toBe('order_not_refundable')
    expect([points(shop), shop.growthCount]).toEqual([500, 0])
    expect(shop.journal.filter(({ type }) => type === 'growth_changed')).toEqual([])
  })

  it('yudao createPointRecord: earned points that were spent become debt, which the next ones pay', () => {
    const shop = example()
    payOrder(shop, 'ord_1')
    completeSale(shop, 'ord_1')
    givePoints(shop, -294)
    refundSale(shop, 'ord_1', [{ lineId: 'cup', quantity: 1 }])
    expect([points(shop), shop.debtCount]).toEqual([71 - 42, 0])
    givePoints(shop, -29)
    refundSale(shop, 'ord_1', [{ lineId: 'tea', quantity: 3 }])
    expect([points(shop), shop.debtCount]).toEqual([429 - 252, 0])
  })

  it('Voucherify "partial refund not supported": a second refund goes on where the first ended', () => {
    const shop = example()
    payOrder(shop, 'ord_1')
    for (let unit = 0; unit < 3; unit += 1) refundSale(shop, 'ord_1', [{ lineId: 'tea', quantity: 1 }])
    const { refunds } = saleOf(shop, 'ord_1').order
    expect(refunds.map(({ paidMinor }) => paidMinor)).toEqual([8_418, 8_419, 8_419])
    expect(refunds.map(({ pointsReturnedCount }) => pointsReturnedCount)).toEqual([143, 143, 143])
    expect(shop.coupons.get('cpn_20')?.status).toBe('redeemed')
  })

  it('gives points back to the lots they came from, the last taken first, over several refunds', () => {
    const expiry = { kind: 'days', days: 10 } as const
    const shop = openWorld({ ...program, settings: { ...program.settings, expiry } }, 10, [coupon], 200)
    shop.now += day
    givePoints(shop, 300)
    checkout(shop, 'ord_1', exampleCart)
    payOrder(shop, 'ord_1')
    const { spentTakes } = saleOf(shop, 'ord_1')
    expect(spentTakes.map(({ count }) => count)).toEqual([200, 300])
    for (let unit = 0; unit < 3; unit += 1) refundSale(shop, 'ord_1', [{ lineId: 'tea', quantity: 1 }])
    expect(spentTakes.map(({ lotId }) => shop.lots.get(lotId)?.remainingCount)).toEqual([129, 300])
  })

  it('keeps what was refunded before completion out of points and growth', () => {
    const shop = example()
    payOrder(shop, 'ord_1')
    refundSale(shop, 'ord_1', [{ lineId: 'tea', quantity: 1 }])
    completeSale(shop, 'ord_1')
    expect([points(shop), shop.growthCount]).toEqual([143 + 210, 210])
  })
})

describe('import', () => {
  const lines = [{ lineId: 'l1', skuId: 'tea', quantity: 2, priceMinor: 8_000 }]
  const input = { externalId: 'shopify-1', memberId: buyerId, placedAt: 1_750_000_000_000, lines, origin: 'shopify' }
  const good: ImportSaleFacts = {
    input,
    orderId: 'ord_import_1',
    isTaken: false,
    member: { ...growthAtStart, debtCount: 0 },
    skus: new Map([['tea', { productId: 'prd_tea', title: { zh: '茶', en: 'tea' }, unitCostMinor: 4_000 }]]),
    program: program.settings.earn,
    context: {
      ...{ tierId: 'basic', tags: [], segmentIds: [], joinedAt: 0, orderNumber: null, birthday: null },
      place: { channel: null, communityId: null, shopId: null, region: null, shippingMethodId: null },
    },
    tierMultiplierBps: 10_000,
    life: lifeOf(openWorld(program, 10, [], 0)),
    growthBps: 100,
    currency: 'CNY',
    lotId: 'lot_1',
  }

  it('refuses in the order of the contract', () => {
    const withLines = (facts: ImportSaleFacts, more: typeof lines): ImportSaleFacts => ({
      ...facts,
      input: { ...facts.input, lines: [...facts.input.lines, ...more] },
    })
    const tried = tryRefusals(importOrder, importSale, good, {
      member_missing: (facts) => ({ ...facts, member: undefined }),
      sku_missing: (facts) => withLines(facts, [{ lineId: 'l2', skuId: 'gone', quantity: 1, priceMinor: 1 }]),
      line_repeated: (facts) => withLines(facts, lines),
      basket_too_large: (facts) =>
        withLines(facts, [{ lineId: 'l3', skuId: 'tea', quantity: 1_000_000, priceMinor: 1_000_000_000 }]),
    })
    expect(tried.alone).toEqual(tried.wanted)
    expect(tried.together).toEqual(tried.wanted)
  })

  it('is placed, paid and completed at its own moment; its points live from then; stock and commission stay', () => {
    const world = openWorld(program, 10, [], 0)
    expect(importInto(world, input)).toBe('accepted')
    expect(saleOf(world, 'ord_import_shopify-1').order).toMatchObject({
      status: 'completed',
      payableMinor: 16_000,
      paidAt: input.placedAt,
      completedAt: input.placedAt,
    })
    expect([points(world), world.growthCount, stock(world, 'tea')]).toEqual([160, 160, [10, 0, 0]])
    expect([...world.lots.values()][0]).toMatchObject({ expiresAt: input.placedAt + 365 * day })
    expect(saleOf(world, 'ord_import_shopify-1').commissions).toEqual([])
  })

  it('happens once per external id', () => {
    const world = openWorld(program, 10, [], 0)
    importInto(world, input)
    expect(importInto(world, input)).toBe('accepted')
    expect([points(world), world.growthCount]).toEqual([160, 160])
  })

  it('is refunded without touching a shelf it never stood on, or money that never came here', () => {
    const world = openWorld(program, 10, [], 0)
    importInto(world, input)
    expect(refundSale(world, 'ord_import_shopify-1', [{ lineId: 'l1', quantity: 2 }])).toBe('accepted')
    expect([points(world), world.growthCount, stock(world, 'tea')]).toEqual([0, 0, [10, 0, 0]])
    expect(world.journal.filter(({ type }) => type.startsWith('payment'))).toEqual([])
  })
})
