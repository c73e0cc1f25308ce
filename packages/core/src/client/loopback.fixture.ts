import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** A request as it arrived over the wire. */
export type Seen = {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: string
}

/** What to answer: an object is sent as JSON; null closes the connection; a function does as it likes. */
export type Answer =
  | {
      readonly status?: number
      readonly headers?: Record<string, string>
      readonly json?: unknown
      readonly text?: string
    }
  | null
  | ((response: ServerResponse) => void)

export type Loopback = { readonly baseUrl: string; readonly seen: Seen[] }

/** A real HTTP server on loopback for one test. Answers by `answer`, and remembers what it saw. */
export async function loopback(answer: (seen: Seen, index: number) => Answer | Promise<Answer>): Promise<Loopback> {
  const seen: Seen[] = []
  const server = createServer(async (request, response) => {
    const one = await read(request)
    seen.push(one)
    reply(response, await answer(one, seen.length - 1))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen }
}

async function read(request: IncomingMessage): Promise<Seen> {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  const headers = request.headers as Record<string, string | undefined>
  return { method: request.method ?? '', url: request.url ?? '', headers, body }
}

function reply(response: ServerResponse, answer: Answer): void {
  if (typeof answer === 'function') {
    answer(response)
    return
  }
  if (answer === null) {
    response.destroy()
    return
  }
  const { status = 200, headers = {}, json, text } = answer
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(text ?? JSON.stringify(json ?? {}))
}

/** The server's way to say no. */
export function no(status: number, code: string, headers: Record<string, string> = {}): Answer {
  return { status, headers, json: { error: { code, requestId: 'req_1' } } }
}

/** A member's session as the server opens it. */
export function sessionOf(memberId: string, token: string, now: number, lifeMs = 600_000): Record<string, unknown> {
  return {
    memberId,
    accessToken: token,
    accessExpiresAt: now + lifeMs,
    refreshToken: `refresh-of-${token}`,
    refreshExpiresAt: now + 86_400_000,
    joined: false,
  }
}
