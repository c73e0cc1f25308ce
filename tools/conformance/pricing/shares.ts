import { allocate, floorRatio, roundRate } from '../../../packages/core/src/money/index.ts'
import { quote } from '../../../packages/core/src/pricing/index.ts'
import type { Promotion } from '../../../packages/core/src/promotions/index.ts'
import type { Cart } from './cart.ts'

/** What is left of each line a rule speaks of when its turn comes, in the order of the cart. */
type Bases = readonly number[]

/**
 * Finds, by quoting without the rule, what it is to be shared over. Only used to tell whether the source's way of
 * sharing comes to other figures than {@link allocate}, never to make figures.
 */
export function basesOf(cart: Cart, ruleId: string): Bases {
  return [...basesByLine(cart, ruleId).values()]
}

/** {@link basesOf} by line. */
export function basesByLine({ facts }: Cart, ruleId: string): ReadonlyMap<string, number> {
  const rule = [...facts.promotions, ...facts.coupons].find(({ id }) => id === ruleId)
  if (rule === undefined) return new Map()
  const others = facts.promotions.filter(({ id }) => id !== ruleId)
  const coupons = facts.coupons.filter(({ id }) => id !== ruleId)
  const untaxed = { ...facts, taxes: null, shipping: null }
  const before = quote({ ...untaxed, promotions: others, coupons, couponIds: coupons.map(({ id }) => id) })
  const all: Promotion = {
    ...{ id: 'probe', name: rule.name, conditions: [], items: rule.items, funder: 'brand', active: true },
    ...{ priority: 0, startsAt: 0, endsAt: null, effect: { kind: 'percent_off', bps: 10_000, capMinor: null } },
  }
  const reached = quote({ ...untaxed, promotions: [all], coupons: [], couponIds: null })
  const eligible = new Set(reached.lines.filter(({ reductions }) => reductions.length > 0).map(({ lineId }) => lineId))
  const left = before.lines.filter(({ lineId }) => eligible.has(lineId))
  return new Map(left.map(({ lineId, payableMinor }) => [lineId, payableMinor]))
}

export function sumOf(amounts: readonly number[]): number {
  return amounts.reduce((sum, each) => sum + each, 0)
}

/** Each share rounded down, the spare units one each to the first lines. */
export function firstTakesSpare(minor: number, bases: Bases): readonly number[] {
  const total = sumOf(bases)
  const shares = bases.map((base) => (total === 0 ? 0 : floorRatio(base, minor, total)))
  const spare = minor - sumOf(shares)
  return shares.map((share, at) => share + (at < spare ? 1 : 0))
}

/** Each share made by `share`, the last line takes the rest. */
export function lastTakesRest(
  minor: number,
  bases: Bases,
  share: (base: number, minor: number, total: number) => number,
): readonly number[] {
  const total = sumOf(bases)
  if (total === 0) return bases.map(() => 0)
  const shares = bases.slice(0, -1).map((base) => share(base, minor, total))
  return [...shares, minor - sumOf(shares)]
}

/** What the engine's stated rule makes of it: the spare units to the largest remainders. */
export function largestRemainders(minor: number, bases: Bases): readonly number[] {
  return allocate(Math.min(minor, sumOf(bases)), bases)
}

/** A percentage rounded on every line by itself. */
export function roundedEach(bps: number, bases: Bases): readonly number[] {
  return bases.map((base) => roundRate(base, bps))
}
