import { dayMs } from '@siyu/core/kernel'
import {
  MAX_SHARES,
  type ShareEvent,
  type ShareFacts,
  type ShareSource,
  type SplitPayoutInput,
} from '@siyu/core/referrals'
import { sql } from 'kysely'
import type { Apply } from '../../kernel/apply.ts'
import type { Call } from '../../kernel/call.ts'
import { guarded, type Load, many, one } from '../../kernel/read.ts'
import { type Write, writerOf } from '../../kernel/write.ts'
import { type ReferralTables, referralSpecs } from '../tables.ts'
import { creditBack } from './store.ts'

const writer = writerOf<ReferralTables>(referralSpecs)

/** The parts of a withdrawal that are paid out of payments; guarded. */
export function loadShares({ brandId }: Call, withdrawalId: string): Load<readonly ShareFacts[]> {
  return guarded(
    referralSpecs.payoutShares,
    many(sql<ShareFacts>`select * from payout_shares where brand_id = ${brandId} and withdrawal_id = ${withdrawalId}
      order by payment_id limit ${MAX_SHARES}`),
  )
}

/** Payments that a withdrawal may be paid out of, those that were paid first in front. */
export function loadShareSources(
  { brandId, now }: Call,
  { withdrawalId, provider, withinDays }: SplitPayoutInput,
): Load<readonly ShareSource[]> {
  const went = sql`coalesce(sum(coalesce(s.paid_minor, s.amount_minor)), 0)::bigint`
  return many(sql<ShareSource>`select * from (
      select c.order_id, p.id as payment_id, c.amount_minor - c.reversed_minor as earned_minor, p.paid_minor, p.paid_at,
        p.refund_requested_minor as refund_minor,
        (select ${went} from payout_shares s where s.brand_id = p.brand_id and s.payment_id = p.id) as shared_minor,
        (select ${went} from payout_shares s where (s.brand_id, s.order_id, s.member_id)
          = (c.brand_id, c.order_id, c.payee_id)) as used_minor
      from withdrawals w
      join commissions c on c.brand_id = w.brand_id and c.payee_id = w.member_id and c.state = 'available'
      join payments p on p.brand_id = c.brand_id and p.order_id = c.order_id and p.provider = ${provider}
        and p.status = 'succeeded' and p.sharing = 'open' and p.reference is not null
        and p.paid_at > ${now - withinDays * dayMs}
      where w.brand_id = ${brandId} and w.id = ${withdrawalId}) x
    where earned_minor > used_minor order by paid_at, payment_id limit ${MAX_SHARES}`)
}

/** One part of a withdrawal; guarded. */
export function loadShare({ brandId }: Call, withdrawalId: string, paymentId: string): Load<ShareFacts | undefined> {
  return guarded(
    referralSpecs.payoutShares,
    one(sql<ShareFacts>`select * from payout_shares
      where brand_id = ${brandId} and withdrawal_id = ${withdrawalId} and payment_id = ${paymentId}`),
  )
}

/** What went to the payee out of the payments of the part's order and is not earned any more. */
export function loadOver(
  { brandId }: Call,
  withdrawalId: string,
  paymentId: string,
): Load<{ readonly overMinor: number } | undefined> {
  return one(sql<{ readonly overMinor: number }>`select (select sum(coalesce(s.paid_minor, 0) - s.returned_minor)
        from payout_shares s where (s.brand_id, s.order_id, s.member_id) = (c.brand_id, c.order_id, c.payee_id))::bigint
      - (c.amount_minor - c.reversed_minor) as over_minor
    from payout_shares own
    join commissions c on c.brand_id = own.brand_id and c.payee_id = own.member_id and c.order_id = own.order_id
    where own.brand_id = ${brandId} and own.withdrawal_id = ${withdrawalId} and own.payment_id = ${paymentId}`)
}

type Ref = { readonly memberId: string; readonly withdrawalId: string; readonly paymentId: string }

function change(
  brandId: string,
  { memberId, withdrawalId, paymentId }: Ref,
  set: Partial<ShareFacts>,
  add: { readonly returnedMinor?: number; readonly returnCount?: number } = {},
): Write {
  return writer.change('payoutShares', { brandId, memberId, withdrawalId, paymentId }, set, add)
}

export const applyShares: Apply<ShareEvent> = {
  share_return_due: (event, { brandId }) => [
    change(brandId, event, { returnMinor: event.amountMinor }, { returnCount: 1 }),
  ],
  share_returned: (event, as) => [
    change(as.brandId, event, { returnMinor: 0 }, { returnedMinor: event.amountMinor }),
    ...creditBack(event, as),
  ],
  // Who said no once is not asked again.
  share_return_failed: (event, { brandId }) => [change(brandId, event, { returnMinor: 0, isReturnable: false })],
}
