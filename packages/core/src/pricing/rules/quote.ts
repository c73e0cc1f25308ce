import type { Quote } from '../schema.ts'
import { closingLayers } from './closing.ts'
import { quoteWith } from './engine.ts'
import type { QuoteFacts } from './facts.ts'
import { bestCoupons } from './search.ts'

/**
 * What a basket costs, to the unit, and why. Layers, each on what the earlier left and never below a floor: the best
 * unit price, promotions on items, on the order, coupons, points, shipping, taxes. The order in which the lines stand
 * changes nothing.
 * @throws RangeError when the list price of the basket passes `MAX_AMOUNT`; `checkQuoteInput` refuses it
 */
export function quote(facts: QuoteFacts): Quote {
  return quoteWith(facts, { search: bestCoupons, closing: closingLayers })
}

/**
 * {@link quote} for coupons that are chosen already: exactly those of `couponIds`, none without. It looks for no better
 * ones, so `search` says nothing; everything else is the same.
 * @throws RangeError as {@link quote} does
 */
export function quoteChosen(facts: QuoteFacts): Quote {
  return quoteWith(facts, { closing: closingLayers })
}
