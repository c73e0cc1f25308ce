import { sql } from 'kysely'
import type { StateCheck } from '../ledger/index.ts'

const WITHDRAWN = sql`- coalesce((select sum(w.amount_minor - w.back_minor) from withdrawals w
  where w.brand_id = a.brand_id and w.member_id = a.member_id and w.status not in ('rejected', 'failed')), 0)`

/** What promoters are owed, by state and by order, beside the ledger. */
export const commissionChecks: readonly StateCheck[] = [
  {
    subject: 'commission_accounts',
    book: 'commission',
    rows: (brandId) => sql`select owner_id, a.balance as expected,
        c.pending_minor + c.frozen_minor + c.available_minor as found
      from (select * from ledger_accounts where brand_id = ${brandId} and book = 'commission') a
      full join (select *, member_id as owner_id from commission_accounts where brand_id = ${brandId}) c
        using (owner_id)`,
  },
  ...(['pending', 'frozen', 'available'] as const).map((state): StateCheck => {
    const column = sql.ref(`a.${state}_minor`)
    return {
      subject: `commissions ${state}`,
      book: 'commission',
      rows: (brandId) => sql`select a.member_id as owner_id, coalesce((select sum(c.amount_minor - c.reversed_minor)
          from commissions c where c.brand_id = a.brand_id and c.payee_id = a.member_id and c.state = ${state}), 0)
          ${state === 'available' ? WITHDRAWN : sql``} as expected, ${column} as found
        from commission_accounts a where a.brand_id = ${brandId}`,
    }
  }),
  {
    subject: 'commission_lines',
    book: 'commission',
    rows: (brandId) => sql`select c.payee_id as owner_id,
        (select concat(sum(l.amount_minor), ' ', sum(l.reversed_minor)) from commission_lines l
          where (l.brand_id, l.payee_id, l.order_id) = (c.brand_id, c.payee_id, c.order_id)) as expected,
        concat(c.amount_minor, ' ', c.reversed_minor) as found
      from commissions c where c.brand_id = ${brandId}`,
  },
]
