import { snake, type TableSpec, type Value } from './tables.ts'

type Cells = Readonly<Record<string, Value>>

/**
 * One change of one row, as data. `insert` makes it; `change` sets columns and adds to counters of an existing row;
 * `remove` takes it away for good, which only rows of personal tables may have to bear. Limits on counters are CHECK
 * constraints of the table, so they hold whoever writes.
 */
export type Write =
  | { readonly kind: 'insert'; readonly table: TableSpec; readonly row: Cells }
  | {
      readonly kind: 'change'
      readonly table: TableSpec
      readonly key: Cells
      readonly set: Cells
      readonly add: Readonly<Record<string, number>>
    }
  | { readonly kind: 'remove'; readonly table: TableSpec; readonly key: Cells }

/** Typed makers of writes for the tables of one concept. Keys and columns are in camelCase. */
export type Writer<Tables> = {
  readonly insert: <N extends keyof Tables & string>(name: N, row: InsertOf<Tables[N]>) => Write
  readonly change: <N extends keyof Tables & string>(
    name: N,
    key: Partial<Tables[N]>,
    set: Partial<Tables[N]>,
    add?: { readonly [C in keyof Tables[N] as Tables[N][C] extends number | null ? C : never]?: number },
  ) => Write
}

/** A new row: every column but the version, which starts at 1. */
type InsertOf<Row> = Omit<Row, 'version'>

export function writerOf<Tables>(specs: { readonly [N in keyof Tables]: TableSpec }): Writer<Tables> {
  return {
    insert: (name, row) => ({ kind: 'insert', table: specs[name], row: row as Cells }),
    change: (name, key, set, add = {}) => ({
      kind: 'change',
      table: specs[name],
      key: key as Cells,
      set: set as Cells,
      add: add as Readonly<Record<string, number>>,
    }),
  }
}

/** The primary key of the row a write touches, in the order of the table's key. */
export function keyOf(write: Write): readonly Value[] {
  const cells = write.kind === 'insert' ? write.row : write.key
  return write.table.key.map((column) => {
    const value = cellOf(cells, column)
    if (value === undefined) throw new Error(`a write to ${write.table.name} lacks its key column ${column}`)
    return value
  })
}

function cellOf(cells: Cells, column: string): Value | undefined {
  for (const name in cells) if (snake(name) === column) return cells[name]
  return undefined
}

/** One write per row: PostgreSQL may touch a row only once in a statement, so several are folded into one. */
export function mergeWrites(writes: readonly Write[]): readonly Write[] {
  const merged = new Map<string, Write>()
  for (const write of writes) {
    const id = JSON.stringify([write.table.name, ...keyOf(write)])
    const earlier = merged.get(id)
    merged.set(id, earlier === undefined ? write : fold(earlier, write))
  }
  return [...merged.values()]
}

function fold(earlier: Write, later: Write): Write {
  if (later.kind === 'insert') throw new Error(`two inserts of one row of ${later.table.name}`)
  if (later.kind === 'remove' && earlier.kind !== 'insert') return later
  if (later.kind === 'remove' || earlier.kind === 'remove')
    throw new Error(`a row of ${later.table.name} comes and goes`)
  if (earlier.kind === 'insert') return { ...earlier, row: applyTo(earlier.row, later.set, later.add) }
  const set: Record<string, Value> = { ...earlier.set }
  const add: Record<string, number> = { ...earlier.add }
  for (const name in later.set) {
    delete add[name]
    set[name] = later.set[name] as Value
  }
  for (const name in later.add) {
    const delta = later.add[name] as number
    if (name in set) set[name] = (set[name] as number) + delta
    else add[name] = (add[name] ?? 0) + delta
  }
  return { ...earlier, set, add }
}

function applyTo(row: Cells, set: Cells, add: Readonly<Record<string, number>>): Cells {
  const result: Record<string, Value> = { ...row, ...set }
  for (const name in add) result[name] = (result[name] as number) + (add[name] as number)
  return result
}
