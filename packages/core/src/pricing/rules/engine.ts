import { MAX_AMOUNT } from '../../kernel/index.ts'
import type { Explanation, Quote } from '../schema.ts'
import { type ClosingLayers, closeQuote } from './close.ts'
import { applyCoupons, couponRules } from './coupons.ts'
import type { QuoteFacts } from './facts.ts'
import { runLane } from './lanes.ts'
import { applyPrices } from './prices.ts'
import { lanesOf, namedIn } from './ready.ts'
import { copyOf, type Found, type Observer, openWorld, type Rule, type Search } from './world.ts'

/** Everything the price of goods depends on, without what comes after them. */
export type GoodsFacts = Omit<QuoteFacts, 'points' | 'shipping' | 'taxes'>

/** What the engine, which by itself prices goods, is given beside the facts. */
export type Beside = {
  /** Without it, only the coupons run that the shopper insists on. */
  readonly search?: Search
  readonly closing?: ClosingLayers
  readonly observe?: Observer
}

/**
 * What goods cost after promotions and exactly the coupons of `couponIds`: the price to show beside an article 到手价. It
 * looks for no better coupons and knows no points, shipping or taxes; up to there it says what `quote` says.
 * @throws RangeError as `quote` does
 */
export function quoteGoods(facts: GoodsFacts): Quote {
  return quoteWith({ ...facts, points: null }, {})
}

/** Runs the layers on goods, each on what the earlier left, then those that close a quote. */
export function quoteWith(facts: QuoteFacts, { search, closing, observe }: Beside): Quote {
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
  let found: Found | undefined
  let onShipping: readonly Rule[] = shipping
  if (facts.coupons.length > 0) {
    const coupons = couponRules(facts)
    found = search?.(world, shipping, coupons)
    onShipping = [...shipping, ...applyCoupons(world, coupons, found, explain)]
  }
  return closeQuote(world, explain, closing?.(world, onShipping, explain), found)
}
