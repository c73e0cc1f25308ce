/** Wallets that make the best combination of coupons hard to find. */
import type { Coupon } from '../../packages/core/src/coupons/index.ts'
import type { Condition, Effect, ItemFilter, Stacking } from '../../packages/core/src/promotions/index.ts'
import { now } from './ours.ts'
import { type Basket, chanceOf } from './workload.ts'

export type Wallet = { readonly name: string; readonly coupons: readonly Coupon[] }

type Offer = {
  readonly conditions: readonly Condition[]
  readonly items?: ItemFilter
  readonly effect: Effect
}

const dayMs = 86_400_000

/** Twelve and twenty coupons, free to stack or bound by groups, and twelve of one kind. */
export function walletsFor(basket: Basket): readonly Wallet[] {
  const free = (count: number): readonly Coupon[] => couponsOf(count, basket, () => ({}))
  const bound = (count: number): readonly Coupon[] => couponsOf(count, basket, stackingOf)
  const alike = Array.from({ length: 12 }, (_, index) => couponOf(index, sumOffAll(1, basket), {}))
  return [
    { name: '12, all stack', coupons: free(12) },
    { name: '12, groups and exclusives', coupons: bound(12) },
    { name: '12 alike', coupons: alike.map((coupon) => ({ ...coupon, templateId: 'cpt_alike' })) },
    { name: '20, all stack', coupons: free(20) },
    { name: '20, groups and exclusives', coupons: bound(20) },
  ]
}

/** Coupons that all stack, drawn by chance: shares with and without caps, sums with and without thresholds. */
export function drawnCoupons(count: number, seed: number, basket: Basket): readonly Coupon[] {
  const chance = chanceOf(seed)
  const draw = (): Offer => {
    const items = chance() < 0.5 ? null : { categories: categoriesOf(basket).filter(() => chance() < 0.4) }
    const scope = items === null ? basket.subtotalMinor : costOf(basket, items.categories)
    const part = (from: number, to: number): number => Math.floor(scope * (from + (to - from) * chance()))
    const threshold: Condition = { kind: 'subtotal_at_least', minor: part(0.4, 1), base: 'left' }
    const bps = 100 + Math.floor(2_000 * chance())
    const percent: Effect = { kind: 'percent_off', bps, capMinor: chance() < 0.5 ? null : part(0.01, 0.1) }
    const effect = chance() < 0.5 ? percent : { kind: 'amount_off' as const, minor: 1 + part(0.01, 0.08) }
    const conditions = chance() < 0.5 ? [threshold] : []
    return items === null || items.categories.length === 0 ? { conditions, effect } : { conditions, items, effect }
  }
  return Array.from({ length: count }, (_, index) => couponOf(index, draw(), {}))
}

function couponsOf(count: number, basket: Basket, stacking: (index: number) => Stacking): readonly Coupon[] {
  const offers = [shareOffAll, sumOffAll, shareOffSome, sumOffSome]
  return Array.from({ length: count }, (_, index) => {
    const offer = offers[index % offers.length] as (typeof offers)[number]
    return couponOf(index, offer(index, basket), stacking(index))
  })
}

function couponOf(index: number, offer: Offer, stacking: Stacking): Coupon {
  const number = String(index).padStart(2, '0')
  return {
    id: `cou_${number}`,
    templateId: `cpt_${number}`,
    name: { zh: `券 ${number}`, en: `Coupon ${number}` },
    ...offer,
    stacking,
    funder: 'brand',
    status: 'issued',
    orderId: null,
    validFrom: now - dayMs,
    validUntil: now + (index + 1) * dayMs,
  }
}

/** A share of everything, capped so that a later coupon may be worth more. */
function shareOffAll(index: number, { subtotalMinor }: Basket): Offer {
  const capMinor = Math.floor(subtotalMinor * 0.02) + index * 100
  return { conditions: [], effect: { kind: 'percent_off', bps: 300 + index * 50, capMinor } }
}

/** A sum from a threshold on that earlier coupons can take away: what is left to pay counts. */
function sumOffAll(index: number, { subtotalMinor }: Basket): Offer {
  const minor = Math.floor(subtotalMinor * (0.95 - index * 0.02))
  const condition: Condition = { kind: 'subtotal_at_least', minor, base: 'left' }
  return { conditions: [condition], effect: { kind: 'amount_off', minor: 20_000 + index * 1_700 } }
}

function shareOffSome(index: number, basket: Basket): Offer {
  const { categories } = someOf(index, basket)
  const effect: Effect = { kind: 'percent_off', bps: 1_000 + index * 100, capMinor: 15_000 + index * 900 }
  return { conditions: [], items: { categories }, effect }
}

function sumOffSome(index: number, basket: Basket): Offer {
  const { categories, minor } = someOf(index, basket)
  const condition: Condition = { kind: 'subtotal_at_least', minor: Math.floor(minor * 0.8), base: 'left' }
  return {
    conditions: [condition],
    items: { categories },
    effect: { kind: 'amount_off', minor: Math.floor(minor * 0.15) + index },
  }
}

/** A third of the basket's categories, overlapping from coupon to coupon, and what their lines cost. */
function someOf(index: number, basket: Basket): { readonly categories: readonly string[]; readonly minor: number } {
  const categories = categoriesOf(basket).filter((_, place) => (place + index) % 3 === 0)
  return { categories, minor: costOf(basket, categories) }
}

function categoriesOf({ lines }: Basket): readonly string[] {
  return [...new Set(lines.map(({ category }) => category))].sort()
}

function costOf({ lines }: Basket, categories: readonly string[]): number {
  const fitting = lines.filter(({ category }) => categories.includes(category))
  return fitting.reduce((sum, { quantity, unitMinor }) => sum + quantity * unitMinor, 0)
}

/** Three rivals for best, three for first, an exclusive one, two that shun each other, the rest free. */
function stackingOf(index: number): Stacking {
  const place = index % 12
  if (place < 3) return { group: `best ${Math.floor(index / 12)}`, mode: 'best' }
  if (place < 6) return { group: `first ${Math.floor(index / 12)}`, mode: 'first' }
  if (place === 6) return { exclusive: true }
  if (place === 7) return { tags: ['shy'], neverWith: ['loud'] }
  return place === 8 ? { tags: ['loud'] } : {}
}
