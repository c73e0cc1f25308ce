/** The pricing engine, loaded only when there is something to price, so that no first page waits for it. */
import { type EarnSettings, earnPreview } from '@siyu/core/orders'
import {
  checkQuoteInput,
  type ExplainTree,
  explainTree,
  type Hint,
  hintsOf,
  type PricingFacts,
  type Quote,
  type QuoteFacts,
  type QuoteInput,
  quote,
  quoteFactsOf,
} from '@siyu/core/pricing'

/** The quote a server with these facts gives; undefined for what it refuses to quote. */
export function priceBasket(facts: PricingFacts, input: QuoteInput): Quote | undefined {
  const whole = wholeFacts(facts, input)
  return whole && quote(whole)
}

/** The same quote as a tree of layers, rules and conditions. */
export function treeOfBasket(facts: PricingFacts, input: QuoteInput): ExplainTree | undefined {
  const whole = wholeFacts(facts, input)
  return whole && explainTree(whole).tree
}

/** What a little more in the basket of a quote would bring, the nearest first. */
export function hintsOfQuote(quoted: Quote): readonly Hint[] {
  return hintsOf(quoted)
}

/** The points that a quoted basket earns, as checkout would freeze them at this moment. */
export function earnOfQuote(facts: PricingFacts, input: QuoteInput, quoted: Quote, settings: EarnSettings): number {
  return earnPreview(facts, input, quoted, settings)
}

function wholeFacts(facts: PricingFacts, input: QuoteInput): QuoteFacts | undefined {
  const skus = new Map(facts.skus.map((sku) => [sku.skuId, sku]))
  return checkQuoteInput(input.lines, skus).ok ? quoteFactsOf(facts, input) : undefined
}
