/** Codes that any endpoint may answer with, beside its own refusals. */
export type CommonCode =
  | 'invalid_input'
  | 'key_missing'
  | 'denied'
  | 'session_expired'
  | 'route_missing'
  | 'idempotency_key_missing'
  | 'idempotency_key_reused'
  | 'too_large'
  | 'busy'
  | 'rate_limited'
  | 'fault'
  | 'network'
  | 'timeout'
  | 'aborted'

/** One thing wrong with an input: where, and why. */
export type InputIssue = { readonly path: string; readonly message: string }

export type SiyuErrorOptions = {
  readonly code: string
  readonly status: number
  readonly detail?: unknown
  readonly requestId?: string | undefined
  readonly retryable?: boolean
  readonly retryAfterMs?: number | undefined
  /** Key of a write whose outcome is not known: calling again with it can never do the thing twice. */
  readonly idempotencyKey?: string | undefined
  readonly cause?: unknown
}

/**
 * A call that did not succeed. `code` is a refusal of the endpoint or a {@link CommonCode}; `status` the HTTP status, 0
 * when there was no answer; `detail` what the caller can act on; `retryable` whether the same call may succeed later.
 */
export class SiyuError extends Error {
  override readonly name = 'SiyuError' as const
  readonly code: string
  readonly status: number
  readonly detail: unknown
  readonly requestId: string | undefined
  readonly retryable: boolean
  readonly retryAfterMs: number | undefined
  readonly idempotencyKey: string | undefined

  constructor(options: SiyuErrorOptions) {
    super(`${options.code} (${options.status})${firstIssue(options)}`, { cause: options.cause })
    this.code = options.code
    this.status = options.status
    this.detail = options.detail
    this.requestId = options.requestId
    this.retryable = options.retryable ?? false
    this.retryAfterMs = options.retryAfterMs
    this.idempotencyKey = options.idempotencyKey
  }
}

/** What is wrong with the input, for a log: the field and what is expected there, never what was given. */
function firstIssue({ code, detail }: SiyuErrorOptions): string {
  const issues = (detail as { readonly issues?: readonly InputIssue[] } | null | undefined)?.issues
  const [issue] = code === 'invalid_input' && Array.isArray(issues) ? (issues as readonly InputIssue[]) : []
  return issue === undefined ? '' : `: ${issue.path}: ${issue.message}`
}

/** The server's reply was successful but is not what the contract promises: versions differ, or a proxy answered. */
export class ContractError extends Error {
  override readonly name = 'ContractError' as const
  readonly endpoint: string
  readonly issues: readonly InputIssue[]

  constructor(endpoint: string, issues: readonly InputIssue[]) {
    super(`${endpoint}: the reply breaks the contract at ${issues.map((issue) => issue.path).join(', ')}`)
    this.endpoint = endpoint
    this.issues = issues
  }
}

/** Whether `error` is a {@link SiyuError}, of this code if one is given. Works across copies of the package. */
export function isSiyuError<Code extends string = string>(
  error: unknown,
  code?: Code,
): error is SiyuError & { readonly code: Code } {
  if (!(error instanceof Error) || error.name !== 'SiyuError') return false
  return code === undefined || (error as SiyuError).code === code
}
