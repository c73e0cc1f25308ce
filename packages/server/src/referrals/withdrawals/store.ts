import { possiblePeriodKeys } from '@siyu/core/promotions'
import { MAX_BATCH, type PayoutRow, type Withdrawal, type WithdrawalEvent } from '@siyu/core/referrals'
import { type Expression, sql } from 'kysely'
import type { Apply, Recorded } from '../../kernel/apply.ts'
import type { Call } from '../../kernel/call.ts'
import type { TimeCursor } from '../../kernel/cursor.ts'
import { guarded, type Load, many, one } from '../../kernel/read.ts'
import { tablesOf } from '../../kernel/tables.ts'
import { type Write, writerOf } from '../../kernel/write.ts'
import { post } from '../../ledger/index.ts'
import { type ReferralTables, referralSpecs } from '../tables.ts'

const db = tablesOf<ReferralTables>()
const writer = writerOf<ReferralTables>(referralSpecs)

const COLUMNS = [
  ...(['id', 'memberId', 'amountMinor', 'feeMinor', 'taxMinor', 'backMinor', 'method', 'status'] as const),
  ...(['batchId', 'reference', 'requestedAt', 'movedAt'] as const),
] as const

/** A withdrawal as it is stored; its key and version guard it. */
export type WithdrawalRow = Withdrawal & { readonly version: number }

/** A withdrawal by id, whoever's it is; guarded. */
export function loadWithdrawal(call: Call, withdrawalId: string): Load<WithdrawalRow | undefined> {
  const row = db
    .selectFrom('withdrawals')
    .select([...COLUMNS, 'version'])
    .where('brandId', '=', call.brandId)
    .where('id', '=', withdrawalId)
  return guarded(referralSpecs.withdrawals, one(row))
}

/** A member's own withdrawals, newest first. */
export function loadWithdrawals(
  call: Call,
  memberId: string,
  before: TimeCursor | null,
  limit: number,
): Load<readonly Withdrawal[]> {
  const own = db
    .selectFrom('withdrawals')
    .select(COLUMNS)
    .where('brandId', '=', call.brandId)
    .where('memberId', '=', memberId)
    .where(after('withdrawals', before))
  return many(own.orderBy('requestedAt', 'desc').orderBy('id', 'desc').limit(limit))
}

function after(alias: string, before: TimeCursor | null): Expression<boolean> {
  if (before === null) return sql`true`
  return sql`(${sql.ref(`${alias}.requested_at`)}, ${sql.ref(`${alias}.id`)}) < (${before.at}, ${before.id})`
}

/** What a member took out, by every month that may be the current one. */
export function loadWithdrawnMonths(
  call: Call,
  memberId: string,
): Load<readonly { readonly periodKey: string; readonly amountMinor: number }[]> {
  type Month = { readonly periodKey: string; readonly amountMinor: number }
  return many(sql<Month>`select period_key, sum(amount_minor)::bigint as amount_minor from withdrawals
    where brand_id = ${call.brandId} and member_id = ${memberId} and status not in ('rejected', 'failed')
      and period_key = any(${possiblePeriodKeys(call.now)}::text[]) group by 1 limit 12`)
}

/** The withdrawals of a member that are not ended; guarded. */
export function loadOpenWithdrawals(call: Call, memberId: string): Load<readonly WithdrawalRow[]> {
  const open = db
    .selectFrom('withdrawals')
    .select([...COLUMNS, 'version'])
    .where('brandId', '=', call.brandId)
    .where('memberId', '=', memberId)
    .where('status', 'in', ['requested', 'approved', 'paying'])
    .orderBy('id')
    .limit(1_000)
  return guarded(referralSpecs.withdrawals, many(open))
}

const PAYOUT = sql`json_build_object('id', w.id, 'memberId', w.member_id, 'amountMinor', w.amount_minor,
    'feeMinor', w.fee_minor, 'taxMinor', w.tax_minor, 'backMinor', w.back_minor, 'method', w.method,
    'status', w.status, 'batchId', w.batch_id,
    'reference', w.reference, 'requestedAt', w.requested_at, 'movedAt', w.moved_at) as withdrawal,
  a.account, a.name`
const WITH_ACCOUNT = sql`withdrawals w left join withdrawal_accounts a
  on (a.brand_id, a.member_id, a.id) = (w.brand_id, w.member_id, w.id)`

/** Withdrawals of all members with where their money goes, newest first. */
export function loadPayouts(
  call: Call,
  status: string | undefined,
  before: TimeCursor | null,
  limit: number,
): Load<readonly PayoutRow[]> {
  return many(sql<PayoutRow>`select ${PAYOUT} from ${WITH_ACCOUNT} where w.brand_id = ${call.brandId}
    and ${status === undefined ? sql`true` : sql`w.status = ${status}`} and ${after('w', before)}
    order by w.requested_at desc, w.id desc limit ${limit}`)
}

/** Approved withdrawals that are paid by hand, the oldest first; guarded. */
export function loadBatchable(call: Call): Load<readonly WithdrawalRow[]> {
  const approved = db
    .selectFrom('withdrawals')
    .select([...COLUMNS, 'version'])
    .where('brandId', '=', call.brandId)
    .where('status', '=', 'approved')
    .where('method', '=', 'manual')
    .orderBy('requestedAt')
    .orderBy('id')
    .limit(MAX_BATCH)
  return guarded(referralSpecs.withdrawals, many(approved))
}

/** The personal row of a withdrawal: outside journal and replay. */
export function accountWrite(
  { brandId }: Call,
  memberId: string,
  id: string,
  { account, name }: { readonly account: string; readonly name: string },
): Write {
  return writer.insert('withdrawalAccounts', { brandId, memberId, id, account, name })
}

/** Debits a withdrawal, or credits some of it back. */
export function debit(memberId: string, amountMinor: number, reference: string, as: Recorded): readonly Write[] {
  const kind = amountMinor < 0 ? 'withdraw' : 'withdraw_return'
  return [
    writer.change('commissionAccounts', { brandId: as.brandId, memberId }, {}, { availableMinor: amountMinor }),
    ...post({ book: 'commission', ownerId: memberId, kind, amount: amountMinor, reference }, as),
  ]
}

type Ref = { readonly memberId: string; readonly withdrawalId: string }

type Moved = Partial<Pick<Withdrawal, 'status' | 'taxMinor' | 'batchId' | 'reference'>>

function move({ memberId, withdrawalId: id }: Ref, as: Recorded, set: Moved): Write {
  return writer.change('withdrawals', { brandId: as.brandId, memberId, id }, { ...set, movedAt: as.at })
}

/** Of a withdrawal that was paid, some is the member's again. */
export function creditBack(event: Ref & { readonly amountMinor: number }, as: Recorded): readonly Write[] {
  const { memberId, withdrawalId: id, amountMinor } = event
  return [
    writer.change('withdrawals', { brandId: as.brandId, memberId, id }, {}, { backMinor: amountMinor }),
    ...debit(memberId, amountMinor, id, as),
  ]
}

export const applyWithdrawals: Apply<WithdrawalEvent> = {
  withdrawal_requested: ({ type, withdrawalId: id, isApproved, ...event }, as) => {
    const { brandId, at } = as
    const status = isApproved ? 'approved' : 'requested'
    const none = { taxMinor: 0, backMinor: 0, batchId: null, reference: null }
    return [
      writer.insert('withdrawals', { brandId, id, ...event, ...none, status, requestedAt: at, movedAt: at }),
      ...debit(event.memberId, -event.amountMinor, id, as),
    ]
  },
  withdrawal_approved: (event, as) => [move(event, as, { status: 'approved', taxMinor: event.taxMinor })],
  withdrawal_rejected: (event, as) => [
    move(event, as, { status: 'rejected' }),
    ...debit(event.memberId, event.amountMinor, event.withdrawalId, as),
  ],
  withdrawals_batched: ({ batchId, items }, as) => items.map((item) => move(item, as, { status: 'paying', batchId })),
  withdrawal_sent: (event, as) => [move(event, as, { status: 'paying', reference: event.reference })],
  withdrawal_paid: (event, as) => [move(event, as, { status: 'paid', reference: event.reference })],
  payout_split: (event, as) => [
    move(event, as, { status: 'paying' }),
    ...event.shares.map((share) =>
      writer.insert('payoutShares', {
        ...{ brandId: as.brandId, memberId: event.memberId, withdrawalId: event.withdrawalId, ...share },
        ...{ paidMinor: null, isReturnable: event.isReturnable, returnedMinor: 0, returnMinor: 0, returnCount: 0 },
      }),
    ),
  ],
  payout_shared: (event, as) => [
    move(event, as, {}),
    ...event.shares.map(({ paymentId, amountMinor: paidMinor }) =>
      writer.change(
        'payoutShares',
        { brandId: as.brandId, memberId: event.memberId, withdrawalId: event.withdrawalId, paymentId },
        { paidMinor },
      ),
    ),
  ],
  withdrawal_part_back: (event, as) => creditBack(event, as),
  withdrawal_failed: (event, as) => [
    move(event, as, { status: 'failed', reference: event.reference }),
    ...debit(event.memberId, event.amountMinor, event.withdrawalId, as),
  ],
}
