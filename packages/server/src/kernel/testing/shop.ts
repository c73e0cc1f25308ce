import type { Brand, CreateBrandInput } from '@siyu/core/brands'
import { type PointsSettings, plainEarning } from '@siyu/core/points'
import type { CommissionPlan } from '@siyu/core/referrals'
import type { TierSettings } from '@siyu/core/tiers'
import { createServer, type Fault, type Server, type ServerOptions } from '../../server.ts'
import { keyHash } from '../access.ts'
import type { CommitForm } from '../commit.ts'
import type { RateLimitOptions } from '../limits.ts'
import { MIGRATED } from './migrated.ts'
import { createTestDatabase, type TestDatabase } from './postgres.ts'

/** A point in time for tests: 2026-03-01 00:00 UTC. */
export const START: number = Date.UTC(2026, 2, 1)

/** A clock that tests turn by hand. */
export type Clock = { now: number }

export type ShopOptions = {
  /** Default: `SIYU_TEST_DATABASE` of the environment, or the faster of those that run here. */
  readonly on?: 'pglite' | 'postgres' | undefined
  /** Default: `SIYU_COMMIT_FORM` of the environment, or composed. */
  readonly form?: CommitForm | undefined
  /** Default: {@link START}. */
  readonly now?: number | undefined
  /** A database that is open already, for a second server on it. */
  readonly database?: TestDatabase | undefined
  readonly tiers?: TierSettings | undefined
  readonly points?: PointsSettings | undefined
  readonly referrals?: CommissionPlan | undefined
  /** Who takes the money; members play the built-in test provider without any. */
  readonly paymentProviders?: ServerOptions['paymentProviders']
  readonly webhooks?: ServerOptions['webhooks']
  readonly analytics?: ServerOptions['analytics']
}

/** What came back: the HTTP status, the JSON, and the headers. */
export type Reply<T> = { readonly status: number; readonly body: T; readonly headers: Headers }

export type CallAs = {
  /** A member's access token. Without it and without `secret`, the publishable key calls alone. */
  readonly token?: string | undefined
  /** Call with the secret key. */
  readonly secret?: boolean | undefined
  /** Idempotency key; a new one for each call unless given. */
  readonly key?: string | undefined
}

export type SignedIn = {
  readonly memberId: string
  readonly accessToken: string
  readonly refreshToken: string
  readonly joined: boolean
}

/** A brand with a server on a fresh database. */
export type Shop = {
  readonly server: Server
  readonly database: TestDatabase
  readonly brandId: string
  readonly pk: string
  readonly sk: string
  readonly clock: Clock
  /** Faults the server reported; a test that expects none looks here. */
  readonly faults: readonly Fault[]
  /** One request through the front door. */
  readonly call: <T = Record<string, unknown>>(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: object | undefined,
    as?: CallAs | undefined,
  ) => Promise<Reply<T>>
  /** Asks for a code and signs in with it. */
  readonly signIn: (phone: string, referralCode?: string | undefined) => Promise<SignedIn>
  readonly close: () => Promise<void>
}

export const TIERS: TierSettings = {
  tiers: [
    { id: 'basic', name: { zh: '普通', en: 'Basic' }, growthRequired: 0, pointsMultiplierBps: 10_000 },
    { id: 'silver', name: { zh: '银卡', en: 'Silver' }, growthRequired: 1_000, pointsMultiplierBps: 12_000 },
    { id: 'gold', name: { zh: '金卡', en: 'Gold' }, growthRequired: 5_000, pointsMultiplierBps: 15_000 },
  ],
  growthPerMinorBps: 100,
}

export const POINTS: PointsSettings = {
  earn: plainEarning(1, 100),
  redeemCount: 100,
  redeemMinor: 100,
  redeemMaxBps: 5_000,
  redeemStepCount: 1,
  redeemMinimumCount: 1,
  redeemMaxCount: null,
  expiry: { kind: 'days', days: 365 },
  graceDays: 30,
  noticeDays: null,
  clawback: 'debt',
}

export const REFERRALS: CommissionPlan = { depth: 1, levelBps: [1_000], capBps: 3_000, freezeDays: 7 }

/** The same for every server of a test, so that each takes the others' tokens. */
export const SECRET = 'a secret of the tests, longer than 32 characters'
export const UNLIMITED: RateLimitOptions = {
  perMinute: 1_000_000,
  secretPerMinute: 1_000_000,
  signInPer10Minutes: 1_000_000,
  signInPerPersonPer10Minutes: 1_000_000,
}
let keyCount = 0

/** A key no other call of this process uses. */
export function newKey(): string {
  keyCount += 1
  return `key-${process.pid}-${keyCount}`
}

/** Sets up a brand with default settings and serves it. */
export async function openShop(options: ShopOptions = {}): Promise<Shop> {
  const database = options.database ?? (await createTestDatabase(MIGRATED, options.on))
  const clock: Clock = { now: options.now ?? START }
  const faults: Fault[] = []
  const server = await createServer({
    testMode: true,
    paymentProviders: options.paymentProviders,
    webhooks: options.webhooks,
    analytics: options.analytics,
    database: database.database,
    secret: SECRET,
    now: () => clock.now,
    commitForm: options.form ?? formOf(process.env.SIYU_COMMIT_FORM),
    rateLimit: UNLIMITED,
    onFault: (fault) => faults.push(fault),
  })
  const [brandId, pk, sk] = ['brd_test', 'pk_test', 'sk_test']
  await server.run(brandId, 'brands.create', brandOf(brandId, pk, sk, options), 'set-up')
  const call = callOf(server, pk, sk)
  const close = async (): Promise<void> => {
    await server.close()
    await database.database.close()
  }
  return { server, database, brandId, pk, sk, clock, faults, call, signIn: signInWith(call), close }
}

function formOf(text: string | undefined): CommitForm {
  return text === 'transaction' ? 'transaction' : 'composed'
}

function brandOf(brandId: string, pk: string, sk: string, options: ShopOptions): CreateBrandInput {
  const brand: Brand = { id: brandId, name: { zh: '测试', en: 'Test' }, currency: 'CNY', timeZone: 'Asia/Shanghai' }
  const { tiers = TIERS, points = POINTS, referrals = REFERRALS } = options
  const key = { origins: ['*'], scopes: ['*'] }
  return {
    brand,
    settings: { tiers, points, referrals },
    keys: [
      { id: 'key_pk', kind: 'publishable', keyHash: keyHash(pk), ...key },
      { id: 'key_sk', kind: 'secret', keyHash: keyHash(sk), ...key },
    ],
    operators: [],
  }
}

function callOf(server: Server, pk: string, sk: string): Shop['call'] {
  return async <T>(method: string, path: string, body?: object, as: CallAs = {}) => {
    const headers = new Headers(as.secret === true ? { authorization: `Bearer ${sk}` } : { 'siyu-key': pk })
    if (as.token !== undefined) headers.set('authorization', `Bearer ${as.token}`)
    if (method !== 'GET') headers.set('idempotency-key', as.key ?? newKey())
    const init = body === undefined ? {} : { body: JSON.stringify(body) }
    const response = await server.fetch(new Request(`http://shop.test${path}`, { method, headers, ...init }))
    return { status: response.status, body: (await response.json()) as T, headers: response.headers }
  }
}

function signInWith(call: Shop['call']): Shop['signIn'] {
  return async (address, referralCode) => {
    const asked = await call<{ testCode: string }>('POST', '/v1/sign-in-codes', { kind: 'phone', address })
    const input = { kind: 'phone', address, code: asked.body.testCode, referralCode }
    const signedIn = await call<SignedIn>('POST', '/v1/sessions', input)
    if (signedIn.status !== 200) throw new Error(`sign-in of ${address}: ${JSON.stringify(signedIn.body)}`)
    return signedIn.body
  }
}
