import type { Migration } from '../../kernel/migrate.ts'

/** Brands of earlier versions charge neither shipping nor tax until they say so; new ones start with these rows. */
export const brands0016: Migration = {
  id: '0016_first_settings',
  text: `
insert into settings (brand_id, concept, value)
  select brand_id, 'shipping', '{"templates": [], "refund": "with_last_unit"}'::jsonb from brands
  union all
  select brand_id, 'taxes', '{"mode": "inside", "rates": []}'::jsonb from brands
  on conflict do nothing;
`,
}
