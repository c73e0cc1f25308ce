import { sql } from 'kysely'
import type { StateCheck } from '../ledger/index.ts'

/** What lies in every slot, beside the log of its movements: head, sum and count of the entries all say the same. */
export const stockChecks: readonly StateCheck[] = [
  {
    subject: 'stock',
    book: null,
    rows: (brandId) => sql`select k.bucket || '/' || k.slot as owner_id,
        concat_ws(' ', k.on_hand_count, k.on_hand_count, c.entry_count) as expected,
        concat_ws(' ', c.balance, coalesce(m.amount, 0), coalesce(m.entry_count, 0)) as found
      from stock k
      left join stock_cards c on (c.brand_id, c.bucket, c.slot) = (k.brand_id, k.bucket, k.slot)
      left join (select bucket, slot, sum(amount) as amount, count(*) as entry_count from stock_movements
        where brand_id = ${brandId} group by bucket, slot) m on (m.bucket, m.slot) = (k.bucket, k.slot)
      where k.brand_id = ${brandId}`,
  },
  {
    subject: 'stock_movements',
    book: null,
    rows: (brandId) => sql`select bucket || '/' || slot as owner_id, number::text || ' ' || sum as expected,
        place::text || ' ' || balance as found
      from (select bucket, slot, number, balance, row_number() over w as place,
          (sum(amount) over (partition by bucket, slot order by number rows unbounded preceding))::text as sum
        from stock_movements where brand_id = ${brandId}
        window w as (partition by bucket, slot order by number)) q`,
  },
]
