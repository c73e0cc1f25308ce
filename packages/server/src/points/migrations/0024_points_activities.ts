import type { Migration } from '../../kernel/migrate.ts'

/**
 * Points for other things than buying, the birthday they need, and accounts that operators froze. Birthdays and what
 * operators wrote stand outside of the journal. Brands of before start with every activity off.
 */
export const points0024: Migration = {
  id: '0024_points_activities',
  text: `
alter table member_profiles add column if not exists birthday text;
create index member_profiles_birthday on member_profiles (brand_id, substr(birthday, 6, 2)) where birthday is not null;
alter table points_accounts
  add column frozen_at bigint,
  add column household_id text,
  add column household_joined_at bigint;
create index points_accounts_household on points_accounts (brand_id, household_id) where household_id is not null;
create table points_activities (
  brand_id text not null,
  member_id text not null,
  kind text not null check (kind in ('sign_up', 'check_in', 'review', 'profile', 'birthday')),
  reference text not null,
  day text not null,
  count bigint not null check (count >= 0),
  streak_count bigint,
  primary key (brand_id, member_id, kind, reference)
);
create index points_activities_of_day on points_activities (brand_id, member_id, day);
create table points_freezes (
  brand_id text not null,
  member_id text not null,
  id text not null,
  reason text not null,
  written_by text not null,
  at bigint not null,
  primary key (brand_id, member_id, id)
);
insert into settings (brand_id, concept, value)
  select brand_id, 'points_activities', '{"signUpCount": 0, "checkIn": null, "reviewCount": 0, "reviewBy": "member",
    "profileCount": 0, "profileNeeds": ["name"], "birthdayCount": 0, "caps": [], "lifeDays": null}'::jsonb from brands
  union all
  select brand_id, 'points_sharing', '{"allowed": false, "maxMembers": 5, "minimumCount": 1,
    "maxPerDayCount": null, "maxPerMonthCount": null}'::jsonb from brands
  on conflict do nothing;
`,
}
