/** What is under way is noted at its target, once a batch, and no row of the queue is changed before it leaves. */
export const analytics0104: { readonly id: string; readonly text: string } = {
  id: '0104_analytics_under_way',
  text: `
alter table analytics_targets add column under_way_ids text[] not null default '{}';
update analytics_targets t set under_way_ids = q.ids from (
  select brand_id, target, array_agg(message_id order by place) as ids from analytics_queue
  where batch is not null and parked_reason is null group by brand_id, target
) q where q.brand_id = t.brand_id and q.target = t.target;
alter table analytics_queue drop column batch;
alter table analytics_queue set (fillfactor = 100);
`,
}

/** Every row of the queue is changed once, when its batch is numbered: with room in its page no index is touched. */
export const analytics0103: { readonly id: string; readonly text: string } = {
  id: '0103_analytics_queue_room',
  text: 'alter table analytics_queue set (fillfactor = 45);',
}

/** Ids are forgotten by time, once a night: an index of ranges is enough, and costs next to nothing to keep. */
export const analytics0102: { readonly id: string; readonly text: string } = {
  id: '0102_analytics_ranges',
  text: `
drop index analytics_messages_occurred;
create index analytics_messages_occurred on analytics_messages using brin (occurred_at);
`,
}

/**
 * Events by the day they happened, so that retention drops whole tables; a table of message ids beside them, which days
 * do not split; and a queue of what is still to be told elsewhere.
 */
export const analytics0101: { readonly id: string; readonly text: string } = {
  id: '0101_analytics_days',
  text: `
alter table analytics_events rename to analytics_events_flat;
alter table analytics_events_flat rename constraint analytics_events_pkey to analytics_events_flat_pkey;
drop index analytics_events_received, analytics_events_named, analytics_events_person;

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
  bot text,
  properties jsonb not null,
  context jsonb not null,
  primary key (brand_id, occurred_at, message_id)
) partition by range (occurred_at);
create index analytics_events_received on analytics_events (brand_id, received_at);
create index analytics_events_named on analytics_events (brand_id, event, occurred_at);
create index analytics_events_person on analytics_events (brand_id, person_id, occurred_at);
create schema siyu_days;
create table siyu_days.events_rest partition of analytics_events default;

create table analytics_messages (
  brand_id text not null,
  message_id text not null,
  occurred_at bigint not null,
  primary key (brand_id, message_id)
);
create index analytics_messages_occurred on analytics_messages (occurred_at);

insert into analytics_messages (brand_id, message_id, occurred_at)
select brand_id, message_id, occurred_at from analytics_events_flat;
insert into analytics_events (brand_id, message_id, type, event, anonymous_id, member_id, person_id, session_id,
  occurred_at, received_at, sent_at, properties, context)
select brand_id, message_id, type, event, anonymous_id, member_id, person_id, session_id, occurred_at, received_at,
  sent_at, properties, context
from analytics_events_flat;
drop table analytics_events_flat;

create table analytics_queue (
  brand_id text not null,
  target text not null,
  message_id text not null,
  occurred_at bigint not null,
  place bigint generated always as identity,
  batch bigint,
  parked_reason text,
  primary key (brand_id, target, message_id)
);
create index analytics_queue_waiting on analytics_queue (target, brand_id, place) where parked_reason is null;

create table analytics_targets (
  brand_id text not null,
  target text not null,
  batch bigint not null default 0,
  attempts_count int not null default 0,
  next_at bigint not null default 0,
  lease text,
  leased_until bigint not null default 0,
  last_error text,
  delivered_count bigint not null default 0,
  parked_count bigint not null default 0,
  primary key (brand_id, target)
);

alter table analytics_dead_letters add column detail text;
alter table analytics_dead_letters add column is_stored boolean not null default false;
`,
}
