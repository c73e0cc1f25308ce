import { sql } from 'kysely'
import type { StateCheck } from '../ledger/index.ts'

/** What coupons took of their templates' budgets, beside the ledger. */
export const budgetChecks: readonly StateCheck[] = [
  {
    subject: 'coupon_templates',
    book: 'budget',
    rows: (brandId) => sql`select t.id as owner_id, a.balance as expected, t.spent_minor as found
      from coupon_templates t left join ledger_accounts a
        on (a.brand_id, a.owner_id, a.book) = (t.brand_id, t.id, 'budget')
      where t.brand_id = ${brandId}`,
  },
]
