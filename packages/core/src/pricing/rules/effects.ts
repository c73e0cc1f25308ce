import { allocateRunsByWeights, floorRatio, roundRate, sumOf } from '../../money/index.ts'
import type { Effect, Off, UnitChoice } from '../../promotions/index.ts'
import { below, narrowed, type Outcome, unmet } from './conditions.ts'
import type { PricedLine } from './facts.ts'
import {
  type Chunk,
  capped,
  type Listed,
  type Measure,
  measure,
  type Places,
  type Rule,
  reduction,
  roomOf,
  runsOf,
  take,
  takeAcross,
  takeUnits,
  UNLIMITED,
  type World,
} from './world.ts'

type Of<K extends Effect['kind']> = Extract<Effect, { readonly kind: K }>
/** An effect on what lines or units cost, whatever they are. */
type OnMoney = (Of<'amount_off' | 'percent_off' | 'set_price' | 'ladder' | 'every_full'> | Listed) & UnitChoice

/** How often an effect may repeat when its terms do not say. */
const MAX_TIMES = 1_000

/** Takes what the rule gives on these lines, or off shipping. Returns what was taken. */
export function applyEffect(world: World, rule: Rule, lines: Places): number {
  const { effect } = rule
  world.turn = rule
  switch (effect.kind) {
    case 'buy_get':
      return takeUnits(world, buyGet(world, lines, effect), UNLIMITED)
    case 'bundle_price':
      return takeUnits(world, bundle(world, lines, effect), UNLIMITED)
    case 'gift':
      return gift(world, rule, lines, effect)
    case 'shipping_off':
      return lowerShipping(world, rule, effect)
    default:
      return lower(world, rule, lines, effect)
  }
}

/** Lowers lines together, each line or each unit, by at most its cap in all. */
function lower(world: World, rule: Rule, lines: Places, effect: OnMoney): number {
  const most = ('capMinor' in effect ? effect.capMinor : null) ?? UNLIMITED
  if (rule.per === 'unit') return takeUnits(world, unitsLowered(world, lines, effect, rule.isPrice), most)
  if (rule.per === 'line') return take(world, lines, capped(linesLowered(world, lines, effect, rule.counts), most))
  const counted = measure(world, lines, rule.counts)
  return takeAcross(world, lines, Math.min(offMinor(effect, measure(world, lines, 'left'), counted), most))
}

/** What an effect per line takes off each, or off so many of its units. */
function linesLowered(world: World, lines: Places, effect: OnMoney, counts: Measure): readonly number[] {
  const { maxUnits } = effect
  const counted = (world[counts] ?? world.left).by
  const wanted: number[] = []
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] as number
    const left = world.left.by[line] as number
    const { quantity } = world.lines[line] as PricedLine
    const own = maxUnits ? floorRatio(left, Math.min(quantity, maxUnits), quantity) : left
    wanted.push(Math.min(own, offMinor(effect, own, counted[line] as number), roomOf(world, line)))
  }
  return wanted
}

/** What an effect takes off what still costs so much and counts so much; the cap is not in it. */
export function offMinor(effect: OnMoney, amountMinor: number, counted: number): number {
  switch (effect.kind) {
    case 'percent_off':
      return roundRate(amountMinor, effect.bps)
    case 'set_price':
      return Math.max(0, amountMinor - effect.minor)
    case 'amount_off':
      return effect.minor
    case 'every_full':
      return Math.min(Math.floor(counted / effect.everyMinor), effect.maxTimes ?? MAX_TIMES) * effect.minor
    case 'ladder': {
      let best: (typeof effect.steps)[number] | null = null
      for (const step of effect.steps) if (step.from <= counted && !(best && best.from >= step.from)) best = step
      return best ? offOf(best.off, amountMinor) : 0
    }
    case 'listed':
      return Math.max(0, amountMinor - counted)
  }
}

/** What a sum or share takes off an amount. */
export function offOf(off: Off, amountMinor: number): number {
  return 'bps' in off ? roundRate(amountMinor, off.bps) : Math.min(off.minor, amountMinor)
}

/** What a ladder's first step, a full sum or a set of units still wants, if that is why nothing was taken. */
export function missingOf(world: World, { effect, per, counts }: Rule, lines: Places): Outcome | null {
  return per === 'line' ? null : below(world, lines, counts, leastFor(effect))
}

/** How much an effect wants to count before it does anything. */
function leastFor(effect: Rule['effect']): number {
  switch (effect.kind) {
    case 'gift':
    case 'every_full':
      return effect.everyMinor ?? 0
    case 'buy_get':
      return effect.getItems ? 0 : effect.buyCount + effect.getCount
    case 'ladder':
      return Math.min(...effect.steps.map(({ from }) => from))
    default:
      return 0
  }
}

/** Units of a run of a line that can still be chosen; no reduction takes one below its floor. */
type Pool = {
  readonly line: number
  readonly index: number
  count: number
  readonly base: number
  readonly floor: number
}

function poolOf(world: World, lines: Places, first?: 'cheapest' | 'dearest'): readonly Pool[] {
  const pool: Pool[] = []
  for (const line of lines) {
    const floor = world.floors?.[line] ?? 0
    runsOf(world, line).forEach(({ count, payableMinor }, index) => {
      pool.push({ line, index, count, base: payableMinor, floor })
    })
  }
  if (!first) return pool
  return pool.sort((a, b) => (first === 'cheapest' ? a.base - b.base : b.base - a.base))
}

/** The units to choose from so many: mostly the first run holds them all, and then no other line need be looked into. */
function chosenOf(world: World, lines: Places, first: 'cheapest' | 'dearest', wanted: number): readonly Pool[] {
  let [line, best] = [-1, 0]
  for (let at = 0; at < lines.length; at += 1) {
    const price = endOf(world, lines[at] as number, first)
    if (line >= 0 && (first === 'cheapest' ? price >= best : price <= best)) continue
    line = lines[at] as number
    best = price
  }
  const [units] = poolOf(world, line < 0 ? lines : [line], first)
  return units && units.count >= wanted ? [units] : poolOf(world, lines, first)
}

/** What the cheapest or the dearest unit of a line still costs. */
function endOf(world: World, line: number, first: 'cheapest' | 'dearest'): number {
  const isLeast = first === 'cheapest'
  if (!world.units[line]) {
    // What is taken from units of one price leaves them one apart at most.
    const each = (world.left.by[line] as number) / (world.lines[line] as PricedLine).quantity
    return isLeast ? Math.floor(each) : Math.ceil(each)
  }
  const prices = runsOf(world, line).map(({ payableMinor }) => payableMinor)
  return isLeast ? Math.min(...prices) : Math.max(...prices)
}

/** So many units of the pool, each lowered by `minor` but not below its floor. */
function chunk(units: Pool, count: number, minor: number): Chunk {
  return { ...units, count, share: Math.min(minor, units.base - units.floor) }
}

/** Units, each lowered by what the effect takes off it; by a timed price, to what that makes of the list price. */
function unitsLowered(world: World, lines: Places, effect: OnMoney, isTimed: boolean): readonly Chunk[] {
  const { maxUnits = UNLIMITED, maxUnitsPer, groupCount = 1, first } = effect
  const isPerLine = maxUnitsPer === 'line'
  const open: number[] = []
  let rest = isPerLine ? UNLIMITED : maxUnits
  return poolOf(world, lines, first).flatMap((units) => {
    const { line, base } = units
    const { quantity, listMinor } = world.lines[line] as PricedLine
    const from = isTimed ? listMinor : base
    const price = effect.kind === 'listed' ? (effect.prices[line] as number) : 0
    const minor = Math.min(from, offMinor(effect, from, price)) - (from - base)
    const here = open[line] ?? Math.min(quantity - (quantity % groupCount), isPerLine ? maxUnits : UNLIMITED)
    const found = chunk(units, Math.min(units.count, here, rest), minor)
    // Units that cannot be lowered do not use up how many may be.
    if (found.count * found.share <= 0) return []
    open[line] = here - found.count
    rest -= found.count
    return [found]
  })
}

function buyGet(world: World, lines: Places, effect: Of<'buy_get'>): readonly Chunk[] {
  const getLines = narrowed(world, effect.getItems, lines)
  if (effect.per !== 'line') return freeUnits(world, lines, getLines, effect)
  return lines.flatMap((line) => (getLines.includes(line) ? freeUnits(world, [line], [line], effect) : []))
}

/** As many sets as the basket holds: what is lowered cannot be bought as well, and the rest pays for it. */
function freeUnits(world: World, buyLines: Places, getLines: Places, effect: Of<'buy_get'>): readonly Chunk[] {
  const { buyCount, getCount, bps, takes = 'cheapest', maxTimes = MAX_TIMES } = effect
  const bought = measure(world, buyLines, 'quantity')
  const both = getLines === buyLines ? getLines : getLines.filter((line) => buyLines.includes(line))
  const got = measure(world, getLines, 'quantity')
  const of = (count: number, each: number): number => (each === 0 ? maxTimes : Math.floor(count / each))
  const all = bought + got - measure(world, both, 'quantity')
  const sets = Math.min(maxTimes, of(bought, buyCount), of(got, getCount), of(all, buyCount + getCount))
  if (sets === 0) return []
  let [wanted, spare] = [sets * getCount, bought - sets * buyCount]
  const chunks: Chunk[] = []
  for (const units of spare < wanted ? poolOf(world, getLines, takes) : chosenOf(world, getLines, takes, wanted)) {
    if (wanted === 0) break
    const isBuy = both.includes(units.line)
    const count = Math.min(wanted, units.count, isBuy ? spare : wanted)
    wanted -= count
    if (isBuy) spare -= count
    if (count > 0) chunks.push(chunk(units, count, roundRate(units.base, bps)))
  }
  return chunks
}

function bundle(world: World, lines: Places, effect: Of<'bundle_price'>): readonly Chunk[] {
  const { parts, minor, maxTimes = MAX_TIMES } = effect
  const pool = poolOf(world, lines, 'dearest')
  const wants = parts.map(({ items, count }) => {
    const fits = new Set(narrowed(world, items, lines))
    const own = pool.filter(({ line }) => fits.has(line))
    return { count, own, choice: countOf(own) }
  })
  // Those with the least choice choose first, whatever the order of the parts.
  wants.sort((a, b) => a.choice - b.choice)
  const chunks: Chunk[] = []
  for (let times = 0; times < maxTimes; times += 1) {
    const picks = wants.flatMap(({ own, count }) => firstOf(own, count))
    const saved = sumOf(picks.map(({ count, base }) => count * base)) - minor
    if (saved <= 0 || countOf(picks) < countOf(parts)) break
    for (const { count, share, index } of allocateRunsByWeights(saved, picks)) {
      chunks.push(chunk(picks[index] as Pool, count, share))
    }
  }
  return chunks
}

/** Takes the first units out of a pool, as many as there are. */
function firstOf(pool: readonly Pool[], wanted: number): readonly Pool[] {
  let rest = wanted
  return pool.flatMap((units) => {
    const count = Math.min(rest, units.count)
    rest -= count
    units.count -= count
    return count > 0 ? [{ ...units, count }] : []
  })
}

function countOf(items: readonly { readonly count: number }[]): number {
  return sumOf(items.map(({ count }) => count))
}

/** How many of a gift may still be given away. */
function giftsLeft({ facts, lines, gifts }: World, skuId: string): number {
  const sku = facts.gifts?.get(skuId)
  const given = countOf(gifts.filter((other) => other.sku === sku))
  const inCart = sumOf(lines.map((line) => (line.skuId === skuId ? line.quantity : 0)))
  return (sku?.availableCount ?? 0) - given - inCart
}

function gift(world: World, rule: Rule, lines: Places, effect: Of<'gift'>): number {
  const { skuId, everyMinor, count, maxTimes = MAX_TIMES } = effect
  const sku = world.facts.gifts?.get(skuId)
  const full = everyMinor ? Math.floor(measure(world, lines) / everyMinor) : 1
  const added = Math.min(Math.min(full, maxTimes) * count, giftsLeft(world, skuId))
  if (!sku || added <= 0) return 0
  world.gifts.push({ rule, sku, count: added })
  return added * sku.listMinor
}

function lowerShipping(world: World, rule: Rule, effect: Of<'shipping_off'>): number {
  const { shipping } = world
  if (!shipping) return 0
  const minor = offShipping(effect, shipping.payableMinor)
  const reductions = [...shipping.reductions, reduction(rule, minor)]
  if (minor > 0) world.shipping = { ...shipping, reductions, payableMinor: shipping.payableMinor - minor }
  return minor
}

/** What an effect takes off shipping that still costs so much. */
export function offShipping(effect: Rule['effect'], minor: number): number {
  return effect.kind === 'shipping_off' ? Math.min(offOf(effect.off, minor), effect.capMinor ?? minor) : 0
}

/** What a rule needs besides its conditions and does not find. */
export function absentFor({ effect }: Rule, world: World): Outcome | null {
  if (effect.kind === 'gift') return giftsLeft(world, effect.skuId) > 0 ? null : unmet('gift_missing')
  if (effect.kind !== 'shipping_off' || world.shipping === undefined) return null
  if (world.shipping === null) return unmet('no_shipping')
  return world.shipping.payableMinor === 0 ? unmet('nothing_left') : null
}
