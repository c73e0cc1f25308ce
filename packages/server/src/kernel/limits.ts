import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

/** Counts a call and says how many milliseconds the caller must wait; 0 to go on. */
export type RateLimit = (who: string, endpoint: string) => Promise<number>

export type RateLimitOptions = {
  /** Calls a minute, per member, operator or address. */
  readonly perMinute: number
  /** Sign-in calls in ten minutes, per address: codes asked for, codes tried. */
  readonly signInPer10Minutes: number
}

export const DEFAULT_RATE_LIMIT: RateLimitOptions = { perMinute: 1_200, signInPer10Minutes: 60 }

const SIGN_IN = new Set(['members.requestCode', 'members.signIn', 'brands.signInOperator'])

/** Limits kept in this process. Several processes each allow their own share. */
export function createRateLimit(options: RateLimitOptions): RateLimit {
  const general = new RateLimiterMemory({ points: options.perMinute, duration: 60 })
  const signIn = new RateLimiterMemory({ points: options.signInPer10Minutes, duration: 600 })
  return async (who, endpoint) => {
    const waitMs = await take(general, who)
    return waitMs > 0 || !SIGN_IN.has(endpoint) ? waitMs : take(signIn, who)
  }
}

async function take(limiter: RateLimiterMemory, who: string): Promise<number> {
  try {
    await limiter.consume(who)
    return 0
  } catch (error) {
    if (error instanceof RateLimiterRes) return error.msBeforeNext
    throw error
  }
}
