import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

/**
 * Counts a call and says how many milliseconds the caller must wait; 0 to go on. `login` is whom a sign-in names: tries
 * are counted for them too, so that many callers together cannot guess one person's code.
 */
export type RateLimit = (who: string, endpoint: string, login?: string) => Promise<number>

export type RateLimitOptions = {
  /** Calls a minute, per member, operator or address. */
  readonly perMinute: number
  /** Calls a minute with one secret key: a server of the brand, or an import. */
  readonly secretPerMinute: number
  /** Sign-in calls in ten minutes, per network address: codes asked for, codes tried. */
  readonly signInPer10Minutes: number
  /** The same per person: phone, e-mail address or login. */
  readonly signInPerPersonPer10Minutes: number
}

export const DEFAULT_RATE_LIMIT: RateLimitOptions = {
  perMinute: 1_200,
  secretPerMinute: 120_000,
  signInPer10Minutes: 60,
  signInPerPersonPer10Minutes: 12,
}

/** For work of the server's own, such as an import in process: nobody is kept waiting. */
export const NO_RATE_LIMIT: RateLimitOptions = {
  perMinute: Number.MAX_SAFE_INTEGER,
  secretPerMinute: Number.MAX_SAFE_INTEGER,
  signInPer10Minutes: Number.MAX_SAFE_INTEGER,
  signInPerPersonPer10Minutes: Number.MAX_SAFE_INTEGER,
}

const SIGN_IN = new Set(['members.requestCode', 'members.signIn', 'brands.signInOperator'])

/** Limits kept in this process. Several processes each allow their own share. */
export function createRateLimit(options: RateLimitOptions): RateLimit {
  const secret = new RateLimiterMemory({ points: options.secretPerMinute, duration: 60 })
  const general = new RateLimiterMemory({ points: options.perMinute, duration: 60 })
  const signIn = new RateLimiterMemory({ points: options.signInPer10Minutes, duration: 600 })
  const person = new RateLimiterMemory({ points: options.signInPerPersonPer10Minutes, duration: 600 })
  return async (who, endpoint, login) => {
    if (login !== undefined) return SIGN_IN.has(endpoint) ? take(person, login) : 0
    const waitMs = await take(who.startsWith('secret:') ? secret : general, who)
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
