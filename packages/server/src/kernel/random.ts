import { randomFillSync } from 'node:crypto'
import type { RandomBytes } from '@siyu/core/kernel'

const POOL_SIZE = 4_096

/** Random bytes of the system, fetched many at a time: asking costs more than the bytes. Each is given out once. */
export function pooledRandom(): RandomBytes {
  const pool = new Uint8Array(POOL_SIZE)
  let used = POOL_SIZE
  return (bytes) => {
    if (bytes.length > POOL_SIZE) return randomFillSync(bytes)
    if (used + bytes.length > POOL_SIZE) {
      randomFillSync(pool)
      used = 0
    }
    bytes.set(pool.subarray(used, used + bytes.length))
    pool.fill(0, used, used + bytes.length)
    used += bytes.length
    return bytes
  }
}
