import type { Words } from '../../kernel/index.ts'
import type { Explanation, Source } from '../schema.ts'
import type { PricedLine } from './facts.ts'
import { runLane } from './lanes.ts'
import { ruleOf } from './ready.ts'
import { copyOf, type Rule, UNLIMITED, type World } from './world.ts'

/** The rule id of prices that a channel, community or promoter's shop sets. */
export const SHOP_PRICE_RULE = 'shop_price'

const memberPriceName: Words = { zh: '会员价', en: 'Member price' }
const shopPriceName: Words = { zh: '专享价', en: 'Shop price' }
const always = { active: true, startsAt: 0, endsAt: null }

/** The first layer: every unit at the best of its list price, the member's, the shop's and the timed ones. */
export function applyPrices(world: World, timed: readonly Rule[], explain: Explanation[]): void {
  const { facts, lines } = world
  const { tierId } = facts
  const isListed = lines.some(({ memberPrices, shopPriceMinor }) => memberPrices.length > 0 || shopPriceMinor != null)
  if (!isListed && timed.length === 0) return
  const rules = [
    ...listRules(world, 'member_price', tierId ?? '', memberPriceName, ({ memberPrices }) => {
      return Math.min(...memberPrices.map((each) => (each.tierId === tierId ? each.priceMinor : UNLIMITED)))
    }),
    ...listRules(world, 'shop_price', SHOP_PRICE_RULE, shopPriceName, ({ shopPriceMinor }) => shopPriceMinor),
    ...timed,
  ]
  runLane(world, rules, explain)
  world.item_prices = copyOf(world.left)
  world.fitting = null
}

/** The prices that a list names, as a rule; none when it names none. */
function listRules(
  { lines }: World,
  source: Source,
  id: string,
  name: Words,
  priceOf: (line: PricedLine) => number | null | undefined,
): readonly Rule[] {
  const prices = lines.map((line) => priceOf(line) ?? UNLIMITED)
  if (Math.min(...prices) >= UNLIMITED) return []
  const effect = { kind: 'listed', per: 'unit', prices } as const
  return [ruleOf(source, { id, name, conditions: [], effect, funder: 'brand' }, '', always)]
}
