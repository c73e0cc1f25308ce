import type { Migration } from '../../kernel/migrate.ts'

/** What promoters ask for what they sell, within what the brand leaves them. */
export const kolShops0067: Migration = {
  id: '0067_kol_shop_prices',
  text: `
alter table kol_shops add column prices jsonb not null default '[]' check (jsonb_array_length(prices) <= 500);
`,
}
