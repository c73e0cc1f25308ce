import { type Link, type LogSpec, textOf } from './log.ts'
import type { Guard } from './read.ts'
import { camel, snake, type TableSpec, type Value } from './tables.ts'
import { keyIn, type Merged, mergeWrites, rowId, type Write } from './write.ts'

/** A piece of a commit: some text that is the same for all commits of its kind, and rows. */
export type Fragment = { readonly shape: Shape; readonly rows: readonly Cells[] }

/** Where a piece stands in its statement. */
export type Place = {
  /** How the value of a column of its rows is written. */
  readonly cell: (column: string) => string
  /** What stands in FROM beside the table itself: its rows, and whatever it waits for. */
  readonly from: readonly string[]
  /** How those are joined. */
  readonly where: readonly string[]
  /** In which order rows are inserted, where it is not that of `from`. */
  readonly order?: string
}

/** What the fragments of one kind have in common. There is one object for each kind, so that texts are made once. */
export type Shape = {
  /** Tells shapes apart in this process. */
  readonly id: number
  /** Its rows are those of this table, */
  readonly table: string
  /** in these columns. */
  readonly columns: readonly string[]
  /** `also` is selected beside what a lock gives, and returned by a change instead of a one. */
  readonly text: (place: Place, also?: string) => string
  /** The columns it adds to, where it does nothing else to rows without a version. */
  readonly sums?: readonly string[]
  /** It changes or removes rows that are there, of which none is locked but those it names. */
  readonly changes?: boolean
  /** Entries of a log: they follow the move of their head and find its rows by the name `h`. */
  readonly joined?: boolean
}

/** What a commit locks and what it writes, both in one fixed order. Entries of a log stand behind their head. */
export type Plan = {
  readonly locks: readonly Fragment[]
  readonly writes: readonly Fragment[]
  /** Rows it makes or changes, but for those of `shared`. */
  readonly touched: readonly string[]
  /** Rows it only adds to, as others may in the same statement. */
  readonly shared: readonly string[]
  /** Rows that must not have moved. */
  readonly relied: readonly string[]
}

type Cells = Readonly<Record<string, Value>>

/** Turns guards and writes into fragments: rows are locked by table name and key, each table once. */
export function planOf(guards: readonly Guard[], writes: readonly Write[], brandId: string): Plan {
  const merged = mergeWrites(writes)
  const relied: string[] = []
  return {
    locks: lockFragments(guards, merged, brandId, relied),
    writes: [...grouped(merged), ...linkFragments(merged.links)],
    touched: merged.touched,
    shared: merged.shared,
    relied,
  }
}

const shapes = new Map<string, Shape>()

/** The one object for a shape. Shapes follow from tables and from the columns that `apply` names, so they are few. */
function shapeOf(name: string, make: () => Omit<Shape, 'id'>): Shape {
  const known = shapes.get(name)
  if (known !== undefined) return known
  const made = { id: shapes.size, ...make() }
  shapes.set(name, made)
  return made
}

function lockFragments(
  guards: readonly Guard[],
  { rows, links }: Merged,
  brandId: string,
  relied: string[],
): readonly Fragment[] {
  const tables = new Map<string, { spec: TableSpec; rows: Map<string, Cells> }>()
  const put = (spec: TableSpec, key: readonly Value[], version: number | null): string => {
    const entry = tables.get(spec.name) ?? { spec, rows: new Map<string, Cells>() }
    tables.set(spec.name, entry)
    const id = rowId(spec, key)
    if (version !== null) entry.rows.set(id, { ...keyCells(spec, key), version })
    else if (!entry.rows.has(id)) entry.rows.set(id, keyCells(spec, key))
    return id
  }
  for (const write of rows) if (write.kind !== 'insert') put(write.table, keyIn(write.table, write.key), null)
  for (const { log, key } of links) put(log.head, keyIn(log.head, key), null)
  for (const { table, row } of guards) relied.push(put(table, guardKey(table, row, brandId), row.version as number))
  return [...tables.values()]
    .sort((left, right) => (left.spec.name < right.spec.name ? -1 : 1))
    .map(({ spec, rows: locked }) => ({ shape: lockShape(spec), rows: [...locked.values()] }))
}

function keyCells(spec: TableSpec, key: readonly Value[]): Cells {
  const cells: Record<string, Value> = {}
  spec.key.forEach((column, index) => {
    cells[column] = key[index] as Value
  })
  return cells
}

function guardKey(table: TableSpec, row: Readonly<Record<string, unknown>>, brandId: string): readonly Value[] {
  return table.key.map((column) => {
    const name = camel(column)
    const value = name === 'brandId' ? brandId : row[name]
    if (value === undefined) throw new Error(`a guard on ${table.name} lacks its key column ${column}`)
    return value as Value
  })
}

function lockShape({ name, key, versioned }: TableSpec): Shape {
  return shapeOf(`lock ${name}`, () => ({
    table: name,
    columns: versioned ? [...key, 'version'] : key,
    text: ({ cell, from, where }, also = '') => {
      const versions = versioned
        ? `t.version as v, ${cell('version')}::bigint as e`
        : 'null::bigint as v, null::bigint as e'
      const order = key.map((column) => `t.${column}`).join(', ')
      const found = [...same(key, 't', cell), ...where].join(' and ')
      return `select ${also}${versions} from ${[`${name} t`, ...from].join(', ')} where ${found} order by ${order} for no key update of t`
    },
  }))
}

/** Inserts first, then changes, then removals; rows of one shape together. */
function grouped({ rows }: Merged): readonly Fragment[] {
  const groups = new Map<Shape, Cells[]>()
  const put = (shape: Shape, row: Cells): void => {
    const group = groups.get(shape)
    if (group === undefined) groups.set(shape, [row])
    else group.push(row)
  }
  for (const write of rows) if (write.kind === 'insert') put(insertShape(write.table, write.row), snakeCells(write.row))
  for (const write of rows) {
    if (write.kind !== 'change') continue
    put(changeShape(write.table, write.set, write.add), {
      ...snakeCells(write.key),
      ...snakeCells(write.set, write.add),
    })
  }
  for (const write of rows) if (write.kind === 'remove') put(removeShape(write.table), snakeCells(write.key))
  return [...groups].map(([shape, group]) => ({ shape, rows: group }))
}

function insertShape({ name }: TableSpec, row: Cells): Shape {
  const columns = Object.keys(row).map(snake).sort()
  return shapeOf(`insert ${name}(${columns.join()})`, () => ({
    table: name,
    columns,
    text: (place) => insertText(name, columns, columns.map(place.cell), place),
  }))
}

function insertText(
  name: string,
  target: readonly string[],
  values: readonly string[],
  { from, where, order }: Place,
): string {
  const source = from.length === 0 ? '' : ` from ${from.join(', ')}`
  const found = where.length === 0 ? '' : ` where ${where.join(' and ')}`
  const ordered = order === undefined ? '' : ` order by ${order}`
  return `insert into ${name} (${target.join(', ')}) select ${values.join(', ')}${source}${found}${ordered} returning 1`
}

function changeShape({ name, key, versioned }: TableSpec, set: Cells, add: Cells): Shape {
  const [setNames, addNames] = [Object.keys(set).map(snake).sort(), Object.keys(add).map(snake).sort()]
  return shapeOf(`change ${name}(${setNames.join()};${addNames.join()})`, () => ({
    table: name,
    columns: [...key, ...setNames, ...addNames],
    ...(versioned || setNames.length > 0 ? {} : { sums: addNames }),
    changes: true,
    text: (place, also = '1') => {
      const set = [
        ...setNames.map((column) => `${column} = ${place.cell(column)}`),
        ...addNames.map((column) => `${column} = t.${column} + ${place.cell(column)}`),
        ...(versioned ? ['version = t.version + 1'] : []),
      ]
      return updateText(name, key, place, set, also)
    },
  }))
}

function updateText(
  name: string,
  key: readonly string[],
  { cell, from, where }: Place,
  set: readonly string[],
  returned = '1',
): string {
  const source = from.length === 0 ? '' : ` from ${from.join(', ')}`
  const found = [...same(key, 't', cell), ...where].join(' and ')
  return `update ${name} t set ${set.join(', ')}${source} where ${found} returning ${returned}`
}

function removeShape({ name, key }: TableSpec): Shape {
  return shapeOf(`remove ${name}`, () => ({
    table: name,
    columns: key,
    changes: true,
    text: ({ cell, from, where }) => {
      const source = from.length === 0 ? '' : ` using ${from.join(', ')}`
      return `delete from ${name} t${source} where ${[...same(key, 't', cell), ...where].join(' and ')} returning 1`
    },
  }))
}

function linkFragments(links: readonly Link[]): readonly Fragment[] {
  const logs = new Map<LogSpec, Link[]>()
  for (const link of links) logs.set(link.log, [...(logs.get(link.log) ?? []), link])
  return [...logs].flatMap(([log, own]) => [
    { shape: headShape(log), rows: own.map(headRow) },
    { shape: entriesShape(log), rows: own.flatMap(entryRows) },
  ])
}

/**
 * The owner row is read where it is written, so that a link goes behind whatever was appended meanwhile. What travels
 * uses the tables' own columns: in a row for the head `entry_count`, `balance` and `head` are how many entries, their
 * sum and the text of the link; in a row for the log `number` and `balance` count from the beginning of the link.
 */
function headShape({ head: { name, key } }: LogSpec): Shape {
  return shapeOf(`head ${name}`, () => ({
    table: name,
    columns: [...key, 'entry_count', 'balance', 'head'],
    changes: true,
    text: (place) => {
      const [count, sum, text] = ['entry_count', 'balance', 'head'].map(place.cell)
      const hash = `encode(sha256(convert_to(t.head || E'\\n' || ${text}::text, 'UTF8')), 'hex')`
      const moved = [`entry_count = t.entry_count + ${count}`, `balance = t.balance + ${sum}`, `head = ${hash}`]
      const before = `t.entry_count - ${count} as count_before, t.balance - ${sum} as balance_before, t.head`
      return updateText(name, key, place, moved, `${key.map((c) => `t.${c}`).join(', ')}, ${before}`)
    },
  }))
}

function entriesShape({ table: { name }, head: { key }, columns }: LogSpec): Shape {
  return shapeOf(`entries ${name}`, () => ({
    table: name,
    columns: [...key, 'number', 'amount', 'balance', ...columns],
    text: (place) => {
      const { cell } = place
      const numbers = [`h.count_before + ${cell('number')}`, cell('amount'), `h.balance_before + ${cell('balance')}`]
      const values = [...key.map((c) => `h.${c}`), ...numbers, 'h.head', ...columns.map(cell)]
      return insertText(name, [...key, 'number', 'amount', 'balance', 'hash', ...columns], values, {
        ...place,
        where: [...same(key, 'h', cell), ...place.where],
      })
    },
    joined: true,
  }))
}

function headRow(link: Link): Cells {
  const balance = link.entries.reduce((sum, { amount }) => sum + amount, 0)
  return { ...snakeCells(link.key), entry_count: link.entries.length, balance, head: textOf(link) }
}

function entryRows({ key, entries }: Link): readonly Cells[] {
  let balance = 0
  return entries.map(({ amount, row }, index) => {
    balance += amount
    return { ...snakeCells(key, row), number: index + 1, amount, balance }
  })
}

function same(key: readonly string[], table: string, cell: Place['cell']): readonly string[] {
  return key.map((column) => `${table}.${column} = ${cell(column)}`)
}

function snakeCells(...parts: readonly Cells[]): Cells {
  const cells: Record<string, Value> = {}
  for (const part of parts) for (const name in part) cells[snake(name)] = part[name] as Value
  return cells
}
