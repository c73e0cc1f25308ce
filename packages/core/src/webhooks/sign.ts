/** How far the moment of a delivery may be from ours. */
export const WEBHOOK_TOLERANCE_MS: number = 5 * 60_000

/** What a delivery is signed over: its id, its moment in seconds, and the body as it is sent. */
export type SignedWebhook = { readonly id: string; readonly timestamp: number; readonly body: string }

/**
 * The `webhook-signature` of a delivery, as Standard Webhooks says: HMAC-SHA-256 under each secret (`whsec_` and
 * base64), several with a space between them. Runs wherever Web Crypto does.
 */
export async function signWebhook(secrets: readonly string[], delivery: SignedWebhook): Promise<string> {
  const made = await Promise.all(secrets.map((secret) => signatureOf(secret, delivery)))
  return made.map((signature) => `v1,${signature}`).join(' ')
}

/** The headers of a delivery; names in any case. */
export type WebhookHeaders = { readonly get: (name: string) => string | null }

export type VerifiedWebhook =
  | { readonly ok: true; readonly id: string }
  | { readonly ok: false; readonly reason: string }

/**
 * Whether a delivery is from whoever knows the secret, and of now. `body` is the text as it came: parsed and written
 * again it is another one. The answer takes as long for a wrong signature as for a right one.
 */
export async function verifyWebhook(
  secret: string,
  headers: WebhookHeaders,
  body: string,
  now: number = Date.now(),
): Promise<VerifiedWebhook> {
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    headers.get(name),
  )
  if (!id || !timestamp || !signatures) return { ok: false, reason: 'headers_missing' }
  const seconds = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) : Number.NaN
  if (!(Math.abs(now - seconds * 1000) <= WEBHOOK_TOLERANCE_MS)) return { ok: false, reason: 'timestamp_off' }
  const wanted = await signatureOf(secret, { id, timestamp: seconds, body })
  const given = signatures.split(' ').filter((each) => each.startsWith('v1,'))
  const isSigned = given.map((each) => isSame(each.slice(3), wanted)).some(Boolean)
  return isSigned ? { ok: true, id } : { ok: false, reason: 'signature_wrong' }
}

async function signatureOf(secret: string, { id, timestamp, body }: SignedWebhook): Promise<string> {
  const raw = bytesOf(secret.replace(/^whsec_/, ''))
  const key = await crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const mac = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(`${id}.${timestamp}.${body}`))
  return btoa(String.fromCharCode(...new Uint8Array(mac)))
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
}

/** Looks at every letter, whatever the first ones are. */
function isSame(one: string, other: string): boolean {
  let difference = one.length ^ other.length
  for (let at = 0; at < other.length; at += 1)
    difference |= one.charCodeAt(at % (one.length || 1)) ^ other.charCodeAt(at)
  return difference === 0
}
