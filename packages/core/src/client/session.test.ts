import { describe, expect, it } from 'vitest'
import { createSiyuAdmin, type SiyuAdmin } from '../admin.ts'
import { type ClientStorage, createSiyu, memoryStorage, type Session, type Siyu, type SiyuOptions } from '../index.ts'
import { type Answer, loopback, no, type Seen, sessionOf } from './loopback.fixture.ts'
import { webStorage } from './storage.ts'

const referral = { code: 'ABCD1234', referrerId: null, directCount: 0 }
const brand = { id: 'brd_1', name: { zh: '茶', en: 'Tea' }, currency: 'CNY', timeZone: 'Asia/Shanghai' }
const operator = { operatorId: 'opr_1', name: 'Lin', accessToken: 'op-token', expiresAt: 9e12 }
const signIn = { kind: 'phone', address: '13800000000', code: '123456' } as const

/** A server that knows one living access token at a time: `t1`, then `t2` after a refresh, and so on. */
function tokens(now: () => number, more: (seen: Seen) => Answer | undefined = () => undefined) {
  let living = 1
  let refreshes = 0
  const answer = async (seen: Seen): Promise<Answer> => {
    const other = more(seen)
    if (other !== undefined) return other
    if (seen.url === '/v1/sessions') return { json: sessionOf('mem_1', `t${living}`, now()) }
    if (seen.url === '/v1/operators/sessions') return { json: operator }
    if (seen.url === '/v1/sessions/end') return { json: { sessionId: 'ses_1' } }
    if (seen.url === '/v1/sessions/refresh') {
      refreshes += 1
      await new Promise((resolve) => setTimeout(resolve, 30))
      return { json: sessionOf('mem_1', `t${living}`, now()) }
    }
    if (seen.headers.authorization === undefined) return seen.url === '/v1/brand' ? { json: brand } : no(401, 'denied')
    if (seen.headers.authorization !== `Bearer t${living}`) return no(401, 'session_expired')
    return { json: seen.url === '/v1/brand' ? brand : referral }
  }
  const end = (): void => {
    living += 1
  }
  return { answer, end, refreshes: () => refreshes }
}

type Rig = ReturnType<typeof tokens> & {
  readonly siyu: Siyu
  readonly seen: readonly Seen[]
  readonly sessions: Session[]
  readonly pass: (ms: number) => void
  readonly again: (options?: Partial<SiyuOptions>) => Siyu
  readonly console: (options?: Partial<SiyuOptions>) => SiyuAdmin
}

async function rig(more?: (seen: Seen) => Answer | undefined, options: Partial<SiyuOptions> = {}): Promise<Rig> {
  let clock = 1_800_000_000_000
  const server = tokens(() => clock, more)
  const { baseUrl, seen } = await loopback(server.answer)
  const usual = { baseUrl, publishableKey: 'pk_test', random: () => 0, now: () => clock, ...options }
  const again = (later: Partial<SiyuOptions> = {}): Siyu => createSiyu({ ...usual, ...later })
  const console = (later: Partial<SiyuOptions> = {}): SiyuAdmin => createSiyuAdmin({ ...usual, ...later })
  const siyu = again()
  const sessions: Session[] = []
  siyu.on('session.changed', (session) => sessions.push(session))
  const pass = (ms: number): void => {
    clock += ms
  }
  return { ...server, siyu, seen, sessions, pass, again, console }
}

const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )
const urls = (seen: readonly Seen[]): readonly string[] => seen.map(({ url }) => url)

describe('signing in and out', () => {
  it('keeps the session of a sign-in, calls with it, and forgets it at sign-out', async () => {
    const { siyu, seen, sessions } = await rig()
    expect(siyu.session.get()).toEqual({ status: 'anonymous' })
    const opened = await siyu.members.signIn(signIn)
    const member = { status: 'member', memberId: 'mem_1', expiresAt: opened.refreshExpiresAt }
    expect(siyu.session.get()).toEqual(member)
    expect(siyu.session.get()).toBe(siyu.session.get())
    expect(await siyu.referrals.get()).toEqual(referral)
    expect(seen.at(-1)?.headers.authorization).toBe('Bearer t1')
    expect(await siyu.session.token()).toBe('t1')
    await siyu.members.signOut()
    expect(siyu.session.get()).toEqual({ status: 'anonymous' })
    expect(await siyu.session.token()).toBeUndefined()
    expect(sessions).toEqual([member, { status: 'anonymous' }])
  })

  it('forgets the session on the device even if the server cannot be told', async () => {
    const { siyu } = await rig(({ url }) => (url === '/v1/sessions/end' ? no(500, 'fault') : undefined))
    await siyu.members.signIn(signIn)
    expect(await failure(siyu.members.signOut())).toMatchObject({ code: 'fault' })
    expect(siyu.session.get().status).toBe('anonymous')
  })

  it('changes nothing at a dry run', async () => {
    const { siyu, sessions } = await rig(({ url }) =>
      url === '/v1/sessions?dryRun=1' ? { json: sessionOf('mem_9', 'none', 0) } : undefined,
    )
    expect(await siyu.members.signIn(signIn, { dryRun: true })).toMatchObject({ memberId: 'mem_9' })
    expect(siyu.session.get().status).toBe('anonymous')
    expect(sessions).toEqual([])
  })

  it('keeps an operator too, who has to sign in again when it ends', async () => {
    const siyu = (await rig()).console()
    const sessions: Session[] = []
    siyu.on('session.changed', (session) => sessions.push(session))
    await siyu.brands.signInOperator({ login: 'lin', password: 'secret' })
    expect(siyu.session.get()).toEqual({ status: 'operator', operatorId: 'opr_1', name: 'Lin', expiresAt: 9e12 })
    expect(await failure(siyu.members.list())).toMatchObject({ code: 'session_expired', status: 401 })
    expect(sessions.at(-1)).toEqual({ status: 'anonymous' })
  })

  it('takes over a session that was opened elsewhere', async () => {
    const { siyu, pass } = await rig()
    siyu.session.set(sessionOf('mem_1', 't1', 1_800_000_000_000) as never)
    pass(1_000)
    expect(await siyu.referrals.get()).toEqual(referral)
  })
})

describe('renewal', () => {
  it('happens once for twenty calls in parallel, shortly before the token ends', async () => {
    const { siyu, seen, pass, end, refreshes } = await rig()
    await siyu.members.signIn(signIn)
    end()
    pass(600_000 - 89_000)
    const answers = await Promise.all(Array.from({ length: 20 }, () => siyu.referrals.get()))
    expect(answers).toEqual(Array.from({ length: 20 }, () => referral))
    expect(refreshes()).toBe(1)
    expect(seen.filter(({ headers }) => headers.authorization === 'Bearer t2')).toHaveLength(20)
    expect(seen.filter(({ headers }) => headers.authorization === 'Bearer t1')).toHaveLength(0)
  })

  it('does not happen earlier', async () => {
    const { siyu, pass, refreshes } = await rig()
    await siyu.members.signIn(signIn)
    pass(600_000 - 91_000)
    await siyu.referrals.get()
    expect(refreshes()).toBe(0)
  })

  it('happens once when the server ends the token under twenty calls, each of which is made once more', async () => {
    const { siyu, seen, end, refreshes } = await rig()
    await siyu.members.signIn(signIn)
    end()
    await Promise.all(Array.from({ length: 20 }, (_, index) => siyu.referrals.bind({ code: `CODE${index}` })))
    expect(refreshes()).toBe(1)
    const bound = seen.filter(({ url }) => url === '/v1/referral/binding')
    expect(bound).toHaveLength(40)
    expect(new Set(bound.map(({ headers }) => headers['idempotency-key'])).size).toBe(20)
  })

  it('ends the session when it is refused, and the call says so', async () => {
    const refused = ({ url }: Seen): Answer | undefined =>
      url === '/v1/sessions/refresh' ? no(403, 'session_ended') : undefined
    const { siyu, seen, end, sessions } = await rig(refused)
    await siyu.members.signIn(signIn)
    end()
    const error = await failure(siyu.referrals.get())
    expect(error).toMatchObject({ code: 'session_expired', status: 401, cause: { code: 'session_ended' } })
    expect(sessions.map(({ status }) => status)).toEqual(['member', 'anonymous'])
    expect(urls(seen)).toEqual(['/v1/sessions', '/v1/referral', '/v1/sessions/refresh'])
  })

  it('when refused lets public calls go on without a session', async () => {
    const { siyu, end } = await rig(({ url }) =>
      url === '/v1/sessions/refresh' ? no(403, 'session_ended') : undefined,
    )
    await siyu.members.signIn(signIn)
    end()
    expect(await siyu.brands.get()).toEqual(brand)
    expect(siyu.session.get().status).toBe('anonymous')
  })

  it('that cannot be reached keeps the session, and the old token while it lives', async () => {
    const { siyu, pass, end } = await rig(({ url }) => (url === '/v1/sessions/refresh' ? no(503, 'busy') : undefined))
    await siyu.members.signIn(signIn)
    pass(600_000 - 50_000)
    expect(await siyu.referrals.get()).toEqual(referral)
    pass(60_000)
    end()
    expect(await failure(siyu.referrals.get())).toMatchObject({ code: 'busy', retryable: true })
    expect(siyu.session.get()).toMatchObject({ status: 'member', memberId: 'mem_1' })
  })

  it('does not bring a member back who signed out meanwhile', async () => {
    const { siyu, pass } = await rig()
    await siyu.members.signIn(signIn)
    pass(600_000)
    const call = failure(siyu.referrals.get())
    await Promise.resolve()
    siyu.session.clear()
    await call
    expect(siyu.session.get()).toEqual({ status: 'anonymous' })
  })

  it('waits for the server where the clock of the device is ahead', async () => {
    const { siyu, pass, refreshes, end } = await rig()
    siyu.session.set(sessionOf('mem_1', 't1', 1_800_000_000_000 - 7_200_000) as never)
    pass(1)
    await siyu.referrals.get()
    expect(refreshes()).toBe(0)
    end()
    await siyu.referrals.get()
    expect(refreshes()).toBe(1)
  })
})

describe('storage', () => {
  it('brings the session back after a reload, an operator to a console only', async () => {
    const storage = memoryStorage()
    const { siyu, again, console } = await rig(undefined, { storage })
    await siyu.members.signIn(signIn)
    const later = again()
    expect(later.session.get()).toEqual(siyu.session.get())
    expect(await later.referrals.get()).toEqual(referral)
    expect(console().session.get()).toEqual(siyu.session.get())
    await console().brands.signInOperator({ login: 'lin', password: 'secret' })
    expect(console().session.get()).toMatchObject({ status: 'operator', name: 'Lin' })
    expect(again().session.get()).toEqual({ status: 'anonymous' })
  })

  it('is read and written through promises, and calls wait for it', async () => {
    const inner = memoryStorage()
    const slow: ClientStorage = {
      get: async (key) => inner.get(key),
      set: async (key, value) => void inner.set(key, value),
      remove: async (key) => void inner.remove(key),
    }
    const { siyu, again, seen } = await rig(undefined, { storage: slow })
    expect(await siyu.session.ready()).toEqual({ status: 'anonymous' })
    await siyu.members.signIn(signIn)
    const later = again()
    expect(later.session.get()).toEqual({ status: 'loading' })
    await later.referrals.get()
    expect(seen.at(-1)?.headers.authorization).toBe('Bearer t1')
    expect(later.session.get().status).toBe('member')
  })

  it('separates brands, ignores what is not a session, and is done without when it fails', async () => {
    const storage = memoryStorage()
    const { siyu, again } = await rig(undefined, { storage })
    await siyu.members.signIn(signIn)
    expect(again({ publishableKey: 'pk_other' }).session.get().status).toBe('anonymous')
    for (const text of ['{', '{}', '{"member":{"memberId":1}}', 'null']) {
      expect(again({ storage: { ...storage, get: () => text } }).session.get()).toEqual({ status: 'anonymous' })
    }
    const broken = (): never => {
      throw new Error('quota')
    }
    const without = again({ storage: { get: broken, set: broken, remove: broken } })
    await without.members.signIn(signIn)
    expect(without.session.get().status).toBe('member')
  })

  it('can be the storage of a browser', () => {
    const values = new Map<string, string>()
    const storage = webStorage({
      getItem: (key) => values.get(key) ?? null,
      setItem: (key, value) => void values.set(key, value),
      removeItem: (key) => void values.delete(key),
    })
    storage.set('a', '1')
    expect(storage.get('a')).toBe('1')
    storage.remove('a')
    expect(storage.get('a')).toBeNull()
  })
})
