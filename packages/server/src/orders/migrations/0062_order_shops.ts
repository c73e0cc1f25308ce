import type { Migration } from '../../kernel/migrate.ts'

/** Which promoter's shop an order was placed in, which it has frozen since orders freeze where they were placed. */
export const orders0062: Migration = {
  id: '0062_order_shops',
  text: `
alter table orders add column shop_id text;
update orders set shop_id = frozen -> 'place' ->> 'shopId' where frozen -> 'place' ->> 'shopId' is not null;
create index orders_of_shop on orders (brand_id, shop_id, paid_at) where shop_id is not null;
`,
}
