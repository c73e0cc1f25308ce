import type { Migration } from '../../kernel/migrate.ts'

/** Endpoints that are told of events, and the log of what was sent to them. */
export const webhooks0042: Migration = {
  id: '0042_webhooks',
  text: `
create table webhook_endpoints (
  brand_id text not null,
  id text not null,
  url text not null,
  filters jsonb not null,
  status text not null check (status in ('active', 'disabled')),
  generation bigint not null,
  created_at bigint not null,
  rotated_at bigint,
  version bigint not null default 1,
  primary key (brand_id, id)
);
create table webhook_cursors (
  brand_id text not null,
  endpoint_id text not null,
  position bigint not null,
  failing_since bigint,
  primary key (brand_id, endpoint_id)
);
create table webhook_deliveries (
  brand_id text not null,
  endpoint_id text not null,
  event_id text not null,
  type text not null,
  position bigint not null,
  status text not null check (status in ('pending', 'delivered', 'failed')),
  attempt_count bigint not null,
  next_at bigint not null,
  last_status bigint,
  last_excerpt text,
  last_duration_ms bigint,
  primary key (brand_id, endpoint_id, event_id)
);
create index webhook_deliveries_due on webhook_deliveries (next_at) where status = 'pending';
create index webhook_deliveries_newest on webhook_deliveries (brand_id, endpoint_id, position desc);
create index webhook_deliveries_ended on webhook_deliveries (next_at) where status <> 'pending';
`,
}
