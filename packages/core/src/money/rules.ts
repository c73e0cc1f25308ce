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

/** What every unit gets at least, what its rounding down left over, and how many units get one more. */
type Division = { readonly shares: number[]; readonly remainders: readonly number[]; readonly spare: number }

/**
 * Splits `totalMinor` over `bases` in proportion, by largest remainder with ties to the earlier one. The shares always
 * add up to the total and 0 ≤ share ≤ base. A negative total is the mirror image of the positive one.
 * @throws RangeError when the total is larger than all bases together, or a number is not a whole one
 */
export function allocate(totalMinor: number, bases: readonly number[]): readonly number[] {
  const { shares, remainders, spare } = divide(totalMinor, bases, () => 1)
  if (spare > 0) raiseLargest(shares, remainders, spare)
  return totalMinor < 0 ? shares.map(mirrored) : shares
}

/**
 * {@link allocate} over units that stand in runs, without expanding them: the same shares as for the single units. At
 * most one run is split, into the units that got one more and those that did not.
 * @throws RangeError as {@link allocate} does
 */
export function allocateRuns(totalMinor: number, runs: readonly BaseRun[]): readonly RunShare[] {
  const bases = runs.map((run) => run.base)
  const counts = runs.map((run) => run.count)
  const { shares, remainders, spare } = divide(totalMinor, bases, (index) => counts[index] ?? 0)
  const raised = spare > 0 ? raisedCounts(remainders, counts, spare) : []
  const sign = totalMinor < 0 ? -1 : 1
  const parts: RunShare[] = []
  for (const [index, run] of runs.entries()) {
    const more = raised[index] ?? 0
    const share = shares[index] ?? 0
    if (more > 0) parts.push(part(run, index, more, share + 1, sign))
    if (more < run.count) parts.push(part(run, index, run.count - more, share, sign))
  }
  return parts
}

function part({ base }: BaseRun, index: number, count: number, share: number, sign: 1 | -1): RunShare {
  return { count, base, share: sign < 0 ? mirrored(share) : share, index }
}

/**
 * ⌊amount · numerator / denominator⌋, exact for every whole number.
 * @throws RangeError when the denominator is not positive or a number is not a whole one
 */
export function floorRatio(amount: number, numerator: number, denominator: number): number {
  checkRatio(amount, numerator, denominator)
  const product = amount * numerator
  if (Number.isSafeInteger(product)) return Math.floor(product / denominator) + 0
  return Number(floorBig(BigInt(amount) * BigInt(numerator), BigInt(denominator)))
}

/**
 * amount · numerator / denominator to the nearest whole number, halves away from zero; exact for every whole number.
 * @throws RangeError when the denominator is not positive or a number is not a whole one
 */
export function roundRatio(amount: number, numerator: number, denominator: number): number {
  checkRatio(amount, numerator, denominator)
  const isNegative = amount < 0 !== numerator < 0
  const doubled = 2 * Math.abs(amount) * Math.abs(numerator) + denominator
  const rounded = Number.isSafeInteger(doubled)
    ? Math.floor(doubled / (2 * denominator))
    : roundBig(Math.abs(amount), Math.abs(numerator), denominator)
  return isNegative ? mirrored(rounded) : rounded
}

/** {@link floorRatio} by a rate in basis points. */
export function floorRate(amount: number, bps: number): number {
  return floorRatio(amount, bps, 10_000)
}

/** {@link roundRatio} by a rate in basis points. */
export function roundRate(amount: number, bps: number): number {
  return roundRatio(amount, bps, 10_000)
}

function checkRatio(amount: number, numerator: number, denominator: number): void {
  const isWhole = Number.isSafeInteger(amount) && Number.isSafeInteger(numerator) && Number.isInteger(denominator)
  if (!isWhole || denominator < 1) throw new RangeError(`no ratio: ${amount} · ${numerator} / ${denominator}`)
}

function floorBig(product: bigint, denominator: bigint): bigint {
  const quotient = product / denominator
  return product < 0 && quotient * denominator !== product ? quotient - BigInt(1) : quotient
}

function roundBig(amount: number, numerator: number, denominator: number): number {
  const [two, divisor] = [BigInt(2), BigInt(denominator)]
  return Number((two * BigInt(amount) * BigInt(numerator) + divisor) / (two * divisor))
}

/** Zero has no sign here: -0 would show up as a difference in comparisons of data. */
function mirrored(amount: number): number {
  return amount === 0 ? 0 : -amount
}

function divide(signed: number, bases: readonly number[], countAt: (index: number) => number): Division {
  const total = Math.abs(signed)
  const isWhole = Number.isSafeInteger
  let weight = 0
  for (const [index, base] of bases.entries()) {
    const count = countAt(index)
    if (!isWhole(base) || base < 0 || !isWhole(count) || count < 1) throw new RangeError(`no base: ${count} × ${base}`)
    weight += count * base
  }
  if (!isWhole(total) || total > weight) throw new RangeError(`cannot allocate ${total} over ${weight}`)
  const isSmall = isWhole(weight) && bases.every((base) => isWhole(total * base))
  // The same steps are exact on bigints where a product does not fit a number.
  const exact = (isSmall ? Number : BigInt) as (value: number) => number
  const sum = bases.reduce((left, base, index) => left + exact(base) * exact(countAt(index)), exact(0))
  const divisor = sum || exact(1)
  const remainders: number[] = []
  let spare = total
  const shares = bases.map((base, index) => {
    const product = exact(total) * exact(base)
    const quotient = isSmall ? Math.floor(product / divisor) : product / divisor
    remainders.push(product - quotient * divisor)
    const share = Number(quotient)
    spare -= share * countAt(index)
    return share
  })
  return { shares, remainders, spare }
}

/** How many units of each run get one more. */
function raisedCounts(remainders: readonly number[], counts: readonly number[], spare: number): readonly number[] {
  if (counts.length === 1) return [spare]
  const raised = counts.map(() => 0)
  let left = spare
  for (const index of byRemainder(remainders)) {
    const taken = Math.min(left, counts[index] ?? 0)
    raised[index] = taken
    left -= taken
    if (left === 0) break
  }
  return raised
}

/** Adds one to the `spare` shares with the largest remainders, earlier ones first among equals. */
function raiseLargest(shares: number[], remainders: readonly number[], spare: number): void {
  const least = inOrder(remainders)[remainders.length - spare] ?? 0
  let ties = remainders.reduce((left, remainder) => (remainder > least ? left - 1 : left), spare)
  for (const [index, remainder] of remainders.entries()) {
    if (remainder === least) ties -= 1
    if (remainder > least || (remainder === least && ties >= 0)) shares[index] = (shares[index] ?? 0) + 1
  }
}

/** Smallest first. Numbers are sorted without calling back, much faster; bigints do not fit into that array. */
function inOrder(values: readonly number[]): ArrayLike<number> {
  return typeof values[0] === 'number' ? Float64Array.from(values).sort() : [...values].sort((a, b) => (a < b ? -1 : 1))
}

/** Places by remainder, largest first and earlier ones first among equals: sorting is stable. */
function byRemainder(remainders: readonly number[]): readonly number[] {
  const at = (index: number): number => remainders[index] ?? 0
  return remainders.map((_, index) => index).sort((a, b) => (at(a) < at(b) ? 1 : at(a) > at(b) ? -1 : 0))
}
