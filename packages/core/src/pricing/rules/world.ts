import type { Coupon } from '../../coupons/index.ts'
import type { Words } from '../../kernel/index.ts'
import { allocate, allocateRuns, allocateWithin } from '../../money/index.ts'
import type { Base, Effect, Funder, ItemFilter, Promotion, Stacking, Terms } from '../../promotions/index.ts'
import type { Source, UnitReduction } from '../schema.ts'
import type { GiftFacts, PricedLine, QuoteFacts, RuleUsage } from './facts.ts'

/** A promotion or coupon made ready to run. */
export type Rule = {
  readonly id: string
  readonly name: Words
  readonly source: Source
  readonly funder: Funder
  readonly conditions: Terms['conditions']
  readonly items: ItemFilter | null
  readonly effect: Effect
  readonly stacking: Stacking | null
  /** Under which name its limits are counted. */
  readonly usageId: string
  readonly promotion: Promotion | null
  readonly coupon: Coupon | null
}

/** Units of a line with equal figures, while they are worked on. Never changed, only replaced. */
export type Run = {
  readonly count: number
  /** What is left to pay for each. */
  readonly base: number
  readonly reductions: readonly UnitReduction[]
  readonly pointsCount: number
}

export type Gift = { readonly rule: Rule; readonly sku: GiftFacts; readonly count: number }

/** Lines by what filters name: SKU, product, category, tag, attribute. Built when first asked for. */
export type LineIndex = Map<string, Map<string, number[]>>

/**
 * A basket while it is priced. Lines stand in order of their ids and go by their place. What rules take is written to a
 * log, line by line; the units of the lines follow when they are needed, so that trying a rule and undoing it
 * costs no more than its own entries.
 */
export type World = {
  readonly facts: QuoteFacts
  readonly lines: readonly PricedLine[]
  /** Places of all lines. */
  readonly every: readonly number[]
  readonly list: readonly number[]
  listTotal: number
  /** What a line costs after item prices. */
  readonly itemPrices: number[]
  itemTotal: number
  /** What a line costs after the promotions on items; null until they have run. */
  afterItems: readonly number[] | null
  afterTotal: number
  /** What is left to pay for a line. */
  readonly left: number[]
  leftTotal: number
  /** Least price of one unit by line; null when no line has any. */
  readonly floors: readonly number[] | null
  readonly logLine: number[]
  readonly logMinor: number[]
  /** Which causes wrote the log, each from a place on. */
  readonly causes: Cause[]
  readonly starts: number[]
  /** What was taken from a line that its units do not know yet; all of it from one source at one funder's expense. */
  pending: number[]
  pendingSource: Source | null
  pendingFunder: Funder
  units: (readonly Run[])[]
  readonly gifts: Gift[]
  readonly applied: Rule[]
  readonly index: LineIndex
  readonly observe: Observer | null
}

/** Told of every rule when its turn has come, before its conditions are checked. */
export type Observer = (world: World, rule: Rule, lines: readonly number[]) => void

const none: readonly UnitReduction[] = []

/** A basket at list prices. */
export function openWorld(facts: QuoteFacts, observe: Observer | null): World {
  const lines = sorted(facts.lines)
  const list: number[] = []
  const units: (readonly Run[])[] = []
  const every: number[] = []
  const pending: number[] = []
  let total = 0
  let hasFloors = false
  for (let at = 0; at < lines.length; at += 1) {
    const { quantity: count, listMinor: base, floorMinor } = lines[at] as PricedLine
    if (floorMinor) hasFloors = true
    list.push(count * base)
    total += count * base
    units.push([{ count, base, reductions: none, pointsCount: 0 }])
    every.push(at)
    pending.push(0)
  }
  return {
    facts,
    lines,
    every,
    list,
    listTotal: total,
    itemPrices: list.slice(),
    itemTotal: total,
    afterItems: null,
    afterTotal: 0,
    left: list.slice(),
    leftTotal: total,
    floors: hasFloors ? lines.map(({ floorMinor, listMinor }) => Math.min(floorMinor ?? 0, listMinor)) : null,
    logLine: [],
    logMinor: [],
    causes: [],
    starts: [],
    pending,
    pendingSource: null,
    pendingFunder: 'brand',
    units,
    gifts: [],
    applied: [],
    index: new Map(),
    observe,
  }
}

/** Lines in order of their ids, so that the order they came in changes nothing. */
function sorted(lines: readonly PricedLine[]): readonly PricedLine[] {
  for (let at = 1; at < lines.length; at += 1) {
    if ((lines[at - 1] as PricedLine).lineId >= (lines[at] as PricedLine).lineId) {
      return [...lines].sort((a, b) => (a.lineId < b.lineId ? -1 : 1))
    }
  }
  return lines
}

/** What lines cost on a base, together. */
export function measure(world: World, lines: readonly number[], base: Base): number {
  const all = lines === world.every
  if (base === 'list') return all ? world.listTotal : sumAt(world.list, lines)
  if (base === 'item_prices') return all ? world.itemTotal : sumAt(world.itemPrices, lines)
  if (base === 'left' || world.afterItems === null) return all ? world.leftTotal : sumAt(world.left, lines)
  return all ? world.afterTotal : sumAt(world.afterItems, lines)
}

export function sumAt(amounts: readonly number[], lines: readonly number[]): number {
  let sum = 0
  for (let at = 0; at < lines.length; at += 1) sum += amounts[lines[at] as number] as number
  return sum
}

/** How much may still be taken off a line. */
export function roomOf({ left, floors, lines }: World, line: number): number {
  const room = left[line] as number
  return floors === null ? room : Math.max(0, room - (floors[line] as number) * (lines[line] as PricedLine).quantity)
}

export type Cause = Pick<Rule, 'id' | 'source' | 'funder'>

/** From here on, what is taken is taken by this cause. */
export function begin(world: World, cause: Cause): void {
  if (cause.source !== world.pendingSource || cause.funder !== world.pendingFunder) {
    if (world.pendingSource !== null) flush(world, world.every)
    world.pendingSource = cause.source
    world.pendingFunder = cause.funder
  }
  world.causes.push(cause)
  world.starts.push(world.logLine.length)
}

/** Takes a sum off one line. Returns what was taken: never more than the line has room for. */
export function take(world: World, line: number, wanted: number): number {
  const room = roomOf(world, line)
  const minor = wanted < room ? wanted : room
  if (minor <= 0) return 0
  world.left[line] = (world.left[line] as number) - minor
  world.pending[line] = (world.pending[line] as number) + minor
  world.leftTotal -= minor
  world.logLine.push(line)
  world.logMinor.push(minor)
  return minor
}

/** Takes a sum off lines together, split by what is left to pay of each. Returns what was taken. */
export function takeAcross(world: World, lines: readonly number[], wanted: number): number {
  if (wanted <= 0) return 0
  if (lines.length === 1) return take(world, lines[0] as number, wanted)
  if (world.floors !== null) return takeAbove(world, lines, wanted)
  const { left, pending, logLine, logMinor } = world
  const minor = Math.min(wanted, measure(world, lines, 'left'))
  if (minor === 0) return 0
  const shares = allocate(minor, lines === world.every ? left : lines.map((line) => left[line] as number))
  for (let at = 0; at < lines.length; at += 1) {
    const share = shares[at] as number
    if (share === 0) continue
    const line = lines[at] as number
    left[line] = (left[line] as number) - share
    pending[line] = (pending[line] as number) + share
    logLine.push(line)
    logMinor.push(share)
  }
  world.leftTotal -= minor
  return minor
}

/** The same above floors: what a line has no room for, the others bear. */
function takeAbove(world: World, lines: readonly number[], wanted: number): number {
  const rooms = lines.map((line) => roomOf(world, line))
  const minor = Math.min(
    wanted,
    rooms.reduce((sum, room) => sum + room, 0),
  )
  if (minor === 0) return 0
  const bases = lines.map((line) => world.left[line] as number)
  const shares = allocateWithin(minor, bases, rooms)
  return lines.reduce((taken, line, at) => taken + take(world, line, shares[at] as number), 0)
}

/** So many units of one run of a line, each lowered by so much. */
export type Chunk = { readonly line: number; readonly run: number; readonly count: number; readonly minor: number }

/** Lowers single units. Call {@link flush} on their lines before choosing them. Returns what was taken. */
export function takeUnits(world: World, chunks: readonly Chunk[]): number {
  const lines = new Map<number, Chunk[]>()
  for (const chunk of chunks) {
    if (chunk.minor <= 0 || chunk.count <= 0) continue
    const found = lines.get(chunk.line)
    if (found === undefined) lines.set(chunk.line, [chunk])
    else found.push(chunk)
  }
  let taken = 0
  for (const [line, parts] of lines) {
    const minor = parts.reduce((sum, part) => sum + part.count * part.minor, 0)
    taken += minor
    world.units[line] = lowered(world, world.units[line] as readonly Run[], parts)
    world.left[line] = (world.left[line] as number) - minor
    world.leftTotal -= minor
    world.logLine.push(line)
    world.logMinor.push(minor)
  }
  return taken
}

/** The units lowered come first within their run: refunds, which read from the front, give the small amounts first. */
function lowered(world: World, runs: readonly Run[], parts: readonly Chunk[]): readonly Run[] {
  const after: Run[] = []
  for (const [at, run] of runs.entries()) {
    let rest = run.count
    for (const { run: place, count, minor } of parts) {
      if (place !== at) continue
      pushRun(after, reduced(world, run, count, minor))
      rest -= count
    }
    if (rest > 0) pushRun(after, { ...run, count: rest })
  }
  return after
}

function pushRun(runs: Run[], run: Run): void {
  const last = runs[runs.length - 1]
  if (last !== undefined && isSame(last, run)) runs[runs.length - 1] = { ...run, count: last.count + run.count }
  else runs.push(run)
}

function isSame(a: Run, b: Run): boolean {
  if (a.base !== b.base || a.pointsCount !== b.pointsCount || a.reductions.length !== b.reductions.length) return false
  for (let at = 0; at < a.reductions.length; at += 1) {
    const { source, funder, minor } = a.reductions[at] as UnitReduction
    const other = b.reductions[at] as UnitReduction
    if (other.source !== source || other.funder !== funder || other.minor !== minor) return false
  }
  return true
}

/** `count` units of a run, each lowered by `minor` from the pending source. */
function reduced(world: World, { base, reductions, pointsCount }: Run, count: number, minor: number): Run {
  if (minor === 0) return { count, base, reductions, pointsCount }
  return { count, base: base - minor, reductions: joined(world, reductions, minor), pointsCount }
}

function joined(
  { pendingSource, pendingFunder: funder }: World,
  before: readonly UnitReduction[],
  minor: number,
): readonly UnitReduction[] {
  const source = pendingSource as Source
  if (before.length === 0) return [{ source, funder, minor }]
  for (let place = 0; place < before.length; place += 1) {
    const known = before[place] as UnitReduction
    if (known.source !== source || known.funder !== funder) continue
    const after = before.slice()
    after[place] = { source, funder, minor: known.minor + minor }
    return after
  }
  return [...before, { source, funder, minor }]
}

/** Lets the units of these lines follow what was taken from the lines as a whole. */
export function flush(world: World, lines: readonly number[]): void {
  const { pending, units } = world
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] as number
    const minor = pending[line] as number
    if (minor === 0) continue
    units[line] = splitRuns(world, units[line] as readonly Run[], minor, line)
    pending[line] = 0
  }
}

function splitRuns(world: World, runs: readonly Run[], minor: number, line: number): readonly Run[] {
  const first = runs[0] as Run
  if (runs.length === 1) {
    const { count } = first
    const each = Math.floor(minor / count)
    const more = minor - each * count
    if (more === 0) return [reduced(world, first, count, each)]
    return [reduced(world, first, more, each + 1), reduced(world, first, count - more, each)]
  }
  const floor = world.floors === null ? 0 : (world.floors[line] as number)
  const bases = runs.map(({ count, base }) => ({ count, base: Math.max(0, base - floor) }))
  const after: Run[] = []
  for (const { count, share, index } of allocateRuns(minor, bases)) {
    pushRun(after, reduced(world, runs[index] as Run, count, share))
  }
  return after
}

/** A state to come back to. `units` and what they do not know yet are kept when single units may be lowered. */
export type Mark = Pick<World, 'pendingSource' | 'pendingFunder'> & {
  readonly log: number
  readonly causes: number
  readonly gifts: number
  readonly applied: number
  readonly units: (readonly Run[])[] | null
  readonly pending: readonly number[]
}

/** Remembers the state. `deep` when units may follow in between: an effect on units, or another source or funder. */
export function mark(world: World, deep: boolean): Mark {
  const { logLine, causes, gifts, applied, units, pending, pendingSource, pendingFunder } = world
  return {
    log: logLine.length,
    causes: causes.length,
    gifts: gifts.length,
    applied: applied.length,
    units: deep ? units.slice() : null,
    pending: deep ? pending.slice() : pending,
    pendingSource,
    pendingFunder,
  }
}

/** Back to what was remembered; a mark can be gone back to once. */
export function undo(world: World, to: Mark): void {
  const { logLine, logMinor, left, pending } = world
  const isDeep = to.units !== null
  for (let at = logLine.length - 1; at >= to.log; at -= 1) {
    const line = logLine[at] as number
    const minor = logMinor[at] as number
    left[line] = (left[line] as number) + minor
    world.leftTotal += minor
    if (!isDeep) pending[line] = (pending[line] as number) - minor
  }
  logLine.length = to.log
  logMinor.length = to.log
  world.causes.length = to.causes
  world.starts.length = to.causes
  world.gifts.length = to.gifts
  world.applied.length = to.applied
  world.pendingSource = to.pendingSource
  world.pendingFunder = to.pendingFunder
  if (to.units === null) return
  world.units = to.units
  world.pending = to.pending as number[]
}

/** What is left of the limits of a rule: a promotion's by its id, a coupon's by its template's. */
export function usageOf({ facts }: World, { coupon, usageId }: Rule): RuleUsage | undefined {
  return (coupon === null ? facts.usage : facts.couponUsage)?.get(usageId)
}
