import type { Words } from '../../kernel/index.ts'
import { allocateByWeights, allocateRunsByWeights, type RunShare, sumOf } from '../../money/index.ts'
import type { Base, Effect, Funder, ItemFilter, Promotion, Stacking, Terms } from '../../promotions/index.ts'
import type { QuoteShipping, Reduction, Source, UnitReduction, UnitRun } from '../schema.ts'
import type { GiftFacts, PricedLine, QuoteFacts } from './facts.ts'

/** A promotion or coupon made ready to run. */
export type Rule = {
  readonly id: string
  readonly name: Words
  readonly source: Source
  readonly funder: Funder
  readonly conditions: Terms['conditions']
  /** Which lines it is about, of those named; all of them without it. */
  readonly items?: ItemFilter | null | undefined
  /** Under which number the lines are found that it names; null when it names none. */
  readonly slot: number | null
  readonly effect: Effect | Listed
  /** What the effect lowers at once. */
  readonly per: 'order' | 'line' | 'unit'
  /** What the effect counts. */
  readonly counts: Measure
  /** It says what a unit costs, not what comes off. */
  readonly isPrice: boolean
  /** Rules of one lane that share it follow the mode of the first; none for coupons. */
  readonly group: string | undefined
  readonly mode: NonNullable<Stacking['mode']>
  readonly stacking: Stacking
  /** Of coupons that share it, one may apply; null for none. */
  readonly sole: string | null
  /** Some rules may not stand beside it. */
  readonly isStrict: boolean
  /** Under which name its limits are counted. */
  readonly usageId: string
} & Period

/** When a rule runs. */
export type Period = Pick<Promotion, 'active' | 'startsAt' | 'endsAt'>

/** What a price list does: one unit price for each line, by place, out of reach where it names none. */
export type Listed = { readonly kind: 'listed'; readonly per: 'unit'; readonly prices: readonly number[] }

export function isOnShipping({ effect }: Rule): boolean {
  return effect.kind === 'shipping_off'
}

/** Lines by their places, in rising order. */
export type Places = readonly number[]

export const nowhere: Places = []

export type Cause = Pick<Rule, 'id' | 'source' | 'funder'>

export type Gift = { readonly rule: Rule; readonly sku: GiftFacts; readonly count: number }

/** Amounts by line, and all of them together. */
export type Amounts = { readonly by: number[]; total: number }

/** What one cause took off some lines, one by one. */
export type Taking = { readonly cause: Cause; readonly lines: readonly number[]; readonly shares: readonly number[] }

/** What is measured on lines: their price on a base, or how many units they are. */
export type Measure = Base | 'quantity'

/**
 * A basket while it is priced. Lines stand in order of their ids and go by their place. What rules take is taken from
 * lines; their units follow when they are lowered one by one or when another source or funder takes, so that trying a
 * rule costs little, and a rule that takes nothing changes nothing.
 */
export type World = {
  readonly facts: QuoteFacts
  readonly lines: readonly PricedLine[]
  /** Where each line came in. */
  readonly order: readonly number[]
  /** Places of all lines. */
  readonly every: readonly number[]
  /** Least price of one unit by line; null when no line has any. */
  readonly floors: readonly number[] | null
  /** Units as runs of equal figures, by line; those that stand at their list price have none. */
  readonly units: (readonly UnitRun[] | undefined)[]
  /** What the units of a line come to. What more was taken from it was all taken by `cause` and its like. */
  readonly settled: number[]
  cause: Cause
  /** Who takes what is taken now. */
  turn: Cause
  readonly log: Taking[]
  /** Points spent, by line. */
  readonly points: number[]
  /** What shipping costs; undefined before its turn, null when it is not charged for. */
  shipping: QuoteShipping | null | undefined
  readonly gifts: Gift[]
  readonly applied: { readonly rule: Rule; readonly minor: number }[]
  /** One of those is strict. */
  isStrict: boolean
  /** The lines that rules name, by slot. */
  named: readonly (Places | undefined)[]
  /** The lines that filters fit, as far as they were asked for; forgotten when item prices change. */
  fitting: Map<ItemFilter, Places> | null
  observe: Observer | undefined
  readonly left: Amounts
  /** The other measures; null for what stands at what is left, since its layer still runs. */
} & { [M in Exclude<Measure, 'left'>]: Amounts | null }

/** Told of every rule when its turn has come, before its conditions are checked. */
export type Observer = (world: World, rule: Rule, lines: readonly number[]) => void

/** Coupons to use, what is to pay with them, and whether no others cost less. */
export type Found = { readonly chosen: readonly Rule[]; readonly payableMinor: number; readonly proven: boolean }

/** Finds the coupons after which least is to pay, out of some in the order they run. */
export type Search = (world: World, shippingRules: readonly Rule[], coupons: readonly Rule[]) => Found

/** More than any amount or count. */
export const UNLIMITED: number = Number.MAX_SAFE_INTEGER

const nobody: Cause = { id: '', source: 'promotion', funder: 'brand' }

/** A basket at list prices. */
export function openWorld(facts: QuoteFacts, observe?: Observer): World {
  const order = orderOf(facts.lines.map(({ lineId }) => lineId))
  const lines = order.map((place) => facts.lines[place] as PricedLine)
  // Copies of what is an array of small numbers, and as long: what is mapped from objects is not, and what is pushed grows.
  const [list, quantity, every] = [amountsLike(order), amountsLike(order), order.slice()]
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] as PricedLine
    every[at] = at
    set(quantity, at, line.quantity)
    set(list, at, line.quantity * line.listMinor)
  }
  return {
    facts,
    lines,
    order,
    every,
    floors: lines.some(({ floorMinor }) => floorMinor)
      ? lines.map(({ floorMinor = 0, listMinor }) => Math.min(floorMinor, listMinor))
      : null,
    quantity,
    list,
    item_prices: list,
    item_promotions: null,
    left: copyOf(list),
    units: [],
    settled: list.by.slice(),
    cause: nobody,
    turn: nobody,
    log: [],
    points: [],
    shipping: undefined,
    gifts: [],
    applied: [],
    isStrict: false,
    named: [],
    fitting: null,
    observe,
  }
}

/** Places in order of their ids, so that the order the lines came in changes nothing. */
function orderOf(ids: readonly string[]): readonly number[] {
  // Ids mostly count up, so that few runs are to be merged.
  const runs: number[][] = []
  for (let at = 0; at < ids.length; at += 1) {
    if (at === 0 || (ids[at - 1] as string) >= (ids[at] as string)) runs.push([])
    runs[runs.length - 1]?.push(at)
  }
  while (runs.length > 1) runs.push(merged(runs.shift() ?? [], runs.shift() ?? [], ids))
  return runs[0] ?? []
}

/** Two lists of places in the order of their ids as one. */
function merged(first: readonly number[], second: readonly number[], ids: readonly string[]): number[] {
  const all: number[] = []
  let at = 0
  for (const place of first) {
    while (at < second.length && (ids[second[at] as number] as string) < (ids[place] as string)) {
      all.push(second[at] as number)
      at += 1
    }
    all.push(place)
  }
  return all.concat(second.slice(at))
}

function amountsLike(order: readonly number[]): Amounts {
  return { by: order.slice(), total: 0 }
}

function set(amounts: Amounts, at: number, amount: number): void {
  amounts.by[at] = amount
  amounts.total += amount
}

export function copyOf({ by, total }: Amounts): Amounts {
  return { by: by.slice(), total }
}

/** A basket just like it, to try rules on. */
export function fork(world: World): World {
  const { left, units, settled, log, points, gifts, applied } = world
  return {
    ...world,
    ...{ left: copyOf(left), units: units.slice(), settled: settled.slice(), log: log.slice() },
    ...{ points: points.slice(), gifts: gifts.slice(), applied: applied.slice() },
  }
}

/** What lines cost on a base, or how many units they are, together. */
export function measure(world: World, lines: readonly number[], of: Measure = 'item_prices'): number {
  const { by, total } = world[of] ?? world.left
  if (lines === world.every) return total
  let sum = 0
  for (let at = 0; at < lines.length; at += 1) sum += by[lines[at] as number] as number
  return sum
}

/** How much may still be taken off a line. */
export function roomOf({ left, floors, lines }: World, line: number): number {
  const room = left.by[line] as number
  return floors ? Math.max(0, room - (floors[line] as number) * (lines[line] as PricedLine).quantity) : room
}

/** How much may still be taken off lines together. */
export function roomIn(world: World, lines: readonly number[]): number {
  return world.floors ? sumOf(lines.map((line) => roomOf(world, line))) : measure(world, lines, 'left')
}

/** Takes so much off each of some lines, which have room for it, or off these parts of each. Returns what was taken. */
export function take(
  world: World,
  lines: Places,
  shares: readonly number[],
  parts?: readonly (readonly RunShare[])[],
): number {
  const { turn, left, units, settled } = world
  const taken = sumOf(shares)
  if (taken === 0) return 0
  settleUnits(world)
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] as number
    const after = (left.by[line] as number) - (shares[at] as number)
    if (parts) {
      units[line] = lowerRuns(runsOf(world, line), parts[at] as readonly RunShare[], turn)
      settled[line] = after
    }
    left.by[line] = after
  }
  left.total -= taken
  world.log.push({ cause: turn, lines, shares })
  return taken
}

/** What is wanted of each, or as much as is allowed together, split in proportion to it. */
export function capped(wanted: readonly number[], most: number): readonly number[] {
  return most < UNLIMITED && sumOf(wanted) > most ? allocateByWeights(most, wanted) : wanted
}

/** Takes a sum off lines together, split by what is left to pay of each. Returns what was taken. */
export function takeAcross(world: World, lines: readonly number[], wanted: number): number {
  const { left, floors, every } = world
  const minor = Math.min(wanted, roomIn(world, lines))
  if (minor <= 0) return 0
  const bases = lines === every ? left.by : lines.map((line) => left.by[line] as number)
  return take(world, lines, floors ? allocateAbove(world, lines, minor, bases) : allocateByWeights(minor, bases))
}

/** A line that has no room for its share gives what it has, and the others bear the rest. */
function allocateAbove(
  world: World,
  lines: readonly number[],
  minor: number,
  bases: readonly number[],
): readonly number[] {
  const shares = allocateByWeights(minor, bases)
  const full = lines.map((line, at) => (shares[at] as number) > roomOf(world, line))
  if (!full.includes(true)) return shares
  const held = lines.map((line, at) => (full[at] ? roomOf(world, line) : 0))
  const open = bases.map((base, at) => (full[at] ? 0 : base))
  return allocateAbove(world, lines, minor - sumOf(held), open).map((share, at) => share + (held[at] as number))
}

/** So many units of one run of a line, each lowered by a share. */
export type Chunk = RunShare & { readonly line: number }

/** Lowers single units, or their lines if it would be more than is allowed. Returns what was taken. */
export function takeUnits(world: World, chunks: readonly Chunk[], most: number): number {
  const lines: number[] = []
  const parts: Chunk[][] = []
  const wanted: number[] = []
  const inOrder = chunks.filter(({ share }) => share > 0).sort((a, b) => a.line - b.line)
  for (const each of inOrder) {
    if (lines[lines.length - 1] !== each.line) {
      lines.push(each.line)
      parts.push([])
      wanted.push(0)
    }
    parts[lines.length - 1]?.push(each)
    ;(wanted[lines.length - 1] as number) += each.count * each.share
  }
  const shares = capped(wanted, most)
  return take(world, lines, shares, shares === wanted ? parts : undefined)
}

/** The units lowered come first within their run: refunds, which read from the front, give the small amounts first. */
function lowerRuns(runs: readonly UnitRun[], parts: readonly RunShare[], cause: Cause): readonly UnitRun[] {
  const after: UnitRun[] = []
  runs.forEach((run, at) => {
    let rest = run.count
    for (const { index, count, share } of parts) {
      if (index !== at) continue
      pushRun(after, lowered(run, count, share, cause))
      rest -= count
    }
    if (rest > 0) pushRun(after, { ...run, count: rest })
  })
  return after
}

function pushRun(runs: UnitRun[], run: UnitRun): void {
  const last = runs[runs.length - 1]
  if (last && isAlike(last, run)) runs[runs.length - 1] = { ...run, count: last.count + run.count }
  else runs.push(run)
}

function isAlike({ payableMinor, reductions }: UnitRun, run: UnitRun): boolean {
  if (payableMinor !== run.payableMinor || reductions.length !== run.reductions.length) return false
  return reductions.every((each, at) => {
    const other = run.reductions[at] as UnitReduction
    return each.minor === other.minor && isOfOne(each, other)
  })
}

/** `count` units of a run, each lowered by `minor`. Field by field: this runs for most lines of every quote. */
export function lowered(
  { listMinor, payableMinor, taxMinor, pointsCount, reductions: before }: UnitRun,
  count: number,
  minor: number,
  { source, funder }: Cause,
): UnitRun {
  const reductions = minor > 0 ? joined(before, source, funder, minor) : before
  return { count, listMinor, reductions, payableMinor: payableMinor - minor, taxMinor, pointsCount }
}

/** Reductions and one more, as one with that of the same source and funder. */
function joined(before: UnitRun['reductions'], source: Source, funder: Funder, minor: number): UnitRun['reductions'] {
  const more = { source, funder, minor }
  if (before.length === 0) return [more]
  const at = before.findIndex((each) => isOfOne(each, more))
  if (at < 0) return [...before, more]
  more.minor += (before[at] as UnitReduction).minor
  return before.map((each, place) => (place === at ? more : each))
}

/** The units of a line after all that was taken from it. */
export function runsOf(world: World, line: number): readonly UnitRun[] {
  const { quantity, listMinor } = world.lines[line] as PricedLine
  const runs = world.units[line]
  const minor = (world.settled[line] as number) - (world.left.by[line] as number)
  if (!runs) return sharedOut(listed(quantity, listMinor), minor, world.cause)
  if (minor === 0) return runs
  return withShares(runs, minor, world.floors?.[line] ?? 0, world.cause)
}

/** A sum off units that are all alike, which leaves them one apart at most. */
function sharedOut(run: UnitRun, minor: number, cause: Cause): readonly UnitRun[] {
  if (minor === 0) return [run]
  const share = Math.floor(minor / run.count)
  const more = minor - share * run.count
  const least = lowered(run, run.count - more, share, cause)
  return more === 0 ? [least] : [lowered(run, more, share + 1, cause), least]
}

const nothing: UnitRun['reductions'] = []

/** Units at their list price. */
export function listed(count: number, listMinor: number): UnitRun {
  return { count, listMinor, reductions: nothing, payableMinor: listMinor, taxMinor: 0, pointsCount: 0 }
}

/** Whether two are of one source at one funder's expense. */
function isOfOne(a: Omit<UnitReduction, 'minor'>, b: Omit<UnitReduction, 'minor'>): boolean {
  return a.source === b.source && a.funder === b.funder
}

/** What a cause took of a line or of the shipping. */
export function reduction({ source, id: ruleId, funder }: Cause, minor: number): Reduction {
  return { source, ruleId, funder, minor }
}

/** Where another source or funder takes now, lets all units follow what was taken before. */
function settleUnits(world: World): void {
  const { turn, cause, left, settled, units } = world
  const isOther = !isOfOne(turn, cause)
  for (let line = 0; isOther && line < settled.length; line += 1) {
    if (settled[line] === left.by[line]) continue
    units[line] = runsOf(world, line)
    settled[line] = left.by[line] as number
  }
  world.cause = turn
}

/** A sum off the units of a line, in proportion to what may still be taken off them. */
function withShares(runs: readonly UnitRun[], minor: number, floor: number, cause: Cause): readonly UnitRun[] {
  if (runs.length === 1) return sharedOut(runs[0] as UnitRun, minor, cause)
  const bases = runs.map(({ count, payableMinor }) => ({ count, base: Math.max(0, payableMinor - floor) }))
  return lowerRuns(runs, allocateRunsByWeights(minor, bases), cause)
}
