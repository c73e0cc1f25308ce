import type { Migration } from '../../kernel/migrate.ts'

/** Buckets of campaigns beside the stock, and what an order keeps of its campaign. */
export const inventory0052: Migration = {
  id: '0052_buckets',
  text: `
create table bucket_slots (
  brand_id text not null,
  bucket_id text not null,
  slot bigint not null check (slot between 0 and 63),
  limit_count bigint not null check (limit_count >= 0),
  taken_count bigint not null check (taken_count between 0 and limit_count),
  primary key (brand_id, bucket_id, slot)
);
create table bucket_members (
  brand_id text not null,
  member_id text not null,
  bucket_id text not null,
  taken_count bigint not null check (taken_count >= 0),
  limit_count bigint not null check (limit_count > 0),
  primary key (brand_id, member_id, bucket_id),
  check (taken_count <= limit_count)
);

alter table orders add column campaign jsonb, add column waits_for text check (waits_for = 'group');
`,
}
