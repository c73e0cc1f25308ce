import type { Transport, TransportRequest, TransportResponse } from './transport.ts'

/** What a mini-program answers with. WeChat and Douyin say `statusCode`/`header`, Alipay `status`/`headers`. */
export type RequestResult = {
  readonly statusCode?: number | undefined
  readonly status?: number | undefined
  readonly header?: Readonly<Record<string, unknown>> | undefined
  readonly headers?: Readonly<Record<string, unknown>> | undefined
  readonly data?: unknown
}

export type RequestOptions = {
  readonly url: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly header: Record<string, string>
  readonly headers: Record<string, string>
  readonly data?: string
  /** Text, so that the answer is not parsed before it is checked. */
  readonly dataType: 'text'
  readonly responseType: 'text'
  readonly timeout: number
  readonly success: (result: RequestResult) => void
  readonly fail: (error: unknown) => void
}

/** `wx.request`, `my.request` or `tt.request`. */
export type RequestFunction = (options: RequestOptions) => unknown

/** A transport over a mini-program's request function: `requestTransport((options) => wx.request(options))`. */
export function requestTransport(request: RequestFunction): Transport {
  return { send: (plain) => sendOnce(request, plain) }
}

function sendOnce(request: RequestFunction, plain: TransportRequest): Promise<TransportResponse> {
  const { url, method, body, timeoutMs, signal } = plain
  return new Promise((resolve, reject) => {
    const task = request({
      url,
      method,
      header: { ...plain.headers },
      headers: { ...plain.headers },
      ...(body === undefined ? {} : { data: body }),
      dataType: 'text',
      responseType: 'text',
      timeout: timeoutMs,
      success: (result) => resolve(responseOf(result)),
      fail: (error) => {
        const answered = statusOf(error) > 0
        if (answered) resolve(responseOf(error as RequestResult))
        else reject(new Error(failureText(error)))
      },
    }) as { abort?: () => void } | undefined
    signal.addEventListener('abort', () => task?.abort?.())
  })
}

function responseOf(result: RequestResult): TransportResponse {
  const headers = Object.entries(result.headers ?? result.header ?? {})
  return {
    status: statusOf(result),
    headers: Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), String(value)])),
    body: typeof result.data === 'string' ? result.data : JSON.stringify(result.data ?? ''),
  }
}

/** Alipay calls `fail` for statuses from 400 up, with the answer in it. */
function statusOf(result: unknown): number {
  if (typeof result !== 'object' || result === null) return 0
  const { statusCode, status } = result as RequestResult
  return statusCode ?? status ?? 0
}

function failureText(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error)
  const { errMsg, errorMessage } = error as { errMsg?: unknown; errorMessage?: unknown }
  return String(errMsg ?? errorMessage ?? 'request failed')
}
