import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { type Answer, APP_ID, good, MERCHANT, no } from './api.fixture.ts'
import { billAnswer, billOf } from './bills.fixture.ts'
import type { WechatPayOptions } from './provider.ts'
import {
  newSharingBooks,
  type SharingBody,
  type SharingBooks,
  type SharingWorld,
  sharingAnswer,
} from './sharing.fixture.ts'
import { API_KEY, newPlatformKey, type PlatformKey, seal, sealedCertificate, signedBy } from './signing.fixture.ts'
import { isSignedBy, newNonce } from './signing.ts'
import {
  type PlaceBody,
  type RefundBody,
  refundAnswer,
  type TransactionBooks,
  transactionAnswer,
  transactionOf,
} from './transaction.fixture.ts'
import { type TransferBill, type TransferBody, transferAnswer } from './transfers.fixture.ts'

/** The provider's side on loopback: it checks what it is sent as the public API says, and signs what it answers. */
export type Double = SharingBooks &
  TransactionBooks & {
    readonly baseUrl: string
    readonly options: (more?: Partial<WechatPayOptions>) => WechatPayOptions
    readonly transfers: Map<string, TransferBill>
    /** Serial numbers of the certificates it hands out, the one it signs with last. */
    readonly platform: PlatformKey[]
    readonly seen: { path: string; status: number; code: string; serial: string | undefined }[]
    /** Paths whose next answers are lost, after the call was done. */
    readonly faults: { signAnswers: boolean; refundStatus: string; readonly lost: string[] }
    readonly secrets: readonly string[]
    /** The payer pays; the notification is made, not sent. */
    readonly pay: (outTradeNo: string, now: number, totalMinor?: number) => Notification
    readonly notification: (type: string, resource: object, now: number, how?: How) => Notification
    readonly close: () => Promise<void>
  }
export type Notification = { readonly headers: Headers; readonly body: string }
type How = {
  readonly signedBy?: PlatformKey
  readonly apiKey?: string
  readonly nonce?: string
  readonly original?: string
}

export async function openDouble(now: () => number): Promise<Double> {
  const merchant = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const merchantPem = merchant.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
  const platform = [newPlatformKey('5157F09EFDC096DE15EBE81A47057A7232F1B8E1')]
  const state: State = {
    ...{ now, platform, merchantKey: createPublicKey(merchant.privateKey), seen: [] },
    ...{ transactions: new Map(), refunds: new Map(), transfers: new Map(), nonces: new Set() },
    ...newSharingBooks(),
    faults: { signAnswers: true, refundStatus: 'SUCCESS', lost: [] },
    base: { url: '' },
  }
  const server = await new Promise<ReturnType<typeof serve>>((resolve) => {
    const started = serve({ fetch: appOf(state).fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(started))
  })
  const { port } = server.address() as { port: number }
  state.base.url = `http://127.0.0.1:${port}`
  const { transactions, refunds, transfers, seen, faults } = state
  const { sharings, receivers, returns, sharingFaults } = state
  return {
    ...{ baseUrl: state.base.url, transactions, refunds, transfers, platform, seen, faults },
    ...{ sharings, receivers, returns, sharingFaults },
    secrets: [API_KEY, merchantPem, ...merchantPem.split('\n').filter((line) => line.length === 64)],
    options: (more = {}) => ({
      ...{ merchantId: MERCHANT, appId: APP_ID, serialNumber: 'MERCHANT01', privateKeyPem: merchantPem },
      ...{ apiV3Key: API_KEY, publicUrl: 'https://shop.test/', baseUrl: state.base.url, now, ...more },
    }),
    pay: (outTradeNo, at, totalMinor) => {
      const booked = transactions.get(outTradeNo)
      if (booked === undefined) throw new Error(`the double knows no ${outTradeNo}`)
      const total = totalMinor ?? booked.amount.total
      booked.amount.total = total
      Object.assign(booked, { trade_state: 'SUCCESS', transaction_id: `42000${outTradeNo.slice(-20)}`, paidAt: at })
      return notificationOf(state, 'TRANSACTION.SUCCESS', transactionOf(booked), at)
    },
    notification: (type, resource, at, how) => notificationOf(state, type, resource, at, how),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

type State = Omit<Double, 'baseUrl' | 'options' | 'pay' | 'notification' | 'close' | 'secrets'> & {
  readonly now: () => number
  readonly merchantKey: KeyObject
  readonly nonces: Set<string>
  readonly base: { url: string }
}

function appOf(state: State): Hono {
  const app = new Hono()
  app.all('*', async (c) => {
    const url = new URL(c.req.url)
    const [path, body] = [`${url.pathname}${url.search}`, await c.req.text()]
    if (url.pathname === '/bill.csv') return new Response(billOf(state))
    const refused = refusalOf(state, c.req.method, path, body, c.req.raw.headers)
    const answer =
      refused ??
      answerOf(state, c.req.method, url, body === '' ? {} : JSON.parse(body), c.req.header('wechatpay-serial'))
    const code = (answer.body as { code?: string } | undefined)?.code ?? ''
    state.seen.push({ path, status: answer.status, code, serial: c.req.header('wechatpay-serial') })
    const lost = state.faults.lost.findIndex((each) => `${c.req.method} ${path}`.startsWith(each))
    if (lost >= 0) state.faults.lost.splice(lost, 1)
    if (lost >= 0) return new Response('', { status: 502 })
    const text = answer.body === undefined ? '' : JSON.stringify(answer.body)
    const headers = state.faults.signAnswers ? signedBy(state.platform.at(-1), text, state.now()) : new Headers()
    return new Response(answer.status === 204 ? null : text, { status: answer.status, headers })
  })
  return app
}

/** The checks of every call: who, when, once, and signed over exactly this. */
function refusalOf(state: State, method: string, path: string, body: string, headers: Headers): Answer | undefined {
  const [scheme, fields = ''] = (headers.get('authorization') ?? '').split(/ (.*)/s)
  if (scheme !== 'WECHATPAY2-SHA256-RSA2048') return no(401, 'SIGN_ERROR')
  const said = Object.fromEntries([...fields.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]))
  const { mchid, nonce_str: nonce = '', signature = '', timestamp = '', serial_no: serial } = said
  if (mchid !== MERCHANT || serial !== 'MERCHANT01') return no(401, 'SIGN_ERROR')
  if (Math.abs(state.now() - Number(timestamp) * 1000) > 300_000) return no(401, 'SIGN_ERROR')
  if (nonce.length > 32 || state.nonces.has(nonce)) return no(401, 'SIGN_ERROR')
  state.nonces.add(nonce)
  if (!isSignedBy(state.merchantKey, [method, path, timestamp, nonce, body], signature)) return no(401, 'SIGN_ERROR')
  if (headers.get('accept') !== 'application/json' || !headers.get('user-agent')) return no(400, 'PARAM_ERROR')
  return undefined
}

function answerOf(state: State, method: string, url: URL, body: unknown, serial: string | undefined): Answer {
  const { pathname } = url
  if (pathname === '/v3/certificates') return good({ data: state.platform.map(sealedCertificate) })
  if (pathname.startsWith('/v3/pay/transactions')) return transactionAnswer(state, method, url, body as PlaceBody)
  if (pathname === '/v3/refund/domestic/refunds')
    return refundAnswer(state, body as RefundBody, state.faults.refundStatus)
  if (pathname.startsWith('/v3/profitsharing')) {
    return sharingAnswer(sharingWorld(state, body as SharingBody, serial), method, url, body as SharingBody)
  }
  if (pathname.startsWith('/v3/fund-app/mch-transfer/'))
    return transferAnswer(state.transfers, pathname, body as TransferBody)
  if (pathname === '/v3/bill/tradebill') return billAnswer(state, state.base.url, url)
  return no(404, 'RESOURCE_NOT_EXISTS')
}

function sharingWorld(state: State, body: SharingBody, serial: string | undefined): SharingWorld {
  const { transactions, platform } = state
  const paid = [...transactions.values()].find((each) => each.transaction_id === body.transaction_id)
  return {
    ...{ books: state, appId: APP_ID },
    paid:
      body.transaction_id === undefined || paid === undefined ? undefined : { totalMinor: paid.amount.total, ...paid },
    privateKey: platform.find((key) => key.serial === serial)?.privateKey,
  }
}

function notificationOf(state: State, type: string, resource: object, at: number, how: How = {}): Notification {
  const sealed = {
    ...seal(JSON.stringify(resource), 'transaction', how.apiKey),
    original_type: how.original ?? 'transaction',
  }
  const body = JSON.stringify({ id: newNonce(), event_type: type, resource_type: 'encrypt-resource', resource: sealed })
  return { headers: signedBy(how.signedBy ?? state.platform.at(-1), body, at, how.nonce), body }
}
