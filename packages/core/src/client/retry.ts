import { isSiyuError } from '../kernel/index.ts'
import { type Signal, sleep } from './signal.ts'

/** How often and how long a call is tried again. */
export type RetryOptions = {
  /** Tries after the first one. */
  readonly limit?: number | undefined
  /** The first wait is at most this; each later one at most twice the one before. */
  readonly baseMs?: number | undefined
  readonly maxMs?: number | undefined
  /** Tries and waits together take at most this. */
  readonly totalMs?: number | undefined
}

export type RetryPolicy = { readonly [K in keyof RetryOptions]-?: number }

/** Three retries, waiting up to 0.3, 0.6 and 1.2 seconds, a minute in all. */
export const usualRetry: RetryPolicy = { limit: 3, baseMs: 300, maxMs: 10_000, totalMs: 60_000 }

export type RetryParts = {
  readonly policy: RetryPolicy
  readonly now: () => number
  readonly random: () => number
  readonly signal?: Signal | undefined
}

/**
 * Runs `work` until it succeeds, fails for good, or the policy is used up. Waits are drawn from the whole range (full
 * jitter), are never shorter than the server asked for, and a wait that does not fit into the total is not begun.
 */
export async function retrying<T>(work: (leftMs: number) => Promise<T>, parts: RetryParts): Promise<T> {
  const { policy, now, random, signal } = parts
  const until = now() + policy.totalMs
  for (let tries = 0; ; tries += 1) {
    try {
      return await work(until - now())
    } catch (error) {
      if (!isSiyuError(error) || !error.retryable || tries >= policy.limit) throw error
      const waitMs = Math.max(random() * Math.min(policy.maxMs, policy.baseMs * 2 ** tries), error.retryAfterMs ?? 0)
      if (now() + waitMs >= until) throw error
      await sleep(waitMs, signal)
    }
  }
}
