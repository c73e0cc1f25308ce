import { apply } from '../../apply.ts'
import { tableSpecs } from '../../tables.ts'
import type { Database } from '../database.ts'
import { type ReplayOptions, replay } from '../replay.ts'
import { MIGRATED } from './migrated.ts'
import { createTestDatabase } from './postgres.ts'

/** Every row of every table of kind `state`, as text by table, without the version: it counts commits. */
export async function stateOf(database: Database): Promise<Readonly<Record<string, readonly string[]>>> {
  const state: Record<string, readonly string[]> = {}
  for (const { name, kind } of tableSpecs) {
    if (kind !== 'state') continue
    const rows = await database.execute<{ row: string }>({
      text: `select (to_jsonb(t) - 'version')::text as row from ${name} t order by 1`,
      values: [],
    })
    state[name] = rows.map(({ row }) => row)
  }
  return state
}

/** The state that the journal alone gives, in a database of its own. */
export async function rebuilt(
  source: Database,
  options: ReplayOptions = {},
): Promise<Readonly<Record<string, readonly string[]>>> {
  const { database: target } = await createTestDatabase(MIGRATED)
  await replay(source, target, apply, options)
  const state = await stateOf(target)
  await target.close()
  return state
}
