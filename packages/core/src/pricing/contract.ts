import * as z from 'zod/mini'
import { Count, type Endpoint, Id, listOf, Quantity, type Schema, type Shape } from '../kernel/index.ts'
import { MAX_CHOSEN_COUPONS, MAX_LINES, Place, PricingFacts } from './facts.ts'
import { Quote } from './schema.ts'

export type QuoteInput = {
  readonly lines: readonly { readonly lineId: string; readonly skuId: string; readonly quantity: number }[]
  /** Exactly these coupons; without it, or null, the combination of the shopper's coupons that costs least. */
  readonly couponIds?: readonly string[] | null | undefined
  /** Points the shopper would like to spend; the quote says how many it takes. */
  readonly pointsCount?: number | undefined
  readonly place?: Place | undefined
}
const couponIds = z.optional(z.nullable(listOf(Id, MAX_CHOSEN_COUPONS)))
export const quoteShape: Shape<QuoteInput> = {
  lines: listOf(z.object({ lineId: Id, skuId: Id, quantity: Quantity }), MAX_LINES),
  couponIds,
  pointsCount: z.optional(Count),
  place: z.optional(Place),
}
export const QuoteInput: Schema<QuoteInput> = z.object(quoteShape)

/** What a basket costs the caller, and why. Changes nothing. */
export const quoteBasket: Endpoint<QuoteInput, Quote, 'sku_missing' | 'line_repeated' | 'basket_too_large'> = {
  name: 'pricing.quote',
  method: 'POST',
  path: '/v1/quotes',
  access: 'public',
  input: QuoteInput,
  output: Quote,
  refusals: { sku_missing: 404, line_repeated: 409, basket_too_large: 409 },
  safe: true,
}

export type PricingFactsInput = {
  readonly skuIds: readonly string[]
  /** Coupons of the caller's that are wanted whatever their state, so that a quote can say why they do nothing. */
  readonly couponIds?: readonly string[] | null | undefined
  readonly place?: Place | undefined
}
export const PricingFactsInput: Schema<PricingFactsInput> = z.object({
  skuIds: listOf(Id, MAX_LINES),
  couponIds,
  place: z.optional(Place),
})

/** All that `quote` needs to price baskets of these SKUs for the caller as the server would now. */
export const getPricingFacts: Endpoint<PricingFactsInput, PricingFacts> = {
  name: 'pricing.facts',
  method: 'POST',
  path: '/v1/pricing-facts',
  access: 'public',
  input: PricingFactsInput,
  output: PricingFacts,
  refusals: {},
  safe: true,
}

export type PricingContract = {
  readonly quote: typeof quoteBasket
  readonly facts: typeof getPricingFacts
}
export const pricingContract: PricingContract = {
  quote: quoteBasket,
  facts: getPricingFacts,
}
