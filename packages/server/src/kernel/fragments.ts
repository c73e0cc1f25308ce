import { type Link, type LogSpec, textOf } from './log.ts'
import type { Guard } from './read.ts'
import { camel, snake, type TableSpec, type Value } from './tables.ts'
import { keyIn, keyOf, type Merged, mergeWrites, type Write } from './write.ts'

/**
 * A piece of a commit as text with one JSON parameter, written `$$` until it has a number. `gate` is put after the
 * source of rows: empty in a transaction, `, guard` in the composed statement.
 */
export type Fragment = {
  readonly text: (gate: string) => string
  readonly json: string
  /** How many rows it must touch. */
  readonly expected: number
}

/** The links of one log as two pieces: `head` moves the owner rows, `entries` takes from it where each entry goes. */
export type LinkFragment = {
  readonly head: Fragment
  /** Text with one JSON parameter; `head` is the name the first piece has by then. */
  readonly entries: { readonly text: (head: string) => string; readonly json: string; readonly expected: number }
}

/** What a commit locks and what it writes, all in one fixed order. */
export type Plan = {
  readonly locks: readonly Fragment[]
  readonly writes: readonly Fragment[]
  readonly links: readonly LinkFragment[]
}

type Cells = Readonly<Record<string, Value>>

/** Turns guards and writes into fragments: rows are locked by table name and key, each table once. */
export function planOf(guards: readonly Guard[], writes: readonly Write[], brandId: string): Plan {
  const merged = mergeWrites(writes)
  return {
    locks: lockFragments(guards, merged, brandId),
    writes: [...insertFragments(merged.rows), ...changeFragments(merged.rows), ...removeFragments(merged.rows)],
    links: linkFragments(merged.links),
  }
}

function lockFragments(guards: readonly Guard[], { rows, links }: Merged, brandId: string): readonly Fragment[] {
  const tables = new Map<string, { spec: TableSpec; rows: Map<string, Cells> }>()
  const put = (spec: TableSpec, key: readonly Value[], version: number | null): void => {
    const entry = tables.get(spec.name) ?? { spec, rows: new Map<string, Cells>() }
    tables.set(spec.name, entry)
    const cells = Object.fromEntries(spec.key.map((column, index) => [column, key[index] as Value]))
    const id = JSON.stringify(key)
    entry.rows.set(id, version === null ? (entry.rows.get(id) ?? cells) : { ...cells, version })
  }
  for (const write of rows) if (write.kind !== 'insert') put(write.table, keyOf(write), null)
  for (const { log, key } of links) put(log.head, keyIn(log.head, key), null)
  for (const { table, row } of guards) put(table, guardKey(table, row, brandId), row.version as number)
  return [...tables.values()]
    .sort((left, right) => (left.spec.name < right.spec.name ? -1 : 1))
    .map(({ spec, rows }) => lockFragment(spec, [...rows.values()]))
}

function guardKey(table: TableSpec, row: Readonly<Record<string, unknown>>, brandId: string): readonly Value[] {
  return table.key.map((column) => {
    const name = camel(column)
    const value = name === 'brandId' ? brandId : row[name]
    if (value === undefined) throw new Error(`a guard on ${table.name} lacks its key column ${column}`)
    return value as Value
  })
}

function lockFragment(spec: TableSpec, rows: readonly Cells[]): Fragment {
  const on = spec.key.map((column) => `t.${column} = k.${column}`).join(' and ')
  const versions = spec.versioned ? 't.version as v, k.version as e' : 'null::bigint as v, null::bigint as e'
  const source = `${rowsOf(spec, rows)} k join ${spec.name} t on ${on}`
  const order = spec.key.map((column) => `t.${column}`).join(', ')
  return {
    text: (gate) => `select ${versions} from ${source}${gate} order by ${order} for no key update of t`,
    json: JSON.stringify(rows),
    expected: rows.length,
  }
}

function insertFragments(writes: Merged['rows']): readonly Fragment[] {
  const groups = new Map<string, { spec: TableSpec; columns: readonly string[]; rows: Cells[] }>()
  for (const write of writes) {
    if (write.kind !== 'insert') continue
    const row = snakeCells(write.row)
    const columns = Object.keys(row).sort()
    const id = `${write.table.name}(${columns.join()})`
    const group = groups.get(id) ?? { spec: write.table, columns, rows: [] }
    groups.set(id, group)
    group.rows.push(row)
  }
  return [...groups.values()].map(({ spec, columns, rows }) => {
    const target = `insert into ${spec.name} (${columns.join(', ')})`
    const source = `select ${columns.map((c) => `r.${c}`).join(', ')} from ${rowsOf(spec, rows)} r`
    return {
      text: (gate) => `${target} ${source}${gate} returning 1`,
      json: JSON.stringify(rows),
      expected: rows.length,
    }
  })
}

function changeFragments(writes: Merged['rows']): readonly Fragment[] {
  const groups = new Map<string, { spec: TableSpec; set: readonly string[]; add: readonly string[]; rows: Cells[] }>()
  for (const write of writes) {
    if (write.kind !== 'change') continue
    const [set, add] = [Object.keys(write.set).map(snake).sort(), Object.keys(write.add).map(snake).sort()]
    const id = `${write.table.name}(${set.join()};${add.join()})`
    const group = groups.get(id) ?? { spec: write.table, set, add, rows: [] }
    groups.set(id, group)
    group.rows.push(snakeCells({ ...write.key, ...write.set, ...write.add }))
  }
  return [...groups.values()].map(changeFragment)
}

function changeFragment(group: {
  spec: TableSpec
  set: readonly string[]
  add: readonly string[]
  rows: Cells[]
}): Fragment {
  const { spec, set, add, rows } = group
  const columns = [
    ...set.map((column) => `${column} = r.${column}`),
    ...add.map((column) => `${column} = t.${column} + r.${column}`),
    ...(spec.versioned ? ['version = t.version + 1'] : []),
  ]
  const on = spec.key.map((column) => `t.${column} = r.${column}`).join(' and ')
  const source = `${rowsOf(spec, rows)} r`
  return {
    text: (gate) => `update ${spec.name} t set ${columns.join(', ')} from ${source}${gate} where ${on} returning 1`,
    json: JSON.stringify(rows),
    expected: rows.length,
  }
}

function linkFragments(links: readonly Link[]): readonly LinkFragment[] {
  const logs = new Map<string, { log: LogSpec; links: Link[] }>()
  for (const link of links) {
    const group = logs.get(link.log.table.name) ?? { log: link.log, links: [] }
    logs.set(link.log.table.name, group)
    group.links.push(link)
  }
  return [...logs.values()].map((group) => linkFragment(group.log, group.links))
}

/**
 * The owner row is read where it is written, so that a link goes behind whatever was appended meanwhile. What travels
 * uses the tables' own columns: in a row for the head `entry_count`, `balance` and `head` are how many entries, their
 * sum and the text of the link; in a row for the log `number` and `balance` count from the beginning of the link.
 */
function linkFragment({ table, head, columns }: LogSpec, links: readonly Link[]): LinkFragment {
  const key = head.key
  const same = (left: string, right: string): string => key.map((c) => `${left}.${c} = ${right}.${c}`).join(' and ')
  const hash = `encode(sha256(convert_to(t.head || E'\\n' || r.head, 'UTF8')), 'hex')`
  const moved = `entry_count = t.entry_count + r.entry_count, balance = t.balance + r.balance, head = ${hash}`
  const before = 't.entry_count - r.entry_count as count_before, t.balance - r.balance as balance_before, t.head'
  const returned = `${key.map((c) => `t.${c}`).join(', ')}, ${before}`
  const heads = links.map(headRow)
  const entries = links.flatMap(entryRows)
  const target = `insert into ${table.name} (${[...key, 'number', 'amount', 'balance', 'hash', ...columns].join(', ')})`
  const from = `${key.map((c) => `h.${c}`).join(', ')}, h.count_before + r.number, r.amount, h.balance_before + r.balance`
  const own = ['h.head', ...columns.map((c) => `r.${c}`)].join(', ')
  return {
    head: {
      text: (gate) =>
        `update ${head.name} t set ${moved} from ${rowsOf(head, heads)} r${gate} where ${same('t', 'r')} returning ${returned}`,
      json: JSON.stringify(heads),
      expected: heads.length,
    },
    entries: {
      text: (name) =>
        `${target} select ${from}, ${own} from ${rowsOf(table, entries)} r join ${name} h on ${same('h', 'r')} returning 1`,
      json: JSON.stringify(entries),
      expected: entries.length,
    },
  }
}

function headRow(link: Link): Cells {
  const balance = link.entries.reduce((sum, { amount }) => sum + amount, 0)
  return { ...snakeCells(link.key), entry_count: link.entries.length, balance, head: textOf(link) }
}

function entryRows({ key, entries }: Link): readonly Cells[] {
  let balance = 0
  return entries.map(({ amount, row }, index) => {
    balance += amount
    return { ...snakeCells(key), ...snakeCells(row), number: index + 1, amount, balance }
  })
}

function removeFragments(writes: Merged['rows']): readonly Fragment[] {
  const groups = new Map<string, { spec: TableSpec; rows: Cells[] }>()
  for (const write of writes) {
    if (write.kind !== 'remove') continue
    const group = groups.get(write.table.name) ?? { spec: write.table, rows: [] }
    groups.set(write.table.name, group)
    group.rows.push(snakeCells(write.key))
  }
  return [...groups.values()].map(({ spec, rows }) => {
    const on = spec.key.map((column) => `t.${column} = r.${column}`).join(' and ')
    return {
      text: (gate) => `delete from ${spec.name} t using ${rowsOf(spec, rows)} r${gate} where ${on} returning 1`,
      json: JSON.stringify(rows),
      expected: rows.length,
    }
  })
}

/** The rows of the parameter. Without the limit the planner expects a hundred and reads whole tables for one. */
function rowsOf(spec: TableSpec, rows: readonly Cells[]): string {
  return `(select * from jsonb_populate_recordset(null::${spec.name}, $$::jsonb) limit ${rows.length})`
}

function snakeCells(cells: Cells): Cells {
  return Object.fromEntries(Object.entries(cells).map(([name, value]) => [snake(name), value]))
}
