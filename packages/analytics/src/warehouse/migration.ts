/** Tables of the PostgreSQL event store. Run once, before `postgresEventStore` is used. */
export const analyticsMigration: { readonly id: string; readonly text: string } = {
  id: '0100_analytics',
  text: `
create table analytics_events (
  brand_id text not null,
  message_id text not null,
  type text not null,
  event text not null,
  anonymous_id text,
  member_id text,
  person_id text not null,
  session_id text,
  occurred_at bigint not null,
  received_at bigint not null,
  sent_at bigint,
  properties jsonb not null,
  context jsonb not null,
  primary key (brand_id, message_id)
);
create index analytics_events_received on analytics_events (brand_id, received_at);
create index analytics_events_named on analytics_events (brand_id, event, occurred_at);
create index analytics_events_person on analytics_events (brand_id, person_id, occurred_at);

create table analytics_identities (
  brand_id text not null,
  anonymous_id text not null,
  member_id text not null,
  linked_at bigint not null,
  primary key (brand_id, anonymous_id)
);
create index analytics_identities_member on analytics_identities (brand_id, member_id);

create table analytics_dead_letters (
  brand_id text not null,
  letter_id text not null,
  reason text not null,
  raw text not null,
  received_at bigint not null,
  primary key (brand_id, letter_id)
);
create index analytics_dead_letters_received on analytics_dead_letters (brand_id, received_at);
`,
}
