import type { Migration } from '../../kernel/migrate.ts'

/** Commission may be held back from release. Nothing of before is. */
export const referrals0056: Migration = {
  id: '0056_commission_holds',
  text: `
alter table commissions add column held_at bigint;
alter table commissions add column held_reason text;
alter table commissions add check ((held_at is null) = (held_reason is null));
drop index commissions_due;
create index commissions_due on commissions (release_at) where state = 'frozen' and held_at is null;
`,
}
