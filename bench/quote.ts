import { type PricedLine, type QuoteFacts, quote } from '../packages/core/src/pricing/index.ts'
import type { Promotion } from '../packages/core/src/promotions/index.ts'
import { median } from './measure.ts'

const now = Date.UTC(2026, 10, 22)
const dayMs = 86_400_000
const warmUpMs = 150
const sampleCount = 200
/** A sample is as many quotes as take about this long, so that the clock's steps do not matter. */
const sampleMs = 1

/** Time of one quote by size of the basket and number of promotions, as rows of a table. */
export function measureQuotes(): readonly (readonly string[])[] {
  const rows = [['lines', 'promotions', 'reductions', 'median ms', 'quotes/s']]
  for (const lineCount of [5, 50, 200]) {
    for (const promotionCount of [2, 20]) {
      const facts = basket(lineCount, promotionCount)
      const ms = medianMs(() => quote(facts))
      const applied = quote(facts).explain.filter(({ minor }) => minor > 0).length
      rows.push([`${lineCount}`, `${promotionCount}`, `${applied}`, ms.toFixed(3), (1000 / ms).toFixed(0)])
    }
  }
  return rows
}

function medianMs(work: () => unknown): number {
  const end = performance.now() + warmUpMs
  let warmUpCount = 0
  for (; performance.now() < end; warmUpCount += 1) work()
  const repeat = Math.max(1, Math.round((warmUpCount * sampleMs) / warmUpMs))
  const samples = Array.from({ length: sampleCount }, () => {
    const startedAt = performance.now()
    for (let index = 0; index < repeat; index += 1) work()
    return (performance.now() - startedAt) / repeat
  })
  return median(samples)
}

/** A gold member's basket with a coupon and points, every third article at a member price. */
function basket(lineCount: number, promotionCount: number): QuoteFacts {
  return {
    currency: 'CNY',
    lines: Array.from({ length: lineCount }, (_, index) => line(index)),
    tierId: 'gold',
    promotions: Array.from({ length: promotionCount }, (_, index) => promotion(index, lineCount)),
    coupons: [
      {
        ...{
          id: 'cou_1',
          templateId: 'cpt_1',
          name: { zh: '九折券', en: '10 % off' },
          status: 'issued',
          orderId: null,
        },
        ...{ conditions: [], effect: { kind: 'percent_off', bps: 1_000, capMinor: 20_000 }, funder: 'brand' },
        ...{ validFrom: now - dayMs, validUntil: now + dayMs },
      },
    ],
    couponIds: null,
    points: {
      requestedCount: 1_000,
      spendableCount: 50_000,
      settings: {
        ...{ redeemCount: 100, redeemMinor: 100, redeemMaxBps: 5_000 },
        ...{ redeemStepCount: 100, redeemMinimumCount: 100 },
      },
    },
    now,
  }
}

function line(index: number): PricedLine {
  const listMinor = 1_990 + ((index * 7_919) % 10_000)
  const memberPrices = index % 3 === 0 ? [{ tierId: 'gold', priceMinor: listMinor - 190 }] : []
  const title = { zh: `商品 ${index}`, en: `Article ${index}` }
  const ids = { lineId: `l${index}`, skuId: `sku_${index}`, productId: `prd_${index}` }
  return { ...ids, title, quantity: 1 + (index % 4), listMinor, memberPrices }
}

/** Full reductions, shares off some articles, and rules of another tier that do not apply, in turn. */
function promotion(index: number, lineCount: number): Promotion {
  const skuIds = Array.from({ length: Math.ceil(lineCount / 4) }, (_, at) => `sku_${(at * 3 + index) % lineCount}`)
  const kinds: readonly Pick<Promotion, 'conditions' | 'items' | 'effect'>[] = [
    { conditions: [{ kind: 'subtotal_at_least', minor: 5_000 }], effect: { kind: 'amount_off', minor: 300 } },
    { conditions: [], items: { skuIds }, effect: { kind: 'percent_off', bps: 200, capMinor: null } },
    { conditions: [{ kind: 'tier_in', tierIds: ['black'] }], effect: { kind: 'amount_off', minor: 500 } },
  ]
  const terms = kinds[index % kinds.length] as (typeof kinds)[number]
  const name = { zh: `活动 ${index}`, en: `Promotion ${index}` }
  const window = { startsAt: now - dayMs, endsAt: now + dayMs, active: true }
  return { id: `prm_${index}`, name, ...terms, priority: index, ...window, funder: 'brand' }
}
