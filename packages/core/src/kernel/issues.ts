import type { InputIssue } from './error.ts'

/** How many things wrong with an input or a reply are told. */
const MAX_ISSUES = 20
/** What a schema without words says of everything. */
const NO_WORDS = 'Invalid input'

/** What a schema found wrong, as far as it is told. */
type SchemaIssue = {
  readonly path: readonly PropertyKey[]
  readonly message: string
  readonly expected?: string
  readonly origin?: string
  readonly minimum?: number | bigint
  readonly maximum?: number | bigint
  readonly inclusive?: boolean
  readonly pattern?: string
  /** What is allowed, where it is one of several values. */
  readonly values?: readonly unknown[]
  readonly options?: readonly unknown[]
  /** What is wrong with each of several forms it could have. */
  readonly errors?: readonly (readonly SchemaIssue[])[]
}

/**
 * What is wrong with an input, by field, with what is expected there or the limit that is passed: `expected number`,
 * `string of at most 64`, `one of phone, email`. It never says what was given. At most 20. Zod's own words are not used,
 * because they weigh more than the client.
 */
export function issuesOf(issues: readonly SchemaIssue[]): readonly InputIssue[] {
  return issues
    .flatMap(closest)
    .slice(0, MAX_ISSUES)
    .map((issue) => ({ path: pathText(issue.path), message: wordsOf(issue) }))
}

/** Of a value that has none of several forms, what is wrong with the form it comes closest to. */
function closest(issue: SchemaIssue): readonly SchemaIssue[] {
  const [first, ...others] = issue.errors ?? []
  if (first === undefined) return [issue]
  const best = others.reduce((found, form) => (form.length < found.length ? form : found), first)
  return best.flatMap((inner) => closest({ ...inner, path: [...issue.path, ...inner.path] }))
}

function wordsOf({ message, expected, origin, minimum, maximum, inclusive, pattern, ...issue }: SchemaIssue): string {
  const allowed = issue.values ?? issue.options
  if (message !== NO_WORDS) return message
  if (allowed !== undefined) return `one of ${allowed.join(', ')}`
  if (expected !== undefined) return `expected ${expected}`
  if (pattern !== undefined) return `must match ${pattern}`
  if (maximum !== undefined) return `${origin} of ${inclusive === false ? 'less than' : 'at most'} ${maximum}`
  if (minimum !== undefined) return `${origin} of ${inclusive === false ? 'more than' : 'at least'} ${minimum}`
  return message
}

/** `lines[0].skuId`. */
function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '')
}
