import type { MemberJoined } from '@siyu/core/members'
import type { CommissionFacts, ReferralEvent } from '@siyu/core/referrals'
import { type Expression, type SqlBool, sql } from 'kysely'
import { changeSettings } from '../brands/index.ts'
import type { Apply, Recorded } from '../kernel/apply.ts'
import type { Call } from '../kernel/call.ts'
import type { TimeCursor } from '../kernel/cursor.ts'
import { prepared } from '../kernel/prepared.ts'
import { guarded, type Load, many, one } from '../kernel/read.ts'
import { tablesOf } from '../kernel/tables.ts'
import { type Write, writerOf } from '../kernel/write.ts'
import { openAccount, post } from '../ledger/index.ts'
import { applyLinks } from './links/store.ts'
import { applyCommissionRules, countWrites } from './rates/store.ts'
import { type ReferralTables, referralSpecs } from './tables.ts'
import { applyShares } from './withdrawals/shares.ts'
import { applyWithdrawals } from './withdrawals/store.ts'

type Names = {
  readonly memberProfiles: { readonly brandId: string; readonly memberId: string; readonly name: string | null }
}
const db = tablesOf<ReferralTables & Names>()
const writer = writerOf<ReferralTables>(referralSpecs)

export type NodeRow = ReferralTables['referralNodes']

/** The most commissions a promoter's page lists. */
const MAX_COMMISSIONS = 100
/** The most members the tree of the console shows. */
const MAX_TREE = 1_000

/** Whose code this is; nobody's once they were erased, or the link of this code was closed. */
export function loadCodeOwner(call: Call, code: string): Load<{ readonly memberId: string } | undefined> {
  return one(codeOwnerOf({ brandId: call.brandId, code: code.toLowerCase() }))
}

const codeOwnerOf = prepared(({ brandId, code }: { readonly brandId: string; readonly code: string }) =>
  db
    .selectFrom('referralCodes')
    .select('memberId')
    .where('brandId', '=', brandId)
    .where('code', '=', code)
    .where(stays('referral_codes'))
    .where(
      sql<boolean>`not exists (select from referral_links l where l.brand_id = referral_codes.brand_id
        and l.code = referral_codes.code and l.closed_at is not null)`,
    ),
)

/** The account of the row's member is not closed, nor about to be. */
export function stays(row: string): Expression<SqlBool> {
  const [brandId, memberId] = [sql.ref(`${row}.brand_id`), sql.ref(`${row}.member_id`)]
  return sql`not exists (select 1 from data_requests d where d.brand_id = ${brandId} and d.member_id = ${memberId}
    and d.kind = 'delete' and d.status in ('closing', 'erased'))`
}

/** A member's own node. */
export function loadNode(call: Call, memberId: string): Load<NodeRow | undefined> {
  return guarded(referralSpecs.referralNodes, one(nodeOf({ brandId: call.brandId, memberId })))
}

type Of = { readonly brandId: string; readonly memberId: string }

const nodeOf = prepared(({ brandId, memberId }: Of) =>
  db.selectFrom('referralNodes').selectAll().where('brandId', '=', brandId).where('memberId', '=', memberId),
)

/** The code of a member's own. */
export function loadCodeOf(call: Call, memberId: string): Load<{ readonly code: string } | undefined> {
  return one(
    db.selectFrom('referralNodes').select('code').where('brandId', '=', call.brandId).where('memberId', '=', memberId),
  )
}

/** A member whose account is not closed, nor about to be. */
export function loadStaying(call: Call, memberId: string): Load<{ readonly memberId: string } | undefined> {
  return one(
    db
      .selectFrom('referralNodes')
      .select('memberId')
      .where('brandId', '=', call.brandId)
      .where('memberId', '=', memberId)
      .where(stays('referral_nodes')),
  )
}

/** An order of the member, if there is one. */
export function loadHasOrdered(call: Call, memberId: string): Load<{ readonly id: string } | undefined> {
  return one(anOrderOf({ brandId: call.brandId, memberId }))
}

const anOrderOf = prepared(
  ({ brandId, memberId }: Of) => sql<{ readonly id: string }>`select id from orders
    where brand_id = ${brandId} and member_id = ${memberId} and status <> 'cancelled' limit 1`,
)

/** Somebody up the line, with what the law asks about them before they are paid. */
export type PromoterRow = {
  readonly memberId: string
  readonly level: number
  readonly birthday: string | null
  readonly hasLeft: boolean
  readonly tierId: string | null
  readonly boundAt: number | null
}

/** The referrer (level 1) and theirs (level 2): who may be paid for an order of this member. */
export function loadReferrers(call: Call, memberId: string): Load<readonly PromoterRow[]> {
  return many(sql<PromoterRow>`select u.member_id, u.level, p.birthday, t.tier_id, u.bound_at, not ${stays('u')} as has_left
    from referral_nodes n
    left join referral_nodes r on r.brand_id = n.brand_id and r.member_id = n.referrer_id
    cross join lateral (
      values (n.brand_id, n.referrer_id, 1, n.bound_at), (n.brand_id, r.referrer_id, 2, r.bound_at))
      u(brand_id, member_id, level, bound_at)
    left join member_profiles p on p.brand_id = u.brand_id and p.member_id = u.member_id
    left join member_tiers t on t.brand_id = u.brand_id and t.member_id = u.member_id
    where n.brand_id = ${call.brandId} and n.member_id = ${memberId} and u.member_id is not null
    order by u.level limit 2`)
}

/** Which promoters frozen on an order have left since: their account is closed, or about to be. */
export function loadLeftPayees(
  { brandId }: Call,
  orderId: string | Expression<string>,
): Load<readonly { readonly memberId: string }[]> {
  return many(sql<{ readonly memberId: string }>`select n.member_id from orders o
    cross join lateral jsonb_array_elements(o.uplines) u
    join referral_nodes n on n.brand_id = o.brand_id and n.member_id = u ->> 'payeeId'
    where o.brand_id = ${brandId} and o.id = ${orderId} and not ${stays('n')} limit 2`)
}

export type TeamRow = { readonly memberId: string; readonly name: string | null; readonly boundAt: number }

/** Those bound directly to a member, newest first, after a cursor. */
export function loadTeam(
  call: Call,
  memberId: string,
  before: TimeCursor | null,
  limit: number,
): Load<readonly TeamRow[]> {
  const all = db
    .selectFrom('referralNodes as n')
    .leftJoin('memberProfiles as p', (join) =>
      join.onRef('p.brandId', '=', 'n.brandId').onRef('p.memberId', '=', 'n.memberId'),
    )
    .select(['n.memberId', 'p.name', 'n.boundAt'])
    .where('n.brandId', '=', call.brandId)
    .where('n.referrerId', '=', memberId)
  const page =
    before === null
      ? all
      : all.where((eb) =>
          eb.or([
            eb('n.boundAt', '<', before.at),
            eb.and([eb('n.boundAt', '=', before.at), eb('n.memberId', '<', before.id)]),
          ]),
        )
  const newest = page.orderBy('n.boundAt', 'desc').orderBy('n.memberId', 'desc').limit(limit)
  // A member with a referrer always has the moment of the binding.
  return many(newest as unknown as Expression<TeamRow>)
}

export type TreeRow = {
  readonly memberId: string
  readonly name: string | null
  readonly referrerId: string | null
  readonly commissionMinor: number
}

/** Everyone bound to someone or with someone bound to them. */
export function loadTree(call: Call): Load<readonly TreeRow[]> {
  const bound: Expression<SqlBool> = sql`n.referrer_id is not null or exists (
    select 1 from referral_nodes d where d.brand_id = n.brand_id and d.referrer_id = n.member_id)`
  return many(
    db
      .selectFrom('referralNodes as n')
      .innerJoin('commissionAccounts as a', (join) =>
        join.onRef('a.brandId', '=', 'n.brandId').onRef('a.memberId', '=', 'n.memberId'),
      )
      .leftJoin('memberProfiles as p', (join) =>
        join.onRef('p.brandId', '=', 'n.brandId').onRef('p.memberId', '=', 'n.memberId'),
      )
      .select([
        'n.memberId',
        'p.name',
        'n.referrerId',
        sql<number>`a.pending_minor + a.frozen_minor + a.available_minor`.as('commissionMinor'),
      ])
      .where('n.brandId', '=', call.brandId)
      .where(bound)
      .orderBy(sql`n.bound_at desc nulls last`)
      .limit(MAX_TREE),
  )
}

export type CommissionAccountRow = ReferralTables['commissionAccounts']

/** A promoter's totals by state. */
export function loadCommissionAccount(call: Call, memberId: string): Load<CommissionAccountRow | undefined> {
  return one(
    db
      .selectFrom('commissionAccounts')
      .selectAll()
      .where('brandId', '=', call.brandId)
      .where('memberId', '=', memberId),
  )
}

/** The same, guarded: a decision rests on what is available. */
export function guardedAccount(call: Call, memberId: string): Load<CommissionAccountRow | undefined> {
  return guarded(referralSpecs.commissionAccounts, loadCommissionAccount(call, memberId))
}

export type CommissionRow = ReferralTables['commissions']

/** A promoter's commissions, newest first, after a cursor. */
export function loadCommissions(
  call: Call,
  payeeId: string,
  before: TimeCursor | null = null,
  limit: number = MAX_COMMISSIONS,
): Load<readonly CommissionRow[]> {
  const own = db
    .selectFrom('commissions')
    .selectAll()
    .where('brandId', '=', call.brandId)
    .where('payeeId', '=', payeeId)
    .where(before === null ? sql<boolean>`true` : sql<boolean>`(at, order_id) < (${before.at}, ${before.id})`)
  return many(own.orderBy('at', 'desc').orderBy('orderId', 'desc').limit(limit))
}

/** All commissions of an order with their lines; guarded. */
export function loadOrderCommissions(
  call: Call,
  orderId: string | Expression<string>,
): Load<readonly CommissionFacts[]> {
  return guarded(
    referralSpecs.commissions,
    many(commissionFacts(call).where('c.orderId', '=', orderId) as unknown as Expression<CommissionFacts>),
  )
}

/** One commission with its lines; guarded. */
export function loadCommission(call: Call, payeeId: string, orderId: string): Load<CommissionFacts | undefined> {
  const query = commissionFacts(call).where('c.payeeId', '=', payeeId).where('c.orderId', '=', orderId)
  return guarded(referralSpecs.commissions, one(query as unknown as Expression<CommissionFacts>))
}

function commissionFacts(call: Call) {
  const lines = sql`(select coalesce(json_agg(json_build_object('lineId', l.line_id, 'netMinor', l.net_minor,
      'bps', l.bps, 'fixedCount', l.fixed_count, 'amountMinor', l.amount_minor, 'reversedMinor', l.reversed_minor) order by l.line_id), '[]'::json)
    from commission_lines l
    where l.brand_id = c.brand_id and l.payee_id = c.payee_id and l.order_id = c.order_id)`
  return db
    .selectFrom('commissions as c')
    .selectAll('c')
    .select(lines.as('lines'))
    .where('c.brandId', '=', call.brandId)
    .orderBy('c.level')
    .limit(2)
}

/** The rows of referrals a new member starts with. */
export function referralRowsForJoin({ memberId, referralCode }: MemberJoined, { brandId }: Recorded): readonly Write[] {
  return [
    writer.insert('referralCodes', { brandId, code: referralCode, memberId }),
    writer.insert('referralNodes', {
      ...{ brandId, memberId, referrerId: null, code: referralCode, boundAt: null },
      ...{ directCount: 0, leftCount: 0 },
    }),
    writer.insert('commissionAccounts', { brandId, memberId, pendingMinor: 0, frozenMinor: 0, availableMinor: 0 }),
    openAccount(brandId, 'commission', memberId),
  ]
}

type Balances = { readonly pendingMinor?: number; readonly frozenMinor?: number; readonly availableMinor?: number }

function changeBalances(brandId: string, memberId: string, add: Balances): Write {
  return writer.change('commissionAccounts', { brandId, memberId }, {}, add)
}

function postCommission(
  ownerId: string,
  kind: 'accrue' | 'reverse',
  amount: number,
  reference: string,
  as: Recorded,
): readonly Write[] {
  return post({ book: 'commission', ownerId, kind, amount, reference }, as)
}

const balanceOf = { pending: 'pendingMinor', frozen: 'frozenMinor', available: 'availableMinor' } as const

export const applyReferrals: Apply<ReferralEvent> = {
  ...applyCommissionRules,
  ...applyWithdrawals,
  ...applyShares,
  ...applyLinks,
  commission_configured: ({ plan }, { brandId }) => [changeSettings(brandId, 'referrals', plan)],
  member_bound: ({ memberId, referrerId, from }, { brandId, at }) => [
    writer.change('referralNodes', { brandId, memberId }, { referrerId, boundAt: at }),
    writer.change('referralNodes', { brandId, memberId: referrerId }, {}, { directCount: 1 }),
    ...(from === undefined
      ? []
      : [
          writer.change('referralNodes', { brandId, memberId: from.referrerId }, {}, { directCount: -1 }),
          writer.change('referralNodes', { brandId, memberId: from.rootId }, {}, { leftCount: 1 }),
        ]),
  ],
  commission_accrued: (event, as) => {
    const { orderId, payeeId, level, lines, amountMinor, counted } = event
    const { brandId, at } = as
    return [
      writer.insert('commissions', {
        ...{ brandId, payeeId, orderId, level, amountMinor, reversedMinor: 0 },
        ...{ state: 'pending', releaseAt: null, heldAt: null, heldReason: null, at },
      }),
      ...lines.map(({ ruleId = null, funder = 'brand', fixedCount = null, ...line }) =>
        writer.insert('commissionLines', {
          ...{ brandId, payeeId, orderId, ...line, reversedMinor: 0 },
          ...{ ruleId, funder, fixedCount },
        }),
      ),
      ...countWrites(brandId, payeeId, counted),
      changeBalances(brandId, payeeId, { pendingMinor: amountMinor }),
      ...postCommission(payeeId, 'accrue', amountMinor, orderId, as),
    ]
  },
  // Nothing was theirs, so no row changes; the journal says why.
  commission_withheld: () => [],
  commission_frozen: ({ orderId, payeeId, amountMinor, releaseAt }, { brandId }) => [
    writer.change('commissions', { brandId, payeeId, orderId }, { state: 'frozen', releaseAt }),
    changeBalances(brandId, payeeId, { pendingMinor: -amountMinor, frozenMinor: amountMinor }),
  ],
  commission_released: ({ orderId, payeeId, amountMinor }, { brandId }) => [
    writer.change('commissions', { brandId, payeeId, orderId }, { state: 'available' }),
    changeBalances(brandId, payeeId, { frozenMinor: -amountMinor, availableMinor: amountMinor }),
  ],
  commission_held: ({ orderId, payeeId, reason }, { brandId, at }) => [
    writer.change('commissions', { brandId, payeeId, orderId }, { heldAt: at, heldReason: reason }),
  ],
  commission_cleared: ({ orderId, payeeId }, { brandId }) => [
    writer.change('commissions', { brandId, payeeId, orderId }, { heldAt: null, heldReason: null }),
  ],
  commission_reversed: ({ orderId, payeeId, amountMinor, lines, from, keptMinor }, as) => {
    const { brandId } = as
    const key = { brandId, payeeId, orderId }
    return [
      writer.change('commissions', key, keptMinor === 0 ? { state: 'reversed' } : {}, { reversedMinor: amountMinor }),
      ...lines.map((line) =>
        writer.change('commissionLines', { ...key, lineId: line.lineId }, {}, { reversedMinor: line.amountMinor }),
      ),
      changeBalances(brandId, payeeId, { [balanceOf[from]]: -amountMinor }),
      ...postCommission(payeeId, 'reverse', -amountMinor, orderId, as),
    ]
  },
}
