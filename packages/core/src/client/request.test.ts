import path from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { type RequestFunction, type RequestOptions, requestTransport } from './request.ts'
import { createCanceller } from './signal.ts'

/** What a page of a mini-program does with the client. */
const page = `
  import { createClient, requestTransport } from './index.ts'
  import { isSiyuError } from '../kernel/index.ts'

  export async function run(request, storage) {
    const transport = requestTransport(request)
    const options = { baseUrl: 'https://shop.test', publishableKey: 'pk_mini', random: () => 0.5, retry: { baseMs: 1 } }
    const siyu = createClient({ ...options, transport, storage })
    const failed = []
    siyu.on('request.failed', ({ endpoint }) => failed.push(endpoint))
    const told = (error) => [isSiyuError(error, 'coupon_sold_out'), error.status, error.requestId]
    const brand = await siyu.brands.get()
    const refusal = await siyu.coupons.claim({ templateId: 'tpl_1' }).catch(told)
    await siyu.members.signIn({ kind: 'phone', address: '13800000000', code: '123456' })
    const bound = await siyu.referrals.bind({ code: 'ABCD1234' })
    const invalid = await siyu.coupons.claim({ templateId: '' }).catch((error) => error.detail.issues[0].path)
    const silent = await siyu.tiers.get({}, { timeoutMs: 20 }).catch((error) => error.code)
    const live = siyu.live.start()
    return JSON.stringify({ brand, refusal, bound, invalid, silent, failed, live, session: siyu.session.get() })
  }
`

const absent = [
  'fetch',
  'URL',
  'URLSearchParams',
  'AbortController',
  'TextEncoder',
  'TextDecoder',
  'Headers',
  'Request',
]
const brand = { id: 'brd_1', name: { zh: '茶', en: 'Tea' }, currency: 'CNY', timeZone: 'Asia/Shanghai' }
const referral = { code: 'ABCD1234', referrerId: null, directCount: 0 }
const session = {
  ...{ memberId: 'mem_1', joined: false },
  ...{ accessToken: 'a', accessExpiresAt: 9e12, refreshToken: 'r', refreshExpiresAt: 9e12 },
}

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: page, resolveDir: import.meta.dirname, sourcefile: 'page.ts', loader: 'ts' },
    ...{ bundle: true, write: false, format: 'iife', globalName: 'page', target: 'es2017', platform: 'browser' },
    conditions: ['siyu-source'],
    logLevel: 'error',
    absWorkingDir: path.resolve(import.meta.dirname, '../..'),
  })
  return outputFiles[0]?.text ?? ''
}

type Platform = {
  readonly seen: RequestOptions[]
  /** Paths of requests that were given up. */
  readonly aborted: string[]
  readonly request: RequestFunction
}

/** A request function as WeChat's: text in, text out, `fail` only without an answer. */
function platform(): Platform {
  const seen: RequestOptions[] = []
  const aborted: string[] = []
  const request: RequestFunction = (options) => {
    seen.push(options)
    const path = options.url.replace('https://shop.test', '')
    const answer = (statusCode: number, body: object, header = {}): void =>
      options.success({ statusCode, header, data: JSON.stringify(body) })
    const binds = seen.filter(({ url }) => url.endsWith('/binding')).length
    setTimeout(() => {
      if (path === '/v1/brand') answer(200, brand)
      if (path === '/v1/coupons') answer(409, { error: { code: 'coupon_sold_out', requestId: 'req_1' } })
      if (path === '/v1/sessions') answer(200, session)
      if (path !== '/v1/referral/binding') return
      if (binds === 1) options.fail({ errMsg: 'request:fail timeout' })
      if (binds === 2) answer(503, { error: { code: 'busy', requestId: 'req_2' } }, { 'Retry-After': '0' })
      if (binds === 3) answer(200, referral)
    })
    return { abort: () => void aborted.push(path) }
  }
  return { seen, aborted, request }
}

describe('a mini-program, without any of the web', () => {
  it('calls, is refused, retries under one key, signs in and times out', async () => {
    const wx = platform()
    const stored = new Map<string, string>()
    const context = createContext({ setTimeout, clearTimeout, console })
    expect(absent.filter((name) => runInContext(`typeof ${name}`, context) !== 'undefined')).toEqual([])
    runInContext(await bundle(), context)
    const storage = {
      get: (key: string) => stored.get(key) ?? '',
      set: (key: string, value: string) => void stored.set(key, value),
      remove: (key: string) => void stored.delete(key),
    }
    const { run } = runInContext('page', context) as { run: (request: unknown, storage: unknown) => Promise<string> }
    expect(JSON.parse(await run(wx.request, storage))).toEqual({
      brand,
      refusal: [true, 409, 'req_1'],
      bound: referral,
      invalid: 'templateId',
      silent: 'timeout',
      failed: ['coupons.claim', 'coupons.claim', 'tiers.get'],
      live: false,
      session: { status: 'member', memberId: 'mem_1', expiresAt: 9e12 },
    })
    const bound = wx.seen.filter(({ url }) => url.endsWith('/binding'))
    expect(bound).toHaveLength(3)
    expect(new Set(bound.map(({ header }) => header['idempotency-key'])).size).toBe(1)
    expect(bound[0]?.header).toMatchObject({ 'siyu-key': 'pk_mini', authorization: 'Bearer a' })
    expect(wx.aborted).toEqual(Array.from({ length: 4 }, () => '/v1/tier'))
    expect([...stored.keys()]).toEqual(['siyu.session.pk_mini'])
  })

  it('carries no ky and no syntax that old platforms cannot read', async () => {
    expect(await bundle()).not.toMatch(/HTTPError|X-RateLimit-Reset|\b\d+n\b/)
  })
})

describe('the other platforms', () => {
  const send = (request: RequestFunction): Promise<unknown> =>
    requestTransport(request).send({
      ...{
        method: 'POST',
        url: 'https://shop.test/v1/quotes',
        headers: { 'siyu-key': 'pk' },
        body: '{}',
        timeoutMs: 5,
      },
      signal: createCanceller().signal,
    })

  it('reads an answer that Alipay reports as a failure, and an answer it has parsed', async () => {
    const error = { error: { code: 'busy' } }
    const failed = send(({ fail }) => fail({ error: 19, status: 503, headers: { 'Retry-After': 2 }, data: error }))
    expect(await failed).toEqual({ status: 503, headers: { 'retry-after': '2' }, body: JSON.stringify(error) })
    const parsed = send(({ success }) => success({ status: 200, headers: {}, data: { a: 1 } }))
    expect(await parsed).toEqual({ status: 200, headers: {}, body: '{"a":1}' })
  })

  it('rejects with the words of the platform when there was no answer', async () => {
    await expect(send(({ fail }) => fail({ errMsg: 'request:fail' }))).rejects.toThrow('request:fail')
    await expect(send(({ fail }) => fail({ error: 12, errorMessage: 'offline' }))).rejects.toThrow('offline')
  })

  it('passes method, headers, body and time limit on', async () => {
    const seen: RequestOptions[] = []
    await send((options) => {
      seen.push(options)
      options.success({ statusCode: 200, data: '{}' })
    })
    expect(seen[0]).toMatchObject({
      method: 'POST',
      data: '{}',
      dataType: 'text',
      timeout: 5,
      header: { 'siyu-key': 'pk' },
    })
  })
})
