import type { Migration } from '../../kernel/migrate.ts'

/** The lots that a purchase made, found without walking a member's other ones. */
export const points0046: Migration = {
  id: '0046_lots_of_orders',
  text: `
create index points_lots_order on points_lots (brand_id, member_id, order_id) where order_id is not null;
`,
}
