export type RateOptions = {
  /** Events a second, over any longer time. */
  readonly eventsPerSecond: number
  /** Events at once after a pause. */
  readonly burstCount: number
}

/** Counts events of a key; gives back the milliseconds to wait, 0 to go on. */
export type Rate = (key: string, count: number, now: number) => number

type Bucket = { readonly left: number; readonly at: number }

/** Keys remembered; the longest unheard is forgotten first. */
const KEYS_MAX = 10_000

/**
 * A bucket per key. A batch goes through as soon as the bucket is not empty and may leave it in debt, so that no batch
 * is too large to ever go.
 */
export function createRate({ eventsPerSecond, burstCount }: RateOptions): Rate {
  const buckets = new Map<string, Bucket>()
  return (key, count, now) => {
    const known = buckets.get(key) ?? { left: burstCount, at: now }
    const left = Math.min(burstCount, known.left + (Math.max(0, now - known.at) * eventsPerSecond) / 1000)
    keep(buckets, key, { left: left > 0 ? left - count : left, at: now })
    return left > 0 ? 0 : Math.ceil(((1 - left) * 1000) / eventsPerSecond)
  }
}

function keep(buckets: Map<string, Bucket>, key: string, bucket: Bucket): void {
  buckets.delete(key)
  const oldest = buckets.size < KEYS_MAX ? undefined : buckets.keys().next().value
  if (oldest !== undefined) buckets.delete(oldest)
  buckets.set(key, bucket)
}
