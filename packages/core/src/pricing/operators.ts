import * as z from 'zod/mini'
import { type Endpoint, Id, Moment, type Schema } from '../kernel/index.ts'
import { Promotion } from '../promotions/index.ts'
import { type QuoteInput, quoteShape } from './contract.ts'
import { TestedQuote } from './trial.ts'

export type TestQuoteInput = QuoteInput & {
  /** Whose prices; a visitor's without it. */
  readonly memberId?: string | undefined
  /** When; now without it. */
  readonly at?: number | undefined
  /** A draft that runs besides the others, or instead of the one with its id. */
  readonly promotion?: Promotion | undefined
}
export const TestQuoteInput: Schema<TestQuoteInput> = z.object({
  ...quoteShape,
  memberId: z.optional(Id),
  at: z.optional(Moment),
  promotion: z.optional(Promotion),
})

/** What a basket would cost a member or a visitor at some moment, with a draft of a promotion if wanted, and why. */
export const testQuote: Endpoint<
  TestQuoteInput,
  TestedQuote,
  'member_missing' | 'sku_missing' | 'line_repeated' | 'basket_too_large'
> = {
  name: 'pricing.test',
  method: 'POST',
  path: '/v1/admin/quotes',
  access: 'operator',
  input: TestQuoteInput,
  output: TestedQuote,
  refusals: { member_missing: 404, sku_missing: 404, line_repeated: 409, basket_too_large: 409 },
  safe: true,
}

export type PricingAdminContract = {
  readonly test: typeof testQuote
}
export const pricingAdminContract: PricingAdminContract = {
  test: testQuote,
}
