import type { LedgerEntry } from '@siyu/core/ledger'
import type { MemberJoined } from '@siyu/core/members'
import {
  type CapUse,
  countOf,
  type LotTake,
  type PointsEntryKind,
  type PointsEvent,
  type PointsReturn,
} from '@siyu/core/points'
import { type Expression, sql } from 'kysely'
import { changeSettings } from '../brands/index.ts'
import type { Apply, Recorded } from '../kernel/apply.ts'
import type { Call } from '../kernel/call.ts'
import { prepared } from '../kernel/prepared.ts'
import { guarded, type Load, many, one } from '../kernel/read.ts'
import { tablesOf } from '../kernel/tables.ts'
import { type Write, writerOf } from '../kernel/write.ts'
import { loadLedgerEntries, openAccount, post } from '../ledger/index.ts'
import { type PointsTables, pointsSpecs } from './tables.ts'

const db = tablesOf<PointsTables>()
const writer = writerOf<PointsTables>(pointsSpecs)

/** The most lots of one member that a command looks at; older empty ones are not among them. */
export const MAX_LOTS = 2_000

/** An id, or a sub-query that finds it. */
export type IdRef = string | Expression<string>

export type AccountRow = PointsTables['pointsAccounts']
export type LotRow = PointsTables['pointsLots']

/** A member's account. Guarded: whoever moves the member's points meanwhile makes this command look again. */
export function loadPointsAccount(call: Call, memberId: IdRef): Load<AccountRow | undefined> {
  return guarded(pointsSpecs.pointsAccounts, one(accountOf({ brandId: call.brandId, memberId })))
}

/** A member, or one found by a sub-query, of a brand. */
type Of = { readonly brandId: string; readonly memberId: IdRef }

const accountOf = prepared(({ brandId, memberId }: Of) =>
  db.selectFrom('pointsAccounts').selectAll().where('brandId', '=', brandId).where('memberId', '=', memberId),
)

/**
 * A member's lots that hold or may be given back points: non-empty ones, and those an order took from or made. Each of
 * the three is found by an index of its own, so that a long history costs nothing.
 */
export function loadLots(call: Call, memberId: IdRef, orderId: IdRef | null): Load<readonly LotRow[]> {
  const { brandId } = call
  return many(orderId === null ? openLots({ brandId, memberId }) : orderLots({ brandId, memberId, orderId }))
}

type OfOrder = Of & { readonly orderId: IdRef }

const lotsOf = ({ brandId, memberId }: Of) =>
  db.selectFrom('pointsLots').selectAll().where('brandId', '=', brandId).where('memberId', '=', memberId)

// Written out, not a parameter: only so does the planner see that the index of open lots fits.
const openLotsOf = (of: Of) => lotsOf(of).where(sql<boolean>`remaining_count > 0`)

const openLots = prepared((of: Of) => openLotsOf(of).orderBy('id').limit(MAX_LOTS))

const orderLots = prepared((of: OfOrder) => {
  const own = lotsOf(of).where('remainingCount', '=', 0)
  const taken = own.where(sql<boolean>`order_id is distinct from ${of.orderId}`).where('id', 'in', takenLotIds(of))
  return (
    db
      .selectFrom(
        openLotsOf(of)
          .unionAll(own.where('orderId', '=', of.orderId))
          .unionAll(taken)
          .as('lots'),
      )
      .selectAll()
      // The order's own lots first: they are the newest, and must not fall to the limit.
      .orderBy(sql`case when order_id = ${of.orderId}::text or remaining_count = 0 then 0 else 1 end`)
      .orderBy('id')
      .limit(MAX_LOTS)
  )
})

function takenLotIds({ brandId, memberId, orderId }: OfOrder) {
  return db
    .selectFrom('pointsSpends')
    .select(sql<string>`jsonb_array_elements(takes) ->> 'lotId'`.as('lotId'))
    .where('brandId', '=', brandId)
    .where('memberId', '=', memberId)
    .where('orderId', '=', orderId)
}

/** One lot. */
export function loadLot(call: Call, memberId: string, lotId: string): Load<LotRow | undefined> {
  return one(lotsOf({ brandId: call.brandId, memberId }).where('id', '=', lotId))
}

/** Where an order's points came from. */
export function loadSpend(call: Call, memberId: IdRef, orderId: IdRef): Load<PointsTables['pointsSpends'] | undefined> {
  return one(spendOf({ brandId: call.brandId, memberId, orderId }))
}

const spendOf = prepared(({ brandId, memberId, orderId }: OfOrder) =>
  db
    .selectFrom('pointsSpends')
    .selectAll()
    .where('brandId', '=', brandId)
    .where('memberId', '=', memberId)
    .where('orderId', '=', orderId),
)

/** Where the points of the order of a payment came from. */
export function loadSpendOfPayment(call: Call, paymentId: string): Load<PointsTables['pointsSpends'] | undefined> {
  return loadSpend(call, ofPayment(call, paymentId, 'member_id'), ofPayment(call, paymentId, 'order_id'))
}

/** The order of a payment, or whose it is, as a sub-query. */
export function ofPayment(call: Call, paymentId: string, column: 'member_id' | 'order_id'): Expression<string> {
  return sql<string>`(select ${sql.ref(column)} from payments where brand_id = ${call.brandId} and id = ${paymentId})`
}

/** What an order earned. */
export function loadEarning(
  call: Call,
  memberId: IdRef,
  orderId: IdRef,
): Load<PointsTables['pointsEarnings'] | undefined> {
  return one(earningOf({ brandId: call.brandId, memberId, orderId }))
}

const earningOf = prepared(({ brandId, memberId, orderId }: OfOrder) =>
  db
    .selectFrom('pointsEarnings')
    .selectAll()
    .where('brandId', '=', brandId)
    .where('memberId', '=', memberId)
    .where('orderId', '=', orderId),
)

/** A member's history below a number of the ledger, newest first. */
export function loadEntries(
  call: Call,
  memberId: string,
  belowNumber: number | null,
  limit: number,
): Load<readonly LedgerEntry[]> {
  return loadLedgerEntries(call, { book: 'points', ownerId: memberId }, belowNumber, limit)
}

/** The rows of points a new member starts with. */
export function pointsRowsForJoin({ memberId }: MemberJoined, { brandId }: Recorded): readonly Write[] {
  const counts = { balanceCount: 0, heldCount: 0, debtCount: 0 }
  const free = { frozenAt: null, householdId: null, householdJoinedAt: null }
  const account = writer.insert('pointsAccounts', { brandId, memberId, ...counts, ...free })
  return [account, openAccount(brandId, 'points', memberId)]
}

/** Whose points a write moves. */
export type Owner = { readonly brandId: string; readonly memberId: string }

/** The owner of what an event tells. */
export const ownerOf = (event: { readonly memberId: string }, as: Recorded): Owner => ({
  brandId: as.brandId,
  memberId: event.memberId,
})

/** Adds to what an account counts. */
export function changeAccount(
  owner: Owner,
  add: { readonly balanceCount?: number; readonly heldCount?: number; readonly debtCount?: number },
): Write {
  return writer.change('pointsAccounts', owner, {}, add)
}

/** Sets what an account knows beside its counts. */
export function setAccount(
  owner: Owner,
  set: Partial<Pick<AccountRow, 'frozenAt' | 'householdId' | 'householdJoinedAt'>>,
): Write {
  return writer.change('pointsAccounts', owner, set)
}

function changeLot(owner: Owner, lotId: string, remainingCount: number): Write {
  return writer.change('pointsLots', { ...owner, id: lotId }, {}, { remainingCount })
}

/** Takes points out of their lots. */
export function takeWrites(owner: Owner, takes: readonly LotTake[]): readonly Write[] {
  return takes.map(({ lotId, count }) => changeLot(owner, lotId, -count))
}

/** Back into the lots they came from, or into a grace lot where that one has ended. */
function returnWrites(owner: Owner, returns: readonly PointsReturn[], as: Recorded): readonly Write[] {
  return returns.map(({ lotId, count, graceLotId, expiresAt }) =>
    graceLotId === null
      ? changeLot(owner, lotId, count)
      : newLot(owner, graceLotId, count, count, as.at, expiresAt, null, true),
  )
}

/** A lot of its own. */
export function newLot(
  owner: Owner,
  id: string,
  amountCount: number,
  remainingCount: number,
  activeAt: number | null,
  expiresAt: number | null,
  orderId: string | null,
  isGrace: boolean = false,
  waitingAt: number | null = null,
): Write {
  return writer.insert('pointsLots', {
    ...owner,
    id,
    amountCount,
    remainingCount,
    expiredCount: 0,
    activeAt,
    expiresAt,
    orderId,
    isGrace,
    waitingAt,
    isNoticed: false,
  })
}

/** Counts on a cap; the first count of a period makes its counter. */
function countWrites(owner: Owner, caps: readonly CapUse[]): readonly Write[] {
  return caps.map(({ key, count, created }) =>
    created
      ? writer.insert('pointsCounters', { ...owner, key, usedCount: count })
      : writer.change('pointsCounters', { ...owner, key }, {}, { usedCount: count }),
  )
}

/** One line of the history: a posting to the member's account. Nothing for 0. */
export function entry(
  owner: Owner,
  as: Recorded,
  kind: PointsEntryKind,
  deltaCount: number,
  orderId: string | null,
): readonly Write[] {
  return post({ book: 'points', ownerId: owner.memberId, kind, amount: deltaCount, reference: orderId }, as)
}

export const applyPoints: Apply<PointsEvent> = {
  points_configured: ({ settings }, { brandId }) => [changeSettings(brandId, 'points', settings)],
  points_earned: (event, as) => {
    const { count, debtPaidCount, lotId, activeAt, expiresAt, orderId, basisMinor, terms, caps } = event
    const owner = ownerOf(event, as)
    const counts = { earnedCount: count, clawedCount: 0, lostCount: 0 }
    const earning = { orderId: orderId ?? '', lotId, ...counts, basisMinor, terms }
    const waitingAt = activeAt !== null && activeAt > as.at ? activeAt : null
    return [
      newLot(owner, lotId, count, count - debtPaidCount, activeAt, expiresAt, orderId, false, waitingAt),
      ...countWrites(owner, caps),
      changeAccount(owner, { balanceCount: count, debtCount: -debtPaidCount }),
      ...(orderId === null ? [] : [writer.insert('pointsEarnings', { ...owner, ...earning })]),
      ...entry(owner, as, 'earn', count, orderId),
    ]
  },
  points_activated: (event, as) => {
    const { lotId, activeAt, expiresAt, debtPaidCount } = event
    const owner = ownerOf(event, as)
    const life = { activeAt, expiresAt, waitingAt: activeAt > as.at ? activeAt : null }
    return [
      writer.change('pointsLots', { ...owner, id: lotId }, life, { remainingCount: -debtPaidCount }),
      changeAccount(owner, { debtCount: -debtPaidCount }),
    ]
  },
  points_held: (event, as) => {
    const owner = ownerOf(event, as)
    return [
      ...takeWrites(owner, event.takes),
      changeAccount(owner, { heldCount: countOf(event.takes) }),
      writer.insert('pointsSpends', { ...owner, orderId: event.orderId, takes: event.takes, returnedCount: 0 }),
    ]
  },
  points_released: (event, as) => {
    const owner = ownerOf(event, as)
    return [
      ...returnWrites(owner, event.returns, as),
      changeAccount(owner, { heldCount: -countOf(event.returns) }),
      writer.change(
        'pointsSpends',
        { ...owner, orderId: event.orderId },
        {},
        { returnedCount: countOf(event.returns) },
      ),
    ]
  },
  points_spent: (event, as) => {
    const owner = ownerOf(event, as)
    const count = countOf(event.takes)
    return [
      changeAccount(owner, { heldCount: -count, balanceCount: -count }),
      ...entry(owner, as, 'spend', -count, event.orderId),
    ]
  },
  points_returned: (event, as) => {
    const owner = ownerOf(event, as)
    const count = countOf(event.returns)
    return [
      ...returnWrites(owner, event.returns, as),
      changeAccount(owner, { balanceCount: count }),
      writer.change('pointsSpends', { ...owner, orderId: event.orderId }, {}, { returnedCount: count }),
      ...entry(owner, as, 'return', count, event.orderId),
    ]
  },
  points_clawed: (event, as) => {
    const { takes, debtCount, lostCount, orderId } = event
    const owner = ownerOf(event, as)
    const takenCount = countOf(takes) + debtCount
    return [
      ...takeWrites(owner, takes),
      changeAccount(owner, { balanceCount: -takenCount, debtCount }),
      writer.change('pointsEarnings', { ...owner, orderId }, {}, { clawedCount: takenCount + lostCount, lostCount }),
      ...entry(owner, as, 'claw', -takenCount, orderId),
    ]
  },
  points_expired: (event, as) => {
    const { lotId, count } = event
    const owner = ownerOf(event, as)
    const add = { remainingCount: -count, expiredCount: count }
    return [
      writer.change('pointsLots', { ...owner, id: lotId }, {}, add),
      changeAccount(owner, { balanceCount: -count }),
      ...entry(owner, as, 'expire', -count, null),
    ]
  },
  points_extended: (event, as) =>
    event.lotIds.map((id) =>
      writer.change('pointsLots', { ...ownerOf(event, as), id }, { expiresAt: event.expiresAt, isNoticed: false }),
    ),
  points_expiring: (event, as) =>
    event.lotIds.map((id) => writer.change('pointsLots', { ...ownerOf(event, as), id }, { isNoticed: true })),
  points_adjusted: (event, as) => {
    const { lotId, count, takes, activeAt, expiresAt, debtPaidCount } = event
    const owner = ownerOf(event, as)
    const given = lotId !== null
    return [
      ...(given ? [newLot(owner, lotId, count, count - debtPaidCount, activeAt, expiresAt, null)] : []),
      ...takeWrites(owner, takes),
      changeAccount(owner, { balanceCount: given ? count : -count, debtCount: -debtPaidCount }),
      ...entry(owner, as, 'adjust', given ? count : -count, null),
    ]
  },
}
