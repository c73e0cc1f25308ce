import type { Schema } from '@siyu/core/kernel'

/** As much of zod's own description of a schema as is needed to make an input for it. */
type Def = {
  readonly type: string
  readonly innerType?: Schema<unknown>
  readonly element?: Schema<unknown>
  readonly items?: readonly Schema<unknown>[]
  readonly options?: readonly Schema<unknown>[]
  readonly valueType?: Schema<unknown>
  readonly shape?: Readonly<Record<string, Schema<unknown>>>
  readonly entries?: Readonly<Record<string, string>>
  readonly values?: readonly unknown[]
}

const CANDIDATES: Readonly<Record<string, readonly unknown[]>> = {
  string: [
    'sample1',
    '13800000009',
    '123456',
    'CNY',
    'Asia/Shanghai',
    'https://example.com/a.png',
    '2000-02-29',
    '2000-02',
    'itm_sample',
    'a'.repeat(64),
    'sample@example.com',
    '',
  ],
  number: [1, 0, 2, 100, 10_000, 3_600_000, 7, 1_772_294_400_000],
  int: [1, 0, 2, 100, 10_000, 3_600_000, 7],
  boolean: [true, false],
  null: [null],
}

/** A value the schema takes: the first that fits of a few for each kind of field. */
export function sampleOf(schema: Schema<unknown>): unknown {
  const def = schema._zod.def as unknown as Def
  const made = [...choicesOf(def)].find((value) => schema.safeParse(value).success)
  if (made === undefined && !schema.safeParse(undefined).success) throw new Error(`no sample for a ${def.type}`)
  return made
}

function* choicesOf(def: Def): Iterable<unknown> {
  if (def.innerType !== undefined) yield sampleOf(def.innerType)
  if (def.shape !== undefined) yield* objectsOf(def.shape)
  if (def.element !== undefined) {
    const element = sampleOf(def.element)
    for (const count of [1, 0, 2]) yield Array(count).fill(element)
  }
  if (def.items !== undefined) yield def.items.map(sampleOf)
  if (def.valueType !== undefined) yield { sample: sampleOf(def.valueType) }
  for (const option of def.options ?? []) yield sampleOf(option)
  yield* Object.values(def.entries ?? {})
  yield* def.values ?? []
  yield* CANDIDATES[def.type] ?? []
}

/** Whole, with numbers that rise, and with one optional field at a time: fields may depend on each other. */
function* objectsOf(shape: Readonly<Record<string, Schema<unknown>>>): Iterable<Record<string, unknown>> {
  const whole = sampleObject(shape)
  yield whole
  const entries = Object.entries(whole)
  yield Object.fromEntries(
    entries.map(([name, value], index) => [name, typeof value === 'number' ? value + index : value]),
  )
  const isOptional = (name: string): boolean => shape[name]?.safeParse(undefined).success === true
  for (const [kept] of entries) yield Object.fromEntries(entries.filter(([name]) => name === kept || !isOptional(name)))
}

function sampleObject(shape: Readonly<Record<string, Schema<unknown>>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(shape).map(([name, field]) => [name, sampleOf(field)]))
}

/** The names of an input's fields. */
export function fieldsOf(schema: Schema<unknown>): readonly string[] {
  return Object.keys((schema._zod.def as unknown as Def).shape ?? {})
}

export type Path = readonly (string | number)[]

/** Every place in a JSON value below its root. */
export function placesOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return path.length === 0 ? [] : [path]
  const inner = Object.entries(value).flatMap(([name, item]) =>
    placesOf(item, [...path, Array.isArray(value) ? Number(name) : name]),
  )
  return path.length === 0 ? inner : [path, ...inner]
}

/** The value with something else at one place; `undefined` takes the field out. */
export function withAt(value: unknown, [first, ...rest]: Path, changed: unknown): unknown {
  if (first === undefined) return changed
  const copy: unknown = Array.isArray(value) ? [...value] : { ...(value as object) }
  const fields = copy as Record<string | number, unknown>
  const inner = withAt(fields[first], rest, changed)
  if (inner === undefined) delete fields[first]
  else fields[first] = inner
  return copy
}
