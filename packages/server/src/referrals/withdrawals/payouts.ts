import type { SharePaid, ShareReturn } from '@siyu/core/referrals'
import type { Outcome } from '../../kernel/command.ts'
import type { Sql } from '../../kernel/database.ts'
import { eachPage, type SweepPorts } from '../../kernel/due.ts'
import { namesOf, providerOf } from '../../kernel/provider.ts'

/** A pay-out as a provider is told of it. `account` and `name` are personal. */
export type Payout = {
  readonly brandId: string
  readonly withdrawalId: string
  readonly amountMinor: number
  readonly account: string
  readonly name: string
  /** The provider's own number, once it has told one. */
  readonly reference: string | null
  /** Parts of it that go out of the payments that earned them; absent for none. */
  readonly shares?: readonly PayoutPart[] | undefined
}

/** A part of a pay-out that goes out of a payment 分账. */
export type PayoutPart = {
  readonly paymentId: string
  /** The provider's number of the payment. */
  readonly transaction: string
  readonly amountMinor: number
  /** What was paid of it; null until it is noted. What was not goes with the rest. */
  readonly paidMinor: number | null
}

/** Where a pay-out stands. It failed for good, or is on its way: ask again. */
export type PayoutStatus = {
  readonly outcome: 'processing' | 'paid' | 'failed'
  readonly amountMinor: number
  /** The provider's number, or the code of why it failed. */
  readonly reference: string | null
  /** What became of its parts, when that is known of all of them and not noted yet. The rest is paid after that. */
  readonly shares?: readonly SharePaid[] | undefined
}

/** A service that pays commission out. */
export type PayoutProvider = {
  readonly name: string
  /** The brand whose account this is; all brands of the server without it. */
  readonly brandId?: string | undefined
  /**
   * Makes the pay-out, or says where the one of this id stands: it is made once however often it is asked. One that
   * rejects is asked again later.
   */
  readonly pay: (payout: Payout) => Promise<PayoutStatus>
  /** Pays out of its own payments, where it can. */
  readonly shares?: PayoutShares | undefined
}

/** How a provider pays commission out of payments. Every call may be made again. */
export type PayoutShares = {
  /** The most of a payment that may go to payees, in basis points. */
  readonly maxBps: number
  /** So many days after a payment; then what is left of it is set free. */
  readonly withinDays: number
  /** Whether who has this account can be asked for it back. */
  readonly isReturnable: (account: string) => boolean
  readonly takeBack: (back: ReturnAsked) => Promise<'processing' | 'returned' | 'failed'>
  /** Sets free what is left of a payment. */
  readonly end: (payment: { readonly paymentId: string; readonly reference: string }) => Promise<void>
}

/** A return as a provider is told of it: made once for each number. */
export type ReturnAsked = {
  readonly withdrawalId: string
  readonly paymentId: string
  readonly returnCount: number
  readonly account: string
  readonly amountMinor: number
}

/**
 * Sets approved withdrawals on their way, then asks the providers of all that are on their way, the oldest first. Each
 * half looks anew: whatever became of a withdrawal meanwhile, a provider is asked only for what nobody can reject.
 */
export async function chasePayouts(
  ports: SweepPorts,
  providers: readonly PayoutProvider[],
  errors: unknown[],
): Promise<number> {
  const chase = (status: 'approved' | 'paying', one: typeof payOne): Promise<number> =>
    eachPage<DuePayout>(
      errors,
      (last, limit) => duePayouts(ports.sql, providers, status, last, limit),
      async (payout) => {
        const provider = providerOf(providers, payout.brandId, payout.method)
        return provider !== undefined && one(ports, provider, payout)
      },
    )
  await chase('approved', splitOne)
  return chase('paying', payOne)
}

/** Settles which parts go out of payments, before anything is paid: what was paid once does not change its way. */
async function splitOne({ run }: SweepPorts, { name, shares }: PayoutProvider, payout: DuePayout): Promise<boolean> {
  const { brandId, withdrawalId, account } = payout
  const { maxBps, withinDays } = shares ?? { maxBps: 0, withinDays: 0 }
  const isReturnable = shares?.isReturnable(account) ?? false
  const input = { withdrawalId, provider: name, maxBps, withinDays, isReturnable }
  return (await run(brandId, 'referrals.splitPayout', input, `split:${withdrawalId}`)).kind === 'done'
}

async function payOne(ports: SweepPorts, provider: PayoutProvider, payout: DuePayout): Promise<boolean> {
  const { brandId, withdrawalId, reference } = payout
  const status = await provider.pay(payout)
  const { outcome, shares } = status
  if (outcome === 'processing' && shares === undefined && reference === status.reference) return false
  const key = `payout:${withdrawalId}:${shares === undefined ? outcome : 'shares'}:${ports.now()}`
  const noted = await ports.run(brandId, 'referrals.notePayout', { withdrawalId, ...status }, key)
  // The same note is taken twice: one that is refused contradicts the books, and somebody has to look.
  if (noted.kind === 'refused') {
    const { code } = noted.refusal
    throw new Error(`withdrawal ${withdrawalId} of ${brandId}: ${provider.name} says ${outcome}, refused as ${code}`)
  }
  if (noted.kind !== 'done' || shares === undefined) return noted.kind === 'done'
  const paid = new Map(shares.map(({ paymentId, amountMinor }) => [paymentId, amountMinor]))
  const parts = payout.shares?.map((part) => ({ ...part, paidMinor: paid.get(part.paymentId) ?? 0 }))
  return payOne(ports, provider, { ...payout, shares: parts })
}

type DueReturn = Omit<ReturnAsked, 'returnCount' | 'amountMinor'> & {
  readonly brandId: string
  readonly memberId: string
  readonly orderId: string
  readonly method: string
}

/** Asks those who got commission out of a payment for what of it was taken back since. */
export async function chaseReturns(
  ports: SweepPorts,
  providers: readonly PayoutProvider[],
  errors: unknown[],
): Promise<number> {
  const able = providers.filter(({ shares }) => shares !== undefined)
  return eachPage<DueReturn>(
    errors,
    (last, limit) => dueReturns(ports.sql, able, last, limit),
    (due) => returnOne(ports, able, due),
  )
}

async function returnOne(
  { run, now }: SweepPorts,
  providers: readonly PayoutProvider[],
  { brandId, withdrawalId, paymentId, account, method }: DueReturn,
): Promise<Outcome | undefined> {
  const of = `${withdrawalId}:${paymentId}:${now()}`
  const due = await run(brandId, 'referrals.returnShare', { withdrawalId, paymentId }, `return:${of}`)
  const shares = providerOf(providers, brandId, method)?.shares
  if (due.kind !== 'done' || shares === undefined) return undefined
  const asked = { withdrawalId, paymentId, account, ...(due.output as ShareReturn) }
  const outcome = await shares.takeBack(asked)
  if (outcome === 'processing') return undefined
  return run(brandId, 'referrals.noteReturn', { withdrawalId, paymentId, outcome }, `returned:${of}`)
}

/** One part of an order at a time: what is left over after it is looked at again. */
async function dueReturns(
  sql: Sql,
  providers: readonly PayoutProvider[],
  after: DueReturn | undefined,
  limit: number,
): Promise<readonly DueReturn[]> {
  const rows = await sql.execute({
    text: `select distinct on (s.brand_id, s.member_id, s.order_id) s.brand_id, s.member_id, s.order_id,
        s.withdrawal_id, s.payment_id, w.method, a.account
      from payout_shares s
      join commissions c on (c.brand_id, c.payee_id, c.order_id) = (s.brand_id, s.member_id, s.order_id)
        and c.reversed_minor > 0
      join withdrawals w on (w.brand_id, w.member_id, w.id) = (s.brand_id, s.member_id, s.withdrawal_id)
        and w.method = any($1::text[])
      join withdrawal_accounts a on (a.brand_id, a.member_id, a.id) = (s.brand_id, s.member_id, s.withdrawal_id)
      where s.is_returnable and s.paid_minor > s.returned_minor and (s.return_minor > 0
        or c.amount_minor - c.reversed_minor < (select sum(coalesce(t.paid_minor, 0) - t.returned_minor)
          from payout_shares t where (t.brand_id, t.order_id, t.member_id) = (s.brand_id, s.order_id, s.member_id)))
        and (s.brand_id, s.member_id, s.order_id) > ($2, $3, $4)
      order by s.brand_id, s.member_id, s.order_id, s.return_minor desc, s.payment_id limit $5`,
    values: [namesOf(providers), after?.brandId ?? '', after?.memberId ?? '', after?.orderId ?? '', limit],
  })
  return rows.map((row) => ({
    ...{ brandId: row.brand_id as string, memberId: row.member_id as string, orderId: row.order_id as string },
    ...{ withdrawalId: row.withdrawal_id as string, paymentId: row.payment_id as string },
    ...{ method: row.method as string, account: row.account as string },
  }))
}

type DuePayout = Payout & { readonly method: string; readonly requestedAt: number }

async function duePayouts(
  sql: Sql,
  providers: readonly PayoutProvider[],
  status: 'approved' | 'paying',
  after: DuePayout | undefined,
  limit: number,
): Promise<readonly DuePayout[]> {
  const rows = await sql.execute({
    text: `select w.brand_id, w.id, w.amount_minor - w.fee_minor - w.tax_minor as pay_minor, w.method, w.requested_at,
        w.reference, a.account, a.name, (select json_agg(json_build_object('paymentId', s.payment_id,
            'transaction', p.reference, 'amountMinor', s.amount_minor, 'paidMinor', s.paid_minor) order by s.payment_id)
          from payout_shares s
          join payments p on (p.brand_id, p.order_id, p.id) = (s.brand_id, s.order_id, s.payment_id)
          where (s.brand_id, s.member_id, s.withdrawal_id) = (w.brand_id, w.member_id, w.id)) as shares
      from withdrawals w join withdrawal_accounts a on (a.brand_id, a.member_id, a.id) = (w.brand_id, w.member_id, w.id)
      where w.status = '${status}' and w.method = any($1::text[]) and (w.requested_at, w.id) > ($2::bigint, $3)
      order by w.requested_at, w.id limit $4`,
    values: [namesOf(providers), after?.requestedAt ?? -1, after?.withdrawalId ?? '', limit],
  })
  return rows.map((row) => ({
    ...{ brandId: row.brand_id as string, withdrawalId: row.id as string, amountMinor: Number(row.pay_minor) },
    ...{ account: row.account as string, name: row.name as string, reference: row.reference as string | null },
    ...{ method: row.method as string, requestedAt: row.requested_at as number },
    shares: (row.shares as DuePayout['shares'] | null) ?? [],
  }))
}
