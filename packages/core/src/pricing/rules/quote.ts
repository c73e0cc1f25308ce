import { MAX_AMOUNT } from '../../kernel/index.ts'
import type { Explanation, Quote } from '../schema.ts'
import { closeQuote } from './close.ts'
import { applyCoupons } from './coupons.ts'
import type { QuoteFacts } from './facts.ts'
import { runLane } from './lanes.ts'
import { applyPrices } from './prices.ts'
import { lanesOf, namedIn } from './ready.ts'
import { copyOf, type Observer, openWorld } from './world.ts'

/**
 * What a basket costs, to the unit, and why. Layers, each on what the earlier left and never below a floor: the best
 * unit price, promotions on items, on the order, coupons, points, shipping, taxes. The order in which the lines stand
 * changes nothing.
 * @throws RangeError when the list price of the basket passes {@link MAX_AMOUNT}; `checkQuoteInput` refuses it
 */
export function quote(facts: QuoteFacts): Quote {
  return quoteWith(facts, null)
}

/** {@link quote}, with someone who is told of every rule when its turn comes. */
export function quoteWith(facts: QuoteFacts, observe: Observer | null): Quote {
  const { price, items, order, shipping, index } = lanesOf(facts.promotions)
  const world = openWorld(facts, observe)
  world.named = namedIn(index, world.lines)
  const { total } = world.left
  if (!(total <= MAX_AMOUNT)) throw new RangeError(`a basket of ${total} is more than ${MAX_AMOUNT}`)
  const explain: Explanation[] = []
  applyPrices(world, price, explain)
  runLane(world, items, explain)
  world.item_promotions = items.length === 0 ? world.item_prices : copyOf(world.left)
  runLane(world, order, explain)
  const coupons = applyCoupons(world, shipping, explain)
  return closeQuote(world, [...shipping, ...coupons.shipping], explain, coupons.search)
}
