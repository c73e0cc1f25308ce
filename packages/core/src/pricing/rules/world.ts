import type { Coupon } from '../../coupons/index.ts'
import type { Words } from '../../kernel/index.ts'
import { allocateByWeights, allocateRunsByWeights, type RunShare } from '../../money/index.ts'
import type { Base, Effect, Funder, ItemFilter, Promotion, Stacking, Terms } from '../../promotions/index.ts'
import type { QuoteShipping, Source, UnitReduction, UnitRun } from '../schema.ts'
import type { GiftFacts, PricedLine, QuoteFacts } from './facts.ts'

/** A promotion or coupon made ready to run. */
export type Rule = {
  readonly id: string
  readonly name: Words
  readonly source: Source
  readonly funder: Funder
  readonly conditions: Terms['conditions']
  readonly items: ItemFilter | null
  readonly effect: Effect
  readonly stacking: Stacking
  /** Of coupons that share it, one may apply; null for none. */
  readonly sole: string | null
  /** Some rules may not stand beside it. */
  readonly isStrict: boolean
  /** Under which name its limits are counted. */
  readonly usageId: string
  readonly promotion: Promotion | null
  readonly coupon: Coupon | null
}

export type Cause = Pick<Rule, 'id' | 'source' | 'funder'>

export type Gift = { readonly rule: Rule; readonly sku: GiftFacts; readonly count: number }

/** Amounts by line, and all of them together. */
export type Amounts = { readonly by: number[]; total: number }

/** What one cause took off some lines, one by one. */
export type Taking = { readonly cause: Cause; readonly lines: readonly number[]; readonly shares: readonly number[] }

/**
 * A basket while it is priced. Lines stand in order of their ids and go by their place. What rules take is taken from
 * lines; their units follow when they are lowered one by one or when another source or funder takes, so that trying a
 * rule and undoing it costs little, and a rule that takes nothing changes nothing.
 */
export type World = {
  readonly facts: QuoteFacts
  readonly lines: readonly PricedLine[]
  /** Where each line came in; null when they came in this order. */
  readonly order: readonly number[] | null
  /** Places of all lines. */
  readonly every: readonly number[]
  /** What lines cost on each base; null until the promotions on items have run. */
  readonly list: Amounts
  itemPrices: Amounts
  itemPromotions: Amounts | null
  left: Amounts
  /** Least price of one unit by line; null when no line has any. */
  readonly floors: readonly number[] | null
  /** Units as runs of equal figures, by line; those that stand at their list price have none. */
  units: (readonly UnitRun[] | undefined)[]
  /** What the units of a line come to. What more was taken from it was all taken by `cause` and its like. */
  settled: number[]
  cause: Cause
  /** Who takes what is taken now. */
  turn: Cause
  log: Taking[]
  /** What shipping costs; undefined before its turn, null when it is not charged for. */
  shipping: QuoteShipping | null | undefined
  gifts: Gift[]
  applied: { readonly rule: Rule; readonly minor: number }[]
  /** One of those is strict. */
  isStrict: boolean
  /** Lines by what filters name, one map for each kind of name; built when first asked for. */
  readonly index: Map<string, ReadonlyMap<string, readonly number[]>>
  observe: Observer | null
}

/** Told of every rule when its turn has come, before its conditions are checked. */
export type Observer = (world: World, rule: Rule, lines: readonly number[]) => void

/** More than any amount or count. */
export const UNLIMITED: number = Number.MAX_SAFE_INTEGER

const noReductions: readonly UnitReduction[] = []
const nobody: Cause = { id: '', source: 'promotion', funder: 'brand' }

/** A basket at list prices. */
export function openWorld(facts: QuoteFacts, observe: Observer | null): World {
  const order = orderOf(facts.lines)
  const lines = order ? order.map((place) => facts.lines[place] as PricedLine) : facts.lines
  const list: number[] = []
  const every: number[] = []
  let total = 0
  let hasFloors = false
  for (let at = 0; at < lines.length; at += 1) {
    const { quantity, listMinor, floorMinor } = lines[at] as PricedLine
    if (floorMinor) hasFloors = true
    every.push(at)
    list.push(quantity * listMinor)
    total += quantity * listMinor
  }
  return {
    facts,
    lines,
    order,
    every,
    list: { by: list, total },
    itemPrices: { by: list, total },
    itemPromotions: null,
    left: { by: list.slice(), total },
    floors: hasFloors ? lines.map(({ floorMinor = 0, listMinor }) => Math.min(floorMinor, listMinor)) : null,
    units: [],
    settled: list.slice(),
    cause: nobody,
    turn: nobody,
    log: [],
    shipping: undefined,
    gifts: [],
    applied: [],
    isStrict: false,
    index: new Map(),
    observe,
  }
}

/** Lines in order of their ids, so that the order they came in changes nothing. */
function orderOf(lines: readonly PricedLine[]): readonly number[] | null {
  const idOf = (place: number): string => (lines[place] as PricedLine).lineId
  for (let at = 1; at < lines.length; at += 1) {
    if (idOf(at - 1) < idOf(at)) continue
    return lines.map((_, place) => place).sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1))
  }
  return null
}

export function sumOf<T>(items: readonly T[], amountOf: (item: T) => number): number {
  let sum = 0
  for (let at = 0; at < items.length; at += 1) sum += amountOf(items[at] as T)
  return sum
}

/** What lines cost on a base, together. */
export function measure(world: World, lines: readonly number[], base: Base = 'item_prices'): number {
  const { by, total } = amountsOf(world, base) ?? world.left
  if (lines === world.every) return total
  let sum = 0
  for (let at = 0; at < lines.length; at += 1) sum += by[lines[at] as number] as number
  return sum
}

function amountsOf(world: World, base: Base): Amounts | null {
  if (base === 'list') return world.list
  if (base === 'item_prices') return world.itemPrices
  return base === 'left' ? null : world.itemPromotions
}

export function copyOf({ by, total }: Amounts): Amounts {
  return { by: by.slice(), total }
}

/** How much may still be taken off a line. */
export function roomOf({ left, floors, lines }: World, line: number): number {
  const room = left.by[line] as number
  return floors ? Math.max(0, room - (floors[line] as number) * (lines[line] as PricedLine).quantity) : room
}

/** Takes so much off each of some lines, which have room for it. Returns what was taken. */
export function take(world: World, lines: readonly number[], shares: readonly number[]): number {
  if (!shares.some((share) => share > 0)) return 0
  const { turn, left } = world
  settleUnits(world)
  let taken = 0
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] as number
    const share = shares[at] as number
    left.by[line] = (left.by[line] as number) - share
    taken += share
  }
  left.total -= taken
  world.log.push({ cause: turn, lines, shares })
  return taken
}

/** What is wanted of each, or as much as is allowed together, split in proportion to it. */
export function capped(wanted: readonly number[], most: number): readonly number[] {
  return most < UNLIMITED && sumOf(wanted, (minor) => minor) > most ? allocateByWeights(most, wanted) : wanted
}

/** Takes a sum off lines together, split by what is left to pay of each. Returns what was taken. */
export function takeAcross(world: World, lines: readonly number[], wanted: number): number {
  const { left, floors, every } = world
  const bases = lines === every ? left.by : lines.map((line) => left.by[line] as number)
  const rooms = floors ? lines.map((line) => roomOf(world, line)) : bases
  const most = sumOf(rooms, (room) => room)
  const minor = Math.min(wanted, most)
  if (minor <= 0) return 0
  return take(world, lines, floors ? allocateAbove(minor, bases, rooms) : allocateByWeights(minor, bases))
}

/** A line that has no room for its share gives what it has, and the others bear the rest. */
function allocateAbove(minor: number, bases: readonly number[], rooms: readonly number[]): readonly number[] {
  const open = bases.slice()
  let rest = minor
  for (;;) {
    const shares = allocateByWeights(rest, open)
    const isOver = shares.map((share, at) => share > (rooms[at] as number))
    if (!isOver.includes(true)) return shares.map((share, at) => (open[at] === 0 ? (rooms[at] as number) : share))
    for (let at = 0; at < open.length; at += 1) {
      if (!isOver[at]) continue
      open[at] = 0
      rest -= rooms[at] as number
    }
  }
}

/** So many units of one run of a line, each lowered by a share. */
export type Chunk = RunShare & { readonly line: number }

/** Lowers single units, or their lines if it would be more than is allowed. Returns what was taken. */
export function takeUnits(world: World, chunks: readonly Chunk[], most: number): number {
  const byLine = new Map<number, Chunk[]>()
  for (const each of chunks) {
    if (each.share <= 0) continue
    const known = byLine.get(each.line)
    if (known) known.push(each)
    else byLine.set(each.line, [each])
  }
  const lines = [...byLine.keys()]
  const wanted = [...byLine.values()].map((own) => sumOf(own, ({ count, share }) => count * share))
  const shares = capped(wanted, most)
  if (shares !== wanted) return take(world, lines, shares)
  settleUnits(world)
  lines.forEach((line, at) => {
    world.units[line] = lowerRuns(runsOf(world, line), byLine.get(line) as Chunk[], world.turn)
    world.settled[line] = (world.left.by[line] as number) - (wanted[at] as number)
  })
  return take(world, lines, wanted)
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
    if (rest > 0) pushRun(after, lowered(run, rest, 0, cause))
  })
  return after
}

function pushRun(runs: UnitRun[], run: UnitRun): void {
  const last = runs[runs.length - 1]
  if (last === undefined || !isAlike(last, run)) runs.push(run)
  else runs[runs.length - 1] = unitsAt(last.count + run.count, run.listMinor, run.payableMinor, run.reductions)
}

function isAlike(a: UnitRun, b: UnitRun): boolean {
  if (a.payableMinor !== b.payableMinor || a.reductions.length !== b.reductions.length) return false
  return a.reductions.every(({ source, funder, minor }, at) => {
    const other = b.reductions[at]
    return other?.minor === minor && other.source === source && other.funder === funder
  })
}

/** `count` units of a run, each lowered by `minor`. */
function lowered(run: UnitRun, count: number, minor: number, cause: Cause): UnitRun {
  const reductions = minor === 0 ? run.reductions : withReduction(run.reductions, minor, cause)
  return unitsAt(count, run.listMinor, run.payableMinor - minor, reductions)
}

function unitsAt(
  count: number,
  listMinor: number,
  payableMinor: number,
  reductions: readonly UnitReduction[],
): UnitRun {
  return { count, listMinor, reductions, payableMinor, taxMinor: 0, pointsCount: 0 }
}

function withReduction(
  reductions: readonly UnitReduction[],
  minor: number,
  { source, funder }: Cause,
): readonly UnitReduction[] {
  if (reductions.length === 0) return [{ source, funder, minor }]
  const known = reductions.find((each) => each.source === source && each.funder === funder)
  if (!known) return [...reductions, { source, funder, minor }]
  return reductions.map((each) => (each === known ? { source, funder, minor: known.minor + minor } : each))
}

/** The units of a line after all that was taken from it. */
export function runsOf(world: World, line: number): readonly UnitRun[] {
  const { quantity, listMinor } = world.lines[line] as PricedLine
  const runs = world.units[line] ?? [unitsAt(quantity, listMinor, listMinor, noReductions)]
  const minor = (world.settled[line] as number) - (world.left.by[line] as number)
  return minor === 0 ? runs : withShares(runs, minor, world.floors?.[line] ?? 0, world.cause)
}

/** Where another source or funder takes now, lets all units follow what was taken before. */
function settleUnits(world: World): void {
  const { turn, cause, left, settled, units } = world
  const isOther = turn.source !== cause.source || turn.funder !== cause.funder
  for (let line = 0; isOther && line < settled.length; line += 1) {
    if (settled[line] === left.by[line]) continue
    units[line] = runsOf(world, line)
    settled[line] = left.by[line] as number
  }
  world.cause = turn
}

/** A sum off the units of a line, in proportion to what may still be taken off them. */
function withShares(runs: readonly UnitRun[], minor: number, floor: number, cause: Cause): readonly UnitRun[] {
  const first = runs[0] as UnitRun
  if (runs.length === 1) {
    const share = Math.floor(minor / first.count)
    const more = minor - share * first.count
    const least = lowered(first, first.count - more, share, cause)
    return more === 0 ? [least] : [lowered(first, more, share + 1, cause), least]
  }
  const bases = runs.map(({ count, payableMinor }) => ({ count, base: Math.max(0, payableMinor - floor) }))
  return lowerRuns(runs, allocateRunsByWeights(minor, bases), cause)
}

/** Remembers the state. Returns what goes back to it, which may be done once. */
export function mark(world: World): () => void {
  const { left, units, settled, log, gifts, applied } = world
  const state = {
    ...{ ...world, left: copyOf(left), units: units.slice(), settled: settled.slice() },
    ...{ log: log.slice(), gifts: gifts.slice(), applied: applied.slice() },
  }
  return () => {
    Object.assign(world, state)
  }
}
