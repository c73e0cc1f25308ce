import { type Commit, claimValues, REQUEST_COLUMNS, type Receipt, rowsOf, sizeOf, valuesOf } from './commit.ts'
import type { SqlParameter, Statement } from './database.ts'
import type { Fragment, Place } from './fragments.ts'
import { requestsSpec } from './journal.ts'
import { openMemory } from './memory.ts'
import { rowId } from './write.ts'

/**
 * Commits as one statement of data-modifying CTEs: a chain of locks, so that rows are locked in order and found
 * unmoved; the claim of the key; the writes, which select from the claim; and a last SELECT that names every part.
 * Texts are the same for all commits of a kind, so that the database plans them once.
 */

const MAX_TEXTS = 5_000
const remember = openMemory<string>(MAX_TEXTS)

/** Parameters before those of the fragments. */
const CLAIM_VALUES = 8
/** A statement for several commits expects at least this many rows. */
const LEAST_SIZE = 16

/** What makes two commits one kind: their statements differ in rows only. */
export function kindOf({ plan }: Commit): string {
  return `${plan.locks.map(({ shape }) => shape.id).join()};${plan.writes.map(({ shape }) => shape.id).join()}`
}

/** The row a commit's key is claimed by. */
export function claimOf({ receipt: { brandId, principal, endpoint, key } }: Commit): string {
  return rowId(requestsSpec, [brandId, principal, endpoint, key])
}

/**
 * One commit as one statement. It gives its outcome, or fails with `SY001` when what was written must be taken back:
 * `moved` then says that something has moved or that the key was answered meanwhile.
 */
export function composedStatement(commit: Commit): Statement {
  const { locks, writes } = commit.plan
  const parts = partsOf(locks, writes)
  const all = [...locks, ...writes]
  const text = remember(`${kindOf(commit)}*${all.map(({ rows }) => sizeOf(rows.length)).join()}`, () =>
    composedText(parts),
  )
  const counts = [sum(writes.map(({ rows }) => rows.length)), ...parts.map(({ fragment: { rows } }) => rows.length)]
  return { text, values: [...claimValues(commit.receipt), counts, ...parts.flatMap(partValues)] }
}

/** A piece of a statement for one commit. */
type Part = {
  readonly fragment: Fragment
  /** The lock in whose place a change stands: it holds the row by changing it. */
  readonly lock?: Fragment
  readonly kind: 'lock' | 'change' | 'write'
  /** The move of the head whose entries these are. */
  readonly head?: Fragment | undefined
}

/** Locks come first, that of one row as the change of it when there is one: so it is looked up and marked once. */
function partsOf(locks: readonly Fragment[], writes: readonly Fragment[]): readonly Part[] {
  const held = locks.map((lock): Part => {
    const change = lock.rows.length === 1 ? changeIn(lock.shape.table, writes) : undefined
    return change === undefined ? { kind: 'lock', fragment: lock } : { kind: 'change', fragment: change, lock }
  })
  const changed = new Set(held.map(({ fragment }) => fragment))
  const written = writes.map(
    (fragment, at): Part => ({
      ...{ kind: 'write', fragment },
      head: fragment.shape.joined === true ? writes[at - 1] : undefined,
    }),
  )
  return [...held, ...written.filter(({ fragment }) => !changed.has(fragment))]
}

/** What is done to the only row of a table that is locked. */
function changeIn(table: string, writes: readonly Fragment[]): Fragment | undefined {
  return writes.find(({ shape }) => shape.table === table && shape.changes === true)
}

function isVersioned({ shape: { columns } }: Fragment): boolean {
  return columns.includes('version')
}

function partValues({ fragment, lock }: Part): readonly SqlParameter[] {
  const version = lock !== undefined && isVersioned(lock) ? [(lock.rows[0]?.version ?? null) as number | null] : []
  return [...valuesOf(fragment), ...version]
}

/**
 * Each lock waits for the one before it and finds nothing unless that one found what it should, and the claim waits for
 * the last of them. So nothing is written behind what has moved, and one count tells whether all was.
 */
function composedText(parts: readonly Part[]): string {
  const names = new Map(parts.map(({ fragment }, at) => [fragment, `p${at}`]))
  const [holding, writing] = [
    parts.filter(({ kind }) => kind !== 'write'),
    parts.filter(({ kind }) => kind === 'write'),
  ]
  let next = CLAIM_VALUES + 2
  let gate: string[] = []
  const textOf = (part: Part, heads: readonly string[] = []): string => {
    const { shape, rows } = part.fragment
    const { cell, from } = rowsOf(part.fragment, next)
    next += partValues(part).length
    const lock = part.lock ?? (part.kind === 'lock' && rows.length === 1 ? part.fragment : undefined)
    const version = part.lock === undefined ? cell('version') : `$${next - 1}`
    const where = lock !== undefined && isVersioned(lock) ? [`t.version = coalesce(${version}::bigint, t.version)`] : []
    return shape.text({ cell, from: [...from, ...heads, ...gate], where })
  }
  const texts = holding.flatMap((part, at) => {
    const text = `p${at} as${part.kind === 'lock' ? ' materialized' : ''} (${textOf(part)})`
    gate = [part.fragment.rows.length === 1 ? `p${at}` : `g${at}`]
    return part.fragment.rows.length === 1 ? [text] : [text, heldText(at)]
  })
  texts.push(`claim as (insert into requests (${REQUEST_COLUMNS})
  select $1, $2, $3, $4, $5, $6, $7::jsonb, $8::bigint${gate.length === 0 ? '' : ` from ${gate.join()}`}
  on conflict do nothing returning 1)`)
  gate = ['claim']
  for (const { head, ...part } of writing) {
    texts.push(`${names.get(part.fragment)} as (${textOf(part, head === undefined ? [] : [`${names.get(head)} h`])})`)
  }
  const written = ['claim', ...parts.flatMap(({ kind, fragment }) => (kind === 'lock' ? [] : [names.get(fragment)]))]
  return `with ${texts.join(',\n')}
select case count(*) when ($${CLAIM_VALUES + 1}::int[])[1] + 1 then 'done' when 0 then 'moved' else siyu_conflict() end
  as outcome from (${written.map((name) => `select from ${name}`).join(' union all ')}) written`
}

/** Whether a lock of several rows found all of them unmoved, as one row or none. */
function heldText(at: number): string {
  const expected = `($${CLAIM_VALUES + 1}::int[])[${at + 2}]`
  return `g${at} as materialized (select from p${at} where e is null or e = v having count(*) = ${expected})`
}

/** A lock waits for the one before it. */
function before(at: number): readonly string[] {
  return at === 0 ? [] : [`(select count(*) from l${at - 1}) o`]
}

/** Entries of a log stand behind the move of their head. */
function headOf({ shape }: Fragment, at: number): string | undefined {
  return shape.joined === true ? `w${at - 1} h` : undefined
}

/**
 * Several commits of one kind as one statement: rows carry the number of their commit, and each commit is judged by
 * itself. It gives a row per commit, with its number and its outcome. The commits must touch different rows, must not
 * touch what another relies on, and must claim different keys. Rows they only add to may be the same: what those that
 * are done add is summed, because a statement changes a row once.
 */
export function togetherStatement(commits: readonly Commit[]): Statement {
  const [first] = commits
  if (first === undefined) throw new Error('no commits to write together')
  const { locks, writes } = first.plan
  const merged = [
    ...locks.map((_, at) => gather(commits, ({ plan }) => plan.locks[at] as Fragment)),
    ...writes.map((_, at) => gather(commits, ({ plan }) => plan.writes[at] as Fragment)),
  ]
  const sizes = [commits.length, ...merged.map(({ rows }) => rows.length)].map(togetherSize)
  const text = remember(`together ${kindOf(first)}*${sizes.join()}`, () => togetherText(locks, writes, sizes))
  const counts = (of: 'locks' | 'writes') => commits.map(({ plan }) => sum(plan[of].map(({ rows }) => rows.length)))
  const receipts = JSON.stringify(commits.map(({ receipt }) => requestRow(receipt)))
  const values = merged.flatMap(({ rows, numbers }) => [JSON.stringify(rows), numbers])
  return { text, values: [receipts, counts('locks'), counts('writes'), ...values] }
}

function togetherSize(count: number): number {
  return Math.max(LEAST_SIZE, sizeOf(count))
}

/** The rows of one place in several commits, with the number of the commit of each. */
function gather(commits: readonly Commit[], of: (commit: Commit) => Fragment) {
  const fragments = commits.map(of)
  const numbers = fragments.flatMap(({ rows }, index) => rows.map(() => index + 1))
  return { rows: fragments.flatMap(({ rows }) => rows), numbers }
}

function requestRow(receipt: Receipt): object {
  const { brandId, principal, endpoint, key, inputHash, status, reply, at } = receipt
  return { brand_id: brandId, principal, endpoint, key, input_hash: inputHash, status, reply, at }
}

function togetherText(locks: readonly Fragment[], writes: readonly Fragment[], sizes: readonly number[]): string {
  const place = ({ shape: { table } }: Fragment, at: number, rest: Omit<Place, 'cell'>): Place => {
    const rows = `jsonb_populate_recordset(null::${table}, $${4 + 2 * at}::jsonb), unnest($${5 + 2 * at}::int[])`
    const source = `(select * from rows from (${rows}) with ordinality limit ${sizes[at + 1]}) r`
    return { ...rest, cell: (column) => `r.${column}`, from: [source, ...rest.from] }
  }
  const key = requestsSpec.key.join(', ')
  const parts = [
    `src as materialized (select s.ordinality as c, s.* from jsonb_populate_recordset(null::requests, $1::jsonb) with ordinality s
  where $2::int[] is not null and $3::int[] is not null limit ${sizes[0]})`,
    ...locks.map((lock, at) => {
      const text = lock.shape.text(place(lock, at, { from: before(at), where: [] }), 'r.unnest as c, ')
      return `l${at} as materialized (${text})`
    }),
    readyText(locks),
    `claim as (insert into requests (${REQUEST_COLUMNS}) select ${REQUEST_COLUMNS} from ready order by ${key}
  on conflict do nothing returning ${key})`,
    `ok as materialized (select s.c from ready s join claim using (${key}))`,
    ...writes.map((write, at) => {
      const head = headOf(write, at)
      const gate = head === undefined ? READY : { from: [head], where: [] }
      const own = place(write, locks.length + at, gate)
      const { sums } = write.shape
      const text = sums === undefined ? write.shape.text(own) : write.shape.text(summed(write, own, sums), 'r.n')
      return `w${at} as (${text})`
    }),
  ]
  const written = writes
    .map(({ shape }, at) => `(select ${shape.sums === undefined ? 'count(*)' : 'coalesce(sum(n), 0)'} from w${at})`)
    .join(' + ')
  const done = `${written} = (select coalesce(sum(($3::int[])[c]), 0) from ok)`
  const outcome = [
    `when ok.c is not null then ${writes.length === 0 ? `'done'` : `case when ${done} then 'done' else siyu_conflict() end`}`,
    `when ready.c is not null then 'taken' else 'moved'`,
  ]
  return `with ${parts.join(',\n')}
select src.c, case ${outcome.join(' ')} end as outcome
  from src left join ready on ready.c = src.c left join ok on ok.c = src.c`
}

/** What commits that are done add to the same row as one row, with how many they were as `n`. */
function summed({ shape: { columns } }: Fragment, { cell, from, where }: Place, sums: readonly string[]): Place {
  const key = columns.filter((column) => !sums.includes(column)).map(cell)
  const added = sums.map((column) => `sum(${cell(column)}) as ${column}`)
  const text = `select ${[...key, ...added, 'count(*) as n'].join(', ')} from ${from.join(', ')}
  where ${where.join(' and ')} group by ${key.join(', ')}`
  return { cell, from: [`(${text}) r`], where: [] }
}

/** The commits whose rows are all there, and unmoved. */
function readyText(locks: readonly Fragment[]): string {
  if (locks.length === 0) return 'ready as materialized (select * from src)'
  const held = locks.map((_, at) => `select c from l${at} where e is null or e = v`).join(' union all ')
  return `held as materialized (select c, count(*) as n from (${held}) h group by c),
ready as materialized (select s.* from src s left join held on held.c = s.c
  where coalesce(held.n, 0) = ($2::int[])[s.c])`
}

/** Rows of commits that are ready and have their key. Events must come in order, which a join does not keep. */
const READY: Omit<Place, 'cell'> = { from: ['ok'], where: ['ok.c = r.unnest'], order: 'r.ordinality' }

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}
