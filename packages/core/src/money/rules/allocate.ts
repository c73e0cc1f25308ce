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
 * @throws RangeError when the total is larger than all bases together, these pass 2^53, or a number is not a whole one
 */
export function allocate(totalMinor: number, bases: readonly number[]): readonly number[] {
  return mirrored(totalMinor, portions(Math.abs(totalMinor), bases, 1))
}

/**
 * {@link allocate} by weights that say nothing but how the shares compare: the total may be larger than all of them
 * together, and weights that are all zero split it evenly.
 * @throws RangeError when there is something to split over nobody, or as {@link allocate} does
 */
export function allocateByWeights(totalMinor: number, weights: readonly number[]): readonly number[] {
  const known = weights.every((weight) => weight === 0) ? weights.map(() => 1) : weights
  return mirrored(totalMinor, portions(Math.abs(totalMinor), known, Number.MAX_SAFE_INTEGER))
}

function mirrored(totalMinor: number, shares: readonly number[]): readonly number[] {
  return totalMinor < 0 ? shares.map((share) => 0 - share) : shares
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

/** Amounts together. */
export function sumOf(amounts: readonly number[]): number {
  let sum = 0
  for (let index = 0; index < amounts.length; index += 1) sum += amounts[index] as number
  return sum
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
  const parts = sharesOf(Math.abs(totalMinor), runs, 1)
  return totalMinor < 0 ? parts.map((part) => ({ ...part, share: 0 - part.share })) : parts
}

/**
 * {@link allocateRuns} by weights that say nothing but how the shares compare: the total may be larger than all of them
 * together. It is not negative.
 * @throws RangeError when there is something to split over weights of zero, or a number is not a whole one
 */
export function allocateRunsByWeights(totalMinor: number, runs: readonly BaseRun[]): readonly RunShare[] {
  return sharesOf(totalMinor, runs, Number.MAX_SAFE_INTEGER)
}

const isWhole = Number.isSafeInteger

/** Few runs, so that their remainders are sorted. */
function sharesOf(total: number, runs: readonly BaseRun[], times: number): readonly RunShare[] {
  const weights = runs.map(({ count, base }) =>
    count > 0 && isWhole(count) && isWhole(base) ? count * base : Number.NaN,
  )
  const sum = weightOf(total, weights, times)
  let spare = total
  const found = runs.map(({ count, base }) => {
    const share = shareOf(total, base, sum)
    spare -= count * share
    return { count, share, remainder: remainderOf(total, base, sum, share), more: 0 }
  })
  for (const each of [...found].sort((a, b) => b.remainder - a.remainder)) {
    each.more = Math.min(spare, each.count)
    spare -= each.more
  }
  const parts: RunShare[] = []
  found.forEach(({ count, share, more }, index) => {
    const { base } = runs[index] as BaseRun
    if (more > 0) parts.push({ count: more, base, share: share + 1, index })
    if (more < count) parts.push({ count: count - more, base, share, index })
  })
  return parts
}

/** Floors, then one each to the largest remainders. By index: this runs for every rule on every line of every quote. */
function portions(total: number, weights: readonly number[], times: number): readonly number[] {
  const sum = weightOf(total, weights, times)
  // No weight is more than all of them: mostly every product fits a number, and need not be asked whether it does.
  const fits = total * sum <= Number.MAX_SAFE_INTEGER
  const shares = weights.slice()
  const remainders = weights.slice()
  let spare = total
  for (let index = 0; index < weights.length; index += 1) {
    const weight = weights[index] as number
    const share = fits ? Math.floor((total * weight) / sum) : shareOf(total, weight, sum)
    shares[index] = share
    remainders[index] = fits ? total * weight - share * sum : remainderOf(total, weight, sum, share)
    spare -= share
  }
  if (spare > 0) raise(shares, remainders, spare, sum)
  return shares
}

/** ⌊total · weight / sum⌋, exactly. */
function shareOf(total: number, weight: number, sum: number): number {
  const product = total * weight
  if (product <= Number.MAX_SAFE_INTEGER) return Math.floor(product / sum)
  return Number((BigInt(total) * BigInt(weight)) / BigInt(sum))
}

/** total · weight − share · sum, exactly. */
function remainderOf(total: number, weight: number, sum: number, share: number): number {
  const product = total * weight
  if (product <= Number.MAX_SAFE_INTEGER) return product - share * sum
  return Number(BigInt(total) * BigInt(weight) - BigInt(share) * BigInt(sum))
}

/** One more for each of the largest remainders: all above a threshold, found by trying, and the first at it. */
function raise(shares: number[], remainders: readonly number[], spare: number, sum: number): void {
  let low = 0
  let high = sum
  let most = remainders.length
  let fewest = 0
  for (let pass = 1; high - low > 1 && fewest < spare; pass += 1) {
    // Remainders are mostly spread evenly; where they are not, halving every third time keeps the passes few.
    const part = pass % 3 === 0 ? 0.5 : (most - spare) / (most - fewest)
    const middle = low + 1 + Math.floor((high - low - 1) * part)
    const found = above(middle, remainders)
    if (found > spare) {
      low = middle
      most = found
    } else {
      high = middle
      fewest = found
    }
  }
  // Without a branch here as well; equals, of which the first are chosen, are few.
  for (let index = 0; index < shares.length; index += 1) {
    ;(shares[index] as number) += Number((remainders[index] as number) > high)
  }
  let rest = spare - fewest
  for (let index = 0; rest > 0 && index < shares.length; index += 1) {
    if (remainders[index] !== high) continue
    ;(shares[index] as number) += 1
    rest -= 1
  }
}

/** How many are more than so much, without a branch: one that goes either way half the time is what costs most. */
function above(least: number, remainders: readonly number[]): number {
  let found = 0
  for (let index = 0; index < remainders.length; index += 1) found += Number((remainders[index] as number) > least)
  return found
}

/**
 * All weights together, or 1 where they are all zero.
 * @throws RangeError when a weight is not a whole number, or the total more than so many times all of them together
 */
function weightOf(total: number, weights: readonly number[], times: number): number {
  let sum = 0
  for (let index = 0; index < weights.length; index += 1) {
    const weight = weights[index] as number
    sum += isWhole(weight) && weight >= 0 ? weight : Number.NaN
  }
  if (!isWhole(sum) || !isWhole(total) || total > sum * times) {
    throw new RangeError(`cannot allocate ${total} over ${sum}`)
  }
  return sum || 1
}
