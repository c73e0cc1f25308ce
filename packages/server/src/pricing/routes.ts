import { type CodeOf, type Decision, MAX_AMOUNT, refuse } from '@siyu/core/kernel'
import {
  checkQuoteInput,
  explainTree,
  getPricingFacts,
  isTooLarge,
  type Place,
  quote,
  quoteBasket,
  quoteFactsOf,
  type TestedQuote,
  type TestQuoteInput,
  testQuote,
} from '@siyu/core/pricing'
import { loadSkus } from '../catalog/index.ts'
import { type Call, memberOrNull } from '../kernel/call.ts'
import type { Route } from '../kernel/command.ts'
import { answer, query } from '../kernel/query.ts'
import { pricingFacts, publicFacts, skusForSale } from './facts.ts'
import { loadPricing, loadWallet } from './store.ts'

const tooLarge = refuse('basket_too_large', { maxMinor: MAX_AMOUNT })

export const pricingRoutes: readonly Route[] = [
  query(quoteBasket, {
    load: (call, { lines, couponIds, place }) => ({
      ...loadFor(call, memberOrNull(call), couponIds ?? [], place),
      skus: loadSkus(call, idsOf(lines)),
    }),
    reply: (rows, input, call) => {
      const checked = checkQuoteInput(input.lines, skusForSale(rows.skus))
      if (!checked.ok) return checked
      const quoted = quote(quoteFactsOf(pricingFacts(rows, rows.skus, input.place, call), input))
      return isTooLarge(quoted) ? tooLarge : answer(quoted)
    },
  }),
  query(getPricingFacts, {
    load: (call, { skuIds, couponIds, place }) => ({
      ...loadFor(call, memberOrNull(call), couponIds ?? [], place),
      skus: loadSkus(call, [...new Set(skuIds)]),
    }),
    reply: (rows, { place }, call) => answer(publicFacts(pricingFacts(rows, rows.skus, place, call))),
  }),
  query(testQuote, {
    load: (call, input) => ({
      ...loadFor(testCall(call, input), input.memberId ?? null, input.couponIds ?? [], input.place, giftIdsOf(input)),
      skus: loadSkus(call, idsOf(input.lines)),
    }),
    reply: (rows, input, call): Decision<TestedQuote, CodeOf<typeof testQuote>> => {
      if (input.memberId !== undefined && rows.shopper === undefined) return refuse('member_missing')
      const checked = checkQuoteInput(input.lines, skusForSale(rows.skus))
      if (!checked.ok) return checked
      const facts = pricingFacts(rows, rows.skus, input.place, testCall(call, input), input.promotion)
      const tested = explainTree(quoteFactsOf(facts, input))
      return isTooLarge(tested.quote) ? tooLarge : answer(tested)
    },
  }),
]

function loadFor(
  call: Call,
  memberId: string | null,
  couponIds: readonly string[],
  place: Place | undefined,
  giftIds: readonly string[] = [],
) {
  return loadPricing(call, memberId, loadWallet(call, memberId, couponIds), place, giftIds)
}

function idsOf(lines: readonly { readonly skuId: string }[]): readonly string[] {
  return [...new Set(lines.map(({ skuId }) => skuId))]
}

/** The call as if it came at the moment that is asked about. */
function testCall(call: Call, { at = call.now }: TestQuoteInput): Call {
  return { ...call, now: at }
}

function giftIdsOf({ promotion }: TestQuoteInput): readonly string[] {
  return promotion?.effect.kind === 'gift' ? [promotion.effect.skuId] : []
}
