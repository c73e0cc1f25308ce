import { MAX_AMOUNT } from '../../kernel/index.ts'
import { allocateByWeights, divideRoundBig } from '../../money/index.ts'
import type { EarnMinimum, EarnPart, EarnShare, EarnTerms } from '../earning.ts'

/** What earns: the money paid for each line and its units, and the shipping. */
export type EarnBasis = {
  readonly lines: readonly { readonly lineId: string; readonly netMinor: number; readonly quantity: number }[]
  readonly shippingMinor: number
}

/** The name under which shipping stands among the lines of what was earned. */
export const SHIPPING_LINE = 'shipping'

export type EarnedByLine = { readonly lineId: string; readonly count: number }
/** What one rule gives, and on which line; fixed points per order are on none. */
export type EarnedByRule = EarnShare & { readonly lines: readonly EarnedByLine[] }
export type Earned = { readonly count: number; readonly parts: readonly EarnedByRule[] }

/**
 * What a purchase, or what is kept of it, earns under its frozen terms: each rule is exact until it is rounded once,
 * then held to its own limit; all of them together to the order's.
 */
export function evaluate(terms: EarnTerms, basis: EarnBasis): Earned {
  const parts = terms.parts.map((part) => partOf(part, terms, basis))
  const sum = parts.reduce((total, { count }) => total + count, 0)
  const count = Math.min(sum, terms.maxCount ?? sum, MAX_AMOUNT)
  return { count, parts: trimmed(parts, count) }
}

type Line = EarnBasis['lines'][number]

function partOf(part: EarnPart, terms: EarnTerms, basis: EarnBasis): EarnedByRule {
  const lines = namedBy(part.lineIds, basis.lines)
  if (!part.minima.every((minimum) => isReached(minimum, basis.lines))) return noneOf(part)
  const own = part.effect.kind === 'fixed' ? fixedOf(part.effect, lines) : moneyOf(part, terms, lines, basis)
  const count = Math.min(own.count, part.maxCount ?? own.count, MAX_AMOUNT)
  return trimmed([{ ruleId: part.ruleId, ...own }], count)[0] ?? noneOf(part)
}

function noneOf({ ruleId }: EarnPart): EarnedByRule {
  return { ruleId, count: 0, lines: [] }
}

function namedBy(lineIds: readonly string[] | null, lines: readonly Line[]): readonly Line[] {
  if (lineIds === null) return lines
  const wanted = new Set(lineIds)
  return lines.filter(({ lineId }) => wanted.has(lineId))
}

/** Whether these lines reach a minimum. */
export function isReached({ minor = 0, count = 0, lineIds }: EarnMinimum, all: EarnBasis['lines']): boolean {
  const lines = namedBy(lineIds, all)
  const paidMinor = lines.reduce((sum, { netMinor }) => sum + netMinor, 0)
  return paidMinor >= minor && lines.reduce((sum, { quantity }) => sum + quantity, 0) >= count
}

type Counted = Omit<EarnedByRule, 'ruleId'>

function fixedOf({ count, per }: Extract<EarnPart['effect'], { kind: 'fixed' }>, lines: readonly Line[]): Counted {
  const kept = lines.filter(({ quantity }) => quantity > 0)
  if (per === 'order') return { count: kept.length === 0 ? 0 : count, lines: [] }
  const own = kept.map(({ lineId, quantity }) => ({ lineId, count: per === 'unit' ? count * quantity : count }))
  return { count: own.reduce((sum, line) => sum + line.count, 0), lines: own }
}

/** A line's points before rounding, over a denominator that all lines of the rule share. */
type Exact = { readonly lineId: string; readonly over: bigint }

function moneyOf(part: EarnPart, terms: EarnTerms, named: readonly Line[], { shippingMinor }: EarnBasis): Counted {
  const { effect } = part
  if (effect.kind === 'fixed') return { count: 0, lines: [] }
  const shipping = effect.shipping === true ? [{ lineId: SHIPPING_LINE, netMinor: shippingMinor, quantity: 1 }] : []
  const lines = [...named, ...shipping].filter(({ netMinor }) => netMinor > 0)
  const paidMinor = lines.reduce((sum, { netMinor }) => sum + netMinor, 0)
  if (paidMinor === 0) return { count: 0, lines: [] }
  const fullCount = Math.floor(paidMinor / effect.perMinor) * effect.count
  const [times, per] = effect.of === 'full' ? [fullCount, paidMinor] : [effect.count, effect.perMinor]
  const exact = lines.map(({ lineId, netMinor }) => ({
    lineId,
    over: BigInt(netMinor) * BigInt(times) * multiplierOf(terms, lineId),
  }))
  return rounded(exact, BigInt(per) * unitOf(terms), terms)
}

/** The denominator of multipliers: one ten-thousand for each factor there may be. */
function unitOf({ combine, multipliers }: EarnTerms): bigint {
  return BigInt(10_000) ** BigInt(combine === 'product' ? multipliers.length : 1)
}

function multiplierOf(terms: EarnTerms, lineId: string): bigint {
  const { combine, multipliers } = terms
  const own = multipliers.filter(({ lineIds }) => lineIds === null || lineIds.includes(lineId)).map(({ bps }) => bps)
  if (own.length === 0) return unitOf(terms)
  if (combine === 'highest') return BigInt(Math.max(...own))
  if (combine === 'sum')
    return BigInt(
      Math.max(
        0,
        own.reduce((sum, bps) => sum + bps - 10_000, 10_000),
      ),
    )
  const rest = BigInt(10_000) ** BigInt(multipliers.length - own.length)
  return own.reduce((product, bps) => product * BigInt(bps), rest)
}

function rounded(exact: readonly Exact[], under: bigint, { rounding, roundPer }: EarnTerms): Counted {
  if (roundPer === 'line') {
    const lines = exact.map(({ lineId, over }) => ({ lineId, count: countOf(divideRoundBig(over, under, rounding)) }))
    return { count: lines.reduce((sum, { count }) => sum + count, 0), lines }
  }
  const sum = exact.reduce((total, { over }) => total + over, BigInt(0))
  const count = countOf(divideRoundBig(sum, under, rounding))
  return { count, lines: shared(count, exact, sum) }
}

function countOf(points: bigint): number {
  return points > BigInt(MAX_AMOUNT) ? MAX_AMOUNT : Number(points)
}

/** Whole points over lines in proportion, the spare ones to the largest remainders, ties to the earlier line. */
function shared(count: number, exact: readonly Exact[], sum: bigint): readonly EarnedByLine[] {
  if (sum === BigInt(0)) return []
  const parts = exact.map(({ lineId, over }, place) => {
    const product = over * BigInt(count)
    return { lineId, place, count: Number(product / sum), rest: product % sum }
  })
  const spare = parts.reduce((left, part) => left - part.count, count)
  const first = [...parts].sort((a, b) => (a.rest === b.rest ? a.place - b.place : a.rest > b.rest ? -1 : 1))
  const lucky = new Set(first.slice(0, spare).map(({ place }) => place))
  return parts.map((part) => ({ lineId: part.lineId, count: part.count + (lucky.has(part.place) ? 1 : 0) }))
}

/** What rules gave, cut down to `count` together, each rule and each of its lines in proportion. */
function trimmed(parts: readonly EarnedByRule[], count: number): readonly EarnedByRule[] {
  const counts = parts.map((part) => part.count)
  if (counts.reduce((sum, each) => sum + each, 0) === count) return parts
  const shares = allocateByWeights(count, counts)
  return parts.map(({ ruleId, lines }, place) => {
    const own = shares[place] ?? 0
    const perLine =
      lines.length === 0
        ? []
        : allocateByWeights(
            own,
            lines.map((line) => line.count),
          )
    return { ruleId, count: own, lines: lines.map(({ lineId }, at) => ({ lineId, count: perLine[at] ?? 0 })) }
  })
}

/** A credit that caps have had their say in. */
export type Credit = {
  readonly count: number
  readonly shares: readonly EarnShare[]
  readonly caps: readonly { readonly key: string; readonly count: number; readonly created: boolean }[]
}

/** What is credited for a purchase when so much of each cap is used already, by the key of its counter. */
export function creditOf(terms: EarnTerms, basis: EarnBasis, used: ReadonlyMap<string, number>): Credit {
  const left = ({ key, maxCount }: { readonly key: string; readonly maxCount: number }): number =>
    Math.max(0, maxCount - (used.get(key) ?? 0))
  const earned = evaluate({ ...terms, maxCount: null }, basis).parts.map((part, place) => {
    const cap = terms.parts[place]?.cap ?? null
    return cap === null ? part : { ...part, count: Math.min(part.count, left(cap)) }
  })
  const sum = earned.reduce((total, part) => total + part.count, 0)
  const count = Math.min(sum, terms.maxCount ?? sum, MAX_AMOUNT, ...terms.caps.map(left))
  const shares = trimmed(
    earned.map((part) => ({ ...part, lines: [] })),
    count,
  )
  const use = (key: string, points: number): Credit['caps'] =>
    points === 0 ? [] : [{ key, count: points, created: !used.has(key) }]
  return {
    count,
    shares: shares.filter((share) => share.count > 0).map(({ ruleId, count: own }) => ({ ruleId, count: own })),
    caps: [
      ...terms.parts.flatMap(({ cap }, place) => (cap === null ? [] : use(cap.key, shares[place]?.count ?? 0))),
      ...[...new Set(terms.caps.map(({ key }) => key))].flatMap((key) => use(key, count)),
    ],
  }
}
