import type { Guard } from './read.ts'
import { camel, snake, type TableSpec, type Value } from './tables.ts'
import { keyOf, mergeWrites, type Write } from './write.ts'

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

/** What a commit locks and what it writes, both in one fixed order. */
export type Plan = { readonly locks: readonly Fragment[]; readonly writes: readonly Fragment[] }

type Cells = Readonly<Record<string, Value>>

/** Turns guards and writes into fragments: rows are locked by table name and key, each table once. */
export function planOf(guards: readonly Guard[], writes: readonly Write[], brandId: string): Plan {
  const merged = mergeWrites(writes)
  return {
    locks: lockFragments(guards, merged, brandId),
    writes: [...insertFragments(merged), ...changeFragments(merged), ...removeFragments(merged)],
  }
}

function lockFragments(guards: readonly Guard[], writes: readonly Write[], brandId: string): readonly Fragment[] {
  const tables = new Map<string, { spec: TableSpec; rows: Map<string, Cells> }>()
  const put = (spec: TableSpec, key: readonly Value[], version: number | null): void => {
    const entry = tables.get(spec.name) ?? { spec, rows: new Map<string, Cells>() }
    tables.set(spec.name, entry)
    const cells = Object.fromEntries(spec.key.map((column, index) => [column, key[index] as Value]))
    const id = JSON.stringify(key)
    entry.rows.set(id, version === null ? (entry.rows.get(id) ?? cells) : { ...cells, version })
  }
  for (const write of writes) if (write.kind !== 'insert') put(write.table, keyOf(write), null)
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

function insertFragments(writes: readonly Write[]): readonly Fragment[] {
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

function changeFragments(writes: readonly Write[]): readonly Fragment[] {
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

function removeFragments(writes: readonly Write[]): readonly Fragment[] {
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
