import type { Database, Sql, SqlParameter, Statement } from './database.ts'
import { type Fragment, type LinkFragment, type Plan, planOf } from './fragments.ts'
import type { Guard } from './read.ts'
import type { Write } from './write.ts'

/** What the first answer to a key was: kept with the key, given again to every retry. */
export type Receipt = {
  readonly brandId: string
  readonly principal: string
  readonly endpoint: string
  readonly key: string
  readonly inputHash: string
  readonly status: 'done' | 'refused'
  readonly reply: unknown
  readonly at: number
}

/** A decision ready to be committed. */
export type Commit = { readonly receipt: Receipt; readonly guards: readonly Guard[]; readonly writes: readonly Write[] }

/** `taken`: the key was answered meanwhile, nothing was written. Everything else that is not `done` is thrown. */
export type CommitOutcome = 'done' | 'taken'

/** `transaction` locks, checks and writes statement by statement: the reference. `composed` is one statement: the fast one. */
export type CommitForm = 'transaction' | 'composed'

const CLAIM = `insert into requests (brand_id, principal, endpoint, key, input_hash, status, reply, at)
  values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8) on conflict do nothing returning 1`

/** A row a decision relied on has moved, or a row it meant to change is not there. Nothing was written. */
export class ConflictError extends Error {
  override readonly name = 'ConflictError' as const
  readonly code = 'SY001'
}

/** Claims the key, checks the versions and writes everything, or nothing at all. */
export async function commit(database: Database, form: CommitForm, work: Commit): Promise<CommitOutcome> {
  const plan = planOf(work.guards, work.writes, work.receipt.brandId)
  if (form === 'transaction') return database.transaction((sql) => commitSteps(sql, work.receipt, plan))
  const [row] = await database.execute(composedStatement(work.receipt, plan))
  return row?.outcome as CommitOutcome
}

async function commitSteps(sql: Sql, receipt: Receipt, plan: Plan): Promise<CommitOutcome> {
  const claimed = await sql.execute({ text: CLAIM, values: claimValues(receipt) })
  if (claimed.length === 0) return 'taken'
  for (const lock of plan.locks) {
    const rows = await sql.execute<{ v: number | null; e: number | null }>(single(lock))
    const held = rows.filter(({ v, e }) => e === null || e === v)
    if (held.length !== lock.expected) throw new ConflictError('a version has moved')
  }
  if (!(await writePlan(sql, plan))) throw new ConflictError('a row is not there')
  return 'done'
}

/** Writes step by step, without locks; false when a row is not there. */
export async function writePlan(sql: Sql, { writes, links }: Plan): Promise<boolean> {
  for (const write of writes) if ((await sql.execute(single(write))).length !== write.expected) return false
  for (const link of links) if ((await sql.execute(singleLink(link))).length !== link.entries.expected) return false
  return true
}

/** A piece of a commit as a statement of its own. */
function single(fragment: Fragment): Statement {
  return { text: fragment.text('').replace('$$', '$1'), values: [fragment.json] }
}

function singleLink({ head, entries }: LinkFragment): Statement {
  const text = `with h as (${head.text('').replace('$$', '$1')}) ${entries.text('h').replace('$$', '$2')}`
  return { text, values: [head.json, entries.json] }
}

/**
 * The whole commit as one statement of data-modifying CTEs. The claim comes first and everything else selects from it;
 * locks form a chain so that they are taken in order; the last SELECT names every part and fails when a count is off.
 */
export function composedStatement(receipt: Receipt, plan: Plan): Statement {
  const values: SqlParameter[] = [...claimValues(receipt)]
  const numbered = (text: string, json: string): string => {
    values.push(json)
    return text.replace('$$', `$${values.length}`)
  }
  const parts = [`claim as (${CLAIM})`]
  plan.locks.forEach((lock, index) => {
    const gate =
      index === 0 ? ' cross join claim' : ` cross join claim cross join (select count(*) from l${index - 1}) o`
    parts.push(`l${index} as materialized (${numbered(lock.text(gate), lock.json)})`)
  })
  const held = plan.locks.map(
    (lock, index) => `(select count(*) from l${index} where e is null or e = v) = ${lock.expected}`,
  )
  parts.push(`guard as materialized (select 1 from claim${held.length === 0 ? '' : ` where ${held.join(' and ')}`})`)
  plan.writes.forEach((write, index) => {
    parts.push(`w${index} as (${numbered(write.text(', guard'), write.json)})`)
  })
  plan.links.forEach(({ head, entries }, index) => {
    parts.push(`h${index} as (${numbered(head.text(', guard'), head.json)})`)
    parts.push(`e${index} as (${numbered(entries.text(`h${index}`), entries.json)})`)
  })
  const counts = plan.writes.map((write, index) => `(select count(*) from w${index}) = ${write.expected}`)
  const entered = plan.links.map(({ entries }, index) => `(select count(*) from e${index}) = ${entries.expected}`)
  const done = ['(select count(*) from guard) = 1', ...counts, ...entered].join(' and ')
  const outcome = `case when (select count(*) from claim) = 0 then 'taken' when ${done} then 'done' else siyu_conflict() end`
  return { text: `with ${parts.join(',\n')}\nselect ${outcome} as outcome`, values }
}

function claimValues(receipt: Receipt): readonly SqlParameter[] {
  const { brandId, principal, endpoint, key, inputHash, status, reply, at } = receipt
  return [brandId, principal, endpoint, key, inputHash, status, JSON.stringify(reply ?? null), at]
}
