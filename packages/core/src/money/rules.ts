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

type Division = {
  /** ⌊total · base / weight⌋, for one unit. */
  readonly shares: number[]
  /** total · base mod weight, for one unit. */
  readonly remainders: readonly (number | bigint)[]
  /** What the rounding down left over, in units of one. */
  readonly spare: number
}

/**
 * Splits `totalMinor` over `bases` in proportion, by largest remainder with ties to the earlier one. The shares always
 * add up to the total and 0 ≤ share ≤ base. A negative total is the mirror image of the positive one.
 * @throws RangeError when the total is larger than all bases together, or a number is not a whole one
 */
export function allocate(totalMinor: number, bases: readonly number[]): readonly number[] {
  const { shares, remainders, spare } = divide(Math.abs(totalMinor), bases, null)
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
  const { shares, remainders, spare } = divide(Math.abs(totalMinor), bases, counts)
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

function divide(total: number, bases: readonly number[], counts: readonly number[] | null): Division {
  let weight = 0
  let largest = 0
  for (let index = 0; index < bases.length; index += 1) {
    const base = bases[index] ?? 0
    const count = counts === null ? 1 : (counts[index] ?? 0)
    if (!Number.isSafeInteger(base) || base < 0 || !Number.isSafeInteger(count) || count < 1) {
      throw new RangeError(`cannot allocate over ${count} × ${base}`)
    }
    weight += count * base
    if (base > largest) largest = base
  }
  if (!Number.isSafeInteger(total) || total > weight) throw new RangeError(`cannot allocate ${total} over ${weight}`)
  if (weight === 0) return { shares: bases.map(() => 0), remainders: [], spare: 0 }
  const isSmall = total * largest <= Number.MAX_SAFE_INTEGER && weight <= Number.MAX_SAFE_INTEGER
  return isSmall ? divideSmall(total, bases, counts, weight) : divideBig(total, bases, counts)
}

function divideSmall(
  total: number,
  bases: readonly number[],
  counts: readonly number[] | null,
  weight: number,
): Division {
  const shares: number[] = []
  const remainders: number[] = []
  let spare = total
  for (let index = 0; index < bases.length; index += 1) {
    const product = total * (bases[index] ?? 0)
    const share = Math.floor(product / weight)
    shares.push(share)
    remainders.push(product - share * weight)
    spare -= counts === null ? share : share * (counts[index] ?? 0)
  }
  return { shares, remainders, spare }
}

function divideBig(total: number, bases: readonly number[], counts: readonly number[] | null): Division {
  const countOf = (index: number): bigint => BigInt(counts === null ? 1 : (counts[index] ?? 0))
  const weight = bases.reduce((sum, base, index) => sum + BigInt(base) * countOf(index), BigInt(0))
  const products = bases.map((base) => BigInt(total) * BigInt(base))
  const given = products.reduce((sum, product, index) => sum + (product / weight) * countOf(index), BigInt(0))
  return {
    shares: products.map((product) => Number(product / weight)),
    remainders: products.map((product) => product % weight),
    spare: Number(BigInt(total) - given),
  }
}

/** Adds one to the `spare` shares with the largest remainders, earlier ones first among equals. */
function raiseLargest(shares: number[], remainders: readonly (number | bigint)[], spare: number): void {
  const least = nthLargest([...remainders], spare)
  let ties = spare
  for (const remainder of remainders) if (remainder > least) ties -= 1
  for (const [index, remainder] of remainders.entries()) {
    if (remainder < least) continue
    if (remainder === least) {
      if (ties === 0) continue
      ties -= 1
    }
    shares[index] = (shares[index] ?? 0) + 1
  }
}

/** The value that stands at place `nth` from the top, found by partition in linear time. Reorders `values`. */
function nthLargest(values: (number | bigint)[], nth: number): number | bigint {
  const place = nth - 1
  let [from, to] = [0, values.length - 1]
  while (from < to) {
    const pivot = values[(from + to) >> 1] ?? 0
    let [left, right] = [from, to]
    while (left <= right) {
      while ((values[left] ?? 0) > pivot) left += 1
      while ((values[right] ?? 0) < pivot) right -= 1
      if (left > right) break
      const swapped = values[left] ?? 0
      values[left] = values[right] ?? 0
      values[right] = swapped
      left += 1
      right -= 1
    }
    if (place <= right) to = right
    else if (place >= left) from = left
    else break
  }
  return values[place] ?? 0
}

/** How many units of each run get one more. */
function raisedCounts(
  remainders: readonly (number | bigint)[],
  counts: readonly number[],
  spare: number,
): readonly number[] {
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

function byRemainder(remainders: readonly (number | bigint)[]): readonly number[] {
  const order = remainders.map((_, index) => index)
  return order.sort((a, b) => {
    const left = remainders[a] ?? 0
    const right = remainders[b] ?? 0
    if (left === right) return a - b
    return left > right ? -1 : 1
  })
}
