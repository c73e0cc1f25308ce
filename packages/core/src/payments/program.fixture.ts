import type { Coupon } from '../coupons/index.ts'
import type { Words } from '../kernel/index.ts'
import { plainEarning } from '../points/index.ts'
import type { CommissionPlan } from '../referrals/index.ts'
import type { Program } from './world/tables.fixture.ts'

function words(text: string): Words {
  return { zh: text, en: text }
}

/** One level at 10 %, or two at 10 % and 5 % that somebody answers for. */
export const onePlan: CommissionPlan = { depth: 1, levelBps: [1_000], capBps: 3_000, freezeDays: 7 }
export const twoPlan: CommissionPlan = {
  depth: 2,
  levelBps: [1_000, 500],
  capBps: 1_200,
  freezeDays: 7,
  acknowledgement: { by: 'operator 1', at: 0, note: 'advised' },
}

/** The shop of the worked example: tea at 99.90 and a cup at 50.00, 满300减30, one point for each 1.00 paid. */
export const program: Program = {
  settings: {
    earn: plainEarning(1, 100),
    redeemCount: 100,
    redeemMinor: 100,
    redeemMaxBps: 5_000,
    redeemStepCount: 100,
    redeemMinimumCount: 100,
    redeemMaxCount: null,
    expiry: { kind: 'days', days: 365 },
    graceDays: 7,
    noticeDays: null,
    clawback: 'debt',
  },
  tiers: {
    growthPerMinorBps: 100,
    tiers: [
      { id: 'basic', name: words('basic'), growthRequired: 0, pointsMultiplierBps: 10_000 },
      { id: 'silver', name: words('silver'), growthRequired: 250, pointsMultiplierBps: 12_000 },
    ],
  },
  plan: onePlan,
  promotions: [
    {
      id: 'prm_30',
      name: words('满300减30'),
      conditions: [{ kind: 'subtotal_at_least', minor: 30_000 }],
      effect: { kind: 'amount_off', minor: 3_000 },
      priority: 0,
      startsAt: 0,
      endsAt: null,
      active: true,
      funder: 'brand',
    },
  ],
  prices: [
    { skuId: 'tea', productId: 'prd_tea', title: words('tea'), listMinor: 9_990, memberPrices: [] },
    { skuId: 'cup', productId: 'prd_cup', title: words('cup'), listMinor: 5_000, memberPrices: [] },
    {
      skuId: 'bag',
      productId: 'prd_bag',
      title: words('bag'),
      listMinor: 101,
      memberPrices: [{ tierId: 'silver', priceMinor: 97 }],
    },
    { skuId: 'gift', productId: 'prd_gift', title: words('gift'), listMinor: 0, memberPrices: [] },
  ],
}

/** 20.00 off from 100.00 on. */
export const coupon: Coupon = {
  id: 'cpn_20',
  templateId: 'tpl_20',
  name: words('20 off'),
  conditions: [{ kind: 'subtotal_at_least', minor: 10_000 }],
  effect: { kind: 'amount_off', minor: 2_000 },
  funder: 'brand',
  status: 'issued',
  orderId: null,
  validFrom: 0,
  validUntil: 4_000_000_000_000,
}

const always = { priority: 0, startsAt: 0, endsAt: null, active: true, funder: 'brand' } as const

/** The same shop with everything: taxes on top, shipping by weight, limits, a gift, a share off every second bag. */
export const fullProgram: Program = {
  ...program,
  prices: [
    ...program.prices.map((price) => ({
      ...price,
      weightGrams: 300,
      taxCategory: price.skuId === 'tea' ? 'food' : null,
    })),
    { skuId: 'pin', productId: 'prd_pin', title: words('pin'), listMinor: 333, memberPrices: [], weightGrams: 10 },
  ],
  promotions: [
    ...program.promotions.map((promotion) => ({
      ...promotion,
      limits: { maxUses: 6, maxUsesPerMember: 4, budgetMinor: 11_000, period: 'week' as const },
    })),
    {
      ...always,
      id: 'prm_bag',
      name: words('第二件半价'),
      conditions: [],
      items: { skuIds: ['bag'] },
      effect: { kind: 'buy_get', buyCount: 1, getCount: 1, bps: 5_000, per: 'line' },
      funder: 'platform',
    },
    {
      ...always,
      id: 'prm_pin',
      name: words('满一百赠'),
      conditions: [],
      effect: { kind: 'gift', skuId: 'pin', count: 1, everyMinor: 10_000, maxTimes: 3 },
      limits: { maxUses: 5 },
    },
    {
      ...always,
      id: 'prm_ship',
      name: words('满四百减运费'),
      conditions: [{ kind: 'subtotal_at_least', minor: 40_000 }],
      effect: { kind: 'shipping_off', off: { bps: 5_000 } },
    },
  ],
  shipping: {
    refund: 'with_last_unit',
    templates: [
      {
        id: 'std',
        name: words('standard'),
        mode: 'weight',
        zones: [
          { regions: [], firstSize: 500, firstMinor: 800, extraSize: 500, extraMinor: 155, ...noneFree() },
          { regions: ['99'], firstSize: 1, firstMinor: 9_999, extraSize: 1, extraMinor: 1, ...noneFree() },
        ],
      },
    ],
  },
  taxes: {
    mode: 'on_top',
    rates: [
      { name: 'VAT', category: null, bps: 1_300 },
      { name: 'Food', category: 'food', bps: 333 },
    ],
  },
}

function noneFree(): { readonly freeFromMinor: null; readonly freeFromCount: null } {
  return { freeFromMinor: null, freeFromCount: null }
}

/** Beside {@link coupon}, which stands alone: a share off tea and a sum off shipping, which go with everything. */
export const coupons: readonly Coupon[] = [
  coupon,
  {
    ...coupon,
    id: 'cpn_tea',
    templateId: 'tpl_tea',
    conditions: [],
    items: { skuIds: ['tea'] },
    effect: { kind: 'percent_off', bps: 777, capMinor: 5_000 },
    stacking: {},
    funder: 'platform',
  },
  {
    ...coupon,
    id: 'cpn_ship',
    templateId: 'tpl_ship',
    conditions: [],
    effect: { kind: 'shipping_off', off: { minor: 300 } },
    stacking: {},
    funder: 'store',
  },
]
