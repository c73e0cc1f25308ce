import type { Commit, CommitOutcome } from './commit.ts'
import { claimOf, composedStatement, kindOf, togetherStatement } from './composed.ts'
import { CONFLICT_SQLSTATE, codeOf, type Database, type Row, type Sql, type Statement } from './database.ts'
import { openLane } from './lane.ts'
import { openTurns, type Turns } from './turns.ts'

/** How the commands of one process share one database: reads and commits that meet go as one statement. */
export type Traffic = {
  readonly reads: Sql
  readonly commit: (commit: Commit) => Promise<CommitOutcome>
  readonly inTurn: Turns
}

const FLIGHT_COUNT = 2
const HOLD_MS = 50
const MOST_READS = 16
const MOST_COMMITS = 32

export function openTraffic(database: Database): Traffic {
  const shared = { flightCount: FLIGHT_COUNT, holdMs: HOLD_MS }
  const read = openLane<Statement, readonly Row[]>({
    ...shared,
    kindOf: ({ text }) => text,
    choose: wholeBatch,
    send: (statements) => readTogether(database, statements),
    batchCount: MOST_READS,
  })
  const commit = openLane<Commit, CommitOutcome>({
    ...shared,
    kindOf,
    choose: compatible,
    send: (commits) => commitTogether(database, commits),
    batchCount: MOST_COMMITS,
  })
  const execute = async <R extends Row>(statement: Statement) => (await read(statement)) as readonly R[]
  return { reads: { execute }, commit, inTurn: openTurns() }
}

/** The largest power of two of them, so that there are few texts. */
function wholeBatch<T>(items: readonly T[]): readonly T[] {
  return items.slice(0, 2 ** Math.floor(Math.log2(items.length)))
}

/** Statements of one text as one: each becomes a column that holds its rows. */
async function readTogether(database: Sql, statements: readonly Statement[]): Promise<readonly (readonly Row[])[]> {
  const [first] = statements
  if (first === undefined || statements.length === 1) return Promise.all(statements.map(database.execute))
  const text = readText(first, statements.length)
  const [row = {}] = await database.execute({ text, values: statements.flatMap(({ values }) => values) })
  return statements.map((_, index) => row[`s${index}`] as readonly Row[])
}

const readTexts = new Map<string, string>()
const MAX_TEXTS = 5_000

function readText({ text, values }: Statement, count: number): string {
  const id = `${count} ${text}`
  const known = readTexts.get(id)
  if (known !== undefined) return known
  const columns = Array.from({ length: count }, (_, index) => {
    const own = text.replace(/\$(\d+)/g, (_place, number: string) => `$${Number(number) + index * values.length}`)
    return `(select json_agg(d) from (${own}) d) as s${index}`
  })
  const made = `select ${columns.join(',\n')}`
  if (readTexts.size < MAX_TEXTS) readTexts.set(id, made)
  return made
}

async function commitTogether(database: Database, commits: readonly Commit[]): Promise<readonly CommitOutcome[]> {
  const [first] = commits
  if (first === undefined) return []
  if (commits.length === 1) return [await commitAlone(database, first)]
  const rows = await database.execute<{ c: number; outcome: CommitOutcome }>(togetherStatement(commits))
  const outcomes = new Map(rows.map(({ c, outcome }) => [c, outcome]))
  return commits.map((_, index) => outcomes.get(index + 1) as CommitOutcome)
}

async function commitAlone(database: Database, commit: Commit): Promise<CommitOutcome> {
  try {
    const [row] = await database.execute<{ outcome: CommitOutcome }>(composedStatement(commit))
    return row?.outcome as CommitOutcome
  } catch (error) {
    if (codeOf(error) === CONFLICT_SQLSTATE) return 'moved'
    throw error
  }
}

/**
 * The first and those that go with it: none touches a row another one touches or relies on. So any order among them
 * gives the same, and a decision rests on nothing that moves in the same statement. Counters without a version that are
 * only added to stay the same in any order, so many may add to one: that is what makes a hot row fast.
 */
function compatible(commits: readonly Commit[]): readonly Commit[] {
  const [touched, relied, shared] = [new Set<string>(), new Set<string>(), new Set<string>()]
  return commits.filter((commit) => {
    const { plan } = commit
    const own = [claimOf(commit), ...plan.touched]
    const clash =
      own.some((row) => touched.has(row) || relied.has(row) || shared.has(row)) ||
      [...plan.relied, ...plan.shared].some((row) => touched.has(row))
    if (clash) return false
    for (const row of own) touched.add(row)
    for (const row of plan.relied) relied.add(row)
    for (const row of plan.shared) shared.add(row)
    return true
  })
}
