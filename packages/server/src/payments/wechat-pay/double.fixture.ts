import {
  createCipheriv,
  createHash,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import type { WechatPayOptions } from './provider.ts'
import {
  newSharingBooks,
  type SharingBody,
  type SharingBooks,
  type SharingWorld,
  sharingAnswer,
} from './sharing.fixture.ts'
import { isSignedBy, newNonce, signLines } from './signing.ts'

const API_KEY = 'the-api-v3-key-of-the-tests-0001'
const APP_ID = 'wx8888888888888888'
const MERCHANT = '1900000109'

/** What the double keeps of a transaction. */
export type Booked = {
  readonly out_trade_no: string
  readonly notify_url: string
  readonly amount: { total: number; currency: string }
  trade_state: string
  transaction_id?: string
  readonly profitSharing: boolean
  readonly method: string
  readonly openid?: string | undefined
  paidAt?: number
}
/** What the double keeps of a transfer. */
export type TransferBill = {
  readonly out_bill_no: string
  readonly openid: string
  readonly transfer_amount: number
  readonly transfer_bill_no: string
  state: string
  fail_reason?: string
}
type BookedRefund = {
  out_trade_no: string
  out_refund_no: string
  amount: { refund: number; total: number }
  status: string
}

/** One platform certificate with its key. */
export type PlatformKey = {
  readonly serial: string
  readonly privateKey: KeyObject
  readonly pem: string
  readonly publicPem: string
}

/** The provider's side on loopback: it checks what it is sent as the public API says, and signs what it answers. */
export type Double = SharingBooks & {
  readonly baseUrl: string
  readonly options: (more?: Partial<WechatPayOptions>) => WechatPayOptions
  readonly transactions: Map<string, Booked>
  readonly refunds: Map<string, BookedRefund>
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

type Answer = { readonly status: number; readonly body: object | undefined }
const no = (status: number, code: string): Answer => ({ status, body: { code, message: code } })

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

// Bodies as the public API names their fields; any of them may be missing.
type Amount = { readonly total: number; readonly currency: string; readonly refund: number }
type PlaceBody = {
  readonly appid?: string
  readonly mchid?: string
  readonly description?: string
  readonly out_trade_no: string
  readonly notify_url: string
  readonly time_expire: string
  readonly amount: Amount
  readonly payer?: { readonly openid?: string }
  readonly scene_info?: { readonly payer_client_ip?: string }
  readonly settle_info?: { readonly profit_sharing?: boolean }
}
type RefundBody = { readonly out_trade_no: string; readonly out_refund_no: string; readonly amount: Amount }
function answerOf(state: State, method: string, url: URL, body: unknown, serial: string | undefined): Answer {
  const { pathname } = url
  if (pathname === '/v3/certificates') return { status: 200, body: { data: state.platform.map(sealedCertificate) } }
  if (pathname.startsWith('/v3/pay/transactions')) return transactionAnswer(state, method, url, body as PlaceBody)
  if (pathname === '/v3/refund/domestic/refunds') return refundAnswer(state, body as RefundBody)
  if (pathname.startsWith('/v3/profitsharing')) {
    return sharingAnswer(sharingWorld(state, body as SharingBody, serial), method, url, body as SharingBody)
  }
  if (pathname.startsWith('/v3/fund-app/mch-transfer/')) return transferAnswer(state, pathname, body as TransferBody)
  if (pathname === '/v3/bill/tradebill') return billAnswer(state, url)
  return no(404, 'RESOURCE_NOT_EXISTS')
}

function transactionAnswer(state: State, method: string, url: URL, body: PlaceBody): Answer {
  const byNumber = /^\/v3\/pay\/transactions\/out-trade-no\/([^/]+)(\/close)?$/.exec(url.pathname)
  if (byNumber !== null) {
    const booked = state.transactions.get(byNumber[1] ?? '')
    const isAsked = method === 'GET' ? url.searchParams.get('mchid') === MERCHANT : body.mchid === MERCHANT
    if (!isAsked) return no(400, 'PARAM_ERROR')
    if (booked === undefined) return no(404, 'ORDER_NOT_EXIST')
    if (method === 'GET') return { status: 200, body: transactionOf(booked) }
    if (booked.trade_state === 'SUCCESS') return no(400, 'ORDERPAID')
    booked.trade_state = 'CLOSED'
    return { status: 204, body: undefined }
  }
  return placeAnswer(state, url.pathname.split('/').at(-1) ?? '', body)
}

function placeAnswer(state: State, kind: string, body: PlaceBody): Answer {
  const isGood =
    body.appid === APP_ID &&
    body.mchid === MERCHANT &&
    typeof body.description === 'string' &&
    body.description.length <= 127 &&
    /^[\w|*-]{6,32}$/.test(body.out_trade_no) &&
    /^https:\/\/[^?]+$/.test(body.notify_url) &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/.test(body.time_expire) &&
    Number.isInteger(body.amount?.total) &&
    body.amount.total > 0 &&
    body.amount.currency === 'CNY'
  if (!isGood) return no(400, 'PARAM_ERROR')
  if (kind === 'jsapi' && !/^o[\w-]{5,127}$/.test(body.payer?.openid ?? '')) return no(400, 'PARAM_ERROR')
  if (kind === 'h5' && !body.scene_info?.payer_client_ip) return no(400, 'PARAM_ERROR')
  const { out_trade_no, notify_url, amount } = body
  const before = state.transactions.get(out_trade_no)
  if (before !== undefined && before.amount.total !== amount.total) return no(400, 'INVALID_REQUEST')
  if (before !== undefined && before.trade_state !== 'NOTPAY') return no(400, 'ORDERPAID')
  const profitSharing = body.settle_info?.profit_sharing === true
  const booked = { out_trade_no, notify_url, amount, trade_state: 'NOTPAY', profitSharing, method: kind }
  state.transactions.set(out_trade_no, { ...booked, openid: body.payer?.openid })
  if (kind === 'native') return { status: 200, body: { code_url: `weixin://wxpay/bizpayurl?pr=${out_trade_no}` } }
  if (kind === 'h5') return { status: 200, body: { h5_url: `https://wx.tenpay.test/${out_trade_no}` } }
  return { status: 200, body: { prepay_id: `wx_prepay_${out_trade_no}` } }
}

function transactionOf(booked: Booked): object {
  const { out_trade_no, trade_state, transaction_id, amount } = booked
  const ids = { appid: APP_ID, mchid: MERCHANT, out_trade_no, trade_state }
  const paid = { transaction_id, amount: { ...amount, payer_total: amount.total, payer_currency: amount.currency } }
  return transaction_id === undefined ? ids : { ...ids, ...paid }
}

function refundAnswer(state: State, body: RefundBody): Answer {
  const booked = state.transactions.get(body.out_trade_no)
  if (booked?.transaction_id === undefined) return no(404, 'RESOURCE_NOT_EXISTS')
  if (body.amount?.total !== booked.amount.total || body.amount.currency !== 'CNY') return no(400, 'PARAM_ERROR')
  const before = state.refunds.get(body.out_refund_no)
  if (before !== undefined && before.amount.refund !== body.amount.refund) return no(400, 'INVALID_REQUEST')
  const others = [...state.refunds.values()].filter(
    (each) => each.out_trade_no === body.out_trade_no && each !== before,
  )
  const sum = others.reduce((total, each) => total + each.amount.refund, body.amount.refund)
  if (sum > booked.amount.total) return no(400, 'INVALID_REQUEST')
  const { out_trade_no, out_refund_no, amount } = body
  const made = { out_trade_no, out_refund_no, amount, status: state.faults.refundStatus }
  state.refunds.set(out_refund_no, made)
  return { status: 200, body: { refund_id: `50${out_refund_no}`, ...made } }
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

type TransferBody = {
  readonly appid?: string
  readonly out_bill_no?: string
  readonly openid?: string
  readonly transfer_amount?: number
  readonly transfer_scene_id?: string
  readonly transfer_scene_report_infos?: readonly object[]
}

/** A transfer that is asked for again with the same number is the one of before. */
function transferAnswer(state: State, pathname: string, body: TransferBody): Answer {
  if (pathname.includes('/out-bill-no/')) {
    const bill = state.transfers.get(pathname.split('/').at(-1) ?? '')
    return bill === undefined ? no(404, 'NOT_FOUND') : { status: 200, body: bill }
  }
  const { appid, out_bill_no = '', openid = '', transfer_amount = 0, transfer_scene_report_infos = [] } = body
  const isGood =
    appid === APP_ID &&
    /^[A-Za-z0-9]{5,32}$/.test(out_bill_no) &&
    Number.isInteger(transfer_amount) &&
    transfer_amount >= 10 &&
    body.transfer_scene_id !== undefined &&
    transfer_scene_report_infos.length > 0
  if (!isGood || !/^o[\w-]{5,127}$/.test(openid)) return no(400, 'PARAM_ERROR')
  const before = state.transfers.get(out_bill_no)
  if (before !== undefined && before.transfer_amount !== transfer_amount) return no(400, 'INVALID_REQUEST')
  const made = {
    out_bill_no,
    openid,
    transfer_amount,
    transfer_bill_no: `13${out_bill_no}`,
    state: 'WAIT_USER_CONFIRM',
  }
  const bill = before ?? made
  state.transfers.set(out_bill_no, bill)
  return { status: 200, body: { ...bill, package_info: 'affffddafdfafddffda==' } }
}

function billAnswer(state: State, url: URL): Answer {
  if (!/^\d{4}-\d\d-\d\d$/.test(url.searchParams.get('bill_date') ?? '')) return no(400, 'PARAM_ERROR')
  const paid = [...state.transactions.values()].some(
    ({ paidAt }) => paidAt !== undefined && dayOf(paidAt) === url.searchParams.get('bill_date'),
  )
  if (!paid) return no(400, 'NO_STATEMENT_EXIST')
  const hash = createHash('sha1').update(billOf(state)).digest('hex')
  return {
    status: 200,
    body: { hash_type: 'SHA1', hash_value: hash, download_url: `${state.base.url}/bill.csv?token=t` },
  }
}

function dayOf(at: number): string {
  return new Date(at + 8 * 3_600_000).toISOString().slice(0, 10)
}

const BILL_COLUMNS =
  '\uFEFF交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注'

function billOf({ transactions, refunds }: State): string {
  const yuan = (minor: number): string => (minor / 100).toFixed(2)
  const rows: string[] = []
  const row = (of: Booked, state: string, refund: BookedRefund | undefined): void => {
    const at = new Date((of.paidAt ?? 0) + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
    const [paid, back] = refund === undefined ? [yuan(of.amount.total), '0.00'] : ['0.00', yuan(refund.amount.refund)]
    const cells = [
      at,
      APP_ID,
      MERCHANT,
      '0',
      '',
      of.transaction_id ?? '',
      of.out_trade_no,
      of.openid ?? '',
      'JSAPI',
      state,
    ]
    const rest = [
      'CMB',
      'CNY',
      paid,
      '0.00',
      refund ? '50' : '0',
      refund?.out_refund_no ?? '0',
      back,
      '0.00',
      '',
      refund?.status ?? '',
    ]
    rows.push([...cells, ...rest, '茶', '', '0.30', '0.60%', paid, back, ''].map((cell) => `\`${cell}`).join(','))
  }
  for (const booked of transactions.values()) if (booked.paidAt !== undefined) row(booked, 'SUCCESS', undefined)
  for (const refund of refunds.values()) row(transactions.get(refund.out_trade_no) as Booked, 'REFUND', refund)
  return [BILL_COLUMNS, ...rows, '总交易单数,应结订单总金额', `\`${rows.length},\`0.00`, ''].join('\r\n')
}

function signedBy(key: PlatformKey | undefined, text: string, now: number, nonce: string = newNonce()): Headers {
  if (key === undefined) return new Headers()
  const timestamp = String(Math.floor(now / 1000))
  const signature = signLines(key.privateKey, [timestamp, nonce, text])
  return new Headers({
    ...{ 'wechatpay-timestamp': timestamp, 'wechatpay-nonce': nonce, 'wechatpay-signature': signature },
    'wechatpay-serial': key.serial,
  })
}

function notificationOf(state: State, type: string, resource: object, at: number, how: How = {}): Notification {
  const sealed = {
    ...seal(JSON.stringify(resource), 'transaction', how.apiKey),
    original_type: how.original ?? 'transaction',
  }
  const body = JSON.stringify({ id: newNonce(), event_type: type, resource_type: 'encrypt-resource', resource: sealed })
  return { headers: signedBy(how.signedBy ?? state.platform.at(-1), body, at, how.nonce), body }
}

function seal(text: string, associated: string, apiKey: string = API_KEY): object {
  const nonce = randomBytes(6).toString('hex')
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(apiKey), nonce)
  cipher.setAAD(Buffer.from(associated))
  const bytes = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return { algorithm: 'AEAD_AES_256_GCM', ciphertext: bytes.toString('base64'), nonce, associated_data: associated }
}

function sealedCertificate({ serial, pem }: PlatformKey): object {
  const span = { effective_time: '2025-01-01T00:00:00+08:00', expire_time: '2030-01-01T00:00:00+08:00' }
  return { serial_no: serial, ...span, encrypt_certificate: seal(pem, 'certificate') }
}

/** A key pair of the provider with a certificate that it signs itself. */
export function newPlatformKey(serial: string): PlatformKey {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const publicPem = publicKey.export({ type: 'spki', format: 'pem' }) as string
  return { serial, privateKey, publicPem, pem: certificatePem(serial, publicKey, privateKey) }
}

/** The least of an X.509 certificate: numbers, names, times, and the key. */
function certificatePem(serial: string, publicKey: KeyObject, privateKey: KeyObject): string {
  const algorithm = der(0x30, der(0x06, Buffer.from('2a864886f70d01010b', 'hex')), der(0x05))
  const name = der(
    0x30,
    der(0x31, der(0x30, der(0x06, Buffer.from('550403', 'hex')), der(0x0c, Buffer.from('Tenpay.com Root CA')))),
  )
  const times = der(0x30, der(0x17, Buffer.from('250101000000Z')), der(0x17, Buffer.from('300101000000Z')))
  const version = der(0xa0, der(0x02, Buffer.from([2])))
  const number = der(0x02, Buffer.concat([Buffer.from([1]), Buffer.from(serial.slice(0, 16), 'hex')]))
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const body = der(0x30, version, number, algorithm, name, times, name, spki)
  const signature = sign('RSA-SHA256', body, privateKey)
  const whole = der(0x30, body, algorithm, der(0x03, Buffer.concat([Buffer.from([0]), signature])))
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}
