import type { Migration } from '../../kernel/migrate.ts'

/** When and why a campaign was stopped before its end. */
export const campaigns0064: Migration = {
  id: '0064_campaign_stops',
  text: `
alter table campaigns add column stopped_at bigint, add column stop_reason jsonb,
  add check ((stopped_at is null) = (stop_reason is null)), add check (stopped_at is null or state <> 'draft');
`,
}
