import type { Share } from './budget.ts'
import { type CollectorRefusal, refusal } from './replies.ts'

/** What a body may be: no larger than `maxBytes`, and no more than the collector has room for by now. */
export type BodyLimits = { readonly maxBytes: number; readonly share: Share }

/** The request's text, gunzipped when it is gzip by its first bytes: some clients forget the header, some lie. */
export async function readBody(request: Request, limits: BodyLimits): Promise<string | CollectorRefusal> {
  const plain = await plainBody(request, limits)
  if (!(plain instanceof Uint8Array)) return plain
  const isGzip = plain[0] === 0x1f && plain[1] === 0x8b
  const bytes = isGzip ? await collect(gunzipped(plain), limits) : plain
  return bytes instanceof Uint8Array ? decoder.decode(bytes) : bytes
}

const decoder = new TextDecoder()
/** Bodies up to this long are read at once: a stream costs more than what most of them carry. */
const AT_ONCE_BYTES = 131_072

/**
 * A short body is counted once it is here, so that whoever announces one and never sends it takes no room; what else
 * was announced than came is found out then.
 */
async function plainBody(request: Request, limits: BodyLimits): Promise<Uint8Array<ArrayBuffer> | CollectorRefusal> {
  const isShort = Number(request.headers.get('content-length') ?? AT_ONCE_BYTES + 1) <= AT_ONCE_BYTES
  if (!isShort) return collect(request.body, limits)
  try {
    const bytes = new Uint8Array(await request.arrayBuffer())
    return refusalOf(bytes.byteLength, bytes.byteLength, limits) ?? bytes
  } catch {
    return UNREADABLE
  }
}

function refusalOf(
  totalBytes: number,
  moreBytes: number,
  { maxBytes, share }: BodyLimits,
): CollectorRefusal | undefined {
  return totalBytes > maxBytes ? TOO_LARGE : share.take(moreBytes) ? undefined : OVERLOADED
}

const UNREADABLE = refusal(400, 'body_unreadable')
const TOO_LARGE = refusal(413, 'body_too_large')
/** Sent again by the client in a moment, instead of filling the memory now. */
const OVERLOADED = refusal(503, 'overloaded', 2_000)

function gunzipped(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array> {
  return new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))
}

/** Reads at most `maxBytes`: a declared length is not believed, and a compressed bomb stops at the limit. */
async function collect(
  stream: ReadableStream<Uint8Array> | null,
  limits: BodyLimits,
): Promise<Uint8Array<ArrayBuffer> | CollectorRefusal> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    const reader = stream?.getReader()
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      size += part.value.byteLength
      const refused = refusalOf(size, part.value.byteLength, limits)
      if (refused !== undefined) {
        await reader?.cancel().catch(() => {})
        return refused
      }
      chunks.push(part.value)
    }
  } catch {
    return UNREADABLE
  }
  const bytes = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.byteLength
  }
  return bytes
}
