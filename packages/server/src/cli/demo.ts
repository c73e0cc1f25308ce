import type { SiyuAdmin } from '@siyu/core/admin'
import type { Brand, CreateBrandInput } from '@siyu/core/brands'
import { allPurposes, type Policy } from '@siyu/core/compliance'
import type { CouponTemplate } from '@siyu/core/coupons'
import type { FlashSession } from '@siyu/core/flashsales'
import type { GroupCampaign } from '@siyu/core/groupbuys'
import type { MallItem, PointsActivities, PointsSettings, PointsSharing } from '@siyu/core/points'
import { plainEarning } from '@siyu/core/points'
import type { Presale } from '@siyu/core/presales'
import type { Promotion } from '@siyu/core/promotions'
import type { CommissionPlan } from '@siyu/core/referrals'
import type { Tier, TierSettings } from '@siyu/core/tiers'
import { hashPassword } from '../brands/index.ts'
import { keyHash } from '../kernel/access.ts'
import { fillCampaigns } from './demo-campaigns.ts'
import { demoCategories, demoGoods } from './demo-goods.ts'

/** The shop that a first start sets up, to try things in. */
export const demoBrand: Brand = {
  id: 'brd_demo',
  name: { zh: '阿禾的小屋', en: 'Ahe’s little house' },
  currency: 'CNY',
  timeZone: 'Asia/Shanghai',
}
export const demoPublishableKey = 'pk_demo'
export const demoOperator: { readonly login: string; readonly password: string } = {
  login: 'demo',
  password: 'siyu-demo',
}

const tier = (id: string, zh: string, en: string, growthRequired: number, pointsMultiplierBps: number) => ({
  ...{ id, name: { zh, en }, growthRequired, pointsMultiplierBps },
})

const tiers: TierSettings = {
  tiers: [
    tier('tier_friend', '新朋友', 'Friend', 0, 10_000),
    tier('tier_silver', '银卡', 'Silver', 200, 12_000),
    tier('tier_gold', '金卡', 'Gold', 1_000, 15_000),
    tier('tier_black', '黑卡', 'Black', 10_000, 20_000),
  ],
  growthPerMinorBps: 100,
}

const points: PointsSettings = {
  earn: plainEarning(1, 100),
  redeemCount: 100,
  redeemMinor: 100,
  redeemMaxBps: 5_000,
  redeemStepCount: 100,
  redeemMinimumCount: 100,
  redeemMaxCount: null,
  expiry: { kind: 'days', days: 365 },
  graceDays: 7,
  noticeDays: 30,
  clawback: 'debt',
}

const plan: CommissionPlan = { depth: 1, levelBps: [800], capBps: 3_000, freezeDays: 7 }

/** Settings a brand starts with when it has none of its own. */
export const demoSettings: Readonly<Record<string, unknown>> = { tiers, points, referrals: plan }

/** What the tiers bring beside member prices. Nothing of it touches a first order, so that its figures stay simple. */
const benefits: Readonly<Record<string, Partial<Tier>>> = {
  tier_silver: { birthdayGift: { couponTemplateId: null, pointsCount: 100 } },
  tier_gold: {
    freeShipping: true,
    upgradeGift: { couponTemplateId: null, pointsCount: 200 },
    birthdayGift: { couponTemplateId: null, pointsCount: 300 },
    earlyAccessDays: 3,
  },
  tier_black: {
    freeShipping: true,
    upgradeGift: { couponTemplateId: null, pointsCount: 1_000 },
    birthdayGift: { couponTemplateId: null, pointsCount: 800 },
    earlyAccessDays: 7,
    service: { zh: '阿禾亲自接待', en: 'Ahe looks after you in person' },
  },
}

const club: TierSettings = {
  ...tiers,
  tiers: tiers.tiers.map((each) => ({ ...each, ...benefits[each.id] })),
  validity: { kind: 'months', count: 12 },
  growthWindow: { kind: 'rolling', days: 365 },
  downgrade: 'one_down',
  graceDays: 30,
}

const activities: PointsActivities = {
  signUpCount: 100,
  checkIn: { dayCounts: [5, 5, 10], bonuses: [{ day: 7, count: 20 }], cycleDays: 7 },
  reviewCount: 20,
  reviewBy: 'member',
  profileCount: 30,
  profileNeeds: ['name', 'birthday'],
  birthdayCount: 0,
  caps: [{ kinds: ['review'], period: 'day', maxCount: 60 }],
  lifeDays: 365,
}

const sharing: PointsSharing = {
  ...{ allowed: true, maxMembers: 5, minimumCount: 10 },
  ...{ maxPerDayCount: 500, maxPerMonthCount: 2_000 },
}

/** The demo brand with its keys and its operator. */
export async function demoSetup(secretKey: string): Promise<CreateBrandInput> {
  const passwordHash = await hashPassword(demoOperator.password)
  return {
    brand: demoBrand,
    settings: { ...demoSettings, tiers: club, points_activities: activities, points_sharing: sharing },
    keys: [
      { id: 'key_demo_public', kind: 'publishable', keyHash: keyHash(demoPublishableKey), origins: ['*'], scopes: [] },
      { id: 'key_demo_secret', kind: 'secret', keyHash: keyHash(secretKey), origins: [], scopes: ['*'] },
    ],
    operators: [{ id: 'opr_demo', login: demoOperator.login, name: '阿禾', passwordHash }],
  }
}

const fullReduction = (now: number): Promotion => ({
  id: 'prm_autumn',
  name: { zh: '全场满200减30', en: '30 off orders from 200' },
  conditions: [{ kind: 'subtotal_at_least', minor: 20_000 }],
  effect: { kind: 'amount_off', minor: 3_000 },
  priority: 10,
  startsAt: now,
  endsAt: null,
  active: true,
  funder: 'brand',
})

function templates(now: number): readonly CouponTemplate[] {
  const common = { claimFrom: now, claimUntil: null, active: true, funder: 'brand', perMemberLimit: 1 } as const
  const days = (count: number) => ({ kind: 'relative', days: count }) as const
  return [
    {
      ...{ ...common, id: 'cpt_welcome', name: { zh: '新朋友满100减15', en: '15 off from 100' }, totalLimit: 1_000 },
      conditions: [{ kind: 'subtotal_at_least', minor: 10_000 }],
      ...{ effect: { kind: 'amount_off', minor: 1_500 }, validity: days(30) },
    },
    {
      ...{ ...common, id: 'cpt_tenth', name: { zh: '九折券（最高减20）', en: '10 % off, up to 20' }, totalLimit: null },
      ...{ conditions: [], effect: { kind: 'percent_off', bps: 1_000, capMinor: 2_000 }, validity: days(7) },
    },
    {
      ...{
        ...common,
        id: 'cpt_limited',
        name: { zh: '限量满300减50', en: '50 off from 300, limited' },
        totalLimit: 20,
      },
      conditions: [{ kind: 'subtotal_at_least', minor: 30_000 }],
      ...{ effect: { kind: 'amount_off', minor: 5_000 }, validity: days(14) },
    },
  ]
}

/** What points buy: something for a newcomer, something with a little money, something for the upper tiers. */
function mallItems(now: number): readonly MallItem[] {
  const common = { startsAt: now, endsAt: null, tierIds: null, active: true } as const
  return [
    {
      ...{ ...common, id: 'itm_bird', skuId: 'sku_84879', pointsCount: 100, cashMinor: 0 },
      ...{ perMemberLimit: 2, totalLimit: 50 },
    },
    {
      ...{ ...common, id: 'itm_notebooks', skuId: 'sku_22759', pointsCount: 60, cashMinor: 500 },
      ...{ perMemberLimit: null, totalLimit: 30 },
    },
    {
      ...{ ...common, id: 'itm_lantern', skuId: 'sku_22464', pointsCount: 500, cashMinor: 0 },
      ...{ perMemberLimit: 1, totalLimit: 2, tierIds: ['tier_gold', 'tier_black'] },
    },
  ]
}

const SALE_DAYS_MS = 14 * 86_400_000

type Sales = { readonly flash: FlashSession; readonly presale: Presale; readonly group: GroupCampaign }

/** A flash sale of something cheap, a presale of what is made once a year, and a group buy for two. */
function sales(now: number): Sales {
  const window = { startsAt: now, endsAt: now + SALE_DAYS_MS }
  const bird = { skuId: 'sku_84879', priceMinor: 990, bucketCount: 20, perMemberCount: 2, slotCount: 4 }
  return {
    flash: { id: 'fls_demo', name: { zh: '小鸟专场', en: 'The birds' }, ...window, items: [bird] },
    presale: {
      ...{ id: 'pre_demo', name: { zh: '果酱季预售', en: 'Jam season' }, skuId: 'sku_22960', bucketCount: 20 },
      ...{ priceMinor: 3_500, depositMinor: 500, depositWorthMinor: 800, perMemberCount: 2, forfeit: 'refund' },
      ...{ startsAt: now, endsAt: window.endsAt, balanceFrom: window.endsAt },
      ...{ balanceUntil: window.endsAt + SALE_DAYS_MS, shipsFrom: window.endsAt + SALE_DAYS_MS },
    },
    group: {
      ...{ id: 'grp_demo', name: { zh: '两人拼团', en: 'Two together' }, skuId: 'sku_84879', priceMinor: 1_190 },
      ...{ sizeCount: 2, openHours: 24, perMemberCount: 3, bucketCount: null, ...window },
    },
  }
}

/** A policy that names every purpose. */
function policy(now: number): Policy {
  return {
    ...{ version: `demo-${now}`, effectiveFrom: now, purposes: allPurposes, url: null },
    summary: {
      zh: '小屋只为你同意的用途使用你的信息，随时可以关闭。',
      en: 'The shop uses your data only for what you agree to, and stops when you say so.',
    },
  }
}

/**
 * Fills the demo shop: shelves, products with stock, one full reduction, coupons, what points buy, a flash sale, a
 * presale, a group buy, campaigns for friends, a privacy policy. Run again, it changes nothing.
 */
export async function fillDemo(siyu: SiyuAdmin, now: number): Promise<void> {
  for (const category of demoCategories) {
    await siyu.catalog.saveCategory(category, { idempotencyKey: `demo-${category.id}` })
  }
  for (const { product, counts } of demoGoods) {
    await siyu.catalog.save(product, { idempotencyKey: `demo-${product.id}` })
    for (const [skuId, deltaCount] of counts) {
      const goods = { skuId, deltaCount, reason: 'demo' }
      await siyu.inventory.adjust(goods, { idempotencyKey: `demo-${skuId.replace('sku_', '')}` })
    }
  }
  await siyu.compliance.savePolicy(policy(now), { idempotencyKey: `demo-policy-${now}` })
  await siyu.promotions.save(fullReduction(now), { idempotencyKey: `demo-promotion-${now}` })
  for (const template of templates(now)) {
    await siyu.coupons.saveTemplate(template, { idempotencyKey: `demo-${template.id}-${now}` })
  }
  for (const item of mallItems(now)) {
    await siyu.points.saveItem(item, { idempotencyKey: `demo-${item.id}-${now}` })
  }
  const { flash, presale, group } = sales(now)
  await siyu.flashsales.save(flash, { idempotencyKey: `demo-${flash.id}-${now}` })
  await siyu.presales.save(presale, { idempotencyKey: `demo-${presale.id}-${now}` })
  await siyu.groupbuys.save(group, { idempotencyKey: `demo-${group.id}-${now}` })
  await fillCampaigns(siyu, now)
}
