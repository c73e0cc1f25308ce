import * as z from 'zod/mini'
import { Count, type Endpoint, Id, listOf, Quantity, type Schema } from '../kernel/index.ts'
import { Quote } from './schema.ts'

/** The most lines a basket may have. */
export const MAX_LINES = 200

export type QuoteInput = {
  readonly lines: readonly { readonly lineId: string; readonly skuId: string; readonly quantity: number }[]
  readonly couponId?: string | undefined
  /** Points the shopper would like to spend; the quote says how many it takes. */
  readonly pointsCount?: number | undefined
}
export const QuoteInput: Schema<QuoteInput> = z.object({
  lines: listOf(z.object({ lineId: Id, skuId: Id, quantity: Quantity }), MAX_LINES),
  couponId: z.optional(Id),
  pointsCount: z.optional(Count),
})

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

export type PricingContract = { readonly quote: typeof quoteBasket }
export const pricingContract: PricingContract = { quote: quoteBasket }
