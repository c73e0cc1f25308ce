import { createHash } from 'node:crypto'
import { type CertificateRow, certificateOf, fixedKey, type PlatformKeys, rotatingKeys } from './keys.ts'
import { authorizationOf, isSignedBy, type Merchant, sealFor, signedHeaders } from './signing.ts'

/** How long an answer is waited for. */
const TIMEOUT_MS = 10_000
/** The largest bill that is read. */
const MAX_BILL_BYTES = 64 * 1024 * 1024

/** What calls need to know. */
export type ApiOptions = {
  readonly baseUrl: string
  readonly merchant: Merchant
  /** The merchant's APIv3 key, 32 bytes. */
  readonly apiKey: Buffer
  /** The provider's public key, where the merchant uses one; its certificates are downloaded otherwise. */
  readonly platformKey: { readonly id: string; readonly pem: string } | undefined
  readonly now: () => number
}

/** The provider said no. `code` is one of its documented ones, such as `ORDER_NOT_EXIST`. */
export class WechatPayRefused extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string) {
    super(`wechat_pay answered ${status} ${code}`)
    this.name = 'WechatPayRefused'
    this.status = status
    this.code = code
  }
}

/** Signed calls, whose answers are checked to be signed. */
export type Api = {
  readonly keys: PlatformKeys
  readonly get: <T>(path: string) => Promise<T>
  /** `serialNumber` names the key that parts of the body are sealed with. */
  readonly post: <T>(path: string, body: object, serialNumber?: string) => Promise<T>
  /** What only the provider may read, and the key it is sealed with. @throws when the provider has told no key */
  readonly seal: (text: string) => Promise<{ readonly text: string; readonly serialNumber: string }>
  /** A file that a bill points to. @throws when it is not the one that was promised */
  readonly download: (url: string, sha1: string) => Promise<string>
}

export function openApi(options: ApiOptions): Api {
  const { merchant, platformKey, apiKey, now } = options
  const keys =
    platformKey === undefined
      ? rotatingKeys(() => loadCertificates(options), apiKey)
      : fixedKey(platformKey.id, platformKey.pem)
  const call = async <T>(method: string, path: string, body: string, sealedWith?: string): Promise<T> => {
    const { response, text } = await send(options, method, `${options.baseUrl}${path}`, body, sealedWith)
    // An answer without a signature comes from something in between, which may try again.
    await checkAnswer(keys, response.headers, text, now())
    return parsed<T>(response, text)
  }
  return {
    keys,
    get: (path) => call('GET', path, ''),
    post: (path, body, serialNumber) => call('POST', path, JSON.stringify(body), serialNumber),
    seal: async (text) => {
      const current = await keys.current(now())
      if (current === undefined) throw new Error('wechat_pay: the provider has no key now')
      return { text: sealFor(current.key, text), serialNumber: current.serialNumber }
    },
    download: async (url, sha1) => {
      const to = new URL(url)
      const authorization = authorizationOf(merchant, 'GET', `${to.pathname}${to.search}`, '', now())
      const response = await fetch(to, { headers: headersOf(authorization), signal: AbortSignal.timeout(TIMEOUT_MS) })
      const bytes = Buffer.from(await response.arrayBuffer())
      if (!response.ok || bytes.length > MAX_BILL_BYTES) throw new WechatPayRefused(response.status, 'BILL')
      if (createHash('sha1').update(bytes).digest('hex') !== sha1.toLowerCase()) {
        throw new Error('wechat_pay: a bill is not the one that was promised')
      }
      return bytes.toString('utf8')
    },
  }
}

type Answer = { readonly response: Response; readonly text: string }

async function send(
  { merchant, platformKey, now }: ApiOptions,
  method: string,
  url: string,
  body: string,
  sealedWith: string | undefined = platformKey?.id,
): Promise<Answer> {
  const { pathname, search } = new URL(url)
  const authorization = authorizationOf(merchant, method, `${pathname}${search}`, body, now())
  const serial: Record<string, string> = sealedWith === undefined ? {} : { 'wechatpay-serial': sealedWith }
  const response = await fetch(url, {
    method,
    headers: { ...headersOf(authorization), ...serial },
    signal: AbortSignal.timeout(TIMEOUT_MS),
    redirect: 'error',
    ...(method === 'GET' ? {} : { body }),
  })
  return { response, text: await response.text() }
}

function headersOf(authorization: string): Record<string, string> {
  return { authorization, accept: 'application/json', 'content-type': 'application/json', 'user-agent': 'siyu' }
}

function parsed<T>({ ok, status }: Response, text: string): T {
  const body: unknown = text === '' ? {} : JSON.parse(text)
  if (ok) return body as T
  const { code } = body as { readonly code?: unknown }
  throw new WechatPayRefused(status, typeof code === 'string' ? code.slice(0, 64) : 'UNKNOWN')
}

async function checkAnswer(
  keys: Pick<PlatformKeys, 'find'>,
  headers: Headers,
  text: string,
  now: number,
): Promise<void> {
  const signed = signedHeaders(headers, now)
  const key = signed === undefined ? undefined : await keys.find(signed.serialNumber, now)
  const isGood =
    signed !== undefined &&
    key !== undefined &&
    isSignedBy(key, [signed.timestamp, signed.nonce, text], signed.signature)
  if (!isGood) throw new Error('wechat_pay: an answer is not signed as it should be')
}

/** The certificates of the provider; their list is signed by one of them. */
async function loadCertificates(options: ApiOptions): Promise<readonly CertificateRow[]> {
  const { response, text } = await send(options, 'GET', `${options.baseUrl}/v3/certificates`, '')
  const { data } = parsed<{ readonly data: readonly CertificateRow[] }>(response, text)
  const found = new Map(data.map((row) => [row.serial_no, certificateOf(row, options.apiKey).key]))
  await checkAnswer({ find: async (serial) => found.get(serial) }, response.headers, text, options.now())
  return data
}
