import { dayMs } from '@siyu/core/kernel'
import { endShared, endSharing } from '@siyu/core/payments'
import { command, type Route } from '../kernel/command.ts'
import type { Sql } from '../kernel/database.ts'
import { each, type SweepPorts } from '../kernel/due.ts'
import type { PayoutProvider } from '../referrals/index.ts'
import { loadPayment } from './store.ts'

/** How many payments one sweep sets free. */
const BATCH = 200

export const sharingRoute: Route = command(endSharing, {
  load: (call, { paymentId }) => ({ payment: loadPayment(call, paymentId) }),
  owner: (_call, { paymentId }) => paymentId,
  decide: ({ payment }) => endShared({ payment }),
  reply: (_events, _facts, { paymentId }) => ({ paymentId }),
})

/**
 * Sets free what is left of payments out of which no commission can come any more: all of it was paid or taken back, or
 * its time is over.
 */
export async function endSharings(
  { sql, now, run }: SweepPorts,
  providers: readonly PayoutProvider[],
  errors: unknown[],
): Promise<number> {
  let count = 0
  for (const { name, brandId: own, shares } of providers) {
    if (shares === undefined) continue
    const ends = await dueEnds(sql, name, own, now() - shares.withinDays * dayMs)
    count += await each(errors, ends, async ({ brandId, paymentId, reference }) => {
      await shares.end({ paymentId, reference })
      return run(brandId, 'payments.endSharing', { paymentId }, `sharing:${paymentId}`)
    })
  }
  return count
}

type DueEnd = { readonly brandId: string; readonly paymentId: string; readonly reference: string }

async function dueEnds(
  sql: Sql,
  provider: string,
  brandId: string | undefined,
  beforeAt: number,
): Promise<readonly DueEnd[]> {
  const paid = `coalesce((select sum(s.paid_minor - s.returned_minor) from payout_shares s
    where (s.brand_id, s.member_id, s.order_id) = (c.brand_id, c.payee_id, c.order_id)), 0)`
  const rows = await sql.execute({
    text: `select p.brand_id, p.id, p.reference from payments p
      where p.sharing = 'open' and p.status = 'succeeded' and p.reference is not null and p.provider = $1
        and p.brand_id = coalesce($2, p.brand_id)
        and not exists (select 1 from payout_shares s
          where s.brand_id = p.brand_id and s.payment_id = p.id and s.paid_minor is null)
        and (p.paid_at <= $3 or not exists (select 1 from commissions c
          where c.brand_id = p.brand_id and c.order_id = p.order_id and c.amount_minor - c.reversed_minor > ${paid}))
      order by p.paid_at, p.id limit $4`,
    values: [provider, brandId ?? null, beforeAt, BATCH],
  })
  return rows.map((row) => ({
    ...{ brandId: row.brand_id as string, paymentId: row.id as string, reference: row.reference as string },
  }))
}
