import { createCipheriv, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { newNonce, signLines } from './signing.ts'

export const API_KEY = 'the-api-v3-key-of-the-tests-0001'

/** One platform certificate with its key. */
export type PlatformKey = {
  readonly serial: string
  readonly privateKey: KeyObject
  readonly pem: string
  readonly publicPem: string
}

/** The head of an answer or a notice that this key signs. */
export function signedBy(key: PlatformKey | undefined, text: string, now: number, nonce: string = newNonce()): Headers {
  if (key === undefined) return new Headers()
  const timestamp = String(Math.floor(now / 1000))
  const signature = signLines(key.privateKey, [timestamp, nonce, text])
  return new Headers({
    ...{ 'wechatpay-timestamp': timestamp, 'wechatpay-nonce': nonce, 'wechatpay-signature': signature },
    'wechatpay-serial': key.serial,
  })
}

/** Sealed as the provider seals what it sends. */
export function seal(text: string, associated: string, apiKey: string = API_KEY): object {
  const nonce = randomBytes(6).toString('hex')
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(apiKey), nonce)
  cipher.setAAD(Buffer.from(associated))
  const bytes = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return { algorithm: 'AEAD_AES_256_GCM', ciphertext: bytes.toString('base64'), nonce, associated_data: associated }
}

/** A certificate as the provider hands it out. */
export function sealedCertificate({ serial, pem }: PlatformKey): object {
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
