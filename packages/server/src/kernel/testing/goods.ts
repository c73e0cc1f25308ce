import type { Product } from '@siyu/core/catalog'
import type { CouponTemplate } from '@siyu/core/coupons'
import type { Promotion } from '@siyu/core/promotions'
import type { Shop } from './shop.ts'

const MONTH_MS = 30 * 86_400_000

/** A published product of one SKU `sku_tea` at 50.00, 45.00 for gold. */
export const TEA: Product = {
  id: 'prd_tea',
  title: { zh: '茶', en: 'Tea' },
  description: 'green',
  imageUrl: null,
  category: 'tea',
  published: true,
  skus: [
    {
      id: 'sku_tea',
      title: { zh: '五十克', en: '50 g' },
      listMinor: 50_00,
      costMinor: 20_00,
      memberPrices: [{ tierId: 'gold', priceMinor: 45_00 }],
    },
  ],
}

/** 10.00 off from 40.00, one for each member, as many as `totalLimit`. */
export function template(id: string, totalLimit: number | null, now: number): CouponTemplate {
  return {
    id,
    name: { zh: '满四十减十', en: '10 off from 40' },
    conditions: [{ kind: 'subtotal_at_least', minor: 40_00 }],
    effect: { kind: 'amount_off', minor: 10_00 },
    validity: { kind: 'relative', days: 7 },
    totalLimit,
    perMemberLimit: 1,
    claimFrom: now,
    claimUntil: now + MONTH_MS,
    active: true,
    funder: 'brand',
  }
}

/** 5.00 off from 80.00 for a month from `startsAt`. */
export function promotion(id: string, startsAt: number): Promotion {
  return {
    id,
    name: { zh: '满八十减五', en: '5 off from 80' },
    conditions: [{ kind: 'subtotal_at_least', minor: 80_00 }],
    effect: { kind: 'amount_off', minor: 5_00 },
    priority: 0,
    startsAt,
    endsAt: startsAt + MONTH_MS,
    active: true,
    funder: 'brand',
  }
}

/** Saves a product and receives this many pieces of each of its SKUs. */
export async function stockUp(shop: Shop, product: Product, count: number): Promise<void> {
  const saved = await shop.call('PUT', `/v1/products/${product.id}`, product, { secret: true })
  if (saved.status !== 200) throw new Error(`saving ${product.id}: ${JSON.stringify(saved.body)}`)
  for (const { id } of product.skus) {
    const received = { deltaCount: count, reason: 'received' }
    const adjusted = await shop.call('POST', `/v1/stock/${id}/adjustments`, received, { secret: true })
    if (adjusted.status !== 200) throw new Error(`receiving ${id}: ${JSON.stringify(adjusted.body)}`)
  }
}
