import type { Share } from './budget.ts'
import { type CollectorRefusal, refusal } from './replies.ts'

/** What a body may be: no larger than `maxBytes`, and no more than the collector has room for by now. */
export type BodyLimits = { readonly maxBytes: number; readonly share: Share }

/** The request's text, gunzipped when it is gzip by its first bytes: some clients forget the header, some lie. */
export async function readBody(request: Request, limits: BodyLimits): Promise<string | CollectorRefusal> {
  const plain = await collect(request.body, limits)
  if (!(plain instanceof Uint8Array)) return plain
  const isGzip = plain[0] === 0x1f && plain[1] === 0x8b
  const bytes = isGzip ? await collect(gunzipped(plain), limits) : plain
  return bytes instanceof Uint8Array ? new TextDecoder().decode(bytes) : bytes
}

const TOO_LARGE = refusal(413, 'body_too_large')
/** Sent again by the client in a moment, instead of filling the memory now. */
const OVERLOADED = refusal(503, 'overloaded', 2_000)

function gunzipped(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array> {
  return new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))
}

/** Reads at most `maxBytes`: a declared length is not believed, and a compressed bomb stops at the limit. */
async function collect(
  stream: ReadableStream<Uint8Array> | null,
  { maxBytes, share }: BodyLimits,
): Promise<Uint8Array<ArrayBuffer> | CollectorRefusal> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    const reader = stream?.getReader()
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      size += part.value.byteLength
      const refused = size > maxBytes ? TOO_LARGE : share.take(part.value.byteLength) ? undefined : OVERLOADED
      if (refused !== undefined) {
        await reader?.cancel().catch(() => {})
        return refused
      }
      chunks.push(part.value)
    }
  } catch {
    return refusal(400, 'body_unreadable')
  }
  const bytes = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.byteLength
  }
  return bytes
}
