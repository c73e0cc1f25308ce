import {
  constants,
  createDecipheriv,
  createSign,
  createVerify,
  type KeyObject,
  publicEncrypt,
  randomBytes,
} from 'node:crypto'

/** How far the clock of a signature may be from ours: the documented five minutes. */
export const SIGNATURE_WINDOW_MS: number = 5 * 60_000
/** The length of the authentication tag at the end of AES-GCM ciphertexts. */
const TAG_BYTES = 16
/** Signatures of this kind are sent to see whether they are refused. */
const PROBE = 'WECHATPAY/SIGNTEST/'

/** The merchant, as requests are signed by. */
export type Merchant = {
  readonly merchantId: string
  readonly serialNumber: string
  readonly privateKey: KeyObject
}

/** A nonce of 32 letters. */
export function newNonce(): string {
  return randomBytes(16).toString('hex')
}

/** RSA-SHA256 over the lines, each with its line feed, in base64. */
export function signLines(key: KeyObject, lines: readonly string[]): string {
  return createSign('RSA-SHA256').update(textOf(lines)).sign(key, 'base64')
}

/** Whether somebody signed the lines. */
export function isSignedBy(key: KeyObject, lines: readonly string[], signature: string): boolean {
  if (signature.startsWith(PROBE)) return false
  return createVerify('RSA-SHA256').update(textOf(lines)).verify(key, signature, 'base64')
}

function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('')
}

/** The `authorization` header of a request of the merchant. `path` is with the query string. */
export function authorizationOf(merchant: Merchant, method: string, path: string, body: string, now: number): string {
  const [timestamp, nonce] = [String(Math.floor(now / 1000)), newNonce()]
  const signature = signLines(merchant.privateKey, [method, path, timestamp, nonce, body])
  const fields = {
    ...{ mchid: merchant.merchantId, nonce_str: nonce, signature, timestamp },
    serial_no: merchant.serialNumber,
  }
  const text = Object.entries(fields).map(([name, value]) => `${name}="${value}"`)
  return `WECHATPAY2-SHA256-RSA2048 ${text.join(',')}`
}

/** What the `wechatpay-…` headers of an answer or a notification say of its signature. */
export type SignedHeaders = {
  readonly timestamp: string
  readonly nonce: string
  readonly signature: string
  readonly serialNumber: string
}

/** Undefined where one is missing, or the moment is too far from `now`. */
export function signedHeaders(headers: Headers, now: number): SignedHeaders | undefined {
  const [timestamp, nonce, signature, serialNumber] = ['timestamp', 'nonce', 'signature', 'serial'].map((name) =>
    headers.get(`wechatpay-${name}`),
  )
  if (!timestamp || !nonce || !signature || !serialNumber || !/^\d{1,12}$/.test(timestamp)) return undefined
  if (Math.abs(now - Number(timestamp) * 1000) > SIGNATURE_WINDOW_MS) return undefined
  return { timestamp, nonce, signature, serialNumber }
}

/** What only the provider may read, such as a name: RSA-OAEP under its key, in base64. */
export function sealFor(key: KeyObject, text: string): string {
  return publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING }, Buffer.from(text)).toString('base64')
}

/** A resource as it is sent: AEAD_AES_256_GCM under the merchant's APIv3 key. */
export type Sealed = {
  readonly algorithm?: string | undefined
  readonly ciphertext: string
  readonly nonce: string
  readonly associated_data?: string | undefined
  /** What kind of thing it is about, in notifications. */
  readonly original_type?: string | undefined
}

/** The text of a resource. @throws when it was tampered with, or sealed under another key */
export function unseal(key: Buffer, { ciphertext, nonce, associated_data: associated = '' }: Sealed): string {
  const bytes = Buffer.from(ciphertext, 'base64')
  if (bytes.length <= TAG_BYTES) throw new Error('a resource is too short')
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  decipher.setAAD(Buffer.from(associated))
  return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8')
}
