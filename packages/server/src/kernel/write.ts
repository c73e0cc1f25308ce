import { type Entry, extend, GENESIS, type Head, type Link, type LogSpec } from './log.ts'
import { camel, type TableSpec, type Value } from './tables.ts'

type Cells = Readonly<Record<string, Value>>

type Insert = { readonly kind: 'insert'; readonly table: TableSpec; readonly row: Cells }
type Change = {
  readonly kind: 'change'
  readonly table: TableSpec
  readonly key: Cells
  readonly set: Cells
  readonly add: Readonly<Record<string, number>>
}

type Remove = { readonly kind: 'remove'; readonly table: TableSpec; readonly key: Cells }
/** A write of a row by itself. */
type RowWrite = Insert | Change | Remove

/**
 * One change of one row, as data. `insert` makes it; `change` sets columns and adds to counters of an existing row;
 * `append` adds an entry to the log of an owner row and moves that row's balance; `remove` takes a row away for good,
 * which only rows of personal tables may have to bear. Limits on counters are CHECK
 * constraints of the table, so they hold whoever writes.
 */
export type Write =
  | Insert
  | Change
  | {
      readonly kind: 'append'
      readonly log: LogSpec
      /** The owner's key. */
      readonly key: Cells
      /** The log's own columns. */
      readonly row: Cells
      readonly amount: number
    }
  | Remove

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

/** Typed maker of entries of one log: the owner's key, the amount, and the log's own columns. */
export function logWriterOf<Key, Row>(log: LogSpec): (key: Key, amount: number, row: Row) => Write {
  return (key, amount, row) => ({ kind: 'append', log, key: key as Cells, amount, row: row as Cells })
}

/** The values of a table's key among cells, in the order of the key. */
export function keyIn(table: TableSpec, cells: Cells): readonly Value[] {
  return table.key.map((column) => {
    const value = cells[camel(column)]
    if (value === undefined) throw new Error(`a write to ${table.name} lacks its key column ${column}`)
    return value
  })
}

/** The row a write touches; of an append, the owner row. */
function targetOf(write: Write): string {
  const table = write.kind === 'append' ? write.log.head : write.table
  return rowId(table, keyIn(table, write.kind === 'insert' ? write.row : write.key))
}

/** The writes of one commit: each row once, and one link per owner row. */
export type Merged = {
  readonly rows: readonly RowWrite[]
  readonly links: readonly Link[]
  /** The rows they make, change or take away, but for those of `shared`. */
  readonly touched: readonly string[]
  /** The rows they only add to and that have no version: others may add to them in the same statement. */
  readonly shared: readonly string[]
}

/** Whether a write only adds to a row that nobody relies on. */
function isShared(write: RowWrite): boolean {
  return write.kind === 'change' && !write.table.versioned && Object.keys(write.set).length === 0
}

/**
 * One write per row: PostgreSQL may touch a row only once in a statement, so several are folded into one. Entries of an
 * owner row that is made in the same commit become plain rows, because all that they are is known.
 */
export function mergeWrites(writes: readonly Write[]): Merged {
  const rows = new Map<string, RowWrite>()
  const links = new Map<string, { log: LogSpec; key: Cells; entries: Entry[] }>()
  for (const write of writes) {
    const id = targetOf(write)
    if (write.kind === 'append') {
      const link = links.get(id) ?? { log: write.log, key: write.key, entries: [] }
      links.set(id, link)
      link.entries.push({ amount: write.amount, row: write.row })
      continue
    }
    const earlier = rows.get(id)
    rows.set(id, earlier === undefined ? write : fold(earlier, write))
  }
  for (const [id, link] of links) {
    const owner = rows.get(id)
    if (owner === undefined) continue
    // A change of the owner row and its link would be two changes of one row in one statement.
    if (owner.kind !== 'insert') throw new Error(`a row of ${owner.table.name} is changed beside its log`)
    const { head, rows: entries } = extend(headOf(owner.row), link)
    rows.set(id, { ...owner, row: { ...owner.row, ...head } })
    for (const row of entries) rows.set(rowId(link.log.table, keyIn(link.log.table, row)), insertOf(link.log, row))
    links.delete(id)
  }
  const [touched, shared]: [string[], string[]] = [[...links.keys()], []]
  for (const [id, row] of rows) (isShared(row) && !links.has(id) ? shared : touched).push(id)
  return { rows: [...rows.values()], links: [...links.values()], touched, shared }
}

/** Tells rows apart, of whichever table. */
export function rowId(table: TableSpec, key: readonly Value[]): string {
  return JSON.stringify([table.name, ...key])
}

/** Where the chain of a new owner row stands; what the row does not say is as the table begins. */
function headOf(row: Cells): Head {
  const { entryCount, balance, head } = { ...GENESIS, ...row } as unknown as Head
  return { entryCount, balance, head }
}

function insertOf(log: LogSpec, row: Cells): Insert {
  return { kind: 'insert', table: log.table, row }
}

function fold(earlier: RowWrite, later: RowWrite): RowWrite {
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
