import { checkQuoteInput, quote, quoteBasket } from '@siyu/core/pricing'
import { loadBrand } from '../brands/index.ts'
import { loadSkus } from '../catalog/index.ts'
import { type Call, memberOrNull } from '../kernel/call.ts'
import type { Route } from '../kernel/command.ts'
import { answer, query } from '../kernel/query.ts'
import { loadRunningPromotions } from '../promotions/index.ts'
import { loadCallerTier } from '../tiers/index.ts'
import { quoteFacts, skusForSale } from './facts.ts'
import { loadQuoteCoupon, loadQuotePoints } from './store.ts'

export const pricingRoutes: readonly Route[] = [
  query(quoteBasket, {
    load: (call: Call, { lines, couponId }) => ({
      brand: loadBrand(call),
      skus: loadSkus(call, [...new Set(lines.map(({ skuId }) => skuId))]),
      tier: loadCallerTier(call),
      promotions: loadRunningPromotions(call),
      coupon: loadQuoteCoupon(call, memberOrNull(call), couponId),
      ...loadQuotePoints(call, memberOrNull(call)),
    }),
    reply: (rows, input, call) => {
      const checked = checkQuoteInput(input.lines, skusForSale(rows.skus))
      return checked.ok ? answer(quote(quoteFacts(rows, input, call))) : checked
    },
  }),
]
