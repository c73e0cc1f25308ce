import { type InputIssue, issuesOf, type Schema } from '@siyu/core/kernel'

/** The deepest nesting of a request body. */
const MAX_DEPTH = 12

export type Checked<T> =
  | { readonly ok: true; readonly input: T }
  | { readonly ok: false; readonly issues: readonly InputIssue[] }

/** Text that a database can keep: no NUL, no half of a surrogate pair; and no bottomless nesting. */
export function checkText(value: unknown, path = '', depth = 0): InputIssue | undefined {
  if (typeof value === 'string')
    return storable(value) ? undefined : { path, message: 'contains characters that cannot be kept' }
  if (typeof value !== 'object' || value === null) return undefined
  if (depth >= MAX_DEPTH) return { path, message: `is nested deeper than ${MAX_DEPTH}` }
  for (const [name, inner] of Object.entries(value)) {
    const issue = storable(name)
      ? checkText(inner, path === '' ? name : `${path}.${name}`, depth + 1)
      : { path, message: 'has a field name that cannot be kept' }
    if (issue !== undefined) return issue
  }
  return undefined
}

function storable(text: string): boolean {
  return !text.includes('\u0000') && !/\p{Surrogate}/u.test(text)
}

/** Checks an input against its schema; unknown fields are dropped. */
export function checkInput<T>(schema: Schema<T>, raw: unknown): Checked<T> {
  const text = checkText(raw)
  if (text !== undefined) return { ok: false, issues: [text] }
  const parsed = schema.safeParse(raw)
  if (parsed.success) return { ok: true, input: parsed.data }
  return { ok: false, issues: issuesOf(parsed.error.issues) }
}

type Def = {
  readonly type: string
  readonly innerType?: { readonly _zod: { readonly def: Def } }
  readonly shape?: Readonly<Record<string, { readonly _zod: { readonly def: Def } }>>
}

/** The fields of a query string as the schema's types: text stays text, numbers and flags are read. */
export function readQueryString(schema: Schema<unknown>, params: URLSearchParams): Record<string, unknown> {
  const shape = (schema._zod.def as unknown as Def).shape ?? {}
  const input: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(shape)) {
    const text = params.get(name)
    if (text !== null) input[name] = readField(kindOf(field._zod.def), text)
  }
  return input
}

function kindOf(def: Def): string {
  return def.innerType === undefined ? def.type : kindOf(def.innerType._zod.def)
}

function readField(kind: string, text: string): unknown {
  if (kind === 'number' && /^-?\d{1,16}$/.test(text)) return Number(text)
  if (kind === 'boolean' && (text === 'true' || text === 'false')) return text === 'true'
  return text
}
