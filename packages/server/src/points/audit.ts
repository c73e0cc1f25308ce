import { sql } from 'kysely'
import type { StateCheck } from '../ledger/index.ts'

/** What members have, in lots and in their accounts, beside the ledger. */
export const pointsChecks: readonly StateCheck[] = [
  {
    subject: 'points_accounts',
    book: 'points',
    rows: (brandId) => sql`select owner_id, a.balance as expected, p.balance_count as found
      from (select * from ledger_accounts where brand_id = ${brandId} and book = 'points') a
      full join (select *, member_id as owner_id from points_accounts where brand_id = ${brandId}) p using (owner_id)`,
  },
  {
    subject: 'points_lots',
    book: 'points',
    rows: (brandId) => sql`select p.member_id as owner_id, p.balance_count as expected,
        p.held_count - p.debt_count + coalesce((select sum(l.remaining_count) from points_lots l
          where (l.brand_id, l.member_id) = (p.brand_id, p.member_id)), 0) as found
      from points_accounts p where p.brand_id = ${brandId}`,
  },
]
