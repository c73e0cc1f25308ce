import type { Migration } from '../../kernel/migrate.ts'

/** Tags and segments of members, for prices to depend on. Who has no row carries none. */
export const members0020: Migration = {
  id: '0020_member_labels',
  text: `
create table member_labels (
  brand_id text not null,
  member_id text not null,
  tags jsonb not null,
  segment_ids jsonb not null,
  primary key (brand_id, member_id)
);
`,
}
