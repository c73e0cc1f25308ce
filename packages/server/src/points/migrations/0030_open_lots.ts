import type { Migration } from '../../kernel/migrate.ts'

/**
 * A member's lots that hold something, found without walking the used-up ones: a command costs the same however long
 * the history is.
 */
export const points0030: Migration = {
  id: '0030_open_lots',
  text: `
create index points_lots_open on points_lots (brand_id, member_id, id) where remaining_count > 0;
`,
}
