import { createHash } from 'node:crypto'
import { codeOf, type Database } from './database.ts'

/** One step of the schema. Once applied anywhere its text never changes; a correction is a new migration. */
export type Migration = {
  /** Number and name, such as `0001_kernel`. */
  readonly id: string
  /** SQL statements, run in one transaction: no begin, no commit, nothing concurrent. */
  readonly text: string
}

export type MigrationStep = { readonly id: string; readonly position: number; readonly count: number }

export type MigrateOptions = {
  /** Told after each migration that was applied here. */
  readonly onProgress?: ((step: MigrationStep) => void) | undefined
}

/** A migration that was applied has another text now. */
export class MigrationChangedError extends Error {
  readonly code = 'migration_changed'
  readonly id: string
  constructor(id: string) {
    super(`the migration ${id} was applied with another text: bring the old text back and add a new migration`)
    this.name = 'MigrationChangedError'
    this.id = id
  }
}

/** The database has migrations that this version does not know. */
export class MigrationUnknownError extends Error {
  readonly code = 'migration_unknown'
  readonly ids: readonly string[]
  constructor(ids: readonly string[]) {
    super(`the database is newer than this version of Siyu, which does not know its migrations ${ids.join(', ')}`)
    this.name = 'MigrationUnknownError'
    this.ids = ids
  }
}

/** Any number, the same for every version. */
const ADVISORY_LOCK = 7_495_121
/** A migration that cannot have its table by then fails instead of holding up everybody behind it. */
const TABLE_LOCK_TIMEOUT_MS = 10_000

const WAIT_FOR_TURN = `set local statement_timeout = 0;
set local lock_timeout = 0;
select pg_advisory_xact_lock(${ADVISORY_LOCK});
set local lock_timeout = ${TABLE_LOCK_TIMEOUT_MS};
`
const CREATE_TABLE = `${WAIT_FOR_TURN}
create table if not exists siyu_migrations (
  id text primary key,
  checksum text not null,
  applied_at bigint not null
);`

/**
 * Applies what is missing, in the order given, and returns the ids applied by this call.
 * Several processes may do this at once. Throws MigrationChangedError or MigrationUnknownError before changing
 * anything; when a migration fails, the ones before it stay and nothing of it does.
 */
export async function migrate(
  database: Database,
  migrations: readonly Migration[],
  options: MigrateOptions = {},
): Promise<readonly string[]> {
  assertDistinct(migrations)
  await database.script(CREATE_TABLE)
  const missing = missingOf(migrations, await loadApplied(database))
  const applied: string[] = []
  for (const [index, migration] of missing.entries()) {
    if (!(await applyOne(database, migrations, migration))) continue
    applied.push(migration.id)
    options.onProgress?.({ id: migration.id, position: index + 1, count: missing.length })
  }
  return applied
}

function assertDistinct(migrations: readonly Migration[]): void {
  const ids = migrations.map(({ id }) => id)
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index)
  if (repeated !== undefined) throw new Error(`two migrations are called ${repeated}`)
}

type Applied = ReadonlyMap<string, string>

async function loadApplied(database: Database): Promise<Applied> {
  const text = 'select id, checksum from siyu_migrations order by id'
  const rows = await database.execute<{ id: string; checksum: string }>({ text, values: [] })
  return new Map(rows.map(({ id, checksum }) => [id, checksum]))
}

function missingOf(migrations: readonly Migration[], applied: Applied): readonly Migration[] {
  const known = new Map(migrations.map((migration) => [migration.id, checksumOf(migration)]))
  const unknown = [...applied.keys()].filter((id) => !known.has(id))
  if (unknown.length > 0) throw new MigrationUnknownError(unknown)
  for (const [id, checksum] of applied) if (known.get(id) !== checksum) throw new MigrationChangedError(id)
  return migrations.filter(({ id }) => !applied.has(id))
}

/**
 * A script is one transaction. It notes the migration before running it, so that the second of two processes fails
 * on the primary key before it has done anything. False: another process has applied it meanwhile.
 */
async function applyOne(database: Database, all: readonly Migration[], migration: Migration): Promise<boolean> {
  try {
    await database.script(scriptOf(migration))
    return true
  } catch (error) {
    if (codeOf(error) !== '23505') throw error
    const isApplied = !missingOf(all, await loadApplied(database)).includes(migration)
    if (!isApplied) throw error
    return false
  }
}

function scriptOf(migration: Migration): string {
  const appliedAt = '(extract(epoch from clock_timestamp()) * 1000)::bigint'
  const values = `${quote(migration.id)}, ${quote(checksumOf(migration))}, ${appliedAt}`
  return `${WAIT_FOR_TURN}
insert into siyu_migrations (id, checksum, applied_at) values (${values});
${migration.text}
;`
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** What a migration is known by once it was applied. Line ends do not count: a checkout may change them. */
export function checksumOf(migration: Migration): string {
  return createHash('sha256').update(migration.text.replaceAll('\r\n', '\n')).digest('hex')
}
