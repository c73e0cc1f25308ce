import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { StoredEvent } from '../../packages/analytics/src/warehouse/index.ts'

let serial = 0

/** An event as a page of a shop sends it: about 900 bytes. */
function messageOf(messageId: string, n: number, page: number): object {
  return {
    ...{
      type: 'track',
      event: 'Product Viewed',
      messageId,
      anonymousId: `anon-${n % 5000}`,
      userId: `mem_${n % 2000}`,
    },
    ...{ timestamp: new Date().toISOString(), properties: propertiesOf(n), context: contextOf(page) },
  }
}

function propertiesOf(n: number): { readonly [key: string]: unknown } {
  return {
    ...{ product_id: `prd_${n % 300}`, sku: `sku_${n % 900}`, name: '高山云雾茶 250g', category: 'tea', brand: '山茶' },
    ...{ price: 12_800, currency: 'CNY', quantity: 1, position: n % 20, coupon: null },
  }
}

/** Of one visit to one page: all events of a batch have it. */
const contextOf = (page: number): { readonly [key: string]: unknown } => ({
  page: {
    path: `/p/${page % 300}`,
    referrer: 'https://shop.example/',
    search: '?utm_source=wechat',
    title: '茶',
    url: `https://shop.example/p/${page % 300}`,
  },
  userAgent: 'Mozilla/5.0 (Linux; Android 14; 23127PN0CC) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36',
  campaign: { source: 'wechat', name: 'spring' },
  ...{
    locale: 'zh-CN',
    timezone: 'Asia/Shanghai',
    library: { name: 'siyu', version: '0.1.0' },
    sessionId: `ses_${page}`,
  },
})

const TEMPLATE_COUNT = 100
/** Stands in a template where the number goes that makes its ids new. */
const NUMBER = '%%%%%%%%'
type Template = { readonly bytes: Buffer; readonly places: readonly number[] }
const templates = new Map<number, readonly Template[]>()

/** Bodies are printed once: a load that prints its own takes the processor from what is measured. */
function templatesOf(count: number): readonly Template[] {
  const known = templates.get(count) ?? Array.from({ length: TEMPLATE_COUNT }, (_, page) => templateOf(count, page))
  templates.set(count, known)
  return known
}

function templateOf(count: number, page: number): Template {
  const batch = Array.from({ length: count }, (_, at) =>
    messageOf(`b${NUMBER}-${at}-0123456789abcdef`, page * 31 + at, page),
  )
  const bytes = Buffer.from(JSON.stringify({ batch, writeKey: 'pk_bench', sentAt: new Date().toISOString() }))
  const places: number[] = []
  for (let at = bytes.indexOf(NUMBER); at >= 0; at = bytes.indexOf(NUMBER, at + 1)) places.push(at)
  return { bytes, places }
}

/** The body of a batch nobody has sent before. */
export function bodyOf(count: number): Buffer {
  serial += 1
  const { bytes, places } = templatesOf(count)[serial % TEMPLATE_COUNT] as Template
  const body = Buffer.from(bytes)
  const number = String(serial).padStart(NUMBER.length, '0')
  for (const place of places) body.write(number, place, 'latin1')
  return body
}

/** The same as rows. */
export function eventsOf(count: number): readonly StoredEvent[] {
  serial += 1
  return Array.from({ length: count }, (_, at) => {
    const n = serial * 31 + at
    return {
      ...{ messageId: `r${serial}-${at}-0123456789abcdef`, type: 'track', event: 'Product Viewed' },
      ...{ anonymousId: `anon-${n % 5000}`, memberId: `mem_${n % 2000}`, sessionId: 'ses_0123456789' },
      ...{
        occurredAt: Date.now(),
        receivedAt: Date.now(),
        sentAt: Date.now(),
        properties: propertiesOf(n),
        context: contextOf(serial),
      },
    }
  })
}

/** Connections that wait for their next request, by port. */
const idle = new Map<number, Socket[]>()

/** Sends a body and gives back the status. Node's own client would take the processor from what is measured. */
export async function post(port: number, body: Buffer): Promise<number> {
  const socket = idle.get(port)?.pop() ?? (await open(port))
  const answered = answerOn(socket)
  socket.cork()
  socket.write(`POST /v1/batch HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: application/json\r\n`, 'latin1')
  socket.write(`content-length: ${body.byteLength}\r\n\r\n`, 'latin1')
  socket.write(body)
  socket.uncork()
  const status = await answered
  idle.get(port)?.push(socket) ?? idle.set(port, [socket])
  return status
}

async function open(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await once(socket, 'connect')
  // What ends between two requests is noticed by the next one.
  return socket.on('error', () => {})
}

/** The status of the next whole answer, which says its length. */
function answerOn(socket: Socket): Promise<number> {
  return new Promise((done, fail) => {
    let text = ''
    const read = (chunk: Buffer): void => {
      text += chunk.toString('latin1')
      const end = text.indexOf('\r\n\r\n')
      const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1]
      if (end < 0 || text.length < end + 4 + Number(length ?? 0)) return
      socket.off('data', read).off('close', lost)
      if (length === undefined) lost()
      else done(Number(text.slice(9, 12)))
    }
    const lost = (): void => fail(new Error(`no whole answer: ${text.slice(0, 100)}`))
    socket.on('data', read).on('close', lost)
  })
}
