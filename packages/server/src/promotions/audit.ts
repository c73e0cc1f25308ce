import { sql } from 'kysely'
import type { StateCheck } from '../ledger/index.ts'
import { budgetOwner } from './usage.ts'

/** What orders took of the promotions' budgets, beside the ledger. */
export const promotionChecks: readonly StateCheck[] = [
  {
    subject: 'promotion_counters',
    book: 'budget',
    rows: (brandId) => sql`select ${budgetOwner} as owner_id, a.balance as expected, c.spent_minor as found
      from promotion_counters c left join ledger_accounts a
        on (a.brand_id, a.owner_id, a.book) = (c.brand_id, ${budgetOwner}, 'budget')
      where c.brand_id = ${brandId}`,
  },
  {
    subject: 'promotion_uses',
    book: 'budget',
    rows: (brandId) => sql`select ${budgetOwner} as owner_id, c.spent_minor as found,
        coalesce((select sum(u.minor) from promotion_uses u where (u.brand_id, u.promotion_id, u.period_key)
          = (c.brand_id, c.promotion_id, c.period_key) and u.of_total and not u.returned), 0) as expected
      from promotion_counters c where c.brand_id = ${brandId}`,
  },
]
