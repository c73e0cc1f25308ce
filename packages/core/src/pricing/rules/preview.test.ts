import { describe, expect, it } from 'vitest'
import { type PricingFacts, quote, quoteFactsOf } from '../index.ts'
import { couponOf, now, off, words } from './baskets.fixture.ts'

const sku = (skuId: string): PricingFacts['skus'][number] => ({
  ...{ skuId, productId: `prd_${skuId}`, title: words(skuId), listMinor: 50_00, memberPrices: [] },
})
const nowhere = { channel: null, communityId: null, shopId: null, region: null, shippingMethodId: null }
const facts: PricingFacts = {
  ...{ currency: 'CNY', skus: [sku('tea')], tierId: null, promotions: [], points: null, place: nowhere, now },
  coupons: [couponOf('c1', off(5_00)), couponOf('c2', off(9_00), { validUntil: now })],
  shopper: { tags: [], segmentIds: [], joinedAt: null, orderNumber: null },
  ...{ zoneOffsetMinutes: 480, usage: [], couponUsage: [], gifts: [], shipping: null, taxes: null },
}
const lines = [{ lineId: 'l1', skuId: 'tea', quantity: 2 }]
const reasonsOf = (couponIds: readonly string[] | null | undefined): unknown =>
  quote(quoteFactsOf(facts, { lines, couponIds })).explain.map(({ ruleId, minor, reason }) => [ruleId, minor, reason])

describe('quoteFactsOf', () => {
  it('makes lines of the SKUs that are known and leaves out the others', () => {
    const input = { lines: [...lines, { lineId: 'l2', skuId: 'gone', quantity: 1 }] }
    expect(quoteFactsOf(facts, input).lines).toEqual([{ ...sku('tea'), lineId: 'l1', quantity: 2 }])
  })

  it('leaves the choice of coupons open unless the basket makes it, and is silent about those that are over', () => {
    expect([reasonsOf(undefined), reasonsOf(null)]).toEqual([[['c1', 5_00, null]], [['c1', 5_00, null]]])
    expect(reasonsOf([])).toEqual([['c1', 0, 'not_chosen']])
  })

  it('lets coupons that are over, or nobody’s, say so when the shopper insists on them', () => {
    expect(reasonsOf(['c2', 'c3'])).toEqual(
      expect.arrayContaining([
        ['c2', 0, 'ended'],
        ['c3', 0, 'coupon_not_usable'],
      ]),
    )
  })

  it('takes the place of the basket before the one the facts were asked for', () => {
    const asked = { ...facts, place: { ...nowhere, region: '44', channel: 'web' } }
    expect(quoteFactsOf(asked, { lines }).place).toMatchObject({ region: '44', channel: 'web' })
    const said = quoteFactsOf(asked, { lines, place: { region: null, channel: undefined } }).place
    expect(said).toMatchObject({ region: null, channel: 'web' })
  })

  it('asks for the points of the basket out of those that are there', () => {
    const settings = { redeemCount: 1, redeemMinor: 1, redeemMaxBps: 10_000, redeemStepCount: 1, redeemMinimumCount: 1 }
    const withPoints = { ...facts, points: { spendableCount: 700, settings } }
    expect(quote(quoteFactsOf(withPoints, { lines, couponIds: [], pointsCount: 900 })).pointsCount).toBe(700)
    expect(quote(quoteFactsOf(facts, { lines, pointsCount: 900 })).pointsCount).toBe(0)
  })
})
