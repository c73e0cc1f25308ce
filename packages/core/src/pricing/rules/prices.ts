import type { Words } from '../../kernel/index.ts'
import type { UnitChoice } from '../../promotions/index.ts'
import type { Explanation, Source } from '../schema.ts'
import { linesFor, type Outcome, took, unmet, unmetOf } from './conditions.ts'
import { applyEffect, type OnMoney, offMinor } from './effects.ts'
import type { PricedLine } from './facts.ts'
import { budgetOf, enter, explained, idle } from './lanes.ts'
import { copyOf, mark, type Rule, roomOf, take, type World } from './world.ts'

/** The rule id of prices that a channel, community or promoter's shop sets. */
export const SHOP_PRICE_RULE = 'shop_price'

const memberPriceName: Words = { zh: '会员价', en: 'Member price' }
const shopPriceName: Words = { zh: '专享价', en: 'Shop price' }

/** Who offers unit prices on some lines: a rule, or a price list. */
type Bidder = {
  readonly cause: Pick<Rule, 'id' | 'source' | 'funder' | 'name'>
  readonly rule: Rule | null
  readonly prices: ReadonlyMap<number, number>
  why: Outcome | null
  minor: number
}

/**
 * The first layer: every unit at the best of its list price, the member's, the shop's and the timed ones. Prices for a
 * limited number of units lower those units further, where they still can. All is priced again without a rule that
 * would pass its budget.
 */
export function applyPrices(world: World, rules: readonly Rule[], explain: Explanation[]): void {
  const isListed = world.lines.some((line) => line.memberPrices.length > 0 || line.shopPriceMinor != null)
  if (!isListed && rules.length === 0) return
  const bidders = [...listBidders(world), ...rules.map((rule) => timedBidder(world, rule))]
  for (;;) {
    const undo = mark(world)
    takePrices(world, bidders)
    const over = bidders.find(({ rule, minor }) => rule && minor > budgetOf(world, rule))
    if (!over) break
    undo()
    over.why = unmet('budget_spent')
    over.minor = 0
  }
  for (const { cause, rule, why, minor } of bidders) {
    explain.push(explained(cause, why ?? (minor > 0 ? took(minor) : unmet('better_price'))))
    if (rule && minor > 0) enter(world, rule, minor)
  }
  world.itemPrices = copyOf(world.left)
}

/** The prices that SKUs name for the shopper's tier and for the place. */
function listBidders({ facts, lines }: World): readonly Bidder[] {
  const { tierId } = facts
  const members = new Map<number, number>()
  const shops = new Map<number, number>()
  lines.forEach(({ memberPrices, shopPriceMinor }, at) => {
    for (const { tierId: id, priceMinor } of memberPrices) {
      if (id === tierId) members.set(at, Math.min(priceMinor, members.get(at) ?? priceMinor))
    }
    if (typeof shopPriceMinor === 'number') shops.set(at, shopPriceMinor)
  })
  const bidder = (source: Source, id: string, name: Words, prices: Bidder['prices']): Bidder => {
    return { cause: { source, id, name, funder: 'brand' }, rule: null, prices, why: null, minor: 0 }
  }
  return [
    bidder('member_price', tierId ?? '', memberPriceName, members),
    bidder('shop_price', SHOP_PRICE_RULE, shopPriceName, shops),
  ].filter(({ prices }) => prices.size > 0)
}

function timedBidder(world: World, rule: Rule): Bidder {
  const prices = new Map<number, number>()
  const lines = linesFor(world, rule.items)
  for (const line of lines) {
    const { listMinor } = world.lines[line] as PricedLine
    prices.set(line, listMinor - Math.min(listMinor, offMinor(world, rule.effect as OnMoney, lines, listMinor)))
  }
  return { cause: rule, rule, prices, why: idle(world, rule) ?? unmetOf(world, rule, lines), minor: 0 }
}

function takePrices(world: World, bidders: readonly Bidder[]): void {
  const running = bidders.filter(({ why }) => !why)
  const best = world.lines.map(({ listMinor }) => listMinor)
  const winners: Bidder[] = []
  for (const bidder of running) {
    if (!limitOf(bidder)) {
      for (const [line, price] of bidder.prices) {
        if (price < (best[line] as number)) [best[line], winners[line]] = [price, bidder]
      }
    }
  }
  for (const bidder of running) {
    const won = world.every.filter((line) => winners[line] === bidder)
    const shares = won.map((line) => {
      const { listMinor, quantity } = world.lines[line] as PricedLine
      return Math.min(roomOf(world, line), (listMinor - (best[line] as number)) * quantity)
    })
    world.turn = bidder.cause
    bidder.minor = take(world, won, shares)
  }
  for (const bidder of running) takeLimited(world, bidder)
}

/** To how many units a price is limited. */
function limitOf({ rule }: Bidder): number | undefined {
  return (rule?.effect as UnitChoice | undefined)?.maxUnits
}

/** A price for so many units: they are lowered to it from the best unlimited price. */
function takeLimited(world: World, bidder: Bidder): void {
  const { rule, prices } = bidder
  let rest = limitOf(bidder)
  if (!rule || !rest) return
  for (const [line, price] of prices) {
    const effect = { kind: 'set_price', minor: price, per: 'unit', maxUnits: rest } as const
    const minor = applyEffect(world, { ...rule, effect }, [line])
    bidder.minor += minor
    if (minor > 0 && (rule.effect as UnitChoice).maxUnitsPer !== 'line') {
      rest -= Math.min(rest, world.lines[line]?.quantity ?? 0)
    }
  }
}
