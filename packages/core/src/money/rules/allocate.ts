import { divideRoundBig, type RoundingMode } from './round.ts'

/** What one unit of a run gets: `count` neighbouring units of run `index`, each of this base, get `share` each. */
export type RunShare = {
  readonly count: number
  readonly base: number
  readonly share: number
  /** Which of the runs passed in these units came from. */
  readonly index: number
}

/** `count` neighbouring units with the same base. */
export type BaseRun = { readonly count: number; readonly base: number }

/**
 * Splits `totalMinor` over `bases` in proportion, by largest remainder with ties to the earlier one. The shares always
 * add up to the total and 0 ≤ share ≤ base. A negative total is the mirror image of the positive one.
 * @throws RangeError when the total is larger than all bases together, or a number is not a whole one
 */
export function allocate(totalMinor: number, bases: readonly number[]): readonly number[] {
  const isWhole = Number.isSafeInteger
  const total = Math.abs(totalMinor)
  let weight = 0
  // By index and in place, here and below: this is called for every rule on every line of every quote.
  for (let index = 0; index < bases.length; index++) {
    const base = bases[index] as number
    weight += isWhole(base) && base >= 0 ? base : Number.NaN
  }
  // Nothing is at most NaN, so a base that is no whole number ends here too.
  if (!isWhole(total) || !(total <= weight)) throw new RangeError(`cannot allocate ${total} over ${weight}`)
  const shares = (isWhole(total * weight) && isWhole(weight) ? shareNumbers : shareBig)(total, bases, weight || 1)
  return totalMinor < 0 ? shares.map((share) => 0 - share) : shares
}

/**
 * {@link allocate} by weights that say nothing but how the shares compare: the total may be larger than all of them
 * together, and weights that are all zero split it evenly.
 * @throws RangeError when there is something to split over nobody, or a number is not a whole one
 */
export function allocateByWeights(totalMinor: number, weights: readonly number[]): readonly number[] {
  const sum = weights.reduce((left, weight) => left + weight, 0)
  if (sum === 0 && weights.every((weight) => weight === 0)) return evenly(totalMinor, weights.length)
  // Whole rounds of the weights are exact; only what is left of the total has to be allocated.
  const rounds = Math.trunc(totalMinor / sum)
  return allocate(totalMinor - rounds * sum, weights).map((share, index) => share + rounds * (weights[index] ?? 0))
}

/**
 * The rule of shops that round every share by itself: what is then missing or too much goes one unit each to the
 * earliest shares whose weight is not zero. With `halfTrunc`, Sylius's. For figures that have to agree with such a shop;
 * {@link allocate} comes closer to the exact shares.
 * @throws RangeError as {@link allocateByWeights} does
 */
export function allocateRounded(totalMinor: number, weights: readonly number[], mode: RoundingMode): readonly number[] {
  const exact = allocateByWeights(totalMinor, weights)
  const sum = weights.reduce((left, weight) => left + BigInt(weight), BigInt(0))
  if (!sum) return exact
  const shareOf = (weight: number): number => Number(divideRoundBig(BigInt(totalMinor) * BigInt(weight), sum, mode))
  const shares = weights.map(shareOf)
  let missing = shares.reduce((left, share) => left - share, totalMinor)
  return shares.map((share, index) => {
    const step = weights[index] === 0 ? 0 : Math.sign(missing)
    missing -= step
    return share + step
  })
}

function evenly(totalMinor: number, count: number): readonly number[] {
  return totalMinor === 0 && count === 0 ? [] : split(totalMinor, count)
}

/** How many parts a sum can be split into at once. */
export const MAX_PARTS = 1_000_000

/**
 * `partCount` shares that differ by at most one, the larger ones first. A negative total is mirrored.
 * @throws RangeError when there is not at least one part, more than `MAX_PARTS`, or a number is not a whole one
 */
export function split(totalMinor: number, partCount: number): readonly number[] {
  if (!Number.isSafeInteger(totalMinor) || !Number.isInteger(partCount) || partCount < 1 || partCount > MAX_PARTS)
    throw new RangeError(`cannot split ${totalMinor} into ${partCount}`)
  const least = Math.trunc(totalMinor / partCount)
  const spare = totalMinor - least * partCount
  return Array.from({ length: partCount }, (_, index) => least + (index < Math.abs(spare) ? Math.sign(spare) : 0) + 0)
}

/**
 * {@link allocateByWeights} where no share may pass its room. Shares that would are held at their room, and the rest is
 * allocated again over the others; when only bases of zero have room left, evenly over those. A negative total is
 * mirrored.
 * @throws RangeError when the total is larger than all rooms together, or a number is not a whole one
 */
export function allocateWithin(
  totalMinor: number,
  bases: readonly number[],
  rooms: readonly number[],
): readonly number[] {
  const total = Math.abs(totalMinor)
  const isRoom = (room: number): boolean => Number.isSafeInteger(room) && room >= 0
  const space = rooms.reduce((sum, room) => sum + room, 0)
  if (bases.length !== rooms.length || !rooms.every(isRoom) || !(total <= space))
    throw new RangeError(`cannot allocate ${totalMinor} within ${space}`)
  const full = new Set<number>()
  for (;;) {
    const held = rooms.reduce((sum, room, index) => sum + (full.has(index) ? room : 0), 0)
    const shares = allocateByWeights(total - held, openWeights(bases, rooms, full))
    const known = full.size
    for (const [index, share] of shares.entries()) if (share > (rooms[index] ?? 0)) full.add(index)
    if (full.size > known) continue
    const within = shares.map((share, index) => (full.has(index) ? (rooms[index] ?? 0) : share))
    return totalMinor < 0 ? within.map((share) => 0 - share) : within
  }
}

/** The bases of those that are not full; one each for those with room where all of these are zero. */
function openWeights(bases: readonly number[], rooms: readonly number[], full: ReadonlySet<number>): readonly number[] {
  const open = bases.map((base, index) => (full.has(index) ? 0 : base))
  if (open.some((base) => base !== 0)) return open
  return rooms.map((room, index) => (full.has(index) || room === 0 ? 0 : 1))
}

/**
 * {@link allocate} over units that stand in runs, without expanding them: the same shares as for the single units. At
 * most one run is split, into the units that got one more and those that did not.
 * @throws RangeError as {@link allocate} does
 */
export function allocateRuns(totalMinor: number, runs: readonly BaseRun[]): readonly RunShare[] {
  const { shares, remainders, spare } = divideRuns(Math.abs(totalMinor), runs)
  const sign = totalMinor < 0 ? -1 : 1
  const raised = spare > 0 ? raisedCounts(remainders, runs, spare) : []
  const parts: RunShare[] = []
  for (let index = 0; index < runs.length; index++) {
    const { count, base } = runs[index] as BaseRun
    const more = raised[index] ?? 0
    const share = shares[index] ?? 0
    if (more > 0) parts.push({ count: more, base, share: sign * (share + 1), index })
    if (more < count) parts.push({ count: count - more, base, share: sign * share + 0, index })
  }
  return parts
}

/** What every unit gets at least, what its rounding down left over, and how many units get one more. */
type Division = { readonly shares: number[]; readonly remainders: readonly number[]; readonly spare: number }

function divideRuns(total: number, runs: readonly BaseRun[]): Division {
  const isWhole = Number.isSafeInteger
  let [weight, most] = [0, 0]
  for (const { count, base } of runs) {
    if (!isWhole(base) || base < 0 || !isWhole(count) || count < 1) throw new RangeError(`no base: ${count} × ${base}`)
    weight += count * base
    most = Math.max(most, base)
  }
  if (!isWhole(total) || total > weight) throw new RangeError(`cannot allocate ${total} over ${weight}`)
  const isSmall = isWhole(weight) && isWhole(total * most)
  // The same steps are exact on bigints where a product does not fit a number.
  const exact = (isSmall ? Number : BigInt) as (value: number) => number
  const sum = isSmall ? weight : runs.reduce((left, { count, base }) => left + exact(base) * exact(count), exact(0))
  const remainders: number[] = []
  let spare = total
  const shares = runs.map(({ count, base }) => {
    const product = exact(total) * exact(base)
    const quotient = isSmall ? Math.floor(product / (sum || 1)) : product / sum
    remainders.push(product - quotient * sum)
    const share = Number(quotient)
    spare -= share * count
    return share
  })
  return { shares, remainders, spare }
}

/** How many units of each run get one more: largest remainders first, earlier runs first among equals. */
function raisedCounts(remainders: readonly number[], runs: readonly BaseRun[], spare: number): readonly number[] {
  if (runs.length === 1) return [spare]
  const at = (index: number): number => remainders[index] ?? 0
  const order = runs.length === 2 ? (at(0) < at(1) ? [1, 0] : [0, 1]) : remainders.map((_, index) => index)
  if (order.length > 2) order.sort((a, b) => (at(a) < at(b) ? 1 : at(a) > at(b) ? -1 : 0))
  const raised = runs.map(() => 0)
  let left = spare
  for (const index of order) {
    const taken = Math.min(left, runs[index]?.count ?? 0)
    raised[index] = taken
    left -= taken
  }
  return raised
}

function shareNumbers(total: number, bases: readonly number[], weight: number): readonly number[] {
  const shares = bases.slice()
  const remainders = bases.slice()
  // Remainders are counted into as many classes of equal width as there are; only those of one class are compared.
  let at = bases.length
  const scale = at / weight
  const counts = new Array<number>(at + 1).fill(0)
  let spare = total
  for (let index = 0; index < bases.length; index++) {
    const product = total * (bases[index] as number)
    const share = Math.floor(product / weight)
    const remainder = product - share * weight
    const place = (remainder * scale) | 0
    counts[place] = (counts[place] as number) + 1
    shares[index] = share
    remainders[index] = remainder
    spare -= share
  }
  if (spare === 0) return shares
  while (spare > (counts[at] as number)) spare -= counts[at--] as number
  const near: number[] = []
  for (let index = 0; index < remainders.length; index++) {
    const remainder = remainders[index] as number
    if (((remainder * scale) | 0) === at) near.push(remainder)
  }
  if (near.some((remainder) => remainder !== near[0])) near.sort((a, b) => b - a)
  const least = near[spare - 1] as number
  let ties = spare - near.indexOf(least)
  for (let index = 0; index < shares.length; index++) {
    const remainder = remainders[index] as number
    if (remainder > least || (remainder === least && ties-- > 0)) shares[index] = (shares[index] as number) + 1
  }
  return shares
}

/** The same on bigints, where a product does not fit. Ranks are remainders that differ, earlier ones higher. */
function shareBig(total: number, bases: readonly number[]): readonly number[] {
  const weight = bases.reduce((sum, base) => sum + BigInt(base), BigInt(0))
  const products = bases.map((base) => BigInt(total) * BigInt(base))
  const shares = products.map((product) => Number(product / weight))
  const ranks = products.map((product, index) => (product % weight) * BigInt(bases.length) - BigInt(index))
  const sorted = ranks.toSorted((a, b) => (a < b ? 1 : -1))
  const least = sorted[shares.reduce((left, share) => left - share, total)] as bigint
  return shares.map((share, index) => share + ((ranks[index] as bigint) > least ? 1 : 0))
}
