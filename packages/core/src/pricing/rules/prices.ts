import type { Words } from '../../kernel/index.ts'
import type { Explanation, Source } from '../schema.ts'
import { ruleOf, runLane } from './lanes.ts'
import { copyOf, type Listed, type Rule, type World } from './world.ts'

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
  const members = lines.map(({ memberPrices }) => {
    const own = memberPrices.filter((each) => each.tierId === tierId)
    return own.length === 0 ? null : Math.min(...own.map(({ priceMinor }) => priceMinor))
  })
  const shops = lines.map(({ shopPriceMinor }) => shopPriceMinor)
  const rules = [
    ...listRules('member_price', tierId ?? '', memberPriceName, members),
    ...listRules('shop_price', SHOP_PRICE_RULE, shopPriceName, shops),
    ...timed,
  ]
  runLane(world, rules, explain)
  world.item_prices = copyOf(world.left)
}

/** The prices that a list names, as a rule; none when it names none. */
function listRules(source: Source, id: string, name: Words, prices: Listed['prices']): readonly Rule[] {
  if (prices.every((price) => price == null)) return []
  const effect = { kind: 'listed', per: 'unit', prices } as const
  return [ruleOf(source, { id, name, conditions: [], effect, funder: 'brand' }, '', always)]
}
