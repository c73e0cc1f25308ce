import type { Database } from '../database.ts'
import { checksumOf, type Migration } from '../migrate.ts'

const HEAD = `create table siyu_migrations (id text primary key, checksum text not null, applied_at bigint not null);`

/**
 * A migrated database as SQL text that any PostgreSQL runs: the migrations in force, then the rows of every table as
 * JSON. A fixture of it stays as it is, so that later versions are tested against what an earlier one left behind.
 */
export async function dump(database: Database, migrations: readonly Migration[]): Promise<string> {
  const tables = await database.execute<{ name: string }>({
    text: `select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> 'siyu_migrations' order by 1`,
    values: [],
  })
  const rows: string[] = []
  for (const { name } of tables) rows.push(await rowsOf(database, name))
  const noted = migrations.map(
    (migration) => `insert into siyu_migrations values ('${migration.id}', '${checksumOf(migration)}', 0);`,
  )
  const numbered = `select setval(pg_get_serial_sequence('events', 'sequence'), (select max(sequence) from events));`
  return [HEAD, ...migrations.map(({ text }) => text), ...noted, ...rows.filter((text) => text !== ''), numbered].join(
    '\n',
  )
}

async function rowsOf(database: Database, table: string): Promise<string> {
  const [found] = await database.execute<{ rows: string | null }>({
    text: `select string_agg(t::text, E',\\n' order by t::text) as rows from (select to_jsonb(t) as t from ${table} t) t`,
    values: [],
  })
  if (typeof found?.rows !== 'string') return ''
  return `insert into ${table} select * from jsonb_populate_recordset(null::${table}, $rows$[\n${found.rows}\n]$rows$);`
}
