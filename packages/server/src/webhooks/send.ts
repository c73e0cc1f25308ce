import { lookup } from 'node:dns'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** How long an answer is waited for. */
const TIMEOUT_MS = 10_000
/** So much of an answer is kept in the log. */
const EXCERPT_BYTES = 500

/** Networks that are not the open internet. */
const closed = new BlockList()
for (const [network, prefix] of [
  ...([
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
  ] as const),
  ...([
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.0.2.0', 24],
    ['192.168.0.0', 16],
    ['198.18.0.0', 15],
  ] as const),
  ...([
    ['198.51.100.0', 24],
    ['203.0.113.0', 24],
    ['224.0.0.0', 4],
    ['240.0.0.0', 4],
  ] as const),
]) {
  closed.addSubnet(network, prefix, 'ipv4')
}
for (const [network, prefix] of [
  ...([
    ['::', 96],
    ['64:ff9b::', 96],
    ['64:ff9b:1::', 48],
    ['100::', 64],
    ['2001:db8::', 32],
  ] as const),
  ...([
    ['2002::', 16],
    ['fc00::', 7],
    ['fe80::', 10],
    ['ff00::', 8],
  ] as const),
]) {
  closed.addSubnet(network, prefix, 'ipv6')
}

/** Whether an address lies in a network that nobody outside may make us call. */
export function isPrivate(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return isPrivate(mapped)
  const family = isIP(address)
  if (family === 0) return true
  // What is left of mapped addresses is written in hexadecimal.
  return /^::ffff:/i.test(address) || closed.check(address, family === 6 ? 'ipv6' : 'ipv4')
}

/** Resolves a name and fails for a private address, so that what was checked is what is connected to. */
const openLookup: LookupFunction = (host, options, callback) => {
  lookup(host, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? []
    if (error !== null || first === undefined) return callback(error ?? new Error('no address'), '', 4)
    if (addresses.some(({ address }) => isPrivate(address))) return callback(new Error('the address is private'), '', 4)
    return options.all === true ? callback(null, addresses) : callback(null, first.address, first.family)
  })
}

/** An HTTP answer, or 0 with the reason there was none. */
export type SendAnswer = { readonly status: number; readonly excerpt: string }

/** Posts a body. Follows no redirect, reads no more of the answer than the log keeps, and never throws. */
export async function post(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  allowsPrivate: boolean,
): Promise<SendAnswer> {
  try {
    const to = new URL(url)
    const host = to.hostname.replace(/^\[|\]$/g, '')
    if (!allowsPrivate && to.protocol !== 'https:') throw new Error('the address is not https')
    // Names are checked where they are resolved; an address in the URL is resolved by nobody.
    if (!allowsPrivate && isIP(host) !== 0 && isPrivate(host)) throw new Error('the address is private')
    return await exchange(to, headers, body, allowsPrivate)
  } catch (error) {
    return { status: 0, excerpt: error instanceof Error ? error.message.slice(0, EXCERPT_BYTES) : 'failed' }
  }
}

function exchange(
  to: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  allowsPrivate: boolean,
): Promise<SendAnswer> {
  const send = to.protocol === 'https:' ? httpsRequest : httpRequest
  const own = allowsPrivate ? {} : { lookup: openLookup }
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const call = send(to, { method: 'POST', headers, signal, agent: false, ...own }, (response) => {
      let text = ''
      const end = (): void => {
        resolve({ status: response.statusCode ?? 0, excerpt: text.slice(0, EXCERPT_BYTES) })
        response.destroy()
      }
      response.setEncoding('utf8')
      response.on('data', (part: string) => {
        text += part
        if (text.length >= EXCERPT_BYTES) end()
      })
      response.on('end', end)
      response.on('error', reject)
    })
    call.on('error', reject)
    call.end(body)
  })
}
