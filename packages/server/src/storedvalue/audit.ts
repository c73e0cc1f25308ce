import { sql } from 'kysely'
import type { StateCheck } from '../ledger/index.ts'

/** What members have, and what their open orders hold, beside the ledger. */
export const storedValueChecks: readonly StateCheck[] = [
  {
    subject: 'stored_value_accounts',
    book: 'stored_value',
    rows: (brandId) => sql`select owner_id, a.balance as expected, s.balance_minor as found
      from (select * from ledger_accounts where brand_id = ${brandId} and book = 'stored_value') a
      full join (select *, member_id as owner_id from stored_value_accounts where brand_id = ${brandId}) s
        using (owner_id)`,
  },
  {
    subject: 'stored value held',
    book: 'stored_value',
    rows: (brandId) => sql`select s.member_id as owner_id, s.held_minor as found,
        coalesce((select sum(o.stored_value_minor) from orders o where o.brand_id = s.brand_id
          and o.member_id = s.member_id and o.status = 'created'), 0) as expected
      from stored_value_accounts s where s.brand_id = ${brandId}`,
  },
]
