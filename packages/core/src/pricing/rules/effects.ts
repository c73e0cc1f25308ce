import { allocate, floorRatio, roundRate } from '../../money/index.ts'
import type { Effect, Off } from '../../promotions/index.ts'
import { linesFor, unitsIn } from './conditions.ts'
import type { PricedLine } from './facts.ts'
import {
  begin,
  type Chunk,
  flush,
  measure,
  type Rule,
  type Run,
  roomOf,
  take,
  takeAcross,
  takeUnits,
  type World,
} from './world.ts'

type Of<K extends Effect['kind']> = Extract<Effect, { readonly kind: K }>
type PerUnit = Of<'amount_off' | 'percent_off' | 'set_price'>
type Lines = readonly number[]

/** How often an effect may repeat when its terms do not say. */
const MAX_TIMES = 1_000

/** Takes what the rule gives on these lines. Returns what was taken; shipping is not its business. */
export function applyEffect(world: World, rule: Rule, lines: Lines): number {
  const { effect } = rule
  begin(world, rule)
  switch (effect.kind) {
    case 'amount_off':
    case 'set_price':
    case 'percent_off':
      if (effect.per === 'unit') return perUnit(world, lines, effect)
      return effect.per === 'line' ? perLine(world, lines, effect) : perOrder(world, lines, effect)
    case 'ladder':
      return ladder(world, lines, effect)
    case 'every_full': {
      const full = Math.floor(measure(world, lines, effect.base ?? 'item_prices') / effect.everyMinor)
      return takeAcross(world, lines, Math.min(full, effect.maxTimes ?? MAX_TIMES) * effect.minor)
    }
    case 'buy_get':
      return buyGet(world, lines, effect)
    case 'bundle_price':
      return bundle(world, effect, lines)
    case 'gift':
      return gift(world, rule, lines, effect)
    case 'shipping_off':
      return 0
  }
}

/** Whether an effect lowers single units, not lines as a whole. */
export function takesUnits(effect: Effect): boolean {
  return effect.kind === 'buy_get' || effect.kind === 'bundle_price' || ('per' in effect && effect.per === 'unit')
}

/** What an effect takes off an amount of money; the cap is not in it. */
function offMinor(effect: PerUnit, amountMinor: number): number {
  if (effect.kind === 'percent_off') return roundRate(amountMinor, effect.bps)
  return effect.kind === 'set_price' ? Math.max(0, amountMinor - effect.minor) : effect.minor
}

function capOf(effect: PerUnit): number {
  return effect.kind === 'percent_off' ? (effect.capMinor ?? Number.MAX_SAFE_INTEGER) : Number.MAX_SAFE_INTEGER
}

function perOrder(world: World, lines: Lines, effect: PerUnit): number {
  const minor = offMinor(effect, measure(world, lines, 'left'))
  return takeAcross(world, lines, Math.min(minor, capOf(effect)))
}

function perLine(world: World, lines: Lines, effect: PerUnit): number {
  const cap = capOf(effect)
  if (cap < Number.MAX_SAFE_INTEGER) {
    const wanted = lines.map((line) => Math.min(offLine(world, effect, line), roomOf(world, line)))
    return takeCapped(world, lines, wanted, cap)
  }
  let taken = 0
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] as number
    taken += take(world, line, offLine(world, effect, line))
  }
  return taken
}

/** What an effect per line takes off it, or off so many of its units. */
function offLine({ left, lines }: World, effect: PerUnit, line: number): number {
  const amount = left[line] as number
  if (effect.maxUnits === undefined) return offMinor(effect, amount)
  const { quantity } = lines[line] as PricedLine
  const counted = floorRatio(amount, Math.min(quantity, effect.maxUnits), quantity)
  return Math.min(counted, offMinor(effect, counted))
}

/** Takes what is wanted of each line, or the cap split in proportion to it. */
function takeCapped(world: World, lines: Lines, wanted: readonly number[], cap: number): number {
  const sum = wanted.reduce((total, minor) => total + minor, 0)
  const shares = sum > cap ? allocate(cap, wanted) : wanted
  return lines.reduce((taken, line, at) => taken + take(world, line, shares[at] as number), 0)
}

/** Units of a line that can still be chosen. */
type Pool = {
  readonly line: number
  readonly run: number
  count: number
  readonly base: number
  readonly floor: number
}

function poolOf(world: World, lines: Lines, first?: 'cheapest' | 'dearest'): readonly Pool[] {
  flush(world, lines)
  const pool = lines.flatMap((line) => {
    const floor = world.floors?.[line] ?? 0
    return (world.units[line] as readonly Run[]).map(({ count, base }, run) => ({ line, run, count, base, floor }))
  })
  if (first === undefined) return pool
  const sign = first === 'cheapest' ? 1 : -1
  return pool.sort((a, b) => sign * (a.base - b.base) || a.line - b.line || a.run - b.run)
}

/** `count` units of the pool, each lowered by `minor` but not below its floor. */
function chunk({ line, run, base, floor }: Pool, count: number, minor: number): Chunk {
  return { line, run, count, minor: Math.max(0, Math.min(minor, base - floor)) }
}

function perUnit(world: World, lines: Lines, effect: PerUnit): number {
  const { maxUnits = Number.MAX_SAFE_INTEGER, maxUnitsPer = 'order', groupCount = 1 } = effect
  const lineLeft = new Map<number, number>()
  let orderLeft = maxUnitsPer === 'order' ? maxUnits : Number.MAX_SAFE_INTEGER
  const chunks: Chunk[] = []
  for (const units of poolOf(world, lines, effect.first)) {
    const { quantity } = world.lines[units.line] as PricedLine
    const most = Math.min(quantity - (quantity % groupCount), maxUnitsPer === 'line' ? maxUnits : quantity)
    const here = lineLeft.get(units.line) ?? most
    const count = Math.min(units.count, here, orderLeft)
    lineLeft.set(units.line, here - count)
    orderLeft -= count
    if (count > 0) chunks.push(chunk(units, count, offMinor(effect, units.base)))
  }
  return takeChunks(world, chunks, capOf(effect))
}

function takeChunks(world: World, chunks: readonly Chunk[], cap: number): number {
  const sum = chunks.reduce((total, { count, minor }) => total + count * minor, 0)
  if (sum <= cap) return takeUnits(world, chunks)
  const lines = [...new Set(chunks.map(({ line }) => line))]
  const wanted = lines.map((line) =>
    chunks.reduce((total, each) => (each.line === line ? total + each.count * each.minor : total), 0),
  )
  return takeCapped(world, lines, wanted, cap)
}

function ladder(world: World, lines: Lines, effect: Of<'ladder'>): number {
  const { base = 'item_prices', by, per, steps } = effect
  const stepFor = (counted: Lines): Off | undefined => {
    const reached = by === 'quantity' ? unitsIn(world, counted) : measure(world, counted, base)
    let best: (typeof steps)[number] | undefined
    for (const step of steps) if (step.from <= reached && (best === undefined || step.from > best.from)) best = step
    return best?.off
  }
  const lower = (counted: Lines): number => {
    const off = stepFor(counted)
    if (off === undefined) return 0
    return takeAcross(world, counted, offOf(off, measure(world, counted, 'left')))
  }
  return per === 'line' ? lines.reduce((taken, line) => taken + lower([line]), 0) : lower(lines)
}

/** What a sum or share takes off an amount. */
export function offOf(off: Off, amountMinor: number): number {
  return 'bps' in off ? roundRate(amountMinor, off.bps) : Math.min(off.minor, amountMinor)
}

/** What a ladder's first step still wants, when it has not been reached. */
export function missingStep(
  world: World,
  { effect }: Rule,
  lines: Lines,
): { minor: number } | { count: number } | null {
  if (effect.kind === 'every_full' || (effect.kind === 'gift' && effect.everyMinor !== undefined)) {
    const base = effect.kind === 'gift' ? undefined : effect.base
    const minor = (effect.everyMinor as number) - measure(world, lines, base ?? 'item_prices')
    return minor > 0 ? { minor } : null
  }
  if (effect.kind === 'buy_get' && effect.getItems === undefined && effect.per !== 'line') {
    const count = effect.buyCount + effect.getCount - unitsIn(world, lines)
    return count > 0 ? { count } : null
  }
  if (effect.kind !== 'ladder' || effect.per === 'line') return null
  const from = Math.min(...effect.steps.map((step) => step.from))
  if (effect.by === 'quantity') {
    const count = from - unitsIn(world, lines)
    return count > 0 ? { count } : null
  }
  const minor = from - measure(world, lines, effect.base ?? 'item_prices')
  return minor > 0 ? { minor } : null
}

function buyGet(world: World, lines: Lines, effect: Of<'buy_get'>): number {
  const takes = effect.takes ?? 'cheapest'
  const getLines = effect.getItems === undefined ? lines : linesFor(world, effect.getItems)
  const chunks: Chunk[] = []
  if (effect.per === 'line') {
    const both = new Set(getLines)
    for (const line of lines) {
      if (both.has(line)) chunks.push(...freeUnits(world, [line], [line], effect, poolOf(world, [line], takes)))
    }
  } else chunks.push(...freeUnits(world, lines, getLines, effect, poolOf(world, getLines, takes)))
  return takeUnits(world, chunks)
}

/** As many sets as the basket holds: their units are lowered in the order of the pool, and the rest pays for them. */
function freeUnits(
  world: World,
  buyLines: Lines,
  getLines: Lines,
  effect: Of<'buy_get'>,
  pool: readonly Pool[],
): readonly Chunk[] {
  const { buyCount, getCount, bps, maxTimes = MAX_TIMES } = effect
  const bought = unitsIn(world, buyLines)
  const getable = unitsIn(world, getLines)
  const isBuy = new Set(buyLines)
  // More sets need more of everything, so the largest that fits is found by halving.
  let [least, most] = [0, Math.min(maxTimes, Math.floor(getable / getCount))]
  while (least < most) {
    const sets = Math.ceil((least + most) / 2)
    if (bought - sharedUnits(pool, isBuy, sets * getCount) >= sets * buyCount) least = sets
    else most = sets - 1
  }
  let wanted = least * getCount
  const chunks: Chunk[] = []
  for (const units of pool) {
    if (wanted === 0) break
    const count = Math.min(wanted, units.count)
    wanted -= count
    chunks.push(chunk(units, count, roundRate(units.base, bps)))
  }
  return chunks
}

/** How many of the first `count` units of the pool could have been bought instead. */
function sharedUnits(pool: readonly Pool[], isBuy: ReadonlySet<number>, count: number): number {
  let [wanted, shared] = [count, 0]
  for (const units of pool) {
    const taken = Math.min(wanted, units.count)
    if (isBuy.has(units.line)) shared += taken
    wanted -= taken
    if (wanted === 0) break
  }
  return shared
}

function bundle(world: World, effect: Of<'bundle_price'>, lines: Lines): number {
  const pool = poolOf(world, lines, 'dearest')
  const parts = effect.parts.map(({ items, count }) => {
    const fits = items === undefined ? null : new Set(linesFor(world, items))
    return { count, pool: fits === null ? pool : pool.filter(({ line }) => fits.has(line)) }
  })
  const chunks: Chunk[] = []
  for (let times = effect.maxTimes ?? MAX_TIMES; times > 0; times -= 1) {
    const picks = parts.flatMap(({ pool: units, count }) => pickFrom(units, count))
    const value = picks.reduce((sum, { units, count }) => sum + count * units.base, 0)
    const counted = picks.reduce((sum, { count }) => sum + count, 0)
    const isWhole = counted === parts.reduce((sum, { count }) => sum + count, 0)
    if (!isWhole || value <= effect.minor) break
    chunks.push(...bundleChunks(picks, value - effect.minor))
  }
  return takeUnits(world, chunks)
}

type Pick = { readonly units: Pool; readonly count: number }

/** Takes units out of the pool, in its order. */
function pickFrom(pool: readonly Pool[], count: number): readonly Pick[] {
  const picks: Pick[] = []
  let wanted = count
  for (const units of pool) {
    const taken = Math.min(wanted, units.count)
    if (taken === 0) continue
    units.count -= taken
    wanted -= taken
    picks.push({ units, count: taken })
    if (wanted === 0) break
  }
  return picks
}

function bundleChunks(picks: readonly Pick[], minor: number): readonly Chunk[] {
  const single = picks.flatMap(({ units, count }) => Array.from({ length: count }, () => units))
  const shares = allocate(
    minor,
    single.map(({ base }) => base),
  )
  return single.map((units, at) => chunk(units, 1, shares[at] as number))
}

function gift(world: World, rule: Rule, lines: Lines, effect: Of<'gift'>): number {
  const sku = world.facts.gifts?.get(effect.skuId)
  if (sku === undefined) return 0
  const { everyMinor, maxTimes = MAX_TIMES } = effect
  const full = everyMinor === undefined ? 1 : floorRatio(measure(world, lines, 'item_prices'), 1, everyMinor)
  const given = world.gifts.reduce((sum, other) => (other.sku === sku ? sum + other.count : sum), 0)
  const inCart = world.lines.reduce((sum, line) => (line.skuId === effect.skuId ? sum + line.quantity : sum), 0)
  const count = Math.min(Math.min(full, maxTimes) * effect.count, Math.max(0, sku.availableCount - given - inCart))
  if (count > 0) world.gifts.push({ rule, sku, count })
  return count * sku.listMinor
}
