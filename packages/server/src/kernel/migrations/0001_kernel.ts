import type { Migration } from '../migrate.ts'

/** Idempotency keys, the journal, brands, keys and operators, settings per concept. */
export const kernel0001: Migration = {
  id: '0001_kernel',
  text: `
create function siyu_conflict() returns text language plpgsql as $$
begin
  raise exception 'a guard of the commit does not hold' using errcode = 'SY001';
end $$;

create table requests (
  brand_id text not null,
  principal text not null,
  endpoint text not null,
  key text not null,
  input_hash text not null,
  status text not null check (status in ('done', 'refused')),
  reply jsonb,
  at bigint not null,
  primary key (brand_id, principal, endpoint, key)
);
create index requests_at on requests (at);

create table events (
  brand_id text not null,
  id text not null,
  type text not null,
  at bigint not null,
  member_id text,
  principal text not null,
  step int not null,
  data jsonb not null,
  position bigint,
  primary key (brand_id, id)
);
create index events_unpublished on events (at, id, step) where position is null;
create unique index events_position on events (position) where position is not null;
create index events_member on events (brand_id, member_id, position) where member_id is not null;

create table settings (
  brand_id text not null,
  concept text not null,
  value jsonb not null,
  version bigint not null default 1,
  primary key (brand_id, concept)
);
`,
}
