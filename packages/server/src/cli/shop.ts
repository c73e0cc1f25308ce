import { readFile, stat } from 'node:fs/promises'
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'
import { fetchTransport } from '@siyu/core'
import { adminContract, createSiyuAdmin, type SiyuAdmin } from '@siyu/core/admin'
import { openApi } from '@siyu/core/openapi'
import type { Context } from 'hono'
import type { App } from '../kernel/http.ts'
import type { Server } from '../server.ts'

/** A client of a server in this process, with its secret key: the same front door as over the network. */
export function clientOf(server: Server, secretKey: string): SiyuAdmin {
  return createSiyuAdmin({
    baseUrl: 'http://in-process',
    secretKey,
    transport: fetchTransport((request) => server.fetch(request)),
    timeoutMs: 60_000,
  })
}

/** Serves the OpenAPI document of the contract. */
export function mountOpenApi(app: App, serverUrl: string): void {
  const document = openApi({ contracts: adminContract, title: 'Siyu', version: '0.1.0', serverUrl })
  app.get('/openapi.json', (c) => c.json(document as unknown as object))
}

/** Serves a built page with its files below `base`; paths of the page's own router get its index. */
export async function mountPage(app: App, base: string, folder: string): Promise<boolean> {
  const index = join(folder, 'index.html')
  const built = await stat(index).then(
    () => true,
    () => false,
  )
  if (!built) return false
  const strip = (path: string): string => path.slice(base.length) || '/'
  const page = async (c: Context): Promise<Response> => c.html(await readFile(index, 'utf8'))
  const files = serveStatic({ root: folder, rewriteRequestPath: strip })
  if (base !== '') app.get(base, (c) => page(c as Context))
  app.get(`${base}/*`, async (c, next) => {
    if (base === '' && /^\/(v1|console)(\/|$)/.test(c.req.path)) return next()
    const file = await files(c as never, async () => undefined)
    // A missing file is missing; any other path belongs to the page's own router.
    return file ?? (/\.\w+$/.test(c.req.path) ? c.notFound() : page(c as Context))
  })
  return true
}

/** Listens on Node's own HTTP server; resolves with the address once it does. */
export async function listen(
  server: Pick<Server, 'fetch'>,
  port: number,
  host: string,
): Promise<{ readonly http: HttpServer; readonly url: string }> {
  const http = createHttpServer(
    getRequestListener((request, environment) => {
      const incoming = 'incoming' in environment ? environment.incoming : undefined
      return server.fetch(request, { remoteAddress: incoming?.socket?.remoteAddress })
    }),
  )
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject)
    http.listen(port, host, resolve)
  })
  const { port: actual } = http.address() as AddressInfo
  return { http, url: `http://${host === '0.0.0.0' || host === '127.0.0.1' ? 'localhost' : host}:${actual}` }
}
