import { migrations } from '../../migrations.ts'
import { migrate } from '../migrate.ts'
import type { TestTemplate } from './postgres.ts'

/** A database with every table and no rows. */
export const MIGRATED: TestTemplate = {
  name: `shop ${migrations.map(({ id, text }) => id + text).join()}`,
  prepare: (database) => migrate(database, migrations),
}
