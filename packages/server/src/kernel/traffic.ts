import type { Commit, CommitOutcome } from './commit.ts'
import { claimOf, composedStatement, kindOf, togetherStatement } from './composed.ts'
import { CONFLICT_SQLSTATE, codeOf, type Database, type Row, type Sql, type Statement } from './database.ts'
import { openLane } from './lane.ts'
import { type BrandRead, MOST_READS, readKindOf, readTogether } from './read-together.ts'
import { openTurns, type Place, type Turns } from './turns.ts'

/** How the commands of one process share one database: reads and commits that meet go as one statement. */
export type Traffic = {
  /** Reads of one brand. */
  readonly reads: (brandId: string) => Sql
  /** With whoever is behind in the line, the commit reads for them on its way. */
  readonly commit: (commit: Commit, behind?: Place) => Promise<CommitOutcome>
  readonly inTurn: Turns
}

const FLIGHT_COUNT = 2
const HOLD_MS = 50
/** Fewer than these go by one way, though another one is free. */
const LEAST_PARTED = 8
const MOST_COMMITS = 32

export function openTraffic(database: Database): Traffic {
  const shared = { flightCount: FLIGHT_COUNT, holdMs: HOLD_MS, leastCount: LEAST_PARTED }
  const read = openLane<BrandRead, readonly Row[]>({
    ...shared,
    kindOf: readKindOf,
    send: (reads) => readTogether(database, reads),
    batchCount: MOST_READS,
  })
  const commits = openLane<Going, CommitOutcome>({
    ...shared,
    kindOf: ({ commit }) => kindOf(commit),
    choose: compatible,
    send: (going) => send(database, going),
    batchCount: MOST_COMMITS,
  })
  const reads = (brandId: string): Sql => ({
    execute: async <R extends Row>(statement: Statement) => (await read({ brandId, statement })) as readonly R[],
  })
  return { reads, commit: (commit, behind) => commits({ commit, behind }), inTurn: openTurns() }
}

/** A commit on its way. */
type Going = { readonly commit: Commit; readonly behind: Place | undefined }

/**
 * Whoever waits behind a commit reads right behind it, on the same connection: so their rows are there when the turn is
 * theirs, and a line moves without a way back and forth between a commit and the next read.
 */
async function send(database: Database, going: readonly Going[]): Promise<readonly CommitOutcome[]> {
  const commits = going.map(({ commit }) => commit)
  const places = going.flatMap(({ behind }) => behind ?? [])
  if (places.length === 0) return commitTogether(database, commits)
  return database.inLine((sql) => {
    const outcomes = commitTogether(sql, commits)
    const kinds = new Set(places.map(({ read }) => readKindOf(read)))
    for (const kind of kinds) {
      const alike = places.filter(({ read }) => readKindOf(read) === kind)
      for (let at = 0; at < alike.length; at += MOST_READS) readFor(sql, alike.slice(at, at + MOST_READS))
    }
    return outcomes
  })
}

function readFor(sql: Sql, places: readonly Place[]): void {
  const found = readTogether(
    sql,
    places.map(({ read }) => read),
  )
  // Whoever finds nothing reads again, and has the error itself.
  places.forEach(({ hand }, at) => {
    hand(
      found.then(
        (rows) => rows[at],
        () => undefined,
      ),
    )
  })
}

async function commitTogether(database: Sql, commits: readonly Commit[]): Promise<readonly CommitOutcome[]> {
  const [first] = commits
  if (first === undefined) return []
  if (commits.length === 1) return [await commitAlone(database, first)]
  const rows = await database.execute<{ c: number; outcome: CommitOutcome }>(togetherStatement(commits))
  const outcomes = new Map(rows.map(({ c, outcome }) => [c, outcome]))
  return commits.map((_, index) => outcomes.get(index + 1) as CommitOutcome)
}

async function commitAlone(database: Sql, commit: Commit): Promise<CommitOutcome> {
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
function compatible(going: readonly Going[]): readonly Going[] {
  const [touched, relied, shared] = [new Set<string>(), new Set<string>(), new Set<string>()]
  return going.filter(({ commit }) => {
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
