import { Agent, request } from 'node:http'
import type { StoredEvent } from '../../packages/analytics/src/warehouse/index.ts'

let serial = 0

/** An event as a page of a shop sends it: about 900 bytes. */
function messageOf(messageId: string, n: number): object {
  return {
    ...{
      type: 'track',
      event: 'Product Viewed',
      messageId,
      anonymousId: `anon-${n % 5000}`,
      userId: `mem_${n % 2000}`,
    },
    ...{ timestamp: new Date().toISOString(), properties: propertiesOf(n), context },
  }
}

function propertiesOf(n: number): { readonly [key: string]: unknown } {
  return {
    ...{ product_id: `prd_${n % 300}`, sku: `sku_${n % 900}`, name: '高山云雾茶 250g', category: 'tea', brand: '山茶' },
    ...{ price: 12_800, currency: 'CNY', quantity: 1, position: n % 20, coupon: null },
  }
}

const context = {
  page: {
    path: '/p/1',
    referrer: 'https://shop.example/',
    search: '?utm_source=wechat',
    title: '茶',
    url: 'https://shop.example/p/1',
  },
  userAgent: 'Mozilla/5.0 (Linux; Android 14; 23127PN0CC) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36',
  campaign: { source: 'wechat', name: 'spring' },
  ...{
    locale: 'zh-CN',
    timezone: 'Asia/Shanghai',
    library: { name: 'siyu', version: '0.1.0' },
    sessionId: 'ses_0123456789',
  },
}

/** The body of a batch nobody has sent before. */
export function bodyOf(count: number): string {
  serial += 1
  const batch = Array.from({ length: count }, (_, at) =>
    messageOf(`b${serial}-${at}-0123456789abcdef`, serial * 31 + at),
  )
  return JSON.stringify({ batch, writeKey: 'pk_bench', sentAt: new Date().toISOString() })
}

/** The same as rows. */
export function eventsOf(count: number): readonly StoredEvent[] {
  serial += 1
  return Array.from({ length: count }, (_, at) => {
    const n = serial * 31 + at
    return {
      ...{ messageId: `r${serial}-${at}-0123456789abcdef`, type: 'track', event: 'Product Viewed' },
      ...{ anonymousId: `anon-${n % 5000}`, memberId: `mem_${n % 2000}`, sessionId: 'ses_0123456789' },
      ...{ occurredAt: Date.now(), receivedAt: Date.now(), sentAt: Date.now(), properties: propertiesOf(n), context },
    }
  })
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 })

/** Sends a body and gives back the status. */
export function post(port: number, body: string): Promise<number> {
  return new Promise((done, fail) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const sent = request({ agent, port, host: '127.0.0.1', path: '/v1/batch', method: 'POST', headers }, (reply) => {
      reply.resume().on('end', () => done(reply.statusCode ?? 0))
    })
    sent.on('error', fail).end(body)
  })
}
