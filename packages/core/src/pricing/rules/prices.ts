import type { Words } from '../../kernel/index.ts'
import { roundRate } from '../../money/index.ts'
import type { Effect } from '../../promotions/index.ts'
import type { Explanation, Source } from '../schema.ts'
import { linesFor, type Unmet, unmet, unmetOf } from './conditions.ts'
import { applyEffect } from './effects.ts'
import type { PricedLine } from './facts.ts'
import { explained, idle } from './lanes.ts'
import { begin, type Cause, type Rule, take, usageOf, type World } from './world.ts'

/** The rule id of prices that a channel, community or promoter's shop sets. */
export const SHOP_PRICE_RULE = 'shop_price'

const memberPriceName: Words = { zh: '会员价', en: 'Member price' }
const shopPriceName: Words = { zh: '专享价', en: 'Shop price' }

type Offer = { readonly cause: Cause; readonly name: Words; rule: Rule | null; isOffered: boolean; minor: number }

/**
 * The first layer: every unit at the best of its list price, the member's, the shop's and the timed ones. Prices for a
 * limited number of units lower those units further, where they still can.
 */
export function applyPrices(world: World, rules: readonly Rule[], explain: Explanation[]): void {
  const { tierId, lines } = world.facts
  const hasPrices =
    rules.length > 0 || lines.some((line) => line.memberPrices.length > 0 || line.shopPriceMinor != null)
  if (!hasPrices) return
  const member =
    tierId === null ? null : offer({ source: 'member_price', id: tierId, funder: 'brand' }, memberPriceName)
  const shop = offer({ source: 'shop_price', id: SHOP_PRICE_RULE, funder: 'brand' }, shopPriceName)
  const open = rules.map((rule) => opened(world, rule))
  const timed = open.filter((each) => each.why === null && maxUnitsOf(each.rule.effect) === undefined)
  world.every.forEach((line) => {
    lowerLine(world, line, member, shop, timed)
  })
  for (const each of open) {
    if (each.why === null && maxUnitsOf(each.rule.effect) !== undefined) limited(world, each)
  }
  for (const each of [member, shop]) {
    if (each?.isOffered) explain.push(said(each))
  }
  for (const { rule, why, minor } of open) {
    explain.push(explained(rule, minor, why ?? (minor > 0 ? null : unmet('better_price'))))
  }
  for (const line of world.every) world.itemPrices[line] = world.left[line] as number
  world.itemTotal = world.leftTotal
}

function offer({ source, id, funder }: { source: Source; id: string; funder: Rule['funder'] }, name: Words): Offer {
  return { cause: { source, id, funder }, name, rule: null, isOffered: false, minor: 0 }
}

function said({ cause, name, minor }: Offer): Explanation {
  return explained({ ...cause, name }, minor, minor > 0 ? null : unmet('better_price'))
}

type Timed = { readonly rule: Rule; readonly lines: ReadonlySet<number>; readonly why: Unmet | null; minor: number }

function opened(world: World, rule: Rule): Timed {
  const lines = linesFor(world, rule.items)
  const why = idle(world, rule) ?? unmetOf(world, rule, lines) ?? overBudget(world, rule, lines)
  return { rule, lines: new Set(lines), why, minor: 0 }
}

/** What the rule would take off list prices must fit its budget whole. */
function overBudget(world: World, rule: Rule, lines: readonly number[]): Unmet | null {
  const budget = usageOf(world, rule)?.budgetLeftMinor ?? null
  if (budget === null) return null
  const most = maxUnitsOf(rule.effect) ?? Number.MAX_SAFE_INTEGER
  const minor = lines.reduce((sum, line) => {
    const { listMinor, quantity } = world.lines[line] as PricedLine
    return sum + (listMinor - priceOf(rule.effect, listMinor)) * Math.min(quantity, most)
  }, 0)
  return minor > budget ? unmet('budget_spent') : null
}

function maxUnitsOf(effect: Effect): number | undefined {
  return 'maxUnits' in effect ? effect.maxUnits : undefined
}

/** What a unit of this list price costs under a timed price. */
function priceOf(effect: Effect, listMinor: number): number {
  if (effect.kind === 'set_price') return Math.min(listMinor, effect.minor)
  if (effect.kind === 'percent_off') return listMinor - roundRate(listMinor, effect.bps)
  return effect.kind === 'amount_off' ? Math.max(0, listMinor - effect.minor) : listMinor
}

function lowerLine(world: World, line: number, member: Offer | null, shop: Offer, timed: readonly Timed[]): void {
  const { listMinor, memberPrices, shopPriceMinor, quantity } = world.lines[line] as PricedLine
  let best = listMinor
  let winner: { readonly cause: Cause; readonly add: (minor: number) => void } | null = null
  const bid = (price: number, cause: Cause, add: (minor: number) => void): void => {
    if (price < best) [best, winner] = [price, { cause, add }]
  }
  for (const { tierId, priceMinor } of memberPrices) {
    if (member?.cause.id !== tierId) continue
    member.isOffered = true
    bid(priceMinor, member.cause, (minor) => {
      member.minor += minor
    })
  }
  if (shopPriceMinor !== null && shopPriceMinor !== undefined) {
    shop.isOffered = true
    bid(shopPriceMinor, shop.cause, (minor) => {
      shop.minor += minor
    })
  }
  for (const each of timed) {
    if (!each.lines.has(line)) continue
    bid(priceOf(each.rule.effect, listMinor), each.rule, (minor) => {
      each.minor += minor
    })
  }
  const found = winner as { readonly cause: Cause; readonly add: (minor: number) => void } | null
  if (found === null) return
  begin(world, found.cause)
  found.add(take(world, line, (listMinor - best) * quantity))
}

/** A price for so many units: they are lowered to it from the best unlimited price. */
function limited(world: World, each: Timed): void {
  const { rule } = each
  const { effect } = rule
  if (effect.kind !== 'set_price' && effect.kind !== 'percent_off' && effect.kind !== 'amount_off') return
  let units = effect.maxUnits ?? 0
  for (const line of each.lines) {
    if (units === 0) return
    const { listMinor, quantity } = world.lines[line] as PricedLine
    const price: Effect = { kind: 'set_price', minor: priceOf(effect, listMinor), per: 'unit', maxUnits: units }
    const minor = applyEffect(world, { ...rule, effect: price }, [line])
    each.minor += minor
    if (minor > 0 && effect.maxUnitsPer !== 'line') units -= Math.min(units, quantity)
  }
}
