import type { Migration } from '../../kernel/migrate.ts'

/** Payments that commission may be paid out of; of those of before it is not. */
export const payments0066: Migration = {
  id: '0066_payment_sharing',
  text: `
alter table payments add column sharing text check (sharing in ('open', 'ended'));
create index payments_shared on payments (paid_at) where sharing = 'open' and status = 'succeeded';
`,
}
